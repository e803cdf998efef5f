"""The engine that ships: documents in segments of arrays, Whoosh's query trees evaluated over them.

The folder is explained on the page of the package (``newsindex.engines.whoosh``).
"""

from __future__ import annotations

import copy
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh import query as whoosh_query

from newsindex.documents import ArticleRecord, own_key
from newsindex.engines.base import (
    EngineWriter,
    Match,
    Matches,
    Request,
    SpelledField,
    asks_of_passages,
)
from newsindex.engines.whoosh.array_types import Floats, Ints
from newsindex.engines.whoosh.bulk import BulkWriter, check_memory
from newsindex.engines.whoosh.check import check
from newsindex.engines.whoosh.columns import IntColumn
from newsindex.engines.whoosh.executor.expansion import spelled_like
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.grouping import best_of_groups, earliest_days, group_starts, in_order
from newsindex.engines.whoosh.kept import keep, kept
from newsindex.engines.whoosh.naming import NameCounter
from newsindex.engines.whoosh.remembered import Counted
from newsindex.engines.whoosh.schema import SCHEMA, PreparedArticle, prepare
from newsindex.engines.whoosh.state import State
from newsindex.engines.whoosh.store import Snapshot
from newsindex.engines.whoosh.translate import translate
from newsindex.errors import IndexFormatError, IndexNotFoundError, StorageError
from newsindex.names.counts import NameCounts
from newsindex.query.matching import lower

__all__ = ["WhooshEngine", "check_files", "is_index"]


_NO_DOCS: Ints = np.zeros(0, np.int64)
_LEAST_MEMORY = 8
"""With less a writer takes more, for it has more segments to merge, and ten times as long."""


def is_index(path: Path) -> bool:
    """Whether the folder ``path`` holds an index of this engine."""
    return os.path.isdir(path) and any(path.glob("manifest.*.json"))


def check_files(path: Path) -> list[str]:
    """What is wrong with the files of an index, one line each, also where they are too damaged to be opened.

    Raises ``IndexNotFoundError`` or ``IndexFormatError``.
    """
    return [str(problem) for problem in check(DiskFolder(path)).problems]


