"""Rules for single days: written out, in figures, by weekday, by holiday."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.context import Match, Piecewise, Rule
from newsindex.analysis.dates.direction import direction
from newsindex.analysis.dates.feasts import FEASTS
from newsindex.analysis.dates.holidays import HOLIDAYS
from newsindex.analysis.dates.lexicon import SMALL_NUMBERS, WEEKDAYS
from newsindex.analysis.dates.resolve import (
    fit_day,
    fit_month,
    full_year,
    is_habit,
    month_of,
    number,
    ordinal,
    shift_of,
    week_told,
    year_written,
)
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES", "names_show"]


def _make_day(year: int, month: int, day: int) -> Timex | None:
    try:
        return timex.day(date(year, month, day))
    except ValueError:
        return None


def month_day(match: Match) -> Timex | None:
    """A month and a day of it, with or without a year."""
    if match.after()[0] in _NAMED_AFTER_DAYS:
        return None  # "the 30 June Stadium"
    month = month_of(match("mon"))
    day = int(match("dd")) if match("dd") else ordinal(match("ord") or match("ordword")) or 0
    year = year_written(match)
    if year is None and (month, day) == (9, 11) and match.after()[0] in _ATTACKS:
        year = 2001
    if year is not None:
        return _make_day(year, month, day)
    when = fit_day(match, month, day, WEEKDAYS.get(match("wday").rstrip("."), 0))
    return timex.day(when) if when else None


_NAMED_AFTER_DAYS = frozenset(
    """stadium street avenue square plaza brigade bridge boulevard university airport island agreement accords rising
    times telegraph mirror herald tribune express""".split()
)
_NAMED_BEFORE_DAYS = frozenset("super bloody ruby mr mrs ms joe man".split())
_ATTACKS = frozenset("attack attacks terror terrorist hijackings hijackers".split())


def spelled_day(match: Match) -> Timex | None:
    """``March six``, as agencies used to write; but not the number in "in May four people died"."""
    after, next_after = match.after(2)
    if after.isalpha() and after not in _AFTER_SPELLED_DAYS and match.raw(match.end + 1).islower():
        return None
    if not match("yyyy") and (after, next_after) in _NO_DAYS:
        return None
    month, day, year = month_of(match("mon")), SMALL_NUMBERS[match("daynumber")], year_written(match)
    when = fit_day(match, month, day) if year is None else date(year, month, day)
    return timex.day(when) if when else None


_AFTER_SPELLED_DAYS = frozenset(
    """to and or from through until at in on by with for as that which who if when where while until but the an is was
    were has had will would could should may said because after before this its his her their against over under than
    due between following this last next about only not it they he she we also another""".split()
)
_NO_DAYS = frozenset({("-", "day"), ("-", "year"), ("-", "month"), ("-", "week"), ("-", "time"), ("and", "a")})


def nine_eleven(match: Match) -> Timex | None:
    """``the 9/11 attacks``: no other day is known by its figures alone."""
    return timex.day(date(2001, 9, 11)) if match.words == "9/11" and match.after()[0] != "/" else None


def numeric_day(match: Match) -> Timex | None:
    """Figures with strokes or points: day first if the setting or the numbers say so, else month first."""
    first, second = int(match("dd1")), int(match("dd2"))
    year = int(match("yyyy")) if match("yyyy") else full_year(match("yy"), match.published)
    day_first = match.context.day_first
    if first > 12 or (day_first and second <= 12) or ("." in match.words and day_first is None and second <= 12):
        first, second = second, first
    return _make_day(year, first, second)


def iso_day(match: Match) -> Timex | None:
    """``2024-10-08``."""
    return _make_day(int(match("yyyy")), int(match("mm")), int(match("dd")))


def directed_month_day(match: Match) -> Timex | None:
    """``last Oct. 23``."""
    month, day, published = month_of(match("mon")), int(match("dd")), match.published
    found = _make_day(published.year, month, day)
    if found is None or found.days is None:
        return None
    year, shift = published.year, shift_of(match("which"))
    if shift < 0:
        year -= found.days.first >= published
    elif shift > 0:
        year += found.days.first <= published
    return _make_day(year, month, day)


def several_days(match: Match) -> list[Piecewise] | None:
    """``13, 14 and 16 October``, ``Oct. 13-16``, ``8–10 October 2024``: each day by itself."""
    month = month_of(match("mon"))
    names = [name for name in ("dd1", "dd2", "dd3", "dd4", "dd5") if match(name)]
    last = fit_day(match, month, int(match(names[-1])))
    year = int(match("yyyy")) if match("yyyy") else last.year if last else match.published.year
    found: list[Piecewise] = []
    for name in names:
        day = _make_day(year, month, int(match(name)))
        if day is None:
            return None
        found.append((*match.span(name), day))
    # The month and the year belong to the day that they stand beside.
    found[0] = (match.start, *found[0][1:])
    found[-1] = (found[-1][0], match.end, found[-1][2])
    return found


def two_days(match: Match) -> list[Piecewise] | None:
    """``30 September to 2 October 2024``: the year is written once and meant twice."""
    year = int(match("yyyy"))
    first = _make_day(year, month_of(match("mon1")), int(match("dd1")))
    last = _make_day(year, month_of(match("mon2")), int(match("dd2")))
    if first is None or last is None:
        return None
    if first > last:
        first = _make_day(year - 1, month_of(match("mon1")), int(match("dd1"))) or first
    ends = max(match.span("mon1")[1], match.span("dd1")[1])
    begins = min(match.span("mon2")[0], match.span("dd2")[0])
    return [(match.start, ends, first), (begins, match.end, last)]


def weekday_days(match: Match) -> list[Piecewise] | None:
    """``Monday 17 to Friday 21 June``: the month is written once and meant twice."""
    month, first, last = month_of(match("mon")), int(match("dd1")), int(match("dd2"))
    when = fit_day(match, month, last, WEEKDAYS[match("weekday2")])
    year = int(match("yyyy")) if match("yyyy") else when.year if when else match.published.year
    days = _make_day(year, month, first), _make_day(year, month, last)
    if first >= last or days[0] is None or days[1] is None:
        return None
    return [(match.start, match.span("dd1")[1], days[0]), (match.span("weekday2")[0], match.end, days[1])]


def day_of_this_month(match: Match) -> Timex | None:
    """``the 5th of this month``."""
    when = timex.shift_months(match.published.replace(day=1), shift_of(match.words.split()[-2]))
    return _make_day(when.year, when.month, int(match("dd")))


def numbered_day(match: Match) -> Timex | None:
    """``on the 24th``: of the month told last."""
    told = match.context.told
    month = told.days.first if told is not None and told.days is not None else match.published
    return _make_day(month.year, month.month, int(match("n")))


def nth_day(match: Match) -> Timex | None:
    """``the second Tuesday of November``, ``the last day of October``, ``the first weekend in May``."""
    year, month = _month_named(match)
    days = [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    by_weekend = " weekend " in match.words
    if by_weekend or match("weekday"):
        number = 6 if by_weekend else WEEKDAYS[match("weekday")]
        days = [day for day in days if day.isoweekday() == number]
    which = ordinal(match("ordword")) if match("ordword") else len(days)
    if not which or which > len(days):
        return None
    return (timex.weekend if by_weekend else timex.day)(days[which - 1])


def nth_week(match: Match) -> Timex | None:
    """``the first week of November``: the ISO week that has most days of it."""
    year, month = _month_named(match)
    which = ordinal(match("ordword")) if match("ordword") else None
    day = calendar.monthrange(year, month)[1] - 3 if which is None else 4 + 7 * (which - 1)
    return timex.week(date(year, month, day)) if day <= 28 else None


def _month_named(match: Match) -> tuple[int, int]:
    """The year and the month that an expression names, the year by what fits where it names none."""
    month = month_of(match("mon"))
    return int(match("yyyy")) if match("yyyy") else fit_month(match, month), month


def week_of(match: Match) -> Timex | None:
    """``the week of 3 June``, ``the weekend of May 4``: the one in which that day lies."""
    day = month_day(match)
    if day is None or day.days is None:
        return None
    return (timex.weekend if "weekend" in match.words else timex.week)(day.days.first)


def _since(match: Match, group: str = "weekday") -> int:
    """How many days before publication, 0 to 6, the weekday was last."""
    return (match.published.isoweekday() - WEEKDAYS[match(group).rstrip(".")]) % 7


def names_show(match: Match, at: int) -> bool:
    """Whether a weekday and the part of a day at a piece are the beginning of a name: "Saturday Night Live"."""
    return (
        match.raw(at) in _PARTS_IN_NAMES
        and match.raw(at + 1).isspace()
        and match.raw(at + 2)[:1].isupper()
        and not (match.raw(match.start - 2).istitle() and match.raw(match.start - 2) not in _BEFORE_NAMES)
    )


_PARTS_IN_NAMES = frozenset("Morning Night Evening Afternoon".split())
_BEFORE_NAMES = frozenset("The On A In".split())


def weekday(match: Match) -> Timex | None:
    """A weekday alone: near the day it is joined to, else that of publication, or before or after as the tense says."""
    if match.after()[0] in _NAMED_AFTER_DAYS or (not match.inside and match.before()[0] in _NAMED_BEFORE_DAYS):
        return None  # "the Good Friday Agreement", "the Sunday Times", "Super Tuesday"
    if names_show(match, match.end + 1):
        return None  # "Saturday Night Live"
    if match.before(2) == ["a", "on"] and not match.inside and match.after()[0] in _AFTER_ANY_DAY:
        return Timex("DATE", f"XXXX-WXX-{WEEKDAYS[match('weekday')]}")  # "we meet on a Monday"
    if is_habit(match):
        return timex.repeated(f"XXXX-WXX-{WEEKDAYS[match('weekday')]}")
    gap = _since(match)
    beside_it = match.before(2)[1]
    joined = match.joined() if beside_it in WEEKDAYS or beside_it in _NAMED_DAYS else None
    if joined is not None and joined.days is not None and joined.days.first == joined.days.last:
        beside = (WEEKDAYS[match("weekday")] - joined.days.first.isoweekday()) % 7
        near = joined.days.first + timedelta(days=beside if beside < 4 else beside - 7)
        if near > match.published >= joined.days.first and beside_it in WEEKDAYS and match.tense() == PAST:
            near -= timedelta(days=7)
        return timex.day(near)
    ahead = gap and direction(match) == FUTURE
    return timex.day(match.published + timedelta(days=7 * ahead - gap))


_NAMED_DAYS = frozenset("yesterday today tonight tomorrow".split())
_AFTER_ANY_DAY = frozenset(", . ; : ) and or but to in at when that because if as is was for with".split()) | {""}


def directed_weekday(match: Match) -> Timex | None:
    """``last Friday``: the nearest before publication; ``next Friday``: that of next week."""
    gap, shift = _since(match), shift_of(match("which"))
    if match("which") == "next":
        return timex.day(
            match.published + timedelta(days=7 - match.published.isoweekday() + WEEKDAYS[match("weekday")])
        )
    if shift < 0 or (not shift and match.before()[0] not in _FOR and direction(match) == PAST):
        return timex.day(match.published - timedelta(days=gap or 7 * -shift))
    return timex.day(match.published + timedelta(days=(7 - gap) if shift or gap else 0))


_FOR = frozenset("for by until till".split())


def following_weekday(match: Match) -> Timex | None:
    """``the following Monday``, after the day told last; ``the previous Friday``, before publication."""
    if shift_of(match.words) > 0:
        anchor = match.context.told_day or match.published
        return timex.day(anchor + timedelta(days=(WEEKDAYS[match("weekday")] - anchor.isoweekday() - 1) % 7 + 1))
    return timex.day(match.published - timedelta(days=_since(match) or 7))


def that_weekday(match: Match) -> Timex | None:
    """``that Tuesday``, ``the same Friday``: of the week that the story has come to."""
    anchor = match.context.told_day or match.published
    return timex.day(anchor + timedelta(days=WEEKDAYS[match("weekday")] - anchor.isoweekday()))


def weekday_of_week(match: Match) -> Timex | None:
    """``Tuesday of last week``, ``Friday next week``, ``Monday this week``."""
    shift = shift_of(match("which"))
    told = week_told(match, shift)
    return timex.day(told + timedelta(days=7 * shift + WEEKDAYS[match("weekday")] - told.isoweekday()))


def week_after(match: Match) -> Timex:
    """``on Friday week``: seven days after the one to come."""
    return timex.day(match.published + timedelta(days=14 - _since(match)))


def weekdays_ago(match: Match) -> Timex | None:
    """``two Tuesdays ago``: the last one but one."""
    count = number(match("count"))
    if not count or count % 1:
        return None
    gap = (match.published.isoweekday() - WEEKDAYS[match("weekdays").rstrip("s")]) % 7 or 7
    return timex.day(match.published - timedelta(days=gap + 7 * (int(count) - 1)))


def weekday_span(match: Match) -> list[Piecewise] | None:
    """``from Monday to Friday``: the second follows the first."""
    published = match.published
    gap = _since(match, "wday1")
    width = (WEEKDAYS[match("wday2").rstrip(".")] - WEEKDAYS[match("wday1").rstrip(".")]) % 7
    begin = published - timedelta(days=gap)
    if gap and direction(match) == FUTURE:
        begin += timedelta(days=7)
    elif gap and begin + timedelta(days=width) > published:
        begin -= timedelta(days=7)
    return [
        (*match.span("wday1"), timex.day(begin)),
        (*match.span("wday2"), timex.day(begin + timedelta(days=width))),
    ]


def weekend(match: Match) -> Timex | None:
    """``last weekend``, ``the weekend``."""
    which = match("which")
    weekday = match.published.isoweekday()
    if not which:
        shift = -1 if weekday < 6 and direction(match) != FUTURE else 0
    else:
        shift = shift_of(which)
        if shift < 0 and weekday == 7:
            shift = 0  # said on a Sunday
        elif shift > 0 and "coming" in which:
            shift = 0
        elif which == "this" and weekday < 4 and direction(match) == PAST:
            shift = -1  # said on Monday of what "took place this weekend"
    return timex.weekend(match.published + timedelta(days=7 * shift))


def weekend_as_adjective(match: Match) -> Timex | None:
    """``weekend talks``; but not "a long weekend", "a weekend break"."""
    return None if match.before()[0] in _ANY or not match.after()[0].isalpha() else weekend(match)


_ANY = frozenset("a an any one each every long day first second last - or and of".split()) | {""}


def holiday(match: Match) -> Timex | None:
    """``Thanksgiving Day``, ``last Easter``, ``Christmas 2023``, ``the Labor Day weekend``."""
    if match.after()[0] in _NAMED_AFTER_DAYS or not match.raw(match.span("holiday")[0])[0].isupper():
        return None  # "Easter Island", "new years"
    reckon = _RECKONED[_letters(match("holiday"))]
    day, _ = _of_some_year(match, lambda year: (reckon(year), reckon(year)))
    if match.words.endswith(" weekend"):
        return timex.weekend(day + timedelta(days=-day.isoweekday() if day.isoweekday() < 3 else 0))
    return timex.day(day)


def feast(match: Match) -> Timex | None:
    """``Ramadan``, ``Eid al-Fitr``, ``Lunar New Year``: days known to within one, so that the value is the month's."""
    before, name = match.raw(match.start - 2), _letters(match("feast")).replace("ul", "al")
    person = before[:1].isupper() and before not in _BEFORE_FEASTS
    if not match.raw(match.span("feast")[0])[0].isupper() or person or match.after()[0] == "mubarak":
        return None  # "Tariq Ramadan"
    spans = [span for known, span in _FEASTS.items() if known.startswith(name)]
    near = [_of_some_year(match, span) for span in spans]
    first, last = min(near, key=lambda days: abs(days[0] - match.published))
    middle = first + timedelta(days=1)
    return timex.month(middle.year, middle.month)._replace(days=DateSpan(first, last, Precision.PART))


