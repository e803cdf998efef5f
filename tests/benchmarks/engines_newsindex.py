"""newsindex in the benchmark of engines: its engine alone (prepared tokens in, Whoosh query trees asked)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import Question, Story, words_of


class NewsindexEngine:
    """Bulk writer, segments and executor, without analysis, names or dates in the text."""

    name = "newsindex"

    def build(self, folder: Path, collection: Iterable[Story]) -> None:
        from newsindex.engines.whoosh.bulk import BulkWriter  # noqa: PLC0415  as in ``peers``
        from newsindex.engines.whoosh.files import DiskFolder  # noqa: PLC0415
        from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument  # noqa: PLC0415
        from newsindex.engines.whoosh.manifest import Schema  # noqa: PLC0415

        fields = {"text": FieldSpec(), "place": FieldSpec(positions=False, freqs=False)}
        schema = Schema(fields=fields, columns={"day": "int"})
        with BulkWriter(DiskFolder(folder), schema=schema, create=True) as writer:
            for story in collection:
                writer.add(
                    PreparedDocument(
                        fields={"text": words_of(story.text), "place": story.places},
                        columns={"day": story.day.toordinal()},
                        stored={
                            "id": story.id,
                            "headline": story.headline,
                            "text": story.text,
                            "day": story.day.isoformat(),
                        },
                    )
                )
            writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import fields, query  # noqa: PLC0415  as in ``peers``

        from newsindex.engines.whoosh.executor import Executor, InColumn  # noqa: PLC0415
        from newsindex.engines.whoosh.files import DiskFolder  # noqa: PLC0415
        from newsindex.engines.whoosh.store import Snapshot  # noqa: PLC0415

        self.query, self.in_column = query, InColumn
        schema = fields.Schema(text=fields.TEXT(phrase=True), place=fields.KEYWORD())
        self.segments = Snapshot.open(DiskFolder(folder)).segments
        self.executor = Executor.over(self.segments, schema)
        self.offsets = self.executor.snapshot.offsets

    def prepare(self, question: Question) -> Any:
        query = self.query
        if question.how == "phrase":
            found = query.Phrase("text", list(question.words))
        else:
            words = [query.Term("text", word) for word in question.words]
            found = words[0] if len(words) == 1 else (query.Or if question.how == "or" else query.And)(words)
        filters = []
        if question.place:
            filters.append(query.ConstantScoreQuery(query.Term("place", question.place), 0.0))
        if question.days:
            first, last = (day.toordinal() for day in question.days)
            filters.append(self.in_column("day", first, last))
        return query.And([found, *filters]) if filters else found

    def top(self, prepared: Any) -> Any:
        return self.executor.search(prepared)

    def count(self, prepared: Any) -> int:
        return self.executor.count(prepared)

    def call(self, question: Question) -> list[Any]:
        return [self._stored(doc) for doc in self.executor.search(self.prepare(question)).docs]

    def _stored(self, doc: int) -> Any:
        for segment, offset in zip(reversed(self.segments), reversed(self.offsets), strict=True):
            if doc >= offset:
                return segment.stored(doc - offset)
        raise IndexError(doc)
