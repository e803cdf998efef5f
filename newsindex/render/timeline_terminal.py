"""A timeline in a terminal: the day, the clearest telling, who tells it, and where accounts differ.

Colour is left to the caller; without it the same is said by words and marks alone.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsindex.render.controls import without_controls
from newsindex.render.day_words import day_in_words, days_in_words

if TYPE_CHECKING:  # a timeline shows itself by these functions
    from newsindex.timeline.events import Event
    from newsindex.timeline.model import Timeline

__all__ = ["show_timeline"]

_CODES = {"day": "1;36", "dim": "2", "dispute": "33", "person": "32", "org": "35", "place": "94"}
_INDENT = "  "
_MOST_NAMES = 8


def show_timeline(timeline: Timeline, *, colour: bool = False, width: int | None = None, quotes: bool = False) -> str:
    """The events, a block each, then how many there are; ``quotes`` adds every telling word for word."""
    width = width or max(40, min(100, shutil.get_terminal_size((88, 24)).columns))
    blocks = ["\n".join(_event(event, colour=colour, width=width, quotes=quotes)) for event in timeline]
    blocks.append(_styled(_summary(timeline), "dim", colour))
    return "\n\n".join(blocks)


def _event(event: Event, *, colour: bool, width: int, quotes: bool) -> Iterator[str]:
    yield _styled(days_in_words(event.when), "day", colour)
    yield from _wrapped(event.text, width)
    told = f"told by {', '.join(event.sources) or ', '.join(event.articles)}"
    if len(event.mentions) > 1:
        independent = _count(event.independent_sources, "independent source")
        told += f" ({_count(len(event.mentions), 'telling')}, {independent})"
    for line in _wrapped(told, width):
        yield _styled(line, "dim", colour)
    kinds = (("person", event.people), ("org", event.orgs), ("place", event.places))
    names = [(without_controls(name), kind) for kind, found in kinds for name in found]
    if names:
        yield from _names(names[:_MOST_NAMES], len(names) - _MOST_NAMES, colour=colour, width=width)
    for conflict in event.conflicts:
        what = "accounts differ on the day: " if conflict.kind == "day" else "accounts differ: "
        for line in _wrapped(what + str(conflict), width):
            yield _styled(line, "dispute", colour)
    if quotes and len(event.mentions) > 1:  # of a single telling, the text above is all there is
        for one in event.mentions:
            where = f"{one.source or one.article_id}, {day_in_words(one.published)}"
            yield from _wrapped(f"“{one.quote}” – {where}", width, indent=_INDENT * 2, hanging=" ")


def _names(names: list[tuple[str, str]], more: int, *, colour: bool, width: int) -> Iterator[str]:
    line, length = _INDENT, len(_INDENT)
    for place, (name, kind) in enumerate(names):
        last = place == len(names) - 1
        tail = ("" if more <= 0 else f" and {more} more") if last else " ·"
        if length + len(name) + len(tail) > width and length > len(_INDENT):
            yield line.rstrip()
            line, length = _INDENT, len(_INDENT)
        line += _styled(name, kind, colour) + tail + " "
        length += len(name) + len(tail) + 1
    yield line.rstrip()


def _summary(timeline: Timeline) -> str:
    parts = [_count(len(timeline), "event"), _count(timeline.tellings, "telling")]
    if timeline.query:
        parts.append(f"for {timeline.query}")
    return ", ".join(parts) + ("" if timeline.complete else "; a limit cut the work short")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _wrapped(text: str, width: int, *, indent: str = _INDENT, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(without_controls(text).split()),
        width,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _styled(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour and text else text
