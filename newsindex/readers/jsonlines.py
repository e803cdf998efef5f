"""JSON Lines: one JSON object a line, each an article; also a file that is one JSON object or list of objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from newsindex.articles import Article
from newsindex.errors import ReadError
from newsindex.readers.rawfile import HEAD_BYTES, RawFile, Report
from newsindex.readers.records import Columns

__all__ = ["SIGN", "read"]

SIGN = re.compile(r'\s*(?:\[\s*)?\{\s*"')
"""How such a file begins."""


def read(raw: RawFile, report: Report, *, mapping: Mapping[str, str] | None = None) -> Iterator[Article]:
    """The articles of the file in order; a line or object that is none is reported and left out.

    An id that a record does not give is made from its place: the number of the line, or of the object in the list.
    """
    columns = Columns.of(mapping)
    for number, place, value in _objects(raw) if _is_one_value(raw) else _lines(raw, report):
        try:
            if not isinstance(value, dict):
                raise ReadError(place, "is not a JSON object with the fields of an article")
            yield columns.article(value, place=place, default_id=raw.id_of(number))
        except ReadError as error:
            report(error)


def _is_one_value(raw: RawFile) -> bool:
    """Whether the file is one JSON value over all its lines, not one on each."""
    first, line_end, rest = raw.head_text.lstrip().partition("\n")
    if first.startswith("["):
        return True
    if not first:
        return False
    if not line_end:
        return raw.suffix == ".json" or len(raw.head) < HEAD_BYTES
    return first.rstrip()[-1:] in ("{", "[", ",", ":") or not rest.strip()


def _lines(raw: RawFile, report: Report) -> Iterator[tuple[int, str, object]]:
    for number, line in raw.lines(report):
        if line.isspace():
            continue
        place = f"{raw.place}, line {number}"
        try:
            value = _parse(line, place)
        except ReadError as error:
            report(error)
            continue
        yield number, place, value


def _objects(raw: RawFile) -> Iterator[tuple[int, str, object]]:
    value = _parse(raw.text(), raw.place)
    if isinstance(value, dict):
        lists = [inner for inner in value.values() if _is_list_of_objects(inner)]
        # An answer of a news service: {"status": "ok", "articles": [...]}.
        if len(lists) != 1:
            yield 1, raw.place, value
            return
        value = lists[0]
    if not isinstance(value, list):
        raise ReadError(raw.place, "is JSON, but neither an object nor a list of objects")
    for number, item in enumerate(value, start=1):
        yield number, f"{raw.place}, object {number}", item


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _parse(text: str, place: str) -> object:
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ReadError(place, f"is not JSON: {error.msg} at {where}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; a thousand brackets
        raise ReadError(place, f"is JSON beyond all measure: {error}") from error
    return value
