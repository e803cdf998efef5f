"""Where in the documents a term stands, for phrases.

A place is one number, the base of its document + the position in it. Bases leave one place free behind each document,
so that no phrase runs on into the next. Places are looked up in the sorted array of all places of the term; or, where
few documents are in question, in those of these documents alone; or, for the most frequent words, in an array of bits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from newsindex.engines.whoosh.executor.marks import Marks
from newsindex.engines.whoosh.executor.source import AnyArray, Bools, Ints
from newsindex.engines.whoosh.postings import runs

if TYPE_CHECKING:  # the two name each other, only one makes the other
    from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = ["LONGEST_PHRASE", "Bases", "Places"]

LONGEST_PHRASE = 1_024
_MOST_BITS = 1 << 23
_BITS_FROM = 1_024
"""A word that stands at one place in so many is worth an array of bits."""
_FEW = 16
_MERGED = 256
_LONGER = 10
_FEWER = 16
"""All places of a term are worked out where not so many times fewer are looked up."""
_BIT = (1 << np.arange(8)).astype(np.uint8)


class Bases:
    """From where the places of each document are counted, and the end of all places."""

    __slots__ = ("_items", "end", "of_docs")

    def __init__(self, of_docs: AnyArray, end: int) -> None:
        self.of_docs = of_docs
        self.end = end
        self._items = of_docs.data

    def document(self, place: int) -> int:
        """The document that a place lies in."""
        return bisect_right(self._items, place) - 1

    def documents(self, places: AnyArray) -> Ints:
        """The documents that some places lie in."""
        docs: Ints = self.of_docs.searchsorted(places, side="right") - 1
        return docs


class Places:
    """The places of one term in the whole index, removed documents included."""

    __slots__ = (
        "_all",
        "_bits",
        "_items",
        "_owners",
        "_probes",
        "_snapshot",
        "bases",
        "docs",
        "edges",
        "key",
        "laid_up",
        "used",
        "where",
    )

    def __init__(
        self,
        snapshot: Snapshot,
        key: tuple[str, object],
        docs: AnyArray,
        edges: AnyArray,
        where: AnyArray,
        bases: Bases,
    ) -> None:
        self._snapshot = snapshot
        self.key = key
        self.bases = bases
        self.docs: AnyArray = docs.astype(bases.of_docs.dtype, copy=False)
        """The documents of the term."""
        self.edges: AnyArray = edges.astype(np.int32, copy=False) if len(where) < 1 << 31 else edges
        """For each document where its positions begin in ``where``; one more, the end."""
        self.where = where
        """The positions of all documents, ascending in each."""
        self.used = True
        self.laid_up = 500 + self.docs.nbytes + self.edges.nbytes
        self._probes = 0
        self._all: AnyArray | None = None
        self._bits: AnyArray | None = None
        self._owners: AnyArray | None = None
        self._items: memoryview | None = None

    def remains(self) -> None:
        """Nothing is left of it when it makes way for others."""

    def all(self) -> AnyArray:
        """Every place, ascending."""
        if self._all is None:
            base = self.bases.of_docs.take(self.docs)
            if len(self.where) == len(self.docs):
                places: AnyArray = base + self.where.astype(base.dtype)
            else:
                places = base.repeat(self.edges[1:] - self.edges[:-1])
                places += self.where.astype(base.dtype)
            self._all = places
            self._snapshot.places_grown(self, places.nbytes)
        return self._all

    def documents(self, places: AnyArray, rows: Ints | None) -> Ints:
        """The documents of some places, the ``rows`` of ``all``; None stands for all of them."""
        if self._owners is None and rows is not None and len(rows) <= _FEW:
            return self.bases.documents(places)
        if self._owners is None:
            self._owners = self.owners().astype(np.int64, copy=False)
            self._snapshot.places_grown(self, self._owners.nbytes)
        return self._owners if rows is None else self._owners.take(rows)

    def owners(self) -> AnyArray:
        """The document of each place."""
        if len(self.where) == len(self.docs):
            return self.docs
        return self.docs.repeat(self.edges[1:] - self.edges[:-1])

    def within(self, rows: Ints) -> tuple[Ints, AnyArray]:
        """For some of ``docs``, by their places there: how many positions each has, and the positions."""
        starts = self.edges.take(rows).astype(np.int64)
        counts = self.edges.take(rows + 1).astype(np.int64) - starts
        return counts, self.where.take(runs(starts, counts))

    def frequencies(self, docs: Ints) -> AnyArray:
        """How often the term stands in each of some documents that all have it."""
        rows = self.docs.searchsorted(docs.astype(self.docs.dtype, copy=False))
        found: AnyArray = self.edges.take(rows + 1) - self.edges.take(rows)
        return found

    def has(self, place: int) -> bool:
        """Whether the term stands at a place."""
        if self._bits is not None:
            return bool(self._bits[place >> 3] >> (place & 7) & 1)
        if self._items is None:
            self._items = self.all().data
        found = bisect_left(self._items, place)
        return found < len(self._items) and self._items[found] == place

    def common(self, wanted: AnyArray, docs: AnyArray) -> AnyArray:
        """Those of some ascending places at which the term stands; ``docs`` are the documents looked for it in."""
        places = self._all
        if places is None:
            places = self._in_documents(docs) if len(wanted) * _FEWER < len(self.docs) else self.all()
        if not len(places):
            return places
        if len(wanted) < _MERGED or len(places) > _LONGER * len(wanted):
            return wanted[_meet(places, wanted)]
        # Two long runs that ascend are merged in less time than one is searched for the other.
        both = np.concatenate((places, wanted))
        both.sort(kind="stable")
        found: AnyArray = both[:-1][both[1:] == both[:-1]]
        return found

    def hold(self, wanted: AnyArray) -> Bools:
        """Which of some ascending places the term stands at."""
        if not len(self.docs):
            return np.zeros(len(wanted), np.bool_)
        if self._bits is not None:
            return self._in_bits(wanted)
        if self._all is None and len(wanted) * _FEWER < len(self.docs):
            self._probes += 1
            if self._probes < 4:
                return _meet(self._in_documents(self.bases.documents(wanted)), wanted)
        places = self.all()
        if len(wanted) >= 8 and len(places) * _BITS_FROM > self.bases.end and self.bases.end < _MOST_BITS:
            self._probes += 1
            if self._probes > 2:
                marks = np.zeros(self.bases.end, np.bool_)
                marks[places] = True
                self._bits = np.packbits(marks, bitorder="little")
                self._snapshot.places_grown(self, self._bits.nbytes)
                return self._in_bits(wanted)
        return _meet(places, wanted)

    def _in_documents(self, docs: AnyArray) -> AnyArray:
        """The places in some ascending documents, which may repeat and need not have the term."""
        fresh = np.empty(len(docs), np.bool_)
        fresh[:1] = True
        np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
        distinct = docs[fresh].astype(self.docs.dtype, copy=False)
        if Marks.are_worth_it(len(self.docs), len(distinct)):
            _, rows = self._snapshot.marks.meet(self.docs, distinct)
        else:
            rows = self.docs.searchsorted(distinct)
            rows = rows.take((self.docs.take(rows, mode="clip") == distinct).nonzero()[0])
        counts, where = self.within(rows)
        places = self.bases.of_docs.take(self.docs.take(rows)).repeat(counts)
        places += where.astype(places.dtype)
        return places

    def _in_bits(self, wanted: AnyArray) -> Bools:
        assert self._bits is not None
        held: AnyArray = self._bits[wanted >> 3]
        held &= _BIT[wanted & 7]
        return held.astype(np.bool_)


def _meet(places: AnyArray, wanted: AnyArray) -> Bools:
    if not len(places):
        return np.zeros(len(wanted), np.bool_)
    held: Bools = places.take(places.searchsorted(wanted), mode="clip") == wanted
    return held
