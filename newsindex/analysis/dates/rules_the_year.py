"""Rules for "the year", "the full year" and "the fiscal year": that of publication, or the one just over.

Early in a year reports go on about the last one: "In the fourth quarter, profit fell; for the year, it rose."
"""

from __future__ import annotations

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import MONTHS
from newsindex.analysis.dates.match import Match, Rule
from newsindex.analysis.dates.resolve import compares, number, shift_of
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

__all__ = ["RULES"]


def the_year(match: Match) -> Timex | None:
    """``the year``, ``the full year``: that of publication; "the year ended June 30" is a length of time."""
    following, second = match.after(2)
    if (following, second) == ("to", "date") or match.after(4) == ["-", "to", "-", "date"]:
        return timex.year(match.published.year)
    if following == "-" and second != "to":
        return None  # "the year-long trial", but "the year-to-date"
    if match.before()[0] == "of" and match.before(2)[1] in _AWARDED:
        return None  # "named player of the year"
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


_AWARDED = frozenset(
    """newcomer player man woman person driver book word coach manager sportsman team album song athlete rookie
    footballer entrepreneur businessman teacher""".split()
)
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
    new = match.published.month < _SPRING
    if new and (match.before()[0] in _ENDED or match.after()[0] in _ENDED):
        return True  # "it ended the year with a gain", "as the year drew to an end"
    if _is_of_last_year(match) or _months_are_over(match):
        return True
    told = match.context.told
    last = told is not None and told.value == str(match.published.year - 1)
    if match.published.month == 1 and last and match.tense_before() == PAST:
        return True  # "in 1989. It said 1,020 soldiers died over the year"
    if new and "full" in match.words and match.before()[0] == "for":
        return FUTURE not in {match.tense_before(), match.tense_after()}  # "For the full year, sales rose"
    current = match.inside or match.words.startswith(("this", "the current"))
    early = match.published.month < (4 if current else 5) and match.before()[0] in _REPORTING
    if not early or not compares(match):
        return False
    before, after = match.tense_before(), match.tense_after()
    return after == PAST if "said" in match.before(12) else FUTURE not in {before, after} and PAST in {before, after}


def _is_of_last_year(match: Match) -> bool:
    """Whether a report, early in a year, is of the quarter that ended the last one, and "the year" with it."""
    quarter, here, published = match.context.quarter, match.context.told_here, match.published
    told = quarter is not None and quarter.value == f"{published.year - 1}-Q4"
    if here is not None and here.days is not None and here.days.precision in {Precision.YEAR, Precision.HALF}:
        # "from the first half of 2012 to the end of the year"
        told = told or here.days.first.year == published.year - 1
    if not told or published.month > _EARLY:
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


_SPRING = 3
_ENDED = frozenset("ended finished closed drew wound".split())
_UP_TO_NOW = frozenset("since this far".split())
_REPORTING = frozenset("in during for over ended finished closed".split())


def fiscal_year(match: Match) -> Timex | None:
    """``the current fiscal year``, ``the previous fiscal year``: reckoned as if it were the year of the calendar."""
    owned = match.before()[0] in {"its", "their", "our", "s"}
    if not owned and not match.words.startswith(("the ", "this ", "last ", "next ")):
        return None
    shift = shift_of(match.words)
    return the_year(match) if not shift else timex.year(match.published.year + shift)


def season_of_sport(match: Match) -> Timex:
    """``last season``: of a sport or the stage, which begins and ends when it likes; named by its year."""
    return timex.year(match.published.year + shift_of(match("which")))._replace(days=None)


def full_year(match: Match) -> Timex | None:
    """``full-year results``: those of the year just over early in the next, unless they are forecast."""
    following, second = match.after(2)
    listed = match.before()[0] == "and" and "quarter" in match.before(3)  # "for the quarter and full year"
    if following in {"ended", "ending"} or not (listed or {following, second} & _REPORTED):
        return None
    written = next((int(word) for word in match.after(4) if word.isdigit() and len(word) == 4), None)
    if match.before()[0].isdigit() or written is not None:
        return timex.year(written) if written is not None else None
    tenses = {match.tense_before(), match.tense_after()}
    over = match.published.month < _EARLY and FUTURE not in tenses and _FORECAST.isdisjoint(match.before(12))
    return timex.year(match.published.year - over)


_REPORTED = frozenset(
    """results result profit profits earnings sales revenue revenues growth loss losses net income targets target
    guidance forecast forecasts outlook dividend figures""".split()
)
_FORECAST = frozenset(
    "forecast forecasts expected expects raised cut lowered guidance outlook pencilled penciled delay".split()
)


RULES = [
    Rule("full(-| )year(?=( |,))", full_year),
    Rule("(earlier|later|early|late) in the year", the_year),
    Rule(
        "(the |this |last |next )?((latest|current|last|next|same|full|previous|prior|following|coming) )?"
        "(fiscal|financial) year",
        fiscal_year,
    ),
    Rule("(the (full |whole |entire |current |calendar )?|this calendar )year", the_year, nested=True),
    Rule("(the )?(full|calendar)(-| )year {yyyy}", lambda match: timex.year(int(match("yyyy")))),
    Rule("{which} season", season_of_sport),
]
