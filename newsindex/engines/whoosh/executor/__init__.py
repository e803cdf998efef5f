"""The executor: a whole query tree evaluated over arrays, document numbers and scores at a time.

Way of a query: ``compiling`` turns Whoosh's query tree into a plan of ``nodes`` (``leaves``, ``filters``,
``conjunction``, ``disjunction``); these take decoded posting lists (``words``) from the ``snapshot`` (one space of
documents over all segments) and meet, join and narrow them with a few numpy calls each; ``blocks`` skips what cannot
be among the best, ``selection`` picks these. ``phrases`` looks at positions (``places``), ``expansion`` at the
dictionary, ``unions`` joins the many terms found there, ``fallback`` asks Whoosh's own matchers what is not known here.
``source`` is all that is asked of a segment.

    >>> from newsindex.engines.whoosh.executor import Executor  # doctest: +SKIP
    >>> Executor.over(segments, schema).search(Term("text", "oil"), total=True)  # doctest: +SKIP
"""

from __future__ import annotations

from newsindex.engines.whoosh.executor.executor import Answer, Executor
from newsindex.engines.whoosh.executor.fallback import through_matchers
from newsindex.engines.whoosh.executor.queries import InColumn, Near, Spelled
from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = [
    "Answer",
    "Executor",
    "InColumn",
    "Near",
    "Snapshot",
    "Spelled",
    "through_matchers",
]
