"""Plain text: a headline, a line with the date among the first five, and paragraphs.

The date line is, in this order of preference, one that

- begins with a word such as ``Date:``, ``Published:`` or ``Updated``;
- is nothing but a date (and time);
- is short and ends in a date, such as ``By Jane Doe, 21 October 2024``: what precedes the date becomes the section
  ``byline``;
- opens a story, such as ``KYIV, October 21, 2024 – …``: this line stays in the text as it is.

The headline is the first other line, unless it is longer than 300 characters: then there is none. Lines ``Source:`` and
``URL:`` beside the date line are taken as such. Paragraphs that were wrapped at some width are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from newsindex.articles import Article
from newsindex.characters import normalise
from newsindex.errors import InvalidValueError, ReadError
from newsindex.readers import published
from newsindex.readers.assembly import assemble, body_blocks, paragraphs
from newsindex.readers.published import WrittenDate
from newsindex.readers.rawfile import RawFile, Report

__all__ = ["read"]

_HEAD_LINES = 5
_LONGEST_HEADLINE = 300
_LONGEST_DATE_LINE = 120
_LABEL = re.compile(
    r"\s*(?:(?:date|dated|published|posted|issued|released|updated|publication date|date published|last updated)\b"
    r"(?:\s+on)?)\s*[:-]?\s*",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"\s*(?P<label>source|url|link)\s*:\s*(?P<value>\S.*?)\s*\Z", re.IGNORECASE)
_LINKING = " \t,;:|/–-.()"


@frozen
class _DateLine:
    number: int
    rank: int
    written: WrittenDate
    label: int = 0
    """How many characters of the line are a label before the date."""


def read(raw: RawFile, report: Report) -> Iterator[Article]:
    """The one article of the file. Raises ``ReadError`` where there is no date or no text."""
    lines = normalise(raw.text()).split("\n")
    head = [number for number, line in enumerate(lines) if line.strip()][:_HEAD_LINES]
    if not head:
        raise ReadError(raw.place, "holds no text")
    dated = _date_line(lines, head, raw.place)
    try:
        printed = dated.written.value()
    except InvalidValueError as error:
        raise ReadError(raw.place, str(error)) from error
    byline = ""
    dropped = set()
    if dated.rank < _OPENING:
        line = lines[dated.number]
        byline = (line[dated.label : dated.written.start] + " " + line[dated.written.end :]).strip(_LINKING)
        dropped.add(dated.number)
    labelled: dict[str, str] = {}
    for number in head:
        other = _OTHER_LABEL.match(lines[number]) if len(lines[number]) <= _LONGEST_HEADLINE else None
        if other and number != head[0]:
            labelled["source" if other["label"].lower() == "source" else "url"] = other["value"]
            dropped.add(number)
    headline = ""
    first = next((number for number in head if number not in dropped), None)
    if first is not None and len(lines[first]) <= _LONGEST_HEADLINE and (dated.rank, dated.number) != (_OPENING, first):
        headline = lines[first].strip()
        dropped.add(first)
    body = paragraphs("\n".join(line for number, line in enumerate(lines) if number not in dropped))
    if not headline and not body:
        raise ReadError(raw.place, "holds a date but no text")
    yield assemble(
        place=raw.place,
        id=raw.id_of(1),
        headline=headline,
        published=printed,
        blocks=[("byline", [byline]), *body_blocks(body)],
        source=labelled.get("source"),
        url=labelled.get("url"),
    )


_LABELLED, _ALONE, _ENDING, _OPENING = range(4)


def _date_line(lines: list[str], head: list[int], place: str) -> _DateLine:
    candidates: list[_DateLine] = []
    unreadable = ""
    for number in head:
        line = lines[number][:_LONGEST_HEADLINE]
        label = _LABEL.match(line)
        if label:
            written = published.match(line, label.end())
            if written:
                candidates.append(_DateLine(number, _LABELLED, written, label.end()))
                continue
            if ":" in label[0]:
                unreadable = unreadable or line.strip()
        written = published.find(line)
        if written is None:
            continue
        before, after = line[: written.start].strip(_LINKING), lines[number][written.end :].strip(_LINKING)
        if not before and not after:
            candidates.append(_DateLine(number, _ALONE, written))
        elif not after and len(line) <= _LONGEST_DATE_LINE and (number != head[0] or before.startswith("By ")):
            candidates.append(_DateLine(number, _ENDING, written))
        elif len(before) <= 60 and number != head[0]:
            candidates.append(_DateLine(number, _OPENING, written))
    if candidates:
        return min(candidates, key=lambda candidate: (candidate.rank, candidate.number))
    if unreadable:
        raise ReadError(place, f"the date in {unreadable[:80]!r} cannot be read; write it as Date: 2024-10-21")
    raise ReadError(place, f"no date in its first {_HEAD_LINES} lines; add a line such as Date: 2024-10-21")
