"""One committed state of an index as the executor sees it: all segments laid end to end in one space of documents.

What a query touches is decoded once and kept, up to ``budget`` bytes: the posting list of a word as two arrays
(document numbers and finished BM25 scores), for a frequent word also its score at *every* document (so that meeting it
with another list is one look-up for each document), and filters as one boolean for each document.

Scores are those of Whoosh's own searcher: BM25F with B = 0.75 and K1 = 1.2 unless told otherwise, with
idf = ln(N / (n + 1)) + 1 over the whole index and the average length of the field over all documents; a field that is
not scorable gives its weight.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from math import log
from typing import Any

import numpy as np

from newsindex.engines.whoosh.columns import Column, join_columns
from newsindex.engines.whoosh.executor.selection import best, order
from newsindex.engines.whoosh.executor.source import AnyArray, Bools, Floats, Ints, Source

__all__ = ["LONGEST_PHRASE", "PostingList", "Snapshot"]

_HEAD = 2_048
_TOO_MANY_TO_BISECT = 12
_KEPT_BEST = 32
_NO_DOCS: Ints = np.zeros(0, np.int64)
_NO_SCORES: Floats = np.zeros(0, np.float32)


class PostingList:
    """The documents of one term in the whole index, ascending, each with its score."""

    __slots__ = (
        "_best",
        "_bits",
        "_dense",
        "_dense_items",
        "_head",
        "_items",
        "_occurrences",
        "_places",
        "_probes",
        "_snapshot",
        "docs",
        "key",
        "laid_up",
        "scores",
        "top",
        "used",
    )

    def __init__(self, snapshot: Snapshot, key: tuple[str, Any], docs: Ints, scores: Floats) -> None:
        self._snapshot = snapshot
        self.key = key
        self.docs = docs
        self.scores = scores
        self.laid_up = docs.nbytes + scores.nbytes + 1_000
        self.top = float(scores.max()) if len(scores) else 0.0
        self.used = True
        self._probes = 0
        self._dense: Floats | None = None
        self._dense_items: memoryview | None = None
        self._items: tuple[memoryview, memoryview] | None = None
        self._best: tuple[list[int], list[float]] | None = None
        self._head: tuple[Ints, Floats] | None = None
        self._occurrences: tuple[Ints, Ints, AnyArray] | None = None
        self._places: AnyArray | None = None
        self._bits: AnyArray | None = None

    def best(self, limit: int) -> tuple[list[int], list[float]]:
        """The ``limit`` best documents; a page of usual size is remembered."""
        if limit > _KEPT_BEST:
            return best(self.docs, self.scores, limit)
        if self._best is None:
            self._best = best(self.docs, self.scores, _KEPT_BEST)
        docs, scores = self._best
        return docs[:limit], scores[:limit]

    def head(self) -> tuple[Ints, Floats]:
        """The best documents in order of their score, a few thousand of them."""
        if self._head is None:
            places = order(self.docs, self.scores, _HEAD)
            self._head = self.docs.take(places), self.scores.take(places)
            self._snapshot.grown(self, 12 * len(places))
        return self._head

    def everywhere(self) -> Floats:
        """The score at every document of the index, 0 where the term is absent (padded to a multiple of 128)."""
        if self._dense is None:
            dense = np.zeros(self._snapshot.padded, np.float32)
            dense[self.docs] = self.scores
            self._dense = dense
            self._dense_items = dense.data
            self._snapshot.grown(self, dense.nbytes)
        return self._dense

    @property
    def is_dense(self) -> bool:
        """Whether ``everywhere`` is at hand, or worth its bytes at once because the word is so frequent."""
        return self._dense is not None or len(self.docs) * 16 >= self._snapshot.padded

    def at(self, docs: Ints) -> tuple[Bools, Floats]:
        """Which of ``docs`` have the term, and the score at each."""
        mine = self.docs
        if self._dense is None and len(docs) >= 256 and len(mine) * 128 >= self._snapshot.padded:
            self._probes += 1
        if self._dense is not None or self._probes > 1 or len(mine) * 16 >= self._snapshot.padded:
            scores = (self.everywhere() if self._dense is None else self._dense)[docs]
            return scores > 0, scores
        if not len(mine):
            return np.zeros(len(docs), np.bool_), np.zeros(len(docs), np.float32)
        places = mine.searchsorted(docs)
        return mine.take(places, mode="clip") == docs, self.scores.take(places, mode="clip")

    def sift(self, found: list[tuple[int, float]], boost: float) -> list[tuple[int, float]]:
        """Of a few documents with scores, those that have the term, with the scores added up."""
        if self._dense_items is None and len(self.docs) * 16 >= self._snapshot.padded:
            self.everywhere()
        dense = self._dense_items
        if dense is not None:
            if boost == 1.0:
                return [(doc, score + more) for doc, score in found if (more := dense[doc])]
            return [(doc, score + more * boost) for doc, score in found if (more := dense[doc])]
        if len(found) > _TOO_MANY_TO_BISECT:
            matched, more_scores = self.at(np.array([doc for doc, _ in found]))
            return [
                (doc, score + more * boost)
                for (doc, score), more, here in zip(found, more_scores.tolist(), matched.tolist(), strict=True)
                if here
            ]
        if self._items is None:
            self._items = self.docs.data, self.scores.data
        docs, scores = self._items
        kept = []
        end = len(docs)
        for doc, score in found:
            place = bisect_left(docs, doc)
            if place < end and docs[place] == doc:
                kept.append((doc, score + scores[place] * boost))
        return kept

    def occurrences(self) -> tuple[Ints, Ints, AnyArray]:
        """For each document where its positions begin and how many they are, and the positions they point into.

        Raises ``LookupError`` for a field that keeps no positions.
        """
        if self._occurrences is None:
            self._occurrences = self._snapshot.read_occurrences(self.key, self.docs)
            self._snapshot.grown(self, sum(part.nbytes for part in self._occurrences))
        return self._occurrences

    @property
    def occurrence_count(self) -> int:
        """How often the term stands in the index."""
        return len(self.places())

    def places(self) -> AnyArray:
        """Every occurrence as one number, ascending: the ``base`` of its document plus its position."""
        if self._places is None:
            starts, counts, positions = self.occurrences()
            base = self._snapshot.bases(self.key[0]).of_docs.take(self.docs)
            if len(positions) == len(self.docs):
                self._places = base + positions.take(starts)
            else:
                ends = counts.cumsum()
                whole = int(ends[-1]) if len(ends) else 0
                # Positions lie document after document; where no document was removed they are taken as they are.
                if whole != len(positions):
                    positions = positions.take((starts - ends + counts).repeat(counts) + np.arange(whole))
                self._places = base.repeat(counts) + positions.astype(base.dtype)
            self._snapshot.grown(self, self._places.nbytes)
        return self._places

    def stands_at(self, places: AnyArray) -> Bools:
        """Which of some places the term stands at."""
        mine = self.places()
        if not len(mine):
            return np.zeros(len(places), np.bool_)
        if self._bits is None and len(places) >= 64:
            end = self._snapshot.bases(self.key[0]).end
            if len(mine) * 64 > end:
                self._probes += 1
                if self._probes > 1:
                    marks = np.zeros(end, np.bool_)
                    marks[mine] = True
                    self._bits = np.packbits(marks, bitorder="little")
                    self._snapshot.grown(self, self._bits.nbytes)
        if self._bits is not None:
            byte = self._bits.take(places >> 3, mode="clip")
            stands: Bools = (byte & _BIT.take(places & 7)) != 0
            return stands
        found: Bools = mine.take(mine.searchsorted(places), mode="clip") == places
        return found


class _Bases:
    """From where the places of each document are counted, and the end of all places."""

    __slots__ = ("end", "of_docs")

    def __init__(self, of_docs: AnyArray, end: int) -> None:
        self.of_docs = of_docs
        self.end = end


LONGEST_PHRASE = 1_024
_BIT = (1 << np.arange(8)).astype(np.uint8)


class _Lengths:
    """The part of BM25F that belongs to a document and a field: K1 × (1 − B + B × length ÷ average)."""

    __slots__ = ("norm",)

    def __init__(self, norm: Floats | None) -> None:
        self.norm = norm


class Snapshot:
    """The segments of one committed state, and what was decoded of them so far. Safe to share between threads."""

    def __init__(
        self, sources: Sequence[Source], schema: Any, *, b: float = 0.75, k1: float = 1.2, budget: int = 96 << 20
    ) -> None:
        self.sources = tuple(sources)
        self.schema = schema
        self.b = b
        self.k1 = k1
        self.budget = budget
        counts = [source.doc_count for source in self.sources]
        self.offsets = [sum(counts[:place]) for place in range(len(counts))]
        self.doc_count = sum(counts)
        self.padded = max(128, -(-self.doc_count // 128) * 128)
        self._words: dict[tuple[str, Any], PostingList] = {}
        self._masks: dict[Hashable, Bools] = {}
        self._fields: dict[str, _Lengths] = {}
        self._positions: dict[str, bool] = {}
        self._bases: dict[str, _Bases] = {}
        self._columns: dict[str, Column | None] = {}
        self._bytes = 0
        self._mask_bytes = 0
        self._lock = threading.Lock()
        self._live = self._join_live()

    # Words

    def word(self, field: str, text: Any) -> PostingList:
        """The posting list of a term as a query writes it; an empty one where there is none."""
        found = self._words.get((field, text))
        if found is None:
            found = self._keep((field, text), self._read_word(field, text))
        else:
            found.used = True
        return found

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
        factor: Any
        if isinstance(frequency, int):
            factor = (log(self.doc_count / (frequency + 1)) + 1) * (self.k1 + 1)
        else:
            factor = ((np.log(self.doc_count / (frequency + 1.0)) + 1) * (self.k1 + 1)).astype(np.float32)
        scores: Floats = lengths.norm.take(docs)
        if weights is None:
            scores += np.float32(1)
            np.divide(np.float32(factor) if isinstance(frequency, int) else factor, scores, out=scores)
            return scores
        weight = weights.astype(np.float32)
        scores += weight
        np.divide(weight, scores, out=scores)
        scores *= np.float32(factor) if isinstance(frequency, int) else factor
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
            found = self._fields[field] = _Lengths(self._norm(field))
        return found

    def _norm(self, field: str) -> Floats | None:
        if not self.scorable(field):
            return None
        total = sum(source.total_length(field) for source in self.sources)
        average = total / (self.doc_count or 1) or 1
        norm = np.zeros(self.padded, np.float32)
        for source, offset in zip(self.sources, self.offsets, strict=True):
            lengths = source.lengths(field)
            part = np.ones(source.doc_count) if lengths is None else lengths.astype(np.float64)
            norm[offset : offset + len(part)] = self.k1 * ((1 - self.b) + self.b * part / average)
        return norm

    def _read_word(self, field: str, text: Any) -> PostingList:
        key = (field, text)
        term = self.encoded(field, text)
        if term is None:
            return PostingList(self, key, _NO_DOCS, _NO_SCORES)
        all_docs: list[Ints] = []
        all_weights: list[AnyArray | None] = []
        for source, offset in zip(self.sources, self.offsets, strict=True):
            ordinal = source.ordinal(field, term)
            if ordinal >= 0:
                docs, weights = source.postings(field, ordinal)
                all_docs.append(docs + offset if offset else docs)
                all_weights.append(weights)
        if not all_docs:
            return PostingList(self, key, _NO_DOCS, _NO_SCORES)
        docs, joined = _join(all_docs, all_weights)
        scores = self.scores(field, docs, joined, len(docs))
        if self._live is not None:
            kept = self._live.take(docs).nonzero()[0]
            if len(kept) < len(docs):
                docs, scores = docs.take(kept), scores.take(kept)
        return PostingList(self, key, docs, scores)

    def read_occurrences(self, key: tuple[str, Any], docs: Ints) -> tuple[Ints, Ints, AnyArray]:
        """What ``PostingList.occurrences`` promises for ``docs``."""
        field, text = key
        term = self.encoded(field, text)
        all_docs: list[Ints] = []
        all_counts: list[Ints] = []
        positions: list[AnyArray] = []
        for source, offset in zip(self.sources, self.offsets, strict=True):
            ordinal = -1 if term is None else source.ordinal(field, term)
            if ordinal < 0:
                continue
            found, _ = source.postings(field, ordinal)
            placed = source.positions(field, ordinal)
            if placed is None:
                raise LookupError(f"the field {field!r} keeps no positions")
            all_docs.append(found + offset)
            all_counts.append(np.diff(placed[0]))
            positions.append(placed[1])
        if not all_docs:
            return _NO_DOCS, _NO_DOCS, _NO_DOCS
        counts = np.concatenate(all_counts)
        starts = np.cumsum(counts) - counts
        if len(counts) > len(docs):
            kept = np.concatenate(all_docs).searchsorted(docs)
            starts, counts = starts.take(kept), counts.take(kept)
        return starts, counts, positions[0] if len(positions) == 1 else np.concatenate(positions)

    def bases(self, field: str) -> _Bases:
        """From where the places of each document are counted, for one field (see ``phrases``)."""
        found = self._bases.get(field)
        if found is None:
            found = self._bases[field] = self._lay_out(field)
        return found

    def _lay_out(self, field: str) -> _Bases:
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
            return _Bases(starts.astype(np.int32) if end < 1 << 31 else starts, end)
        return _Bases(np.arange(self.doc_count) << 33, 1 << 62)

    # Filters, columns, documents

    @property
    def live(self) -> Bools | None:
        """For each document whether it is still there; None where nothing was removed."""
        return self._live

    def every(self) -> Ints:
        """All documents that are still there."""
        if self._live is None:
            return np.arange(self.doc_count)
        docs: Ints = self._live.nonzero()[0]
        return docs

    def mask(self, key: Hashable, make: Callable[[], Bools]) -> Bools:
        """A filter by its key, made when it is not at hand."""
        found = self._masks.get(key)
        if found is None:
            found = make()
            with self._lock:
                while self._masks and self._mask_bytes + found.nbytes > self.budget // 4:
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
                    [(part, np.arange(source.doc_count)) for part, source in zip(parts, self.sources, strict=True)]
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

    # Keeping within the budget

    def _keep(self, key: tuple[str, Any], word: PostingList) -> PostingList:
        with self._lock:
            self._words[key] = word
            self._bytes += word.laid_up
        self._shrink()
        return word

    def grown(self, word: PostingList, more: int) -> None:
        """Told by a posting list that it has laid up ``more`` bytes."""
        with self._lock:
            if self._words.get(word.key) is word:
                word.laid_up += more
                self._bytes += more
        self._shrink()

    def _shrink(self) -> None:
        if self._bytes <= self.budget:
            return
        with self._lock:
            # A clock: whatever was used since the hand last passed is spared once.
            while self._bytes > self.budget * 3 // 4 and len(self._words) > 1:
                key = next(iter(self._words))
                word = self._words.pop(key)
                if word.used:
                    word.used = False
                    self._words[key] = word
                else:
                    self._bytes -= word.laid_up


def _join(docs: list[Ints], weights: list[AnyArray | None]) -> tuple[Ints, AnyArray | None]:
    if len(docs) == 1:
        return docs[0], weights[0]
    if all(part is None for part in weights):
        return np.concatenate(docs), None
    whole = [
        np.ones(len(some), np.uint8) if part is None else part for some, part in zip(docs, weights, strict=True)
    ]
    return np.concatenate(docs), np.concatenate(whole)