_BEFORE_FEASTS = frozenset("During In Since Before After The Until By This Last Next For On Muslims When".split())


def _of_some_year(match: Match, span: Callable[[int], tuple[date, date]]) -> tuple[date, date]:
    """The first and last day of a holiday in the year that is written, or that fits publication and tense."""
    published, year = match.published, year_written(match)
    if year is not None:
        return span(year)
    spans = [span(year) for year in range(max(published.year - 1, 1), min(published.year + 1, 9999) + 1)]
    behind = max((days for days in spans if days[0] <= published), default=spans[0])
    ahead = min((days for days in spans if days[0] >= published), default=spans[-1])
    if match("which"):
        return {-1: behind, 0: span(published.year), 1: ahead}[shift_of(match("which"))]
    if match.before()[0] in {"by", "before", "until", "till"}:
        return ahead
    nearest = behind if published - behind[0] <= ahead[0] - published else ahead
    if abs(nearest[0] - published) < timedelta(days=60):
        return nearest
    return {PAST: behind, FUTURE: ahead}.get(direction(match), nearest)


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name))


_FEASTS = {_letters(name): span for name, span in FEASTS.items()}
_RECKONED = {_letters(name): reckon for name, reckon in HOLIDAYS.items()}
"""The holidays by their names without blanks and marks: "presidents day" is often written so."""

