"""Whoosh's own matchers, for the queries that the executor does not know.

searcher = Searcher(whoosh_reader(snapshot, schema))
executor = Executor.over(snapshot.segments, schema, fallback=through_matchers(searcher))
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.searching import SearchContext, Searcher

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.executor.compiling import Fallback
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.executor.nodes import Scores

__all__ = ["through_matchers"]

_BREATH = 256


def through_matchers(searcher: Searcher) -> Fallback:
    """A fallback that walks the matchers of a searcher over the same segments, one document at a time."""

    def ask(query: Any, due: float) -> tuple[Ints, Scores]:
        docs: list[int] = []
        scores: list[float] = []
        context = SearchContext(weighting=searcher.weighting)
        for leaf, offset in searcher.leaf_searchers():
            matcher = query.matcher(leaf, context)
            while matcher.is_active():
                if not len(docs) % _BREATH:
                    check(due)
                docs.append(matcher.id() + offset)
                scores.append(matcher.score())
                matcher.next()
        return np.array(docs, np.int64), np.array(scores, np.float32)

    return ask
