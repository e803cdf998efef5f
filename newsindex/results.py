"""What the reader gets: a page of hits, the count of all matches, and what else can be asked of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol, overload

from attrs import field, frozen

from newsindex.buckets import Bucket, fill
from newsindex.exports.frames import HIT_COLUMNS, to_pandas, to_polars
from newsindex.exports.ftm import entities_of
from newsindex.exports.lines import csv_lines, json_lines
from newsindex.hits import Hit
from newsindex.receipts import Receipt
from newsindex.render.markup import counts_html, list_html
from newsindex.render.plot import plot_counts
from newsindex.timeline import Timeline

__all__ = ["Answering", "HistogramField", "Results"]

HistogramField = Literal["published", "happened"]


class Answering(Protocol):
    """What results ask for more: the question and the state of the index that gave them."""

    def count(self, field: HistogramField, by: Bucket) -> Mapping[str, int]:
        """How many of all matches fall into each bucket of days that has any."""

    def all(self) -> Iterator[Hit]:
        """All matches in order."""

    def timeline(self, *, limit: int = ..., merge: bool = ...) -> Timeline:
        """What happened when, by the passages that answer."""

    def receipt(self, *, total: int, complete: bool) -> Receipt:
        """How the answer came about."""


@frozen
class Results(Sequence[Hit]):
    """One page of hits; ``total`` counts all that matched."""

    hits: tuple[Hit, ...]
    total: int
    query: str
    """The question that was really asked, filters included, in the query language."""
    facets: Mapping[str, Mapping[str, int]]
    """For each field asked for, how many of *all* matches have each value, most frequent first."""
    complete: bool
    """False if a time limit cut the work short; ``total`` is then a lower bound."""
    state: str
    """The state of the index that answered: the same text means the same answers."""
    _question: Answering = field(repr=False)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def histogram(self, field: HistogramField = "published", by: Bucket = "month") -> dict[str, int]:
        """How many of *all* matches were printed (or tell of days) in each day, week, month or year, zeros included."""
        return fill(self._question.count(field, by), by)

    def all(self) -> Iterator[Hit]:
        """All matches and not only this page, one at a time, in the same order and over the same state."""
        return self._question.all()

    def timeline(self, *, limit: int = 5_000, merge: bool = True) -> Timeline:
        """What happened when, by the passages that answer the question: at most ``limit`` of them, the best.

        A passage has to answer by itself. With ``merge=False`` each telling is an event of its own.
        """
        return self._question.timeline(limit=limit, merge=merge)

    def receipt(self) -> Receipt:
        """What was asked, how it was understood, over which state, and how much matched."""
        return self._question.receipt(total=self.total, complete=self.complete)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The hits as JSON-ready values."""
        return [hit.to_dict() for hit in self.hits]

    def to_json_lines(self) -> Iterator[str]:
        """The hits as lines of JSON; for all matches, give ``all()`` to ``newsindex.exports.lines.json_lines``."""
        return json_lines(hit.to_dict() for hit in self.hits)

    def to_csv(self) -> str:
        """The hits as CSV (RFC 4180), one line each; several names stand in one cell, apart by a semicolon."""
        return "".join(csv_lines(hit.to_dict() for hit in self.hits))

    def to_pandas(self, *, all: bool = False) -> Any:
        """The hits (or ``all`` matches) as a ``pandas.DataFrame``, the receipt in its ``attrs``.

        Raises ``MissingExtraError``.
        """
        return to_pandas((hit.to_dict() for hit in self._these(all)), HIT_COLUMNS, receipt=self.receipt().to_dict())

    def to_polars(self, *, all: bool = False) -> Any:
        """The hits (or ``all`` matches) as a ``polars.DataFrame``. Raises ``MissingExtraError``."""
        return to_polars((hit.to_dict() for hit in self._these(all)), HIT_COLUMNS)

    def to_ftm(self, *, all: bool = False) -> Iterator[dict[str, Any]]:
        """The hits (or ``all`` matches) as FollowTheMoney entities: articles, their names, and where they stand."""
        return entities_of(self._these(all))

    def plot(self, field: HistogramField = "published", by: Bucket = "month", *, ax: Any = None) -> Any:
        """The histogram as a bar chart; the matplotlib axes. Raises ``MissingExtraError``."""
        return plot_counts(
            self.histogram(field, by), title=f"{self.query}: {field} by {by}", about=f"{self._noun}s", ax=ax
        )

    def _repr_html_(self) -> str:
        shown = f"{len(self):,} of {self.total:,}" if len(self) != self.total else f"{self.total:,}"
        cut = "" if self.complete else " (the time limit cut the search short)"
        return list_html(
            [hit._repr_html_() for hit in self.hits],
            summary=f"{self.query}: {shown} {'match' if self.total == 1 else 'matches'}{cut}",
            tables=[counts_html(name, counts, noun=self._noun) for name, counts in self.facets.items()],
        )

    @property
    def _noun(self) -> str:
        return self.receipt().level

    def _these(self, everything: bool) -> Iterator[Hit]:
        return self.all() if everything else iter(self.hits)
