"""Rows as data frames of pandas and polars, which are extras and loaded only when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from newsindex.errors import MissingExtraError

__all__ = ["EVENT_COLUMNS", "HIT_COLUMNS", "load_extra", "to_pandas", "to_polars"]

Kind = Literal["text", "names", "time", "day", "number", "share"]

HIT_COLUMNS: dict[str, Kind] = {
    "id": "text", "headline": "text", "published": "time", "source": "text", "url": "text", "score": "share",
    "snippet": "text", "people": "names", "orgs": "names", "places": "names",
}  # fmt: skip
"""The columns of hits, and what each holds."""

EVENT_COLUMNS: dict[str, Kind] = {
    "when": "text", "first": "day", "last": "day", "precision": "text", "text": "text", "people": "names",
    "orgs": "names", "places": "names", "articles": "number", "independent_sources": "number", "sources": "names",
    "importance": "share",
}  # fmt: skip
"""The columns of events, and what each holds."""

Row = Mapping[str, Any]


def to_pandas(rows: Iterable[Row], columns: Mapping[str, Kind], *, receipt: Mapping[str, Any]) -> Any:
    """A ``pandas.DataFrame`` with these columns; the receipt is in its ``attrs``.

    Times are without zone (UTC where the article gave a zone), days are times too, and names are lists. Raises
    ``MissingExtraError``.
    """
    pandas = load_extra("pandas")
    frame = pandas.DataFrame([_values(row, columns) for row in rows], columns=list(columns))
    for name, kind in columns.items():
        if kind in ("time", "day"):
            frame[name] = frame[name].astype("datetime64[us]")
    frame.attrs["receipt"] = dict(receipt)
    return frame


def to_polars(rows: Iterable[Row], columns: Mapping[str, Kind]) -> Any:
    """A ``polars.DataFrame`` with these columns, as in ``to_pandas``. Raises ``MissingExtraError``."""
    polars = load_extra("polars")
    types = {
        "text": polars.String, "names": polars.List(polars.String), "time": polars.Datetime("us"), "day": polars.Date,
        "number": polars.Int64, "share": polars.Float64,
    }  # fmt: skip
    schema = {name: types[kind] for name, kind in columns.items()}
    return polars.DataFrame([_values(row, columns) for row in rows], schema=schema, orient="row")


def load_extra(package: str, *, extra: str | None = None, module: str | None = None) -> Any:
    """An optional package, or one module of it. Raises ``MissingExtraError`` where it is not installed."""
    try:
        return importlib.import_module(module or package)
    except ImportError as error:
        raise MissingExtraError(package, extra or package) from error


def _values(row: Row, columns: Mapping[str, Kind]) -> dict[str, Any]:
    made: dict[Kind, Callable[[str], Any]] = {"time": _moment, "day": date.fromisoformat}
    return {name: made[kind](row[name]) if kind in made else row[name] for name, kind in columns.items()}


def _moment(text: str) -> datetime:
    if len(text) == 10:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day)
    moment = datetime.fromisoformat(text)
    offset = moment.utcoffset()
    return moment if offset is None else (moment - offset).replace(tzinfo=None)
