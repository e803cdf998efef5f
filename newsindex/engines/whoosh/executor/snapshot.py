"""One committed state of an index as the executor sees it: all segments laid end to end in one space of documents.

What a query touches is decoded once and kept, up to ``budget`` bytes in all: words (``words``), their places in the
documents (``places``), and filters as one boolean for each document.

Scores are those of Whoosh's own searcher, BM25F with idf = ln(N / (n + 1)) + 1 over the whole index and the average
length of the field over all documents, unless another ``weighting`` is given; a field that is not scorable gives its
weight.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Floats, Ints
from newsindex.engines.whoosh.columns import Column, join_columns
from newsindex.engines.whoosh.executor.marks import Marks
from newsindex.engines.whoosh.executor.places import LONGEST_PHRASE, Bases, Places
from newsindex.engines.whoosh.executor.source import Source
from newsindex.engines.whoosh.executor.weighting import LIKE_WHOOSH, Weighting
from newsindex.engines.whoosh.executor.words import PostingList

__all__ = ["Snapshot"]

_ROWS = 128
_LARGE = 131_072
_USUAL = 8_192
"""Few documents have so many words."""
_NO_DOCS: Ints = np.zeros(0, np.int64)
_NARROW = 1 << 31


class _Held:
    """Values kept up to some bytes, by a clock: whatever was used since its hand last passed is spared once."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.bytes = 0
        self.values: dict[Any, Any] = {}
        self._lock = threading.Lock()

    def add(self, value: Any) -> Any:
        """Keeps a value; gives what is kept, which another thread may just have made."""
        with self._lock:
            held = self.values.setdefault(value.key, value)
            if held is value:
                self.bytes += value.laid_up
        self._shrink(held)
        return held

    def grown(self, value: Any, more: int) -> None:
        with self._lock:
            held: Any = self.values.get(value.key)
            if held is value:
                value.laid_up += more
                self.bytes += more
        self._shrink(value)

    def _shrink(self, spared: Any) -> None:
        if self.bytes <= self.budget:
            return
        with self._lock:
            turns = 2 * len(self.values) + 2
            while self.bytes > self.budget * 7 // 8 and len(self.values) > 1 and turns:
                turns -= 1
                key = next(iter(self.values))
                value = self.values.pop(key)
                if value.used or value is spared:
                    value.used = False
                    self.values[key] = value
                    continue
                self.bytes -= value.laid_up
                kept: Any = value.remains()
                if kept is not None:
                    self.values[key] = kept
                    self.bytes += kept.laid_up


class _Lengths:
    """What BM25 needs of a field: the norm of each document, and how many documents are counted."""

    def __init__(self, norm: Floats | None, documents: int) -> None:
        self.norm = norm
        self.documents = documents


