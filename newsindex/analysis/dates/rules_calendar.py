"""Rules for what stands on a calendar: days, weekdays, months, quarters, seasons, years, decades."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.context import Match, Piecewise, Rule
from newsindex.analysis.dates.holidays import HOLIDAYS
from newsindex.analysis.dates.lexicon import DECADE_WORDS, SEASON_NAMES, WEEKDAYS
from newsindex.analysis.dates.resolve import direction, fit_day, fit_month, month_of, number, ordinal
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES"]


def _make_day(year: int, month: int, day: int) -> Timex | None:
    try:
        return timex.day(date(year, month, day))
    except ValueError:
        return None


def month_day(match: Match) -> Timex | None:
    """A month and a day of it, with or without a year."""
    month = month_of(match("mon"))
    day = int(match("dd")) if match("dd") else ordinal(match("ord")) or 0
    if match("yyyy"):
        return _make_day(int(match("yyyy")), month, day)
    when = fit_day(match, month, day)
    return timex.day(when) if when else None


def numeric_day(match: Match) -> Timex | None:
    """Figures with strokes or points: day first if the setting or the numbers say so, else month first."""
    first, second, year = int(match("dd1")), int(match("dd2")), int(match("yyyy") or match("yy"))
    if not match("yyyy"):
        year += 1900 if year > (match.published.year + 20) % 100 else 2000
    day_first = match.context.day_first
    if first > 12 or (day_first and second <= 12) or ("." in match.words and day_first is None and second <= 12):
        first, second = second, first
    return _make_day(year, first, second)


def iso_day(match: Match) -> Timex | None:
    """``2024-10-08``."""
    return _make_day(int(match("yyyy")), int(match("mm")), int(match("dd")))


def month_year(match: Match) -> Timex | None:
    """A month with its year written."""
    return timex.month(int(match("yyyy")), month_of(match("mon")))


def month_short_year(match: Match) -> Timex | None:
    """``Oct '89``."""
    return timex.month(_full_year(match("yy"), match.published), month_of(match("mon")))


def month_of_year(match: Match) -> Timex | None:
    """``June last year``, ``25 June this year``."""
    shift = {"last": -1, "next": 1}.get(match("which"), 0)
    if match("dd"):
        return _make_day(match.published.year + shift, month_of(match("mon")), int(match("dd")))
    return timex.month(match.published.year + shift, month_of(match("mon")))


_TAKES_MONTH = frozenset(
    """in by since until till last next this of from to and between early late mid through during before after for
    or throughout around through – - , ( on late the that""".split()
)


_JOINS = frozenset("and or of to for , ( - – the that around".split())


def bare_month(match: Match) -> Timex | None:
    """A month alone, where the words around it allow that it is one."""
    words = match.words
    month = month_of(words)
    before = match.before()[0]
    if words in {"may", "march", "august"} and before not in _TAKES_MONTH:
        return None
    following = match.raw(match.end + 1) if match.raw(match.end).isspace() else ""
    if following[:1].isupper() and (before not in _TAKES_MONTH or before in _JOINS):
        return None  # "April Jones"
    return timex.month(fit_month(match, month), month)


def directed_month(match: Match) -> Timex | None:
    """``last October``, ``next May``, ``this June``."""
    month, published = month_of(match("mon")), match.published
    match match("which").split()[0]:
        case "last" | "past":  # "last September", said in October, is not the month just over
            year = published.year - (month >= published.month - 1)
        case "next" | "coming":
            year = published.year + (month <= published.month)
        case _:
            year = published.year
    return timex.month(year, month)


def weekday(match: Match) -> Timex | None:
    """A weekday alone: the day of publication, else the one before or after as the tense says."""
    target = WEEKDAYS[match("weekday")]
    published = match.published
    gap = (published.isoweekday() - target) % 7
    if not gap:
        return timex.day(published)
    if direction(match) == FUTURE:
        return timex.day(published + timedelta(days=7 - gap))
    return timex.day(published - timedelta(days=gap))


