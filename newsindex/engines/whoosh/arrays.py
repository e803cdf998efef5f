"""A file of named arrays: written once from front to back, then mapped into memory and never changed.

    bytes 0-7      b"NEWSARR1"
    ...            the arrays, one after another, each begun at a multiple of 8 (zero bytes between)
    ...            the directory: JSON, {"arrays": {name: [offset, count, dtype, crc32]}, "meta": {...}}
    last 24 bytes  u64 offset of the directory, u32 its length, u32 its crc32, b"NEWSARR1"

Numbers are little-endian. Opening reads the directory and nothing else, whatever the size of the file; an array
is a numpy view of the mapped bytes.

    >>> parts: list[bytes] = []
    >>> writer = ArrayFileWriter(parts.append)
    >>> writer.add("days", np.array([3, 1, 2], np.uint8))
    >>> _ = writer.finish({"docs": 3})
    >>> ArrayFile(b"".join(parts), name="example").array("days").tolist()
    [3, 1, 2]
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from newsindex.engines.whoosh.array_types import AnyArray
from newsindex.errors import CorruptIndexError

__all__ = ["ArrayFile", "ArrayFileWriter", "Buffer", "smallest"]

Buffer = bytes | bytearray | memoryview | mmap.mmap

MAGIC = b"NEWSARR1"
_TRAILER = struct.Struct("<QII8s")
_DTYPES = ("u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f4", "f8")
_AT_ONCE = 1 << 17
_UNSIGNED = (np.uint8, np.uint16, np.uint32, np.uint64)


def smallest(values: AnyArray) -> AnyArray:
    """The same non-negative integers in the narrowest unsigned type that holds the largest of them."""
    top = int(values.max()) if values.size else 0
    for dtype in _UNSIGNED:
        if top <= np.iinfo(dtype).max:
            return values.astype(dtype, copy=False)
    raise OverflowError(top)


class ArrayFileWriter:
    """Writes such a file through ``write``, which is handed bytes in order."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write_bytes = write
        self._offset = 0
        self._crc = 0
        self._arrays: dict[str, list[Any]] = {}
        self._open: tuple[str, np.dtype[Any], int, int, int] | None = None
        self._write(MAGIC)

    @property
    def crc(self) -> int:
        """The crc32 of all bytes written so far."""
        return self._crc

    @property
    def size(self) -> int:
        """How many bytes are written so far."""
        return self._offset

    def _write(self, data: bytes) -> None:
        self._write_bytes(data)
        self._crc = zlib.crc32(data, self._crc)
        self._offset += len(data)

    def add(self, name: str, values: AnyArray) -> None:
        """Writes a whole array."""
        self.begin(name, values.dtype)
        self.append(values)
        self.end()

    def add_bytes(self, name: str, data: bytes) -> None:
        """Writes bytes as an array of u1."""
        self.add(name, np.frombuffer(data, np.uint8))

    def begin(self, name: str, dtype: npt.DTypeLike) -> None:
        """Begins an array that comes in pieces; ``append`` and ``end`` follow before any other array."""
        if self._open is not None or name in self._arrays:
            raise ValueError(f"array {name!r} begun twice or inside another")
        if self._offset % 8:
            self._write(bytes(8 - self._offset % 8))
        self._open = (name, np.dtype(dtype).newbyteorder("<"), self._offset, 0, 0)

    def append(self, values: AnyArray) -> None:
        """The next piece of the array that was begun."""
        assert self._open is not None
        name, dtype, offset, count, crc = self._open
        for start in range(0, len(values), _AT_ONCE):
            data = values[start : start + _AT_ONCE].astype(dtype, copy=False).tobytes()
            self._write(data)
            crc = zlib.crc32(data, crc)
        self._open = (name, dtype, offset, count + len(values), crc)

    def end(self) -> None:
        """Ends the array that was begun."""
        assert self._open is not None
        name, dtype, offset, count, crc = self._open
        self._arrays[name] = [offset, count, dtype.str.lstrip("<|="), crc]
        self._open = None

    def finish(self, meta: Mapping[str, Any]) -> tuple[int, int]:
        """Writes directory and trailer; gives the size of the file in bytes and its crc32."""
        directory = json.dumps({"arrays": self._arrays, "meta": meta}, separators=(",", ":")).encode()
        offset = self._offset
        self._write(directory)
        self._write(_TRAILER.pack(offset, len(directory), zlib.crc32(directory), MAGIC))
        return self._offset, self._crc


