"""How the postings of one term lie on disk: flat, of the narrowest width that holds them, read with a few numpy calls.

A term's record begins at a multiple of 4 in the field's ``post`` bytes; ``kind`` (one byte per term, kept in the
term table) tells how to read it. Its three parts follow each other, each begun at a multiple of its width:

    documents   kind bits 0-1   0: u32 first document, then df × u8 gaps (the first is 0)
                                1: df × u16 document numbers
                                2: u32 first document, then df × u16 gaps (the first is 0)
                                3: df × u32 document numbers
    frequencies kind bits 2-3   0: all are 1, nothing is written   1: df × u8   2: df × u16   3: df × u32
    positions   kind bits 4-5   0: nothing is written   1: u8   2: u16   3: u32
                                one absolute position for each occurrence, document by document, ascending

So a rare term costs a few bytes, a frequent one about a byte a posting, and reading is one view (kinds 1, 3) or
one running sum (kinds 0, 2). ``encode`` lays out all terms of a batch at once; nothing loops over terms. A term too
frequent to be held whole comes in pieces (``LongRecord``, ``read_pieces``).

    >>> batch = Batch.of(df=[2, 1], ids=[0, 7, 3], freqs=[1, 2, 1], positions=[4, 0, 9, 5])
    >>> encoded = encode(batch, doc_count=10)
    >>> read_ids(encoded.post, 0, 2, int(encoded.kinds[0]))[0].tolist()
    [0, 7]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints

__all__ = [
    "Batch",
    "Encoded",
    "LongRecord",
    "decode",
    "decode_ids",
    "encode",
    "read_freqs",
    "read_ids",
    "read_pieces",
    "read_positions",
    "runs",
]

Bytes = npt.NDArray[np.uint8]

_WIDTH = np.array([0, 1, 2, 4], np.int64)
_U32 = np.dtype("<u4")
_MOST_32 = 0x7FFFFFFF
_UINT: tuple[np.dtype[Any], ...] = (np.dtype("u1"), np.dtype("u1"), np.dtype("<u2"), np.dtype("<u4"))


@frozen
class Batch:
    """The postings of a run of terms, term after term: ``df`` per term, ``ids`` and ``freqs`` per posting.

    ``positions`` holds one number per occurrence (``freqs`` of them for each posting) or is None.
    """

    df: Ints
    ids: AnyArray
    freqs: AnyArray
    positions: AnyArray | None = None

    @classmethod
    def of(
        cls, *, df: Sequence[int], ids: Sequence[int], freqs: Sequence[int], positions: Sequence[int] | None = None
    ) -> Batch:
        """A batch from plain lists."""
        places = None if positions is None else np.asarray(positions, np.int64)
        return cls(np.asarray(df, np.int64), np.asarray(ids, np.int64), np.asarray(freqs, np.int64), places)


@frozen
class Encoded:
    """The bytes of a batch and, per term, its ``kinds`` byte and its start ``where`` in units of 4 bytes."""

    post: Bytes
    kinds: Bytes
    where: Ints


def runs(starts: Ints, lengths: Ints) -> Ints:
    """The indices start, start + 1, … of each run, one run after another."""
    ends = lengths.cumsum()
    found: Ints = (starts - ends + lengths).repeat(lengths)
    found += np.arange(len(found))
    return found


def encode(batch: Batch, *, doc_count: int) -> Encoded:
    """Lays out the records of all terms of the batch; every df is at least 1."""
    df = batch.df
    if not len(df):
        return Encoded(np.zeros(0, np.uint8), np.zeros(0, np.uint8), np.zeros(0, np.int64))
    starts = np.cumsum(df) - df
    ids = batch.ids.astype(np.int64, copy=False)
    gaps = np.empty_like(ids)
    gaps[0] = 0
    np.subtract(ids[1:], ids[:-1], out=gaps[1:])
    gaps[starts] = 0
    id_kind = _cheapest_ids(df, np.maximum.reduceat(gaps, starts), doc_count)
    top_freq = np.maximum.reduceat(batch.freqs, starts)
    if int(batch.freqs.min()) < 1:  # Whoosh's formats can be made to count a term no times at all
        top_freq = np.where(np.minimum.reduceat(batch.freqs, starts) < 1, np.maximum(top_freq, 2), top_freq)
    freq_kind = _width_kind(top_freq, one_is_free=True)
    if batch.positions is None:
        occurrences = pos_kind = np.zeros(len(df), np.int64)
    else:
        occurrences = np.add.reduceat(batch.freqs.astype(np.int64, copy=False), starts)
        pos_starts = np.cumsum(occurrences) - occurrences
        pos_kind = np.zeros(len(df), np.int64)
        some = np.flatnonzero(occurrences)
        if len(some):
            pos_kind[some] = _width_kind(np.maximum.reduceat(batch.positions, pos_starts[some]), one_is_free=False)
    kinds = id_kind | freq_kind << 2 | pos_kind << 4
    freq_at, pos_at, size = _layout(kinds, df, occurrences)
    begin = np.cumsum(size) - size
    post = np.zeros(int(size.sum()), np.uint8)
    for kind, values, width, header in ((0, gaps, 1, 4), (1, ids, 2, 0), (2, gaps, 2, 4), (3, ids, 4, 0)):
        chosen = id_kind == kind
        if chosen.any():
            _scatter(post, begin + header, chosen, df, starts, values, width)
            if header:
                post.view(_U32)[begin[chosen] // 4] = ids[starts[chosen]]
    for kind in (1, 2, 3):
        chosen = freq_kind == kind
        if chosen.any():
            _scatter(post, begin + freq_at, chosen, df, starts, batch.freqs, int(_WIDTH[kind]))
        chosen = pos_kind == kind
        if batch.positions is not None and chosen.any():
            _scatter(post, begin + pos_at, chosen, occurrences, pos_starts, batch.positions, int(_WIDTH[kind]))
    return Encoded(post, kinds.astype(np.uint8), begin // 4)


def decode(post: Bytes, kinds: Bytes, where: Ints, df: Ints, occurrences: Ints | None) -> Batch:
    """The batch that was encoded; ``occurrences`` (the sum of frequencies per term) asks for positions too."""
    if not len(df):
        return Batch(df, np.zeros(0, np.int64), np.zeros(0, np.int64), None if occurrences is None else df)
    ids = decode_ids(post, kinds, where, df)
    starts = np.cumsum(df) - df
    begin = where.astype(np.int64) * 4
    freq_kind = kinds >> 2 & 3
    freq_at, pos_at, _ = _layout(kinds, df, df if occurrences is None else occurrences)
    freqs = np.ones(len(ids), np.int64)
    for kind in (1, 2, 3):
        chosen = freq_kind == kind
        if chosen.any():
            target, values = _gather(post, begin + freq_at, chosen, df, starts, int(_WIDTH[kind]))
            freqs[target] = values
    if occurrences is None:
        return Batch(df, ids, freqs)
    pos_kind = kinds >> 4 & 3
    pos_starts = np.cumsum(occurrences) - occurrences
    positions = np.zeros(int(occurrences.sum()), np.int64)
    for kind in (1, 2, 3):
        chosen = pos_kind == kind
        if chosen.any():
            target, values = _gather(post, begin + pos_at, chosen, occurrences, pos_starts, int(_WIDTH[kind]))
            positions[target] = values
    return Batch(df, ids, freqs, positions)


def decode_ids(post: Bytes, kinds: Bytes, where: Ints, df: Ints) -> Ints:
    """The document numbers of a batch alone."""
    starts = np.cumsum(df) - df
    begin = where.astype(np.int64) * 4
    id_kind = (kinds & 3).astype(np.int64)
    ids = np.empty(int(df.sum()), np.int64)
    for kind, width, header in ((0, 1, 4), (1, 2, 0), (2, 2, 4), (3, 4, 0)):
        chosen = id_kind == kind
        if chosen.any():
            target, values = _gather(post, begin + header, chosen, df, starts, width)
            ids[target] = values
    gapped = np.flatnonzero((id_kind & 1) == 0)
    if len(gapped):
        # One running sum over all gapped terms, from which each takes back what had run up before its first.
        target = runs(starts[gapped], df[gapped])
        gaps = ids[target]
        heads = np.cumsum(df[gapped]) - df[gapped]
        sums = np.cumsum(gaps)
        first = post.view(_U32)[begin[gapped] // 4].astype(np.int64)
        ids[target] = sums + np.repeat(first - sums[heads], df[gapped])
    return ids


def read_ids(post: Bytes, begin: int, df: int, kind: int, number: type[Any] = np.int64) -> tuple[AnyArray, int]:
    """The document numbers of one record, and the byte behind them; ``begin`` is in bytes.

    ``number`` is their type, int64 or int32. Raises ``ValueError`` for a number that it cannot hold.
    """
    match kind & 3:
        case 1:
            end = begin + 2 * df
            return post[begin:end].view(_UINT[2]).astype(number), end
        case 3:
            end = begin + 4 * df
            plain = post[begin:end].view(_UINT[3])
            _check_fit(int(plain.max(initial=0)), number)
            return plain.view(number) if number is np.int32 else plain.astype(number), end
        case 0:
            start, end, gaps = begin + 4, begin + 4 + df, post[begin + 4 : begin + 4 + df]
        case _:
            start, end = begin + 4, begin + 4 + 2 * df
            gaps = post[start:end].view(_UINT[2])
    first = int.from_bytes(post[begin:start].tobytes(), "little")
    if first + df * (0xFF, 0, 0xFFFF)[kind & 3] > _MOST_32:
        _check_fit(first + int(gaps.sum(dtype=np.int64)), number)
    ids: AnyArray = np.add.accumulate(gaps, dtype=number)
    ids += number(first)
    return ids, end


def _check_fit(last: int, number: type[Any]) -> None:
    if number is np.int32 and last > _MOST_32:
        raise ValueError(f"the document number {last} is out of range")


def read_freqs(post: Bytes, end_of_ids: int, df: int, kind: int) -> tuple[AnyArray | None, int]:
    """The frequencies of one record (None where all are 1), and the byte behind them."""
    width = (0, 1, 2, 4)[kind >> 2 & 3]
    if not width:
        return None, end_of_ids
    begin = -(-end_of_ids // width) * width
    end = begin + width * df
    return post[begin:end].view(_UINT[kind >> 2 & 3]), end


def read_positions(post: Bytes, end_of_freqs: int, occurrences: int, kind: int) -> AnyArray:
    """The positions of one record, absolute, document after document."""
    width = (0, 1, 2, 4)[kind >> 4 & 3]
    if not width:
        return post[:0]
    begin = -(-end_of_freqs // width) * width
    return post[begin : begin + width * occurrences].view(_UINT[kind >> 4 & 3])


def read_pieces(post: Bytes, begin: int, df: int, kind: int, *, most: int, positions: bool) -> Iterator[Batch]:
    """One record in batches of up to ``most`` postings; what can be viewed is not copied."""
    occurrences = np.zeros(1, np.int64)
    freq_at, pos_at, _ = (begin + int(at[0]) for at in _layout(np.array([kind]), np.array([df]), occurrences))
    last = int.from_bytes(post[begin : begin + 4].tobytes(), "little")
    ids_at, id_type = begin + (0 if kind & 1 else 4), _UINT[(1, 2, 2, 3)[kind & 3]]
    seen = 0
    for start in range(0, df, most):
        count = min(most, df - start)
        ids = _viewed(post, ids_at, start, count, id_type).astype(np.int64)
        if not kind & 1:
            np.add.accumulate(ids, out=ids)
            ids += last
            last = int(ids[-1])
        freqs: AnyArray = np.ones(count, np.uint8)
        if kind >> 2 & 3:
            freqs = _viewed(post, freq_at, start, count, _UINT[kind >> 2 & 3])
        places = None
        if positions:
            inside = int(freqs.sum(dtype=np.int64))
            places = _viewed(post, pos_at, seen, inside, _UINT[kind >> 4 & 3]) if kind >> 4 & 3 else post[:0]
            seen += inside
        yield Batch(np.array([count]), ids, freqs, places)


def _viewed(post: Bytes, at: int, start: int, count: int, dtype: np.dtype[Any]) -> AnyArray:
    first = at + start * dtype.itemsize
    found = post[first : first + count * dtype.itemsize].view(dtype)
    if len(found) != count:
        raise ValueError("a record leaves its array")
    return found


class LongRecord:
    """The record of one term whose postings come in several batches of that term alone.

    ``pieces`` gives them anew each time it is called: once to see how wide the record must be, then once for each
    part of it, so that no more than a piece is held at a time.
    """

    def __init__(self, pieces: Callable[[], Iterable[Batch]], *, doc_count: int) -> None:
        self._pieces = pieces
        self.df = self.occurrences = self.top_freq = 0
        least_freq, top_position, widest, last = 1, -1, 0, -1
        for piece in pieces():
            if not len(piece.ids):
                continue
            widest = max(widest, int(np.diff(piece.ids).max(initial=0)), int(piece.ids[0]) - last if self.df else 0)
            last = int(piece.ids[-1])
            self.df += len(piece.ids)
            self.occurrences += int(piece.freqs.sum(dtype=np.int64))
            self.top_freq = max(self.top_freq, int(piece.freqs.max()))
            least_freq = min(least_freq, int(piece.freqs.min()))
            if piece.positions is not None:
                top_position = max(top_position, int(piece.positions.max(initial=0)))
        widest_freq = max(self.top_freq, 2) if least_freq < 1 else self.top_freq
        self._df = np.array([self.df])
        id_kind = _cheapest_ids(self._df, np.array([widest]), doc_count)
        freq_kind = _width_kind(np.array([widest_freq]), one_is_free=True)
        pos_kind = _width_kind(np.array([top_position]), one_is_free=False) * (top_position >= 0)
        self._kind = id_kind | freq_kind << 2 | pos_kind << 4
        self.kind = int(self._kind[0])
        _, _, size = _layout(self._kind, self._df, np.array([self.occurrences]))
        self.size = int(size[0])
        """In bytes, a multiple of 4."""

    def bytes(self) -> Iterator[Bytes]:
        """The record, front to back."""
        freq_at, pos_at, _ = (int(at[0]) for at in _layout(self._kind, self._df, np.array([self.occurrences])))
        yield from self._ids()
        written = (4 if self.kind & 1 == 0 else 0) + self.df * (1, 2, 2, 4)[self.kind & 3]
        for at, kind, name in ((freq_at, self.kind >> 2 & 3, "freqs"), (pos_at, self.kind >> 4 & 3, "positions")):
            if not kind:
                continue
            yield np.zeros(at - written, np.uint8)
            written = at
            for piece in self._pieces():
                values = getattr(piece, name).astype(_UINT[kind])
                written += values.nbytes
                yield values.view(np.uint8)
        yield np.zeros(self.size - written, np.uint8)

    def _ids(self) -> Iterator[Bytes]:
        dtype = _UINT[(1, 2, 2, 3)[self.kind & 3]]
        last = -1
        for piece in self._pieces():
            if not len(piece.ids):
                continue
            if self.kind & 1:
                yield piece.ids.astype(dtype).view(np.uint8)
                continue
            if last < 0:
                last = int(piece.ids[0])
                yield np.array([last], _U32).view(np.uint8)
            gaps = np.diff(piece.ids, prepend=last)
            last = int(piece.ids[-1])
            yield gaps.astype(dtype).view(np.uint8)


def _layout(kinds: AnyArray, df: Ints, occurrences: Ints) -> tuple[Ints, Ints, Ints]:
    """Where frequencies and positions begin in each record, and its size."""
    id_kind, freq_width, pos_width = kinds & 3, _WIDTH[kinds >> 2 & 3], _WIDTH[kinds >> 4 & 3]
    id_size = np.select([id_kind == 0, id_kind == 1, id_kind == 2], [4 + df, 2 * df, 4 + 2 * df], 4 * df)
    freq_at = _aligned(id_size, freq_width)
    pos_at = _aligned(freq_at + freq_width * df, pos_width)
    return freq_at, pos_at, _aligned(pos_at + pos_width * occurrences, np.int64(4))


def _cheapest_ids(df: Ints, widest_gap: Ints, doc_count: int) -> Ints:
    never = np.int64(1) << 60
    sizes = np.stack(
        [
            np.where(widest_gap <= 0xFF, 4 + df, never),
            2 * df if doc_count <= 0x10000 else np.full(len(df), never),
            np.where(widest_gap <= 0xFFFF, 4 + 2 * df, never),
            4 * df,
        ]
    )
    # Among equals, document numbers as they are win over gaps: they need no running sum.
    order = np.array([1, 3, 0, 2])
    best: Ints = order[np.argmin(sizes[order], axis=0)]
    return best


def _width_kind(top: AnyArray, *, one_is_free: bool) -> Ints:
    kind = 1 + (top > 0xFF).astype(np.int64) + (top > 0xFFFF)
    return np.where(top == 1, 0, kind) if one_is_free else kind


def _aligned(offsets: Ints, width: Ints | np.int64) -> Ints:
    step = np.maximum(width, 1)
    return -(-offsets // step) * step


def _scatter(
    post: Bytes,
    byte_starts: Ints,
    chosen: Bools,
    counts: Ints,
    starts: Ints,
    values: AnyArray,
    width: int,
) -> None:
    source = runs(starts[chosen], counts[chosen])
    target = runs(byte_starts[chosen] // width, counts[chosen])
    post.view(f"<u{width}")[target] = values[source]


def _gather(
    post: Bytes, byte_starts: Ints, chosen: Bools, counts: Ints, starts: Ints, width: int
) -> tuple[Ints, AnyArray]:
    source = runs(byte_starts[chosen] // width, counts[chosen])
    target = runs(starts[chosen], counts[chosen])
    return target, post.view(f"<u{width}")[source]