def directed_weekday(match: Match) -> Timex | None:
    """``last Friday``: the nearest before publication; ``next Friday``: the nearest after it."""
    target = WEEKDAYS[match("weekday")]
    published = match.published
    gap = (published.isoweekday() - target) % 7
    match match("which").split()[-1]:
        case "last" | "past":
            return timex.day(published - timedelta(days=gap or 7))
        case "next" | "coming":
            return timex.day(published + timedelta(days=7 - gap))
    if direction(match) == PAST:
        return timex.day(published - timedelta(days=gap))
    return timex.day(published + timedelta(days=(7 - gap) % 7))


def following_weekday(match: Match) -> Timex | None:
    """``the following Monday``, after the day told last; ``the previous Friday``, before publication."""
    target = WEEKDAYS[match("weekday")]
    if "following" in match.words or "next" in match.words:
        anchor = match.context.told_day or match.published
        return timex.day(anchor + timedelta(days=(target - anchor.isoweekday() - 1) % 7 + 1))
    return timex.day(match.published - timedelta(days=(match.published.isoweekday() - target - 1) % 7 + 1))


def that_weekday(match: Match) -> Timex | None:
    """``that Tuesday``, ``the same Friday``: of the week that the story has come to."""
    target = WEEKDAYS[match("weekday")]
    anchor = match.context.told_day or match.published
    return timex.day(anchor + timedelta(days=target - anchor.isoweekday()))


def numbered_day(match: Match) -> Timex | None:
    """``on the 24th``: of the month told last."""
    told = match.context.told
    month = told.days.first if told is not None and told.days is not None else match.published
    return _make_day(month.year, month.month, int(match("n")))


def nth_day(match: Match) -> Timex | None:
    """``the second Tuesday of November``, ``the last day of October``."""
    month = month_of(match("mon"))
    year = int(match("yyyy")) if match("yyyy") else fit_month(match, month)
    length_ = calendar.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, length_ + 1)]
    if match("weekday"):
        days = [day for day in days if day.isoweekday() == WEEKDAYS[match("weekday")]]
    which = ordinal(match("ordword")) if match("ordword") else len(days)
    return timex.day(days[which - 1]) if which and which <= len(days) else None


def weekday_span(match: Match) -> list[Piecewise] | None:
    """``from Monday to Friday``: the second follows the first."""
    published = match.published
    first, second = WEEKDAYS[match("weekday1")], WEEKDAYS[match("weekday2")]
    gap, width = (published.isoweekday() - first) % 7, (second - first) % 7
    begin = published - timedelta(days=gap)
    if direction(match) == FUTURE or (gap == 0 and width):
        begin += timedelta(days=7 if gap else 0)
    elif begin + timedelta(days=width) > published:
        begin -= timedelta(days=7)
    return [
        (*match.span("weekday1"), timex.day(begin)),
        (*match.span("weekday2"), timex.day(begin + timedelta(days=width))),
    ]


def weekday_of_week(match: Match) -> Timex | None:
    """``Tuesday of last week``, ``Friday next week``, ``Monday this week``."""
    published = match.published
    monday = published - timedelta(days=published.weekday())
    weeks = {"last": -1, "next": 1}.get(match("which"), 0)
    return timex.day(monday + timedelta(days=7 * weeks + WEEKDAYS[match("weekday")] - 1))


def _full_year(two: str, published: date) -> int:
    year = int(two)
    return year + (1900 if year > (published.year + 20) % 100 else 2000)


_TAKES_YEAR = frozenset(
    """in by since until till of from to and between early late mid through during before after for or throughout
    around the his her its their a an – - ( post pre circa as than into on fiscal""".split()
)
_UNITS_AFTER = frozenset(
    """soldiers people troops men women miles km kilometers kilometres meters metres feet points shares dollars pounds
    euros percent % jobs homes houses workers employees votes tons tonnes barrels francs marks yen lire rubles
    roubles pesos won acres hectares times workers members students children feet ft lb lbs kg mm cm m megawatts mw
    rpm cc gallons pages copies units vehicles cars planes aircraft tanks drones prisoners refugees hours days weeks
    minutes words deaths cases patients civilians others more or so degrees gmt utc""".split()
)


