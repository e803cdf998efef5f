"""Rows as data frames of pandas and polars, which are extras and loaded only when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from newsindex.errors import MissingExtraError

__all__ = ["load_extra", "to_pandas", "to_polars"]

_COLUMNS = ("id", "headline", "published", "source", "url", "score", "snippet", "people", "orgs", "places")

Row = Mapping[str, Any]


def to_pandas(rows: Iterable[Row], *, receipt: Mapping[str, Any]) -> Any:
    """A ``pandas.DataFrame`` with a row for each hit; the receipt is in its ``attrs``.

    ``published`` is a time without zone (UTC where the article gave a zone); ``people``, ``orgs`` and ``places`` are
    lists. Raises ``MissingExtraError``.
    """
    pandas = load_extra("pandas")
    frame = pandas.DataFrame(list(map(_values, rows)), columns=list(_COLUMNS))
    frame["published"] = pandas.to_datetime(frame["published"])
    frame.attrs["receipt"] = dict(receipt)
    return frame


def to_polars(rows: Iterable[Row]) -> Any:
    """A ``polars.DataFrame`` with a row for each hit, in the columns of ``to_pandas``. Raises ``MissingExtraError``."""
    polars = load_extra("polars")
    names = polars.List(polars.String)
    kinds = {"published": polars.Datetime("us"), "score": polars.Float64, **dict.fromkeys(_COLUMNS[-3:], names)}
    schema = {name: kinds.get(name, polars.String) for name in _COLUMNS}
    return polars.DataFrame(list(map(_values, rows)), schema=schema)


def load_extra(package: str, *, extra: str | None = None, module: str | None = None) -> Any:
    """An optional package, or one module of it. Raises ``MissingExtraError`` where it is not installed."""
    try:
        return importlib.import_module(module or package)
    except ImportError as error:
        raise MissingExtraError(package, extra or package) from error


def _values(row: Row) -> dict[str, Any]:
    return {**{name: row[name] for name in _COLUMNS}, "published": _moment(row["published"])}


def _moment(text: str) -> datetime:
    if len(text) == 10:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day)
    moment = datetime.fromisoformat(text)
    offset = moment.utcoffset()
    return moment if offset is None else (moment - offset).replace(tzinfo=None)
