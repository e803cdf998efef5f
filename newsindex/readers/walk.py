"""From a path to its articles: which files, in which order, in which format.

A folder is walked in sorted order; hidden files and folders (those whose name begins with a dot) are passed over, so is
an index that lies among the articles, and a folder that is reached again through a link is not entered twice. A file
``aliases.toml`` tells of names and is no article. The suffix tells the format where there is a usual one (``.jsonl``,
``.ndjson``, ``.json``, ``.csv``, ``.tsv``, ``.sgm``, each with ``.gz`` or without); for any other name the beginning of
the file does.

An article's id is the one its file gives, else the path of the file below the folder that was asked for, with ``#2``,
``#3`` … for further articles in it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path

from newsindex.articles import Article
from newsindex.characters import normalise
from newsindex.errors import ReadError
from newsindex.names.aliases import ALIASES_FILE
from newsindex.readers import brief, jsonlines, plain, reuters, table
from newsindex.readers.rawfile import RawFile, Report, show
from newsindex.readers.records import Columns

__all__ = ["files", "read", "read_file", "read_with_origin"]

OnError = Callable[[ReadError], None] | None

_OF_AN_INDEX = re.compile(r"manifest\.\d{10}\.json")  # as ``engines.whoosh.manifest`` names it


def read(
    path: str | PathLike[str], *, mapping: Mapping[str, str] | None = None, on_error: OnError = None
) -> Iterator[Article]:
    """The articles of a file, or of all files below a folder in sorted order.

    ``mapping`` names the fields of JSON and the columns of tables where they are not the usual ones:
    ``{"headline": "my_title"}``. The first problem raises ``ReadError``; with ``on_error`` each problem is handed to it
    instead, and the rest goes on. A path that does not exist raises ``ReadError`` in any case.
    """
    return (article for _, article in read_with_origin(path, mapping=mapping, on_error=on_error))


def read_with_origin(
    path: str | PathLike[str], *, mapping: Mapping[str, str] | None = None, on_error: OnError = None
) -> Iterator[tuple[Path, Article]]:
    """The same as ``read``, each article with the file it came from.

    An article whose id another one before it has is reported and left out, so that none silently replaces the other.
    """
    root = Path(path)
    report: Report = _raise if on_error is None else on_error
    origins: dict[int, Path] = {}  # by the hash of the id: a million ids themselves would fill memory
    for file in files(root, on_error=on_error):
        for article in read_file(file, root=root, mapping=mapping, on_error=on_error):
            origin = origins.get(hash(article.id))
            if origin is None:
                origins[hash(article.id)] = file
                yield file, article
            else:
                reason = f"the id {article.id!r} was given before, in {show(origin)}; give each article its own"
                report(ReadError(show(file), reason))


def read_file(
    path: str | PathLike[str],
    *,
    root: str | PathLike[str] | None = None,
    mapping: Mapping[str, str] | None = None,
    on_error: OnError = None,
) -> Iterator[Article]:
    """The articles of one file; ``root`` is the folder that their ids are told from, by default the file's own."""
    file = Path(path)
    Columns.of(mapping)  # a mapping that is not understood is the caller's error, not the file's
    found = 0

    def report(error: ReadError) -> None:
        nonlocal found
        found += 1
        if on_error is None:
            raise error
        on_error(error)

    try:
        raw = RawFile.open(file, _key(file, None if root is None else Path(root)))
        for article in _articles(raw, report, mapping):
            found += 1
            yield article
        if not found:
            raise ReadError(raw.place, "holds no article")
    except ReadError as error:
        if on_error is None:
            raise
        on_error(error)


def files(path: str | PathLike[str], *, on_error: OnError = None) -> Iterator[Path]:
    """The files that ``read`` would read, in the same order.

    Raises ``ReadError`` for a path that does not exist; a folder that may not be listed or a link to nothing is handed
    to ``on_error``, or raised without it.
    """
    root = Path(path)
    mode = _mode(root)
    if isinstance(mode, ReadError):
        raise mode
    if stat.S_ISDIR(mode):
        yield from _below(root, _raise if on_error is None else on_error)
    else:
        yield root


def _below(root: Path, report: Report) -> Iterator[Path]:
    """All regular files below ``root``, depth first; without recursion, for folders may be nested very deeply.

    An index that lies among the articles is passed over.
    """
    entered: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        path = waiting.pop()
        mode = _mode(path)
        if isinstance(mode, ReadError):
            report(mode)
        elif stat.S_ISREG(mode):
            yield path
        elif not stat.S_ISDIR(mode):
            report(ReadError(show(path), "is not a regular file"))
        else:
            try:
                status = path.stat()
                if (status.st_dev, status.st_ino) in entered:
                    continue
                entered.add((status.st_dev, status.st_ino))
                found = (name for name in os.listdir(path) if not name.startswith(".") and name != ALIASES_FILE)
                names = sorted(found, reverse=True)
            except OSError as error:
                report(ReadError(show(path), f"this folder cannot be listed: {error.strerror or error}"))
                continue
            if not any(map(_OF_AN_INDEX.fullmatch, names)):
                waiting.extend(path / name for name in names)
            elif path == root:
                report(ReadError(show(path), "is an index and no folder of articles; open or search it as it is"))


def _articles(raw: RawFile, report: Report, mapping: Mapping[str, str] | None) -> Iterator[Article]:
    match raw.suffix:
        case ".jsonl" | ".ndjson" | ".json":
            return jsonlines.read(raw, report, mapping=mapping)
        case ".csv" | ".tsv" | ".tab":
            return table.read(raw, report, mapping=mapping)
        case ".sgm" | ".sgml":
            return reuters.read(raw, report)
    if reuters.SIGN.match(raw.head_text):
        return reuters.read(raw, report)
    if jsonlines.SIGN.match(raw.head_text):
        return jsonlines.read(raw, report, mapping=mapping)
    if brief.is_brief(normalise(raw.head_text)):
        return brief.read(raw, report)
    return plain.read(raw, report)


def _key(file: Path, root: Path | None) -> str:
    if root is None or root == file:
        return show(Path(file.name))
    try:
        return show(file.relative_to(root))
    except ValueError:
        return show(Path(os.path.relpath(file, root)))


def _mode(path: Path) -> int | ReadError:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return ReadError(show(path), "is a link to nothing" if path.is_symlink() else "does not exist; check the path")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return ReadError(show(path), f"cannot be read: {reason}")


def _raise(error: ReadError) -> None:
    raise error
