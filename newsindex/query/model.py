"""What is asked, as a tree of immutable nodes that no engine has had a hand in.

Words are kept as the user wrote them; folding and stemming are the business of the engine, through
``newsindex.analysis.words``, so that every engine agrees on them.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from newsindex.spans import DateSpan

__all__ = [
    "And",
    "Boost",
    "DateField",
    "Dated",
    "Everything",
    "Fuzzy",
    "LabelField",
    "Labelled",
    "NameField",
    "Named",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "TextField",
    "Wildcard",
    "Word",
]

TextField = Literal["text", "headline"]
NameField = Literal["person", "org", "place", "entity"]
DateField = Literal["published", "happened"]
LabelField = Literal["source", "section", "url", "id"]


@frozen
class Query:
    """The base of all nodes."""

    def __str__(self) -> str:
        raise NotImplementedError


@frozen
class Everything(Query):
    """Matches every document: ``*``."""


@frozen
class Word(Query):
    """A word under any of its inflections (compared by stem)."""

    text: str
    field: TextField = "text"


@frozen
class Phrase(Query):
    """Words in this order; ``slop`` is how many other words may stand between each and the next."""

    words: tuple[str, ...]
    field: TextField = "text"
    slop: int = 0


@frozen
class Prefix(Query):
    """Words that begin so, as written (not stemmed)."""

    text: str
    field: TextField = "text"


@frozen
class Wildcard(Query):
    """Words of this shape, as written: ``?`` is one character, ``*`` any number."""

    pattern: str
    field: TextField = "text"


@frozen
class Fuzzy(Query):
    """Words within ``distance`` (1 or 2) edits: insertion, deletion, substitution, transposition."""

    text: str
    distance: int = 1
    field: TextField = "text"


@frozen
class Named(Query):
    """Documents that name this person, organisation, place or any entity, under any of its aliases."""

    field: NameField
    name: str


@frozen
class Dated(Query):
    """Documents printed on, or telling of, one of these days."""

    field: DateField
    days: DateSpan


@frozen
class Labelled(Query):
    """Documents whose source, section, url or id is this, ignoring case."""

    field: LabelField
    value: str


@frozen
class And(Query):
    """All of the parts."""

    parts: tuple[Query, ...]


@frozen
class Or(Query):
    """At least one of the parts."""

    parts: tuple[Query, ...]


@frozen
class Not(Query):
    """Documents that the part does not match."""

    part: Query


@frozen
class Boost(Query):
    """The part, its score multiplied by ``factor``."""

    part: Query
    factor: float
