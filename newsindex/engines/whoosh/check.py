"""Looking at every byte and every structure of an index: is it what was written, and does it make sense?

Checksums say whether files are those that were written; the structures say whether what was written is whole:
dictionaries ascend, document numbers ascend and exist, frequencies count the positions, positions lie within the
documents they are of, tables agree with the postings they sum up, columns have a row per document, stored fields
unpack.

    >>> import tempfile
    >>> from newsindex.engines.whoosh.files import DiskFolder
    >>> from newsindex.engines.whoosh.bulk import BulkWriter
    >>> folder = DiskFolder(tempfile.mkdtemp())
    >>> BulkWriter(folder, create=True).close()
    >>> check(folder).ok
    True
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
from attrs import field, frozen

from newsindex.engines.whoosh.columns import BytesColumn, IntColumn, KeywordColumn, KeywordsColumn, SpansColumn
from newsindex.engines.whoosh.files import Folder
from newsindex.engines.whoosh.manifest import (
    FileEntry,
    Manifest,
    SegmentEntry,
    generations,
    latest_generation,
    read_manifest,
)
from newsindex.engines.whoosh.segment import FieldIndex, Segment
from newsindex.engines.whoosh.store import open_segment
from newsindex.errors import CorruptIndexError, IndexFormatError, StorageError

__all__ = ["Problem", "Report", "check"]


@frozen
class Problem:
    """What is wrong, and in which file."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


