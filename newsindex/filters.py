"""What ``search`` can be narrowed by: keyword filters, and the query nodes that they become.

>>> filtered("troops", place="North Korea", happened="2024-10-08").parts[1:]
(Named(field='place', name='North Korea'), Dated(field='happened', days=DateSpan(...)))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, get_args

from newsindex.engines.base import FACET_FIELDS, FacetField, Level, Sort
from newsindex.errors import InvalidValueError
from newsindex.query.model import And, Dated, DateField, Everything, LabelField, Labelled, Named, NameField, Query
from newsindex.query.syntax import parse
from newsindex.spans import DateSpan

__all__ = ["Days", "Filters", "Names", "NarrowingFilters", "check_paging", "facet_fields", "filtered", "one_of", "told"]

Days = str | date | DateSpan | tuple[Any, Any]
"""A day, month, year or range as text, a date, a ``DateSpan``, or a pair of ends of which one may be None."""

Names = str | Sequence[str]
"""One name, or several that must all be found."""


class NarrowingFilters(TypedDict, total=False):
    """The filters that narrow what is found; each is explained in the README."""

    published: Days | None
    happened: Days | None
    person: Names | None
    org: Names | None
    place: Names | None
    entity: Names | None
    source: Names | None
    section: str | None


class Filters(NarrowingFilters, total=False):
    """All options of a search."""

    level: Level
    sort: Sort
    facets: Sequence[FacetField]
    limit: int
    offset: int
    collapse: bool
    timeout: float | None
    partial: bool


def filtered(query: str | Query, /, **filters: Any) -> Query:
    """The query together with the filters.

    Raises ``QuerySyntaxError`` for a malformed query and ``InvalidValueError`` for a filter that means nothing.
    """
    parts: list[Query] = [parse(query) if isinstance(query, str) else query]
    dates: tuple[DateField, ...] = ("published", "happened")
    for date_field in dates:
        days = filters.pop(date_field, None)
        if days is not None:
            parts.append(Dated(date_field, _days(date_field, days)))
    names: tuple[NameField, ...] = ("person", "org", "place", "entity")
    for name_field in names:
        parts.extend(Named(name_field, name) for name in _texts(name_field, filters.pop(name_field, None)))
    labels: tuple[LabelField, ...] = ("source", "section")
    for label_field in labels:
        parts.extend(Labelled(label_field, value) for value in _texts(label_field, filters.pop(label_field, None)))
    if filters:
        unknown = ", ".join(sorted(filters))
        known = ", ".join(Filters.__annotations__)
        raise InvalidValueError(f"there is no filter {unknown}; the filters are {known}")
    if isinstance(parts[0], Everything) and len(parts) > 1:
        del parts[0]
    if len(parts) == 1:
        return parts[0]
    return And(tuple(one for part in parts for one in (part.parts if isinstance(part, And) else (part,))))


def told(filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that were given, as JSON-ready values; days as ISO text."""
    given: dict[str, Any] = {}
    for name, value in filters.items():
        if isinstance(value, str):
            given[name] = value
        elif name in ("published", "happened") and value is not None:
            given[name] = str(DateSpan.of(value))
        elif value:
            given[name] = list(value)
    return given


def one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    """Raise ``InvalidValueError`` unless ``value`` is one of ``allowed``."""
    allowed = list(allowed)
    if value not in allowed:
        raise InvalidValueError(f"{name}={value!r} is not known; use one of {', '.join(map(repr, allowed))}")


def facet_fields(fields: Sequence[str]) -> tuple[FacetField, ...]:
    """The facet fields asked for, checked."""
    if isinstance(fields, str):
        raise InvalidValueError(f"facets={fields!r} is one text; give a list, such as facets=[{fields!r}]")
    for name in fields:
        one_of("facets", name, FACET_FIELDS)
    return tuple(dict.fromkeys(fields))  # type: ignore[arg-type]  # each was checked above


def check_paging(*, level: str, sort: str, limit: int, offset: int) -> None:
    """Raise ``InvalidValueError`` for a page that does not exist in any result."""
    one_of("level", level, get_args(Level))
    one_of("sort", sort, get_args(Sort))
    for name, number in (("limit", limit), ("offset", offset)):
        if not isinstance(number, int) or number < 0:
            raise InvalidValueError(f"{name}={number!r} is not a count; give a whole number from 0 up")


def _days(field: str, value: Days) -> DateSpan:
    try:
        return DateSpan.of(value)
    except InvalidValueError as error:
        raise InvalidValueError(f"{field}={value!r}: {error}") from error


def _texts(field: str, value: Names | None) -> list[str]:
    if value is None:
        return []
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    for text in texts:
        if not isinstance(text, str):
            raise InvalidValueError(f"{field}={value!r} is no text; give a name, or several in a list")
        if not text.strip():
            raise InvalidValueError(f"{field}={value!r} names nothing; give a name or leave the filter out")
    return texts
