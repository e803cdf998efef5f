"""The engine that ships: a Whoosh index in a folder."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh import searching, writing

from newsindex.buckets import bucket_names
from newsindex.documents import ArticleRecord
from newsindex.engines.base import Match, Matches, Request, asks_of_passages
from newsindex.engines.whoosh.schema import make_schema, whoosh_documents
from newsindex.engines.whoosh.translate import translate
from newsindex.errors import IndexFormatError, IndexLockedError, IndexNotFoundError, StorageError
from newsindex.query.matching import lower
from newsindex.spans import DateSpan

__all__ = ["WhooshEngine", "is_index"]


def is_index(path: Path) -> bool:
    """Whether the folder ``path`` holds an index of this engine."""
    return path.is_dir() and bool(whoosh_index.exists_in(str(path)))


class WhooshEngine:
    """A Whoosh index in a folder, many readers and one writer at a time."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the index at ``path``, or make one there.

        Raises ``IndexNotFoundError`` and ``IndexFormatError``.
        """
        self.path = path
        if path.exists() and not path.is_dir():
            raise IndexFormatError(f"{path} is a file, not an index; give the folder that an index lies in")
        try:
            if path.is_dir() and whoosh_index.exists_in(str(path)):
                self._index = whoosh_index.open_dir(str(path))
            elif create:
                if path.is_dir() and any(path.iterdir()):
                    raise IndexFormatError(f"{path} holds other files and no index; give an empty or new folder")
                path.mkdir(parents=True, exist_ok=True)
                self._index = whoosh_index.create_in(str(path), make_schema())
            else:
                raise IndexNotFoundError(
                    f"there is no index at {path}; make one with: newsindex index FOLDER --to {path}"
                )
        except OSError as error:
            raise StorageError(f"{path} cannot be opened as an index: {error.strerror or error}") from error
        self._searcher: searching.Searcher = self._index.searcher()

    def search(self, request: Request) -> Matches:
        """The best matches."""
        searcher = self._snapshot()
        query = lower(request.query)
        passages = request.level == "passage" or asks_of_passages(query)
        translated = translate(
            query,
            kind="passage" if passages else "article",
            article_names=request.level == "article",
            lexicon=lambda field, start: _lexicon(searcher, field, start),
        )
        scored, complete = _run(searcher, translated, request.deadline)
        best: dict[tuple[str, int | None], tuple[float, dict[str, Any]]] = {}
        found: list[tuple[tuple[str, int | None], dict[str, Any]]] = []
        for number, score in scored:
            stored = json.loads(searcher.stored_fields(number)["stored"])
            key = (stored["article"], stored["passage"] if request.level == "passage" else None)
            found.append((key, stored))
            if key not in best or score > best[key][0]:
                best[key] = score, stored
        rows = [(Match(stored["article"], score, stored["passage"]), stored) for score, stored in best.values()]
        match request.sort:
            case "relevance":
                rows.sort(key=lambda row: -row[0].score)
            case "newest":
                rows.sort(key=lambda row: -row[1]["published"])
            case "oldest":
                rows.sort(key=lambda row: row[1]["published"])
            case "happened":
                first: dict[tuple[str, int | None], str] = {}
                for key, stored in found:
                    first[key] = min([first.get(key, "~"), *stored["facets"]["happened"]])
                rows.sort(
                    key=lambda row: first[row[0].article_id, row[0].passage if request.level == "passage" else None]
                )
        return Matches(
            rows=tuple(match for match, _ in rows[request.offset : request.offset + request.limit]),
            total=len(rows),
            facets={field: self._count(searcher, field, found, request) for field in request.facets},
            complete=complete,
        )

    def stored(self, article_id: str) -> Mapping[str, Any] | None:
        """What was kept of an article."""
        whole = _stored_whole(self._snapshot(), article_id)
        return whole["whole"] if whole else None

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order they came in."""
        searcher = self._snapshot()
        for number in _numbers(searcher, whoosh_query.Term("kind", "article")):
            yield json.loads(searcher.stored_fields(number)["stored"])["article"]

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        searcher = self._snapshot()
        articles, passages = (
            sum(1 for _ in _numbers(searcher, whoosh_query.Term("kind", kind))) for kind in ("article", "passage")
        )
        return articles, passages

    def notes(self) -> Mapping[str, Any]:
        """The JSON values kept beside the index."""
        searcher = self._snapshot()
        notes: dict[str, Any] = {}
        for number in _numbers(searcher, whoosh_query.Term("kind", "note")):
            note = json.loads(searcher.stored_fields(number)["stored"])
            notes[note["name"]] = note["value"]
        return notes

    def state(self) -> str:
        """The generation of the index."""
        self._snapshot()
        return f"generation-{self._index.latest_generation()}"

    def writer(self, *, wait: float = 10.0) -> _Writer:
        """The one writer."""
        deadline = time.monotonic() + wait
        while True:
            try:
                return _Writer(self._index.writer(), set(self.article_ids()))
            except whoosh_index.LockError as error:
                if time.monotonic() >= deadline:
                    raise IndexLockedError(
                        f"another writer has held {self.path} for {wait:g} seconds; wait until it is done or stop it"
                    ) from error
                time.sleep(0.05)

    def check(self) -> list[str]:
        """What is wrong with the files."""
        searcher = self._snapshot()
        wrong = []
        for number in searcher.reader().all_doc_ids():
            try:
                json.loads(searcher.stored_fields(number)["stored"])
            except Exception as error:  # any damage at all is what is looked for
                wrong.append(f"{self.path}: document {number} cannot be read: {error}")
        return wrong

    def close(self) -> None:
        """Let go of files."""
        self._searcher.close()
        self._index.close()

    def _snapshot(self) -> searching.Searcher:
        if not self._searcher.up_to_date():
            # Not Searcher.refresh(): that fails on an index that was empty when it was opened.
            self._searcher = self._index.searcher()
        return self._searcher

    def _count(
        self,
        searcher: searching.Searcher,
        field: str,
        found: list[tuple[tuple[str, int | None], dict[str, Any]]],
        request: Request,
    ) -> dict[str, int]:
        values: dict[tuple[str, int | None], set[str]] = {}
        for key, stored in found:
            # What belongs to the passage is counted from the passages that match; all else from the article.
            if request.level == "article" and stored["passage"] is not None and field not in ("happened", "section"):
                if key in values:
                    continue
                stored = _stored_whole(searcher, key[0])
            several = stored["facets"][field]
            if field in ("published", "happened"):
                several = bucket_names(map(DateSpan.parse, several), request.by)
            values.setdefault(key, set()).update(several)
        counts = Counter(value for several in values.values() for value in several)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class _Writer:
    """A Whoosh writer that takes records."""

    def __init__(self, writer: writing.IndexWriter, known: set[str]) -> None:
        self._writer: writing.IndexWriter | None = writer
        self._known = known
        # Whoosh cannot take back what a writer has just been given, so records wait here until the commit.
        self._added: dict[str, ArticleRecord] = {}
        self._removed: set[str] = set()
        self._notes: dict[str, Any] = {}

    def add(self, record: ArticleRecord) -> bool:
        article_id = record.article.article_id
        replaced = self.remove(article_id)
        self._added[article_id] = record
        return replaced

    def remove(self, article_id: str) -> bool:
        was_added = self._added.pop(article_id, None) is not None
        was_known = article_id in self._known and article_id not in self._removed
        if was_known:
            self._removed.add(article_id)
        return was_added or was_known

    def note(self, name: str, value: Any) -> None:
        self._notes[name] = value

    def commit(self) -> None:
        writer = self._writer
        if writer is None:
            raise StorageError("this writer was already committed or cancelled; ask the index for another")
        for key in (*self._removed, *(f"note:{name}" for name in self._notes)):
            writer.delete_by_query(whoosh_query.Term("key", key))
        for record in self._added.values():
            for values in whoosh_documents(record):
                writer.add_document(**{name: value for name, value in values.items() if value})
        for name, value in self._notes.items():
            note = json.dumps({"name": name, "value": value}, ensure_ascii=False)
            writer.add_document(kind=("note",), key=(f"note:{name}",), stored=note)
        writer.commit()
        self._writer = None

    def cancel(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self.cancel() if kind else self.commit()


def _numbers(searcher: searching.Searcher, query: whoosh_query.Query) -> Iterator[int]:
    return iter(searcher.docs_for_query(query))


def _run(
    searcher: searching.Searcher, query: whoosh_query.Query, deadline: float | None
) -> tuple[list[tuple[int, float]], bool]:
    """All matching documents with their scores, in order of document number; False if the deadline came first."""
    found: list[tuple[int, float]] = []
    context = searching.SearchContext(weighting=searcher.weighting)
    for leaf, offset in searcher.leaf_searchers():
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            if deadline is not None and time.monotonic() > deadline:
                return found, False
            found.append((matcher.id() + offset, matcher.score()))
            matcher.next()
    return found, True


def _lexicon(searcher: searching.Searcher, field: str, start: str) -> Iterator[str]:
    reader = searcher.reader()
    return (term.decode("utf-8") for term in reader.expand_prefix(field, start))


def _stored_whole(searcher: searching.Searcher, article_id: str) -> dict[str, Any]:
    for number in _numbers(
        searcher, whoosh_query.And([whoosh_query.Term("key", article_id), whoosh_query.Term("kind", "article")])
    ):
        return dict(json.loads(searcher.stored_fields(number)["stored"]))
    return {}
