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
from newsindex.analysis.dates.resolve import compares, month_of, ordinal, shift_of, shifted
from newsindex.analysis.dates.rules_quarters import months_ended
from newsindex.analysis.dates.tense import FUTURE
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

__all__ = ["RULES", "month_told", "same_grain"]

_QUARTER_YEAR = timedelta(days=92)


def same_grain(match: Match, years: int) -> Timex | None:
    """The quarter or month of a report shifted by whole years: "a year earlier" compares like with like."""
    here = match.context.told_here
    if here is not None and (compares(match) or _is_beside_figure(match)) and (found := _like(match, here, years)):
        return found
    half = match.context.half_told()
    if half is not None and (compares(match) or _is_beside_figure(match)):
        return timex.half(int(half.value[:4]) + years, int(half.value[-1]))
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
    if ended is not None and "quarter" in match.words and ended.last > match.published:
        return timex.quarter(ended.last.year, (ended.last.month + 2) // 3)._replace(days=ended)
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
    half = context.half_told()
    if half is not None and noun == "period" and context.quarter_told is None:
        return None if told else timex.half(year, int(half.value[-1]))
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


def period_of_year(match: Match) -> Timex | None:
    """``last year's period``: the quarter of that year."""
    year = match.published.year + shift_of(match("which"))
    quarter = match.context.quarter_told or match.context.quarter
    return timex.year(year) if quarter is None else timex.quarters_on(quarter, 4 * (year - int(quarter.value[:4])))


def quarter_of_year(match: Match) -> Timex | None:
    """``last year's first quarter``, ``the prior year's fourth quarter``."""
    which = ordinal(match("ordword")) if match("ordword") else 4
    shift = shift_of(match("which")) if match("which") else -1
    return timex.quarter(match.published.year + shift, which) if which in {1, 2, 3, 4} else None


def month_a_year_ago(match: Match) -> Timex | None:
    """``up from May a year ago``: the month of the year before the last such month."""
    month = month_of(match("month"))
    return timex.month(match.published.year - 1 - (month > match.published.month), month)


RULES = [
    Rule("the quarter a year ago", year_ago_period),
    Rule("({which}|the (prior|previous)) year's ({ordword}|final|closing)(-| )quarter", quarter_of_year),
    Rule("(the )?{ordword} {yyyy} quarter|the (same|corresponding|comparable) {yyyy} (quarter|period)", year_period),
    Rule("{month} a year (ago|earlier|before)", month_a_year_ago),
    Rule("the (latest |current |most recent )?(quarter|period)", the_quarter, nested=True),
    Rule("(latest|most recent) (quarter|quarters)", the_quarter),
    Rule("(?<=(its|their|our|s) )current quarter|current-quarter", lambda match: shifted(match.published, 0, "Q")),
    Rule("the (same|corresponding|comparable|like|similar) (quarter|period|month)", same_period, nested=True),
    Rule("this (quarter|period|month|week) last year", same_period),
    Rule(
        "the (same|corresponding|comparable|like|similar) (quarter|period|month|week)"
        " ((of |in )?{yyyy}|(of )?(last|the previous|the prior) year|(a|the) year (earlier|ago|before))",
        same_period,
        nested=True,
    ),
    Rule("(the )?{adjective}", year_ago_period, nested=True),
    Rule("the {adjective} (({ordword} )?quarter|period)", year_ago_named),
    Rule("the {yyyy} (period|quarter)", year_period, nested=True),
    Rule("{which} year's (same )?(period|quarter)", period_of_year),
    Rule("the (previous|prior)(-| )year (period|quarter)", year_ago_period),
]