_WEEKDAY = "(({which} )?{wday},? (the )?)?"
_DAY = "{dd}{suffix}?"
_LIST = f"{_DAY}(, {_DAY})?(, {_DAY})?(, {_DAY})?(,? (and|or|to|through|until|&) | ?(-|–) ?|/){_DAY}"
_ENDS = "(,? (and|or|to|through|until|till) | ?(-|–) ?)"

RULES = [
    Rule(
        _WEEKDAY + f"{_DAY}(( of)? |- ?)?{{mon}}(,? {{yyyy}}|-{{yyyy}}| '{{yy}}| (of )?{{which}} year)?",
        month_day,
        nested=True,
    ),
    Rule(_WEEKDAY + f"{{mon}} (the )?({_DAY}|{{ord}})(,? {{yyyy}}|,? (of )?{{which}} year)?", month_day, nested=True),
    Rule("{mon} {daynumber}(,? {yyyy})?", spelled_day, nested=True),
    Rule("the {dd}({suffix}( of)?| of) {mon}(,? {yyyy})?", month_day, nested=True),
    Rule("around {mon} {dd}", month_day),
    Rule("the {ordword} of {mon}(,? {yyyy})?", month_day, nested=True),
    *(Rule(f"{{yyyy}}{mark}{{mm}}{mark}{{dd}}", iso_day, nested=True) for mark in "-/"),
    Rule("{mm}/{dd}", nine_eleven),
    *(Rule(f"{{dd}}{mark}{{dd}}{mark}({{yyyy}}|{{yy}})", numeric_day, nested=True) for mark in "/."),
    Rule("{dd}-{dd}-{yyyy}", numeric_day, nested=True),
    Rule("{which} ({mon} {dd}|{dd} {mon})", directed_month_day),
    Rule(_LIST + " {mon}(,? {yyyy})?", several_days),
    Rule("{mon} " + _LIST + "(,? {yyyy})?", several_days),
    Rule(f"{{weekday}},? {_DAY}{_ENDS}{{weekday}},? {_DAY}( of)? {{mon}}(,? {{yyyy}})?", weekday_days),
    Rule("the {dd}{suffix} of (this|last|next) month", day_of_this_month),
    Rule(f"{{mon}} {{dd}}{_ENDS}{{mon}} {{dd}},? {{yyyy}}", two_days),
    Rule(f"{_DAY} {{mon}}{_ENDS}{_DAY} {{mon}},? {{yyyy}}", two_days),
    Rule("(?<=on )the {n}{suffix}(?=(,|.|;))", numbered_day, nested=True),
    Rule("(the )?({ordword}|last|final) ({weekday}|day|weekend) (of|in) {mon}(,? {yyyy})?", nth_day, nested=True),
    Rule("(the )?({ordword}|last|final) week (of|in) {mon}(,? {yyyy})?", nth_week, nested=True),
    Rule(
        f"(the )?(week|weekend) (of|beginning|starting|ending) ({{mon}} {_DAY}|{_DAY} {{mon}})(,? {{yyyy}})?", week_of
    ),
    Rule("{weekday}", weekday, nested=True),
    Rule("(early|late) on {dayname}", lambda match: match.sub("dayname")),
    Rule("{which} {weekday}", directed_weekday, nested=True),
    Rule("the (following|next|previous|preceding) {weekday}", following_weekday, nested=True),
    Rule("(that|the same|that same) {weekday}", that_weekday, nested=True),
    Rule("{weekday} (of )?{which} week", weekday_of_week, nested=True),
    Rule("(?<=(on|until|by|from) ){weekday} week", week_after),
    Rule("{count} {weekdays} ago", weekdays_ago),
    Rule("{wday}( (to|through) | ?(–|-) ?){wday}", weekday_span),
    Rule("(?<=(from|between) ){wday} (to|and|through|until|till) {wday}", weekday_span),
    Rule("({which}|the) weekend", weekend, nested=True),
    Rule("weekend(?= )", weekend_as_adjective),
    Rule("({which} )?{holiday}( {yyyy}|,? {which} year)?", holiday, nested=True),
    Rule("(the )?{holiday} weekend", holiday, nested=True),
    Rule("({which} )?{feast}( {yyyy}|,? {which} year)?", feast),
]
