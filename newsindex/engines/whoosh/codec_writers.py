"""What Whoosh's own writers hand over, kept until a segment is complete, then written as arrays.

Documents come first and postings later, so each has a writer and a file of its own: ``.doc`` holds lengths ln, columns
cn, stored fields and vectors vn; ``.inv`` holds the fields fn, in the layout that ``segment`` draws. A column that our
kinds cannot hold is written as Whoosh's own writer lays it out; those that would be read by unpickling are refused.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from whoosh import columns as whoosh_columns
from whoosh.codec import base
from whoosh.filedb.filestore import RamStorage

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.arrays import ArrayFileWriter, smallest
from newsindex.engines.whoosh.columns import BytesColumn, column_of
from newsindex.engines.whoosh.field_writer import FieldWriter
from newsindex.engines.whoosh.postings import Batch
from newsindex.engines.whoosh.segment import FORMAT
from newsindex.engines.whoosh.stored import StoredWriter, dump
from newsindex.engines.whoosh.values import Values
from newsindex.errors import InvalidValueError

__all__ = ["DOC", "INV", "PerDocWriter", "TermsWriter", "contents", "refuse_pickles"]


DOC, INV = ".doc", ".inv"
"""The two files of a segment."""


_BYTES_COLUMNS = (whoosh_columns.VarBytesColumn, whoosh_columns.FixedBytesColumn, whoosh_columns.RefBytesColumn)


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
        with self._segment.create_file(self._storage, DOC) as file:
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


def _dense(by_doc: Mapping[int, int], docs: int) -> Ints:
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
    refuse_pickles(columnobj)
    storage = RamStorage()
    file = storage.create_file("column")
    own = columnobj.writer(file)
    for doc, value in values.items():
        own.add(doc, value)
    own.finish(docs)
    file.close()
    writer.add_bytes(prefix + "whoosh", contents(storage, "column"))
    return {"kind": "whoosh"}


def refuse_pickles(columnobj: Any) -> None:
    """Raises ``InvalidValueError`` for a column whose values would be read by unpickling."""
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
        with self._segment.create_file(self._storage, INV) as file:
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
        self._lengths = array("Q")
        self.docs = 0

    def start(self, text: bytes) -> None:
        self._terms.append(text)
        self._df.append(0)

    def add(self, doc: int, weight: float, value: bytes, length: int | None) -> None:
        self._ids.append(doc)
        self._weights.append(weight)
        self._values.append(value)
        self._df[-1] += 1
        self._lengths.append(length or 0)
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
        df, ids, lengths = (
            np.frombuffer(numbers, np.uint64).astype(np.int64) for numbers in (self._df, self._ids, self._lengths)
        )
        by_doc = np.zeros(docs, np.int64)
        by_doc[ids[lengths > 0]] = lengths[lengths > 0]
        output = FieldWriter(writer, number, lengths=by_doc, positions=values.has_positions)
        output.add(self._terms, Batch(df, ids, freqs, positions), lengths=lengths)
        meta = output.finish()
        weights = np.frombuffer(self._weights, np.float32)
        if (weights != freqs).any():
            writer.add(f"f{number}.weights", weights)
        values.save(writer, f"f{number}.", within_postings=True)
        return {**meta, "values": values.kind}


def contents(storage: Any, name: str) -> bytes:
    """The bytes of a file in a Whoosh storage."""
    file = storage.open_file(name)
    try:
        return bytes(file.read(storage.file_length(name)) if file.is_real else file.get(0, storage.file_length(name)))
    finally:
        file.close()