@frozen
class Report:
    """What a check found."""

    generation: int
    files: tuple[str, ...]
    """The files that were looked at."""
    docs: int
    """Documents not deleted, as the manifest counts them."""
    problems: tuple[Problem, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(folder: Folder) -> Report:
    """Reads everything and reports what is wrong; damage is reported, not raised.

    Raises ``IndexNotFoundError``, ``IndexFormatError``, and ``StorageError`` where the disk cannot be read.
    """
    try:
        generation = latest_generation(folder)
        name = Manifest(generation).name
        try:
            manifest = read_manifest(folder, generation)
        except CorruptIndexError as error:
            return Report(generation, (name,), 0, (Problem(name, error.reason),))
        problems: list[Problem] = []
        files = [name]
        for entry in manifest.segments:
            files += [file.name for file in entry.files()]
            problems += _check_entry(folder, entry)
        former = generations(folder.names())[:-1]
        if former:
            files.append(Manifest(former[-1]).name)
            problems += _check_former(folder, former[-1])
        return Report(generation, tuple(files), sum(entry.live for entry in manifest.segments), tuple(problems))
    except OSError as error:
        raise StorageError(f"the index at {folder.place} cannot be read: {error.strerror or error}") from error


def _check_former(folder: Folder, generation: int) -> Iterator[Problem]:
    try:
        read_manifest(folder, generation)
    except (CorruptIndexError, IndexFormatError) as error:
        yield Problem(Manifest(generation).name, f"the former generation, kept as a fallback, is damaged ({error})")


def _check_entry(folder: Folder, entry: SegmentEntry) -> Iterator[Problem]:
    damaged = False
    for file in entry.files():
        for problem in _check_bytes(folder, file):
            damaged = True
            yield problem
    name = entry.file.name
    try:
        segment = open_segment(folder, entry)
        bad = list(segment.file.damaged())
        if bad:
            yield Problem(name, f"the checksums of its arrays {', '.join(bad)} are wrong")
        elif not damaged:
            yield from (Problem(name, reason) for reason in check_segment(segment))
    except CorruptIndexError as error:
        yield Problem(error.file, error.reason)
    except FileNotFoundError:
        if not damaged:
            yield Problem(name, "is missing")


def _check_bytes(folder: Folder, file: FileEntry) -> Iterator[Problem]:
    try:
        data = folder.map(file.name)
    except FileNotFoundError:
        yield Problem(file.name, "is missing")
        return
    except CorruptIndexError as error:
        yield Problem(error.file, error.reason)
        return
    if len(data) != file.size:
        yield Problem(file.name, f"has {len(data)} bytes, not the {file.size} that were written")
    elif zlib.crc32(data) != file.crc32:
        yield Problem(file.name, "its checksum is wrong")


def check_segment(segment: Segment) -> Iterator[str]:
    """What does not make sense in a segment whose bytes are those that were written."""
    for name in segment.field_names:
        index = segment.field(name)
        if index is not None:
            for reason in _check_field(index):
                yield f"field {name!r}: {reason}"
    for name in segment.column_names:
        for reason in _check_column(segment.column(name)):
            yield f"column {name!r}: {reason}"
    edges = segment.stored_reader.edges.astype(np.int64)
    if (np.diff(edges) < 0).any():
        yield "stored fields overlap"
        return
    for doc in range(segment.doc_count):
        try:
            segment.stored(doc)
        except CorruptIndexError as error:
            yield error.reason


def _check_field(index: FieldIndex) -> Iterator[str]:
    if not index.terms.is_sorted():
        yield "its dictionary does not ascend"
        return
    lengths = index.lengths.astype(np.int64)
    some = lengths[lengths > 0]
    if int(lengths.sum()) != index.total_length or (
        len(some) and (some.min(), some.max()) != (index.shortest, index.longest)
    ):
        yield "its lengths do not add up"
    for low in range(0, len(index.terms), 4096):
        yield from _check_terms(index, low, min(low + 4096, len(index.terms)))


def _check_terms(index: FieldIndex, low: int, high: int) -> Iterator[str]:
    df = index.doc_freqs[low:high]
    if not df.all():
        yield f"a term between {low} and {high} stands in no document"
        return
    batch = index.batch(low, high)
    starts = np.cumsum(batch.df) - batch.df
    steps = np.diff(batch.ids)
    steps[starts[1:] - 1] = 1
    if (steps < 1).any():
        yield f"the postings of a term between {low} and {high} do not ascend"
    sums = np.add.reduceat(batch.freqs, starts)
    if (sums != index.total_freqs[low:high]).any() or (batch.freqs < 1).any():
        yield f"the frequencies of a term between {low} and {high} do not add up"
        return
    if (np.maximum.reduceat(batch.freqs, starts) != index.max_freqs[low:high]).any():
        yield f"the largest frequency of a term between {low} and {high} is wrong"
    lengths = index.lengths[batch.ids]
    shortest, longest = np.minimum.reduceat(lengths, starts), np.maximum.reduceat(lengths, starts)
    if (shortest != index.min_lengths[low:high]).any() or (longest != index.max_lengths[low:high]).any():
        yield f"the lengths noted for a term between {low} and {high} are wrong"
    if batch.positions is not None:
        heads = np.cumsum(batch.freqs) - batch.freqs
        steps = np.diff(batch.positions)
        steps[heads[1:] - 1] = 0
        if (steps < 0).any() or (batch.positions < 0).any():
            yield f"the positions of a term between {low} and {high} do not ascend"
        if index.is_dense and (batch.positions >= np.repeat(lengths, batch.freqs)).any():
            yield f"a position of a term between {low} and {high} lies behind the end of its document"


def _check_column(column: object) -> Iterator[str]:
    match column:
        case KeywordColumn():
            if not column.words.is_sorted() or (len(column) and int(column.values.max()) > len(column.words)):
                yield "its values do not fit its dictionary"
        case KeywordsColumn():
            if not column.words.is_sorted() or (len(column.values) and int(column.values.max()) >= len(column.words)):
                yield "its values do not fit its dictionary"
            yield from _check_edges(column.edges, len(column.values))
        case SpansColumn():
            if (column.firsts > column.lasts).any():
                yield "a span ends before it begins"
            yield from _check_edges(column.edges, len(column.firsts))
        case BytesColumn():
            yield from _check_edges(column.edges, len(column.blob))
        case IntColumn():
            if column.present is not None and column.values[~column.present].any():
                yield "a document without a value has one"


def _check_edges(edges: np.ndarray[tuple[int, ...], np.dtype[np.generic]], total: int) -> Iterator[str]:
    wide = edges.astype(np.int64)
    if int(wide[0]) != 0 or int(wide[-1]) != total or (np.diff(wide) < 0).any():
        yield "the places of its values are wrong"
