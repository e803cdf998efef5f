"""Days as terms: which spans of days meet, answered by an inverted index without looking at a date.

Days lie in a tree: day, month, year, decade, century. A span of days is *covered* by the fewest nodes of the tree that
make it up ("2024-10-08..2024-10-10" by three days, "2024-10" by one month). A document is indexed under each node of
its cover (``=``) and under all nodes above them (``<``: something below here). Two spans meet exactly when a node of
one cover is the same as, above, or below a node of the other, so a question is a few terms joined by OR:

    >>> sorted(index_terms(DateSpan.day(date(2024, 10, 8))))
    ['<20', '<2024', '<2024-10', '<202x', '=2024-10-08']
    >>> sorted(query_terms(DateSpan.month(2024, 10)))
    ['<2024-10', '=20', '=2024', '=2024-10', '=202x']
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from newsindex.spans import DateSpan

__all__ = ["index_terms", "query_terms"]

_ONE_DAY = timedelta(days=1)


def index_terms(days: DateSpan) -> set[str]:
    """The terms under which a span of days is indexed."""
    terms: set[str] = set()
    for node in _cover(days.first, days.last):
        terms.add("=" + node)
        terms.update("<" + above for above in _above(node))
    return terms


def query_terms(days: DateSpan) -> set[str]:
    """The terms of which a document must have at least one to meet a span of days."""
    terms: set[str] = set()
    for node in _cover(days.first, days.last):
        terms.update(("=" + node, "<" + node))
        terms.update("=" + above for above in _above(node))
    return terms


def _cover(first: date, last: date) -> Iterator[str]:
    """The fewest nodes that make up the days from ``first`` to ``last``."""
    while True:
        node, end = max(
            ((node, end) for node, begin, end in _nodes_from(first) if begin == first and end <= last),
            key=lambda found: found[1],
        )
        yield node
        if end == last:
            return
        first = end + _ONE_DAY


def _nodes_from(day: date) -> Iterator[tuple[str, date, date]]:
    """The nodes that hold ``day``, each with its first and last day."""
    year, month = day.year, day.month
    yield day.isoformat(), day, day
    yield f"{year:04d}-{month:02d}", date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    yield f"{year:04d}", date(year, 1, 1), date(year, 12, 31)
    for node, length in ((f"{year // 10:03d}x", 10), (f"{year // 100:02d}", 100)):
        begin = year // length * length
        yield node, date(max(begin, 1), 1, 1), date(begin + length - 1, 12, 31)


def _above(node: str) -> list[str]:
    """The nodes that hold ``node``, from the century down."""
    whole = [node[:2], node[:3] + "x", node[:4], node[:7]]
    levels = {2: 0, 4: 1 if node.endswith("x") else 2, 7: 3, 10: 4}
    return whole[: levels[len(node)]]
