"""A disk in memory that keeps only what it was told to keep, and fails when it is told to.

Contents are durable once ``sync_file`` was called, names once ``sync`` was. ``after_power_cut`` gives the disk as a
careless file system might leave it: of all that was not synced, some is there, some is not, some is zeros.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import BinaryIO

from newsindex.errors import IndexLockedError

__all__ = ["Disk", "PowerCutError"]


class PowerCutError(BaseException):
    """The machine is off; no ``except Exception`` gets to tidy up after it."""


class _Inode:
    def __init__(self) -> None:
        self.content = b""
        self.durable: bytes | None = None


class _Output(io.RawIOBase):
    def __init__(self, disk: Disk, inode: _Inode) -> None:
        self._disk = disk
        self._inode = inode

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._disk.step("write")
        self._inode.content += bytes(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._disk.step("close")


class _Lock:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def release(self) -> None:
        self._disk.locked = False


class Disk:
    """A folder in memory; ``fault`` is asked before every step that changes something, and may raise."""

    place = "disk"

    def __init__(self, fault: Callable[[int, str], None] | None = None) -> None:
        self._names: dict[str, _Inode] = {}
        self._durable_names: dict[str, _Inode] = {}
        self._waiting: list[tuple[str, str, _Inode | None]] = []
        self.fault = fault
        self.steps = 0
        self.locked = False

    def step(self, what: str) -> None:
        """Counts a step, and lets the fault strike."""
        self.steps += 1
        if self.fault is not None:
            self.fault(self.steps, what)

    def names(self) -> list[str]:
        return sorted(self._names)

    def _inode(self, name: str) -> _Inode:
        try:
            return self._names[name]
        except KeyError:
            raise FileNotFoundError(2, "No such file", name) from None

    def size(self, name: str) -> int:
        return len(self._inode(name).content)

    def read(self, name: str) -> bytes:
        return self._inode(name).content

    map = read

    def create(self, name: str) -> BinaryIO:
        self.step("create")
        if name in self._names:
            raise FileExistsError(17, "File exists", name)
        inode = self._names[name] = _Inode()
        self._waiting.append(("put", name, inode))
        # Small, so that files of a few kilobytes take several writes; a write into the buffer alone cannot fail.
        return io.BufferedWriter(_Output(self, inode), 1024)

    def sync_file(self, name: str) -> None:
        self.step("sync file")
        inode = self._inode(name)
        inode.durable = inode.content

    def rename(self, old: str, new: str) -> None:
        self.step("rename")
        inode = self._inode(old)
        del self._names[old]
        self._names[new] = inode
        self._waiting.append(("move", old + "\n" + new, inode))

    def remove(self, name: str) -> None:
        self.step("remove")
        self._inode(name)
        del self._names[name]
        self._waiting.append(("drop", name, None))

    def sync(self) -> None:
        self.step("sync folder")
        self._durable_names = dict(self._names)
        self._waiting.clear()

    def lock(self, name: str, *, wait: float) -> _Lock:
        if self.locked:
            raise IndexLockedError("the disk is locked")
        self.locked = True
        return _Lock(self)

    def after_power_cut(self, chance: random.Random) -> Disk:
        """What a new start finds."""
        names = dict(self._durable_names)
        for action, name, inode in self._waiting:
            if chance.random() < 0.5:
                continue
            if action == "put" and inode is not None:
                names[name] = inode
            elif action == "move" and inode is not None:
                old, new = name.split("\n")
                names.pop(old, None)
                names[new] = inode
            else:
                names.pop(name, None)
        found = Disk()
        for name, inode in names.items():
            copy = _Inode()
            copy.content = copy.durable = _left_over(inode, chance)
            found._names[name] = found._durable_names[name] = copy
        return found


def _left_over(inode: _Inode, chance: random.Random) -> bytes:
    if inode.durable == inode.content:
        return inode.content
    whole, kept = inode.content, inode.durable or b""
    cut = chance.randint(0, len(whole))
    return chance.choice([kept, whole[:cut], whole[:cut] + bytes(len(whole) - cut), bytes(len(whole))])
