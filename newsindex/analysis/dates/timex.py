"""What a date expression comes to: a TIMEX3 value and, where it names a time on the calendar, its days.

The values are those of TimeML 1.2.1: ``2024-10-08``, ``2024-W43``, ``2024-Q3``, ``202X``, ``P3D``, ``PT36H``,
``XXXX-WXX-1``, ``PAST_REF``. Every function here makes one kind of them, so a value can only be well formed.

    >>> month(2024, 10).value
    '2024-10'
    >>> is_timex_value("2024-13")
    False
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from newsindex.analysis.annotated import TimexType
from newsindex.spans import DateSpan, Precision

__all__ = ["Timex", "is_timex_value"]


class Timex(NamedTuple):
    """A resolved expression: its TIMEX3 type and value, and the days it names, if any."""

    type: TimexType
    value: str
    days: DateSpan | None = None


# The same few hundred days and months recur all through a collection.
_kept = lru_cache(maxsize=4096)

PRESENT = Timex("DATE", "PRESENT_REF")
PAST = Timex("DATE", "PAST_REF")
FUTURE = Timex("DATE", "FUTURE_REF")

_YEAR = r"(?:\d{4}|\d{3}X?|\d{2}(?:XX)?|XXXX)"
_MONTH = r"(?:0[1-9]|1[0-2]|XX)"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|XX)"
_WEEK = r"W(?:0[1-9]|[1-4]\d|5[0-3]|XX)(?:-(?:[1-7]|X|WE))?"
_CLOCK = r"(?:[01]\d|2[0-4]|XX)(?::(?:[0-5]\d|XX)(?::[0-5]\d)?)?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?"
_TIME = rf"T(?:MO|MI|AF|EV|NI|DT|{_CLOCK})"
_DATE = rf"{_YEAR}(?:-(?:{_MONTH}(?:-{_DAY})?|{_WEEK}|SP|SU|FA|WI|Q[1-4X]|H[12X]))?(?:{_TIME})?"
_N = r"(?:\d+(?:\.\d+)?|X+)"
_DURATION = rf"P(?=[\dXT])(?:{_N}(?:DE|CE|ML|[YQMWD])){{0,5}}(?:T(?=[\dX])(?:{_N}[HMS]){{1,3}})?"
# PXX is TimeBank's value for some length of time in no known unit: "a while".
_VALUE = re.compile(rf"(?:{_DATE}|BC\d{{2}}(?:\d\d)?|{_TIME}|{_DURATION}|PXX|(?:PRESENT|PAST|FUTURE)_REF)\Z")


def is_timex_value(value: str) -> bool:
    """Whether ``value`` is well formed as a TIMEX3 value."""
    return _VALUE.match(value) is not None


@_kept
def day(when: date) -> Timex:
    """One day."""
    return Timex("DATE", when.isoformat(), DateSpan.day(when))


@_kept
def time(when: date, clock: str) -> Timex:
    """A time of one day; ``clock`` is what follows the ``T``, such as ``10:30`` or ``MO``."""
    return Timex("TIME", f"{when.isoformat()}T{clock}", DateSpan.day(when))


@_kept
def week(when: date) -> Timex:
    """The ISO week, Monday to Sunday, in which ``when`` lies."""
    number = when.isocalendar()
    monday = when - timedelta(days=when.weekday())
    days = _between(monday, monday + timedelta(days=6), Precision.WEEK)
    return Timex("DATE", f"{number.year:04d}-W{number.week:02d}", days)


@_kept
def weekend(when: date) -> Timex:
    """The Saturday and Sunday of the ISO week in which ``when`` lies."""
    number = when.isocalendar()
    saturday = when + timedelta(days=5 - when.weekday())
    days = _between(saturday, saturday + timedelta(days=1), Precision.WEEKEND)
    return Timex("DATE", f"{number.year:04d}-W{number.week:02d}-WE", days)


@_kept
def month(year: int, number: int) -> Timex:
    """One month."""
    return Timex("DATE", f"{year:04d}-{number:02d}", DateSpan.month(year, number))


@_kept
def quarter(year: int, number: int) -> Timex:
    """One quarter of the calendar year."""
    days = _months(year, 3 * number - 2, 3, Precision.QUARTER)
    return Timex("DATE", f"{year:04d}-Q{number}", days)


def quarters_on(told: Timex, count: int) -> Timex:
    """The quarter so many quarters from another one; the months of one of a fiscal year move along."""
    year, number = divmod(4 * int(told.value[:4]) + int(told.value[-1]) - 1 + count, 4)
    found = quarter(year, number + 1)
    if told.days is None or told.days == quarter(int(told.value[:4]), int(told.value[-1])).days:
        return found
    last = shift_months(told.days.last.replace(day=1), 3 * count)
    first = shift_months(told.days.first, 3 * count)
    days = DateSpan(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]), Precision.QUARTER)
    return found._replace(days=days)


@_kept
def half(year: int, number: int) -> Timex:
    """One half of the calendar year."""
    return Timex("DATE", f"{year:04d}-H{number}", _months(year, 6 * number - 5, 6, Precision.HALF))


SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which each season of the northern year begins; a winter is named by the year of its December."""


