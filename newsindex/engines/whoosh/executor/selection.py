"""The best few of many scores: highest first, and the lower document number first among equals.

>>> best(np.array([3, 7, 9]), np.array([1.0, 2.0, 2.0], np.float32), 2)
([7, 9], [2.0, 2.0])
"""

from __future__ import annotations

import numpy as np

from newsindex.engines.whoosh.executor.source import AnyArray, Floats, Ints

__all__ = ["best", "best_of_all", "constant", "order"]

_ROWS = 128
_FEW = 48


def best(docs: Ints, scores: AnyArray, limit: int) -> tuple[list[int], list[float]]:
    """The ``limit`` best of some documents, in order."""
    count = len(docs)
    if count > _FEW and count > 2 * limit:
        least = scores.copy()
        least.partition(count - limit)
        bar = least[count - limit]
        chosen = (scores >= bar).nonzero()[0]
        if len(chosen) > _FEW + 2 * limit:
            # So many stand exactly at the bar that sorting them all would cost more than the search did.
            above = (scores > bar).nonzero()[0]
            level = (scores == bar).nonzero()[0]
            level = level[docs.take(level).argsort(kind="stable")[: limit - len(above)]]
            chosen = np.concatenate((above, level))
        docs, scores = docs.take(chosen), scores.take(chosen)
    ranked = sorted(zip((-scores).tolist(), docs.tolist(), strict=True))[:limit]
    return [doc for _, doc in ranked], [-score for score, _ in ranked]


def best_of_all(scores: Floats, limit: int) -> tuple[list[int], list[float]]:
    """The ``limit`` best of a score for every document, 0 meaning no match; the length is a multiple of 128.

    Cut into 128 rows, the maximum of each column is found fast; the best columns give a bar that the best
    documents must reach, and only columns that reach it are looked into.
    """
    rows = scores.reshape(_ROWS, -1)
    tops = rows.max(axis=0)
    width = len(tops)
    if width > limit:
        bar = np.partition(tops, width - limit)[width - limit]
        columns = (tops >= bar).nonzero()[0] if bar > 0 else (tops > 0).nonzero()[0]
    else:
        bar, columns = np.float32(0), (tops > 0).nonzero()[0]
    if len(columns) * 4 > width:
        docs = ((scores >= bar) if bar > 0 else (scores > 0)).nonzero()[0]
        return best(docs, scores.take(docs), limit)
    inside = rows.take(columns, axis=1)
    row, column = ((inside >= bar) if bar > 0 else (inside > 0)).nonzero()
    docs = row * width + columns.take(column)
    docs.sort()
    return best(docs, scores.take(docs), limit)


def constant(docs: Ints, score: float, limit: int) -> tuple[list[int], list[float]]:
    """The first ``limit`` of documents that all have one score."""
    first = docs[:limit].tolist()
    return first, [score] * len(first)


def order(docs: Ints, scores: AnyArray, limit: int) -> Ints:
    """The places of the ``limit`` best, in order, as an array (for many)."""
    count = len(docs)
    places: Ints
    if count > limit:
        bar = np.partition(scores, count - limit)[count - limit]
        places = (scores >= bar).nonzero()[0]
        return places[np.lexsort((docs.take(places), -scores.take(places)))[:limit]]
    places = np.lexsort((docs, -scores))
    return places