class Snapshot:
    """The segments of one committed state, and what was decoded of them so far. Safe to share between threads."""

    def __init__(
        self,
        sources: Sequence[Source],
        schema: Any,
        *,
        weighting: Weighting = LIKE_WHOOSH,
        budget: int = 256 << 20,
    ) -> None:
        self.sources = tuple(sources)
        self.schema = schema
        self.weighting = weighting
        self.budget = budget
        counts = [source.doc_count for source in self.sources]
        self.offsets = [sum(counts[:place]) for place in range(len(counts))]
        self.doc_count = sum(counts)
        self.block = 64
        while self.doc_count > 2_048 * self.block:
            self.block *= 2
        step = max(_ROWS, self.block)
        self.padded = max(step, -(-self.doc_count // step) * step)
        self.is_large = self.doc_count > _LARGE
        self.number: type[Any] = np.int32 if self.is_large and self.padded < _NARROW else np.int64
        """The type of document numbers that are kept; there are many of them in a large index."""
        # What a question is busy with comes on top.
        self._words = _Held(budget * 45 // 100)
        self._word_at = self._words.values
        self._places = _Held(budget * 38 // 100)
        self._masks: dict[Hashable, Bools] = {}
        self._fields: dict[str, _Lengths] = {}
        self._positions: dict[str, bool] = {}
        self._bases: dict[str, Bases] = {}
        self._columns: dict[str, Column | None] = {}
        self._mask_bytes = 0
        self._lock = threading.Lock()
        self._local = threading.local()
        self.live = self._join_live()
        """For each document whether it is still there; None where nothing was removed."""

    # Words

    def word(self, field: str, text: Any) -> PostingList:
        """The term as a query writes it; an empty one where there is none."""
        found: PostingList | None = self._word_at.get((field, text))
        if found is None:
            found = self._words.add(self._make_word((field, text)))
        found.used = True
        return found

    @property
    def marks(self) -> Marks:
        """Marks for the thread that asks."""
        try:
            marks: Marks = self._local.marks
        except AttributeError:
            marks = self._local.marks = Marks(self.padded)
        return marks

    def grown(self, word: PostingList, more: int) -> None:
        """Told by a word that it has laid up ``more`` bytes."""
        self._words.grown(word, more)

    def places(self, field: str, text: Any) -> Places:
        """Where in the documents a term stands. Raises ``LookupError`` for a field that keeps no positions."""
        found: Places | None = self._places.values.get((field, text))
        if found is None:
            found = self._places.add(self._make_places((field, text)))
        found.used = True
        return found

    def places_grown(self, places: Places, more: int) -> None:
        """Told by places that they have laid up ``more`` bytes."""
        self._places.grown(places, more)

    @property
    def bytes_held(self) -> int:
        """How much is laid up."""
        return self._words.bytes + self._places.bytes + self._mask_bytes

    def encoded(self, field: str, text: Any) -> bytes | None:
        """The bytes that a term has in the index, or None if the field cannot hold it."""
        if field not in self.schema:
            return None
        try:
            return bytes(self.schema[field].to_bytes(text))
        except ValueError:
            return None

    def scorable(self, field: str) -> bool:
        """Whether terms of the field are scored by BM25F rather than by their weight."""
        return bool(self.schema[field].scorable)

    def scores(self, field: str, docs: Ints, weights: AnyArray | None, frequency: int | AnyArray) -> Floats:
        """The scores of postings of terms that stand in ``frequency`` documents of the index."""
        lengths = self.lengths(field)
        if lengths.norm is None:
            return np.ones(len(docs), np.float32) if weights is None else weights.astype(np.float32)
        factor: Any = np.float32(self.weighting.factors(lengths.documents, frequency))
        scores: Floats = lengths.norm.take(docs)
        if weights is None:
            scores += np.float32(1)
            np.divide(factor, scores, out=scores)
            return scores
        weight = weights.astype(np.float32)
        scores += weight
        np.divide(weight, scores, out=scores)
        scores *= factor
        return scores

    def keeps_positions(self, field: str) -> bool:
        """Whether the field can answer phrases."""
        found = self._positions.get(field)
        if found is None:
            kind = self.schema[field].format if field in self.schema else None
            found = self._positions[field] = bool(kind and kind.supports("positions"))
        return found

    def lengths(self, field: str) -> _Lengths:
        """The BM25F part of each document for a field."""
        found = self._fields.get(field)
        if found is None:
            found = self._fields[field] = self._measure(field)
        return found

    def _measure(self, field: str) -> _Lengths:
        if not self.scorable(field):
            return _Lengths(None, self.doc_count)
        parts = [source.lengths(field) for source in self.sources]
        documents = self.doc_count
        if self.weighting.by_field:
            documents = sum(int(np.count_nonzero(part)) for part in parts if part is not None)
        total = sum(source.total_length(field) for source in self.sources)
        average = total / (documents or 1) or 1
        norm = np.ones(self.padded, np.float32)
        for source, part, offset in zip(self.sources, parts, self.offsets, strict=True):
            here = norm[offset : offset + source.doc_count]
            if part is None:
                here[:] = self.weighting.norms(1.0, average)
            elif len(part) and int(part.max()) < _USUAL:
                # Lengths are few, so the formula is worked out for each of them and not for each document.
                table = self.weighting.norms(np.arange(_USUAL, dtype=np.float64), average)
                table.astype(np.float32).take(part, out=here)
            else:
                here[:] = self.weighting.norms(part.astype(np.float64), average)
        return _Lengths(norm, documents)

    def _make_word(self, key: tuple[str, Any]) -> PostingList:
        field = key[0]
        frequency = occurrences = 0
        heaviest: int | None = 0
        places = self._ordinals(key)
        for source, ordinal in zip(self.sources, places, strict=True):
            if ordinal >= 0:
                frequency += source.frequency(field, ordinal)
                occurrences += source.occurrences(field, ordinal)
                most = source.heaviest(field, ordinal)
                heaviest = None if most is None or heaviest is None else max(most, heaviest)
        if not frequency:
            return PostingList(self, key, places, 0, 0, None, None, 0.0)
        lengths = self.lengths(field)
        factor = float(self.weighting.factors(lengths.documents, frequency)) if lengths.norm is not None else 1.0
        if self.live is not None:
            frequency = len(self.read(field, places)[0])
        return PostingList(self, key, places, frequency, occurrences, heaviest, lengths.norm, factor)

    def _ordinals(self, key: tuple[str, Any]) -> list[int]:
        """The place of a term in the dictionary of each segment, -1 where it is not in it."""
        term = self.encoded(*key)
        return [-1 if term is None else source.ordinal(key[0], term) for source in self.sources]

    def read(self, field: str, ordinals: Sequence[int]) -> tuple[AnyArray, AnyArray | None]:
        """The documents of a term that are still there, and its weights (None: all are 1).

        ``ordinals`` are its places in the dictionaries. Document numbers are of the type ``number``.
        """
        all_docs: list[AnyArray] = []
        all_weights: list[AnyArray | None] = []
        for source, offset, ordinal in zip(self.sources, self.offsets, ordinals, strict=True):
            if ordinal >= 0:
                docs, weights = source.postings(field, ordinal, self.number)
                all_docs.append(docs + self.number(offset) if offset else docs)
                all_weights.append(weights)
        if not all_docs:
            return np.zeros(0, self.number), None
        docs, joined = _join(all_docs, all_weights)
        if self.live is not None:
            kept = self.live.take(docs).nonzero()[0]
            if len(kept) < len(docs):
                docs, joined = docs.take(kept), None if joined is None else joined.take(kept)
        return docs, joined

    def _make_places(self, key: tuple[str, Any]) -> Places:
        field, _ = key
        docs: list[AnyArray] = []
        edges: list[AnyArray] = []
        positions: list[AnyArray] = []
        for source, offset, ordinal in zip(self.sources, self.offsets, self._ordinals(key), strict=True):
            if ordinal < 0:
                continue
            placed = source.positions(field, ordinal, self.number)
            if placed is None:
                raise LookupError(f"the field {field!r} keeps no positions")
            docs.append(placed[0] + self.number(offset) if offset else placed[0])
            edges.append(placed[1])
            positions.append(placed[2])
        if len(docs) == 1:
            return Places(self, key, docs[0], edges[0], positions[0], self.bases(field))
        joined = [np.zeros(1, np.int64)]
        for some in edges:
            joined.append(some[1:] + joined[-1][-1])
        where = np.concatenate(positions) if positions else _NO_DOCS
        all_docs = np.concatenate(docs) if docs else _NO_DOCS
        return Places(self, key, all_docs, np.concatenate(joined), where, self.bases(field))

    def bases(self, field: str) -> Bases:
        """From where the places of each document are counted, for one field (see ``phrases``)."""
        found = self._bases.get(field)
        if found is None:
            found = self._bases[field] = self._lay_out(field)
        return found

    def _lay_out(self, field: str) -> Bases:
        if all(source.is_dense(field) for source in self.sources):
            # One place is left free behind each document, so that no phrase can run on into the next.
            parts = [source.exact_lengths(field) for source in self.sources]
            lengths = np.concatenate(
                [
                    np.zeros(0, np.int64),  # an index without segments
                    *(
                        np.zeros(source.doc_count, np.int64) if part is None else part.astype(np.int64)
                        for source, part in zip(self.sources, parts, strict=True)
                    ),
                ]
            )
            ends = np.cumsum(lengths + 1)
            # Room at both ends for the places beside a word that are looked up.
            end = (int(ends[-1]) if len(ends) else 0) + 2 * LONGEST_PHRASE
            starts = ends - lengths - 1 + LONGEST_PHRASE
            return Bases(starts.astype(np.int32) if self.is_large and end < 1 << 31 else starts, end)
        return Bases(np.arange(self.doc_count) << 33, 1 << 62)

    # Filters, columns, documents

    def every(self) -> Ints:
        """All documents that are still there."""
        if self.live is None:
            return np.arange(self.doc_count)
        docs: Ints = self.live.nonzero()[0]
        return docs

    def mask(self, key: Hashable, make: Callable[[], Bools]) -> Bools:
        """A filter by its key, made when it is not at hand."""
        found = self._masks.get(key)
        if found is None:
            found = make()
            with self._lock:
                held = self._masks.get(key)
                if held is not None:
                    return held
                while self._masks and self._mask_bytes + found.nbytes > self.budget // 10:
                    self._mask_bytes -= self._masks.pop(next(iter(self._masks))).nbytes
                self._masks[key] = found
                self._mask_bytes += found.nbytes
        return found

    def column(self, field: str) -> Column | None:
        """The column of a field for all documents, or None if no segment has it."""
        if field not in self._columns:
            parts = [source.column(field) for source in self.sources]
            if all(part is None for part in parts):
                joined = None
            elif len(parts) == 1:
                joined = parts[0]
            else:
                joined = join_columns(
                    [(part, source.doc_count) for part, source in zip(parts, self.sources, strict=True)]
                )
            self._columns[field] = joined
        return self._columns[field]

    def _join_live(self) -> Bools | None:
        parts = [source.live() for source in self.sources]
        if all(part is None for part in parts):
            return None
        return np.concatenate(
            [
                np.ones(source.doc_count, np.bool_) if part is None else part
                for source, part in zip(self.sources, parts, strict=True)
            ]
        )


def _join(docs: list[AnyArray], weights: list[AnyArray | None]) -> tuple[AnyArray, AnyArray | None]:
    if len(docs) == 1:
        return docs[0], weights[0]
    if all(part is None for part in weights):
        return np.concatenate(docs), None
    whole = [np.ones(len(some), np.uint8) if part is None else part for some, part in zip(docs, weights, strict=True)]
    return np.concatenate(docs), np.concatenate(whole)
