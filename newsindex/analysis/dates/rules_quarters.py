"""Rules for quarters and halves of years, and halves of months."""

from __future__ import annotations

from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.cues import LIMITS
from newsindex.analysis.dates.fitting import fit_month
from newsindex.analysis.dates.lexicon import MONTHS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import compares, is_habit, month_of, ordinal, shift_of, year_written
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES", "months_ended"]


def two_quarters(match: Match) -> list[Piecewise] | None:
    """``the first and second quarters``."""
    first, last = ordinal(match("ordword1")), ordinal(match("ordword2"))
    if not first or not last or not first < last <= 4 or not _GAMES.isdisjoint(match.context.pieces):
        return None
    published = match.published
    written = year_written(match)
    begun = published.month >= 3 * last - 2 or match.tense() == FUTURE
    year_ = published.year - (not begun) if written is None else written
    found = [timex.quarter(year_, first), timex.quarter(year_, last)]
    if written is None and is_habit(match):
        found = [timex.repeated(f"XXXX-Q{first}"), timex.repeated(f"XXXX-Q{last}")]
    return [
        (match.start, match.span("ordword1")[1], found[0]),
        (match.span("ordword2")[0], match.end, found[1]),
    ]


def quarter(match: Match) -> Timex | list[Piecewise] | None:
    """``the third quarter``, ``the 1988 second quarter``, ``fourth-quarter``, ``Q3 2024``."""
    which = ordinal(match("ordword")) if match("ordword") else int(match("n") or 4)
    if not which or which > 4 or match.words.startswith("q") != (match.raw(match.start) == "Q"):
        return None
    published, written = match.published, year_written(match)
    if match.after(3) == ["in", "a", "row"] or match.after()[0] == "running":
        return None
    if match.before()[0] in {"a", "another"} and match.after()[0] in _STOPS and match.after(2)[1] != "ended":
        return None  # "it fell for a third quarter"
    if written is None and is_habit(match):
        return timex.repeated(f"XXXX-Q{which}")
    if written is None and not _GAMES.isdisjoint(match.context.pieces):
        return None  # "two goals in the third quarter"
    fiscal = months_ended(match) or _fiscal_months(match, which, written)
    if written is not None:
        year_ = written
    elif fiscal is not None:
        year_ = _fiscal_year(fiscal.last, which, published)
    else:
        year_ = _year_told_first(match) or _year_of_calendar(match, which)
    found = timex.quarter(year_, which)
    if fiscal is not None:
        found = found._replace(days=fiscal)
    match.context.tell_quarter(found, year_)
    if match.words.startswith("the ") and match.after()[0] in _OWN_ARTICLE and not match.inside:
        return [(match.start + 2, match.end, found)]  # "the first quarter results"
    return found


_OWN_ARTICLE = frozenset("results result earnings loss losses profit profits income figures numbers".split())


def _year_of_calendar(match: Match, which: int) -> int:
    """The year of a quarter of the calendar for which none is written: of the last one begun, or of one to come."""
    published = match.published
    if which == 4 and published.month < _SPRING and match.before()[0] not in LIMITS:
        return published.year - 1  # "its fourth quarter will be dismal", said in January
    ahead = 3 * which - 2 - published.month
    if ahead < _LONG_OVER and match.tense() == FUTURE and _RESULTS.isdisjoint(match.after(3)):
        return published.year + 1  # "shortages should last into the first quarter", said in December
    awaited = ahead > _TOO_FAR and (
        match.before(2)[1] in _RESULTS if match.before()[0] == "for" else not _RESULTS.isdisjoint(match.after(3))
    )
    return published.year - (ahead > 0 and (awaited or match.tense() != FUTURE))


def _year_told_first(match: Match) -> int | None:
    """The year just over, if the sentence opens with it: "Last year it posted second-quarter profit of"."""
    end, told = match.context.last or (0, timex.PAST)
    days, published = told.days, match.published
    beside = match.raw(end) == "," and match.start - end < _BESIDE and match.raw(end - 3) == "In"
    if beside and days is not None and days.precision is Precision.YEAR and days.first.year < published.year:
        return days.first.year  # "(In 2000, its fourth-quarter sales were flat.)"
    opens = not any(map(str.isalnum, match.context.pieces[: max(end - 3, 0)]))
    if not opens or days is None or days.precision is not Precision.YEAR or days.first.year != published.year - 1:
        return None
    return days.first.year if not {",", ";", "and"} & set(match.before(12, since_last=True)) else None