_NUMBERED = frozenset(
    """flight room resolution route number no nos section article page pages channel highway unit model chapter
    interstate runway gate flat apartment suite box convention category version lot bus train hull""".split()
)


def bare_year(match: Match) -> Timex | None:
    """Four figures that stand where a year stands and not as a count, a number in a name, or a sum."""
    year = int(match("yyyy"))
    before = match.before()[0]
    following = match.after()[0]
    if match.raw(match.end) == "-" and match.raw(match.end + 1).isdigit() and len(match.raw(match.end + 1)) < 3:
        return None
    if following in _UNITS_AFTER or before in _NUMBERED or before in {"$", "£", "€", "#", "no", "number"}:
        return None
    certain = 1800 <= year <= match.published.year + 60
    if not certain and not (before in {"in", "since", "until"} and year >= 1000 and following in {",", ".", ""}):
        return None
    previous = match.raw(match.start - 2) if match.raw(match.start - 1).isspace() else ""
    if before not in _TAKES_YEAR and previous[:1].isupper() and not previous.isupper():
        return None  # "Expo 2020", "Windows 2000"
    return timex.year(year)


def spoken_year(match: Match) -> Timex | None:
    """``nineteen ninety-six``, ``two thousand and four`` after "year" or a month."""
    words = match("spoken").replace("-", " ").split()
    first = number(words[0])
    rest = number(" ".join(words[1:])) if len(words) > 1 else None
    if not first or rest is None:
        return None
    year = int(first * 100 + rest)
    if words[1:2] == ["thousand"]:
        year = int(number(" ".join(word for word in words if word != "and")) or 0)
    if not 1500 <= year <= 2100:
        return None
    return timex.month(year, month_of(match("mon"))) if match("mon") else timex.year(year)


def short_year(match: Match) -> Timex | None:
    """``'89``."""
    return timex.year(_full_year(match("yy"), match.published))


def decade(match: Match) -> Timex | None:
    """``the 1990s``, ``the '90s``, ``the nineties``, with or without an early, middle or late part."""
    if match("decadeword"):
        first = 1900 + DECADE_WORDS[match("decadeword")]
    elif match("yyyy"):
        first = int(match("yyyy"))
    else:
        first = 1900 + int(match("yy")) if int(match("yy")) > 20 else 2000 + int(match("yy"))
    if first % 10 or not 1000 <= first <= 2190:
        return None
    return timex.decade(first)


def century(match: Match) -> Timex | None:
    """``the 20th century``."""
    which = ordinal(match("ord"))
    return timex.century(which) if which and which <= 22 else None


def season(match: Match) -> Timex | None:
    """``last fall``, ``this summer``, ``the spring of 1998``, ``winter 2024``."""
    code = SEASON_NAMES[match("season")]
    first = timex.SEASONS[code]
    published = match.published
    if match("yyyy"):
        return timex.season(int(match("yyyy")), code)
    which = match("which").split()
    if match.words == match("season") and match.before()[0] not in {
        "in",
        "since",
        "by",
        "until",
        "early",
        "late",
        "mid",
    }:
        return None
    # The season's own year counts from its first month, so January's winter began the year before.
    now = published.year - (code == "WI" and published.month < 3)
    begun, over = _passed(published, now, first)
    if "last" in which or "past" in which or "previous" in which:
        return timex.season(now if over else now - 1, code)
    if "next" in which or "coming" in which:
        return timex.season(now + 1 if begun else now, code)
    if "this" in which or "current" in which:
        return timex.season(now, code)
    if direction(match) == FUTURE:
        return timex.season(now + 1 if over else now, code)
    return timex.season(now if begun else now - 1, code)


def _passed(published: date, year: int, first: int) -> tuple[bool, bool]:
    begin = date(year, first, 1)
    return published >= begin, published >= timex.shift_months(begin, 3)


