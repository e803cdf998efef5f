"""The best few of many scores: highest first, and the lower document number first among equals.

>>> best(np.array([3, 7, 9]), np.array([1.0, 2.0, 2.0], np.float32), 2)
([7, 9], [2.0, 2.0])
"""

from __future__ import annotations

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Floats, Ints

__all__ = ["best", "best_of_all", "constant", "order"]

_ROWS = 128
_SORTED_WHOLE = 256
_COLUMNS = 64


def best(docs: Ints, scores: AnyArray, limit: int) -> tuple[list[int], list[float]]:
    """The ``limit`` best of some documents, ascending by number, in order."""
    count = len(docs)
    if count > _SORTED_WHOLE and count >= 8 * limit:
        # Laid out in rows, the best maxima of columns are scores that the best documents must reach.
        width = max(_COLUMNS, 4 * limit)
        rows = count // width
        tops = np.maximum.reduce(scores[: rows * width].reshape(rows, width), axis=0)
        tops.partition(width - limit)
        bar = tops[width - limit]
        chosen = (scores >= bar).nonzero()[0]
        if len(chosen) > _SORTED_WHOLE + 2 * limit:
            # So many reach the bar that sorting them all would cost more than the search did.
            scores_there = scores.take(chosen)
            exact = np.partition(scores_there, len(chosen) - limit)[len(chosen) - limit]
            above = chosen[scores_there > exact]
            level = chosen[scores_there == exact][: limit - len(above)]
            chosen = np.concatenate((above, level))
            chosen.sort()
        docs, scores = docs.take(chosen), scores.take(chosen)
    places = (-scores).argsort(kind="stable")[:limit]
    return docs.take(places).tolist(), scores.take(places).tolist()


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
