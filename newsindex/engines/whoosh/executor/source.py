"""What the executor asks of one segment: whole posting lists as arrays, and a sorted dictionary of terms.

Document numbers are counted within the segment; a term is known by its place in the sorted dictionary of its field.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints
from newsindex.engines.whoosh.columns import Column
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.lengths import rounded_lengths
from newsindex.engines.whoosh.postings import decode, decode_ids
from newsindex.engines.whoosh.segment import FieldIndex, Segment

__all__ = ["SegmentSource", "Source", "in_batches"]


_BATCH = 1 << 21
_ALONE = 256
"""Terms of so many documents are read one by one."""


def in_batches(ordinals: Ints, frequencies: AnyArray) -> list[Ints]:
    """Runs of terms that have some two million postings at most (or one term), so that memory stays bounded."""
    if not len(ordinals):
        return []
    ends = np.cumsum(frequencies[ordinals].astype(np.int64))
    if ends[-1] <= _BATCH:
        return [ordinals]
    cuts = np.unique(ends.searchsorted(np.arange(_BATCH, int(ends[-1]), _BATCH), side="right"))
    return [part for part in np.split(ordinals, cuts) if len(part)]


class Source(Protocol):
    """The read side of a segment."""

    @property
    def doc_count(self) -> int:
        """How many documents it holds, removed ones included."""

    def live(self) -> Bools | None:
        """For each document whether it is still there; None where nothing was removed."""

    def ordinal(self, field: str, term: bytes) -> int:
        """The place of a term in the dictionary, or -1."""

    def ordinal_from(self, field: str, term: bytes) -> int:
        """The place of the first term that is not less than ``term``; the number of terms if there is none."""

    def term_count(self, field: str) -> int:
        """How many terms the field has."""

    def texts(self, field: str, start: int, end: int) -> list[bytes]:
        """The terms at the places from ``start`` up to ``end``."""

    def strings(self, field: str, start: int, end: int) -> list[str]:
        """The same as text; what is not UTF-8 is replaced."""

    def frequencies(self, field: str) -> AnyArray:
        """In how many documents each term of the dictionary stands."""

    def frequency(self, field: str, ordinal: int) -> int:
        """In how many documents a term stands."""

    def heaviest(self, field: str, ordinal: int) -> int | None:
        """How often a term stands in one document at the most; None where its weights are no such counts."""

    def postings(self, field: str, ordinal: int, number: type[Any]) -> tuple[AnyArray, AnyArray | None]:
        """The documents of a term, ascending, and its weight in each; None where all weights are 1.

        ``number`` is the type of document numbers, int64 or int32.
        """

    def many_postings(self, field: str, ordinals: Ints) -> tuple[Ints, AnyArray]:
        """The same of several terms at once, term after term."""

    def mark(self, field: str, ordinals: Ints, mask: Bools, due: float) -> None:
        """Sets ``mask``, which has a place for each document, where any of several terms stands."""

    def positions(self, field: str, ordinal: int, number: type[Any]) -> tuple[AnyArray, AnyArray, AnyArray] | None:
        """The documents of a term, where the positions of each begin (and the end of all), and the positions.

        None for a field that keeps none.
        """

    def occurrences(self, field: str, ordinal: int) -> int:
        """How often a term stands in all documents."""

    def is_dense(self, field: str) -> bool:
        """Whether every position is below the length of the field in its document."""

    def lengths(self, field: str) -> AnyArray | None:
        """The length of the field in each document as Whoosh scores it, or None where no document has the field."""

    def exact_lengths(self, field: str) -> AnyArray | None:
        """The length of the field in each document, or None where no document has the field."""

    def total_length(self, field: str) -> int:
        """The sum of the lengths."""

    def column(self, field: str) -> Column | None:
        """One value for each document; None where there is no such column."""


class SegmentSource:
    """A segment of ours, as the executor asks for it."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self.doc_count = segment.doc_count

    def live(self) -> Bools | None:
        deleted = self._segment.deleted
        return None if deleted is None or not deleted.any() else ~deleted

    def ordinal(self, field: str, term: bytes) -> int:
        index = self._segment.field(field)
        return -1 if index is None else index.find(term)

    def ordinal_from(self, field: str, term: bytes) -> int:
        index = self._segment.field(field)
        return 0 if index is None else index.terms.lower_bound(term)

    def term_count(self, field: str) -> int:
        index = self._segment.field(field)
        return 0 if index is None else index.term_count

    def texts(self, field: str, start: int, end: int) -> list[bytes]:
        index = self._segment.field(field)
        return [] if index is None else list(index.terms.between(start, end))

    def strings(self, field: str, start: int, end: int) -> list[str]:
        index = self._segment.field(field)
        if index is None or start >= end:
            return []
        terms = index.terms
        joined = terms.blob[int(terms.starts[start]) : int(terms.starts[end])].tobytes()
        # Each term ends in a line end; only where one also holds a line end the pieces are too many.
        whole = joined.decode("utf-8", "replace").split("\n")[:-1]
        if len(whole) == end - start:
            return whole
        return [text.decode("utf-8", "replace") for text in terms.between(start, end)]

    def frequencies(self, field: str) -> AnyArray:
        index = self._segment.field(field)
        return np.zeros(0, np.int64) if index is None else index.doc_freqs

    def frequency(self, field: str, ordinal: int) -> int:
        return self._index(field).doc_freq(ordinal)

    def heaviest(self, field: str, ordinal: int) -> int | None:
        index = self._index(field)
        return None if index.has_weights else int(index.max_freqs[ordinal])

    def postings(self, field: str, ordinal: int, number: type[Any] = np.int64) -> tuple[AnyArray, AnyArray | None]:
        index = self._index(field)
        docs, freqs = index.postings(ordinal, number)
        weights = index.weights(ordinal)
        return docs, freqs if weights is None else weights

    def many_postings(self, field: str, ordinals: Ints) -> tuple[Ints, AnyArray]:
        index = self._index(field)
        if len(ordinals) and int(ordinals[-1]) - int(ordinals[0]) + 1 == len(ordinals):
            first = int(ordinals[0])
            ids: slice | Ints = slice(first, first + len(ordinals))
        else:
            ids = ordinals
        wide = index.doc_freqs[ids].astype(np.int64)
        batch = decode(index.post, index.kinds[ids], index.where[ids].astype(np.int64), wide, None)
        return batch.ids, batch.freqs

    def mark(self, field: str, ordinals: Ints, mask: Bools, due: float) -> None:
        if not len(ordinals):
            return
        index = self._index(field)
        frequencies = index.doc_freqs[ordinals]
        alone = ordinals[frequencies >= _ALONE]
        # The most frequent first: a few hundred of them may mark every document that has the field at all.
        alone = alone[np.argsort(-index.doc_freqs[alone].astype(np.int64))]
        most = np.count_nonzero(index.lengths) if index.has_positions and index.is_dense else self.doc_count
        for number, ordinal in enumerate(alone.tolist()):
            if not number % 64:
                check(due)
                if number and np.count_nonzero(mask) >= most:
                    return
            mask[index.ids(ordinal)] = True
        for part in in_batches(ordinals[frequencies < _ALONE], index.doc_freqs):
            check(due)
            wide = index.doc_freqs[part].astype(np.int64)
            mask[decode_ids(index.post, index.kinds[part], index.where[part].astype(np.int64), wide)] = True

    def positions(
        self, field: str, ordinal: int, number: type[Any] = np.int64
    ) -> tuple[AnyArray, AnyArray, AnyArray] | None:
        index = self._index(field)
        return index.positions(ordinal, number) if index.has_positions else None

    def occurrences(self, field: str, ordinal: int) -> int:
        return self._index(field).total_freq(ordinal)

    def is_dense(self, field: str) -> bool:
        index = self._segment.field(field)
        return index is None or index.is_dense

    def lengths(self, field: str) -> AnyArray | None:
        index = self._segment.field(field)
        return None if index is None else rounded_lengths(index.lengths)

    def exact_lengths(self, field: str) -> AnyArray | None:
        index = self._segment.field(field)
        return None if index is None else index.lengths

    def total_length(self, field: str) -> int:
        index = self._segment.field(field)
        return 0 if index is None else index.total_length

    def column(self, field: str) -> Column | None:
        return self._segment.column(field)

    def _index(self, field: str) -> FieldIndex:
        index = self._segment.field(field)
        if index is None:
            raise LookupError(f"no document of the segment has the field {field!r}")
        return index
