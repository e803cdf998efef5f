"""The few things an index asks of a folder, so that tests can hand it a folder whose disk fails.

``DiskFolder`` does them on a real disk. Names are plain names in that one folder: a name with a separator, or one
that is a link or a pipe and not a file, is refused, so an index from a stranger reaches nothing outside itself.

Durable means: ``sync_file`` after a file is written, ``sync`` after files were created, renamed or removed.

    >>> import tempfile
    >>> folder = DiskFolder(Path(tempfile.mkdtemp()))
    >>> with folder.create("a.seg") as file:
    ...     _ = file.write(b"bytes")
    >>> folder.sync_file("a.seg"); folder.rename("a.seg", "b.seg"); folder.sync()
    >>> folder.names(), folder.read("b.seg")
    (['b.seg'], b'bytes')
"""

from __future__ import annotations

import mmap
import os
import re
import stat
import sys
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from newsindex.engines.whoosh.arrays import Buffer
from newsindex.errors import CorruptIndexError, IndexLockedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["DiskFolder", "Folder", "FolderLock", "is_plain_name"]

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_BUFFER = 1 << 20
_POLL = 0.02


def is_plain_name(name: str) -> bool:
    """Whether ``name`` can only mean a file of the folder itself, on any system."""
    return bool(_PLAIN.fullmatch(name)) and not _RESERVED.fullmatch(name)


class FolderLock(Protocol):
    """A lock that is held until it is released or its process ends, however it ends."""

    def release(self) -> None:
        """Lets others have it; a second call does nothing."""


class Folder(Protocol):
    """What an index asks of the place it lies in. All raise ``OSError`` when the disk does not do it."""

    @property
    def place(self) -> str:
        """How messages name it."""

    def names(self) -> list[str]:
        """The names of all files, sorted."""

    def size(self, name: str) -> int:
        """The length of a file in bytes."""

    def read(self, name: str) -> bytes:
        """A whole small file."""

    def map(self, name: str) -> Buffer:
        """A file mapped into memory; it stays readable after it was removed."""

    def create(self, name: str) -> BinaryIO:
        """A new file to write; it must not exist yet."""

    def sync_file(self, name: str) -> None:
        """Makes the contents of a file durable."""

    def rename(self, old: str, new: str) -> None:
        """Gives a file another name, in one step, in place of what had it."""

    def remove(self, name: str) -> None:
        """Removes a file."""

    def sync(self) -> None:
        """Makes names durable: what was created, renamed or removed."""

    def lock(self, name: str, *, wait: float) -> FolderLock:
        """The writers' lock; ``wait`` in seconds. Raises ``IndexLockedError`` when another holds it till then."""


class DiskFolder:
    """A folder of a real disk."""

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        if create and not self.path.is_dir():
            self.path.mkdir(parents=True, exist_ok=True)
            _sync_path(self.path.parent)

    @property
    def place(self) -> str:
        """The path."""
        return str(self.path)

    def _path(self, name: str) -> Path:
        if not is_plain_name(name):
            raise CorruptIndexError(name[:80], "is not a plain file name")
        return self.path / name

    def names(self) -> list[str]:
        """The names of all files, sorted."""
        return sorted(entry.name for entry in os.scandir(self.path))

    def _open(self, name: str) -> int:
        path = self._path(name)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        # Looked at before it is opened, since opening a pipe or a device can already do something.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise CorruptIndexError(name, "is a link or no plain file")
        return os.open(path, flags | getattr(os, "O_CLOEXEC", 0))

    def size(self, name: str) -> int:
        """The length of a file in bytes."""
        return self._path(name).lstat().st_size

    def read(self, name: str) -> bytes:
        """A whole small file."""
        with os.fdopen(self._open(name), "rb") as file:
            return file.read()

    def map(self, name: str) -> Buffer:
        """A file mapped into memory."""
        descriptor = self._open(name)
        try:
            return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) if os.fstat(descriptor).st_size else b""
        finally:
            os.close(descriptor)

    def create(self, name: str) -> BinaryIO:
        """A new file to write."""
        return self._path(name).open("xb", buffering=_BUFFER)

    def sync_file(self, name: str) -> None:
        """Makes the contents of a file durable."""
        with self._path(name).open("rb+") as file:
            os.fsync(file.fileno())

    def rename(self, old: str, new: str) -> None:
        """Gives a file another name."""
        self._path(old).replace(self._path(new))

    def remove(self, name: str) -> None:
        """Removes a file."""
        self._path(name).unlink()

    def sync(self) -> None:
        """Makes names durable."""
        _sync_path(self.path)

    def lock(self, name: str, *, wait: float) -> FolderLock:
        """The writers' lock, kept by the system: it ends with its process, even by ``kill -9``."""
        deadline = time.monotonic() + wait
        while True:
            lock = _DiskLock(self._path(name))
            if lock.take():
                return lock
            if time.monotonic() >= deadline:
                raise IndexLockedError(
                    f"{self.path}: another process or thread is writing to this index; "
                    "wait for it to end, or give a longer waiting time"
                )
            time.sleep(min(_POLL, max(0.0, deadline - time.monotonic())))


class _DiskLock:
    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        self._descriptor: int | None = os.open(path, flags, 0o666)

    def take(self) -> bool:
        assert self._descriptor is not None
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                # flock and not lockf: it also keeps two writers of one process apart.
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            self.forget()
            return False
        except OSError:
            self.forget()
            raise
        _let_go_in_children(self)
        return True

    def forget(self) -> None:
        """Closes the descriptor without a word to the system about the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def release(self) -> None:
        if self._descriptor is not None and sys.platform == "win32":
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            msvcrt.locking(self._descriptor, msvcrt.LK_UNLCK, 1)
        self.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


_held: weakref.WeakSet[_DiskLock] = weakref.WeakSet()


def _let_go_in_children(lock: _DiskLock) -> None:
    """A forked child would keep the lock alive after a kill of its parent, so it closes its copy."""
    if not _held and hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_forget_all)
    _held.add(lock)


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()


def _sync_path(path: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there; the file system keeps names by itself
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
