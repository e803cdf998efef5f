"""What is asked, as a tree of immutable nodes that no engine has had a hand in.

Words are kept as the user wrote them; folding and stemming are the business of the engine, through
``newsindex.analysis.words``, so that every engine agrees on them.

``str(query)`` is text in the query language that ``newsindex.query.syntax.parse`` reads back to the same query:

    >>> str(And((Word("troops"), Not(Named("place", "North Korea")))))
    'troops -place:"North Korea"'
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import frozen

from newsindex.analysis.annotated import EntityType
from newsindex.spans import DateSpan, Precision

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
    "NamedAs",
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
        """Text in the query language that means this query."""
        raise NotImplementedError

    def _operand(self) -> str:
        """The same, in parentheses where it could not stand before ``^`` or behind ``-`` without them."""
        return str(self)


@frozen
class Everything(Query):
    """Matches every document: ``*``."""

    def __str__(self) -> str:
        return "*"


@frozen
class Word(Query):
    """A word under any of its inflections (compared by stem)."""

    text: str
    field: TextField = "text"

    def __str__(self) -> str:
        return _label(self.field) + _escape(self.text)


@frozen
class Phrase(Query):
    """Words in this order; ``slop`` is how many other words may stand between each and the next."""

    words: tuple[str, ...]
    field: TextField = "text"
    slop: int = 0

    def __str__(self) -> str:
        near = f"~{self.slop}" if self.slop else ""
        return f'{_label(self.field)}"{" ".join(map(_escape_quoted, self.words))}"{near}'


@frozen
class Prefix(Query):
    """Words that begin so, as written (not stemmed)."""

    text: str
    field: TextField = "text"

    def __str__(self) -> str:
        return f"{_label(self.field)}{_escape(self.text)}*"


@frozen
class Wildcard(Query):
    """Words of this shape, as written: ``?`` is one character, ``*`` any number."""

    pattern: str
    field: TextField = "text"

    def __str__(self) -> str:
        return _label(self.field) + _escape(self.pattern, keep="*?")


@frozen
class Fuzzy(Query):
    """Words within ``distance`` (1 or 2) edits: insertion, deletion, substitution, transposition."""

    text: str
    distance: int = 1
    field: TextField = "text"

    def __str__(self) -> str:
        return f"{_label(self.field)}{_escape(self.text)}~{self.distance}"


@frozen
class Named(Query):
    """Documents that name this person, organisation, place or any entity, under any of its aliases."""

    field: NameField
    name: str

    def __str__(self) -> str:
        return f"{self.field}:{_value(self.name)}"


@frozen
class NamedAs(Query):
    """Documents that have one of these names for somebody or something, letter for letter.

    It is what a ``Named`` becomes once its name has been looked up (``newsindex.names``); an engine is asked this.
    """

    field: EntityType
    names: tuple[str, ...]

    def __str__(self) -> str:
        return str(Or(tuple(Named(self.field, name) for name in self.names)))


@frozen
class Dated(Query):
    """Documents printed on, or telling of, one of these days."""

    field: DateField
    days: DateSpan

    def __str__(self) -> str:
        return f"{self.field}:{_days(self.days)}"


@frozen
class Labelled(Query):
    """Documents whose source, section, url or id is this, ignoring case."""

    field: LabelField
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{_value(self.value)}"


@frozen
class And(Query):
    """All of the parts."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(part._operand() if isinstance(part, Or | And) else str(part) for part in self.parts)

    def _operand(self) -> str:
        return f"({self})"


@frozen
class Or(Query):
    """At least one of the parts."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(part._operand() if isinstance(part, Or) else str(part) for part in self.parts)

    def _operand(self) -> str:
        return f"({self})"


@frozen
class Not(Query):
    """Documents that the part does not match."""

    part: Query

    def __str__(self) -> str:
        return f"-{self.part._operand() if isinstance(self.part, And | Or) else self.part}"

    def _operand(self) -> str:
        return f"({self})"


@frozen
class Boost(Query):
    """The part, its score multiplied by ``factor``."""

    part: Query
    factor: float

    def __str__(self) -> str:
        return f"{self.part._operand()}^{_number(self.factor)}"

    def _operand(self) -> str:
        return f"({self})"


_SPECIAL = re.compile(r'[\s()":^~*?\\]')
_KEYWORDS = frozenset({"AND", "OR", "NOT"})


def _label(field: TextField) -> str:
    return "" if field == "text" else f"{field}:"


def _escape(word: str, *, keep: str = "") -> str:
    escaped = _SPECIAL.sub(lambda match: match[0] if match[0] in keep else "\\" + match[0], word)
    return "\\" + escaped if escaped.startswith("-") or escaped in _KEYWORDS else escaped


def _escape_quoted(word: str) -> str:
    return re.sub(r'[\s"\\]', r"\\\g<0>", word)


def _value(value: str) -> str:
    if re.fullmatch(r"\w+", value):
        return value
    return '"' + re.sub(r'["\\]', r"\\\g<0>", value) + '"'


def _days(days: DateSpan) -> str:
    if days.precision is Precision.DAY or days.precision is Precision.MONTH or days.precision is Precision.YEAR:
        return str(days)
    first = "" if days.first == date.min and days.last != date.max else days.first.isoformat()
    last = "" if days.last == date.max else days.last.isoformat()
    return f"{first}..{last}"


def _number(factor: float) -> str:
    """The shortest decimal that reads back as the same float, never in scientific notation."""
    text = format(Decimal(repr(float(factor))), "f")
    return text.removesuffix(".0")
