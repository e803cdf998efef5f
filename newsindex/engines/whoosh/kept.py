"""Bytes that follow from a committed state, kept beside the index to save making them again.

They are no part of the index: each lies in a file of its own, named for the state it was made from, with a checksum.
A file that is missing or damaged is as good as none, and a folder that cannot be written to is no error.

    >>> import tempfile; from newsindex.engines.whoosh.files import DiskFolder
    >>> folder = DiskFolder(tempfile.mkdtemp())
    >>> keep(folder, "names", "9f0c3ad1", b"bytes")
    >>> kept(folder, "names"), kept(folder, "others")
    (('9f0c3ad1', b'bytes'), None)
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib

from newsindex.engines.whoosh.files import Folder
from newsindex.errors import CorruptIndexError

__all__ = ["keep", "kept"]

_OURS = re.compile(r"kept-(\w+)\.([\w-]+)(\.\w+\.new)?")


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


def kept(folder: Folder, what: str) -> tuple[str, bytes] | None:
    """What was last kept, and of which state; or None."""
    with contextlib.suppress(OSError, CorruptIndexError):
        for name in folder.names():
            match = _OURS.fullmatch(name)
            if match and match[1] == what and not match[3]:
                content = folder.read(name)
                if zlib.crc32(content[4:]).to_bytes(4, "big") == content[:4]:
                    return match[2], content[4:]
    return None


def _name(what: str, state: str) -> str:
    return f"kept-{what}.{state}"
