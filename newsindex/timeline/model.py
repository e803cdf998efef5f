"""What a timeline is: events in order of time, to be narrowed, shown and taken away.

>>> for event in timeline.happening("2024-10"):  # doctest: +SKIP
...     print(event.when, event.text, event.sources)
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, overload

from attrs import evolve, field, frozen

from newsindex.analysis.words import name_key
from newsindex.buckets import Bucket, bucket_names, fill
from newsindex.exports.frames import EVENT_COLUMNS, to_pandas, to_polars
from newsindex.exports.ftm import entities_of_events
from newsindex.receipts import Receipt
from newsindex.render.plot import plot_events
from newsindex.render.timeline_html import timeline_html, timeline_table
from newsindex.render.timeline_terminal import show_timeline
from newsindex.spans import DateSpan
from newsindex.timeline.conflicts import finest_days
from newsindex.timeline.events import Event, in_order
from newsindex.timeline.exports import csv_lines, ical_lines, json_lines
from newsindex.timeline.told import Labels

__all__ = ["Timeline"]


@frozen
class Timeline(Sequence[Event]):
    """Events in order of time."""

    events: tuple[Event, ...] = field(repr=False)
    query: str = ""
    """The question that chose the passages, in the query language."""
    state: str = ""
    """The state of the index that answered: the same text means the same answers."""
    matched: int | None = None
    """How many articles or passages answered the question; None if nobody counted."""
    complete: bool = True
    """False if a limit cut the work short, so that events may be missing."""
    _asked: Receipt | None = field(default=None, repr=False)
    _kept: Mapping[str, Any] = field(factory=dict, repr=False, eq=False)
    """By what the events were narrowed since, for the receipt."""
    _labels: Labels = field(factory=dict, repr=False, eq=False)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Timeline: ...
    def __getitem__(self, index: int | slice) -> Event | Timeline:
        return evolve(self, events=self.events[index]) if isinstance(index, slice) else self.events[index]

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    @property
    def tellings(self) -> int:
        """How many tellings its events hold in all."""
        return sum(len(event.mentions) for event in self.events)

    def happening(self, days: DateSpan | date | str | tuple[object, object]) -> Timeline:
        """Only the events of these days by any account, in any form that the filter ``happened`` takes."""
        wanted = DateSpan.of(days)
        return self._of(
            (event for event in self.events if any(told.meets(wanted) for told in finest_days(event.mentions))),
            happening=str(wanted),
        )

    def important(self, least: float) -> Timeline:
        """Only the events whose importance is at least this."""
        return self._of((event for event in self.events if event.importance >= least), important=least)

    def top(self, count: int) -> Timeline:
        """The ``count`` most important events, in order of time."""
        best = sorted(range(len(self.events)), key=lambda place: -self.events[place].importance)[: max(0, count)]
        return self._of((self.events[place] for place in sorted(best)), top=count)

    def naming(self, name: str) -> Timeline:
        """Only the events in whose tellings this person, organisation or place is named, whatever case and accents.

        In the timeline of an index any name that articles have for it will do.
        """
        key = name_key(name)
        meant = {key, *(name_key(called) for labels in self._labels.values() for one, called in labels.items()
                        if name_key(one) == key)}  # fmt: skip
        named = (
            event
            for event in self.events
            if any(name_key(one) in meant for one in (*event.people, *event.orgs, *event.places))
        )
        return self._of(named, naming=name)

    def disputed(self) -> Timeline:
        """Only the events whose tellings disagree."""
        return self._of((event for event in self.events if event.conflicts), disputed=True)

    def without_merging(self, *events: Event) -> Timeline:
        """The same with these events taken apart into their tellings; with none given, all of them."""
        apart = set(events or self.events)
        pieces = (piece for event in self.events for piece in (event.split() if event in apart else (event,)))
        return self._of(in_order(pieces), merge=False)

    def histogram(self, by: Bucket = "month") -> dict[str, int]:
        """How many events lie wholly in each day, week, month or year, zeros included."""
        return fill(Counter(name for event in self.events for name in bucket_names((event.when,), by)), by)

    def receipt(self) -> Receipt:
        """What was asked, how it was understood, over which state, and how many passages matched.

        By what the events were narrowed after that stands among the filters.
        """
        asked = self._asked or Receipt(
            asked=self.query,
            filters={},
            query=self.query,
            level="passage",
            sort="relevance",
            state=self.state,
            total=self.matched or 0,
            complete=self.complete,
        )
        return evolve(asked, filters={**asked.filters, **self._kept})

    def to_dict(self) -> dict[str, Any]:
        """The timeline and how it came about, as JSON-ready values."""
        return {
            "query": self.query,
            "state": self.state,
            "matched": self.matched,
            "complete": self.complete,
            "events": len(self.events),
            "tellings": self.tellings,
            "timeline": self.to_dicts(),
            "receipt": self.receipt().to_dict(),
        }

    def to_dicts(self) -> list[dict[str, Any]]:
        """The events as JSON-ready values."""
        return [event.to_dict() for event in self.events]

    def to_json(self) -> str:
        """The timeline as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    def to_json_lines(self) -> Iterator[str]:
        """The events as lines of JSON, one at a time."""
        return json_lines(self)

    def to_csv(self, *, mentions: bool = False) -> str:
        """CSV (RFC 4180): a line for each event, or with ``mentions`` for each telling."""
        return "".join(csv_lines(self, mentions=mentions))

    def to_pandas(self) -> Any:
        """The events as a ``pandas.DataFrame``, the receipt in its ``attrs``. Raises ``MissingExtraError``."""
        return to_pandas(self.to_dicts(), EVENT_COLUMNS, receipt=self.receipt().to_dict())

    def to_polars(self) -> Any:
        """The events as a ``polars.DataFrame``. Raises ``MissingExtraError``."""
        return to_polars(self.to_dicts(), EVENT_COLUMNS)

    def to_ftm(self) -> Iterator[dict[str, Any]]:
        """The events as FollowTheMoney entities: each with those involved in it, and its articles as proof."""
        return entities_of_events(self)

    def to_ical(self, *, name: str = "") -> str:
        """iCalendar (RFC 5545): an all-day entry for each event; ``name`` is what a calendar program shows."""
        return "".join(ical_lines(self, name=name))

    def to_html(self, *, title: str = "") -> str:
        """One page that needs no other file and no network, with a histogram and filters."""
        return timeline_html(self, title=title)

    def plot(self, *, top: int = 12, ax: Any = None) -> Any:
        """The ``top`` most important events as dots on an axis of days; the matplotlib axes.

        Raises ``MissingExtraError``.
        """
        return plot_events(self.top(top).events, title=f"Timeline: {self.query or '*'}", ax=ax)

    def show(self, *, colour: bool = False, width: int | None = None, quotes: bool = False) -> str:
        """What a terminal shows."""
        return show_timeline(self, colour=colour, width=width, quotes=quotes)

    def __str__(self) -> str:
        return self.show()

    def _repr_html_(self) -> str:
        return timeline_table(self)

    def _of(self, events: Iterable[Event], **by: Any) -> Timeline:
        return evolve(self, events=tuple(events), kept={**self._kept, **by})
