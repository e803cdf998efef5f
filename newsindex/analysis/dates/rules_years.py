"""Rules for years, decades and centuries."""

from __future__ import annotations

import re

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import DECADE_WORDS, OWNERS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import month_of, number, ordinal, year_written
from newsindex.analysis.dates.timex import Timex

__all__ = ["RULES"]

_TAKES_YEAR = frozenset(
    """in by since until till of from to and between early late mid through during before after for or throughout
    around the his her its their a an that this – - ( post pre circa as than into on fiscal copyright""".split()
)
_DATES_OLD_YEARS = frozenset("in since until till around circa about by before after of from to and between c".split())
_AFTER_OLD_YEAR = frozenset(
    ", . ; : ) ' ’ - – and or but when where who by was were the he she it they his her its their to at with as".split()
) | {""}
_UNITS_AFTER = frozenset(
    """soldiers people troops men women miles km kilometers kilometres meters metres feet points shares dollars pounds
    euros percent % jobs homes houses workers employees votes tons tonnes barrels francs marks yen lire rubles
    roubles pesos won acres hectares times workers members students children feet ft lb lbs kg mm cm m megawatts mw
    rpm cc gallons pages copies units vehicles cars planes aircraft tanks drones prisoners refugees hours days weeks
    minutes words deaths cases patients civilians others more fewer so degrees gmt utc""".split()
)

_TOUCHED = frozenset("touched crossed topped".split())
_NUMBERED = frozenset(
    """flight room resolution route number no nos section article page pages channel highway unit model chapter
    interstate runway gate flat apartment suite box code convention category version lot bus train hull""".split()
)


def bare_year(match: Match) -> Timex | None:
    """Four figures that stand where a year stands and not as a count, a number in a name, or a sum."""
    year = int(match("yyyy"))
    before = match.before()[0]
    following = match.after()[0]
    if not match.inside and match.opens() and match.context.is_stamped():
        return None  # "1947 The palace says ..."
    if match.raw(match.end) == "-" and match.raw(match.end + 1).isdigit() and len(match.raw(match.end + 1)) < 3:
        return None
    counted = following in _UNITS_AFTER or (following == "or" and match.after(2)[1] in _UNITS_AFTER)
    if before == "the" and year % 100 and 1900 < year <= match.published.year:
        counted = False  # "the 1986 deaths of two people"
    if match.raw(match.start - 1) == "-" and match.raw(match.start - 2).isdigit() and match.raw(match.start - 3) == "-":
        return None  # a telephone number
    if counted or before in _TOUCHED or before in _NUMBERED or before in {"$", "£", "€", "#", "no", "number"}:
        return None
    if not 1800 <= year <= match.published.year + 60:
        named = match.raw(match.end).isspace() and match.raw(match.end + 1)[:1].isupper()
        if before not in _DATES_OLD_YEARS or not (named or following in _AFTER_OLD_YEAR) or year > 1800:
            return None
    previous = match.raw(match.start - 2) if match.raw(match.start - 1).isspace() else ""
    named = previous[:1].isupper() and not previous.isupper() and previous not in _DAYS_BEFORE_YEAR
    if named and _OF_NATION(previous) and match.raw(match.end + 1).islower():
        named = False  # "the Philippine 1987 inflation rate"
    if not match.inside and before not in _TAKES_YEAR and named:
        return None  # "Expo 2020", "Windows 2000"
    return timex.year(year)


_OF_NATION = re.compile(r"\w*(?:[ie]an|ish|ese|German|French|Dutch|Greek|Thai|Swiss|Philippine)").fullmatch
_DAYS_BEFORE_YEAR = frozenset("Day Eve".split())


def spoken_year(match: Match) -> Timex | None:
    """``nineteen ninety-six``, ``two thousand and four`` where a year may stand."""
    words = match("spoken").replace("-", " ").split()
    if match.start and match.raw(match.start).istitle() and match.raw(match.end - 1).istitle():
        return None  # "he read Nineteen Eighty-Four"
    named = bool(match("mon")) or match.words.startswith("the year")
    if "thousand" in words:
        if not named and (len(words) < 3 or match.before()[0] not in _DATES_OLD_YEARS):
            return None
        year = int(number(" ".join(word for word in words if word != "and")) or 0)
    else:
        first, rest = number(words[0]), number(" ".join(words[1:]))
        if not first or rest is None or (first == 20 and not 10 <= rest < 30) or rest < 10:
            return None
        year = int(first * 100 + (0 if words[1] == "hundred" else rest))
    return timex.month(year, month_of(match("mon"))) if match("mon") else timex.year(year)