def fiscal_year(match: Match) -> Timex | None:
    """``fiscal 1990``, ``the fiscal year 2025``."""
    return timex.year(int(match("yyyy")) if match("yyyy") else _full_year(match("yy"), match.published))


def quarter(match: Match) -> Timex | None:
    """``the third quarter``, ``the 1988 second quarter``, ``fourth-quarter``, ``Q3 2024``."""
    which = ordinal(match("ordword")) if match("ordword") else int(match("n") or 0)
    if not which or which > 4 or match.words.startswith("q") != (match.raw(match.start) == "Q"):
        return None
    published = match.published
    if match("yyyy"):
        year = int(match("yyyy"))
    elif match("which"):
        year = published.year + {"last": -1, "next": 1}.get(match("which"), 0)
    else:
        started = published.month >= 3 * which - 2
        year = published.year - (not started and match.tense() != FUTURE)
    found = timex.quarter(year, which)
    context = match.context
    kept = context.quarter
    recent = year >= published.year - 1
    if recent and (kept is None or (kept.value < found.value and found.days and found.days.last < published)):
        context.quarter = found
    context.whole_years = False
    return found


def half(match: Match) -> Timex | None:
    """``the first half of 2023``, ``the second half of the year``, ``the first half``."""
    which = int(match("n") or 0) or (1 if match("half") == "first" else 2)
    if which > 2:
        return None
    published = match.published
    if match("yyyy"):
        year = int(match("yyyy"))
    elif match("which"):
        year = published.year + {"last": -1, "next": 1}.get(match("which").split()[0], 0)
    else:
        year = published.year - (which == 2 and published.month < 7 and match.tense() == PAST)
    return timex.half(year, which)


def half_month(match: Match) -> Timex | None:
    """``the first half of October``: TIMEX3 has no value for it but the month's."""
    words = match.words
    if match("mon"):
        month = month_of(match("mon"))
        whole = timex.month(int(match("yyyy")) if match("yyyy") else fit_month(match, month), month)
    else:
        shift = -1 if " last month" in words else 1 if " next month" in words else 0
        target = timex.shift_months(match.published, shift)
        whole = timex.month(target.year, target.month)
    days = whole.days
    if days is None:
        return None
    first, last = (days.first, days.first.replace(day=15))
    if match("half") != "first":
        first, last = days.first.replace(day=16), days.last
    return whole._replace(days=DateSpan(first, last, Precision.PART))


def part_of(match: Match) -> Timex | None:
    """``late 2022``, ``mid-June``, ``early next year``, ``the end of 1990``."""
    whole = match.sub("stretch")
    if whole is None:
        return None
    return timex.part(whole, next(word for word in match("part").split() if word in timex.PARTS))


def era_part(match: Match) -> Timex | None:
    """``the late 1970s``, ``the mid-19th century``."""
    whole = match.sub("era")
    if whole is None:
        return None
    return timex.part(whole, next(word for word in re.split(r"\W+", match.words) if word in timex.PARTS))


def around(match: Match) -> Timex | None:
    """``around Nov. 1``, ``around year end``."""
    return month_day(match) if match("mon") else year_end(match)


def year_end(match: Match) -> Timex | None:
    """``year-end``, ``the end of the year``: the last days of the year."""
    year = int(match("yyyy")) if match("yyyy") else match.published.year
    return timex.year(year) if not match("yyyy") else timex.part(timex.year(year), "end")


def several_days(match: Match) -> list[Piecewise] | None:
    """``13, 14 and 16 October``, ``Oct. 13-16``, ``8–10 October 2024``: each day by itself."""
    month = month_of(match("mon"))
    spans = [match.span(name) for name in ("dd1", "dd2", "dd3", "dd4", "dd5") if match(name)]
    days = [int(match(name)) for name in ("dd1", "dd2", "dd3", "dd4", "dd5") if match(name)]
    if match("yyyy"):
        year = int(match("yyyy"))
    else:
        last = fit_day(match, month, days[-1])
        if last is None:
            return None
        year = last.year
    found: list[Piecewise] = []
    for (start, end), number_ in zip(spans, days, strict=True):
        day = _make_day(year, month, number_)
        if day is None:
            return None
        found.append((start, end, day))
    # The month and the year belong to the day that they stand beside.
    found[0] = (match.start, *found[0][1:])
    found[-1] = (found[-1][0], match.end, found[-1][2])
    return found


