"""How many of which unit an expression reckons by: "two days", "half a century", "more than a year"."""

from __future__ import annotations

from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.resolve import fraction, number, unit_code
from newsindex.analysis.dates.timex import Timex

__all__ = ["LENGTH", "reckoned", "vaguely"]


def reckoned(match: Match) -> tuple[float, str] | None:
    """How many of which unit: ``two days``, ``half a century`` (50 years), ``a couple of weeks``, ``a year``."""
    code = unit_code(match("units") or match("unit"))
    if match("units") and not match("count") and not match("vague"):
        return None  # "years later"
    if match("fraction") or "half-" in match.words:
        whole, smaller = {"100Y": (100, "Y"), "10Y": (10, "Y"), "Y": (12, "M"), "M": (4, "W")}.get(code, (1, code))
        return fraction(match("fraction") or "half") * whole, smaller
    if match("vague"):
        return (2, code) if "couple" in match("vague") else None
    count = number(match("count")) if match("count") else 1.5 if " and a half" in match.words else 1
    if count is not None and code in {"10Y", "100Y"}:
        count, code = count * int(code.rstrip("Y")), "Y"
    if count is not None and count % 1 and code == "Y":
        return 12 * count, "M"
    return None if count is None else (count, code)


def vaguely(match: Match, found: Timex | None) -> Timex | None:
    """The same value without days, if the words only bound it: "more than a year ago" names no year."""
    bounded = match.words.startswith(("more", "less", "fewer", "at ", "up ", "well", "no "))
    return found._replace(days=None) if found and bounded else found


LENGTH = (
    "({roughly} |over )?"
    "((a )?half-{unit}|"
    "(the )?{vague} {units}|{count}{between}{units}|{fraction} {unit}|(a|an|one) {unit}( or so| and a half)?)"
)
