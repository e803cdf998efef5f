"""Facets: in how many of all matches each value of some columns stands.

A ``Tally`` is a column made ready for counting. Each value has a number, its *label*; a document has each of its labels
once, whatever the column repeats or ``joined`` counts as one. ``Facets`` lays the tallies that are counted together
side by side, so that a match costs one look-up whatever is counted of it, and all are added up by one ``bincount``:

    edges    i4 or i8 for each document and one more: document d has labels[edges[d] : edges[d + 1]]
             (None where each document has exactly one label)
    labels   uN; those of the second tally follow on those of the first, and so on

Values are counted as numbers, put in order and named only where somebody looks (``Counts``).

    >>> facets = Facets({"about": Tally.of_words(KeywordColumn.of([b"oil", None, b"gold", b"oil"]))})
    >>> facets.count(np.array([0, 1, 2, 3]))
    {'about': {'oil': 2, 'gold': 1}}
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from attrs import frozen

from newsindex.buckets import Bucket, bucket_names
from newsindex.engines.whoosh.arrays import smallest
from newsindex.engines.whoosh.columns import Column, IntColumn, KeywordColumn, KeywordsColumn, SpansColumn
from newsindex.engines.whoosh.postings import runs
from newsindex.spans import DateSpan

__all__ = ["Counts", "Facets", "Tally"]

AnyArray = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]

_LOOKED_AT = 64
"""Who looks at a facet mostly sees so many of its values; the others are put in order only for those who go on."""

_PIECE = 8_192


class Names:
    """What labels are called: first the words of a dictionary, then some more."""

    def __init__(self, words: Sequence[bytes], more: Sequence[str] = ()) -> None:
        self._words = words
        self._more = more

    def __len__(self) -> int:
        return len(self._words) + len(self._more)

    def __getitem__(self, label: int) -> str:
        words = len(self._words)
        return _text(self._words[label]) if label < words else self._more[label - words]

    @cached_property
    def places(self) -> Ints:
        """For each label its place in the order of the alphabet."""
        places = np.arange(len(self))
        if self._more:
            places[sorted(range(len(self)), key=self.__getitem__)] = np.arange(len(self))
        return places


class Counts(Mapping[str, int]):
    """Values and in how many matches each stands, most frequent first, equals by name."""

    def __init__(self, names: Names, labels: Ints, counts: Ints) -> None:
        self._names = names
        self._labels = labels
        self._counts = counts

    def __len__(self) -> int:
        return len(self._labels)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.pairs())

    def __getitem__(self, name: str) -> int:
        return self._by_name[name]

    def items(self) -> ItemsView[str, int]:
        """The values with their counts, named one by one."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, int]]:
        """The same, for going through once."""
        first, others = self._split
        yield from self._named(first)
        if len(others):
            yield from self._named(self._in_order(others))

    def __repr__(self) -> str:
        return repr(self._by_name)

    def _named(self, places: Ints) -> Iterator[tuple[str, int]]:
        for label, count in zip(self._labels[places].tolist(), self._counts[places].tolist(), strict=True):
            yield self._names[label], count

    def _in_order(self, places: Ints) -> Ints:
        return places[np.lexsort((self._names.places[self._labels[places]], -self._counts[places]))]

    @cached_property
    def _split(self) -> tuple[Ints, Ints]:
        """The places of the most frequent values, in order, and those of the others."""
        counts = self._counts
        if len(counts) <= 2 * _LOOKED_AT:
            return self._in_order(np.arange(len(counts))), np.zeros(0, np.int64)
        # As many of the highest of some rows as are looked at: no value above the least of them can be missed.
        rows = counts[: len(counts) // _LOOKED_AT // 2 * _LOOKED_AT * 2].reshape(-1, 2 * _LOOKED_AT)
        bar = np.sort(np.maximum.reduce(rows, axis=0))[_LOOKED_AT]
        return self._in_order(np.flatnonzero(counts > bar)), np.flatnonzero(counts <= bar)

    @cached_property
    def _by_name(self) -> dict[str, int]:
        return dict(self.pairs())


class _Items(ItemsView[str, int]):
    _mapping: Counts

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self._mapping.pairs()


@frozen(eq=False)
class Tally:
    """A column made ready for counting."""

    names: Names
    edges: Ints | None
    labels: Ints

    @classmethod
    def of_words(cls, column: Column | None, joined: Mapping[str, str] | None = None) -> Self:
        """A column of words; ``joined`` has words that are counted as another one."""
        edges: Ints | None = None
        if isinstance(column, KeywordColumn):
            labels = column.values.astype(np.int64) - 1
            edges, labels = _without_gaps(labels)
        elif isinstance(column, KeywordsColumn):
            edges, labels = column.edges.astype(np.int64), column.values.astype(np.int64)
        else:
            return cls.empty()
        names = Names(column.words)
        if joined:
            names, label_of = _joined(column.words, joined)
            labels = label_of[labels]
        return cls(names, *_once_each(edges, labels, len(names)))

    @classmethod
    def of_days(cls, column: Column | None, by: Bucket | None = None) -> Self:
        """A column of days or spans of days, named as by ``bucket_names``."""
        edges: Ints | None = None
        if isinstance(column, IntColumn):
            used, numbers = _numbered(column.values.astype(np.int64) + max(1, column.base))
            spans = [DateSpan.day(date.fromordinal(day)) for day in used.tolist()]
        elif isinstance(column, SpansColumn):
            edges = column.edges.astype(np.int64)
            firsts = column.firsts.astype(np.int64)
            longs = column.lasts.astype(np.int64) - firsts
            width = int(longs.max(initial=0)) + 1
            used, numbers = _numbered(firsts * width + longs)
            spans = [
                DateSpan(date.fromordinal(first), date.fromordinal(first + long))
                for first, long in zip((used // width + column.base).tolist(), (used % width).tolist(), strict=True)
            ]
        else:
            return cls.empty()
        names: dict[str, int] = {}
        label_of = np.full(len(spans), -1, np.int64)
        for number, days in enumerate(spans):
            for name in bucket_names((days,), by):
                label_of[number] = names.setdefault(name, len(names))
        labels = label_of[numbers]
        if isinstance(column, IntColumn) and column.present is not None:
            labels[~column.present] = -1
        if edges is None:
            edges, labels = _without_gaps(labels)
        elif len(label_of) and label_of.min() < 0:
            kept = labels >= 0
            edges, labels = np.concatenate(([0], np.cumsum(kept)))[edges], labels[kept]
        return cls(Names((), list(names)), *_once_each(edges, labels, len(names)))

    @classmethod
    def empty(cls) -> Self:
        """No value in any document."""
        return cls(Names(()), None, np.zeros(0, np.int64))

    def only(self, docs: Ints, count: int) -> Tally:
        """The same for some of ``count`` documents; the others have no labels."""
        chosen = np.zeros(count, np.bool_)
        chosen[docs] = True
        lengths = self.lengths(count)
        edges = np.concatenate(([0], np.cumsum(lengths * chosen)))
        return Tally(self.names, edges, self.labels[chosen.repeat(lengths)])

    def lengths(self, docs: int) -> Ints:
        """How many labels each of ``docs`` documents has."""
        if self.edges is not None:
            return np.diff(self.edges)
        return np.full(docs, 1 if len(self.labels) else 0, np.int64)


class Facets:
    """Some columns, by the fields that they are facets of, laid out for being counted together."""

    def __init__(self, tallies: Mapping[str, Tally]) -> None:
        self._names = {field: tally.names for field, tally in tallies.items()}
        ends = np.cumsum([len(names) for names in self._names.values()])
        self._edges, labels = _side_by_side(list(tallies.values()), [0, *ends[:-1].tolist()])
        # Counting is mostly waiting for these two, so they are as narrow as they can be.
        self._labels = smallest(labels)
        if self._edges is not None and len(labels) < 1 << 31:
            self._edges = self._edges.astype(np.int32)
        self._ends: list[int] = ends.tolist()
        self._whole: Ints | None = None

    def count(self, docs: Ints, *, among: Ints | None = None) -> dict[str, Counts]:
        """In how many of some documents each value stands.

        ``among`` are documents that hold all of these, always the same: of many it is quicker to count the others.
        """
        if among is None or 2 * len(docs) < len(among):
            if len(docs) * 8 < self._ends[-1]:
                return self._by_field(*np.unique(self._of(docs), return_counts=True))
            return self._found(self._added_up(docs))
        if self._whole is None:
            self._whole = self._added_up(among)
        rest = np.zeros(int(among[-1]) + 1 if len(among) else 0, np.bool_)
        rest[among] = True
        rest[docs] = False
        return self._found(self._whole - self._added_up(np.flatnonzero(rest)))

    def count_groups(self, docs: Ints, groups: Ints) -> dict[str, Counts]:
        """In how many groups each value stands, in any document of the group that ``groups`` names for it."""
        width = max(1, self._ends[-1])
        labels = self._of(docs).astype(np.int64)
        owners = groups if self._edges is None else np.repeat(groups, self._lengths(docs))
        pairs = (owners * width + labels) if len(labels) else labels
        pairs.sort()
        return self._found(np.bincount(_distinct(pairs) % width, minlength=width))

    def _of(self, docs: Ints) -> AnyArray:
        """The labels of some documents, one after another."""
        if not len(self._labels):
            return self._labels
        if self._edges is None:
            return self._labels.take(docs)
        return self._labels.take(runs(self._edges.take(docs).astype(np.int64), self._lengths(docs)))

    def _lengths(self, docs: Ints) -> Ints:
        assert self._edges is not None
        lengths: Ints = self._edges.take(docs + 1) - self._edges.take(docs)
        return lengths

    def _added_up(self, docs: Ints) -> Ints:
        """How many of some documents have each label."""
        counts = np.zeros(self._ends[-1], np.int64)
        # Pieces whose arrays stay small are given the same memory again and again, which costs less than fresh memory.
        for start in range(0, len(docs), _PIECE):
            counts += np.bincount(self._of(docs[start : start + _PIECE]), minlength=len(counts))
        return counts

    def _found(self, counts: Ints) -> dict[str, Counts]:
        labels = np.flatnonzero(counts)
        return self._by_field(labels, counts.take(labels))

    def _by_field(self, labels: AnyArray, counts: Ints) -> dict[str, Counts]:
        """Labels, ascending, and their counts, by the field that they belong to."""
        cuts = labels.searchsorted(self._ends).tolist()
        found, start, before = {}, 0, 0
        for (field, names), cut, end in zip(self._names.items(), cuts, self._ends, strict=True):
            found[field] = Counts(names, labels[start:cut].astype(np.int64) - before, counts[start:cut])
            start, before = cut, end
        return found


def _side_by_side(tallies: Sequence[Tally], firsts: Sequence[int]) -> tuple[Ints | None, Ints]:
    """The edges and labels of several tallies as those of one; the labels of each begin at one of ``firsts``."""
    if len(tallies) == 1:
        return tallies[0].edges, tallies[0].labels
    docs = max(len(one.labels) if one.edges is None else len(one.edges) - 1 for one in tallies)
    each = [one.lengths(docs) for one in tallies]
    edges = np.zeros(docs + 1, np.int64)
    np.cumsum(sum(each), out=edges[1:])
    labels = np.empty(int(edges[-1]), np.int64)
    begins = edges[:-1].copy()
    for one, lengths, first in zip(tallies, each, firsts, strict=True):
        labels[runs(begins, lengths)] = one.labels + first
        begins += lengths
    return edges, labels


def _joined(words: Sequence[bytes], joined: Mapping[str, str]) -> tuple[Names, Ints]:
    """What labels are called where some words are counted as another one, and the label of each word."""
    ranks = {_text(word): rank for rank, word in enumerate(words)}
    more: list[str] = []
    label_of = np.arange(len(ranks), dtype=np.int64)
    for name, shown in joined.items():
        rank = ranks.get(name, len(words))
        if rank < len(words):
            if shown not in ranks:
                ranks[shown] = len(ranks)
                more.append(shown)
            label_of[rank] = ranks[shown]
    return Names(words, more), label_of


def _without_gaps(labels: Ints) -> tuple[Ints | None, Ints]:
    """Edges and labels of documents with one label each, or with none, which -1 stands for."""
    present = labels >= 0
    if present.all():
        return None, labels
    return np.concatenate(([0], np.cumsum(present))), labels[present]


def _once_each(edges: Ints | None, labels: Ints, width: int) -> tuple[Ints | None, Ints]:
    """The same with each label once in each document."""
    if edges is None or not len(labels):
        return edges, labels
    pairs = np.repeat(np.arange(len(edges) - 1), np.diff(edges)) * width + labels
    pairs.sort()
    pairs = _distinct(pairs)
    return pairs.searchsorted(np.arange(len(edges)) * width), pairs % width


def _distinct(ascending: Ints) -> Ints:
    fresh = np.empty(len(ascending), np.bool_)
    fresh[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=fresh[1:])
    return ascending[fresh]


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


def _text(word: Any) -> str:
    return bytes(word).decode("utf-8", "replace")
