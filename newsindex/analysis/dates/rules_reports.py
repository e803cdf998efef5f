"""Rules for reports of results and figures, which speak of "the quarter" and compare it with "the year-earlier period".

What such a report is about is named once, mostly at its beginning; what follows is of the same kind: the quarter of a
quarter, the month of a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import MONTHS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import compares, month_of, number, ordinal, shift_of, shifted
from newsindex.analysis.dates.rules_quarters import months_ended
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

__all__ = ["RULES", "month_told", "same_grain"]

_QUARTER_YEAR = timedelta(days=92)


def same_grain(match: Match, years: int) -> Timex | None:
    """The quarter or month of a report shifted by whole years: "a year earlier" compares like with like."""
    here = match.context.told_here
    if here is not None and (compares(match) or _is_beside_figure(match)) and (found := _like(match, here, years)):
        return found
    quarter = match.context.quarter
    if quarter is None or quarter.days is None:
        month = month_told(match)
        counted = compares(match) or not _AMOUNTS.isdisjoint(match.context.pieces) or _is_beside_figure(match)
        reported = month is not None and counted and _is_of_months(match)
        if month is None or not reported or match.context.whole_years:
            return None
        return timex.month(month.year + years, month.month)
    if match.context.whole_years:
        return timex.year(match.published.year + years)
    if not compares(match):
        return None
    return timex.quarters_on(quarter, 4 * years)


def _is_beside_figure(match: Match) -> bool:
    """Whether it is compared with: "costs were lower than a year earlier", "to 351,889 from 93,038 a year earlier"."""
    near = match.before(8)
    return near[0] == "than" or (near[0][:1].isdigit() and not {"from", "against"}.isdisjoint(near))


def _like(match: Match, told: Timex, years: int) -> Timex | None:
    """The same month, quarter or half, or the year itself, so many years from what this sentence is about."""
    if told.days is None:
        return None
    year, grain = told.days.first.year + years, _grain(told)
    if grain is Precision.YEAR and told.days.last < match.published:
        return timex.year(year)
    if grain is Precision.QUARTER and year - years >= match.published.year - 1:
        return timex.quarters_on(told, 4 * years)
    if grain is Precision.HALF:
        return timex.half(year, int(told.value[-1]))
    if grain is Precision.MONTH and _is_of_months(match):
        return timex.month(year, told.days.first.month)
    return None


def _grain(told: Timex) -> Precision | None:
    """The precision of a date, that of a part being that of the whole: "at end-1986" tells of a year."""
    if told.days is None:
        return None
    if told.days.precision is not Precision.PART:
        return told.days.precision
    return {4: Precision.YEAR, 7: Precision.MONTH if told.value[5:].isdigit() else None}.get(len(told.value))


def month_told(match: Match) -> date | None:
    """The first day of the month that the report is about, if a month was told last and is not long over."""
    told = match.context.told
    if told is None or told.days is None or _grain(told) is not Precision.MONTH:
        return None
    return told.days.first if match.published - told.days.last < _QUARTER_YEAR else None


def _is_of_months(match: Match) -> bool:
    """Whether nothing around an expression tells that figures are those of more, or less, than a month."""
    pieces = match.context.pieces
    return (
        not _joins_months(pieces[: match.start])
        and _SPELLS.isdisjoint(pieces[: match.start])
        and _SPELLS.isdisjoint(pieces[match.end :])
    )


def _joins_months(pieces: Sequence[str]) -> bool:
    """Whether two months are told as one stretch: "in January and February", "July 1986 to March 1987"."""
    words = [piece.lower() for piece in pieces if not piece.isspace()]
    return any(
        word in _JOINS and second in MONTHS and (first in MONTHS or first.isdigit())
        for first, word, second in zip(words, words[1:], words[2:], strict=False)
    )


_JOINS = frozenset("and to through - – /".split())
_AMOUNTS = frozenset("tons tonnes barrels units vehicles".split())
_SPELLS = frozenset("months mths date beginning cumulative period this weeks days".split())
"""What tells that figures are those of more, or less, than a month."""


def the_year(match: Match) -> Timex | None:
    """``the year``, ``the full year``: that of publication; "the year ended June 30" is a length of time."""
    following, second = match.after(2)
    if (following, second) == ("to", "date") or match.after(4) == ["-", "to", "-", "date"]:
        return timex.year(match.published.year)
    if following == "-" and second != "to":
        return None  # "the year-long trial", but "the year-to-date"
    match.context.whole_years = True
    if match.raw(match.start - 2) == "," and (beside := _year_beside(match)):
        return beside
    softly = second.endswith("ly") and second not in MONTHS
    if following == "ended" and (softly or second in _ADVERBS):
        return timex.year(match.published.year - (match.published.month < _EARLY))  # "the year ended softly"
    if (
        following in {"ended", "ending", "through", "to", "starting", "started", "beginning"}
        and "current" not in match.words
    ):
        return timex.duration("P1Y")
    if (following == "from" and second in MONTHS) or (following in _BOUNDS and match.before()[0] == "in"):
        return timex.duration("P1Y")
    if following.isdigit() and len(following) == 4:
        return timex.year(int(following))
    if following == "prior":
        return timex.year(match.published.year - 1)
    return timex.year(match.published.year - ("latest" in match.words or _is_reported(match)))


_EARLY = 4
_ADVERBS = frozenset("with up down badly well lower higher".split())
_BOUNDS = frozenset("since before after".split())


def _year_beside(match: Match) -> Timex | None:
    """The year that it stands beside: ``since 1981, the year the firm was founded``."""
    end, found = match.context.last or (0, timex.PAST)
    days = found.days
    by_year = days is not None and days.precision is Precision.YEAR
    return found if by_year and match.start - end < 3 and match.after()[0].isalpha() else None


def _is_reported(match: Match) -> bool:
    """Whether "the year" is the one just over, of which results are told early in the next."""
    if _is_of_last_year(match) or _months_are_over(match):
        return True
    current = match.inside or match.words.startswith(("this", "the current"))
    early = match.published.month < (4 if current else 5) and match.before()[0] in _REPORTING
    if not early or not compares(match):
        return False
    before, after = match.tense_before(), match.tense_after()
    return after == PAST if "said" in match.before(12) else FUTURE not in {before, after} and PAST in {before, after}


def _is_of_last_year(match: Match) -> bool:
    """Whether a report, early in a year, is of the quarter that ended the last one, and "the year" with it."""
    quarter, published = match.context.quarter, match.published
    if quarter is None or quarter.value != f"{published.year - 1}-Q4" or published.month > _EARLY:
        return False
    current = "current" in match.words or match.words.startswith("this") or match.before()[0] in _UP_TO_NOW
    return not current and FUTURE not in {match.tense(), match.tense_before()} and compares(match)


def _months_are_over(match: Match) -> bool:
    """Whether early in a year it tells of months that this one has not had: "the final three months of the year"."""
    near, published = match.before(4), match.published
    if near[:2] != ["of", "months"] or not match.words.endswith("the year"):
        return False
    over = near[3] in {"final", "last"} or (number(near[2]) or 0) > published.month
    return over and published.month <= _EARLY and match.tense_before() != FUTURE


_UP_TO_NOW = frozenset("since this for far".split())
_REPORTING = frozenset("in during for over ended finished closed".split())


def fiscal_year(match: Match) -> Timex | None:
    """``the current fiscal year``, ``the previous fiscal year``: reckoned as if it were the year of the calendar."""
    if not match.words.startswith(("the ", "this ", "last ", "next ")):
        return None
    shift = shift_of(match.words)
    return the_year(match) if not shift else timex.year(match.published.year + shift)


def the_quarter(match: Match) -> Timex | None:
    """``the quarter``, ``the latest quarter``: the one told last, else the last one over."""
    if match.after()[0] == "-" and match.raw(match.end + 1) != "-":
        return None  # "the quarter-point rise"
    ended = months_ended(match)
    if "quarter" in match.words:
        match.context.whole_years = False
    if ended is not None and ended.last.month % 3 == 0:
        quarter = timex.quarter(ended.last.year, ended.last.month // 3)
        match.context.quarter = match.context.quarter or quarter
        return quarter
    if match.context.quarter is None:
        named = match.words == "the quarter" and not match.inside and match.before()[0] not in _WITHIN
        alone = match.words.endswith("period") or named
        if match.words == "the period" or (alone and not compares(match)):
            return None  # "three blasts shook the quarter"
        when = timex.shift_months(match.published, 0 if match.tense() == FUTURE else -3)
        match.context.quarter = timex.quarter(when.year, (when.month + 2) // 3)
    return match.context.quarter


_WITHIN = frozenset("in for during of over throughout through this within by until".split())


def year_ago_period(match: Match) -> Timex | list[Piecewise] | None:
    """``the year-earlier period``: the quarter told last, a year before; else the year before."""
    if match("adjective") and match.after()[0] not in {"", ".", ","}:
        found = same_grain(match, -1) or timex.year(match.published.year - 1)
        return [(*match.span("adjective"), found)]
    return same_grain(match, -1) or timex.year(match.published.year - 1)


def year_ago_named(match: Match) -> Timex | None:
    """``the year-ago third quarter``."""
    quarter = match.context.quarter
    if quarter is not None and quarter.days is not None and match.words.endswith("quarter"):
        return timex.quarters_on(quarter, -4)
    return same_grain(match, -1) or timex.year(match.published.year - 1)


def same_period(match: Match) -> Timex | None:
    """``the same period last year``, ``the corresponding quarter``: like with like, mostly a year before."""
    context = match.context
    words = match.words
    noun = next(word for word in ("quarter", "period", "month", "week") if f" {word}" in words)
    told = words.endswith(noun)
    if told and (noun == "month" or "same" in words):
        return None
    year = int(match("yyyy")) if match("yyyy") else match.published.year - 1
    quarter = context.quarter_told or context.quarter
    if quarter is not None and quarter.days is not None and noun in {"quarter", "period"}:
        over = match.published - quarter.days.last
        if not match("yyyy") and timedelta(0) < over < _QUARTER_YEAR:  # in January of the fourth quarter
            year = int(quarter.value[:4]) - 1
        return timex.quarters_on(quarter, 4 * (year - int(quarter.value[:4])))
    if noun == "period":
        here = context.told_here
        if here is not None and not told and here.days is not None and _grain(here) is Precision.MONTH:
            return _like(match, here, year - here.days.first.year) or timex.year(year)  # "in May ... the same period"
        return None if told else timex.year(year)
    anchor = context.told.days.first if context.told is not None and context.told.days is not None else match.published
    if noun == "quarter" and " a year " in words:  # where none was told, it is the last one over
        anchor = timex.shift_months(match.published, -3)
        year = anchor.year - 1
    return shifted(
        timex.shift_months(anchor, 12 * (year - anchor.year)), 0, {"quarter": "Q", "month": "M"}.get(noun, "W")
    )


def season_of_sport(match: Match) -> Timex:
    """``last season``: of a sport or the stage, which begins and ends when it likes; named by its year."""
    return timex.year(match.published.year + shift_of(match("which")))._replace(days=None)


def year_period(match: Match) -> Timex | None:
    """``the 1988 period``: in reports of a quarter, that quarter of the year."""
    year = int(match("yyyy"))
    quarter = match.context.quarter
    if match("ordword"):  # "the first 1986 quarter"
        which = ordinal(match("ordword"))
        return timex.quarter(year, which) if which in {1, 2, 3, 4} else None
    if quarter is None or quarter.days is None or match.context.whole_years:
        return timex.year(year)
    return timex.quarters_on(quarter, 4 * (year - int(quarter.value[:4])))


def quarter_of_year(match: Match) -> Timex | None:
    """``last year's first quarter``, ``the prior year's fourth quarter``."""
    which = ordinal(match("ordword"))
    shift = shift_of(match("which")) if match("which") else -1
    return timex.quarter(match.published.year + shift, which) if which in {1, 2, 3, 4} else None


def month_a_year_ago(match: Match) -> Timex | None:
    """``up from May a year ago``: the month of the year before the last such month."""
    month = month_of(match("month"))
    return timex.month(match.published.year - 1 - (month > match.published.month), month)


RULES = [
    Rule("(earlier|later|early|late) in the year", the_year),
    Rule("the quarter a year ago", year_ago_period),
    Rule(
        "(the |this |last |next )?((latest|current|last|next|same|full|previous|prior|following|coming) )?"
        "(fiscal|financial) year",
        fiscal_year,
    ),
    Rule("the (full |whole |entire |current |calendar )?year", the_year, nested=True),
    Rule("(the )?(full|calendar)(-| )year {yyyy}", lambda match: timex.year(int(match("yyyy")))),
    Rule("({which}|the (prior|previous)) year's {ordword}(-| )quarter", quarter_of_year),
    Rule("(the )?{ordword} {yyyy} quarter|the (same|corresponding|comparable) {yyyy} (quarter|period)", year_period),
    Rule("{month} a year (ago|earlier|before)", month_a_year_ago),
    Rule("the (latest |current |most recent )?(quarter|period)", the_quarter, nested=True),
    Rule("(latest|most recent) quarter", the_quarter),
    Rule("(?<=(its|their|our|s) )current quarter|current-quarter", lambda match: shifted(match.published, 0, "Q")),
    Rule("the (same|corresponding|comparable|like) (quarter|period|month)", same_period, nested=True),
    Rule("this (quarter|period|month|week) last year", same_period),
    Rule(
        "the (same|corresponding|comparable|like) (quarter|period|month|week)"
        " ((of |in )?{yyyy}|(of )?(last|the previous|the prior) year|a year (earlier|ago|before))",
        same_period,
        nested=True,
    ),
    Rule("(the )?{adjective}", year_ago_period, nested=True),
    Rule("the {adjective} (({ordword} )?quarter|period)", year_ago_named),
    Rule("the {yyyy} (period|quarter)", year_period, nested=True),
    Rule("{which} season", season_of_sport),
]
