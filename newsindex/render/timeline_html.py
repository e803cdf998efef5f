"""A timeline as one HTML page that needs nothing else: no network, no other file, and no script to be read.

The page holds a histogram, the events by month with every telling, each of which opens to its passage, and filters by
word, name, source and weight that a small script runs in the page. Without scripts it is complete, only not filtered.
All text is escaped, and a content security policy lets nothing run or load but the page's own style and script.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from attrs import frozen

from newsindex.buckets import Bucket, bucket_names, fill
from newsindex.render.day_words import bucket_in_words, day_in_words, days_in_words, month_in_words
from newsindex.spans import DateSpan

if TYPE_CHECKING:  # a timeline shows itself by these functions
    from newsindex.timeline.conflicts import Conflict
    from newsindex.timeline.events import Event
    from newsindex.timeline.mentions import EventMention
    from newsindex.timeline.model import Timeline

__all__ = ["timeline_html", "timeline_page", "timeline_table"]

# The histogram has at most so many bars, and they cover the shortest time that holds this share of the events; what
# lies outside is gathered at its ends.
_MOST_BARS = 90
_COVERED = 0.8
# The least distance between two labels below it, in hundredths of its length.
_TICK_ROOM = 14
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NAMES_SHOWN = 8
_SOURCES_SHOWN = 4
_NAMES_OFFERED = 500
_ROWS_OF_TABLE = 50


def timeline_html(timeline: Timeline, *, title: str = "", query: str = "") -> str:
    """The page as one text; ``title`` and ``query`` default to what the timeline was asked."""
    return "".join(timeline_page(timeline, title=title, query=query))


def timeline_page(timeline: Timeline, *, title: str = "", query: str = "") -> Iterator[str]:
    """The page piece by piece, for writing to a file."""
    query = query or timeline.query
    everything = query in ("", "*")
    title = title or ("Timeline of all articles" if everything else f"Timeline: {query}")
    bars = _bars(timeline.events)
    index = _Index.of(timeline.events)
    yield _head(title)
    yield f'<body><a class="skip" href="#events">Skip to the events</a><header><h1>{escape(title)}</h1>'
    yield f'<p class="note">{_summary(timeline)}</p></header><main>'
    if timeline.events:
        yield _histogram(bars)
        yield _filters(index, timeline.events)
    yield f'<p class="count" role="status" aria-live="polite">{_count(len(timeline), "event")}</p><div id="events">'
    month: str | None = None
    for number, event in enumerate(timeline.events):
        name = _month(event.when)
        if name != month:
            yield ("</ol></section>" if month is not None else "") + _section(name, number)
            month = name
        yield _event(event, number, bars.place_of[number], index)
    yield ("</ol></section>" if month is not None else "<p>No event was found.</p>") + "</div></main>"
    yield f"<footer>{_receipt(timeline, query)}</footer>"
    yield f"<script>{_part('page.js')}</script>" if timeline.events else ""
    yield "</body></html>\n"


def timeline_table(timeline: Timeline) -> str:
    """The first events as a table for a notebook, each with its quotes to unfold; it brings no script.

    Styles stand on the elements themselves, for notebooks remove style sheets.
    """
    cell = "text-align:left;vertical-align:top;padding:0.35em 1.2em 0.35em 0;line-height:1.5"
    rows = "".join(
        f'<tr><th scope="row" style="{cell};white-space:nowrap">{_time(event.when)}</th>'
        f'<td style="{cell};max-width:40em">{escape(event.text)}{_notes(event)}</td>'
        f'<td style="{cell}">{escape(", ".join(event.sources) or ", ".join(event.articles))}</td></tr>'
        for event in timeline.events[:_ROWS_OF_TABLE]
    )
    more = len(timeline) - _ROWS_OF_TABLE
    note = f"{_summary(timeline)}{f'; {more:,} more are not shown' if more > 0 else ''}"
    head = "".join(f'<th scope="col" style="{cell}">{name}</th>' for name in ("when", "what", "told by"))
    return (
        f'<table><caption style="text-align:left;font-weight:bold">{note}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _notes(event: Event) -> str:
    """Where accounts differ, and the quotes of an event that is told more than once."""
    notes = "".join(f'<div style="font-size:90%">accounts differ: {escape(str(one))}</div>' for one in event.conflicts)
    if len(event.mentions) > 1:
        quotes = "".join(
            f'<div style="margin:0.3em 0 0 1em">“{escape(one.quote)}” – {escape(one.source or one.article_id)}, '
            f"{day_in_words(one.published)}</div>"
            for one in event.mentions
        )
        told = _count(len(event.mentions), "telling")
        notes += f'<details style="font-size:90%"><summary>{told}</summary>{quotes}</details>'
    return notes


@frozen
class _Bars:
    """The bars of the histogram, and which of them each event is counted in."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    firsts: tuple[int, ...]
    """The number of the first event of each bar, or of the next one if it is empty."""
    place_of: tuple[int, ...]
    outside: tuple[bool, ...]
    """Whether a bar gathers all that lies before or after the rest."""
    unit: Bucket
    ticks: tuple[tuple[float, str], ...]
    """Where on the axis, in hundredths of its length, which month or year begins."""

    @property
    def most(self) -> int:
        """The height of the highest bar, apart from those that gather."""
        return max((count for count, out in zip(self.counts, self.outside, strict=True) if not out), default=1) or 1


