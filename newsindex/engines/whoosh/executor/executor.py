"""The one object that answers: a snapshot, and queries in.

executor = Executor.over(segments, schema)
executor.search(And([Term("text", "oil"), Term("text", "price")])).docs
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import Any, NamedTuple

import numpy as np

from newsindex.engines.whoosh.array_types import Floats, Ints
from newsindex.engines.whoosh.executor.compiling import Compiler, Fallback
from newsindex.engines.whoosh.executor.conjunction import Both
from newsindex.engines.whoosh.executor.deadlines import OutOfTime, check
from newsindex.engines.whoosh.executor.filters import Flat
from newsindex.engines.whoosh.executor.nodes import Node, Scores
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.source import SegmentSource
from newsindex.engines.whoosh.executor.weighting import LIKE_WHOOSH, Weighting
from newsindex.engines.whoosh.segment import Segment

__all__ = ["Answer", "Executor"]


class Answer(NamedTuple):
    """The best documents, highest score first; ``total`` is None where it was not asked for."""

    docs: list[int]
    scores: list[float]
    total: int | None
    complete: bool
    """False where the deadline came first; what is given is then only what was certain."""


class Executor:
    """Answers Whoosh queries over one committed state of an index. Threads may share it.

    Document numbers are those of Whoosh's own searcher over the same segments: the number within its segment plus the
    documents of all segments before. ``max_expansions`` bounds the words that a prefix or pattern may stand for
    (``QueryTooComplex`` above it).
    """

    def __init__(
        self, snapshot: Snapshot, *, fallback: Fallback | None = None, max_expansions: int | None = None
    ) -> None:
        self.snapshot = snapshot
        self._compiler = Compiler(snapshot, fallback, max_expansions)

    @classmethod
    def over(
        cls,
        segments: Iterable[Segment],
        schema: Any,
        *,
        fallback: Fallback | None = None,
        max_expansions: int | None = None,
        weighting: Weighting = LIKE_WHOOSH,
        budget: int = 256 << 20,
    ) -> Executor:
        """An executor over segments; ``budget`` is how many bytes of decoded postings are kept."""
        sources = [SegmentSource(segment) for segment in segments]
        snapshot = Snapshot(sources, schema, weighting=weighting, budget=budget)
        return cls(snapshot, fallback=fallback, max_expansions=max_expansions)

    def search(
        self,
        query: Any,
        *,
        limit: int = 10,
        offset: int = 0,
        narrowed: Any = None,
        total: bool = False,
        deadline: float | None = None,
    ) -> Answer:
        """The best matches of a query, of those that ``narrowed`` matches too where it is given.

        ``total`` asks for the exact number of matches. ``deadline`` is in ``time.monotonic()`` seconds.
        """
        due = inf if deadline is None else deadline
        count: int | None = None
        try:
            node = self._plan(query, narrowed, due)
            if total:
                (docs, scores), count = node.top_and_count(limit + offset if limit > 0 else 0, due)
            else:
                docs, scores = node.top(limit + offset, due) if limit > 0 else ([], [])
        except OutOfTime:
            return Answer([], [], 0 if total else None, False)
        if offset:
            docs, scores = docs[offset:], scores[offset:]
        return Answer(docs, scores, count, True)

    def search_all(
        self, query: Any, *, limit: int = 10, offset: int = 0, deadline: float | None = None
    ) -> tuple[Answer, Ints]:
        """The best matches, and all matching documents, ascending."""
        due = inf if deadline is None else deadline
        try:
            (docs, scores), matching = self._plan(query, None, due).top_of_all(limit + offset, due)
        except OutOfTime:
            return Answer([], [], 0, False), np.zeros(0, np.int64)
        return Answer(docs[offset:], scores[offset:], len(matching), True), matching

    def matches(self, query: Any, *, narrowed: Any = None, deadline: float | None = None) -> tuple[Ints, Floats, bool]:
        """All matching documents, ascending, their scores, and whether the work was done in time."""
        due = inf if deadline is None else deadline
        try:
            docs, scores = self._plan(query, narrowed, due).hits(due)
        except OutOfTime:
            return np.zeros(0, np.int64), np.zeros(0, np.float32), False
        return docs, _whole(docs, scores), True

    def docs(self, query: Any, *, deadline: float | None = None) -> tuple[Ints, bool]:
        """All matching documents, ascending, without scores, and whether the work was done in time."""
        due = inf if deadline is None else deadline
        try:
            return self._plan(query, None, due).docs(due), True
        except OutOfTime:
            return np.zeros(0, np.int64), False

    def count(self, query: Any) -> int:
        """How many documents match."""
        return self._plan(query, None, inf).count(inf)

    def _plan(self, query: Any, narrowed: Any, due: float) -> Node:
        if due < inf:
            check(due)
        node = self._compiler.node(query, due)
        if narrowed is not None:
            node = Both(self.snapshot, [node, Flat(self._compiler.node(narrowed, due), 0.0)])
        return node


def _whole(docs: Ints, scores: Scores) -> Floats:
    if isinstance(scores, float):
        return np.full(len(docs), scores, np.float32)
    whole: Floats = scores.astype(np.float32, copy=False)
    return whole
