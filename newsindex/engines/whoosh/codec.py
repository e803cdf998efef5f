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
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import reading
from whoosh.codec import base

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.arrays import ArrayFile, Buffer
from newsindex.engines.whoosh.codec_readers import PerDocReader, TermsReader, column_filename, fields_of
from newsindex.engines.whoosh.codec_writers import DOC, INV, PerDocWriter, TermsWriter
from newsindex.engines.whoosh.lengths import rounded_lengths
from newsindex.engines.whoosh.segment import Segment
from newsindex.engines.whoosh.store import Snapshot
from newsindex.errors import CorruptIndexError

__all__ = ["ArrayCodec", "whoosh_reader"]


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
        return PerDocReader(_map(storage, segment.make_filename(DOC)), segment, storage)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        """Gives terms and postings."""
        file = _map(storage, segment.make_filename(INV))
        return TermsReader(fields_of(file))

    def segment(self, storage: Any, segment: Any) -> Segment:
        """The two files of a Whoosh segment as one ``Segment``."""
        file = _map(storage, segment.make_filename(INV))
        file.join(_map(storage, segment.make_filename(DOC)))
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
        return column_filename(segment, fieldname)

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

    def _field_lengths(self, fieldname: str) -> Ints | None:
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