@frozen
class _Index:
    """The names and sources that can be chosen, each under a number."""

    names: dict[tuple[str, str], int]
    name_counts: dict[tuple[str, str], int]
    sources: dict[str, int]
    source_counts: dict[str, int]

    @classmethod
    def of(cls, events: Sequence[Event]) -> _Index:
        names = Counter(name for event in events for name in _kinds(event))
        offered = [name for name, _ in names.most_common(_NAMES_OFFERED)]
        sources = Counter(source for event in events for source in event.sources)
        return cls(
            names={name: number for number, name in enumerate(offered)},
            name_counts=dict(names),
            sources={source: number for number, source in enumerate(sorted(sources))},
            source_counts=dict(sources),
        )


def _head(title: str) -> str:
    # Inline styles set the heights of the bars, so styles cannot be held to a checksum; nothing can be loaded by them.
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src '{_sum_of('page.js')}'; base-uri 'none'; "
        "form-action 'none'"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="generator" content="newsindex">'
        f"<title>{escape(title)}</title><style>{_part('page.css')}</style></head>"
    )


def _summary(timeline: Timeline) -> str:
    if not timeline.events:
        return "No events"
    first = min(event.when.first for event in timeline.events)
    last = max(event.when.last for event in timeline.events)
    articles = len({one.article_id for event in timeline.events for one in event.mentions})
    return (
        f"{_count(len(timeline), 'event')} from {day_in_words(first)} to {day_in_words(last)}, "
        f"{_count(timeline.tellings, 'telling')} in {_count(articles, 'article')}"
    )


def _receipt(timeline: Timeline, query: str) -> str:
    receipt = timeline.receipt()
    asked = receipt.asked if timeline.query == query else query
    given = [f"{name}: {value}" for name, value in receipt.filters.items()]
    parts = [f"Asked: {escape('; '.join([asked or 'everything', *given]))}"]
    if timeline.query == query and query not in ("", asked):
        parts.append(f"understood as: {escape(query)}")
    if timeline.matched is not None:
        parts.append(f"matched: {timeline.matched:,}")
    parts.append("complete" if timeline.complete else "not complete: a limit cut the work short")
    if timeline.state:
        parts.append(f"state of the index: {escape(timeline.state)}")
    parts.append(f"newsindex {receipt.newsindex}, analysis {receipt.analysis}")
    return (
        f"<p>{'; '.join(parts)}.</p><p>Each event shows the clearest of its tellings. Every quote stands in its "
        "article to the letter. Copies of one text and articles of one source count as one independent source.</p>"
    )


def _bars(events: Sequence[Event]) -> _Bars:
    days = sorted(event.when.first for event in events)
    if not days:
        return _Bars((), (), (), (), (), "day", ())
    covered = max(1, int(len(days) * _COVERED))
    low, high = min(zip(days, days[covered - 1 :], strict=False), key=lambda ends: ends[1] - ends[0])
    unit: Bucket = "year"
    for unit in ("day", "week", "month", "year"):
        names = list(fill({_bucket(low, unit): 1, _bucket(high, unit): 1}, unit))
        if len(names) <= _MOST_BARS:
            break
    places = {name: place for place, name in enumerate(names)}
    before = days[0] < low and _bucket(days[0], unit) not in places
    after = days[-1] > high and _bucket(days[-1], unit) not in places
    labels = [bucket_in_words(name) for name in names]
    place_of = []
    for event in events:
        place = places.get(_bucket(event.when.first, unit))
        if place is None:
            place = -1 if event.when.first < low else len(names)
        place_of.append(place + before)
    if before:
        labels.insert(0, f"before {labels[0]}")
    if after:
        labels.append(f"after {labels[-1]}")
    counts = Counter(place_of)
    firsts = []
    following = len(events) - 1
    first_of = {place: number for number, place in reversed(list(enumerate(place_of)))}
    for place in reversed(range(len(labels))):
        following = first_of.get(place, following)
        firsts.append(following)
    return _Bars(
        labels=tuple(labels),
        counts=tuple(counts[place] for place in range(len(labels))),
        firsts=tuple(reversed(firsts)),
        place_of=tuple(place_of),
        outside=tuple((before and not at) or (after and at == len(labels) - 1) for at in range(len(labels))),
        unit=unit,
        ticks=_ticks(names, before=before, bars=len(labels)),
    )