def year_span(match: Match) -> list[Piecewise] | None:
    """``1939-45``, ``1991–97``: both years."""
    first = int(match("yyyy"))
    second = first - first % 100 + int(match("yy"))
    if not 1500 <= first <= match.published.year + 50:
        return None
    if second <= first:
        months = 1 <= int(match("yy")) <= 12 and match.raw(match.start + 1) == "-"
        return [(match.start, match.end, timex.month(first, int(match("yy"))))] if months else None
    return [(*match.span("yyyy"), timex.year(first)), (*match.span("yy"), timex.year(second))]


def directed_month_day(match: Match) -> Timex | None:
    """``last Oct. 23``."""
    month, day = month_of(match("mon")), int(match("dd"))
    year, published = match.published.year, match.published
    found = _make_day(year, month, day)
    if found is None or found.days is None:
        return None
    which = match("which")
    if "last" in which or "past" in which:
        year -= found.days.first >= published
    elif "next" in which or "coming" in which:
        year += found.days.first <= published
    return _make_day(year, month, day)


def week_of(match: Match) -> Timex | None:
    """``the week of 3 June``: the week in which that day lies."""
    day = month_day(match)
    return timex.week(day.days.first) if day and day.days else None


def weekend(match: Match) -> Timex | None:
    """``last weekend``, ``the weekend``."""
    published, which = match.published, match("which")
    weekday = published.isoweekday()
    if "next" in which:
        shift = 7
    elif "last" in which or "past" in which:
        shift = -7 if weekday < 7 else 0
    elif "this" in which:
        shift = 0
    else:
        shift = -7 if weekday < 6 and direction(match) != FUTURE else 0
    return timex.weekend(published + timedelta(days=shift))


def holiday(match: Match) -> Timex | None:
    """``Thanksgiving Day``, ``last Easter``, ``Christmas 2023``."""
    name = match("holiday").replace("’", "'").replace(".", "")
    reckon = HOLIDAYS[name]
    published = match.published
    words = match.words
    if match("yyyy"):
        return timex.day(reckon(int(match("yyyy"))))
    if words.endswith("year"):
        return timex.day(reckon(published.year + {"last": -1, "this": 0, "next": 1}[words.split()[-2]]))
    years = (published.year - 1, published.year, published.year + 1)
    days = [reckon(year) for year in years if 1 <= year <= 9999]
    behind = max((day for day in days if day <= published), default=days[0])
    ahead = min((day for day in days if day >= published), default=days[-1])
    which = match("which")
    if "last" in which or "past" in which:
        return timex.day(behind)
    if "next" in which or "coming" in which:
        return timex.day(ahead)
    if "this" in which:
        return timex.day(reckon(published.year))
    if match.before()[0] in {"by", "before", "until", "till"}:
        return timex.day(ahead)
    nearest = behind if published - behind <= ahead - published else ahead
    if abs(nearest - published) < timedelta(days=60):
        return timex.day(nearest)
    return timex.day({PAST: behind, FUTURE: ahead}.get(direction(match), nearest))


_MORE = "{dd}{suffix}?"
_LIST = f"{_MORE}(, {_MORE})?(, {_MORE})?(, {_MORE})?(,? (and|or|to|through|until|&) | ?(-|–) ?|/){_MORE}"

