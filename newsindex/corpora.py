"""Where the index of a folder of articles is: made on first use, kept in the user's cache folder, refreshed on change.

A corpus may also be an index itself, as made by ``newsindex index``; that is opened as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from threading import Lock

import platformdirs

from newsindex.analysis.fingerprint import analysis_fingerprint
from newsindex.changes import OnError
from newsindex.engines.whoosh.engine import is_index
from newsindex.errors import ReadError
from newsindex.index import Index, OnArticle

__all__ = ["cache_folder", "open_corpus"]

# Opened once for the process: opening costs more than a search.
_open: dict[Path, Index] = {}
_open_lock = Lock()


def cache_folder() -> Path:
    """Where the indexes of folders are kept; ``NEWSINDEX_CACHE`` overrides it."""
    chosen = os.environ.get("NEWSINDEX_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("newsindex", appauthor=False)


def open_corpus(
    corpus: str | os.PathLike[str], *, on_error: OnError | None = None, on_article: OnArticle | None = None
) -> Index:
    """The index of a folder or file of articles, up to date, or the index that lies at ``corpus``.

    Raises ``ReadError`` if nothing is there or nothing in it can be read.
    """
    path = Path(corpus)
    if is_index(path):
        return _opened(path.resolve())
    if not os.path.lexists(path):
        raise ReadError(str(path), "there is no such file or folder; give a folder of articles or an index")
    digest = hashlib.blake2b(path.resolve().as_posix().encode(), digest_size=10).hexdigest()
    folder = cache_folder() / f"{path.resolve().name[:40]}-{digest}-{analysis_fingerprint()}"
    if not is_index(folder):
        _forget_others(folder)
    index = _opened(folder, create=True)
    index.refresh(path, on_error=on_error, on_article=on_article)
    if not len(index):
        raise ReadError(str(path), "no article could be read from it; see the README for the layouts that are known")
    return index


def _forget_others(folder: Path) -> None:
    """Remove the indexes that another analysis made of the same corpus; nobody will ask for them again."""
    same = folder.name.rpartition("-")[0]
    others = [one for one in cache_folder().glob("*") if one.name.rpartition("-")[0] == same and is_index(one)]
    for other in others:
        # What is still open elsewhere (Windows) stays for the next time.
        with contextlib.suppress(OSError):
            for file in other.iterdir():
                file.unlink()
            other.rmdir()


def _opened(path: Path, *, create: bool = False) -> Index:
    with _open_lock:
        if path not in _open or not is_index(path):
            _open[path] = Index.open(path, create=create, wait=60)
        return _open[path]
