"""Whoosh's view of a segment: its terms (``TermsReader``), and what belongs to its documents (``PerDocReader``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

import numpy as np
from whoosh import columns as whoosh_columns
from whoosh import reading
from whoosh.codec import base
from whoosh.filedb.structfile import BufferFile

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.arrays import ArrayFile
from newsindex.engines.whoosh.codec_matchers import ArrayMatcher, TermPostings, VectorPostings
from newsindex.engines.whoosh.codec_writers import contents, refuse_pickles
from newsindex.engines.whoosh.columns import BytesColumn, Column, KeywordColumn, load_column
from newsindex.engines.whoosh.lengths import rounded_lengths
from newsindex.engines.whoosh.segment import FieldIndex
from newsindex.engines.whoosh.stored import StoredReader
from newsindex.engines.whoosh.values import Values
from newsindex.errors import CorruptIndexError, InvalidValueError

__all__ = ["PerDocReader", "TermsReader", "column_filename", "fields_of"]


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
        self._lengths: dict[str, Ints] = {}
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
        name = column_filename(self._segment, fieldname)
        return name if self._storage is not None and self._storage.file_exists(name) else None

    def column_reader(self, fieldname: str, column: Any) -> Any:
        meta = self._columns_meta.get(fieldname)
        if meta is None:
            name = self._added(fieldname)
            if name is None:
                raise InvalidValueError(f"there is no column {fieldname!r}")
            refuse_pickles(column)
            data = contents(self._storage, name)
            return column.reader(BufferFile(data), 0, len(data), self._docs)
        prefix = f"c{meta.get('n')}."
        if meta["kind"] == "whoosh":
            refuse_pickles(column)
            data = bytes(self._file.raw(prefix + "whoosh"))
            return column.reader(BufferFile(data), 0, len(data), self._docs)
        return ArrayColumnReader(load_column(self._file, prefix, meta, self._docs), column)

    def _field_lengths(self, fieldname: str) -> Ints | None:
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


def fields_of(file: ArrayFile) -> dict[str, FieldIndex]:
    """The searchable fields of a file."""
    try:
        docs = int(file.meta["docs"])
        return {name: FieldIndex(file, name, meta, docs) for name, meta in sorted(file.meta["fields"].items())}
    except (KeyError, TypeError, ValueError) as error:
        raise CorruptIndexError(file.name, "its description cannot be read") from error


def column_filename(segment: Any, fieldname: str) -> str:
    """The file of a column that was added to a finished segment."""
    return str(segment.make_filename(f".{fieldname}.col"))