RULES = [
    Rule("({wday},? )?{dd}{suffix}?( of|-)? ?{mon}(,? {yyyy})?", month_day, nested=True),
    Rule("({wday},? )?{mon} (the )?({dd}{suffix}?|{ord})(,? {yyyy})?", month_day, nested=True),
    Rule("{yyyy}-{mm}-{dd}", iso_day, nested=True),
    Rule("(the )?({ordword}|last|final) ({weekday}|day) (of|in) {mon}(,? {yyyy})?", nth_day, nested=True),
    Rule("(?<=(from|between) ){weekday} (to|and|through|until|till|–|-) {weekday}", weekday_span),
    Rule("{dd}(/|.){dd}(/|.)({yyyy}|{yy})", numeric_day, nested=True),
    Rule("{dd}-{dd}-{yyyy}", numeric_day, nested=True),
    Rule(_LIST + " {mon}(,? {yyyy})?", several_days),
    Rule("{mon} " + _LIST + "(,? {yyyy})?", several_days),
    Rule("{mon}(,| of)? {yyyy}", month_year, nested=True),
    Rule("{mon} '{yy}", month_short_year, nested=True),
    Rule("({dd}{suffix}? {mon}|{mon} {dd}),? (of )?{which} year", month_of_year, nested=True),
    Rule("{mon} (of )?{which} year", month_of_year, nested=True),
    Rule("{month}|{monthabbr}.", bare_month, nested=True),
    Rule("{which} {mon}", directed_month, nested=True),
    Rule("{which} ({mon} {dd}|{dd} {mon})", directed_month_day),
    Rule("{weekday}", weekday, nested=True),
    Rule("(the )?week (of|beginning|starting|ending) ({mon} {dd}{suffix}?|{dd}{suffix}? {mon})(,? {yyyy})?", week_of),
    Rule("({which}|the) weekend", weekend, nested=True),
    Rule("({which} )?{holiday}( {yyyy}|,? (last|this|next) year)?", holiday, nested=True),
    Rule("{which} {weekday}", directed_weekday, nested=True),
    Rule("the (following|next|previous|preceding) {weekday}", following_weekday, nested=True),
    Rule("(that|the same|that same) {weekday}", that_weekday, nested=True),
    Rule("(?<=on )the {n}{suffix}(?=(,|.|;))", numbered_day, nested=True),
    Rule("{weekday} (of )?{which} week", weekday_of_week, nested=True),
    Rule("(the year )?{yyyy}", bare_year, nested=True),
    Rule("{yyyy}(-|–|/){yy}", year_span),
    Rule("'{yy}", short_year, nested=True),
    Rule("({mon} |the year )?{spoken}", spoken_year, nested=True),
    Rule("(the )?({yyyy}s|'{yy}s|{yy}s|{decadeword})", decade, nested=True),
    Rule("(the )?{ord}(-| )century", century, nested=True),
    Rule("({which} |the )?{season}(( of)? {yyyy}((-|/){yy})?)?", season, nested=True),
    Rule("(the )?fiscal( year)? ({yyyy}|'{yy})", fiscal_year, nested=True),
    Rule("(the )?(fiscal(-| ))?{ordword} quarter(( of| in|,)? {yyyy}| (of )?{which} year)?", quarter, nested=True),
    Rule("(the )?q{n}( of)?( {yyyy})?", quarter, nested=True),
    Rule("h{n} {yyyy}", half, nested=True),
    Rule("{ordword}-quarter", quarter, nested=True),
    Rule("(the )?{yyyy} (fiscal )?{ordword}(-| )quarter", quarter, nested=True),
    Rule("(the )?{half} half(( of)? {yyyy}| (of )?{which} year| of the year)?", half, nested=True),
    Rule("{part}( |-| in ){stretch}", part_of, nested=True),
    Rule("(the )?{half} half of (last |this |next )?({mon}( {yyyy})?|month)", half_month, nested=True),
    Rule("(the )?(early|late|mid)(-| ){era}", era_part, nested=True),
    Rule("around ({mon} {dd}|year(-| )end|the end of {stretch})", around),
    Rule("sometime {stretch}", lambda match: match.sub("stretch")),
    Rule("(the )?{half} half of (the )?({yyyy}s|'{yy}s)", decade),
    Rule("(the )?year(-| |'s )end( {yyyy})?", year_end, nested=True),
]