def months_ended(match: Match) -> DateSpan | None:
    """The three months to the one named after a quarter: ``the third quarter ended March 31``."""
    words = [word for word in match.after(6) if word not in {",", ".", "that", "which"}]
    name, day = (words[2], words[1]) if words[1].isdigit() else (words[1], words[2])  # "ended 31 March"
    if words[0] not in {"ended", "ending", "end"} or name not in MONTHS:
        return None
    written = next((int(word) for word in words[2:4] if word.isdigit() and len(word) == 4), None)
    last = date(written or match.published.year, MONTHS[name], 1)
    if words[0] != "ending" and last > match.published:
        last = timex.shift_months(last, -12)
    if day.isdigit() and int(day) < _FEW:
        last = timex.shift_months(last, -1)  # "the quarter ended Oct. 1"
    return _three_months(last)


_FEW, _BESIDE = 8, 8


def _three_months(last: date) -> DateSpan:
    """The three months of which the last begins on that day."""
    end = timex.shift_months(last, 1) - timedelta(days=1)
    return DateSpan(timex.shift_months(last, -2), end, Precision.QUARTER)


def _fiscal_months(match: Match, which: int, written: int | None) -> DateSpan | None:
    """The months of a fiscal quarter, where the text tells them elsewhere: "for the quarter ended Sept. 29"."""
    context, published = match.context, match.published
    year_end = context.fiscal_year_end()
    if written is not None:
        if year_end is None:
            return None
        return _three_months(timex.shift_months(date(written, year_end, 1), 3 * which - 12))
    if "fiscal" in match.words and context.quarter is not None and context.quarter.value[-1] == str(which):
        return context.quarter.days
    end = context.quarter_end() if "fiscal" in match.words else None
    if year_end is not None:
        end = (year_end + 3 * which - 1) % 12 + 1
    if end is None:
        return None
    last = date(published.year, end, 1)
    over = last > published and match.tense() != FUTURE
    return _three_months(timex.shift_months(last, -12) if over else last)


def _fiscal_year(last: date, which: int, published: date) -> int:
    """The year by which a fiscal quarter that ends on a day is known: the one in which its fiscal year ends.

    That of a fiscal year that ends after the year of publication is not used, and one that ends in January counts for
    the year before, as shops have it.
    """
    ends = timex.shift_months(last.replace(day=1), 12 - 3 * which)
    return min(ends.year - (ends.month == 1), published.year)


_SPRING, _SUMMER = 3, 6
_LONG_OVER = -8
_TOO_FAR = 6
"""If a quarter is more months ahead than this, results that are awaited are those of the year before."""
_RESULTS = frozenset("earnings results loss profit profits income revenue revenues estimates net sales figures".split())
_STOPS = frozenset((",", ".", ";", ")", ""))
_GAMES = frozenset(
    """game games touchdown touchdowns quarterback halftime coach scored scoring yards rebounds basket layup""".split()
)


