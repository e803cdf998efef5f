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
        from newsindex.engines.whoosh.inverter import Document, FieldSpec, Inverter  # noqa: PLC0415  as in ``peers``

        def fresh() -> Inverter:
            fields = {"text": FieldSpec(), "place": FieldSpec(positions=False, freqs=False)}
            return Inverter(fields, {"day": "int"})

        inverter, number = fresh(), 0
        for story in collection:
            inverter.add(
                Document(
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
            if inverter.bytes_held > 1 << 29:
                number = _flush(inverter, folder, number)
                inverter = fresh()
        if len(inverter):
            _flush(inverter, folder, number)

    def open(self, folder: Path) -> None:
        from whoosh import fields, query  # noqa: PLC0415  as in ``peers``

        from newsindex.engines.whoosh.executor import Executor, InColumn  # noqa: PLC0415
        from newsindex.engines.whoosh.segment import Segment  # noqa: PLC0415

        self.query, self.in_column = query, InColumn
        schema = fields.Schema(text=fields.TEXT(phrase=True), place=fields.KEYWORD())
        self.segments = [Segment.open(file) for file in sorted(folder.glob("*.segment"))]
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


def _flush(inverter: Any, folder: Path, number: int) -> int:
    with (folder / f"{number:04d}.segment").open("wb") as file:
        inverter.write(file.write)
    return number + 1
