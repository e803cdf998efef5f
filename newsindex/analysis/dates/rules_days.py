"""Rules for single days by their date: written out, in figures, several at once, counted within a month."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.fitting import fit_day, fit_month
from newsindex.analysis.dates.lexicon import NAMED_AFTER_DAYS, SMALL_NUMBERS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import full_year, make_day, month_of, ordinal, shift_of, year_written
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES"]


def month_day(match: Match) -> Timex | list[Piecewise] | None:
    """A month and a day of it, with or without a year; of "this Saturday, Nov. 22, 2014" without the first word."""
    found = _month_day(match)
    if found is not None and match.words.startswith("this ") and (match("yyyy") or match.after()[0] in _PICTURES):
        return [(match.start + 2, match.end, found)]
    return found


def _month_day(match: Match) -> Timex | None:
    if match.after()[0] in NAMED_AFTER_DAYS:
        return None  # "the 30 June Stadium"
    month = month_of(match("mon"))
    day = int(match("dd")) if match("dd") else ordinal(match("ord") or match("ordword")) or 0
    year = year_written(match)
    dated = match.context.dated
    if year is None and (month, day) == (9, 11) and _is_of_2001(match):
        year = _HIJACKINGS
    if year is not None:
        if match("yyyy"):
            dated[month, day] = year
        return make_day(year, month, day)
    if year is None and (ago := _years_ago(match)):
        return make_day(ago, month, day)
    if (month, day) in dated and dated[month, day] < match.published.year and not match("wday"):
        return make_day(dated[month, day], month, day)  # "Sept. 11", once "Sept. 11, 2001" was told
    when = fit_day(match, month, day, WEEKDAYS.get(match("wday").rstrip("."), 0))
    return timex.day(when) if when else None


def _years_ago(match: Match) -> int | None:
    """The year of what stands before it: "almost two years ago on Oct. 19"."""
    end, found = match.context.last or (0, timex.PAST)
    days = found.days
    beside = match.start - end < 4 and match.before()[0] in {"on", ","} and match.raw(end - 1).lower() == "ago"
    return days.first.year if beside and days is not None and days.precision is Precision.YEAR else None


def _is_of_2001(match: Match) -> bool:
    """Whether September 11 is that of the attacks: by the word after it, or else by what the text tells of."""
    told, published = match.context.attacks_told(), match.published
    if match.after()[0] in _ATTACKS:
        return told != _BENGHAZI
    if told != _HIJACKINGS or published.year <= _HIJACKINGS:
        return False
    last = date(published.year - (published < date(published.year, 9, 11)), 9, 11)
    return last.year > _HIJACKINGS and published - last > _MONTH


_HIJACKINGS, _BENGHAZI = 2001, 2012
_ATTACKS = frozenset("attack attacks terror terrorist hijackings hijackers".split())


def spelled_day(match: Match) -> Timex | None:
    """``March six``, as agencies used to write; but not the number in "in May four people died"."""
    after, next_after = match.after(2)
    written = match.raw(match.end - 1).istitle()  # "the year ended January Three of"
    if not written and after.isalpha() and after not in _AFTER_SPELLED_DAYS and match.raw(match.end + 1).islower():
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


def stamped_day(match: Match) -> Timex | None:
    """``20 Nov 09``, at the end of a line, of the year of publication."""
    year = full_year(match("yy"), match.published)
    if match.after()[0] or year != match.published.year:
        return None
    return make_day(year, month_of(match("monthabbr")), int(match("dd")))


def day_of_told_year(match: Match) -> Timex | None:
    """``Nov. 5 of that year``: of the year of the date told last."""
    told = match.context.told
    year = told.days.first.year if told is not None and told.days is not None else match.published.year
    return make_day(year, month_of(match("mon")), int(match("dd")))


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
    return make_day(year, first, second)


def iso_day(match: Match) -> Timex | None:
    """``2024-10-08``."""
    return make_day(int(match("yyyy")), int(match("mm")), int(match("dd")))


def directed_month_day(match: Match) -> Timex | list[Piecewise] | None:
    """``last Oct. 23``; of "this Oct. 23 photo" the day alone."""
    month, day, published = month_of(match("mon")), int(match("dd")), match.published
    if match("yyyy"):
        found = make_day(int(match("yyyy")), month, day)
        return found and [(match.start + 2, match.end, found)]
    found = make_day(published.year, month, day)
    if found is None or found.days is None:
        return None
    year, shift = published.year, shift_of(match("which"))
    if shift < 0:
        year -= found.days.first >= published
    elif shift > 0:
        year += found.days.first <= published
    elif match.after()[0] in _PICTURES:  # which was taken before
        taken = make_day(year - (found.days.first > published), month, day)
        return taken and [(match.start + 2, match.end, taken)]
    return make_day(year, month, day)


_PICTURES = frozenset("photo photograph file image picture video frame".split())


def several_days(match: Match) -> list[Piecewise] | None:
    """``13, 14 and 16 October``, ``Oct. 13-16``, ``8–10 October 2024``: each day by itself."""
    month = month_of(match("mon"))
    names = [name for name in ("dd1", "dd2", "dd3", "dd4", "dd5") if match(name)]
    last = fit_day(match, month, int(match(names[-1])))
    year = int(match("yyyy")) if match("yyyy") else last.year if last else match.published.year
    found: list[Piecewise] = []
    for name in names:
        day = make_day(year, month, int(match(name)))
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
    first = make_day(year, month_of(match("mon1")), int(match("dd1")))
    last = make_day(year, month_of(match("mon2")), int(match("dd2")))
    if first is None or last is None:
        return None
    begun = fit_day(match, month_of(match("mon1")), int(match("dd1"))) if year > match.published.year + _FAR else None
    if begun is not None:
        first = timex.day(begun)  # "exercisable from July 15 until June 23, 1992", told in 1987
    elif first > last:
        first = make_day(year - 1, month_of(match("mon1")), int(match("dd1"))) or first
    ends = max(match.span("mon1")[1], match.span("dd1")[1])
    begins = min(match.span("mon2")[0], match.span("dd2")[0])
    return [(match.start, ends, first), (begins, match.end, last)]


_FAR = 2
"""More years ahead than these, only the end of a range is written with its year."""


def weekday_days(match: Match) -> list[Piecewise] | None:
    """``Monday 17 to Friday 21 June``: the month is written once and meant twice."""
    month, first, last = month_of(match("mon")), int(match("dd1")), int(match("dd2"))
    when = fit_day(match, month, last, WEEKDAYS[match("weekday2")])
    year = int(match("yyyy")) if match("yyyy") else when.year if when else match.published.year
    days = make_day(year, month, first), make_day(year, month, last)
    if first >= last or days[0] is None or days[1] is None:
        return None
    return [(match.start, match.span("dd1")[1], days[0]), (match.span("weekday2")[0], match.end, days[1])]


def day_of_this_month(match: Match) -> Timex | None:
    """``the 5th of this month``."""
    when = timex.shift_months(match.published.replace(day=1), shift_of(match.words.split()[-2]))
    return make_day(when.year, when.month, int(match("dd")))


def numbered_day(match: Match) -> Timex | None:
    """``on the 24th``: of the month told last, or the one after it."""
    told = match.context.planned or match.context.told
    month = told.days.first if told is not None and told.days is not None else match.published
    if match.after()[0] not in {",", ".", ";"}:
        told_day = (
            told is not None and told.days is not None and told.days.precision in {Precision.DAY, Precision.MONTH}
        )
        listed = match.after()[0] == "and" and match.after(2)[1].isdigit()
        if (
            listed
            or not told_day
            or match.after()[0] not in _AFTER_NUMBER
            or not _HOLES.isdisjoint(match.context.pieces)
        ):
            return None  # "on the 9th green"
    return make_day(month.year, month.month, int(match("n")))


_AFTER_NUMBER = frozenset("and but he she they it the a an in by with for when after at to were was had".split())
_HOLES = frozenset("hole holes birdie bogey eagle par putt floor floors lap laps".split())


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


def week_ended(match: Match) -> list[Piecewise] | None:
    """``the week ended Sept. 7``: the seven days up to that one, its value that of the week of most of them."""
    day = match.sub("dayname")
    if day is None or day.days is None:
        return None
    last = day.days.first
    if timedelta(0) <= match.published - last < _MONTH:
        match.context.week = last
    days = DateSpan(last - timedelta(days=6), last, Precision.WEEK)
    week = timex.week(last - timedelta(days=3))._replace(days=days)
    return [(match.start, match.start + 3, week), (*match.span("dayname"), day)]


_MONTH = timedelta(days=31)


def week_of(match: Match) -> Timex | None:
    """``the week of 3 June``, ``the weekend of May 4``: the one in which that day lies."""
    day = _month_day(match)
    if day is None or day.days is None:
        return None
    return (timex.weekend if "weekend" in match.words else timex.week)(day.days.first)


_WEEKDAY = "(({which} )?{wday},? (the )?)?"
_DAY = "{dd}{suffix}?"
_LIST = f"{_DAY}(, {_DAY})?(, {_DAY})?(, {_DAY})?(,? (and|or|to|through|until|&) | ?(-|–) ?|/){_DAY}"
_ENDS = "(,? (and|or|to|through|until|till) | ?(-|–) ?)"


RULES = [
    Rule(
        _WEEKDAY + f"{_DAY}(( of)? |- ?)?{{mon}}(,? (of )?{{yyyy}}|-{{yyyy}}|-{{yy}}| '{{yy}}| (of )?{{which}} year)?",
        month_day,
        nested=True,
    ),
    Rule(
        _WEEKDAY + f"{{mon}} (the )?({_DAY}|{{ord}})(,? (of )?{{yyyy}}|,? (of )?{{which}} year)?",
        month_day,
        nested=True,
    ),
    Rule("{dd} {monthabbr} {yy}", stamped_day),
    Rule("{mon} {daynumber}(,? {yyyy})?", spelled_day, nested=True),
    Rule("({mon} {dd}|{dd} {mon}) (of|in) (that|the same) year", day_of_told_year),
    Rule("the {dd}({suffix}( of)?| of) {mon}(,? {yyyy})?", month_day, nested=True),
    Rule("around {mon} {dd}", month_day),
    Rule("the {ordword} of {mon}(,? {yyyy})?", month_day, nested=True),
    *(Rule(f"{{yyyy}}{mark}{{mm}}{mark}{{dd}}", iso_day, nested=True) for mark in "-/"),
    Rule("{mm}/{dd}", nine_eleven),
    *(Rule(f"{{dd}}{mark}{{dd}}{mark}({{yyyy}}|{{yy}})", numeric_day, nested=True) for mark in "/."),
    Rule("{dd}-{dd}-{yyyy}", numeric_day, nested=True),
    Rule("{which} ({mon} {dd}|{dd} {mon})", directed_month_day),
    Rule("this ({mon} {dd}|{dd} {mon}),? {yyyy}", directed_month_day),
    Rule(_LIST + " {mon}(,? {yyyy})?", several_days),
    Rule("{mon} " + _LIST + "(,? {yyyy})?", several_days),
    Rule("{mon} {dd}, {dd}(, {dd})?(, {dd})?(?=,? and {mon})", several_days),
    Rule(f"{{weekday}},? {_DAY}{_ENDS}{{weekday}},? {_DAY}( of)? {{mon}}(,? {{yyyy}})?", weekday_days),
    Rule("the {dd}{suffix} of (this|last|next) month", day_of_this_month),
    Rule(f"{{mon}} {{dd}}{_ENDS}{{mon}} {{dd}},? {{yyyy}}", two_days),
    Rule(f"{_DAY} {{mon}}{_ENDS}{_DAY} {{mon}},? {{yyyy}}", two_days),
    Rule("(?<=(on|by|until|since|from) )the {n}{suffix}(?=( |,|.|;))", numbered_day, nested=True),
    Rule("(the )?({ordword}|last|final) ({weekday}|day|weekend) (of|in) {mon}(,? {yyyy})?", nth_day, nested=True),
    Rule("the week (ended|ending|to) (on )?{dayname}", week_ended),
    Rule("(the )?({ordword}|last|final) week (of|in) {mon}(,? {yyyy})?", nth_week, nested=True),
    Rule(f"(the )?(week|weekend) (of|beginning|starting) ({{mon}} {_DAY}|{_DAY} {{mon}})(,? {{yyyy}})?", week_of),
]
