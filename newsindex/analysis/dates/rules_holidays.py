"""Rules for holidays, of which some are reckoned and some are known to within a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.direction import direction
from newsindex.analysis.dates.feasts import FEASTS
from newsindex.analysis.dates.holidays import HOLIDAYS
from newsindex.analysis.dates.lexicon import NAMED_AFTER_DAYS
from newsindex.analysis.dates.match import Match, Rule
from newsindex.analysis.dates.resolve import shift_of, year_written
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES"]


def holiday(match: Match) -> Timex | None:
    """``Thanksgiving Day``, ``last Easter``, ``Christmas 2023``, ``the Labor Day weekend``."""
    named = match.after()[0] in NAMED_AFTER_DAYS or (match.words == "good friday" and match.after()[0] in _ACCORDS)
    if match.words in {"christmas", "easter"} and match.after()[0] in _KEPT:
        return None  # "a Christmas party"
    if named or not match.raw(match.span("holiday")[0])[0].isupper():
        return None  # "Easter Island", "new years"
    reckon = _RECKONED[_letters(match("holiday"))]
    day, _ = _of_some_year(match, lambda year: (reckon(year), reckon(year)))
    if match.words.endswith(" weekend"):
        return timex.weekend(day + timedelta(days=-day.isoweekday() if day.isoweekday() < 3 else 0))
    return timex.day(day)


_ACCORDS = frozenset("accord accords agreement agreements pact deal peace".split())
_KEPT = frozenset(
    "party parties tree trees card cards dinner gift gifts present presents lights carol carols egg eggs".split()
)


def black_monday(match: Match) -> Timex | None:
    """``Black Monday``, on which stocks crashed in 1987."""
    written = match.raw(match.start).istitle() and match.published > _BLACK_MONDAY
    return timex.day(_BLACK_MONDAY) if written and match.after()[0] != "," else None


_BLACK_MONDAY = date(1987, 10, 19)


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
    ahead_here = match.context.last[1].days if match.context.last is not None else None
    if ahead_here is not None and published < ahead_here.first and abs(ahead[0] - ahead_here.first) < _TWO_MONTHS:
        return ahead  # "until Nov. 9, two days after Election Day"
    if match.before()[0] in {"by", "before", "until", "till"}:
        over = published - behind[0] < _TWO_MONTHS and direction(match) == PAST
        return behind if over else ahead
    nearest = behind if published - behind[0] <= ahead[0] - published else ahead
    if abs(nearest[0] - published) < _TWO_MONTHS or match.after(2) == ["falling", "on"]:
        return nearest
    return {PAST: behind, FUTURE: ahead}.get(direction(match), nearest)


_TWO_MONTHS = timedelta(days=60)


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name))


_FEASTS = {_letters(name): span for name, span in FEASTS.items()}
_RECKONED = {_letters(name): reckon for name, reckon in HOLIDAYS.items()}
"""The holidays by their names without blanks and marks: "presidents day" is often written so."""


RULES = [
    Rule("({which} )?{holiday}(( in| of|,)? {yyyy}|,? {which} year)?", holiday, nested=True),
    Rule("(the )?{holiday} weekend", holiday, nested=True),
    Rule("black monday", black_monday),
    Rule("({which} )?{feast}( {yyyy}|,? {which} year)?", feast),
]
