"""A timeline for other programs: CSV for tables, iCalendar (RFC 5545) for calendars, JSON Lines for streams."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from newsindex.exports.lines import safe_cell

if TYPE_CHECKING:  # it calls these functions
    from newsindex.timeline.events import Event
    from newsindex.timeline.mentions import EventMention
    from newsindex.timeline.model import Timeline

__all__ = ["csv_lines", "ical_lines", "json_lines"]

_EVENT_COLUMNS = (
    "when", "first", "last", "precision", "text", "people", "orgs", "places", "articles", "independent_sources",
    "sources", "importance", "conflicts",
)  # fmt: skip
_MENTION_COLUMNS = (
    "event", "when", "days", "quote", "article", "start", "end", "date", "headline", "published", "source", "url",
)  # fmt: skip

# RFC 5545, 3.1: a line has at most 75 octets; what is longer goes on in the next line after a blank.
_LINE_OCTETS = 75
_SUMMARY_LENGTH = 120


def json_lines(timeline: Timeline) -> Iterator[str]:
    """JSON Lines: a line for each event, without the line end."""
    return (json.dumps(event.to_dict(), ensure_ascii=False) for event in timeline)


def csv_lines(timeline: Timeline, *, mentions: bool = False) -> Iterator[str]:
    """CSV (RFC 4180) with a header: a line for each event, or with ``mentions`` for each telling of each event.

    Several names stand in one cell, apart by a semicolon. ``event`` counts from 1. A text that a spreadsheet would run
    as a formula is led by an apostrophe.
    """
    yield _csv(_MENTION_COLUMNS if mentions else _EVENT_COLUMNS)
    for number, event in enumerate(timeline, start=1):
        if not mentions:
            yield _csv(_event_row(event))
            continue
        for one in event.mentions:
            yield _csv((number, event.when, *_mention_row(one)))


def ical_lines(timeline: Timeline, *, name: str = "", now: datetime | None = None) -> Iterator[str]:
    """An iCalendar object: an all-day entry for each event, with its tellings as the description.

    ``name`` is what a calendar program shows, with the receipt as the description of the calendar; ``now`` is the time
    of writing, which the format wants in every entry.
    """
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//newsindex//timeline//EN", "CALSCALE:GREGORIAN"]
    head.append(f"X-WR-CALNAME:{_ical_text(name or timeline.query or 'Timeline')}")
    head.append(f"X-WR-CALDESC:{_ical_text(str(timeline.receipt()))}")
    for line in head:
        yield _folded(line)
    seen: dict[str, int] = {}
    for event in timeline:
        for line in _entry(event, stamp, seen):
            yield _folded(line)
    yield _folded("END:VCALENDAR")


def _event_row(event: Event) -> tuple[object, ...]:
    disputes = (" / ".join(f"{conflict.version(claim)} ({claim.told_by})" for claim in conflict.claims)
                for conflict in event.conflicts)  # fmt: skip
    return (
        event.when, event.when.first, event.when.last, event.when.precision.value, event.text, "; ".join(event.people),
        "; ".join(event.orgs), "; ".join(event.places), len(event.articles), event.independent_sources,
        "; ".join(event.sources), event.importance, "; ".join(disputes),
    )  # fmt: skip


def _mention_row(one: EventMention) -> tuple[object, ...]:
    return (
        one.days, one.quote, one.article_id, one.span.start, one.span.end, one.date_text, one.headline,
        one.published.isoformat(), one.source or "", one.url or "",
    )  # fmt: skip


def _csv(row: tuple[object, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def _entry(event: Event, stamp: str, seen: dict[str, int]) -> Iterator[str]:
    first = event.mentions[0]
    key = hashlib.blake2b(f"{event.when}\0{first.article_id}\0{first.span}".encode(), digest_size=12).hexdigest()
    seen[key] = seen.get(key, 0) + 1
    yield "BEGIN:VEVENT"
    yield f"UID:{key}-{seen[key]}@newsindex"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_ical_day(event.when.first)}"
    # The end of an all-day entry is the first day after it.
    if event.when.last < date.max:
        yield f"DTEND;VALUE=DATE:{_ical_day(event.when.last + timedelta(days=1))}"
    yield f"SUMMARY:{_ical_text(_short(event.text))}"
    told = (
        f"“{one.quote}” – {one.source or one.article_id}, {one.published.isoformat()[:10]}" for one in event.mentions
    )
    yield f"DESCRIPTION:{_ical_text(chr(10).join(told))}"
    names = (*event.people, *event.orgs, *event.places)
    if names:
        yield f"CATEGORIES:{','.join(_ical_text(name) for name in names)}"
    if first.url:
        yield f"URL:{''.join(first.url.split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _short(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _SUMMARY_LENGTH:
        return text
    return text[:_SUMMARY_LENGTH].rpartition(" ")[0] + " …"


def _ical_day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _ical_text(text: str) -> str:
    """RFC 5545, 3.3.11; control characters are not allowed at all."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(char for char in text if char >= " " and char != "\x7f")


def _folded(line: str) -> str:
    pieces: list[str] = []
    piece, octets = "", 0
    for char in line:
        size = len(char.encode())
        if octets + size > _LINE_OCTETS:
            pieces.append(piece)
            piece, octets = "", 1
        piece += char
        octets += size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
