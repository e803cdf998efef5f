"""Opening an index, and making a new generation of it appear.

Reading: the manifest with the highest number is the index. Its segments are mapped; a ``Snapshot`` never changes,
may be shared between threads, and stays whole while writers go on, since a mapped file outlives its name. When a
file vanishes between reading the manifest and mapping it, a writer has published twice meanwhile: look again.

Writing, under the lock (``Publisher``): segment and deletion files are written and synced, then the folder; the
manifest is written under a passing name and synced, renamed, and the folder synced again. Only then are files
removed that neither this generation nor the one before needs. A crash leaves at worst files that no manifest
names; the next publisher removes them when it gets the lock.

    with Snapshot.open(DiskFolder("news.index")) as snapshot:
        print(snapshot.generation, snapshot.doc_count, snapshot.notes)
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np

from newsindex.engines.whoosh.array_types import Bools
from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter
from newsindex.engines.whoosh.files import Folder, FolderLock
from newsindex.engines.whoosh.manifest import (
    FileEntry,
    Manifest,
    Schema,
    SegmentEntry,
    generations,
    latest_generation,
    read_manifest,
)
from newsindex.engines.whoosh.segment import Segment
from newsindex.errors import CorruptIndexError, IndexFormatError, IndexNotFoundError, StorageError

__all__ = ["LOCK", "Publisher", "Snapshot", "open_segment"]


LOCK = "write.lock"
_PASSING = "manifest.new"
_OURS = re.compile(r"manifest\.\d{10}\.json|manifest\.new|s\d{10}-[0-9a-f]{8}\.(seg|del)|write\.lock")
_TRIES = 100


class Snapshot:
    """One generation of an index, open for reading."""

    def __init__(self, manifest: Manifest, segments: Iterable[Segment]) -> None:
        self.manifest = manifest
        self.segments = tuple(segments)

    @classmethod
    def open(cls, folder: Folder, *, reuse: Snapshot | None = None) -> Self:
        """The latest generation; ``reuse`` lends those of its segments that are still the same.

        Raises ``IndexNotFoundError``, ``IndexFormatError``, ``CorruptIndexError``, or ``StorageError`` where the
        disk cannot be read.
        """
        lent = {}
        if reuse is not None:
            lent = dict(zip(reuse.manifest.segments, reuse.segments, strict=True))
        for _ in range(_TRIES):
            generation = latest_generation(folder)
            try:
                manifest = read_manifest(folder, generation)
                return cls(manifest, [lent.get(entry) or open_segment(folder, entry) for entry in manifest.segments])
            except FileNotFoundError as error:
                if latest_generation(folder) == generation:
                    raise CorruptIndexError(os.path.basename(error.filename or folder.place), "is missing") from error
            except OSError as error:
                raise _told(folder, "read", error) from error
        raise StorageError(f"{folder.place} changes faster than it can be opened; try again when it is written less")

    @property
    def generation(self) -> int:
        """Its number."""
        return self.manifest.generation

    @property
    def schema(self) -> Schema:
        """Fields, columns and key."""
        return self.manifest.schema

    @property
    def fingerprint(self) -> str:
        """What analysis the terms came from."""
        return self.manifest.fingerprint

    @property
    def notes(self) -> Mapping[str, Any]:
        """The JSON values that were committed with it."""
        return self.manifest.notes

    @cached_property
    def doc_count(self) -> int:
        """How many documents are not deleted."""
        return sum(entry.live for entry in self.manifest.segments)

    @cached_property
    def size(self) -> int:
        """Bytes of all its segment and deletion files."""
        return sum(file.size for entry in self.manifest.segments for file in entry.files())

    def is_current(self, folder: Folder) -> bool:
        """Whether no later generation has appeared."""
        return latest_generation(folder) == self.generation

    def close(self) -> None:
        """Lets go of the segments."""
        for segment in self.segments:
            segment.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_segment(folder: Folder, entry: SegmentEntry) -> Segment:
    """Maps a segment and its deletions; raises ``CorruptIndexError`` where a file has not its length."""
    buffer = folder.map(entry.file.name)
    _check_length(entry.file, len(buffer))
    deleted = None if entry.deleted is None else _read_deleted(folder, entry)
    segment = Segment(buffer, name=entry.file.name, deleted=deleted)
    if segment.doc_count != entry.file.docs:
        raise CorruptIndexError(entry.file.name, f"has {segment.doc_count} documents, not {entry.file.docs}")
    return segment


def _read_deleted(folder: Folder, entry: SegmentEntry) -> Bools:
    assert entry.deleted is not None
    name = entry.deleted.name
    data = folder.read(name)
    _check_length(entry.deleted, len(data))
    file = ArrayFile(data, name=name)
    bits = file.array("deleted")
    if len(bits) != -(-entry.file.docs // 8) or any(file.damaged()):
        raise CorruptIndexError(name, f"does not mark {entry.file.docs} documents")
    deleted = np.unpackbits(bits, count=entry.file.docs).view(np.bool_)
    if int(np.count_nonzero(deleted)) != entry.deleted.docs:
        raise CorruptIndexError(name, f"does not mark {entry.deleted.docs} documents as deleted")
    return deleted


def _check_length(entry: FileEntry, size: int) -> None:
    if size != entry.size:
        raise CorruptIndexError(entry.name, f"has {size} bytes, not the {entry.size} that were written")


class Publisher:
    """The one who may write: holds the lock, writes files, publishes manifests.

    ``fsync=False`` leaves the moment of reaching the disk to the system, for indexes that may be lost.
    """

    def __init__(self, folder: Folder, *, create: bool = False, wait: float = 0.0, fsync: bool = True) -> None:
        self.folder = folder
        self._fsync = fsync
        self._pending: set[str] = set()
        try:
            if not create or any(not _OURS.fullmatch(name) for name in folder.names()):
                _may_write(folder, create=create)
            self._lock: FolderLock = folder.lock(LOCK, wait=wait)
        except OSError as error:
            raise _told(folder, "written", error) from error
        try:
            self._begin(create=create)
        except BaseException:
            self._lock.release()
            raise

    def _begin(self, *, create: bool) -> None:
        try:
            found = generations(self.folder.names())
            if not found and not create:
                latest_generation(self.folder)
            self.manifest = read_manifest(self.folder, found[-1]) if found else Manifest(0)
            self._former: Manifest | None = None
            if len(found) > 1:
                try:
                    self._former = read_manifest(self.folder, found[-2])
                except (CorruptIndexError, IndexFormatError):
                    self._former = None
            self._sweep()
        except OSError as error:
            raise _told(self.folder, "written", error) from error

    def _sweep(self) -> None:
        """Removes our files that neither generation needs; what cannot be removed is left to the next one."""
        needed = {
            LOCK,
            *self._pending,
            *self.manifest.file_names(),
            *(self._former.file_names() if self._former else ()),
        }
        for name in self.folder.names():
            if _OURS.fullmatch(name) and name not in needed:
                self._discard(name)

    def _discard(self, name: str) -> None:
        self._pending.discard(name)
        # Another process may have it mapped (Windows), or the disk may be ill; the next sweep tries again.
        with contextlib.suppress(OSError):
            self.folder.remove(name)

    def new_name(self, suffix: str) -> str:
        """A file name that no generation has used."""
        return f"s{self.manifest.generation + 1:010d}-{os.urandom(4).hex()}.{suffix}"

    def write_file(self, name: str, fill: Callable[[Callable[[bytes], object]], tuple[int, int, int]]) -> FileEntry:
        """Writes a file; ``fill`` is handed its ``write`` and gives size, crc32 and number of documents.

        A file that cannot be written whole is removed. Raises ``StorageError``.
        """
        try:
            file: BinaryIO = self.folder.create(name)
            self._pending.add(name)
            with file:
                size, crc, docs = fill(file.write)
            return FileEntry(name, size, crc, docs)
        except OSError as error:
            self._discard(name)
            raise _told(self.folder, "written", error) from error
        except BaseException:
            self._discard(name)
            raise

    def write_deleted(self, deleted: Bools) -> FileEntry:
        """Writes a file that marks deleted documents."""

        def fill(write: Callable[[bytes], object]) -> tuple[int, int, int]:
            writer = ArrayFileWriter(write)
            writer.add("deleted", np.packbits(deleted))
            return *writer.finish({"docs": len(deleted)}), int(np.count_nonzero(deleted))

        return self.write_file(self.new_name("del"), fill)

    def remove(self, names: Iterable[str]) -> None:
        """Removes files that were written and will not be published."""
        for name in names:
            self._discard(name)

    def publish(
        self, segments: Iterable[SegmentEntry], *, schema: Schema, fingerprint: str, notes: Mapping[str, Any]
    ) -> Manifest:
        """Makes the next generation appear; on any error the one before stays. Raises ``StorageError``."""
        manifest = Manifest(self.manifest.generation + 1, schema, fingerprint, dict(notes), tuple(segments))
        text = manifest.text()
        folder = self.folder
        try:
            if self._fsync:
                for name in sorted(self._pending & manifest.file_names()):
                    folder.sync_file(name)
                folder.sync()
            if _PASSING in folder.names():
                folder.remove(_PASSING)
            with folder.create(_PASSING) as file:
                file.write(text)
            if self._fsync:
                folder.sync_file(_PASSING)
            folder.rename(_PASSING, manifest.name)
        except OSError as error:
            self._discard(_PASSING)
            raise _told(folder, "written", error) from error
        # From here on readers see it, so it is the current one even if the last sync fails.
        self._former, self.manifest = (self.manifest if self.manifest.generation else None), manifest
        self._pending -= manifest.file_names()
        try:
            if self._fsync:
                folder.sync()
        except OSError as error:
            raise _told(folder, "made durable", error) from error
        # The commit stands; what is left over is for the next sweep.
        with contextlib.suppress(OSError):
            self._sweep()
        return manifest

    def close(self) -> None:
        """Removes what was written and not published, and releases the lock."""
        self.remove(list(self._pending))
        self._lock.release()


def _may_write(folder: Folder, *, create: bool) -> None:
    try:
        latest_generation(folder)
    except IndexNotFoundError:
        if not create:
            raise
        raise IndexFormatError(f"{folder.place} holds other files and no index; give an empty or new folder") from None


def _told(folder: Folder, done: str, error: OSError) -> StorageError:
    return StorageError(f"the index at {folder.place} cannot be {done}: {error.strerror or error}")