def year(match: Match) -> Timex | None:
    """``'89``, ``fiscal 1990``, ``FY24``: the year that is written."""
    written = year_written(match)
    return timex.year(written) if written is not None else None


def two_years(match: Match) -> list[Piecewise] | None:
    """``1939-45``, ``1991–97``, ``2022/2023``: both years."""
    first = int(match("yyyy1"))
    second = int(match("yyyy2")) if match("yyyy2") else first - first % 100 + int(match("yy"))
    if not 1500 <= first <= match.published.year + 50:
        return None
    if second <= first:
        months = match("yy") and 1 <= int(match("yy")) <= 12 and match.raw(match.start + 1) == "-"
        return [(match.start, match.end, timex.month(first, int(match("yy"))))] if months else None
    return [(*match.span("yyyy1"), timex.year(first)), (match.end - 1, match.end, timex.year(second))]


_DEGREES = frozenset("temperature temperatures degrees highs lows °".split())


def decade(match: Match) -> Timex | None:
    """``the 1990s``, ``the '90s``, ``the nineties``; but not an age ("in his fifties") or degrees ("in the 60s")."""
    if not match("yyyy") and (OWNERS & set(match.before(3)) or not _DEGREES.isdisjoint(match.context.pieces)):
        return None
    if match("yyyy") and match.words[-2] in "'’" and not (match.inside or match.words.startswith("the ")):
        return None  # "1980's second quarter"
    joined = match.joined() if match.words[0].isdigit() and not match("yyyy") else None
    if match.words[0].isdigit() and not match("yyyy") and (joined is None or not joined.value.endswith("X")):
        return None  # "the DC 10-30s", but "the 40s and 50s"
    if match("decadeword"):
        first = 1900 + DECADE_WORDS[match("decadeword")]
    elif match("yyyy"):
        first = int(match("yyyy"))
    else:
        first = 1900 + int(match("yy")) if int(match("yy")) > 20 else 2000 + int(match("yy"))
    if first % 10 or not 1000 <= first <= 2190:
        return None
    if match("yyyy") and not first % 100 and first < 1900:
        return timex.century(first // 100 + 1)  # "the 1600s"
    return timex.decade(first)


def century(match: Match) -> Timex | list[Piecewise] | None:
    """``the 20th century``."""
    which = ordinal(match("ord"))
    if not _CRICKET.isdisjoint(match.context.pieces):
        return None  # "his first century", of a hundred runs
    if not which or which > 22:
        return None
    if match.words.startswith("the ") and match.words.endswith("-century") and match.raw(match.end + 1).islower():
        return [(match.start + 2, match.end, timex.century(which))]  # "the 20th-century wing"
    return timex.century(which)


_CRICKET = frozenset("wicket wickets batsman batsmen batter innings unbeaten opener runs overs".split())


def two_centuries(match: Match) -> list[Piecewise] | None:
    """``the late 18th and early 19th centuries``."""
    first, last = ordinal(match("ord1")), ordinal(match("ord2"))
    if not first or not last or not first < last <= 22:
        return None
    begins = match.span("part2")[0] if match.span("part2")[0] > match.span("ord1")[1] else match.span("ord2")[0]
    return [
        (match.start, match.span("ord1")[1], timex.century(first)),
        (begins, match.end, timex.century(last)),
    ]


def century_bc(match: Match) -> Timex | None:
    """``the fifth century BC``."""
    which = ordinal(match("ord"))
    return timex.before_christ(which - 1, 2) if which and which <= 100 else None


def year_bc(match: Match) -> Timex | None:
    """``around 500 BC``."""
    return timex.before_christ(int(match("n")), 4) if match.before()[0] in _DATES_OLD_YEARS else None


RULES = [
    Rule("(the year (of )?)?{yyyy}", bare_year, nested=True),
    Rule("{yyyy}(-|–|/)({yy}|{yyyy})", two_years),
    Rule("'{yy}", year, nested=True),
    Rule("({mon} |the year )?{spoken}", spoken_year, nested=True),
    Rule("(the )?fiscal( year)? ({yyyy}|'{yy})", year, nested=True),
    Rule("(the )?{yyyy} (fiscal|financial) year", year, nested=True),
    Rule("fy ?({yyyy}|{yy})", year, nested=True),
    Rule("(the )?({yyyy}'?s|'{yy}s|{yy}s|{decadeword})", decade, nested=True),
    Rule("(the )?{ord}(-| )century", century, nested=True),
    Rule("(the )?({part} )?{ord} (and|or|to) ({part} )?{ord} centuries", two_centuries),
    Rule("(the )?{ord}(-| )century (bc|bce|b.c.|b.c.e.)", century_bc),
    Rule("{n} (bc|bce|b.c.|b.c.e.)", year_bc),
]
