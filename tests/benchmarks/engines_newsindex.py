"""newsindex in the benchmark of engines: its engine alone, and the whole pipeline as its users have it."""

from __future__ import annotations

import os
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import Question, Story, words_of
from tests.benchmarks.peers import microseconds


class NewsindexEngine:
    """Bulk writer, segments and executor on prepared tokens: no analysis, names or dates in the text."""

    name = "newsindex"
    share = 1

    def __init__(self) -> None:
        from whoosh import fields, query  # noqa: PLC0415  as in ``peers``

        from newsindex.engines.whoosh.executor import Executor, InColumn, Spelled  # noqa: PLC0415
        from newsindex.engines.whoosh.files import DiskFolder  # noqa: PLC0415
        from newsindex.engines.whoosh.store import Snapshot  # noqa: PLC0415

        self.query, self.in_column, self.spelled = query, InColumn, Spelled
        self._over, self._snapshot, self._folder_class = Executor.over, Snapshot, DiskFolder
        self.schema = fields.Schema(text=fields.TEXT(phrase=True), place=fields.KEYWORD())

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        with self._writer(folder) as writer:
            for story in collection:
                writer.add(self._prepared(story))
            writer.commit()

    def _writer(self, folder: Path) -> Any:
        from newsindex.engines.whoosh.bulk import BulkWriter  # noqa: PLC0415  not for a cold start
        from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument  # noqa: PLC0415
        from newsindex.engines.whoosh.manifest import Schema  # noqa: PLC0415

        self._document = PreparedDocument
        fields = {"text": FieldSpec(), "place": FieldSpec(positions=False, freqs=False)}
        return BulkWriter(
            self._folder_class(folder), schema=Schema(fields=fields, columns={"printed": "int"}), create=True
        )

    def _prepared(self, story: Story) -> Any:
        return self._document(
            fields={"text": self._words(story.text), "place": story.places},
            columns={"printed": microseconds(story.printed)},
            stored={
                "id": story.id,
                "headline": story.headline,
                "text": story.text,
                "printed": story.printed.isoformat(),
            },
        )

    def _words(self, text: str) -> list[str]:
        return words_of(text)

    def open(self, folder: Path) -> None:
        self._folder = self._folder_class(folder)
        self._use(self._snapshot.open(self._folder))

    def _use(self, snapshot: Any) -> None:
        self.snapshot = snapshot
        self.segments = snapshot.segments
        self.executor = self._over(self.segments, self.schema)
        self.offsets = self.executor.snapshot.offsets

    def prepare(self, question: Question) -> Any:
        query = self.query
        if question.how == "phrase":
            found = query.Phrase("text", list(question.words))
        else:
            words = [query.Term("text", word) for word in question.words]
            found = words[0] if len(words) == 1 else (query.Or if question.how == "or" else query.And)(words)
        if not question.place and not question.days:
            return found
        parts = [*found.subqueries] if isinstance(found, query.And) else [found]
        if question.place:
            parts.append(query.ConstantScoreQuery(query.Term("place", question.place), 0.0))
        if question.moments:
            first, last = map(microseconds, question.moments)
            parts.append(self.in_column("printed", first, last))
        return query.And(parts)

    def top(self, prepared: Any) -> Any:
        return self.executor.search(prepared)

    def count(self, prepared: Any) -> int:
        return self.executor.count(prepared)

    def call(self, question: Question) -> list[Any]:
        return [self._stored(doc) for doc in self.executor.search(self.prepare(question)).docs]

    def _stored(self, doc: int) -> Any:
        number = bisect_right(self.offsets, doc) - 1
        return self.segments[number].stored(doc - self.offsets[number])

    def reader(self, folder: Path) -> Callable[[Question], object]:
        one = NewsindexEngine()
        one.open(folder)

        def ask(question: Question) -> object:
            if not one.snapshot.is_current(one._folder):
                one._use(one._snapshot.open(one._folder, reuse=one.snapshot))
            return one.call(question)

        return ask

    def writer(self, folder: Path) -> Callable[[list[Story]], object]:
        writer = self._writer(folder)

        def add(stories: list[Story]) -> None:
            for story in stories:
                writer.add(self._prepared(story))
            writer.commit()

        return add


class NewsindexTokens(NewsindexEngine):
    """The same, handed tokens that were cut before the clock began."""

    name = "newsindex, tokens ready"

    def cut(self, collection: Iterable[Story]) -> None:
        self._tokens = {story.text: [sys.intern(word) for word in words_of(story.text)] for story in collection}

    def _words(self, text: str) -> list[str]:
        return self._tokens[text]


class NewsindexPipeline:
    """What a user of newsindex has: analysis of every article, passages, names and dates, and ``Index.search``.

    Words are compared by stems and places are those found in the text, so it counts other matches than the rest.
    """

    name = "newsindex, whole pipeline"
    share = 1

    def __init__(self) -> None:
        from newsindex import Article, Index  # noqa: PLC0415  as in ``peers``
        from newsindex.engines.base import Request  # noqa: PLC0415
        from newsindex.filters import filtered  # noqa: PLC0415

        self.article, self.index_class, self.request, self.filtered = Article, Index, Request, filtered

    def _article(self, story: Story) -> Any:
        body = story.text[len(story.headline) :].lstrip("\n")
        return self.article.make(id=story.id, headline=story.headline, text=body, published=story.printed)

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        workers = int(os.environ.get("NEWSINDEX_BENCHMARK_WORKERS", "1"))
        with self.index_class.open(folder, create=True) as index:
            index.add((self._article(story) for story in collection), workers=workers)

    def open(self, folder: Path) -> None:
        self.index = self.index_class.open(folder)

    def prepare(self, question: Question) -> Any:
        return self.request(query=self.filtered(query_text(question), **filters_of(question)))

    def top(self, prepared: Any) -> Any:
        return self.index._engine.search(prepared).rows

    def count(self, prepared: Any) -> int:
        return int(self.index._engine.search(prepared).total)

    def call(self, question: Question) -> list[Any]:
        hits = self.index.search(query_text(question), **filters_of(question))
        return [(hit.id, hit.headline, hit.published, hit.text) for hit in hits]

    def reader(self, folder: Path) -> Callable[[Question], object]:
        self.open(folder)
        return self.call

    def writer(self, folder: Path) -> Callable[[list[Story]], object]:
        index = self.index_class.open(folder)
        return lambda stories: index.add([self._article(story) for story in stories])


def filters_of(question: Question) -> dict[str, Any]:
    """The filters of a question as options of ``Index.search``."""
    filters: dict[str, Any] = {"published": question.days} if question.days else {}
    if question.place:
        filters["place"] = question.place.replace("-", " ")
    return filters


def query_text(question: Question) -> str:
    """The words of a question in the syntax of newsindex."""
    if question.how == "phrase":
        return '"' + " ".join(question.words) + '"'
    # Quoted, so that "or", "and" and "not" are words here.
    return (" OR " if question.how == "or" else " AND ").join(f'"{word}"' for word in question.words)
