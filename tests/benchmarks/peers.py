"""The systems that newsindex is measured beside, each set up as its own documentation advises.

All index the same words of the same text (runs of letters and digits, lower case, with positions, no stop words, no
stems), the moment of printing and the places, and store id, headline, text and moment.

A system is a class with ``build`` and ``open``; an opened one turns a ``Question`` into its own query once
(``prepare``), then answers either the engine's part (``top``: ids and scores of the ten best, from a ready query) or
the whole call (``call``: from the text of a query to ten hits with their stored fields read).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from tests.benchmarks.corpus import Question, Story


class System(Protocol):
    """What the benchmark needs of a search engine."""

    name: str
    share: int
    """It is asked every so manyth question: 1, or more for one too slow to be asked them all."""

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        """Write an index of all stories into ``folder``."""

    def open(self, folder: Path) -> None:
        """Open it for questions."""

    def prepare(self, question: Question) -> Any:
        """The question as a query object of the system."""

    def top(self, prepared: Any) -> Any:
        """The ten best documents of a prepared query."""

    def count(self, prepared: Any) -> int:
        """How many documents match."""

    def call(self, question: Question) -> list[Any]:
        """From query text to ten hits with their stored fields."""

    def reader(self, folder: Path) -> Callable[[Question], object]:
        """For one of several threads: a function that is ``call`` over the latest commit."""

    def writer(self, folder: Path) -> Callable[[list[Story]], object]:
        """A function that adds stories to an index that is there, and commits."""


_BEGINNING = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Since 1970, for a system whose moments are whole numbers."""
    return (moment - _BEGINNING) // _MICROSECOND


def query_text(question: Question) -> str:
    """The words in the syntax that tantivy and Whoosh share."""
    if question.how == "phrase":
        return '"' + " ".join(question.words) + '"'
    return (" OR " if question.how == "or" else " AND ").join(question.words)


class Tantivy:
    """tantivy through its Python binding, one writing thread, moments in a fast field.

    ``top`` asks for the ten best without a count, which lets tantivy skip blocks (its quickest way);
    ``Tantivy(count=True)`` is the binding's default, which visits every match.
    """

    def __init__(self, *, count: bool = False) -> None:
        import tantivy  # noqa: PLC0415  each system is imported only where it is measured (cold start)

        self.share = 1
        self.tantivy = tantivy
        self.counts = count
        self.name = "tantivy, with count" if count else "tantivy"

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        builder = self.tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("headline", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", stored=True, tokenizer_name="default", index_option="position")
        builder.add_text_field("place", tokenizer_name="raw", index_option="basic")
        builder.add_date_field("printed", stored=True, indexed=True, fast=True)
        index = self.tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=128_000_000, num_threads=1)
        for story in collection:
            writer.add_document(self._document(story))
        writer.commit()
        writer.wait_merging_threads()

    def _document(self, story: Story) -> Any:
        document = self.tantivy.Document()
        document.add_text("id", story.id)
        document.add_text("headline", story.headline)
        document.add_text("text", story.text)
        document.add_date("printed", story.printed.replace(tzinfo=UTC))
        for place in story.places:
            document.add_text("place", place)
        return document

    def open(self, folder: Path) -> None:
        self.index = self.tantivy.Index.open(str(folder))
        self.searcher = self.index.searcher()

    def prepare(self, question: Question) -> Any:
        query, occur, schema = self.tantivy.Query, self.tantivy.Occur, self.index.schema
        if question.how == "phrase":
            found = query.phrase_query(schema, "text", list(question.words))
        else:
            # "freq", not the default "position": a term query that loads positions is slower and gains nothing.
            words = [query.term_query(schema, "text", word, index_option="freq") for word in question.words]
            each = occur.Should if question.how == "or" else occur.Must
            found = words[0] if len(words) == 1 else query.boolean_query([(each, word) for word in words])
        filters = self._filters(question)
        return query.boolean_query([(occur.Must, found), *filters]) if filters else found

    def _filters(self, question: Question) -> list[Any]:
        query, schema, must = self.tantivy.Query, self.index.schema, self.tantivy.Occur.Must
        filters = []
        if question.place:
            place = query.term_query(schema, "place", question.place, index_option="basic")
            filters.append((must, query.const_score_query(place, 0.0)))
        if question.moments:
            first, last = (moment.replace(tzinfo=UTC) for moment in question.moments)
            printed = query.range_query(schema, "printed", self.tantivy.FieldType.Date, first, last)
            filters.append((must, query.const_score_query(printed, 0.0)))
        return filters

    def top(self, prepared: Any) -> Any:
        return self.searcher.search(prepared, 10, count=self.counts).hits

    def count(self, prepared: Any) -> int:
        return int(self.searcher.search(prepared, 1, count=True).count)

    def call(self, question: Question) -> list[Any]:
        query = self.index.parse_query(query_text(question), ["text"])
        filters = self._filters(question)
        if filters:
            query = self.tantivy.Query.boolean_query([(self.tantivy.Occur.Must, query), *filters])
        hits = self.searcher.search(query, 10, count=self.counts).hits
        return [self.searcher.doc(address).to_dict() for _score, address in hits]

    def reader(self, folder: Path) -> Callable[[Question], object]:
        one = Tantivy(count=self.counts)
        one.open(folder)

        def ask(question: Question) -> object:
            one.index.reload()
            one.searcher = one.index.searcher()
            return one.call(question)

        return ask

    def writer(self, folder: Path) -> Callable[[list[Story]], object]:
        writer = self.tantivy.Index.open(str(folder)).writer(heap_size=128_000_000, num_threads=1)

        def add(stories: list[Story]) -> None:
            for story in stories:
                writer.add_document(self._document(story))
            writer.commit()

        return add


