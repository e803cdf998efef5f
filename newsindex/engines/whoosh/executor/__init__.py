"""The executor: a whole query tree evaluated over arrays, document numbers and scores at a time.

Way of a query: ``compiling`` turns Whoosh's query tree into ``nodes``; these take decoded posting lists from the
``snapshot`` (one space of documents over all segments) and meet, join and narrow them with a few numpy calls each;
``selection`` picks the best. ``phrases`` looks at positions, ``expansion`` at the dictionary, ``gathering`` counts
facets, sorts by a column and groups passages under their articles. ``source`` is all that is asked of a segment.

    >>> from newsindex.engines.whoosh.executor import Executor  # doctest: +SKIP
    >>> Executor.over(segments, schema).search(Term("text", "oil"), total=True)  # doctest: +SKIP
"""

from __future__ import annotations

from newsindex.engines.whoosh.executor.executor import Answer, Executor
from newsindex.engines.whoosh.executor.fallback import through_matchers
from newsindex.engines.whoosh.executor.gathering import best_of_each, day_counts, facet_counts, in_order_of
from newsindex.engines.whoosh.executor.queries import InColumn, Near, Spelled
from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = [
    "Answer",
    "Executor",
    "InColumn",
    "Near",
    "Snapshot",
    "Spelled",
    "best_of_each",
    "day_counts",
    "facet_counts",
    "in_order_of",
    "through_matchers",
]