class ArrayFile:
    """The read side: a directory, and views of the mapped bytes.

    Raises ``CorruptIndexError`` naming the file when the directory is damaged or an array would leave the file.
    """

    def __init__(self, buffer: Buffer, *, name: str) -> None:
        self.name = name
        self._buffer = (np.frombuffer(buffer, np.uint8) if len(buffer) else np.zeros(0, np.uint8)).data
        self._mapped = buffer if isinstance(buffer, mmap.mmap) else None
        self._others: list[ArrayFile] = []
        size = len(self._buffer)
        if size < len(MAGIC) + _TRAILER.size or bytes(self._buffer[:8]) != MAGIC:
            raise CorruptIndexError(name, "not a file of arrays, or its head is lost")
        offset, length, crc, magic = _TRAILER.unpack(self._buffer[size - _TRAILER.size :])
        if magic != MAGIC or offset + length + _TRAILER.size != size:
            raise CorruptIndexError(name, "its end is lost (truncated or overwritten)")
        directory = bytes(self._buffer[offset : offset + length])
        if zlib.crc32(directory) != crc:
            raise CorruptIndexError(name, "the checksum of its directory is wrong")
        try:
            parsed = json.loads(directory)
            self.meta: dict[str, Any] = dict(parsed["meta"])
            self._arrays: dict[str, list[Any]] = dict(parsed["arrays"])
        except (ValueError, KeyError, TypeError) as error:
            raise CorruptIndexError(name, "its directory cannot be read") from error
        self._end = offset

    def described(self, meta: Mapping[str, Any]) -> ArrayFile:
        """The same arrays under other meta data."""
        other = copy(self)
        other.meta = dict(meta)
        return other

    def join(self, other: ArrayFile) -> None:
        """Makes the arrays of another file readable through this one; their names must differ."""
        self._others.append(other)
        self.meta = {**other.meta, **self.meta}

    def __contains__(self, name: object) -> bool:
        return name in self._arrays or any(name in other for other in self._others)

    def names(self) -> Iterator[str]:
        """The names of the arrays in file order."""
        return chain(self._arrays, *(other.names() for other in self._others))

    def array(self, name: str) -> AnyArray:
        """A read-only view of one array."""
        for other in self._others:
            if name in other:
                return other.array(name)
        try:
            offset, count, dtype, _ = self._arrays[name]
            if dtype not in _DTYPES or offset < 0 or count < 0 or offset + count * int(dtype[1]) > self._end:
                raise CorruptIndexError(self.name, f"array {name!r} lies outside the file")
            view = np.frombuffer(self._buffer, np.dtype("<" + dtype), count, offset) if count else np.zeros(0, dtype)
        except (ValueError, KeyError, TypeError) as error:
            raise CorruptIndexError(self.name, f"array {name!r} is missing or cannot be read") from error
        view.flags.writeable = False
        return view

    def raw(self, name: str) -> memoryview:
        """The bytes of one array, not copied."""
        return self.array(name).view(np.uint8).data

    def let_go(self) -> None:
        """Tells the system that the pages read so far need not stay in memory; they can still be read."""
        if self._mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)

    def damaged(self) -> Iterator[str]:
        """The names of the arrays whose bytes do not have the checksum they were written with."""
        for name, (_, _, _, crc) in self._arrays.items():
            if zlib.crc32(self.raw(name) if len(self.array(name)) else b"") != crc:
                yield name
        for other in self._others:
            yield from other.damaged()
