"""Reuters-21578: SGML files of a thousand newswire stories of 1987 each.

Every story becomes an article, also the bulletins that are only a title and the reports that the collection left
unprocessed; the dateline ("SALVADOR, Feb 26 -") opens the first paragraph and the author's line is a section
``byline``. Lines wrapped at 64 characters are joined to paragraphs again; a line set in by blanks starts a new one.
The sign-off "Reuter" at the end is no part of the story. One story, 12793, has lost its text: it is taken for its date,
with an empty headline. The collection's own tags are not read: they are what others
made of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from newsindex.articles import Article
from newsindex.characters import normalise
from newsindex.errors import InvalidValueError, ReadError
from newsindex.readers import published
from newsindex.readers.assembly import assemble, body_blocks
from newsindex.readers.rawfile import RawFile, Report

__all__ = ["SIGN", "read"]

SIGN = re.compile(r"\s*(?:<!DOCTYPE\s+lewis\b|<REUTERS\b)", re.IGNORECASE)
"""How such a file begins."""

_SOURCE = "Reuters"
_OPENING = re.compile(r"<REUTERS\b([^<>]*)>")
_CLOSING = "</REUTERS>"
_NEWID = re.compile(r'\bNEWID="(\d+)"')
_ENTITY = re.compile(r"&(lt|gt|amp|quot|apos|#\d{1,7});")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_TEXT = re.compile(r"<TEXT\b[^<>]*>")
_TAGS = ("TITLE", "AUTHOR", "DATELINE", "BODY")
# Paragraphs are set in by blanks; one distribution writes the sign "&\t" for them.
_INDENT = re.compile(r"^&(?:\\t|\t)", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n(?=[ \t\n])")
_SIGN_OFF = re.compile(r"(?:\A[Rr]euters?|(?:\A|\s)REUTERS?)\W*(?:\^M)?\Z")


def read(raw: RawFile, report: Report) -> Iterator[Article]:
    """The stories of the file in order; one that is damaged is reported and left out."""
    text = raw.text()
    openings = list(_OPENING.finditer(text))
    if not openings:
        raise ReadError(raw.place, "looks like Reuters-21578 but holds no <REUTERS> story")
    ends = [opening.start() for opening in openings[1:]] + [len(text)]
    line, counted = 1, 0
    for number, (opening, end) in enumerate(zip(openings, ends, strict=True), start=1):
        line, counted = line + text.count("\n", counted, opening.start()), opening.start()
        newid = _NEWID.search(opening[1])
        story_id = f"reuters-21578/{newid[1]}" if newid else raw.id_of(number)
        closing = text.find(_CLOSING, opening.end(), end)
        try:
            if closing < 0:
                raise ReadError(raw.place, "has no </REUTERS>; the file is cut short or damaged")
            yield _story(text[opening.end() : closing], story_id, raw.place)
        except ReadError as error:
            name = f" (NEWID {newid[1]})" if newid else ""
            report(ReadError(f"{raw.place}, line {line}", f"the story{name} {error.reason}"))


def _story(story: str, story_id: str, place: str) -> Article:
    printed = _published(story, place)
    start = _TEXT.search(story)
    end = story.rfind("</TEXT>")
    if start is None or end < start.end():
        raise ReadError(place, "has no <TEXT>, or no end of it")
    content = story[start.end() : end]
    parts = {tag: part for tag in _TAGS if (part := _between(content, tag))}
    if parts:
        body = parts.get("DATELINE", "").strip() + " " + parts.get("BODY", "").lstrip()
        headline = _clean(parts.get("TITLE", ""))
        story_paragraphs = _paragraphs(_clean(body))
    else:
        story_paragraphs = _paragraphs(_clean(content))
        headline = story_paragraphs.pop(0) if story_paragraphs else ""
    byline = _paragraphs(_clean(parts["AUTHOR"])) if "AUTHOR" in parts else []
    return assemble(
        place=place,
        id=story_id,
        headline=headline,
        published=printed,
        blocks=[("byline", byline), *body_blocks(story_paragraphs)],
        source=_SOURCE,
    )


def _between(text: str, tag: str) -> str:
    start = text.find(f"<{tag}>")
    end = text.find(f"</{tag}>", start)
    return text[start + len(tag) + 2 : end] if 0 <= start < end else ""


def _published(story: str, place: str) -> date:
    start = story.find("<DATE>")
    end = story.find("</DATE>", start)
    if start < 0 or end < 0:
        raise ReadError(place, "has no <DATE>")
    # Some dates have signs of the transmission behind them: 27-MAR-1987 00:02:59.13&#5;&#5;&#5;RM
    written = published.find(story[start + len("<DATE>") : end].partition("&")[0])
    if written is None:
        raise ReadError(place, f"has no readable date in {story[start : end + 7]!r}")
    try:
        return written.value()
    except InvalidValueError as error:
        raise ReadError(place, f"has a bad date: {error}") from error


def _clean(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_character, _INDENT.sub("    ", text))
    return normalise(text)


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _ENTITIES[name]
    code = int(name[1:])
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _paragraphs(text: str) -> list[str]:
    found = [" ".join(words) for piece in _PARAGRAPH.split(text) if (words := piece.split())]
    while found and (sign_off := _SIGN_OFF.search(found[-1], max(0, len(found[-1]) - 12))):
        found[-1] = found[-1][: sign_off.start()]
        if not found[-1]:
            found.pop()
    return found
