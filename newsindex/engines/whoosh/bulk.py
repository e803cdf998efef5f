"""Writing an index: prepared documents in, generations out.

    folder = DiskFolder("news.index", create=True)
    schema = Schema(fields={"text": FieldSpec(), "id": FieldSpec(positions=False)}, columns={"day": "int"}, key="id")
    with BulkWriter(folder, schema=schema, create=True) as writer:
        writer.replace(PreparedDocument(fields={"id": ["a1"], "text": ["oil", "price"]}, columns={"day": 739180}))
        writer.notes["files"] = {"a1": 1712}
        writer.commit()

Documents are inverted in memory and written as a segment whenever they would take more than ``memory`` MB, and at
the commit. What one commit wrote in several pieces becomes one segment before it is published; then, with the
documents already safe and visible, segments of like size are merged and published as a further generation.
Leaving the ``with`` without a commit leaves the index as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import numpy as np

from newsindex.engines.whoosh.array_types import Bools, Ints
from newsindex.engines.whoosh.files import Folder
from newsindex.engines.whoosh.inverter import Inverter, PreparedDocument, Tokens
from newsindex.engines.whoosh.manifest import Schema, SegmentEntry, read_manifest
from newsindex.engines.whoosh.merge import choose, merge
from newsindex.engines.whoosh.segment import Segment
from newsindex.engines.whoosh.store import Publisher, open_segment
from newsindex.errors import InvalidValueError, StorageError

__all__ = ["BulkWriter", "check_memory"]


_SLOTS = 1 << 22
"""By so many marks it is known which keys may stand in pieces of a commit, so that few others are looked up in them."""


class _Live:
    """A segment the writer works on, with the deletions made so far."""

    def __init__(self, entry: SegmentEntry, segment: Segment) -> None:
        self.entry = entry
        self.segment = segment
        self.deleted: Bools | None = None if segment.deleted is None else segment.deleted.copy()
        self.changed = False

    def delete(self, docs: Ints) -> int:
        """Marks documents; gives how many were not marked before."""
        if self.deleted is None:
            self.deleted = np.zeros(self.segment.doc_count, np.bool_)
        fresh = int(np.count_nonzero(~self.deleted[docs]))
        if fresh:
            self.deleted[docs] = True
            self.changed = True
        return fresh

    @property
    def live(self) -> int:
        return self.segment.doc_count - (0 if self.deleted is None else int(np.count_nonzero(self.deleted)))

    def current(self) -> Segment:
        """The segment under the deletions made so far."""
        return self.segment.with_deleted(self.deleted) if self.changed else self.segment


class BulkWriter:
    """The writer of an index; there is one at a time. Not to be shared between threads.

    ``schema`` is needed for a new index; given for an existing one it takes the place of the old one for what is
    added from now on. ``wait`` is how many seconds to wait for another writer (``IndexLockedError``), ``memory`` the
    MB that documents may take before they are written, ``background=True`` merges in a thread after a commit.

    After a ``StorageError`` only ``close`` is left to do; the index is as of its last commit.
    """

    def __init__(
        self,
        folder: Folder,
        *,
        schema: Schema | None = None,
        fingerprint: str | None = None,
        create: bool = False,
        wait: float = 0.0,
        memory: int = 256,
        fsync: bool = True,
        background: bool = False,
    ) -> None:
        check_memory(memory)
        self._publisher = Publisher(folder, create=create, wait=wait, fsync=fsync)
        manifest = self._publisher.manifest
        for name, kind in () if schema is None else schema.columns.items():
            if (old := manifest.schema.columns.get(name, kind)) != kind:
                self._publisher.close()
                raise InvalidValueError(f"column {name!r} is of kind {old!r} in this index, not {kind!r}; rebuild it")
        self.schema = schema if schema is not None else manifest.schema
        self.fingerprint = fingerprint if fingerprint is not None else manifest.fingerprint
        self.notes: dict[str, Any] = dict(manifest.notes)
        """JSON values that the next commit makes part of the index."""
        self.merge_error: StorageError | None = None
        """Why the last merge did not happen, if it did not; commits do not depend on it."""
        self._memory = memory << 20
        self._background = background
        self._thread: threading.Thread | None = None
        self._closed = False
        self._broken = False
        try:
            self._segments = [_Live(entry, open_segment(folder, entry)) for entry in manifest.segments]
            self._fresh: list[_Live] = []
            self._flushed = bytearray(_SLOTS)
            self._start_buffer()
            if not manifest.generation:
                self._publish()
        except OSError as error:
            self._publisher.close()
            raise StorageError(f"the index at {folder.place} cannot be read: {error.strerror or error}") from error
        except BaseException:
            self._publisher.close()
            raise

    @property
    def generation(self) -> int:
        """The number of the last commit."""
        return self._publisher.manifest.generation

    @property
    def doc_count(self) -> int:
        """How many documents a commit would leave."""
        return len(self._buffer) - len(self._gone) + sum(live.live for live in (*self._segments, *self._fresh))

    def _start_buffer(self) -> None:
        self._buffer = Inverter(self.schema.fields, self.schema.columns, dictionary=self._dictionary())
        self._keyed: dict[str, list[int]] = {}
        self._gone: set[int] = set()

    def _dictionary(self) -> bytes | None:
        """The dictionary that most stored fields are packed with, so that merges need not keep several."""
        largest = max((*self._segments, *self._fresh), key=lambda live: live.entry.file.size, default=None)
        if largest is None:
            return None
        reader = largest.segment.stored_reader
        return reader.dictionary(reader.parts[0][1])

    def add(self, document: PreparedDocument) -> None:
        """Adds a document beside those that are there."""
        self._check_open()
        number = self._buffer.add(document)
        key = self.schema.key
        if key is not None and key in document.fields:
            for term in _terms(document.fields[key]):
                self._keyed.setdefault(term, []).append(number)
        if self._buffer.bytes_held > self._memory // 4 * 3:  # the rest is for writing them
            self._flush()

    def replace(self, document: PreparedDocument) -> None:
        """Adds a document in place of all that have one of its key terms."""
        key = self.schema.key
        terms = () if key is None else _terms(document.fields.get(key, ()))
        if key is None or not terms:
            raise InvalidValueError("replace() needs a schema with a key, and a document that has one")
        for term in terms:
            self.delete(key, term)
        self.add(document)

    def delete(self, field: str, term: str) -> int:
        """Deletes all documents added so far that have ``term`` in ``field``; gives how many."""
        self._check_open()
        count = 0
        fresh = self._fresh
        if field == self.schema.key:
            some = [number for number in self._keyed.pop(term, ()) if number not in self._gone]
            self._gone.update(some)
            count += len(some)
            if not self._flushed[hash(term) % _SLOTS]:
                fresh = []
        elif len(self._buffer):
            self._flush()
        self._settle()
        data = term.encode("utf-8", "surrogatepass")
        for live in (*self._segments, *fresh):
            index = live.segment.field(field)
            rank = -1 if index is None else index.find(data)
            if index is not None and rank >= 0:
                count += live.delete(index.ids(rank))
        return count

    def clear(self) -> None:
        """Deletes all documents."""
        self._check_open()
        self._settle()
        self._publisher.remove(name for live in self._fresh for name in [live.entry.file.name])
        self._segments, self._fresh = [], []
        self._start_buffer()

    def commit(self, *, merge: bool = True) -> int:
        """Makes everything since the last commit durable and visible, all or nothing; gives the generation.

        Then segments are merged where that is due, unless ``merge`` is False. Raises ``StorageError``.
        """
        self._check_open()
        try:
            self._settle()
            self._flush()
            if len(self._fresh) > 1:
                # Pieces of one commit are never published apart, so nothing has to wait for this merge.
                pieces, self._fresh = self._fresh, []
                joined = self._merge(pieces)
                self._publisher.remove(piece.entry.file.name for piece in pieces)
                self._fresh = [joined] if joined else []
            self._segments += self._fresh
            self._fresh = []
            self._publish()
            generation = self.generation
        except BaseException:
            self._broken = True
            raise
        if merge:
            self._start_merging()
        return generation

    def optimize(self) -> None:
        """Commits, and makes one segment of all."""
        self.commit(merge=False)
        if len(self._segments) > 1 or any(live.deleted is not None for live in self._segments):
            try:
                self._merge_places(range(len(self._segments)))
            except BaseException:
                self._broken = True
                raise

    def wait_for_merge(self) -> None:
        """Comes back when a merge in the background is through."""
        self._settle()

    def _start_merging(self) -> None:
        if not choose(self._sizes()):
            return
        if self._background:
            self._thread = threading.Thread(target=self._merge_due, name="newsindex-merge")
            self._thread.start()
        else:
            self._merge_due()

    def _merge_due(self) -> None:
        self.merge_error = None
        try:
            while places := choose(self._sizes()):
                self._merge_places(places)
        except StorageError as error:
            self.merge_error = error

    def _sizes(self) -> list[tuple[int, int, int]]:
        return [
            (live.entry.file.size, live.segment.doc_count, live.segment.doc_count - live.live)
            for live in self._segments
        ]

    def _merge_places(self, places: Iterable[int]) -> None:
        chosen = [self._segments[place] for place in places]
        joined = self._merge(chosen)
        where = self._segments.index(chosen[0])
        kept = [live for live in self._segments if live not in chosen]
        before = self._segments
        self._segments = kept[:where] + ([joined] if joined else []) + kept[where:]
        try:
            self._publish(merged=True)
        except OSError as error:
            self._segments = before
            raise StorageError(f"the merged segments cannot be published: {error.strerror or error}") from error
        except BaseException:
            self._segments = before
            raise

    def _merge(self, parts: Iterable[_Live]) -> _Live | None:
        segments = [live.current() for live in parts if live.live]
        if not segments:
            return None
        publisher = self._publisher
        entry = publisher.write_file(
            publisher.new_name("seg"), lambda write: merge(segments, write, memory=self._memory)
        )
        return self._opened(SegmentEntry(entry))

    def _opened(self, entry: SegmentEntry) -> _Live:
        try:
            return _Live(entry, open_segment(self._publisher.folder, entry))
        except OSError as error:
            raise StorageError(f"{entry.file.name} cannot be read back: {error.strerror or error}") from error

    def _flush(self) -> None:
        """Writes the documents in memory as a segment, not published yet."""
        if not len(self._buffer):
            return
        buffer, publisher = self._buffer, self._publisher
        try:
            name = publisher.new_name("seg")
            entry = publisher.write_file(
                name, lambda write: (*buffer.write(write, memory=self._memory // 4), len(buffer))
            )
            live = self._opened(SegmentEntry(entry))
            if self._gone:
                live.delete(np.fromiter(self._gone, np.int64, len(self._gone)))
            self._fresh.append(live)
            for term in self._keyed:
                self._flushed[hash(term) % _SLOTS] = 1
            self._start_buffer()
        except BaseException:
            self._broken = True
            raise

    def _publish(self, *, merged: bool = False) -> None:
        publisher = self._publisher
        schema, fingerprint, notes = self.schema, self.fingerprint, self.notes
        if merged:
            # A merge publishes what was committed; what was noted since then waits for its own commit.
            committed = read_manifest(publisher.folder, self.generation)
            schema, fingerprint, notes = committed.schema, committed.fingerprint, dict(committed.notes)
        written = []
        self._segments = [live for live in self._segments if live.live]
        for live in self._segments:
            if live.changed and live.deleted is not None:
                entry = SegmentEntry(live.entry.file, publisher.write_deleted(live.deleted))
                written.append(_Live(entry, live.current()))
            else:
                written.append(live)
        publisher.publish([live.entry for live in written], schema=schema, fingerprint=fingerprint, notes=notes)
        self._segments = written

    def _settle(self) -> None:
        """Waits for the merging thread: what it works on must not change under it."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _check_open(self) -> None:
        if self._closed:
            raise StorageError("this writer is closed; open another")
        if self._broken:
            raise StorageError("this writer failed before; close it and open another")

    def close(self) -> None:
        """Waits for merging and lets others write; what was not committed is forgotten."""
        if not self._closed:
            self._closed = True
            self._settle()
            self._publisher.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_memory(memory: int, *, least: int = 1) -> None:
    """Raises ``InvalidValueError`` for what is not a number of MB, or not enough of them."""
    if isinstance(memory, bool) or not isinstance(memory, int) or memory < least:
        raise InvalidValueError(
            f"memory={memory!r} is not a number of MB to do with; give a whole number from {least} up"
        )


def _terms(value: Any) -> Iterable[str]:
    return value.terms if isinstance(value, Tokens) else value
