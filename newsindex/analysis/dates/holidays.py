"""Holidays that fall on a known day of each year, fixed or reckoned.

Easter follows the Gregorian and the Julian computus (Meeus, Astronomical Algorithms, chapter 8), the Jewish holidays
the arithmetic of the Hebrew calendar (Reingold and Dershowitz, Calendrical Calculations). Those that hang on the sight
of the moon or on astronomers, such as Eid or the Lunar New Year, are in ``feasts``: no rule alone knows their day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

__all__ = ["HOLIDAYS", "easter"]


def easter(year: int) -> date:
    """Easter Sunday of the western churches."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, by the Julian calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def rosh_hashanah(year: int) -> date:
    """The first day of the Hebrew year that begins in a year of ours."""
    return date.fromordinal(_new_year(year + 3761))


_HEBREW_EPOCH = -1_373_427
"""The day before which no Hebrew year is counted, as an ordinal of ``date``."""


def _new_year(hebrew: int) -> int:
    """The ordinal of the first day of a Hebrew year: put off where years of impossible length would follow."""
    before, this, after = (_molad(hebrew + shift) for shift in (-1, 0, 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + delay


def _molad(hebrew: int) -> int:
    """Days from the epoch to the new moon of a Hebrew year, put off from days on which no year may begin."""
    months = (235 * hebrew - 234) // 19
    day = 29 * months + (12_084 + 13_753 * months) // 25_920
    return day + ((3 * (day + 1)) % 7 < 3)


def _hanukkah(year: int) -> date:
    first, next_ = _new_year(year + 3761), _new_year(year + 3762)
    return date.fromordinal(first + 83 + ((next_ - first) % 10 == 5))  # in long years the second month has 30 days


def _from_rosh_hashanah(days: int) -> Callable[[int], date]:
    return lambda year: rosh_hashanah(year) + timedelta(days=days)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _nth(month: int, weekday: int, which: int) -> Callable[[int], date]:
    """The ``which``-th given weekday (1 is Monday) of a month, counted from its end if negative."""

    def day(year: int) -> date:
        if which > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)

    return day


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's": _fixed(1, 1),
    "new year's day": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "epiphany": _fixed(1, 6),
    "martin luther king day": _nth(1, 1, 3),
    "martin luther king jr day": _nth(1, 1, 3),
    "orthodox christmas": _fixed(1, 7),
    "groundhog day": _fixed(2, 2),
    "valentine's day": _fixed(2, 14),
    "presidents' day": _nth(2, 1, 3),
    "international women's day": _fixed(3, 8),
    "st patrick's day": _fixed(3, 17),
    "shrove tuesday": _from_easter(-47),
    "mardi gras": _from_easter(-47),
    "ash wednesday": _from_easter(-46),
    "palm sunday": _from_easter(-7),
    "maundy thursday": _from_easter(-3),
    "good friday": _from_easter(-2),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": _from_easter(1),
    "ascension day": _from_easter(39),
    "pentecost": _from_easter(49),
    "whit monday": _from_easter(50),
    "orthodox easter": orthodox_easter,
    "purim": _from_rosh_hashanah(-193),
    "passover": _from_rosh_hashanah(-163),
    "shavuot": _from_rosh_hashanah(-113),
    "rosh hashanah": rosh_hashanah,
    "rosh hashana": rosh_hashanah,
    "yom kippur": _from_rosh_hashanah(9),
    "sukkot": _from_rosh_hashanah(14),
    "hanukkah": _hanukkah,
    "patriots' day": _nth(4, 1, 3),
    "april fools' day": _fixed(4, 1),
    "earth day": _fixed(4, 22),
    "anzac day": _fixed(4, 25),
    "may day": _fixed(5, 1),
    "cinco de mayo": _fixed(5, 5),
    "victory day": _fixed(5, 9),
    "mother's day": _nth(5, 7, 2),
    "memorial day": _nth(5, 1, -1),
    "father's day": _nth(6, 7, 3),
    "juneteenth": _fixed(6, 19),
    "canada day": _fixed(7, 1),
    "bastille day": _fixed(7, 14),
    "fourth of july": _fixed(7, 4),
    "labor day": _nth(9, 1, 1),
    "columbus day": _nth(10, 1, 2),
    "halloween": _fixed(10, 31),
    "all saints' day": _fixed(11, 1),
    "all souls' day": _fixed(11, 2),
    "guy fawkes night": _fixed(11, 5),
    "bonfire night": _fixed(11, 5),
    "election day": lambda year: _nth(11, 1, 1)(year) + timedelta(days=1),
    "veterans' day": _fixed(11, 11),
    "armistice day": _fixed(11, 11),
    "remembrance sunday": _nth(11, 7, 2),
    "remembrance day": _fixed(11, 11),
    "thanksgiving": _nth(11, 4, 4),
    "thanksgiving day": _nth(11, 4, 4),
    "black friday": lambda year: _nth(11, 4, 4)(year) + timedelta(days=1),
    "cyber monday": lambda year: _nth(11, 4, 4)(year) + timedelta(days=4),
    "christmas eve": _fixed(12, 24),
    "christmas": _fixed(12, 25),
    "christmas day": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
}
"""The day of each holiday in a year, by its name in lower case."""
