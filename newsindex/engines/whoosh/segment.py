"""A segment: some documents, inverted, in one file that never changes. This is the read side and the map of the bytes.

A segment is one file of arrays (``arrays.py`` draws the container; offsets, types and checksums are in its
directory). Documents are numbered from 0; deletions live outside, in the manifest's keeping, as a bitmap.
The meta data is {"format": 2, "docs": N, "fields": {name: {...}}, "columns": {name: {...}}, "stored": [...]}.

Each searchable field with number n has these arrays (T terms in byte order, P postings, O occurrences):

    fn.terms    u1[…]   the terms, each followed by "\\n"        (``terms.py``)
    fn.starts   uN[T+1] where each begins
    fn.df       uN[T]   in how many documents the term stands
    fn.cf       uN[T]   how often it stands there in all
    fn.kinds    u1[T]   how its record is laid out               (``postings.py``)
    fn.where    uN[T]   where its record begins in fn.post, in units of 4 bytes
    fn.maxf     uN[T]   its largest frequency in one document
    fn.minl     uN[T]   the shortest, and
    fn.maxl     uN[T]   the longest field it stands in
    fn.post     u1[…]   the records: document numbers, frequencies, positions
    fn.lengths  uN[N]   the exact length of the field in each document, in tokens; 0 where it lacks the field

and, only where Whoosh's codec was given more than whole frequencies and positions:

    fn.weights  f4[P]   the weight of each posting, where it is not its frequency
    fn.begins, fn.ends  i4[O]  characters of each occurrence;   fn.boosts  f8[O]  its boost
    fn.vedges   uN[P+1], fn.values  u1[…]   the opaque value of each posting of a format of the user's own

The meta data of a field is {"n", "total": sum of lengths, "shortest", "longest", "positions": bool,
"dense": bool}. Columns have
the prefix "cn." (``columns.py``), stored fields "stored." (``stored.py``), Whoosh's term vectors "vn.".

The way of a query: ``segment.field("text")`` → ``field.find(b"oil")`` → ``field.postings(rank)`` → document numbers
and frequencies, ``field.lengths`` for the score, ``segment.column("published")`` for a filter, ``segment.stored(doc)``.

    with Segment.open(path) as segment:
        text = segment.field("text")
        ids, freqs = text.postings(text.find(b"oil"))       # int64 array; uN array, or None where all are 1
        ids, starts, positions = text.positions(text.find(b"oil"))

Everything returned is read-only or new; a segment may be shared between threads. Reads check what they touch, so a
damaged file gives ``CorruptIndexError`` and nothing else; whether bytes are still those written is for ``check``.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Floats, Ints
from newsindex.engines.whoosh.arrays import ArrayFile, Buffer
from newsindex.engines.whoosh.columns import Column, load_column
from newsindex.engines.whoosh.postings import Batch, decode, read_freqs, read_ids, read_pieces, read_positions
from newsindex.engines.whoosh.stored import StoredReader
from newsindex.engines.whoosh.terms import Terms
from newsindex.errors import CorruptIndexError, IndexFormatError, InvalidValueError

__all__ = ["FORMAT", "FieldIndex", "Segment"]


FORMAT = 2
"""The version of the layout above; a segment of another is refused."""


class FieldIndex:
    """One searchable field of a segment: a sorted dictionary, and for each term its postings.

    A term is known by its rank in the dictionary. The per-term arrays (``doc_freqs``, ``total_freqs``, ``max_freqs``,
    ``min_lengths``, ``max_lengths``) are indexed by rank, ``lengths`` by document.
    """

    def __init__(self, file: ArrayFile, name: str, meta: Mapping[str, Any], docs: int) -> None:
        self._file = file
        self.name = name
        self.doc_count = docs
        try:
            self._prefix = f"f{int(meta['n'])}."
            self.total_length = int(meta["total"])
            """The sum of ``lengths``."""
            self.shortest = int(meta["shortest"])
            """The least length above 0 (0 if there is none)."""
            self.longest = int(meta["longest"])
            self.has_positions = bool(meta["positions"])
            self.is_dense = bool(meta["dense"])
            """Whether all positions are less than the length of their document, as they are where none is left out."""
        except (KeyError, TypeError, ValueError) as error:
            raise CorruptIndexError(file.name, f"field {name!r} is not described") from error
        self.value_kind = str(meta.get("values", "positions" if self.has_positions else "frequency"))
        """What is kept with each posting, in the words of ``values.py``."""
        self.terms = Terms.load(file, self._prefix)
        count = len(self.terms)
        self.doc_freqs = self._table("df", count)
        self.total_freqs = self._table("cf", count)
        self.max_freqs = self._table("maxf", count)
        self.min_lengths = self._table("minl", count)
        self.max_lengths = self._table("maxl", count)
        self.lengths = self._table("lengths", docs)
        self.kinds = self._table("kinds", count)
        self.where = self._table("where", count)
        self.post = file.array(self._prefix + "post")
        # Items of a memoryview come as plain integers, several times faster than items of an array.
        self._df = self.doc_freqs.data
        self._cf = self.total_freqs.data
        self._kinds = self.kinds.data
        self._where = self.where.data

    def _table(self, name: str, count: int) -> AnyArray:
        values = self._file.array(self._prefix + name)
        if len(values) != count:
            raise CorruptIndexError(self._file.name, f"field {self.name!r}: {name} has {len(values)} rows, not {count}")
        return values

    def optional(self, name: str) -> AnyArray | None:
        """One of the arrays that only some fields have (``weights``, ``begins``, …), or None."""
        return self._file.array(self._prefix + name) if self._prefix + name in self._file else None

    @property
    def term_count(self) -> int:
        """How many distinct terms there are."""
        return len(self.terms)

    def find(self, term: bytes) -> int:
        """The rank of ``term``, or -1."""
        return self.terms.find(term)

    term_id = find

    def term(self, rank: int) -> bytes:
        """The term of this rank."""
        return self.terms[rank]

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The ranks (first, behind the last) of the terms that begin with ``prefix``."""
        return self.terms.prefix_range(prefix)

    def doc_freq(self, rank: int) -> int:
        """In how many documents the term stands, deleted ones included."""
        return self._df[rank]

    def total_freq(self, rank: int) -> int:
        """How often the term stands in all documents, deleted ones included."""
        return self._cf[rank]

    def postings(self, rank: int, number: type[Any] = np.int64) -> tuple[AnyArray, AnyArray | None]:
        """Document numbers, ascending, and how often the term stands in each; None means once in each.

        ``number`` is the type of document numbers, int64 or int32.
        """
        df, kind = self._df[rank], self._kinds[rank]
        try:
            ids, end = read_ids(self.post, self._where[rank] * 4, df, kind, number)
            freqs, end = read_freqs(self.post, end, df, kind)
        except ValueError as error:
            raise self._damaged(rank) from error
        self._check_ids(rank, ids, df, kind)
        if freqs is not None and len(freqs) != df:
            raise self._damaged(rank)
        return ids, freqs

    def ids(self, rank: int) -> Ints:
        """Document numbers alone."""
        df, kind = self._df[rank], self._kinds[rank]
        try:
            ids, _ = read_ids(self.post, self._where[rank] * 4, df, kind)
        except ValueError as error:
            raise self._damaged(rank) from error
        self._check_ids(rank, ids, df, kind)
        return ids

    def _check_ids(self, rank: int, ids: AnyArray, df: int, kind: int) -> None:
        # Gaps only ascend, so their last is the largest; numbers written out have to be looked at.
        if len(ids) != df or not df or (ids.max() if kind & 1 else ids[-1]) >= self.doc_count:
            raise self._damaged(rank)

    def positions(self, rank: int, number: type[Any] = np.int64) -> tuple[AnyArray, AnyArray, AnyArray]:
        """Document numbers, df + 1 offsets, and absolute positions.

        The occurrences in the i-th document are positions[offsets[i] : offsets[i + 1]], ascending. ``number`` is the
        type of document numbers and, where it can hold them, offsets: int64 or int32. Raises ``InvalidValueError`` for
        a field that keeps no positions.
        """
        if not self.has_positions:
            raise InvalidValueError(f"field {self.name!r} was indexed without positions")
        df, kind, total = self._df[rank], self._kinds[rank], self._cf[rank]
        narrow = number if df * (1, 0xFF, 0xFFFF, 1 << 32)[kind >> 2 & 3] < 1 << 31 else np.int64
        offsets = np.zeros(df + 1, narrow)
        try:
            ids, end = read_ids(self.post, self._where[rank] * 4, df, kind, number)
            freqs, end = read_freqs(self.post, end, df, kind)
            positions = read_positions(self.post, end, total, kind)
            if freqs is None:
                offsets[1:] = np.arange(1, df + 1)
            else:
                np.add.accumulate(freqs, dtype=narrow, out=offsets[1:])
        except ValueError as error:
            raise self._damaged(rank) from error
        self._check_ids(rank, ids, df, kind)
        if len(positions) != total or int(offsets[-1]) != total:
            raise self._damaged(rank)
        return ids, offsets, positions

    @property
    def has_weights(self) -> bool:
        """Whether postings have weights that are not their frequencies."""
        return self._prefix + "weights" in self._file

    def weights(self, rank: int) -> Floats | None:
        """The weights of the postings where they are not their frequencies, else None."""
        weights = self.optional("weights")
        if weights is None:
            return None
        start = int(self.posting_starts[rank])
        return weights[start : start + self._df[rank]]

    @cached_property
    def posting_starts(self) -> Ints:
        """How many postings stand before those of each term; one more than there are terms."""
        starts = np.zeros(len(self.terms) + 1, np.int64)
        np.cumsum(self.doc_freqs, dtype=np.int64, out=starts[1:])
        return starts

    @cached_property
    def occurrence_starts(self) -> Ints:
        """How many occurrences stand before those of each term; one more than there are terms."""
        starts = np.zeros(len(self.terms) + 1, np.int64)
        np.cumsum(self.total_freqs, dtype=np.int64, out=starts[1:])
        return starts

    def batch(self, low: int = 0, high: int | None = None) -> Batch:
        """The postings of all terms from rank ``low`` to ``high`` - 1 at once, for merging and checking."""
        high = len(self.terms) if high is None else high
        df = self.doc_freqs[low:high].astype(np.int64)
        occurrences = self.total_freqs[low:high].astype(np.int64) if self.has_positions else None
        try:
            batch = decode(self.post, self.kinds[low:high], self.where[low:high].astype(np.int64), df, occurrences)
        except (ValueError, IndexError) as error:
            raise CorruptIndexError(self._file.name, f"field {self.name!r}: records leave their array") from error
        if len(batch.ids) and (int(batch.ids.max()) >= self.doc_count or int(batch.ids.min()) < 0):
            raise CorruptIndexError(self._file.name, f"field {self.name!r}: a posting names no document")
        return batch

    def pieces(self, rank: int, most: int) -> Iterator[Batch]:
        """The postings of one term in batches of up to ``most``, for a term too long to be held whole."""
        begin, df, kind = self._where[rank] * 4, self._df[rank], self._kinds[rank]
        try:
            for piece in read_pieces(self.post, begin, df, kind, most=most, positions=self.has_positions):
                self._check_ids(rank, piece.ids, len(piece.ids), kind)
                yield piece
        except (ValueError, IndexError) as error:
            raise self._damaged(rank) from error

    def _damaged(self, rank: int) -> CorruptIndexError:
        return CorruptIndexError(self._file.name, f"field {self.name!r}: the postings of term {rank} are damaged")


