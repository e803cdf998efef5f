"""Several segments made one, array by array, without their deleted documents.

Documents keep their order: those of the first segment, then those of the second. Dictionaries are joined, and for
each stretch of terms the postings of all segments are decoded at once and laid behind one another by computed
places: nothing is sorted, and no loop runs over postings or terms. A stretch ends after so many occurrences that
memory does not grow with the index; a term with more of them is read and written piece by piece, several times over.

``choose`` is the policy: segments of like size are merged four at a time, so that a document is rewritten about
log4(n) times in its life, and a segment a third of which is deleted is rewritten alone.

    size, crc, docs = merge([first, second], file.write)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.arrays import ArrayFileWriter
from newsindex.engines.whoosh.columns import join_columns
from newsindex.engines.whoosh.field_writer import FieldWriter
from newsindex.engines.whoosh.inverter import stretch_within, stretches
from newsindex.engines.whoosh.postings import Batch, runs
from newsindex.engines.whoosh.segment import FORMAT, FieldIndex, Segment
from newsindex.engines.whoosh.stored import join_stored
from newsindex.engines.whoosh.terms import joined

__all__ = ["choose", "merge"]


_FAN = 4
_FLOOR = 1 << 20
_DELETED_SHARE = 1 / 3


def choose(sizes: Sequence[tuple[int, int, int]]) -> list[int]:
    """Which segments to merge next, by their places in ``sizes``; empty when all is well.

    Each of ``sizes`` is the bytes of a segment, its documents, and how many of those are deleted.
    """
    for place, (_, docs, deleted) in enumerate(sizes):
        if docs and deleted >= docs * _DELETED_SHARE:
            return [place]
    tiers: dict[int, list[int]] = {}
    for place, (size, docs, deleted) in enumerate(sizes):
        live = size * (docs - deleted) / max(docs, 1)
        tier = 0 if live <= _FLOOR else 1 + int(math.log(live / _FLOOR, _FAN))
        tiers.setdefault(tier, []).append(place)
    return next((places for _, places in sorted(tiers.items()) if len(places) >= _FAN), [])


def merge(
    segments: Sequence[Segment], write: Callable[[bytes], object], *, memory: int = 256 << 20
) -> tuple[int, int, int]:
    """Hands the bytes of the merged segment to ``write``; gives their number, crc32, and the count of documents.

    ``memory`` is about how many bytes it may take, besides the dictionary of a field and some ten bytes for each
    document. Raises ``CorruptIndexError`` when a segment cannot be read.
    """
    at_once = stretch_within(memory // 2)
    parts = [_Part(segment) for segment in segments]
    docs = 0
    for part in parts:
        part.base, docs = docs, docs + part.count
    writer = ArrayFileWriter(write)
    fields: dict[str, Any] = {}
    for number, name in enumerate(sorted({name for segment in segments for name in segment.field_names})):
        fields[name] = _merge_field(writer, number, name, parts, at_once)
    columns: dict[str, Any] = {}
    for number, name in enumerate(sorted({name for segment in segments for name in segment.column_names})):
        column = join_columns([(part.segment.column(name), part.chosen) for part in parts])
        columns[name] = {**column.save(writer, f"c{number}."), "n": number}
        _let_go(parts)
    stored = join_stored([(part.segment.stored_reader, part.live_pieces(at_once)) for part in parts], writer)
    size, crc = writer.finish({"format": FORMAT, "docs": docs, "fields": fields, "columns": columns, "stored": stored})
    return size, crc, docs


class _Part:
    """One segment, and where its documents go."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.base = 0
        """The number of its first document in the merged segment."""
        self.count = segment.live_count
        self._numbers: npt.NDArray[np.uint32] | None = None
        if segment.deleted is not None:
            # What is deleted has the number of a document that stays, and is left out by the mask.
            self._numbers = (np.cumsum(~segment.deleted) - 1).astype(np.uint32)

    @property
    def chosen(self) -> Ints | int:
        """Its documents that stay, or how many there are where all do."""
        return self.count if self.segment.deleted is None else self.segment.live_docs()

    def live_pieces(self, most: int) -> Iterator[Ints]:
        """Its documents that stay, out of so many at a time."""
        for docs in self.segment.live_pieces(most):
            yield docs
            self.segment.file.let_go()

    def lengths(self, field: FieldIndex | None) -> AnyArray:
        """The lengths of a field in the documents that stay."""
        if field is None:
            return np.zeros(self.count, np.uint8)
        return field.lengths if self.segment.deleted is None else field.lengths[~self.segment.deleted]

    def merged(self, batch: Batch, *, positions: bool) -> Batch:
        """A batch of its postings with the new numbers, without documents that are gone."""
        ids, freqs, df = batch.ids, batch.freqs, batch.df
        places = batch.positions if positions else None
        deleted = self.segment.deleted
        if deleted is None or self._numbers is None:
            return Batch(df, ids + self.base, freqs, places)
        kept = ~deleted[ids]
        if places is not None:
            places = places[np.repeat(kept, freqs)]
        before = np.concatenate(([0], np.cumsum(kept)))
        ends = np.cumsum(df)
        df = before[ends] - before[ends - df]
        return Batch(df, self._numbers[ids[kept]].astype(np.int64) + self.base, freqs[kept], places)


