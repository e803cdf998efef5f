"""Hits as lines of text: JSON Lines and CSV (RFC 4180).

>>> for line in json_lines(index.stream("troops")):  # doctest: +SKIP
...     print(line)
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["CSV_COLUMNS", "csv_lines", "json_lines", "safe_cell"]

CSV_COLUMNS = ("id", "published", "source", "headline", "url", "score", "people", "orgs", "places", "snippet")
"""The columns of CSV, in order."""

_LISTS = ("people", "orgs", "places")
# What a spreadsheet would take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """One line of JSON for each row, without the line end."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """CSV with a heading, line ends included; several names stand in one cell, apart by a semicolon.

    A text that a spreadsheet would run as a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for row in rows:
        yield _taken(out)
        writer.writerow([safe_cell("; ".join(row[name]) if name in _LISTS else row[name]) for name in CSV_COLUMNS])
    yield _taken(out)


def safe_cell(value: Any) -> Any:
    """The value of a cell, led by an apostrophe where a spreadsheet would run it as a formula."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text
