"""A record with named fields, from JSON or a table, as an article.

Fields are found by their usual names, whatever their case and with or without ``_``, ``-`` or blanks in them
(``publishedAt`` is ``published_at``); a mapping names them otherwise: ``{"headline": "my_title"}``. In JSON a mapped
name may lead inwards: ``{"source": "source.name"}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen

from newsindex.articles import Article
from newsindex.characters import normalise
from newsindex.errors import InvalidValueError, ReadError
from newsindex.readers import published
from newsindex.readers.assembly import assemble, body_blocks, paragraphs

__all__ = ["USUAL_NAMES", "Columns"]

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid", "uuid", "article_id", "doc_id", "document_id"),
    "headline": ("headline", "title", "heading"),
    "published": (
        "published", "published_at", "published_date", "date_published", "publish_date", "date_publish", "pub_date",
        "publication_date", "publish_time", "published_on", "date", "datetime",
    ),
    "text": ("text", "body", "maintext", "main_text", "content", "article", "article_text", "full_text", "story"),
    "source": ("source", "source_name", "source_domain", "publisher", "outlet", "publication", "site"),
    "url": ("url", "link", "web_url", "source_url"),
}  # fmt: skip
"""What each part of an article is usually called, the likeliest first."""


@frozen
class Columns:
    """Under which names a record keeps the parts of an article."""

    names: Mapping[str, tuple[str, ...]]
    mapped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, mapping: Mapping[str, str] | None) -> Columns:
        """The usual names, but for the parts that ``mapping`` names; raises ``InvalidValueError`` for no such part."""
        names = {part: tuple(map(_key, usual)) for part, usual in USUAL_NAMES.items()}
        mapped = set()
        for part, name in (mapping or {}).items():
            meant = next((known for known, usual in names.items() if _key(part) == known or _key(part) in usual), None)
            if meant is None or not isinstance(name, str):
                raise InvalidValueError(
                    f"the mapping {part!r}: {name!r} is not understood; map {', '.join(USUAL_NAMES)} to a field's name"
                )
            names[meant] = (name,)
            mapped.add(meant)
        return cls(names, frozenset(mapped))

    def missing(self, header: Iterable[str]) -> list[str]:
        """Of the parts that an article must have, and those mapped, the ones that ``header`` has no name for."""
        header = list(header)
        keys = set(header) | set(map(_key, header))
        needed = [part for part in self.names if part in ("published", "text") or part in self.mapped]
        return [part for part in needed if not keys.intersection(self.names[part])]

    def article(self, record: Mapping[str, object], *, place: str, default_id: str) -> Article:
        """The article that ``record`` holds. Raises ``ReadError`` at ``place``."""
        by_key = {_key(name): value for name, value in record.items()}
        values = {part: self._value(part, record, by_key) for part in self.names}
        text = normalise(_text(values["text"], "text", place))
        if not text.strip():
            raise ReadError(place, f"no text; it is looked for in {self._looked_for('text')}")
        if values["published"] in (None, ""):
            raise ReadError(place, f"no date; it is looked for in {self._looked_for('published')}")
        try:
            printed = published.parse(values["published"])
        except InvalidValueError as error:
            raise ReadError(place, str(error)) from error
        one_line = {
            part: " ".join(normalise(_text(value, part, place)).split())
            for part, value in values.items()
            if part not in ("text", "published")
        }
        return assemble(
            place=place,
            id=one_line["id"] or default_id,
            headline=one_line["headline"],
            published=printed,
            blocks=body_blocks(paragraphs(text)),
            source=one_line["source"] or None,
            url=one_line["url"] or None,
        )

    def _value(self, part: str, record: Mapping[str, object], by_key: Mapping[str, object]) -> object:
        for name in self.names[part]:
            value = _inward(record, name) if part in self.mapped else by_key.get(name)
            if isinstance(value, dict):
                value = _of_object(part, value)
            elif isinstance(value, str):
                value = value.strip()
            if value is not None and value != "":
                return value
        return None

    def _looked_for(self, part: str) -> str:
        names = self.names[part] if part in self.mapped else USUAL_NAMES[part]
        return f"{', '.join(names[:4])}{', …' if len(names) > 4 else ''} (or name it in the mapping)"


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).lower()


def _inward(record: Mapping[str, object], name: str) -> object:
    if name in record:
        return record[name]
    value: object = record
    for step in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def _of_object(part: str, value: dict[str, object]) -> object:
    """A value that is an object in its turn: dates as databases export them, sources and ids as feeds do."""
    wanted = {"published": "$date", "source": "name", "id": "$oid"}.get(part)
    return value.get(wanted, value) if wanted else value


def _text(value: object, part: str, place: str) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            pass
        case int() | float() if part != "text":
            return str(value)
        case list() if part == "text" and all(isinstance(piece, str) for piece in value):
            return "\n".join(value)
    raise ReadError(place, f"its {part} is {_type(value)}, not text; name the right field in the mapping")


def _type(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), type(value).__name__)
