"""Feasts that hang on the moon, whose day is known to within one either way.

Eid is told by the sight of the new moon, the Lunar New Year and Diwali by astronomers' tables. The months of Islam are
reckoned by the tabular calendar (Reingold and Dershowitz, Calendrical Calculations), new moons by the mean moon with
its two greatest corrections (Meeus, Astronomical Algorithms, chapter 49). What a feast comes to is the span that is
one day longer at both ends, since no single day is sure.

    >>> FEASTS["ramadan"](2024)
    (datetime.date(2024, 3, 10), datetime.date(2024, 4, 10))
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import ceil, radians, sin

__all__ = ["FEASTS"]

_DAY = timedelta(days=1)
_HIJRA = 227_014
"""The day before the first of the first Islamic year, as an ordinal of ``date``."""


def _islamic(year: int, month: int, day: int) -> date:
    """The first such day of the tabular calendar in a year of ours: now and then there are two, or it is the next's."""
    guess = max((year - 622) * 33 // 32 - 1, 1)
    days = (
        _HIJRA + day + 29 * (month - 1) + month // 2 + (hijri - 1) * 354 + (3 + 11 * hijri) // 30
        for hijri in range(guess, guess + 4)
    )
    return date.fromordinal(next(number for number in days if number >= date(year, 1, 1).toordinal()))


def _new_moon(after: date, hours: float) -> date:
    """The day of the first new moon at or after a day, by clocks that many hours ahead of Greenwich."""
    start = after.toordinal() - hours / 24
    number = ceil((start - 730_125.1) / 29.530588861)  # from the new moon of 6 January 2000
    while True:
        sun, moon = radians(2.5534 + 29.1053567 * number), radians(201.5643 + 385.81693528 * number)
        instant = 730_125.1 + 0.49767 + 29.530588861 * number - 0.4072 * sin(moon) + 0.17241 * sin(sun)
        if instant >= start:
            return date.fromordinal(int(instant + hours / 24))
        number += 1


def _within_one(reckon: Callable[[int], date], days: int = 1) -> Callable[[int], tuple[date, date]]:
    def span(year: int) -> tuple[date, date]:
        first = reckon(year)
        return first - _DAY, first + days * _DAY

    return span


def _lunar_new_year(year: int) -> date:
    """The first new moon from 21 January in China, which it is in every year of late but 1985."""
    return _new_moon(date(year, 1, 21), 8)


def _diwali(year: int) -> date:
    return _new_moon(date(year, 10, 17), -6.5)  # of the night before, in India


_RAMADAN = _within_one(lambda year: _islamic(year, 9, 1), 30)
_EID_AL_FITR = _within_one(lambda year: _islamic(year, 10, 1))
_EID_AL_ADHA = _within_one(lambda year: _islamic(year, 12, 10))
_LUNAR_NEW_YEAR = _within_one(_lunar_new_year)
_DIWALI = _within_one(_diwali)

FEASTS: dict[str, Callable[[int], tuple[date, date]]] = {
    "ramadan": _RAMADAN,
    "eid al-fitr": _EID_AL_FITR,
    "eid al-adha": _EID_AL_ADHA,
    "lunar new year": _LUNAR_NEW_YEAR,
    "chinese new year": _LUNAR_NEW_YEAR,
    "diwali": _DIWALI,
    "deepavali": _DIWALI,
    "nowruz": _within_one(lambda year: date(year, 3, 20)),
}
"""The first and the last day on which each feast of a year may fall, by its name in lower case."""
