"""One file as bytes or lines, gzipped or not, with every way of failing told as a ``ReadError``."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from attrs import field, frozen

from newsindex.errors import ReadError
from newsindex.readers.text import decode, decode_unmarked, marked_encoding, not_text

__all__ = ["HEAD_BYTES", "MAX_FILE_BYTES", "MAX_LINE_BYTES", "RawFile", "Report", "show"]

MAX_FILE_BYTES = 256 * 2**20
"""The largest file, unpacked, of a format that is read whole (all but JSON Lines and CSV)."""
MAX_LINE_BYTES = 64 * 2**20
"""The longest line of JSON Lines or CSV."""

Report = Callable[[ReadError], None]

HEAD_BYTES = 65_536
"""How much of a file is looked at to tell its format."""


@frozen
class RawFile:
    """A file on disk; ``key`` is the id of its first article where the file itself gives none."""

    path: Path
    key: str
    head: bytes = field(repr=False)
    """The first bytes, unpacked."""

    @classmethod
    def open(cls, path: Path, key: str) -> RawFile:
        """Raises ``ReadError`` for what is not a readable file of text."""
        place = show(path)
        with _told(place):
            mode = path.stat().st_mode
            if not stat.S_ISREG(mode):
                raise ReadError(place, "is not a regular file")
            with _opened(path) as handle:
                head = handle.read(HEAD_BYTES)
        if not head:
            raise ReadError(place, "is empty (0 bytes)")
        reason = not_text(head)
        if reason:
            raise ReadError(place, reason)
        return cls(path, key, head)

    @property
    def place(self) -> str:
        """The file as messages name it."""
        return show(self.path)

    @property
    def suffix(self) -> str:
        """The suffix that tells the format: lower case, with ``.gz`` left off."""
        name = self.path.name.lower().removesuffix(".gz")
        return os.path.splitext(name)[1]

    @property
    def head_text(self) -> str:
        """The beginning of the file, good enough to tell its format by."""
        return self.head.decode(marked_encoding(self.head) or "utf-8", "replace")

    def id_of(self, number: int) -> str:
        """The id of the record ``number`` (from 1) where it has none of its own."""
        return self.key if number == 1 else f"{self.key}#{number}"

    def text(self) -> str:
        """The whole file, decoded but not yet normalised."""
        with _told(self.place), _opened(self.path) as handle:
            data = handle.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise ReadError(
                self.place,
                f"is larger than {MAX_FILE_BYTES // 2**20} MB; split it, or use JSON Lines or CSV of any size",
            )
        return decode(data, place=self.place)

    def lines(self, report: Report) -> Iterator[tuple[int, str]]:
        """Each line with its number from 1 and its line end; memory holds one at a time.

        A line that is too long, or binary, is reported and left out.
        """
        if self._cannot_be_cut():
            yield from enumerate(io.StringIO(self.text(), newline=None), start=1)
            return
        with _told(self.place), _opened(self.path) as handle:
            number = 0
            while line_bytes := handle.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line_bytes) > MAX_LINE_BYTES:
                    while line_bytes and not line_bytes.endswith(b"\n"):
                        line_bytes = handle.readline(MAX_LINE_BYTES)
                    limit = MAX_LINE_BYTES // 2**20
                    report(ReadError(f"{self.place}, line {number}", f"is longer than {limit} MB"))
                    continue
                if b"\x00" in line_bytes:
                    report(ReadError(f"{self.place}, line {number}", "is binary, not text (it holds NUL bytes)"))
                    continue
                yield number, decode_unmarked(line_bytes.removeprefix(b"\xef\xbb\xbf") if number == 1 else line_bytes)

    def _cannot_be_cut(self) -> bool:
        """Whether lines do not end at the byte 10: in UTF-16, and where only carriage returns end them."""
        encoding = marked_encoding(self.head) or "utf-8-sig"
        return encoding != "utf-8-sig" or (b"\r" in self.head and b"\n" not in self.head)


def show(path: Path) -> str:
    """``path`` as messages and ids spell it: with ``/``, and without bytes that no encoding explains."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _opened(path: Path) -> IO[bytes]:
    handle = path.open("rb")
    if handle.read(2) == b"\x1f\x8b":
        handle.close()
        return gzip.open(path)  # type: ignore[return-value]  # GzipFile reads like any binary file
    handle.seek(0)
    return handle


@contextmanager
def _told(place: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ReadError(place, "does not exist; check the path") from error
    except PermissionError as error:
        raise ReadError(place, "may not be read; check its permissions") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(place, f"is damaged or cut short as a gzip file ({error}); unpack or fetch it again") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError(place, f"cannot be read: {reason}") from error