class WhooshEngine:
    """An index in a folder, with any number of readers and one writer at a time."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        fsync: bool = True,
        memory: int = 256,
        fingerprint: str = "",
        outdated: bool = False,
    ) -> None:
        """Open the index at ``path``, or with ``create`` make one there.

        ``fingerprint`` says by which analysis records are made; an index that was made by another one is refused,
        unless ``outdated``, which is for reading what it stores and writing that anew: commits are of this analysis.
        ``fsync=False`` is for throw-away indexes: faster to write, lost in a power cut. ``memory`` is how many MB of
        documents a writer holds before it writes them out, 8 at the least. Raises ``IndexNotFoundError``,
        ``IndexFormatError`` or ``CorruptIndexError``.
        """
        check_memory(memory, least=_LEAST_MEMORY)
        self.path = path
        self._fsync = fsync
        self._memory = memory
        self._fingerprint = fingerprint
        self._pinned = False
        self._refreshing = threading.Lock()
        # os.path says no where a folder on the way may not be entered; pathlib raises.
        if os.path.exists(path) and not os.path.isdir(path):
            raise IndexFormatError(f"{path} is a file, not an index; give the folder that an index lies in")
        if create and not is_index(path):
            self._make(path)
        elif not os.path.isdir(path):
            raise _no_index(path)
        self._folder = DiskFolder(path)
        snapshot = Snapshot.open(self._folder)
        if not outdated and snapshot.fingerprint != fingerprint:
            snapshot.close()
            raise self._other_analysis(snapshot)
        self._state = State(snapshot)
        self._names = NameCounter()

    def search(self, request: Request) -> Matches:
        """The best matches."""
        state = self._current()
        translated, passages = _translated(request)
        counted = state.counted.find(request)
        limit, offset, deadline = request.limit, request.offset, request.deadline
        if request.sort == "relevance" and (request.level == "passage" or not passages):
            if counted is not None or not request.facets:
                answer = state.executor.search(
                    translated, limit=limit, offset=offset, total=counted is None, deadline=deadline
                )
                docs = _NO_DOCS
            else:
                answer, docs = state.executor.search_all(translated, limit=limit, offset=offset, deadline=deadline)
            best = zip(answer.docs, answer.scores, strict=True)
            rows = tuple(state.match(doc, score, passages) for doc, score in best)
            total, complete, groups = answer.total or 0, answer.complete, docs
            if counted is not None and complete:
                total = counted.total
        else:
            docs, scores, complete = state.executor.matches(translated, deadline=deadline)
            groups, chosen = _grouped(state, request, passages, docs, scores)
            ranked = self._ranked(state, request, docs, groups, scores, chosen, limit + offset)[offset:].tolist()
            rows = tuple(state.match(int(docs[place]), float(scores[place]), passages) for place in ranked)
            total = len(chosen)
        if deadline is not None and time.monotonic() > deadline:
            complete = False
        if not complete:
            return Matches(rows, total, {field: {} for field in request.facets}, complete=False)
        if counted is None and request.facets:
            counted = Counted(total, self._counted(state, request, docs, groups))
            state.counted.keep(request, counted)
        return Matches(rows, total, {} if counted is None else counted.facets)

    def stream(self, request: Request) -> Iterator[Match]:
        """All matches in order, from one state."""
        state = self._current()
        translated, passages = _translated(request)
        docs, scores, _ = state.executor.matches(translated)
        groups, chosen = _grouped(state, request, passages, docs, scores)
        ranked = self._ranked(state, request, docs, groups, scores, chosen, len(chosen))
        return (state.match(int(docs[place]), float(scores[place]), passages) for place in ranked)

    def pinned(self) -> Self:
        """The engine over the state that is now the latest."""
        one = copy.copy(self)
        one._state, one._pinned = self._current(), True
        return one

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands, removed ones included until their segment is merged."""
        sources = self._current().executor.snapshot.sources
        found = {}
        for stem in stems:
            places = [(source, source.ordinal("article.text", stem.encode())) for source in sources]
            found[stem] = sum(int(source.frequencies("article.text")[at]) for source, at in places if at >= 0)
        return found

    def spelled_like(self, text: str, distance: int, field: SpelledField) -> Mapping[str, int]:
        """What is written nearly so, and in how many articles."""
        state = self._current()
        name = f"article.{field}.forms" if field == "text" else f"article.{field}"
        written = {
            source.texts(name, place, place + 1)[0].decode("utf-8", "replace")
            for source in state.executor.snapshot.sources
            for place in spelled_like(source, name, text, distance, 0, swaps=True).tolist()
        }
        written = {one for one in written if not one.startswith(own_key(""))}
        counts = {one: len(state.executor.docs(whoosh_query.Term(name, one))[0]) for one in sorted(written)}
        return {one: count for one, count in counts.items() if count}

    def marked(self, marks: Iterable[str]) -> list[str]:
        """The articles that have one of these marks."""
        state = self._current()
        found = [state.executor.docs(whoosh_query.Term("article.mark", mark))[0] for mark in marks]
        return [state.id_of(doc) for doc in np.unique(np.concatenate(found)).tolist()] if found else []

    def name_counts(self) -> NameCounts:
        """How often each name stands."""
        return self._names.count(self._current().snapshot.segments)

    def keep(self, what: str, data: bytes) -> None:
        """Keep bytes in a file of their own; where that cannot be, they are made again next time."""
        keep(self._folder, what, self.state(), data)

    def kept(self, what: str) -> tuple[str, bytes] | None:
        """What was last kept, and of which state."""
        return kept(self._folder, what)

    def stored(self, article_id: str) -> Mapping[str, Any] | None:
        """What was kept of an article."""
        return self._current().stored_of(article_id)

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order they came in."""
        state = self._current()
        return (state.id_of(doc) for doc in state.articles.tolist())

    def read_from(self, origin: str) -> list[str]:
        """The ids of the articles that were read from this file."""
        state = self._current()
        docs, _ = state.executor.docs(whoosh_query.Term("origin", origin))
        return [state.id_of(doc) for doc in docs.tolist()]

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        state = self._current()
        articles = len(state.articles)
        return articles, state.snapshot.doc_count - articles

    def notes(self) -> Mapping[str, Any]:
        """The JSON values kept beside the index."""
        return self._current().snapshot.notes

    def state(self) -> str:
        """The digest of the manifest."""
        return self._current().digest

    def writer(self, *, wait: float = 10.0) -> _Writer:
        """The one writer."""
        options: dict[str, Any] = {"wait": wait, "fsync": self._fsync, "memory": self._memory}
        return _Writer(BulkWriter(self._folder, schema=SCHEMA, fingerprint=self._fingerprint, **options), self)

    def check(self) -> list[str]:
        """What is wrong with the files, one line each."""
        return check_files(self.path)

    def close(self) -> None:
        """Let go of files; a pinned engine leaves them to the one it came from."""
        if not self._pinned:
            self._state.snapshot.close()

    def _make(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"{path} cannot hold an index: {error.strerror or error}") from error
        folder = DiskFolder(path, create=True)
        BulkWriter(folder, schema=SCHEMA, fingerprint=self._fingerprint, create=True, fsync=self._fsync).close()

    def _other_analysis(self, snapshot: Snapshot) -> IndexFormatError:
        return IndexFormatError(
            f"{self.path} was made by another version of newsindex (analysis {snapshot.fingerprint or 'unknown'}, "
            f"this is {self._fingerprint}); analyse its articles again with: newsindex rebuild {self.path}"
        )

    def _current(self) -> State:
        """The latest committed state; a search in another thread may go on with the one before."""
        state = self._state
        if not self._pinned and not state.snapshot.is_current(self._folder):
            with self._refreshing:
                if not self._state.snapshot.is_current(self._folder):
                    snapshot = Snapshot.open(self._folder, reuse=state.snapshot)
                    if snapshot.fingerprint not in (state.snapshot.fingerprint, self._fingerprint):
                        raise self._other_analysis(snapshot)
                    self._state = State(snapshot)
                state = self._state
        return state

    def _ranked(
        self,
        state: State,
        request: Request,
        docs: Ints,
        groups: Ints,
        scores: Floats,
        chosen: Ints,
        wanted: int,
    ) -> Ints:
        """The first of the chosen documents, one of each group, in the order in which they are shown."""
        column = state.executor.snapshot.column
        match request.sort:
            case "relevance":
                return chosen[in_order(-scores[chosen], wanted)]
            case "newest" | "oldest":
                published = column("published")
                days = published.values[docs[chosen]].astype(np.int64) if isinstance(published, IntColumn) else chosen
                return chosen[in_order(-days if request.sort == "newest" else days, wanted)]
            case "happened":
                first = earliest_days(column("happened"), docs)
                starts = group_starts(groups)
                return chosen[in_order(np.minimum.reduceat(first, starts) if len(starts) else first, wanted)]

    def _counted(self, state: State, request: Request, docs: Ints, groups: Ints) -> Mapping[str, Mapping[str, int]]:
        """The facets of a request over all its matches."""
        if groups is docs:
            count = state.count_articles if request.level == "article" else state.count_passages
            return count(request, request.facets, docs)
        # What belongs to the passage is counted from the passages that match; all else from the article.
        of_passages = tuple(field for field in request.facets if field in ("happened", "section"))
        of_wholes = tuple(field for field in request.facets if field not in of_passages)
        found: dict[str, Mapping[str, int]] = {}
        if of_passages:
            found.update(state.count_groups(request, of_passages, docs, groups))
        if of_wholes:
            found.update(state.count_articles(request, of_wholes, groups[group_starts(groups)]))
        return {field: found[field] for field in request.facets}


class _Writer(EngineWriter):
    """The one writer: a bulk writer that takes articles."""

    def __init__(self, bulk: BulkWriter, engine: WhooshEngine) -> None:
        self._bulk: BulkWriter | None = bulk
        self._engine = engine

    def _open(self) -> BulkWriter:
        if self._bulk is None:
            raise StorageError("this writer was already committed or cancelled; ask the index for another")
        return self._bulk

    @property
    def preparation(self) -> Callable[[ArticleRecord], PreparedArticle]:
        return prepare

    def take(self, prepared: PreparedArticle) -> bool:
        replaced = self.remove(prepared.article_id)
        for document in prepared.documents:
            self._open().add(document)
        return replaced

    def remove(self, article_id: str) -> bool:
        return self._open().delete("key", article_id) > 0

    def note(self, name: str, value: Any) -> None:
        self._open().notes[name] = value

    def commit(self) -> None:
        try:
            self._open().commit()
        finally:
            self.cancel()

    def cancel(self) -> None:
        if self._bulk is not None:
            self._bulk.close()
            self._bulk = None

    @property
    def ended(self) -> bool:
        return self._bulk is None


def _translated(request: Request) -> tuple[whoosh_query.Query, bool]:
    """The Whoosh query of a request, and whether passages have to answer it."""
    query = lower(request.query)
    passages = request.level == "passage" or asks_of_passages(query)
    kind = "passage" if passages else "article"
    return translate(query, kind=kind, article_names=request.level == "article"), passages


def _grouped(state: State, request: Request, passages: bool, docs: Ints, scores: Floats) -> tuple[Ints, Ints]:
    """The hit that each match belongs to, and the places of the matches that stand for their hits."""
    if passages and request.level == "article":
        groups = state.parents_of(docs)
        return groups, best_of_groups(groups, scores)
    return docs, np.arange(len(docs))


def _no_index(path: Path) -> IndexNotFoundError:
    return IndexNotFoundError(f"there is no index at {path}; make one with: newsindex index FOLDER --to {path}")
