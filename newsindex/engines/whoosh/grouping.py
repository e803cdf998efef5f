"""Which of many matches are shown, and in what order: passages under their articles, sorted by a column.

Matches are document numbers in ascending order. The *group* of a match is the hit that it belongs to: the passage
itself, or its article, whose passages follow it.

    >>> best_of_groups(np.array([4, 4, 9]), np.array([1.0, 3.0, 2.0], np.float32)).tolist()
    [1, 2]
"""

from __future__ import annotations

from datetime import date

import numpy as np

from newsindex.engines.whoosh.array_types import Floats, Ints
from newsindex.engines.whoosh.columns import Column, SpansColumn
from newsindex.engines.whoosh.postings import runs

__all__ = ["best_of_groups", "earliest_days", "group_starts", "in_order"]


def group_starts(groups: Ints) -> Ints:
    """Where each group begins, among groups that ascend."""
    fresh = np.empty(len(groups), np.bool_)
    fresh[:1] = True
    np.not_equal(groups[1:], groups[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)


def best_of_groups(groups: Ints, scores: Floats) -> Ints:
    """The place of the best match of each group (the first among equals), in the order of the groups."""
    starts = group_starts(groups)
    if not len(starts):
        return starts
    lengths = np.diff(starts, append=len(groups))
    best = np.flatnonzero(scores == np.maximum.reduceat(scores, starts).repeat(lengths))
    return best[group_starts(groups[best])]


def in_order(keys: Ints | Floats, wanted: int) -> Ints:
    """The places of the ``wanted`` least keys in order, equals as they come."""
    if wanted * 4 < len(keys):
        if wanted <= 0:
            return np.zeros(0, np.int64)
        bar = np.partition(keys, wanted - 1)[wanted - 1]
        below, level = np.flatnonzero(keys < bar), np.flatnonzero(keys == bar)
        chosen = np.concatenate((below, level[: wanted - len(below)]))
        return chosen[keys[chosen].argsort(kind="stable")]
    return keys.argsort(kind="stable")[:wanted]


def earliest_days(column: Column | None, docs: Ints) -> Ints:
    """For each document the first day that it tells of; a day after all others where it tells of none."""
    first = np.full(len(docs), date.max.toordinal() + 1, np.int64)
    if isinstance(column, SpansColumn):
        starts = column.edges.take(docs).astype(np.int64)
        lengths = column.edges.take(docs + 1).astype(np.int64) - starts
        told = np.flatnonzero(lengths)
        if len(told):
            days = column.firsts.take(runs(starts, lengths)).astype(np.int64)
            first[told] = np.minimum.reduceat(days, (np.cumsum(lengths) - lengths)[told]) + column.base
    return first