def _ticks(names: Sequence[str], *, before: bool, bars: int) -> tuple[tuple[float, str], ...]:
    """The first bar of each month of an axis of days or weeks, of each year of a longer one; not too many of them."""
    found: list[tuple[float, date, bool]] = []
    last = (0, 0)
    for place, name in enumerate(names):
        year, _, week = name.partition("-W")
        day = date.fromisocalendar(int(year), int(week), 1) if week else DateSpan.parse(name).first
        fine = bool(week) or len(name) == len("2024-10-08")
        begun = (day.year, day.month if fine else 0)
        if begun != last:
            found.append((100 * (place + before) / bars, day, fine))
        last = begun
    # A label needs room to the one before it, and to the end of the axis; a first month of a bar or two goes unnamed.
    roomy: list[tuple[float, date, bool]] = []
    for tick in found:
        if len(roomy) == 1 and tick[0] - roomy[0][0] < _TICK_ROOM:
            roomy.clear()
        if tick[0] <= 100 - _TICK_ROOM and (not roomy or tick[0] - roomy[-1][0] >= _TICK_ROOM):
            roomy.append(tick)
    return tuple(
        (where, _tick(day, fine=fine, with_year=not at or day.month == 1))
        for at, (where, day, fine) in enumerate(roomy)
    )


def _tick(day: date, *, fine: bool, with_year: bool) -> str:
    month = _MONTHS[day.month - 1]
    return (f"{month} {day.year}" if with_year else month) if fine else str(day.year)


def _bucket(day: date, unit: Bucket) -> str:
    return bucket_names((DateSpan.day(day),), unit)[0]


def _histogram(bars: _Bars) -> str:
    drawn = "".join(
        f'<a href="#e{first}" {"class=o " if out else ""}data-l="{escape(label)}" title="{escape(label)}: {count}" '
        f'aria-label="{escape(label)}: {count}"><i style="height:{min(100.0, 100 * count / bars.most):.1f}%"></i></a>'
        for label, count, first, out in zip(bars.labels, bars.counts, bars.firsts, bars.outside, strict=True)
    )
    ticks = "".join(f'<span style="left:{where:.2f}%">{label}</span>' for where, label in bars.ticks)
    outside = [label for label, out in zip(bars.labels, bars.outside, strict=True) if out]
    hatched = f"; hatched: {escape(' and '.join(outside))}" if outside else ""
    return (
        f'<figure><div class="bars" role="group" aria-label="Events by {bars.unit}">{drawn}</div>'
        f'<div class="ticks" aria-hidden="true">{ticks}</div>'
        f"<figcaption>Events by {bars.unit}, at most {bars.most}{hatched}</figcaption></figure>"
    )


def _filters(index: _Index, events: Sequence[Event]) -> str:
    groups = []
    for kind, label in (("person", "People"), ("org", "Organisations"), ("place", "Places")):
        options = "".join(
            f'<option value="{index.names[kind, name]}">{escape(name)} ({index.name_counts[kind, name]})</option>'
            for name in sorted((name for one, name in index.names if one == kind), key=str.casefold)
        )
        groups.append(f'<optgroup label="{label}">{options}</optgroup>' if options else "")
    sources = "".join(
        f'<option value="{number}">{escape(source)} ({index.source_counts[source]})</option>'
        for source, number in index.sources.items()
    )
    most = max(event.independent_sources for event in events)
    weights = "".join(
        f'<option value="{least}">{least} sources or more</option>' for least in range(2, min(most, 10) + 1)
    )
    return (
        '<form hidden aria-label="Narrow the events">'
        '<label>Words <input name="words" type="search" autocomplete="off"></label>'
        f'<label>Name <select name="name"><option value="">any</option>{"".join(groups)}</select></label>'
        f'<label>Source <select name="source"><option value="">any</option>{sources}</select></label>'
        '<label>Told by <select name="least"><option value="0">any number</option>'
        f"{weights}</select></label>"
        '<label class="tick"><input name="disputed" type="checkbox"> Accounts differ</label>'
        '<button type="reset">Show all</button></form>'
    )


