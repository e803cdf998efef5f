"""One commit: articles in and out, and which file each of them came from.

The files are kept as a note with the index, so that a folder can be brought up to date by reading only what changed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from newsindex.articles import Article
from newsindex.engines.base import EngineWriter
from newsindex.engines.entities import ALIASES_NOTE, EntityEngine
from newsindex.errors import ReadError
from newsindex.names.aliases import ALIASES_FILE, Aliases
from newsindex.origins import origin_of, stamp_of
from newsindex.preparing import Preparing
from newsindex.readers import files, read_file

__all__ = ["Change", "OnError", "report_problem"]

_log = logging.getLogger("newsindex")

OnError = Callable[[ReadError], None]


class Change:
    """What goes in and out through an engine's writer until it commits; ``count`` is of the articles touched."""

    def __init__(self, engine: EntityEngine, writer: EngineWriter, preparing: Preparing) -> None:
        self._engine = engine
        self._writer = writer
        self._preparing = preparing
        self._files: dict[str, list[int]] = dict(engine.notes().get("files", {}))
        self._aliases: dict[str, Any] = dict(engine.notes().get(ALIASES_NOTE, {}))
        self._moved: dict[str, str | None] = {}
        """Which file each article came from, of the articles touched by this change; None for no file."""
        self.count = 0

    def add(self, article: Article, *, origin: str | None = None) -> str:
        """Take an article in; the id that it got."""
        if origin is not None:
            article = self._apart(article, origin)
        self._preparing.put(article, origin)
        self._moved[article.id] = origin
        self.count += 1
        return article.id

    def add_path(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None,
        on_error: OnError | None,
        only: frozenset[str] | None = None,
    ) -> None:
        """Read ``path`` in; of a folder, with ``only``, just those files."""
        problems: list[ReadError] = []

        def report(problem: ReadError) -> None:
            problems.append(problem)
            report_problem(problem, on_error)

        self._read_aliases_of(path)
        before = self.count
        started: set[str] = set()
        for file in files(path, on_error=report):
            origin = origin_of(file)
            if only is not None and origin not in only:
                continue
            started.add(origin)
            had = self._ids_of(origin)
            problems_before, count_before = len(problems), self.count
            now: set[str] = set()
            self._files[origin] = stamp_of(file)
            for article in read_file(file, root=path, mapping=mapping, on_error=report):
                now.add(self.add(article, origin=origin))
            if self.count == count_before and len(problems) > problems_before:
                continue  # a file that has become unreadable costs nothing that was read from it before
            for article_id in had - now:
                self.remove(article_id)
        if self.count == before and only is None:
            first = f"; the first of {len(problems)} problems: {problems[0]}" if problems else ""
            what = "no article could be read" if started or problems else "there is no file to read"
            raise ReadError(str(path), f"{what}{first}")

    def remove(self, article_id: str) -> bool:
        """Take an article out; whether it was there."""
        self._preparing.drain()  # it may still be on its way in
        removed = self._writer.remove(article_id)
        if removed:
            self._moved[article_id] = None
            self.count += 1
        return removed

    def forget(self, origin: str) -> None:
        """Remove all articles of a file."""
        for article_id in sorted(self._ids_of(origin)):
            self.remove(article_id)
        self._files.pop(origin, None)

    def finish(self) -> None:
        """Note with the index which files it has been made of, and what is said of names."""
        self._writer.note("files", self._files)
        given = self._engine.given_aliases
        if given is not None:
            self._aliases[""] = {"stamp": [], "says": given.to_json()}
        if self._aliases or ALIASES_NOTE in self._engine.notes():
            self._writer.note(ALIASES_NOTE, self._aliases)

    def _read_aliases_of(self, folder: Path) -> None:
        """Take in what the file of aliases in a folder of articles says, or forget it with the file."""
        file = folder / ALIASES_FILE
        if file.is_file():
            said = Aliases.read(file).to_json()
            self._aliases[origin_of(folder)] = {"stamp": stamp_of(file), "says": said}
        else:
            self._aliases.pop(origin_of(folder), None)

    def _ids_of(self, origin: str) -> set[str]:
        """The articles that came from a file, as far as this change has got."""
        committed = {one for one in self._engine.read_from(origin) if one not in self._moved}
        return committed | {one for one, holder in self._moved.items() if holder == origin}

    def _holder_of(self, article_id: str) -> str | None:
        """The file that an article came from."""
        if article_id in self._moved:
            return self._moved[article_id]
        stored = self._engine.stored(article_id)
        return stored["origin"] if stored else None

    def _apart(self, article: Article, origin: str) -> Article:
        """The article under another id, if its id is only its file's name and another file has taken it."""
        holder = self._holder_of(article.id)
        name = article.id.partition("#")[0]
        if holder is None or holder == origin or not (origin.endswith("/" + name) and holder.endswith("/" + name)):
            return article
        return evolve(article, id=origin + article.id[len(name) :])


def report_problem(problem: ReadError, on_error: OnError | None) -> None:
    """Hand a problem to whoever wants to know, or log it as a warning."""
    on_error(problem) if on_error else _log.warning("skipped %s", problem)
