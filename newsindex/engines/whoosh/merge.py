"""Several segments made one, array by array, without their deleted documents.

Documents keep their order: those of the first segment, then those of the second. Dictionaries are joined, and for
each stretch of terms the postings of all segments are decoded at once and laid behind one another by computed
places: nothing is sorted, and no loop runs over postings or terms. A stretch ends after so many occurrences that
memory does not grow with the index.

``choose`` is the policy: segments of like size are merged four at a time, so that a document is rewritten about
log4(n) times in its life, and a segment a third of which is deleted is rewritten alone.

    size, crc, docs = merge([first, second], file.write)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from newsindex.engines.whoosh.arrays import ArrayFileWriter
from newsindex.engines.whoosh.columns import join_columns
from newsindex.engines.whoosh.inverter import FieldWriter
from newsindex.engines.whoosh.postings import Batch, runs
from newsindex.engines.whoosh.segment import FORMAT, FieldIndex, Segment
from newsindex.engines.whoosh.stored import join_stored

__all__ = ["choose", "merge"]

Int64s = npt.NDArray[np.int64]

_STRETCH = 1_000_000
_BYTES_EACH = 100
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

    ``memory`` is about how many bytes it may take, but all that is told of one term is held at once. Raises
    ``CorruptIndexError`` when a segment cannot be read.
    """
    writer = ArrayFileWriter(write)
    live = [segment.live_docs() for segment in segments]
    docs = sum(map(len, live))
    fields: dict[str, Any] = {}
    for number, name in enumerate(sorted({name for segment in segments for name in segment.field_names})):
        meta = _merge_field(writer, number, [segment.field(name) for segment in segments], live, memory)
        if meta is not None:
            fields[name] = meta
    columns: dict[str, Any] = {}
    for number, name in enumerate(sorted({name for segment in segments for name in segment.column_names})):
        column = join_columns([(segment.column(name), kept) for segment, kept in zip(segments, live, strict=True)])
        columns[name] = {**column.save(writer, f"c{number}."), "n": number}
    stored = join_stored([(segment.stored_reader, kept) for segment, kept in zip(segments, live, strict=True)], writer)
    size, crc = writer.finish({"format": FORMAT, "docs": docs, "fields": fields, "columns": columns, "stored": stored})
    return size, crc, docs


class _Part:
    """One segment's share in a field: where its terms and documents go."""

    def __init__(self, field: FieldIndex, ranks: Mapping[bytes, int], live: Int64s, base: int) -> None:
        self.field = field
        self.ranks = np.fromiter(map(ranks.__getitem__, field.terms), np.int64, len(field.terms))
        self.all_live = len(live) == field.doc_count
        self.new = np.full(field.doc_count, -1, np.int64)
        self.new[live] = np.arange(base, base + len(live))

    def batch(self, low: int, high: int, *, positions: bool) -> tuple[Int64s, Batch, Int64s]:
        """Its postings of the joined ranks ``low`` to ``high`` - 1: ranks, batch, occurrences per term."""
        first, last = np.searchsorted(self.ranks, [low, high])
        batch = self.field.batch(int(first), int(last))
        ranks = self.ranks[first:last] - low
        ids, freqs = self.new[batch.ids], batch.freqs
        kept_positions = batch.positions if positions else None
        df = batch.df
        if not self.all_live:
            kept = ids >= 0
            if kept_positions is not None:
                kept_positions = kept_positions[np.repeat(kept, freqs)]
            before = np.concatenate([[0], np.cumsum(kept)])
            ends = np.cumsum(df)
            df = before[ends] - before[ends - batch.df]
            ids, freqs = ids[kept], freqs[kept]
        running = np.concatenate([[0], np.cumsum(freqs, dtype=np.int64)])
        ends = np.cumsum(df)
        occurrences = running[ends] - running[ends - df]
        return ranks, Batch(df, ids, freqs, kept_positions), occurrences


def _merge_field(
    writer: ArrayFileWriter, number: int, fields: Sequence[FieldIndex | None], live: Sequence[Int64s], memory: int
) -> dict[str, Any] | None:
    present = [field for field in fields if field is not None]
    positions = all(field.has_positions for field in present)
    lengths = np.concatenate(
        [
            np.zeros(len(kept), np.int64) if field is None else field.lengths[kept].astype(np.int64)
            for field, kept in zip(fields, live, strict=True)
        ]
    )
    terms = sorted(set().union(*(field.terms for field in present)))
    ranks = {term: rank for rank, term in enumerate(terms)}
    bases = np.cumsum([0, *map(len, live)])
    parts = [
        _Part(field, ranks, kept, int(base))
        for field, kept, base in zip(fields, live, bases, strict=False)
        if field is not None
    ]
    del ranks
    occurrences = np.zeros(len(terms), np.int64)
    for part in parts:
        occurrences[part.ranks] += part.field.total_freqs
    output = FieldWriter(writer, number, lengths=lengths, positions=positions)
    kept_terms: list[bytes] = []
    for low, high in _stretches(occurrences, min(_STRETCH, memory // _BYTES_EACH)):
        batch = _merge_stretch(parts, low, high, positions=positions)
        some = np.flatnonzero(batch.df)
        kept_terms += [terms[low + rank] for rank in some.tolist()]
        output.add(Batch(batch.df[some], batch.ids, batch.freqs, batch.positions))
    return output.finish(kept_terms)


def _stretches(occurrences: Int64s, most: int) -> list[tuple[int, int]]:
    if not len(occurrences):
        return []
    number = (np.cumsum(occurrences) - 1) // most
    cuts = np.flatnonzero(np.diff(number)) + 1
    edges = [0, *cuts.tolist(), len(occurrences)]
    return list(pairwise(edges))


def _merge_stretch(parts: Sequence[_Part], low: int, high: int, *, positions: bool) -> Batch:
    count = high - low
    shares = [part.batch(low, high, positions=positions) for part in parts]
    df = np.zeros(count, np.int64)
    occurrences = np.zeros(count, np.int64)
    for ranks, batch, own in shares:
        df[ranks] += batch.df
        occurrences[ranks] += own
    next_posting = np.cumsum(df) - df
    next_occurrence = np.cumsum(occurrences) - occurrences
    ids = np.empty(int(df.sum()), np.int64)
    freqs = np.empty(len(ids), np.int64)
    places = np.empty(int(occurrences.sum()), np.int64) if positions else None
    for ranks, batch, own in shares:
        target = runs(next_posting[ranks], batch.df)
        ids[target] = batch.ids
        freqs[target] = batch.freqs
        next_posting[ranks] += batch.df
        if places is not None and batch.positions is not None:
            places[runs(next_occurrence[ranks], own)] = batch.positions
            next_occurrence[ranks] += own
    return Batch(df, ids, freqs, places)
