"""Counting, grouping and sorting over all matches, as arrays.

Matches are document numbers in ascending order; a *group* is the hit that a match belongs to: the passage itself, or
its article, whose number is that of the last article at or before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from newsindex.buckets import Bucket, bucket_names
from newsindex.engines.whoosh.columns import Column, IntColumn, KeywordColumn, KeywordsColumn, SpansColumn
from newsindex.spans import DateSpan

__all__ = ["count_values", "earliest_days", "parents_of"]

Ints = npt.NDArray[np.int64]


def parents_of(docs: Ints, articles: Ints) -> Ints:
    """For each document the article that it belongs to."""
    return articles[np.searchsorted(articles, docs, side="right") - 1]


def count_values(
    column: Column | None, docs: Ints, groups: Ints, by: Bucket | None, *, joined: Mapping[str, str] | None = None
) -> dict[str, int]:
    """In how many groups each value of a column stands, most frequent first; days as ``bucket_names`` tells them.

    ``joined`` has values that are counted as another one.
    """
    if column is None or not len(docs):
        return {}
    owners, values, names = _values(column, docs, groups, by)
    if not len(values):
        return {}
    if joined:
        places: dict[str, int] = {}
        values = np.array([places.setdefault(joined.get(name, name), len(places)) for name in names], np.int64)[values]
        names = list(places)
    # One group counts once for a value, however many of its documents have it.
    pairs = np.unique(owners * np.int64(len(names)) + values)
    counts = np.bincount(pairs % len(names), minlength=len(names))
    found = [(names[place], int(counts[place])) for place in np.flatnonzero(counts).tolist()]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def earliest_days(column: Column | None, docs: Ints) -> Ints:
    """For each document the first day that it tells of; a day after all others where it tells of none."""
    first = np.full(len(docs), date.max.toordinal() + 1, np.int64)
    if isinstance(column, SpansColumn):
        rows, places = _rows(column.edges, docs)
        np.minimum.at(first, rows, column.firsts[places].astype(np.int64) + column.base)
    return first


def _values(column: Column, docs: Ints, groups: Ints, by: Bucket | None) -> tuple[Ints, Ints, list[str]]:
    """Pairs of a group and a number of a value, and the values by number."""
    if isinstance(column, KeywordColumn):
        ranks = column.values[docs].astype(np.int64)
        return _named(groups[ranks > 0], ranks[ranks > 0] - 1, column)
    if isinstance(column, KeywordsColumn):
        rows, places = _rows(column.edges, docs)
        return _named(groups[rows], column.values[places].astype(np.int64), column)
    if isinstance(column, IntColumn):
        days, numbers = np.unique(column.values[docs].astype(np.int64) + column.base, return_inverse=True)
        spans = [DateSpan.day(date.fromordinal(day)) for day in days.tolist()]
        return _bucketed(groups, numbers, spans, by)
    if isinstance(column, SpansColumn):
        rows, places = _rows(column.edges, docs)
        ends = np.stack((column.firsts[places].astype(np.int64), column.lasts[places].astype(np.int64))) + column.base
        pairs, numbers = np.unique(ends, axis=1, return_inverse=True)
        spans = [DateSpan(date.fromordinal(first), date.fromordinal(last)) for first, last in pairs.T.tolist()]
        return _bucketed(groups[rows], numbers.reshape(-1), spans, by)
    raise TypeError(f"a column of kind {column.kind!r} has no values to count")


def _named(owners: Ints, ranks: Ints, column: KeywordColumn | KeywordsColumn) -> tuple[Ints, Ints, list[str]]:
    used, values = np.unique(ranks, return_inverse=True)
    names = [column.words[rank].decode("utf-8", "replace") for rank in used.tolist()]
    return owners, values, names


def _bucketed(
    owners: Ints, numbers: Ints, spans: Iterable[DateSpan], by: Bucket | None
) -> tuple[Ints, Ints, list[str]]:
    names: dict[str, int] = {}
    to_name = []
    for days in spans:
        (name,) = bucket_names((days,), by) or (None,)
        to_name.append(-1 if name is None else names.setdefault(name, len(names)))
    values = np.array(to_name, np.int64)[numbers] if to_name else np.zeros(0, np.int64)
    return owners[values >= 0], values[values >= 0], list(names)


def _rows(edges: npt.NDArray[Any], docs: Ints) -> tuple[Ints, Ints]:
    """Which of ``docs`` each entry belongs to (by its place among them), and where the entry stands."""
    starts = edges[docs].astype(np.int64)
    lengths = edges[docs + 1].astype(np.int64) - starts
    rows = np.repeat(np.arange(len(docs)), lengths)
    ends = np.cumsum(lengths)
    places = np.arange(len(rows)) - np.repeat(ends - lengths, lengths) + np.repeat(starts, lengths)
    return rows, places
