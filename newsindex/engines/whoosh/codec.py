"""Whoosh's own seam, ``whoosh.codec.base.Codec``, over segments: stock writers, searchers and merges work on them.

    writer = index.writer(codec=ArrayCodec())                     # a stock SegmentWriter over any Whoosh storage
    reader = whoosh_reader(Snapshot.open(folder), schema)         # stock readers over an index of ours

A stock writer gives away documents first and postings later, so here a segment is two files of arrays:
``.doc`` (lengths ln, columns cn, stored fields, vectors vn) and ``.inv`` (fields fn), in the layout ``segment.py``
draws. ``ArrayCodec.segment`` shows the two as one ``Segment``.

Numbers agree with stock Whoosh to the last bit: weights are single-precision, and field lengths, kept exactly, are
read through the 256 steps that Whoosh rounds them to.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from whoosh import columns as whoosh_columns
from whoosh import reading
from whoosh.codec import base
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.matching import LeafMatcher, ReadTooFar

from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, Buffer, smallest
from newsindex.engines.whoosh.columns import BytesColumn, Column, KeywordColumn, column_of, load_column
from newsindex.engines.whoosh.inverter import FieldWriter
from newsindex.engines.whoosh.lengths import STEPS, rounded_lengths
from newsindex.engines.whoosh.postings import Batch
from newsindex.engines.whoosh.segment import FORMAT, FieldIndex, Segment
from newsindex.engines.whoosh.store import Snapshot
from newsindex.engines.whoosh.stored import StoredReader, StoredWriter, dump
from newsindex.engines.whoosh.values import Values
from newsindex.errors import CorruptIndexError, InvalidValueError

__all__ = ["ArrayCodec", "whoosh_reader"]

AnyArray = npt.NDArray[Any]
Int64s = npt.NDArray[np.int64]

_DOC, _INV, _COL = ".doc", ".inv", ".col"
_BLOCK = 128


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh codec that writes and reads segments of arrays."""

    def per_document_writer(self, storage: Any, segment: Any) -> PerDocWriter:
        """Takes stored fields, lengths, columns and vectors of a new segment."""
        return PerDocWriter(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> TermsWriter:
        """Takes the postings of a new segment."""
        return TermsWriter(storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """Not offered: postings are written a field at a time, by ``field_writer``."""
        raise NotImplementedError("postings are written a field at a time; use field_writer()")

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """Not offered: postings are read by ``terms_reader``."""
        raise NotImplementedError("postings are read from their field; use terms_reader().matcher()")

    def per_document_reader(self, storage: Any, segment: Any) -> PerDocReader:
        """Gives stored fields, lengths, columns and vectors."""
        return PerDocReader(_map(storage, segment.make_filename(_DOC)), segment, storage)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        """Gives terms and postings."""
        file = _map(storage, segment.make_filename(_INV))
        return TermsReader(_fields(file))

    def segment(self, storage: Any, segment: Any) -> Segment:
        """The two files of a Whoosh segment as one ``Segment``."""
        file = _map(storage, segment.make_filename(_INV))
        file.join(_map(storage, segment.make_filename(_DOC)))
        docs = segment.doc_count_all()
        deleted = np.zeros(docs, np.bool_)
        deleted[list(segment.deleted_docs())] = True
        return Segment.over(file, deleted=deleted if deleted.any() else None)

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    @classmethod
    def column_filename(cls, segment: Any, fieldname: str) -> str:
        """The file of a column that was added to a finished segment."""
        return str(segment.make_filename(f".{fieldname}{_COL}"))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """A segment to be written."""
        return ArraySegment(self, indexname)


class ArraySegment(base.Segment):  # type: ignore[misc]
    """What Whoosh's table of contents keeps of a segment."""

    def __init__(self, codec: ArrayCodec, indexname: str) -> None:
        super().__init__(indexname)
        self._codec = codec
        self._doccount = 0
        self._deleted: set[int] = set()

    def codec(self, **_options: Any) -> ArrayCodec:
        return self._codec

    def should_assemble(self) -> bool:
        return False

    def set_doc_count(self, doccount: int) -> None:
        self._doccount = doccount

    def doc_count_all(self) -> int:
        return self._doccount

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted


class PerDocWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Collects what belongs to documents, and writes the ``.doc`` file when closed."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._docs = 0
        self._open = False
        self.is_closed = False
        self._stored = StoredWriter()
        self._lengths: dict[str, dict[int, int]] = {}
        self._columns: dict[str, tuple[Any, dict[int, Any]]] = {}
        self._vectors: dict[str, _VectorBuffer] = {}
        self._fields: dict[str, Any] = {}

    def start_doc(self, docnum: int) -> None:
        if self._open:
            raise InvalidValueError("start_doc() inside a document")
        if docnum != self._docs:
            raise InvalidValueError(f"documents come in order: {self._docs} is next, not {docnum}")
        self._docs += 1
        self._open = True
        self._fields = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        if value is not None:
            self._fields[fieldname] = value
        if length:
            self._lengths.setdefault(fieldname, {})[self._docs - 1] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        self._columns.setdefault(fieldname, (columnobj, {}))[1][self._docs - 1] = value

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Iterable[tuple[str, float, bytes]]) -> None:
        some = list(items)
        if some:
            self._vectors.setdefault(fieldname, _VectorBuffer(fieldobj.vector)).add(self._docs - 1, some)

    def finish_doc(self) -> None:
        if self._open:
            self._stored.add(dump(self._fields, exact=True) if self._fields else b"")
        self._open = False

    def cancel_doc(self) -> None:
        self._docs -= 1
        self._open = False
        for lengths in self._lengths.values():
            lengths.pop(self._docs, None)
        for _, values in self._columns.values():
            values.pop(self._docs, None)
        for vector in self._vectors.values():
            vector.drop(self._docs)

    def close(self) -> None:
        self.finish_doc()
        docs = self._docs
        with self._segment.create_file(self._storage, _DOC) as file:
            writer = ArrayFileWriter(file.write)
            lengths = {}
            for number, (name, by_doc) in enumerate(sorted(self._lengths.items())):
                writer.add(f"l{number}.lengths", smallest(_dense(by_doc, docs)))
                lengths[name] = {"n": number, "total": sum(by_doc.values())}
            columns = {}
            for number, (name, (columnobj, values)) in enumerate(sorted(self._columns.items())):
                columns[name] = {**_save_column(writer, f"c{number}.", columnobj, values, docs), "n": number}
            vectors = {}
            for number, (name, vector) in enumerate(sorted(self._vectors.items())):
                vectors[name] = {**vector.save(writer, f"v{number}.", docs), "n": number}
            stored = self._stored.save(writer)
            writer.finish(
                {
                    "format": FORMAT,
                    "docs": docs,
                    "lengths": lengths,
                    "columns": columns,
                    "vectors": vectors,
                    "stored": stored,
                }
            )
        self.is_closed = True


def _dense(by_doc: Mapping[int, int], docs: int) -> Int64s:
    values = np.zeros(docs, np.int64)
    values[np.fromiter(by_doc.keys(), np.int64, len(by_doc))] = np.fromiter(by_doc.values(), np.int64, len(by_doc))
    return values


class _VectorBuffer:
    def __init__(self, format_: Any) -> None:
        self._format = format_
        self._items: dict[int, list[tuple[str, float, bytes]]] = {}

    def add(self, doc: int, items: list[tuple[str, float, bytes]]) -> None:
        self._items[doc] = items

    def drop(self, doc: int) -> None:
        self._items.pop(doc, None)

    def save(self, writer: ArrayFileWriter, prefix: str, docs: int) -> dict[str, Any]:
        """Writes edges per document, terms, weights and values of the items."""
        items = [item for doc in sorted(self._items) for item in self._items[doc]]
        counts = _dense({doc: len(some) for doc, some in self._items.items()}, docs)
        terms = [text.encode("utf-8", "surrogatepass") for text, _, _ in items]
        BytesColumn.of(terms).save(writer, prefix + "t")
        edges = np.zeros(docs + 1, np.int64)
        np.cumsum(counts, out=edges[1:])
        writer.add(prefix + "edges", smallest(edges))
        writer.add(prefix + "weights", np.array([weight for _, weight, _ in items], np.float32))
        values = Values.of(self._format, [value for _, _, value in items])
        values.save(writer, prefix, within_postings=False)
        return {"kind": values.kind, "items": len(items)}


_BYTES_COLUMNS = (whoosh_columns.VarBytesColumn, whoosh_columns.FixedBytesColumn, whoosh_columns.RefBytesColumn)


def _save_column(
    writer: ArrayFileWriter, prefix: str, columnobj: Any, values: Mapping[int, Any], docs: int
) -> dict[str, Any]:
    """Writes a column of Whoosh's in our kinds where they hold its values, else as its own writer lays it out."""
    kind = type(columnobj)
    plain = [values.get(doc) for doc in range(docs)]
    if kind is whoosh_columns.NumericColumn:
        return column_of("float" if columnobj._typecode in "fd" else "int", plain).save(writer, prefix)
    if kind is whoosh_columns.BitColumn:
        return column_of("int", [None if value is None else int(bool(value)) for value in plain]).save(writer, prefix)
    if kind in _BYTES_COLUMNS and all(isinstance(value, bytes) for value in values.values()):
        few = 2 * len(set(values.values())) <= docs
        return column_of("keyword" if few else "bytes", plain).save(writer, prefix)
    _refuse_pickles(columnobj)
    storage = RamStorage()
    file = storage.create_file("column")
    own = columnobj.writer(file)
    for doc, value in values.items():
        own.add(doc, value)
    own.finish(docs)
    file.close()
    writer.add_bytes(prefix + "whoosh", _contents(storage, "column"))
    return {"kind": "whoosh"}


def _refuse_pickles(columnobj: Any) -> None:
    inner = columnobj
    while inner is not None:
        if isinstance(inner, (whoosh_columns.PickleColumn, whoosh_columns.CompressedBlockColumn)):
            raise InvalidValueError(
                f"a {type(inner).__name__} would be read by unpickling, which can run code; "
                "store the value as a stored field, or use a column of bytes or numbers"
            )
        inner = getattr(inner, "_child", None)


class TermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects postings field by field, and writes the ``.inv`` file when closed."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._buffers: dict[str, _PostingBuffer] = {}
        self._buffer: _PostingBuffer | None = None
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        if self._buffer is not None:
            raise InvalidValueError("start_field() inside a field")
        self._buffer = self._buffers[fieldname] = _PostingBuffer(fieldobj.format)

    def start_term(self, text: bytes) -> None:
        if self._buffer is None:
            raise InvalidValueError("start_term() outside a field")
        self._buffer.start(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        assert self._buffer is not None
        self._buffer.add(docnum, weight, vbytes, length)

    def finish_term(self) -> None:
        if self._buffer is None:
            raise InvalidValueError("finish_term() outside a field")
        self._buffer.finish()

    def finish_field(self) -> None:
        if self._buffer is None:
            raise InvalidValueError("finish_field() outside a field")
        self._buffer = None

    def close(self) -> None:
        docs = max([self._segment.doc_count_all(), *(buffer.docs for buffer in self._buffers.values())])
        with self._segment.create_file(self._storage, _INV) as file:
            writer = ArrayFileWriter(file.write)
            fields = {
                name: buffer.save(writer, number, docs)
                for number, (name, buffer) in enumerate(sorted(self._buffers.items()))
            }
            writer.finish({"format": FORMAT, "docs": docs, "fields": fields})
        self.is_closed = True


class _PostingBuffer:
    def __init__(self, format_: Any) -> None:
        self._format = format_
        self._terms: list[bytes] = []
        self._df = array("Q")
        self._ids = array("Q")
        self._weights = array("f")
        self._values: list[bytes] = []
        self._lengths: dict[int, int] = {}
        self.docs = 0

    def start(self, text: bytes) -> None:
        self._terms.append(text)
        self._df.append(0)

    def add(self, doc: int, weight: float, value: bytes, length: int | None) -> None:
        self._ids.append(doc)
        self._weights.append(weight)
        self._values.append(value)
        self._df[-1] += 1
        if length:
            self._lengths[doc] = length
        if doc >= self.docs:
            self.docs = doc + 1

    def finish(self) -> None:
        if not self._df[-1]:
            self._terms.pop()
            self._df.pop()

    def save(self, writer: ArrayFileWriter, number: int, docs: int) -> dict[str, Any]:
        values = Values.of(self._format, self._values)
        freqs = np.ones(len(self._values), np.int64) if values.freqs is None else values.freqs.astype(np.int64)
        positions = values.positions
        if positions is not None and len(positions) and int(positions.min()) < 0:
            raise InvalidValueError("positions are counted from 0; an analyzer gave a negative one")
        output = FieldWriter(writer, number, lengths=_dense(self._lengths, docs), positions=values.has_positions)
        df = np.frombuffer(self._df, np.uint64).astype(np.int64)
        ids = np.frombuffer(self._ids, np.uint64).astype(np.int64)
        output.add(Batch(df, ids, freqs, positions))
        meta = output.finish(self._terms)
        weights = np.frombuffer(self._weights, np.float32)
        if (weights != freqs).any():
            writer.add(f"f{number}.weights", weights)
        values.save(writer, f"f{number}.", within_postings=True)
        return {**meta, "values": values.kind}


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Whoosh's view of the fields of a segment."""

    def __init__(self, fields: Mapping[str, FieldIndex]) -> None:
        self._fields = fields

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldIndex, int]:
        field = self._fields.get(fieldname)
        rank = -1 if field is None else field.find(text)
        if field is None or rank < 0:
            raise reading.TermNotFound(f"No term {fieldname}:{text!r}")
        return field, rank

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._fields.get(term[0])
        return field is not None and field.find(term[1]) >= 0

    def indexed_field_names(self) -> Iterable[str]:
        return self._fields.keys()

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        field = self._fields.get(fieldname)
        return base.EmptyCursor() if field is None else Cursor(field, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, term) for name, field in self._fields.items() for term in field.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((name, field.term(rank)) for name, field, rank in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        return (
            ((name, term), ArrayTermInfo(field, rank))
            for name, field in self._fields.items()
            for rank, term in enumerate(field.terms)
        )

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], reading.TermInfo]]:
        return (
            ((name, field.term(rank)), ArrayTermInfo(field, rank))
            for name, field, rank in self._from(fieldname, prefix)
        )

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, FieldIndex, int]]:
        if fieldname not in self._fields:
            return
        for name, field in self._fields.items():
            if name >= fieldname:
                start = field.terms.lower_bound(prefix) if name == fieldname else 0
                for rank in range(start, field.term_count):
                    yield name, field, rank

    def term_info(self, fieldname: str, text: bytes) -> ArrayTermInfo:
        return ArrayTermInfo(*self._find(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        if (fieldname, text) not in self:
            raise KeyError((fieldname, text))
        return float(ArrayTermInfo(*self._find(fieldname, text)).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._fields.get(fieldname)
        rank = -1 if field is None else field.find(text)
        if field is None or rank < 0:
            raise KeyError((fieldname, text))
        return field.doc_freq(rank)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        field, rank = self._find(fieldname, text)
        return ArrayMatcher(TermPostings(field, rank), format_, term=(fieldname, text), scorer=scorer)


class ArrayTermInfo(reading.TermInfo):  # type: ignore[misc]
    """Statistics of a term, read from the tables of its field."""

    def __init__(self, field: FieldIndex, rank: int) -> None:
        self._field = field
        self._rank = rank
        weights = field.weights(rank)
        lengths = rounded_lengths(np.array([field.min_lengths[rank], field.max_lengths[rank]]))
        super().__init__(
            weight=float(field.total_freq(rank) if weights is None else weights.sum(dtype=np.float64)),
            df=field.doc_freq(rank),
            minlength=int(lengths[0]),
            maxlength=int(lengths[1]),
            maxweight=float(field.max_freqs[rank] if weights is None else weights.max()),
        )

        # Whoosh adds to these two in place, so they are set and not computed; kept off until asked for, since they
        # mean reading the postings.
        del self._minid, self._maxid

    def __getattr__(self, name: str) -> Any:
        if name not in ("_minid", "_maxid"):
            raise AttributeError(name)
        ids = self._field.ids(self._rank)
        self._minid, self._maxid = int(ids[0]), int(ids[-1])
        return self._minid if name == "_minid" else self._maxid


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, field: FieldIndex, fieldobj: Any) -> None:
        self._field = field
        self._fieldobj = fieldobj
        self._rank = 0

    def first(self) -> str | None:
        self._rank = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        data = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._rank = self._field.terms.lower_bound(data)
        return self.text()

    def next(self) -> str | None:
        if self.is_valid():
            self._rank += 1
        return self.text()

    def text(self) -> str | None:
        return cast(str, self._fieldobj.from_bytes(self._field.term(self._rank))) if self.is_valid() else None

    def term_info(self) -> ArrayTermInfo | None:
        return ArrayTermInfo(self._field, self._rank) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._rank < self._field.term_count


class TermPostings:
    """The postings of a term, each part read when it is first asked for."""

    def __init__(self, field: FieldIndex, rank: int) -> None:
        self._field = field
        self._rank = rank
        self._numbers, self._freqs = field.postings(rank)
        # Items of a memoryview come as plain numbers, which is what Whoosh's matchers compare.
        self.ids: Sequence[Any] = self._numbers.data
        weights = field.weights(rank)
        self._weights = self._freqs if weights is None else weights
        self.weights: Sequence[float] | None = None if self._weights is None else self._weights.data

    @cached_property
    def values(self) -> Values:
        field, rank = self._field, self._rank
        kind = field.value_kind
        if kind == "opaque":
            start = int(field.posting_starts[rank])
            edges, blob = field.optional("vedges"), field.optional("values")
            return Values(kind, None, edges=None if edges is None else edges[start:], blob=blob)
        if not field.has_positions:
            return Values(kind, self._freqs)
        _, starts, positions = field.positions(rank)
        first = int(field.occurrence_starts[rank])
        extra = {}
        for name in ("begins", "ends", "boosts"):
            whole = field.optional(name)
            extra[name] = None if whole is None else whole[first : first + len(positions)]
        return Values(kind, self._freqs, starts, positions, **extra)

    @cached_property
    def _block_starts(self) -> Int64s:
        return np.arange(0, len(self._numbers), _BLOCK)

    @cached_property
    def block_weights(self) -> list[float]:
        if self._weights is None:
            return [1.0] * len(self._block_starts)
        return [float(top) for top in np.maximum.reduceat(self._weights, self._block_starts)]

    @cached_property
    def _lengths(self) -> Int64s:
        return rounded_lengths(self._field.lengths[self._numbers])

    @cached_property
    def block_shortest(self) -> list[int]:
        # Documents of length 0 lack the field's length, and say nothing about the others.
        given = np.where(self._lengths == 0, STEPS[-1], self._lengths)
        least: list[int] = np.minimum.reduceat(given, self._block_starts).tolist()
        return least

    @cached_property
    def block_longest(self) -> list[int]:
        most: list[int] = np.maximum.reduceat(self._lengths, self._block_starts).tolist()
        return most


class VectorPostings:
    """The terms of one document's vector, in the shape of postings."""

    def __init__(self, terms: list[str], weights: AnyArray, values: Values) -> None:
        self.ids: Sequence[Any] = terms
        self.weights: Sequence[float] | None = weights.data
        self.values = values
        self.block_weights = [float(weights.max())] * (1 + len(terms) // _BLOCK)
        self.block_shortest = self.block_longest = [0] * len(self.block_weights)


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Whoosh's one-posting-at-a-time view of arrays, in blocks of 128 for its quality shortcuts."""

    def __init__(
        self, postings: TermPostings | VectorPostings, format_: Any, *, term: Any = None, scorer: Any = None
    ) -> None:
        self._postings = postings
        self._ids = postings.ids
        self._weights = postings.weights
        self._count = len(postings.ids)
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._i = 0

    def is_active(self) -> bool:
        return self._i < self._count

    def reset(self) -> None:
        self._i = 0

    def copy(self) -> ArrayMatcher:
        other = ArrayMatcher(self._postings, self.format, term=self._term, scorer=self.scorer)
        other._i = self._i
        return other

    def id(self) -> Any:
        return self._ids[self._i]

    def all_ids(self) -> Iterator[Any]:
        return iter(self._ids[self._i :])

    def weight(self) -> float:
        return 1.0 if self._weights is None else float(self._weights[self._i])

    def value(self) -> bytes:
        return self._postings.values.encoded(self._i, self.format)

    def value_as(self, astype: str) -> Any:
        decoded = self._postings.values.decoded(self._i, astype)
        return self.format.decode_as(astype, self.value()) if decoded is None else decoded

    def all_items(self) -> Iterator[tuple[Any, bytes]]:
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def items_as(self, astype: str) -> Iterator[tuple[Any, Any]]:
        while self.is_active():
            yield self.id(), self.value_as(astype)
            self.next()

    def next(self) -> bool:
        """Goes to the next posting; True where a new block begins."""
        if self._i >= self._count:
            raise ReadTooFar
        self._i += 1
        return self._i % _BLOCK == 0 or self._i == self._count

    def skip_to(self, targetid: Any) -> None:
        if self._i >= self._count:
            raise ReadTooFar
        self._i = bisect_left(self._ids, targetid, self._i)

    def skip_to_quality(self, minquality: float) -> int:
        """Skips blocks that cannot reach ``minquality``; gives how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._i = min((self._i // _BLOCK + 1) * _BLOCK, self._count)
            skipped += 1
        return skipped

    def block_min_id(self) -> Any:
        return self._ids[self._i // _BLOCK * _BLOCK]

    def block_max_id(self) -> Any:
        return self._ids[min((self._i // _BLOCK + 1) * _BLOCK, self._count) - 1]

    def block_min_length(self) -> int:
        return self._postings.block_shortest[self._i // _BLOCK]

    def block_max_length(self) -> int:
        return self._postings.block_longest[self._i // _BLOCK]

    def block_max_weight(self) -> float:
        return self._postings.block_weights[self._i // _BLOCK]


class PerDocReader(base.PerDocumentReader):  # type: ignore[misc]
    """Whoosh's view of the documents of a segment."""

    def __init__(self, file: ArrayFile, segment: Any, storage: Any) -> None:
        self._file = file
        self._segment = segment
        self._storage = storage
        meta = file.meta
        try:
            self._docs = int(meta["docs"])
            self._lengths_meta: dict[str, Any] = dict(meta["lengths"])
            self._columns_meta: dict[str, Any] = dict(meta["columns"])
            self._vectors_meta: dict[str, Any] = dict(meta.get("vectors", {}))
            self._stored = StoredReader(file, meta["stored"], self._docs)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise CorruptIndexError(file.name, "its description cannot be read") from error
        self._lengths: dict[str, Int64s] = {}
        self._vectors: dict[str, _Vectors] = {}

    def supports_columns(self) -> bool:
        return True

    def doc_count(self) -> int:
        return self._docs - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return self._docs

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        return cast(Iterable[int], self._segment.deleted_docs())

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._columns_meta or self._added(fieldname) is not None

    def list_columns(self) -> list[str]:
        """The columns the segment was written with."""
        return list(self._columns_meta)

    def _added(self, fieldname: str) -> str | None:
        name = ArrayCodec.column_filename(self._segment, fieldname)
        return name if self._storage is not None and self._storage.file_exists(name) else None

    def column_reader(self, fieldname: str, column: Any) -> Any:
        meta = self._columns_meta.get(fieldname)
        if meta is None:
            name = self._added(fieldname)
            if name is None:
                raise InvalidValueError(f"there is no column {fieldname!r}")
            _refuse_pickles(column)
            data = _contents(self._storage, name)
            return column.reader(BufferFile(data), 0, len(data), self._docs)
        prefix = f"c{meta.get('n')}."
        if meta["kind"] == "whoosh":
            _refuse_pickles(column)
            data = bytes(self._file.raw(prefix + "whoosh"))
            return column.reader(BufferFile(data), 0, len(data), self._docs)
        return ArrayColumnReader(load_column(self._file, prefix, meta, self._docs), column)

    def _field_lengths(self, fieldname: str) -> Int64s | None:
        lengths = self._lengths.get(fieldname)
        if lengths is None and fieldname in self._lengths_meta:
            exact = self._file.array(f"l{self._lengths_meta[fieldname]['n']}.lengths")
            lengths = self._lengths[fieldname] = rounded_lengths(exact)
        return lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._field_lengths(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        lengths = self._field_lengths(fieldname)
        return (lambda _doc: default) if lengths is None else lengths.data.__getitem__

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths_meta[fieldname]["total"]) if fieldname in self._lengths_meta else 0

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._field_lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        lengths = self._field_lengths(fieldname)
        return 0 if lengths is None or not len(lengths) else int(lengths.max())

    def _vector_of(self, fieldname: str) -> _Vectors | None:
        vectors = self._vectors.get(fieldname)
        if vectors is None and fieldname in self._vectors_meta:
            vectors = self._vectors[fieldname] = _Vectors(self._file, self._vectors_meta[fieldname])
        return vectors

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        vectors = self._vector_of(fieldname)
        return vectors is not None and vectors.count(docnum) > 0

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ArrayMatcher:
        vectors = self._vector_of(fieldname)
        if vectors is None or not vectors.count(docnum):
            raise InvalidValueError(f"field {fieldname!r} has no vector in document {docnum}")
        return ArrayMatcher(vectors.postings(docnum), format_)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._stored.fields(docnum)


class _Vectors:
    def __init__(self, file: ArrayFile, meta: Mapping[str, Any]) -> None:
        prefix = f"v{meta['n']}."
        items = int(meta["items"])
        self._edges = file.array(prefix + "edges")
        self._terms = BytesColumn.load(file, prefix + "t", meta, items)
        self._weights = file.array(prefix + "weights")
        self._values = Values.load(file, prefix, str(meta["kind"]))

    def count(self, doc: int) -> int:
        return int(self._edges[doc + 1]) - int(self._edges[doc])

    def postings(self, doc: int) -> VectorPostings:
        first, last = int(self._edges[doc]), int(self._edges[doc + 1])
        terms = [(self._terms.value(item) or b"").decode("utf-8", "surrogatepass") for item in range(first, last)]
        return VectorPostings(terms, self._weights[first:last], self._values.part(first, last))


class ArrayColumnReader(whoosh_columns.ColumnReader):  # type: ignore[misc]
    """A column of ours, read as the Whoosh column it was written for."""

    def __init__(self, column: Column, columnobj: Any) -> None:
        self._column = column
        self._read: Callable[[int], Any] = (
            cast(Any, column).word if isinstance(column, KeywordColumn) else cast(Any, column).value
        )
        self._default = columnobj.default_value()
        self._convert: Callable[[Any], Any] = bool if isinstance(columnobj, whoosh_columns.BitColumn) else _same
        self._reversible = bool(columnobj.reversible)
        self._reverse = False

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, docnum: int) -> Any:
        value = self._read(docnum)
        return self._default if value is None else self._convert(value)

    def sort_key(self, docnum: int) -> Any:
        value = self[docnum]
        if isinstance(value, bool):
            return int(value ^ self._reverse)
        return 0 - value if self._reverse else value

    def __iter__(self) -> Iterator[Any]:
        return (self[doc] for doc in range(len(self)))

    def load(self) -> list[Any]:
        return list(self)

    def set_reverse(self) -> None:
        if not self._reversible:
            raise NotImplementedError("this column cannot be read in reverse")
        self._reverse = True


def _same(value: Any) -> Any:
    return value


class _MappedSegment(base.Segment):  # type: ignore[misc]
    """A segment of an index of ours, as Whoosh's readers want to be handed one."""

    def __init__(self, segment: Segment) -> None:
        super().__init__("MAIN")
        self.segid = segment.name
        self._segment = segment

    def codec(self, **_options: Any) -> _MappedCodec:
        return _MappedCodec(self._segment)

    def doc_count_all(self) -> int:
        return self._segment.doc_count

    def deleted_count(self) -> int:
        return self._segment.doc_count - self._segment.live_count

    def deleted_docs(self) -> list[int]:
        deleted = self._segment.deleted
        return [] if deleted is None else np.flatnonzero(deleted).tolist()

    def is_deleted(self, docnum: int) -> bool:
        deleted = self._segment.deleted
        return deleted is not None and bool(deleted[docnum])


class _MappedCodec(ArrayCodec):
    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        fields = {name: self._segment.field(name) for name in self._segment.field_names}
        return TermsReader({name: field for name, field in fields.items() if field is not None})

    def per_document_reader(self, storage: Any, segment: Any) -> PerDocReader:
        return _MappedPerDocReader(self._segment, segment)


class _MappedPerDocReader(PerDocReader):
    """Lengths come from the fields themselves; the rest lies in one file."""

    def __init__(self, segment: Segment, whoosh_segment: Any) -> None:
        file = segment.file
        totals = {name: {"n": meta["n"], "total": meta["total"]} for name, meta in file.meta["fields"].items()}
        super().__init__(file.described({**file.meta, "lengths": totals}), whoosh_segment, None)

    def _field_lengths(self, fieldname: str) -> Int64s | None:
        lengths = self._lengths.get(fieldname)
        if lengths is None and fieldname in self._lengths_meta:
            exact = self._file.array(f"f{self._lengths_meta[fieldname]['n']}.lengths")
            lengths = self._lengths[fieldname] = rounded_lengths(exact)
        return lengths


def whoosh_reader(snapshot: Snapshot, schema: Any) -> reading.IndexReader:
    """A stock Whoosh reader over a snapshot; ``schema`` is the Whoosh schema its fields were indexed by.

    Wrap it in ``whoosh.searching.Searcher`` for everything the fast path leaves alone.
    """
    readers = [
        reading.SegmentReader(None, schema, _MappedSegment(segment), generation=snapshot.generation)
        for segment in snapshot.segments
    ]
    if not readers:
        return reading.EmptyReader(schema)
    return readers[0] if len(readers) == 1 else reading.MultiReader(readers, generation=snapshot.generation)


def _fields(file: ArrayFile) -> dict[str, FieldIndex]:
    try:
        docs = int(file.meta["docs"])
        return {name: FieldIndex(file, name, meta, docs) for name, meta in sorted(file.meta["fields"].items())}
    except (KeyError, TypeError, ValueError) as error:
        raise CorruptIndexError(file.name, "its description cannot be read") from error


def _map(storage: Any, name: str) -> ArrayFile:
    file = storage.open_file(name)
    try:
        buffer: Buffer
        if file.is_real:
            buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        else:
            buffer = file.get(0, storage.file_length(name))
    except ValueError as error:
        raise CorruptIndexError(name, "is empty") from error
    finally:
        file.close()
    return ArrayFile(buffer, name=name)


def _contents(storage: Any, name: str) -> bytes:
    file = storage.open_file(name)
    try:
        return bytes(file.read(storage.file_length(name)) if file.is_real else file.get(0, storage.file_length(name)))
    finally:
        file.close()
