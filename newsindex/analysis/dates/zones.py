"""Time zones that news writes behind a clock time, and how far each is from Greenwich on a day.

"EST" and "EDT" say it themselves. "ET" and its like mean whichever is in force: in the United States summer time goes
from the second Sunday of March to the first of November since 2007, from the first of April to the last of October from
1987 on, and from the last of April before (Uniform Time Act of 1966 and its amendments; zones that kept apart from it
are not known here).
"""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["AMERICAN", "ZONES", "offset"]

ZONES = {
    "gmt": "Z",
    "utc": "Z",
    "bst": "+01:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "eet": "+02:00",
    "eest": "+03:00",
    "msk": "+03:00",
    "est": "-05:00",
    "edt": "-04:00",
    "cst": "-06:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
    "aest": "+10:00",
    "aedt": "+11:00",
    "awst": "+08:00",
    "jst": "+09:00",
    "kst": "+09:00",
    "hkt": "+08:00",
    "sgt": "+08:00",
    "nzst": "+12:00",
    "nzdt": "+13:00",
    "sast": "+02:00",
    "pkt": "+05:00",
    "ist": "",
}
"""What is written behind a time of day in each zone that has one offset."""

AMERICAN = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
"""Hours from Greenwich in winter."""


def offset(zone: str, day: date) -> str:
    """``Z``, or hours and minutes such as ``-04:00``; empty for what is no zone."""
    if zone not in AMERICAN:
        return ZONES.get(zone, "")
    return f"-{-AMERICAN[zone] - _is_summer(day):02d}:00"


def _is_summer(day: date) -> bool:
    if day.year >= 2007:
        first, last = _sunday(day.year, 3, 8), _sunday(day.year, 11, 1)
    else:
        first = _sunday(day.year, 4, 1 if day.year >= 1987 else 24)
        last = _sunday(day.year, 10, 25)
    return first <= day < last


def _sunday(year: int, month: int, day: int) -> date:
    """The first Sunday from a day on."""
    when = date(year, month, day)
    return when + timedelta(days=7 - when.isoweekday())
