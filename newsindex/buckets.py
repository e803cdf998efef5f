"""Days counted by day, week, month or year.

>>> bucket_names([DateSpan.day(date(2024, 10, 8))], "week")
['2024-W41']
>>> fill({"2024-09": 1, "2024-11": 2}, "month")
{'2024-09': 1, '2024-10': 0, '2024-11': 2}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from newsindex.spans import DateSpan

__all__ = ["Bucket", "bucket_names", "fill"]

Bucket = Literal["day", "week", "month", "year"]

# A histogram over more buckets than this would be a page of zeros.
_MOST_BUCKETS = 100_000


def bucket_names(spans: Iterable[DateSpan], by: Bucket | None) -> list[str]:
    """The buckets that hold each span wholly; a month is in no day's bucket. With None, the spans as they are."""
    if by is None:
        return [str(days) for days in spans]
    names = []
    for days in spans:
        name = _name(days.first, by)
        if days.first == days.last or name == _name(days.last, by):
            names.append(name)
    return names


def fill(counts: Mapping[str, int], by: Bucket) -> dict[str, int]:
    """The counts in order of time, with a zero for each bucket between the first and the last."""
    if not counts:
        return {}
    names = sorted(counts)
    filled: dict[str, int] = {}
    day, last = _first_day(names[0], by), _first_day(names[-1], by)
    while len(filled) < _MOST_BUCKETS:
        name = _name(day, by)
        filled[name] = counts.get(name, 0)
        if day >= last:  # not one step further: there may be no day after the last one
            return filled
        day = _next(day, by)
    return {name: counts[name] for name in names}


def _name(day: date, by: Bucket) -> str:
    match by:
        case "day":
            return day.isoformat()
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "year":
            return f"{day.year:04d}"


def _first_day(name: str, by: Bucket) -> date:
    if by == "week":
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    return DateSpan.parse(name).first


def _next(day: date, by: Bucket) -> date:
    match by:
        case "day":
            return day + timedelta(days=1)
        case "week":
            return day + timedelta(days=7)
        case "month":
            return date(day.year + day.month // 12, day.month % 12 + 1, 1)
        case "year":
            return date(day.year + 1, 1, 1)
