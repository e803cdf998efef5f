"""Bytes that follow from a committed state, kept beside the index to save making them again.

They are no part of the index: each lies in a file of its own, named for the state it was made from, with a checksum.
A file that is missing, damaged or of another state is as good as none, and a folder that cannot be written to is no
error.

    >>> import tempfile; from newsindex.engines.whoosh.files import DiskFolder
    >>> folder = DiskFolder(tempfile.mkdtemp())
    >>> keep(folder, "names", "9f0c3ad1", b"bytes")
    >>> kept(folder, "names", "9f0c3ad1"), kept(folder, "names", "00000000")
    (b'bytes', None)
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib

from newsindex.engines.whoosh.files import Folder
from newsindex.errors import CorruptIndexError

__all__ = ["keep", "kept"]

_OURS = re.compile(r"kept-(\w+)\.[0-9a-f]+(\.\w+\.new)?")


def keep(folder: Folder, what: str, state: str, data: bytes) -> None:
    """Keep ``data`` for this state, in place of what was kept for others."""
    name = _name(what, state)
    passing = f"{name}.{os.urandom(4).hex()}.new"
    with contextlib.suppress(OSError):
        try:
            with folder.create(passing) as file:
                file.write(zlib.crc32(data).to_bytes(4, "big") + data)
            folder.rename(passing, name)
        except OSError:
            folder.remove(passing)
            raise
        for other in folder.names():
            match = _OURS.fullmatch(other)
            if match and match[1] == what and other != name:
                folder.remove(other)


def kept(folder: Folder, what: str, state: str) -> bytes | None:
    """What was kept for this state, or None."""
    try:
        content = folder.read(_name(what, state))
    except (OSError, CorruptIndexError):
        return None
    data = content[4:]
    return data if zlib.crc32(data).to_bytes(4, "big") == content[:4] else None


def _name(what: str, state: str) -> str:
    return f"kept-{what}.{state}"