def months_quarter(match: Match) -> Timex | None:
    """``the July-September quarter``, ``the January-June period``: the last one of these months that has begun."""
    first, last = month_of(match("mon1")), month_of(match("mon2"))
    if not match.words.endswith(("quarter", "period")) and not match("yyyy") and _RESULTS.isdisjoint(match.after(2)):
        return None
    if first % 3 != 1 or last not in {first + 2, first + 5} or (last == first + 5 and first not in {1, 7}):
        return None
    year_ = match.published.year - (first > match.published.month and match.tense() != FUTURE)
    if match("yyyy"):
        year_ = int(match("yyyy"))
    if last == first + 5:
        return timex.half(year_, last // 6)
    found = timex.quarter(year_, last // 3)
    match.context.tell_quarter(found, year_)
    return found


def month_quarter(match: Match) -> Timex | None:
    """``the March quarter``: the one that ends with that month."""
    month_ = month_of(match("month"))
    if month_ % 3 or match.before()[0] in {"-", "–", "/"}:
        return None
    year_ = int(match("yyyy")) if match("yyyy") else fit_month(match, month_)
    found = timex.quarter(year_, month_ // 3)
    match.context.tell_quarter(found, year_)
    return found


def half(match: Match) -> Timex | None:
    """``the first half of 2023``, ``the second half of the year``; alone only beside sums, for matches have halves."""
    which = int(match("n") or 0) or (1 if match("half") == "first" else 2)
    year_ = year_written(match)
    alone = year_ is None and (match.words.endswith(("half", "half-year")) or match("n") != "")
    if which > 2 or match.words.startswith("h") != (match.raw(match.start) == "H"):
        return None
    if alone and (match.after()[0] == "of" or not (compares(match) or _is_of_business(match))):
        return None
    published = match.published
    if year_ is None and which == 1 and published.month > _SUMMER and match.tense() == FUTURE:
        year_ = published.year + (_RESULTS.isdisjoint(match.after(3)))  # "costs will come down in the first half"
    if year_ is None:
        over = (
            match.before()[0] not in LIMITS and match.tense() == PAST and match.tense_after() != FUTURE
        )  # "it said second-half profit is expected"
        year_ = published.year - (which == 2 and published.month < 7 and over)
    found = timex.half(year_, which)
    fiscal = match.after()[0] in {"ended", "ending", "to"}
    if found.days is not None and found.days.first <= published and match.tense() != FUTURE and not fiscal:
        match.context.tell_half(found)
    return found


def _is_of_business(match: Match) -> bool:
    """Whether it stands before what a firm reports: "better second-half trade"."""
    return match.words.endswith("-half") and not (_RESULTS | _TRADE).isdisjoint(match.after(2))


_TRADE = frozenset("trade trading growth performance demand dividend output orders guidance forecast outlook".split())


def half_month(match: Match) -> Timex | None:
    """``the first half of October``: TIMEX3 has no value for it but the month's."""
    if match("mon"):
        number_ = month_of(match("mon"))
        whole = timex.month(year_written(match) or fit_month(match, number_), number_)
    else:
        target = timex.shift_months(match.published, shift_of(match.words.rpartition(" of ")[2]))
        whole = timex.month(target.year, target.month)
    days = whole.days
    if days is None:
        return None
    first, last = (days.first, days.first.replace(day=15))
    if match("half") != "first":
        first, last = days.first.replace(day=16), days.last
    return whole._replace(days=DateSpan(first, last, Precision.PART))


def short(match: Match) -> Timex | list[Piecewise] | None:
    """``2Q``, ``1Q19``, ``2H 2019``, as analysts write."""
    if match.raw(match.start + 1) not in {"Q", "H"}:
        return None
    return (quarter if match.raw(match.start + 1) == "Q" else half)(match)


RULES = [
    Rule("(the )?{ordword} (and|or) {ordword} (quarters|quarter)( of {yyyy}| (of )?{which} year)?", two_quarters),
    Rule(
        "(the )?(fiscal(-| ))?{ordword} (fiscal )?quarter(( of| in|,)?( fiscal)? {yyyy}| (of )?{which} year"
        "| of the year)?",
        quarter,
        nested=True,
    ),
    Rule("(the )?(last|final) quarter (of |in )({yyyy}|{which} year)", quarter, nested=True),
    Rule("(the )?q{n}( of)?( {yyyy})?", quarter, nested=True),
    Rule("{n}(q|h)( {yyyy}|( |'| ')?{yy})?", short, nested=True),
    Rule("(the )?{mon}( to |-to-|-|–|/){mon} (quarter|period)( (of )?{yyyy})?", months_quarter, nested=True),
    Rule("{mon}(-|–|/){mon}(?= (earnings|results|profit|profits|income|revenue|sales) )", months_quarter),
    Rule("(the )?{month} quarter( (of )?{yyyy})?", month_quarter, nested=True),
    Rule("(fiscal )?({ordword}-|{n}(st|nd|rd|th)(-| ))quarter( {yyyy})?", quarter, nested=True),
    Rule("the {ordword}-quarter of (the|this|last) year", quarter, nested=True),
    Rule("{ordword}- and {ordword}-quarter", two_quarters),
    Rule("{yyyy}'s {ordword} quarter", quarter, nested=True),
    Rule("(the )?(fiscal )?{yyyy} (fiscal )?{ordword}(-| )quarter", quarter, nested=True),
    Rule("h{n}( {yyyy})?", half, nested=True),
    Rule("(the )?{half} half(( of)?( fiscal)? {yyyy}| (of )?{which} year| of the year)?", half, nested=True),
    Rule("{half}-half( {yyyy})?|(the )?{yyyy} {half}(-| )half", half),
    Rule("(the )?{n}(st|nd)(-| )half( {yyyy})?", half),
    Rule("(the )?{half} half-year", half),
    Rule("(the )?{half} half of (last |this |next )?({mon}( {yyyy})?|month)", half_month, nested=True),
]