def _let_go(parts: Iterable[_Part]) -> None:
    for part in parts:
        part.segment.file.let_go()


def _merge_field(
    writer: ArrayFileWriter, number: int, name: str, parts: Sequence[_Part], at_once: int
) -> dict[str, Any]:
    found = [(part, part.segment.field(name)) for part in parts]
    present = [(part, field) for part, field in found if field is not None]
    positions = all(field.has_positions for _, field in present)
    lengths = np.concatenate([part.lengths(field) for part, field in found])
    output = FieldWriter(writer, number, lengths=lengths, positions=positions)
    for run in joined([field.terms for _, field in present]):
        shares = [
            _Share(part, field, first, ranks)
            for (part, field), first, ranks in zip(present, run.firsts, run.ranks, strict=True)
        ]
        occurrences = np.zeros(len(run.terms), np.int64)
        for share in shares:
            occurrences[share.ranks] += share.occurrences
        for low, high in stretches(occurrences, at_once):
            if occurrences[low] > at_once:
                output.add_long(run.terms[low], partial(_pieces, shares, low, at_once, positions))
            else:
                batch = _merge_stretch(shares, low, high, positions=positions)
                some = np.flatnonzero(batch.df)
                terms = [run.terms[low + rank] for rank in some.tolist()]
                output.add(terms, Batch(batch.df[some], batch.ids, batch.freqs, batch.positions))
            _let_go(parts)
    return output.finish()


class _Share:
    """What one segment has of a run of terms."""

    def __init__(self, part: _Part, field: FieldIndex, first: int, ranks: Ints) -> None:
        self._part = part
        self._field = field
        self._first = first
        self.ranks = ranks
        """Where its terms are in the run."""
        own = slice(first, first + len(ranks))
        self.occurrences = np.maximum(field.total_freqs[own], field.doc_freqs[own]).astype(np.int64)
        """How often each of them stands in the segment, deleted documents included."""

    def batch(self, low: int, high: int, *, positions: bool) -> tuple[Ints, Batch]:
        """Its postings of the terms of the run from ``low`` to ``high`` - 1, and which of them each is."""
        first, last = (int(place) for place in np.searchsorted(self.ranks, [low, high]))
        batch = self._field.batch(self._first + first, self._first + last)
        return self.ranks[first:last] - low, self._part.merged(batch, positions=positions)

    def pieces(self, term: int, most: int, *, positions: bool) -> Iterator[Batch]:
        """Its postings of one term of the run, out of about ``most`` occurrences at a time."""
        at = int(np.searchsorted(self.ranks, term))
        if at < len(self.ranks) and self.ranks[at] == term:
            rank = self._first + at
            postings = max(1, most * self._field.doc_freq(rank) // int(self.occurrences[at]))
            for piece in self._field.pieces(rank, postings):
                yield self._part.merged(piece, positions=positions)
                self._part.segment.file.let_go()


def _pieces(shares: Sequence[_Share], term: int, most: int, positions: bool) -> Iterator[Batch]:
    for share in shares:
        yield from share.pieces(term, most, positions=positions)


def _merge_stretch(shares: Sequence[_Share], low: int, high: int, *, positions: bool) -> Batch:
    count = high - low
    batches = [share.batch(low, high, positions=positions) for share in shares]
    df = np.zeros(count, np.int64)
    occurrences = np.zeros(count, np.int64)
    inside = []
    for ranks, batch in batches:
        running = np.concatenate(([0], np.cumsum(batch.freqs, dtype=np.int64)))
        ends = np.cumsum(batch.df)
        own = running[ends] - running[ends - batch.df]
        df[ranks] += batch.df
        occurrences[ranks] += own
        inside.append(own)
    next_posting = np.cumsum(df) - df
    next_occurrence = np.cumsum(occurrences) - occurrences
    ids = np.empty(int(df.sum()), np.int64)
    freqs = np.empty(len(ids), np.int64)
    places = np.empty(int(occurrences.sum()), np.uint32) if positions else None
    for (ranks, batch), own in zip(batches, inside, strict=True):
        target = runs(next_posting[ranks], batch.df)
        ids[target] = batch.ids
        freqs[target] = batch.freqs
        next_posting[ranks] += batch.df
        if places is not None and batch.positions is not None:
            places[runs(next_occurrence[ranks], own)] = batch.positions
            next_occurrence[ranks] += own
    return Batch(df, ids, freqs, places)
