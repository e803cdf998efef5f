"""Which file is this, has it changed, and is it gone?"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["is_missing", "origin_of", "stamp_of"]


def origin_of(path: Path) -> str:
    """The name under which an index keeps a file: its whole path, with slashes."""
    return Path(os.path.abspath(path)).as_posix()


def is_missing(origin: str) -> bool:
    """Whether a file is surely gone, and not merely out of reach."""
    try:
        os.stat(origin)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def stamp_of(file: Path) -> list[int]:
    """What changes when a file does: its size and its time of change in nanoseconds."""
    try:
        status = file.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]