class Fts5:
    """SQLite's FTS5 over an external content table: moments in a B-tree index, places in a column of the words."""

    name = "SQLite FTS5"
    share = 1

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        base = sqlite3.connect(folder / "stories.db")
        base.executescript(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072;
            CREATE TABLE story(
                number INTEGER PRIMARY KEY, id TEXT, headline TEXT, text TEXT, place TEXT, printed INTEGER);
            CREATE VIRTUAL TABLE words USING fts5(
                text, place, content='story', content_rowid='number',
                tokenize="unicode61 remove_diacritics 0 tokenchars '~'");
            """
        )
        with base:
            for number, story in enumerate(collection, 1):
                self._insert(base, number, story)
        base.executescript(
            "CREATE INDEX story_printed ON story(printed); INSERT INTO words(words) VALUES ('optimize'); ANALYZE;"
            "PRAGMA wal_checkpoint(TRUNCATE);"
        )
        base.close()

    @staticmethod
    def _insert(base: sqlite3.Connection, number: int | None, story: Story) -> None:
        # The tilde keeps a place such as "el-salvador" one word of the index.
        place = " ".join(name.replace("-", "~") for name in story.places)
        row = (number, story.id, story.headline, story.text, place, microseconds(story.printed))
        number = base.execute("INSERT INTO story VALUES (?, ?, ?, ?, ?, ?)", row).lastrowid
        base.execute("INSERT INTO words(rowid, text, place) VALUES (?, ?, ?)", (number, story.text, place))

    def open(self, folder: Path) -> None:
        self.base = sqlite3.connect(folder / "stories.db", check_same_thread=False)
        self.base.executescript("PRAGMA cache_size = -131072; PRAGMA mmap_size = 2000000000;")

    def prepare(self, question: Question) -> tuple[str, tuple[Any, ...]]:
        return self._statement(question, "words.rowid, rank")

    def _statement(self, question: Question, columns: str) -> tuple[str, tuple[Any, ...]]:
        if question.how == "phrase":
            match = '"' + " ".join(question.words) + '"'
        else:
            match = (" OR " if question.how == "or" else " AND ").join(f'"{word}"' for word in question.words)
        match = f"text : ({match})"
        if question.place:
            match += ' AND place : "' + question.place.replace("-", "~") + '"'
        join = " JOIN story ON story.number = words.rowid" if question.moments or "story." in columns else ""
        statement = f"SELECT {columns} FROM words{join} WHERE words MATCH ? AND rank MATCH 'bm25(1.0, 0.0)'"
        values: tuple[Any, ...] = (match,)
        if question.moments:
            statement += " AND story.printed BETWEEN ? AND ?"
            values += tuple(map(microseconds, question.moments))
        return statement + " ORDER BY rank LIMIT 10", values

    def top(self, prepared: tuple[str, tuple[Any, ...]]) -> Any:
        return self.base.execute(*prepared).fetchall()

    def count(self, prepared: tuple[str, tuple[Any, ...]]) -> int:
        statement, values = prepared
        statement = statement.replace("words.rowid, rank", "count(*)").replace(" ORDER BY rank LIMIT 10", "")
        return int(self.base.execute(statement.replace(" AND rank MATCH 'bm25(1.0, 0.0)'", ""), values).fetchone()[0])

    def call(self, question: Question) -> list[Any]:
        fields = "story.id, story.headline, story.text, story.printed, rank"
        return self.base.execute(*self._statement(question, fields)).fetchall()

    def reader(self, folder: Path) -> Callable[[Question], object]:
        one = Fts5()
        one.open(folder)
        return one.call

    def writer(self, folder: Path) -> Callable[[list[Story]], object]:
        base = sqlite3.connect(folder / "stories.db", check_same_thread=False)
        base.executescript("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072;")

        def add(stories: list[Story]) -> None:
            with base:
                for story in stories:
                    self._insert(base, None, story)

        return add


class StockWhoosh:
    """Whoosh with the codec, collectors and searcher that it ships with."""

    name = "stock Whoosh"
    share = 2

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        from whoosh import fields, index  # noqa: PLC0415  as above
        from whoosh.analysis import LowercaseFilter, RegexTokenizer  # noqa: PLC0415

        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True),
            headline=fields.STORED,
            text=fields.TEXT(stored=True, analyzer=RegexTokenizer(r"[^\W_]+") | LowercaseFilter()),
            place=fields.KEYWORD(commas=True),
            printed=fields.DATETIME(stored=True),
        )
        # limitmb and a single commit are the advice of Whoosh's "Tips for speeding up batch indexing".
        writer = index.create_in(folder, schema).writer(limitmb=256)
        for story in collection:
            writer.add_document(**_fields_of(story))
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import index, qparser, query  # noqa: PLC0415  as above

        self.query = query
        self.index = index.open_dir(folder)
        self.searcher = self.index.searcher()
        self.parser = qparser.QueryParser("text", self.index.schema)

    def prepare(self, question: Question) -> tuple[Any, Any]:
        if question.how == "phrase":
            found = self.query.Phrase("text", list(question.words))
        else:
            words = [self.query.Term("text", word) for word in question.words]
            found = words[0] if len(words) == 1 else (self.query.Or if question.how == "or" else self.query.And)(words)
        return found, self._filter(question)

    def _filter(self, question: Question) -> Any:
        filters = []
        if question.place:
            filters.append(self.query.Term("place", question.place))
        if question.moments:
            filters.append(self.query.DateRange("printed", *question.moments))
        return self.query.And(filters) if len(filters) > 1 else filters[0] if filters else None

    def top(self, prepared: tuple[Any, Any]) -> Any:
        return self.searcher.search(prepared[0], limit=10, filter=prepared[1]).top_n

    def count(self, prepared: tuple[Any, Any]) -> int:
        found, narrowed = prepared
        query = found if narrowed is None else self.query.And([found, narrowed])
        return len(set(self.searcher.docs_for_query(query)))

    def call(self, question: Question) -> list[Any]:
        query = self.parser.parse(query_text(question))
        return [hit.fields() for hit in self.searcher.search(query, limit=10, filter=self._filter(question))]

    def reader(self, folder: Path) -> Callable[[Question], object]:
        one = StockWhoosh()
        one.open(folder)

        def ask(question: Question) -> object:
            one.searcher = one.searcher.refresh()
            return one.call(question)

        return ask

    def writer(self, folder: Path) -> Callable[[list[Story]], object]:
        from whoosh import index  # noqa: PLC0415  as above

        opened = index.open_dir(folder)

        def add(stories: list[Story]) -> None:
            with opened.writer(limitmb=256) as writer:
                for story in stories:
                    writer.add_document(**_fields_of(story))

        return add


def _fields_of(story: Story) -> dict[str, Any]:
    return {
        "id": story.id,
        "headline": story.headline,
        "text": story.text,
        "place": ",".join(story.places),
        "printed": story.printed,
    }