@_kept
def season(year: int, code: str) -> Timex:
    """A season of three whole months, as meteorologists reckon it."""
    first = SEASONS[code]
    days = _months(year, first, 3, Precision.SEASON)
    return Timex("DATE", f"{year:04d}-{code}", days)


@_kept
def year(number: int) -> Timex:
    """One year."""
    return Timex("DATE", f"{number:04d}", DateSpan.year(number))


@_kept
def decade(first: int) -> Timex:
    """The ten years from ``first``."""
    days = DateSpan(date(first, 1, 1), date(first + 9, 12, 31), Precision.DECADE)
    return Timex("DATE", f"{first // 10:03d}X", days)


def century(number: int) -> Timex:
    """The ``number``-th century, reckoned as news does: the 20th has the years 1900 to 1999, the value "19"."""
    first = max(100 * (number - 1), 1)
    days = DateSpan(date(first, 1, 1), date(100 * number - 1, 12, 31), Precision.CENTURY)
    return Timex("DATE", f"{number - 1:02d}", days)


def before_christ(value: int, digits: int) -> Timex:
    """A year (four digits) or century (two) before the common era, of which the calendar here knows no days."""
    return Timex("DATE", f"BC{value:0{digits}d}")


def duration(value: str) -> Timex:
    """A length of time; ``value`` as in ``P3D``."""
    return Timex("DURATION", value)


def repeated(value: str) -> Timex:
    """A set of times; ``value`` as in ``P1W`` or ``XXXX-WXX-1``."""
    return Timex("SET", value)


def shift_months(when: date, by: int) -> date:
    """The same day ``by`` months later, or the last of that month. Raises OverflowError outside the calendar."""
    months = 12 * when.year + when.month - 1 + by
    year_, month_ = divmod(months, 12)
    if not 1 <= year_ <= 9999:
        raise OverflowError("outside the calendar")
    return date(year_, month_ + 1, min(when.day, calendar.monthrange(year_, month_ + 1)[1]))


def _between(first: date, last: date, precision: Precision) -> DateSpan:
    return DateSpan(first, last, precision)


def _months(year_: int, first: int, count: int, precision: Precision) -> DateSpan:
    start = date(year_, first, 1)
    return DateSpan(start, shift_months(start, count) - timedelta(days=1), precision)


class Part(NamedTuple):
    """Which piece of a longer time is meant: from ``first`` to ``last``, as fractions of it."""

    first: float
    last: float


PARTS = {
    "early": Part(0, 1 / 3),
    "beginning": Part(0, 1 / 3),
    "start": Part(0, 1 / 3),
    "mid": Part(1 / 3, 2 / 3),
    "middle": Part(1 / 3, 2 / 3),
    "late": Part(2 / 3, 1),
    "end": Part(2 / 3, 1),
    "close": Part(2 / 3, 1),
}
"""The thirds that "early", "mid" and "late" are taken to mean."""


def part(timex: Timex, word: str, to: str = "") -> Timex:
    """The early, middle or late third of ``timex``: the value stays (TIMEX3 marks it elsewhere), the days shrink.

    With ``to`` it goes on to the end of that third: "mid-to-late".
    """
    days = timex.days
    if days is None or days.first == days.last or timex.type != "DATE":
        return timex
    which = Part(PARTS[word].first, PARTS[to or word].last)
    if days.precision is Precision.YEAR:  # by whole months: January to April, May to August, September to December
        first = date(days.first.year, 1 + round(12 * which.first), 1)
        last = shift_months(first, round(12 * (which.last - which.first))) - timedelta(days=1)
        return timex._replace(days=DateSpan(first, last, Precision.PART))
    if days.precision in {Precision.DECADE, Precision.CENTURY}:  # by whole years
        years = days.last.year - days.first.year + 1
        first = date(days.first.year + round(years * which.first), 1, 1)
        last = date(days.first.year + round(years * which.last) - 1, 12, 31)
        return timex._replace(days=DateSpan(first, last, Precision.PART))
    length = (days.last - days.first).days + 1
    begin = days.first + timedelta(days=round(length * which.first))
    end = days.first + timedelta(days=max(round(length * which.last) - 1, 0))
    return timex._replace(days=DateSpan(begin, max(begin, end), Precision.PART))
