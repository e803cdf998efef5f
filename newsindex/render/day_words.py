"""Days as people write them.

>>> days_in_words(DateSpan.parse("2024-10-08..2024-10-13")), days_in_words(DateSpan.month(2024, 10))
('8–13 October 2024', 'October 2024')
"""

from __future__ import annotations

from datetime import date

from newsindex.spans import DateSpan

__all__ = ["bucket_in_words", "day_in_words", "days_in_words", "month_in_words"]

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # not of the locale: the texts are English


def day_in_words(day: date) -> str:
    """A day: "8 October 2024"."""
    return f"{day.day} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """The month of a day: "October 2024"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def days_in_words(days: DateSpan) -> str:
    """A day, a month, a year or any span of days, as short as it can be told."""
    first, last = days.first, days.last
    if first == last:
        return day_in_words(first)
    if days == DateSpan.month(first.year, first.month):
        return month_in_words(first)
    if first.month == 1 and first.day == 1 and last.month == 12 and last.day == 31:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month_in_words(first)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {day_in_words(last)}"
    return f"{day_in_words(first)} – {day_in_words(last)}"


def bucket_in_words(name: str) -> str:
    """The name of a day, week, month or year of a histogram: "week of 7 October 2024"."""
    year, _, week = name.partition("-W")
    if week:
        return f"week of {day_in_words(date.fromisocalendar(int(year), int(week), 1))}"
    return days_in_words(DateSpan.parse(name))
