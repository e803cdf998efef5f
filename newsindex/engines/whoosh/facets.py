"""Facets: in how many of all matches each value of some columns stands.

A ``Tally`` is a column made ready for counting. Each value has a number, its *label*; a document has each of its labels
once, whatever the column repeats or ``joined`` counts as one. ``Facets`` lays the tallies that are counted together
side by side, so that a match costs one look-up whatever is counted of it, and all are added up by one ``bincount``:

    labels   uN, the labels of each document, filled up to a multiple of 8 bytes with the label that comes after all;
             those of the second tally follow on those of the first, and so on
    pieces   the same as u8: what is gathered for a match are pieces of several labels
    edges    i4 or i8 for each document and one more: document d has pieces[edges[d] : edges[d + 1]]

Values are counted as numbers, put in order and named only where somebody looks (``counts``).

    >>> facets = Facets({"about": Tally.of_words(KeywordColumn.of([b"oil", None, b"gold", b"oil"]))})
    >>> facets.count(np.array([0, 1, 2, 3]))
    {'about': {'oil': 2, 'gold': 1}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self

import numpy as np
from attrs import frozen

from newsindex.buckets import Bucket, bucket_names
from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.columns import Column, IntColumn, KeywordColumn, KeywordsColumn, SpansColumn
from newsindex.engines.whoosh.counts import Counts, Names, text_of
from newsindex.engines.whoosh.postings import runs
from newsindex.engines.whoosh.terms import Terms
from newsindex.spans import DateSpan

__all__ = ["Facets", "Tally"]


_PIECE = 8
"""Bytes gathered at a time."""
_AT_ONCE = 8_192
_SORTED = 16
"""Labels that are so many times fewer than those there are to count are sorted rather than tallied."""
_NO_WORDS = Terms.of([])


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
            # Days and lengths are numbered first, so that there are few numbers to tell pairs of them apart by.
            firsts, starts = _numbered(column.firsts.astype(np.int64) + column.base)
            longs, lengths = _numbered(column.lasts.astype(np.int64) - column.firsts)
            used, numbers = _numbered(starts * len(longs) + lengths)
            spans = [
                DateSpan(date.fromordinal(first), date.fromordinal(first + long))
                for first, long in zip(
                    firsts[used // max(1, len(longs))].tolist(), longs[used % max(1, len(longs))].tolist(), strict=True
                )
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
        return cls(Names(_NO_WORDS, list(names)), *_once_each(edges, labels, len(names)))

    @classmethod
    def empty(cls) -> Self:
        """No value in any document."""
        return cls(Names(_NO_WORDS), None, np.zeros(0, np.int64))

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
        edges, labels = _side_by_side(list(tallies.values()), [0, *ends[:-1].tolist()])
        self._ends = ends.astype(np.int32)
        self._width = int(ends[-1]) + 1
        """How many labels there are, with the one that fills up."""
        self._edges, self._pieces, self._kind = _in_pieces(edges, labels, self._width - 1)
        self._whole: Ints | None = None

    def count(self, docs: AnyArray, *, of_all: bool = False) -> dict[str, Counts]:
        """In how many of some documents each value stands.

        With ``of_all``, where every document could be among them, of more than half the others are counted instead.
        """
        count = len(self._edges) - 1
        if not of_all or not 2 * len(docs) >= count > 0:
            if len(docs) > _AT_ONCE:
                return self._found(self._added_up(docs))
            labels = self._of(docs)
            if len(labels) * _SORTED < self._width:
                return self._by_field(*np.unique(labels, return_counts=True))
            return self._found(np.bincount(labels, minlength=self._width))
        if self._whole is None:
            self._whole = self._added_up(np.arange(count))
        rest = np.ones(count, np.bool_)
        rest[docs] = False
        return self._found(self._whole - self._added_up(np.flatnonzero(rest)))

    def count_groups(self, docs: Ints, groups: Ints) -> dict[str, Counts]:
        """In how many groups each value stands, in any document of the group that ``groups`` names for it."""
        labels = self._of(docs).astype(np.int64)
        owners = np.repeat(groups, self._lengths(docs) * (self._pieces.itemsize // self._kind.itemsize))
        pairs = owners * self._width + labels
        pairs.sort()
        return self._found(np.bincount(_distinct(pairs) % self._width, minlength=self._width))

    def _of(self, docs: AnyArray) -> AnyArray:
        """The labels of some documents, one after another, filled up."""
        if not len(self._pieces):
            return np.zeros(0, self._kind)
        starts = self._edges.take(docs).astype(np.int64)
        labels: AnyArray = self._pieces.take(runs(starts, self._edges.take(docs + 1) - starts)).view(self._kind)
        return labels

    def _lengths(self, docs: AnyArray) -> Ints:
        if not len(self._pieces):
            return np.zeros(len(docs), np.int64)
        lengths: Ints = self._edges.take(docs + 1) - self._edges.take(docs)
        return lengths

    def _added_up(self, docs: AnyArray) -> Ints:
        """How many of some documents have each label."""
        counts = np.zeros(self._width, np.int64)
        # Arrays that stay small are given the same memory again and again, which costs less than fresh memory.
        for start in range(0, len(docs), _AT_ONCE):
            counts += np.bincount(self._of(docs[start : start + _AT_ONCE]), minlength=self._width)
        return counts

    def _found(self, counts: Ints) -> dict[str, Counts]:
        labels = np.flatnonzero(counts)
        return self._by_field(labels, counts.take(labels))

    def _by_field(self, labels: AnyArray, counts: Ints) -> dict[str, Counts]:
        """Labels, ascending, and their counts, by the field that they belong to."""
        narrow, few = labels.astype(np.int32), counts.astype(np.int32)
        cuts = narrow.searchsorted(self._ends).tolist()
        found, start, before = {}, 0, 0
        for (field, names), cut, end in zip(self._names.items(), cuts, self._ends.tolist(), strict=True):
            found[field] = Counts(names, narrow[start:cut] - np.int32(before), few[start:cut])
            start, before = cut, end
        return found


def _in_pieces(edges: Ints | None, labels: Ints, filling: int) -> tuple[AnyArray, AnyArray, np.dtype[Any]]:
    """Where the pieces of each document begin, the pieces, and the type of the labels in them."""
    kind = np.min_scalar_type(filling)
    each = _PIECE // kind.itemsize
    lengths = np.ones(len(labels), np.int64) if edges is None else np.diff(edges)
    begins = np.concatenate(([0], np.cumsum(-(-lengths // each))))
    filled = np.full(int(begins[-1]) * each, filling, kind)
    filled[runs(begins[:-1] * each, lengths)] = labels
    # Counting is mostly waiting for these, so they are as narrow as they can be.
    return begins.astype(np.int32) if begins[-1] < 1 << 31 else begins, filled.view(np.uint64), kind


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


def _joined(words: Terms, joined: Mapping[str, str]) -> tuple[Names, Ints]:
    """What labels are called where some words are counted as another one, and the label of each word."""
    ranks = {text_of(word): rank for rank, word in enumerate(words)}
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
    lengths = np.bincount(pairs // width, minlength=len(edges) - 1)
    return np.concatenate(([0], np.cumsum(lengths))), pairs % width


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
