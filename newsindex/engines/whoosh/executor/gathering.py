"""What is told about all matches at once: facets, order by a column, passages under their articles.

Each function takes document numbers as an array (ascending, as ``Executor.matches`` gives them) and columns of the
whole index (``Snapshot.column``); none looks at a document one by one.

    >>> column = KeywordColumn.of([b"oil", None, b"gold", b"oil"])
    >>> facet_counts(column, np.array([0, 1, 3]))
    {b'oil': 2}
"""

from __future__ import annotations

import numpy as np

from newsindex.engines.whoosh.columns import IntColumn, KeywordColumn, KeywordsColumn
from newsindex.engines.whoosh.executor.source import AnyArray, Floats, Ints
from newsindex.engines.whoosh.postings import runs

__all__ = ["best_of_each", "day_counts", "facet_counts", "in_order_of"]


def facet_counts(
    column: KeywordColumn | KeywordsColumn, docs: Ints, *, owners: AnyArray | None = None
) -> dict[bytes, int]:
    """Each word of a column and in how many of ``docs`` it stands, the most frequent first, equals by word.

    With ``owners`` (a number for every document of the index, such as the article of a passage) it counts different
    owners rather than documents.
    """
    if isinstance(column, KeywordColumn):
        ranks = column.values.take(docs).astype(np.int64) - 1
        whose = docs[ranks >= 0]
        ranks = ranks[ranks >= 0]
    else:
        starts = column.edges.take(docs).astype(np.int64)
        lengths = column.edges.take(docs + 1).astype(np.int64) - starts
        ranks = column.values.take(runs(starts, lengths)).astype(np.int64)
        whose = docs.repeat(lengths)
    if owners is not None:
        whose = owners.take(whose).astype(np.int64)
    if owners is not None or isinstance(column, KeywordsColumn):
        # Once for each document or owner, however often it bears the word.
        ranks = np.unique(whose * len(column.words) + ranks) % max(1, len(column.words))
    counts = np.bincount(ranks, minlength=len(column.words))
    found = counts.nonzero()[0]
    found = found[np.argsort(-counts[found], kind="stable")]
    return {column.words[rank]: count for rank, count in zip(found.tolist(), counts[found].tolist(), strict=True)}


def day_counts(column: IntColumn, docs: Ints, *, owners: AnyArray | None = None) -> dict[int, int]:
    """Each number of a column (a day) and how many of ``docs``, or of their owners, have it; numbers ascending."""
    if column.present is not None:
        docs = docs[column.present.take(docs)]
    values = column.values.take(docs).astype(np.int64)
    if owners is not None:
        _, first = np.unique(np.stack((owners.take(docs).astype(np.int64), values)), axis=1, return_index=True)
        values = values[first]
    numbers, counts = np.unique(values, return_counts=True)
    return {number + column.base: count for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)}


def in_order_of(column: IntColumn, docs: Ints, limit: int, *, descending: bool = False) -> Ints:
    """The places in ``docs`` of the first ``limit`` by the numbers of a column, equals as they come; those without
    a number stand last either way.
    """
    keys = column.values.take(docs).astype(np.int64)
    if descending:
        keys = -keys
    if column.present is not None:
        keys[~column.present.take(docs)] = np.iinfo(np.int64).max
    if limit < len(docs):
        bar = np.partition(keys, limit)[limit]
        chosen = (keys <= bar).nonzero()[0]
        places: Ints = chosen[keys.take(chosen).argsort(kind="stable")][:limit]
        return places
    return keys.argsort(kind="stable")


def best_of_each(owners: AnyArray, docs: Ints, scores: Floats) -> tuple[Ints, Ints, Floats]:
    """For each owner (the article of a passage) its best document: owners ascending, documents and scores.

    ``owners`` has a number for every document of the index; of equal scores the lower document stands.
    """
    whose = owners.take(docs).astype(np.int64)
    order = np.lexsort((docs, -scores, whose))
    sorted_owners = whose.take(order)
    first = np.empty(len(order), np.bool_)
    first[:1] = True
    np.not_equal(sorted_owners[1:], sorted_owners[:-1], out=first[1:])
    chosen = order[first]
    return whose.take(chosen), docs.take(chosen), scores.take(chosen)
