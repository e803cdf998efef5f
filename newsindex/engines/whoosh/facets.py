"""Counting, grouping and sorting over all matches, as arrays.

Matches are document numbers in ascending order; a *group* is the hit that a match belongs to: the passage itself, or
its article, whose number is that of the last article at or before it. Values are counted as numbers and get their names
only where somebody looks.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from newsindex.buckets import Bucket, bucket_names
from newsindex.engines.whoosh.columns import Column, IntColumn, KeywordColumn, KeywordsColumn, SpansColumn
from newsindex.spans import DateSpan

__all__ = ["Counts", "Labels", "count_days", "count_names", "earliest_days", "parents_of"]

Ints = npt.NDArray[np.int64]


def parents_of(docs: Ints, articles: Ints) -> Ints:
    """For each document the article that it belongs to."""
    return articles[np.searchsorted(articles, docs, side="right") - 1]


class Labels:
    """The values of a column as they are counted and shown; ``joined`` has values that are counted as another one."""

    def __init__(self, words: Sequence[bytes], joined: Mapping[str, str] | None = None) -> None:
        self._words = words
        self._more: list[str] = []
        self.joined = joined
        self.of_rank: Ints | None = None
        """The label of each rank, where it is not the rank itself."""
        self._places: Ints | None = None
        if joined:
            self._join(joined)

    def __len__(self) -> int:
        return len(self._words) + len(self._more)

    def name(self, label: int) -> str:
        """What a label is called."""
        words = len(self._words)
        return _text(self._words[label]) if label < words else self._more[label - words]

    def places(self, labels: Ints) -> Ints:
        """The places of labels in the order of the alphabet."""
        return labels if self._places is None else self._places[labels]

    def _join(self, joined: Mapping[str, str]) -> None:
        ranks = {_text(word): rank for rank, word in enumerate(self._words)}
        of_rank = np.arange(len(ranks), dtype=np.int64)
        for name, shown in joined.items():
            if name in ranks:
                if shown not in ranks:
                    ranks[shown] = len(ranks)
                    self._more.append(shown)
                of_rank[ranks[name]] = ranks[shown]
        self.of_rank = of_rank
        if self._more:
            self._places = np.empty(len(ranks), np.int64)
            self._places[[ranks[name] for name in sorted(ranks)]] = np.arange(len(ranks))


class Counts(Mapping[str, int]):
    """Values and in how many groups each stands, most frequent first; names are looked up when they are asked for."""

    def __init__(self, counts: Ints, labels: Labels) -> None:
        """``counts`` are those of each label of ``labels``, by its number."""
        found = np.flatnonzero(counts)
        order = np.lexsort((labels.places(found), -counts[found]))
        self._found = found[order]
        self._counts = counts[self._found]
        self._labels = labels

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[str]:
        return (self._labels.name(label) for label in self._found)

    def __getitem__(self, name: str) -> int:
        return self._by_name[name]

    def items(self) -> ItemsView[str, int]:
        """The values with their counts, named one by one."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, int]]:
        """The same, for going through once."""
        return zip(self, self._counts.tolist(), strict=True)

    def __repr__(self) -> str:
        return repr(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return dict(self.pairs())


class _Items(ItemsView[str, int]):
    _mapping: Counts

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self._mapping.pairs()


def count_names(column: Column | None, labels: Labels, docs: Ints, groups: Ints) -> Mapping[str, int]:
    """In how many groups each value of a column of keywords stands, most frequent first."""
    owners: Ints | None = None if groups is docs else groups
    if isinstance(column, KeywordColumn):
        ranks = column.values[docs]
        present = np.flatnonzero(ranks)
        values = ranks[present].astype(np.int64) - 1
        owners = None if owners is None else owners[present]
    elif isinstance(column, KeywordsColumn):
        starts, lengths = _pieces(column.edges, docs)
        values = column.values[_inside(starts, lengths)].astype(np.int64)
        if owners is not None or labels.of_rank is not None:
            owners = np.repeat(groups, lengths)
    else:
        return {}
    if labels.of_rank is not None:
        values = labels.of_rank[values]
    return Counts(_counted(owners, values, len(labels)), labels)


def count_days(column: Column | None, docs: Ints, groups: Ints, by: Bucket | None) -> Mapping[str, int]:
    """In how many groups each day, or bucket of days, stands, most frequent first; named as by ``bucket_names``."""
    if isinstance(column, IntColumn):
        values = column.values[docs].astype(np.int64)
        used, numbers = _numbered(values)
        spans = [DateSpan.day(date.fromordinal(day)) for day in (used + column.base).tolist()]
        owners: Ints | None = None if groups is docs else groups
    elif isinstance(column, SpansColumn):
        starts, lengths = _pieces(column.edges, docs)
        inside = _inside(starts, lengths)
        firsts = column.firsts[inside].astype(np.int64)
        longs = column.lasts[inside].astype(np.int64) - firsts
        width = int(longs.max(initial=0)) + 1
        used, numbers = _numbered(firsts * width + longs)
        spans = [
            DateSpan(date.fromordinal(first), date.fromordinal(first + long))
            for first, long in zip((used // width + column.base).tolist(), (used % width).tolist(), strict=True)
        ]
        owners = np.repeat(groups, lengths)
    else:
        return {}
    names: dict[str, int] = {}
    bucket_of = np.full(len(spans), -1, np.int64)
    for number, days in enumerate(spans):
        for name in bucket_names((days,), by):
            bucket_of[number] = names.setdefault(name, len(names))
    values = bucket_of[numbers]
    if len(bucket_of) and bucket_of.min() < 0:
        named = values >= 0
        values, owners = values[named], None if owners is None else owners[named]
    counts = _counted(owners, values, len(names))
    return dict(sorted(zip(names, counts.tolist(), strict=True), key=lambda item: (-item[1], item[0])))


def earliest_days(column: Column | None, docs: Ints) -> Ints:
    """For each document the first day that it tells of; a day after all others where it tells of none."""
    first = np.full(len(docs), date.max.toordinal() + 1, np.int64)
    if isinstance(column, SpansColumn):
        starts, lengths = _pieces(column.edges, docs)
        rows = np.repeat(np.arange(len(docs)), lengths)
        np.minimum.at(first, rows, column.firsts[_inside(starts, lengths)].astype(np.int64) + column.base)
    return first


def _counted(owners: Ints | None, values: Ints, width: int) -> Ints:
    """How often each value stands; with owners, one of them counts once for a value, however often it has it."""
    if owners is not None and len(values):
        pairs = owners * np.int64(width) + values
        pairs.sort()
        values = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] % width
    return np.bincount(values, minlength=width)


def _numbered(values: Ints) -> tuple[Ints, Ints]:
    """The distinct values in order, and for each value its number among them."""
    if not len(values):
        return values, values
    least = int(values.min())
    width = int(values.max()) - least + 1
    if width > 16 * len(values) + 4_096:
        used, numbers = np.unique(values, return_inverse=True)
        return used, numbers.reshape(-1)
    present = np.zeros(width, np.bool_)
    present[values - least] = True
    number_of = np.cumsum(present) - 1
    return np.flatnonzero(present) + least, number_of[values - least]


def _pieces(edges: npt.NDArray[Any], docs: Ints) -> tuple[Ints, Ints]:
    """Where the entries of each document begin, and how many they are."""
    starts = edges[docs].astype(np.int64)
    return starts, edges[docs + 1].astype(np.int64) - starts


def _inside(starts: Ints, lengths: Ints) -> Ints:
    """The places of all entries, piece after piece."""
    ends = np.cumsum(lengths)
    whole = int(ends[-1]) if len(ends) else 0
    return np.arange(whole) + np.repeat(starts - ends + lengths, lengths)


def _text(word: bytes) -> str:
    return word.decode("utf-8", "replace")
