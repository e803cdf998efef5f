"""Where in the documents a term stands, for phrases.

A place is one number, the base of its document + the position in it. Bases leave one place free behind each document,
so that no phrase runs on into the next. The positions of a term lie in the index as they are wanted; its places are
worked out for the documents in question, or for all, and for the most frequent words an array of bits is filled. What
costs more than one question is done once it would have saved as much.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.executor.marks import Marks
from newsindex.engines.whoosh.postings import runs

if TYPE_CHECKING:  # the two name each other, only one makes the other
    from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = ["LONGEST_PHRASE", "Bases", "Places", "shared"]

LONGEST_PHRASE = 1_024
_SMALL = 16_384
"""So many places are all worked out at once."""
_CALLS = 32_768
"""What it is worth to be spared the numpy calls for some documents, in places."""
_PATIENCE = 3
"""In a large index, where the places of one word would drive out many others, they have to save so many times more."""
_MERGED = 256
_LONGER = 10
_FREQUENT = 8
"""A word that stands in one document of so many is worth an array of bits."""
_MOST_BITS = 1 << 23
_PER_LOOKUP = 64
"""To look up a place by the bits is worth as much as to fill in so many."""
_BITS = 8_192
"""What the bits themselves cost, in places."""
_BIT = (1 << np.arange(8)).astype(np.uint8)


class Bases:
    """From where the places of each document are counted, and the end of all places."""

    __slots__ = ("end", "items", "of_docs")

    def __init__(self, of_docs: AnyArray, end: int) -> None:
        self.of_docs = of_docs
        self.end = end
        self.items = of_docs.data


class Places:
    """The places of one term in the whole index, removed documents included."""

    __slots__ = (
        "_all",
        "_all_items",
        "_bits",
        "_items",
        "_looked_up_before_bits",
        "_saved",
        "_snapshot",
        "_sought",
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
        self._saved = _SMALL
        """How many places it would have saved, so far, to have all of them."""
        self._sought = 0
        """How many places were looked for."""
        fills_bits = len(docs) * _FREQUENT > snapshot.doc_count and bases.end < _MOST_BITS
        self._looked_up_before_bits = (len(where) + _BITS) // _PER_LOOKUP if fills_bits else None
        self._all: tuple[AnyArray, AnyArray] | None = None
        self._all_items: memoryview | None = None
        self._bits: AnyArray | None = None
        self._items: tuple[memoryview, memoryview, memoryview] | None = None

    def remains(self) -> None:
        """Nothing is left of it when it makes way for others."""

    def all(self) -> tuple[AnyArray, AnyArray] | None:
        """Every place, ascending, and its document; None as long as it costs less to work out those that are wanted."""
        found = self._all
        if found is None and self._saved > len(self.where) * (_PATIENCE if self._snapshot.is_large else 1):
            found = self._all = self.of_rows(None)
            self._all_items = found[0].data
            self._snapshot.places_grown(self, found[0].nbytes + found[1].nbytes)
        return found

    def of_rows(self, rows: Ints | None) -> tuple[AnyArray, AnyArray]:
        """The places in some of ``docs``, by their rows there, and the document of each; None stands for all."""
        if rows is not None:
            counts, where = self.within(rows)
            owners = self.docs.take(rows).repeat(counts)
        else:
            where = self.where
            once = len(where) == len(self.docs)
            owners = self.docs if once else self.docs.repeat(self.edges[1:] - self.edges[:-1])
        if rows is None or not self._snapshot.is_large:
            self._saved += len(where) + _CALLS
        places: AnyArray = self.bases.of_docs.take(owners)
        places += where.astype(places.dtype)
        return places, owners

    def common(self, docs: AnyArray) -> tuple[Ints, Ints]:
        """The rows in ``docs``, which ascend, of those that have the term, and their rows in its own documents."""
        if Marks.are_worth_it(len(self.docs), len(docs)):
            return self._snapshot.marks.meet(self.docs, docs)
        rows = self.docs.searchsorted(docs)
        kept: Ints = (self.docs.take(rows, mode="clip") == docs).nonzero()[0]
        return kept, rows.take(kept)

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

    def stand_at(self, doc: int, place: int) -> bool:
        """Whether the term stands at a place of a document."""
        bits, every = self._bits, self._all_items
        if bits is not None:
            return bool(bits[place >> 3] >> (place & 7) & 1)
        if every is not None:
            found = bisect_left(every, place)
            return found < len(every) and every[found] == place
        items = self._items
        if items is None:
            items = self._items = self.docs.data, self.edges.data, self.where.data
        docs, edges, where = items
        row = bisect_left(docs, doc)
        if row == len(docs) or docs[row] != doc:
            return False
        position, end = place - self.bases.items[doc], edges[row + 1]
        found = bisect_left(where, position, edges[row], end)
        return found < end and where[found] == position

    def meet(self, wanted: AnyArray, owners: AnyArray) -> Ints:
        """Which of some ascending places, by their rows, the term stands at; ``owners`` are their documents."""
        if self._looked_up_before_bits is not None:
            self._sought += len(wanted)
            if self._sought > self._looked_up_before_bits:
                bits = self._in_bits()
                held: AnyArray = bits[wanted >> 3]
                held &= _BIT[wanted & 7]
                return held.astype(np.bool_).nonzero()[0]
        every = self.all()
        places = self._in_documents(owners) if every is None else every[0]
        return shared(places, wanted)

    def _in_bits(self) -> AnyArray:
        """A bit for each place of the index."""
        bits = self._bits
        if bits is None:
            places = self.of_rows(None)[0] if self._all is None else self._all[0]
            bits = np.zeros((self.bases.end >> 3) + 1, np.uint8)
            # Each place comes once, so that to add its bit is to set it.
            np.add.at(bits, places >> 3, _BIT[places & 7])
            self._bits = bits
            self._snapshot.places_grown(self, bits.nbytes)
        return bits

    def _in_documents(self, docs: AnyArray) -> AnyArray:
        """The places in some ascending documents, which may repeat and need not have the term."""
        fresh = np.empty(len(docs), np.bool_)
        fresh[:1] = True
        np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
        return self.of_rows(self.common(docs[fresh])[1])[0]


def shared(places: AnyArray, wanted: AnyArray) -> Ints:
    """Which places of two ascending arrays are in both, by their rows in the second."""
    if not len(places):
        return np.zeros(0, np.int64)
    if len(wanted) < _MERGED or len(places) > _LONGER * len(wanted):
        kept: Ints = (places.take(places.searchsorted(wanted), mode="clip") == wanted).nonzero()[0]
        return kept
    # Two long runs that ascend are merged in less time than one is searched for the other.
    both = np.concatenate((places, wanted))
    both.sort(kind="stable")
    found: Ints = wanted.searchsorted(both[:-1][both[1:] == both[:-1]])
    return found