def _section(name: str, number: int) -> str:
    return f'<section data-month aria-labelledby="m{number}"><h2 id="m{number}">{escape(name)}</h2><ol>'


def _month(when: DateSpan) -> str:
    return month_in_words(when.first) if (when.last - when.first).days < 31 else str(when.first.year)


def _event(event: Event, number: int, bar: int, index: _Index) -> str:
    names = _kinds(event)
    numbers = " ".join(str(index.names[name]) for name in names if name in index.names)
    sources = " ".join(str(index.sources[source]) for source in event.sources)
    shown = " · ".join(escape(name) for _, name in names[:_NAMES_SHOWN])
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    told = _count(len(event.mentions), "telling")
    if len(event.mentions) > 1:
        told += f", {_count(event.independent_sources, 'independent source')}"
        if event.sources:
            further = len(event.sources) - _SOURCES_SHOWN
            told += f": {escape(', '.join(event.sources[:_SOURCES_SHOWN]))}" + (f" +{further}" if further > 0 else "")
    elif event.sources:
        told = f"Told by {escape(event.sources[0])}"
    return (
        f'<li class="event" id="e{number}" data-n="{numbers}" data-s="{sources}" data-i="{event.independent_sources}" '
        f'data-b="{bar}"{" data-d=1" if event.conflicts else ""}>'
        f"<h3>{_time(event.when)}</h3><p>{escape(event.text)}</p>"
        + (f'<p class="names">{shown}{more}</p>' if shown else "")
        + "".join(_conflict(conflict) for conflict in event.conflicts)
        + f'<details class="told"><summary>{told}</summary><ul class="tellings">'
        + "".join(_mention(mention, alone=len(event.mentions) == 1) for mention in event.mentions)
        + "</ul></details></li>"
    )


def _mention(mention: EventMention, *, alone: bool) -> str:
    """One telling; the only one of an event is not quoted again, but shown in its passage at once."""
    start = mention.span.start - mention.passage_span.start
    end = start + len(mention.quote)
    before, after = mention.passage[:start], mention.passage[end:]
    where = escape(", ".join(filter(None, (mention.source, day_in_words(mention.published)))))
    headline = escape(mention.headline or mention.article_id)
    if mention.url and urlsplit(mention.url).scheme in ("http", "https"):
        headline = f'<a href="{escape(mention.url)}" rel="noopener noreferrer">{headline}</a>'
    cite = f"<cite>{where}: {headline}</cite>"
    passage = f'<p class="passage">{escape(before)}<mark>{escape(mention.quote)}</mark>{escape(after)}</p>'
    if alone:
        return f"<li>{passage}{cite}</li>"
    if not before.strip() and not after.strip():
        return f"<li><q>{escape(mention.quote)}</q>{cite}</li>"
    more = f'<details class="more"><summary>In its passage</summary>{passage}</details>'
    return f"<li><q>{escape(mention.quote)}</q>{cite}{more}</li>"


def _conflict(conflict: Conflict) -> str:
    what = "Accounts differ on the day:" if conflict.kind == "day" else "Accounts differ:"
    return f'<p class="dispute note"><strong>{what}</strong> {escape(str(conflict))}</p>'


def _time(when: DateSpan) -> str:
    """The days, told to programs too: HTML knows days, months and years, and a span by its two ends."""
    value = str(when)
    words = escape(days_in_words(when))
    if ".." not in value:
        return f'<time datetime="{value}">{words}</time>'
    return f'<span><time datetime="{when.first}"></time><time datetime="{when.last}">{words}</time></span>'


def _kinds(event: Event) -> list[tuple[str, str]]:
    return [
        *(("person", name) for name in event.people),
        *(("org", name) for name in event.orgs),
        *(("place", name) for name in event.places),
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


@cache
def _part(name: str) -> str:
    return (files("newsindex.render") / "timeline_page" / name).read_text(encoding="utf-8")


@cache
def _sum_of(name: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(_part(name).encode()).digest()).decode()
