"""The one object that joins the rest: an index of news articles in a folder.

>>> index = Index.in_memory()
>>> index.add(Article.make(id="a", headline="Rain", text="It rained in Seoul.", published="2024-10-21"))
1
>>> [hit.headline for hit in index.search("rain")]
['Rain']
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from attrs import frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.fingerprint import analysis_fingerprint
from newsindex.analysis.words import name_key
from newsindex.articles import Article
from newsindex.changes import Change, OnError, report_problem
from newsindex.documents import NAME_TYPES, StoredArticle, stored_article
from newsindex.engines.base import Engine, FacetField, Level, Request, Sort
from newsindex.engines.entities import ALIASES_NOTE, EntityEngine
from newsindex.engines.memory import MemoryEngine
from newsindex.engines.whoosh.engine import WhooshEngine, check_files
from newsindex.errors import InvalidValueError, ReadError
from newsindex.filters import NarrowingFilters, check_paging, facet_fields, filtered, one_of, told
from newsindex.hits import Hit
from newsindex.names.aliases import ALIASES_FILE, Aliases
from newsindex.names.entity import Entity
from newsindex.names.joins import Join
from newsindex.origins import is_missing, origin_of, stamp_of
from newsindex.preparing import Preparing, check_workers
from newsindex.query.model import Named, Query
from newsindex.query.syntax import parse
from newsindex.questions import MOST_PASSAGES, Question
from newsindex.readers import files
from newsindex.recipe import Recipe
from newsindex.results import Results
from newsindex.similar import more_like
from newsindex.suggestions import Suggestion, suggest
from newsindex.timeline import Timeline

if TYPE_CHECKING:  # its room holds the recogniser's model, which a search does not need
    from newsindex.analysis.entities import Recognizer

__all__ = ["Index", "Stats"]

OnArticle = Callable[[Article], None]


@frozen
class Stats:
    """How large an index is."""

    articles: int
    passages: int
    files: int
    """How many files the articles were read from."""
    state: str
    """The committed state: the same text means the same answers."""


class Index:
    """Articles that can be asked; a context manager. Make one with ``Index.open`` or ``Index.in_memory``."""

    def __init__(
        self,
        engine: Engine,
        *,
        recognizer: Recognizer | None = None,
        day_first: bool | None = None,
        wait: float = 10.0,
        aliases: str | os.PathLike[str] | Aliases | None = None,
    ) -> None:
        """An index over any engine.

        ``recognizer`` finds names in what is added; ``day_first`` reads 03/04/2024 as 3 April (True) or 4 March
        (False); ``wait`` is how many seconds to wait for another writer; ``aliases`` is a file that says which names
        are one and which are not (``newsindex.names.aliases``), used from now on and kept with what is next added.
        """
        self._engine = EntityEngine(engine, aliases=_read_aliases(aliases))
        self._recognizer = recognizer
        self._day_first = day_first
        self._wait = wait

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        create: bool = False,
        recognizer: Recognizer | None = None,
        day_first: bool | None = None,
        wait: float = 10.0,
        memory: int = 256,
        aliases: str | os.PathLike[str] | Aliases | None = None,
    ) -> Self:
        """The index in the folder ``path``; with ``create``, a new one if there is none.

        ``memory`` is about how many MB the articles of one commit may take before they are written to the disk, 8 at
        the least. Whatever is asked, some 40 are taken for 20,000 short articles and some 100 for 200,000.
        Raises ``IndexNotFoundError``, ``IndexFormatError`` or ``CorruptIndexError``, and ``InvalidValueError`` for a
        file of aliases that is not understood.
        """
        aliases = _read_aliases(aliases)
        engine = WhooshEngine(Path(path), create=create, memory=memory, fingerprint=analysis_fingerprint())
        return cls(engine, recognizer=recognizer, day_first=day_first, wait=wait, aliases=aliases)

    @classmethod
    def rebuild(
        cls,
        path: str | os.PathLike[str],
        *,
        recognizer: Recognizer | None = None,
        day_first: bool | None = None,
        wait: float = 10.0,
        memory: int = 256,
        on_article: OnArticle | None = None,
        workers: int = 1,
    ) -> int:
        """Analyse all articles of the index in ``path`` again, in one commit; how many there are.

        This is for an index that another version of newsindex made. It keeps its articles whole, so the files that
        they were read from are not needed; until the commit it stays as it was. The options are those of ``open`` and
        ``add``. Raises ``IndexNotFoundError``, ``IndexFormatError`` if its files are of another format,
        ``CorruptIndexError`` and ``IndexLockedError``.
        """
        check_workers(workers)
        engine = WhooshEngine(Path(path), memory=memory, fingerprint=analysis_fingerprint(), outdated=True)
        with cls(engine, recognizer=recognizer, day_first=day_first, wait=wait) as index:
            with index._change(on_article, workers) as change:
                for stored in map(engine.stored, engine.article_ids()):
                    if stored is not None:
                        change.add(stored_article(stored), origin=stored["origin"])
            return change.count

    @classmethod
    def in_memory(cls) -> Self:
        """A new index that is gone at the end of the program: slow, simple, good for tests."""
        return cls(MemoryEngine())

    def add(
        self,
        *sources: str | os.PathLike[str] | Article | Iterable[Article],
        mapping: Mapping[str, str] | None = None,
        on_error: OnError | None = None,
        on_article: OnArticle | None = None,
        workers: int = 1,
    ) -> int:
        """Take in files, folders and articles in one commit; how many articles were added or replaced.

        An article with the id of an earlier one takes its place. A file or record that cannot be read is handed to
        ``on_error`` (by default it is logged as a warning) and skipped. ``on_article`` is called for each article, as
        progress; ``mapping`` names the columns of CSV and JSON Lines files. With ``workers`` above 1 so many processes
        analyse the articles, and the index becomes the same; they are started as ``multiprocessing`` is set to.
        Raises ``ReadError`` if a path does not exist or nothing at all could be read from it, ``IndexLockedError``,
        and ``WorkerError``.
        """
        check_workers(workers)
        with self._change(on_article, workers) as change:
            for source in sources:
                if isinstance(source, Article):
                    change.add(source)
                elif isinstance(source, str | os.PathLike):
                    change.add_path(Path(source), mapping=mapping, on_error=on_error)
                else:
                    for article in source:
                        change.add(article)
        return change.count

    def refresh(
        self,
        path: str | os.PathLike[str],
        *,
        mapping: Mapping[str, str] | None = None,
        on_error: OnError | None = None,
        on_article: OnArticle | None = None,
        workers: int = 1,
    ) -> int:
        """Bring the index up to date with a folder or file; how many articles were added, replaced or removed.

        Only files whose size or time of change is new are read; articles of files that are gone are removed. The
        options are those of ``add``.
        """
        check_workers(workers)
        path = Path(path)
        problems: list[ReadError] = []
        seen = {origin_of(file): stamp_of(file) for file in files(path, on_error=problems.append)}
        known: dict[str, list[int]] = self._engine.notes().get("files", {})
        root = origin_of(path)
        inside = (origin for origin in known if origin not in seen and (origin + "/").startswith(root + "/"))
        gone = [origin for origin in inside if is_missing(origin)]
        changed = [origin for origin, stamp in seen.items() if known.get(origin) != stamp]
        said: dict[str, Any] = self._engine.notes().get(ALIASES_NOTE, {})
        same_aliases = said.get(root, {}).get("stamp", []) == stamp_of(path / ALIASES_FILE)
        if not gone and not changed and same_aliases:
            for problem in problems:  # otherwise they are reported below, where the files are read
                report_problem(problem, on_error)
            return 0
        with self._change(on_article, workers) as change:
            for origin in gone:
                change.forget(origin)
            change.add_path(path, mapping=mapping, on_error=on_error, only=frozenset(changed))
        return change.count

    def remove(self, article: str | os.PathLike[str]) -> int:
        """Take out the article with this id, or all articles that were read from this file; how many there were."""
        with self._change() as change:
            if not change.remove(str(article)):
                change.forget(origin_of(Path(article)))
        return change.count

    def search(
        self,
        query: str | Query = "",
        /,
        *,
        level: Level = "article",
        sort: Sort = "relevance",
        facets: Sequence[FacetField] = (),
        limit: int = 10,
        offset: int = 0,
        collapse: bool = False,
        timeout: float | None = None,
        partial: bool = False,
        **filters: Unpack[NarrowingFilters],
    ) -> Results:
        """The articles (or passages) that answer a question, the best first.

        With ``collapse``, of articles that are copies or near-copies of one another only the first in order is a hit,
        and names the rest as its ``copies``; ``total`` still counts them all.

        ``timeout`` is in seconds; when it has passed, ``QueryTimeout`` is raised, or with ``partial`` what was found
        until then is returned with ``complete`` False. Raises ``QuerySyntaxError``, ``QueryTooComplex`` and
        ``InvalidValueError``.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        check_paging(level=level, sort=sort, limit=limit, offset=offset)
        request = Request(
            query=filtered(query, **filters),
            level=level,
            sort=sort,
            limit=limit,
            offset=offset,
            facets=facet_fields(facets),
            deadline=deadline,
        )
        given = told(filters) | ({"collapse": True} if collapse else {})
        question = Question(self._engine.pinned(), request, str(query), given, collapse=collapse)
        return question.results(partial=partial, timeout=timeout)

    def stream(
        self,
        query: str | Query = "",
        /,
        *,
        level: Level = "article",
        sort: Sort = "relevance",
        collapse: bool = False,
        **filters: Unpack[NarrowingFilters],
    ) -> Iterator[Hit]:
        """All articles (or passages) that answer a question, one at a time, over one state of the index."""
        return self.search(query, level=level, sort=sort, collapse=collapse, limit=0, **filters).all()

    def timeline(
        self,
        query: str | Query = "",
        /,
        *,
        limit: int = MOST_PASSAGES,
        merge: bool = True,
        **filters: Unpack[NarrowingFilters],
    ) -> Timeline:
        """What happened when, by the passages that answer a question: at most ``limit`` of them, the best.

        A passage has to answer by itself: its own words, names and days. With ``merge=False`` each telling is an event
        of its own. Raises as ``search`` does.
        """
        check_paging(level="passage", sort="relevance", limit=limit, offset=0)
        return self.search(query, limit=0, **filters).timeline(limit=limit, merge=merge)

    def similar(self, article_id: str, /, *, limit: int = 10, offset: int = 0) -> Results:
        """The articles most like this one by the words that tell most about it and by its names; itself left out.

        Raises ``InvalidValueError`` if the article is not in the index.
        """
        check_paging(level="article", sort="relevance", limit=limit, offset=offset)
        engine = self._engine.pinned()
        stored = engine.stored(article_id)
        if stored is None:
            raise _no_article(article_id)
        articles, _ = engine.counts()
        query = more_like(StoredArticle.from_json(stored), engine.frequencies, articles=articles)
        request = Request(query=query, limit=limit, offset=offset)
        return Question(engine, request, f"similar to {article_id}").results()

    def suggest(self, query: str, /) -> Suggestion:
        """What a question may have meant, by the words and names of the index; false if nothing is in doubt.

        Raises ``QuerySyntaxError``.
        """
        engine = self._engine.pinned()

        def spelling(key: str) -> str:
            for row in engine.search(Request(Named("entity", key), limit=1)).rows:
                for *_, name in (engine.stored(row.article_id) or {}).get("entities", ()):
                    if name_key(name) == key:
                        return str(name)
            return key

        return suggest(query, parse(query), engine, spell_name=spelling)

    def entities(
        self, prefix: str = "", *, type: EntityType | None = None, near: str | None = None, limit: int | None = None
    ) -> tuple[Entity, ...]:
        """The people, organisations and places of the index, those named in most articles first.

        ``prefix`` is how a word of a name or alias begins, and ``type`` one of "person", "org" and "place".
        ``near="Kyrylo Budanov"`` gives who and what is named in the same passages, the most often first, each with
        these passages in ``together``. Raises ``InvalidValueError`` if that name is not in the index.
        """
        _check_type(type)
        for option, text in (("prefix", prefix), ("near", "" if near is None else near)):
            if not isinstance(text, str):
                raise InvalidValueError(f"{option}={text!r} is no text; give a name or the beginning of one")
        if limit is not None and (not isinstance(limit, int) or limit < 0):
            raise InvalidValueError(f"limit={limit!r} is not a count; give a whole number from 0 up, or None for all")
        return self._engine.entities(prefix, type=type, near=near, limit=limit)

    def together(self, name: str, other: str, /, *, limit: int = 10, offset: int = 0) -> Results:
        """The passages that name both, under whatever aliases, the newest articles first: what ``near`` counts.

        ``limit`` and ``offset`` are the page. A name that is not in the index is in no passage.
        """
        return self.search(entity=[name, other], level="passage", sort="newest", limit=limit, offset=offset)

    def resolve(self, name: str, *, type: EntityType | None = None) -> tuple[Entity, ...]:
        """The entities that a name may mean, as a filter by that name finds them; more than one if it is ambiguous."""
        _check_type(type)
        if not isinstance(name, str) or not name.strip():
            raise InvalidValueError(f"name={name!r} names nothing; give a name")
        return self._engine.find(name, type)

    def joins(self) -> tuple[Join, ...]:
        """Which names were joined under which entity's name, and by which rule.

        ``to_toml()`` of each is what undoes it in a file of aliases.
        """
        return self._engine.registry().joins

    def set_aliases(self, aliases: str | os.PathLike[str] | Aliases) -> None:
        """Keep what a file says of names with the index, in place of what was kept this way before."""
        said = _read_aliases(aliases)
        self._engine = self._engine.with_aliases(said)
        with self._change():
            pass

    def article(self, article_id: str) -> Article:
        """The article with this id. Raises ``InvalidValueError`` if it is not in the index."""
        stored = self._engine.stored(article_id)
        if stored is None:
            raise _no_article(article_id)
        return stored_article(stored)

    def stats(self) -> Stats:
        """How many articles, passages and files there are."""
        articles, passages = self._engine.counts()
        return Stats(articles, passages, len(self._engine.notes().get("files", {})), self._engine.state())

    def check(self) -> list[str]:
        """What is wrong with the files of the index, a line each; empty if all is well."""
        return self._engine.check()

    @staticmethod
    def check_files(path: str | os.PathLike[str]) -> list[str]:
        """The same of the index in a folder that may be too damaged to be opened."""
        return check_files(Path(path))

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()

    @contextmanager
    def _change(self, on_article: OnArticle | None = None, workers: int = 1) -> Iterator[Change]:
        """A change that is committed at the end of the ``with``, or after an error forgotten."""
        with self._engine.writer(wait=self._wait) as writer:

            def ready(article: Article, prepared: Any) -> None:
                writer.take(prepared)
                if on_article:
                    on_article(article)

            recipe = Recipe(writer.preparation, recognizer=self._recognizer, day_first=self._day_first)
            with Preparing(recipe, ready, workers=workers) as preparing:
                change = Change(self._engine, writer, preparing)
                yield change
            change.finish()

    def __len__(self) -> int:
        return self._engine.counts()[0]

    def __iter__(self) -> Iterator[Article]:
        for article_id in self._engine.article_ids():
            yield self.article(article_id)

    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, str) and self._engine.stored(article_id) is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _no_article(article_id: str) -> InvalidValueError:
    return InvalidValueError(f"no article has the id {article_id!r}; iterate over the index to see the ids")


def _read_aliases(aliases: str | os.PathLike[str] | Aliases | None) -> Aliases | None:
    return aliases if aliases is None or isinstance(aliases, Aliases) else Aliases.read(aliases)


def _check_type(type: str | None) -> None:
    if type is not None:
        one_of("type", type, NAME_TYPES)