class Segment:
    """The documents of one segment file; ``deleted`` marks those that are gone.

    ``doc_count`` counts all documents, deleted ones too: their numbers stay taken until the segment is merged.
    """

    def __init__(self, buffer: Buffer, *, name: str, deleted: Bools | None = None) -> None:
        self._load(ArrayFile(buffer, name=name), deleted)

    @classmethod
    def over(cls, file: ArrayFile, *, deleted: Bools | None = None) -> Self:
        """A segment whose arrays are mapped already."""
        segment = cls.__new__(cls)
        segment._load(file, deleted)
        return segment

    def _load(self, file: ArrayFile, deleted: Bools | None) -> None:
        self._file = file
        self.name = name = file.name
        meta = file.meta
        if meta.get("format") != FORMAT:
            raise IndexFormatError(
                f"{name}: segment format {meta.get('format')!r}, but this version reads {FORMAT}; "
                "rebuild the index from its articles"
            )
        try:
            self.doc_count = int(meta["docs"])
            self._fields_meta: dict[str, Any] = dict(meta["fields"])
            self._columns_meta: dict[str, Any] = dict(meta["columns"])
            self._stored = StoredReader(self._file, meta["stored"], self.doc_count)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise CorruptIndexError(name, "its description cannot be read") from error
        if deleted is not None and len(deleted) != self.doc_count:
            raise CorruptIndexError(name, f"its deletions are not of {self.doc_count} documents")
        self.deleted = deleted
        """One bool per document, or None where nothing is deleted."""
        self._fields: dict[str, FieldIndex] = {}
        self._columns: dict[str, Column] = {}

    @classmethod
    def open(cls, path: str | Path, *, deleted: Bools | None = None) -> Self:
        """Maps a segment file."""
        path = Path(path)
        with path.open("rb") as file:
            if not path.stat().st_size:
                raise CorruptIndexError(path.name, "is empty")
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=path.name, deleted=deleted)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of what was mapped; the memory itself goes with the last array that views it."""
        self._fields.clear()
        self._columns.clear()

    @property
    def file(self) -> ArrayFile:
        """The arrays beneath."""
        return self._file

    @property
    def live_count(self) -> int:
        """How many documents are not deleted."""
        return self.doc_count - (int(np.count_nonzero(self.deleted)) if self.deleted is not None else 0)

    def with_deleted(self, deleted: Bools | None) -> Segment:
        """The same mapped file with other deletions."""
        return Segment.over(self._file, deleted=deleted)

    @property
    def field_names(self) -> list[str]:
        """The searchable fields, in byte order."""
        return sorted(self._fields_meta)

    def field(self, name: str) -> FieldIndex | None:
        """A searchable field, or None where no document of this segment has it."""
        field = self._fields.get(name)
        if field is None and name in self._fields_meta:
            field = self._fields[name] = FieldIndex(self._file, name, self._fields_meta[name], self.doc_count)
        return field

    @property
    def column_names(self) -> list[str]:
        """The columns."""
        return sorted(self._columns_meta)

    def column(self, name: str) -> Column | None:
        """A column, or None where no document of this segment has a value in it."""
        column = self._columns.get(name)
        if column is None and name in self._columns_meta:
            meta = self._columns_meta[name]
            column = self._columns[name] = load_column(self._file, f"c{meta.get('n')}.", meta, self.doc_count)
        return column

    def stored(self, doc: int) -> dict[str, Any]:
        """The stored fields of one document."""
        return self._stored.fields(doc if 0 <= doc < self.doc_count else self._number(doc))

    def stored_json(self, doc: int) -> bytes:
        """What ``stored.dump`` made of the stored fields of one document; empty for none."""
        return self._stored.json(self._number(doc))

    def _number(self, doc: int) -> int:
        if not 0 <= doc < self.doc_count:
            last = self.doc_count - 1
            raise InvalidValueError(f"there is no document {doc} in {self.name}; they are numbered 0 to {last}")
        return doc

    @property
    def stored_reader(self) -> StoredReader:
        """The stored fields beneath, for merging."""
        return self._stored

    def live_pieces(self, most: int) -> Iterator[Ints]:
        """The same in runs out of ``most`` documents each."""
        for start in range(0, self.doc_count, most):
            end = min(start + most, self.doc_count)
            if self.deleted is None:
                yield np.arange(start, end, dtype=np.int64)
            else:
                yield np.flatnonzero(~self.deleted[start:end]) + start

    def live_docs(self) -> Ints:
        """The numbers of the documents that are not deleted."""
        if self.deleted is None:
            return np.arange(self.doc_count, dtype=np.int64)
        return np.flatnonzero(~self.deleted)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The stored fields of each document that is not deleted."""
        return (self.stored(int(doc)) for doc in self.live_docs())
