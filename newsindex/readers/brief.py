"""The brief: a headline line with its date, then labelled sections; several briefs may share a file.

::

     date 2024-10-21 South Korea weighs sending personnel to Ukraine – media
    A lead paragraph that says what happened.
    Source: Newsweek
    Details: One or more paragraphs.
    Background:
    - On 8 October, something happened before that.

The first line: the word ``date`` (a file may also begin with the bare date), the date, the headline and, after its
last dash between blanks, an attribution of up to six words. ``Article.headline`` is what stands before that dash. The
attribution is the article's ``source`` unless a line ``Source:`` names one.

A line begins a section where it begins with a label, which is one of

- a label that is known (``KNOWN_LABELS``), and a colon;
- one to four words, the first with a capital, and a colon that ends the line;
- one to three such words, the last not a verb of saying, a colon, a blank, and a capital, a digit or a quote.

Sections are named by their labels in lower case; "Quote from Budanov:" is a ``quote``. What precedes the first label is
the ``lead``. The label itself is no part of the text, except where it says more than its section's name or is not
certain to be a label (the third case). ``Source:`` and ``URL:`` take one line, after which the section before goes on.
A bullet is a passage without its marker, and a line set in by blanks continues it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from newsindex.articles import Article
from newsindex.characters import normalise
from newsindex.errors import InvalidValueError, ReadError
from newsindex.readers import published
from newsindex.readers.assembly import assemble
from newsindex.readers.published import WrittenDate
from newsindex.readers.rawfile import RawFile, Report

__all__ = ["KNOWN_LABELS", "is_brief", "read"]

KNOWN_LABELS = frozenset({
    "analysis", "background", "context", "correction", "details", "editor's note", "for reference", "in brief",
    "lead", "literally", "more details", "note", "previously", "quote", "quotes", "reaction", "read also",
    "recap", "reference", "reminder", "response", "source", "sources", "summary", "timeline", "update", "updated",
    "what happened", "what is known", "what to know", "what we know", "why it matters", "url", "link",
})  # fmt: skip
"""Labels that begin a section whatever follows their colon."""

_DATE_WORD = re.compile(r"[ \t]*date\b[ \t]*:?[ \t]*", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]*")
_DASH = re.compile(r" (?:–|-|--) ")
_LONGEST_ATTRIBUTION = 6
_LABEL = re.compile(r"(?P<label>[^\W\d_][\w'-]*(?: [\w'-]+){0,5}):(?=[ \t]|$)[ \t]*(?P<rest>.*)", re.DOTALL)
_QUOTE_OF = re.compile(r"(quote|quotes|comment|statement) (?:from|of|by) ", re.IGNORECASE)
_SAYING = frozenset(
    "added admitted announced answered argued asked asserted believed claimed commented concluded confirmed declared "
    "emphasised emphasized explained noted promised quoted recalled remarked replied reported responded said say says "
    "stated stressed suggested thought told urged vowed warned wrote read reads follows follow are is was were".split()
)
_BULLET = re.compile(r"[ \t]*(?:[-*–•·‣▪●◦]|--)[ \t]+")


def is_brief(text: str) -> bool:
    """Whether ``text`` (normalised, its beginning is enough) has this layout, though perhaps a date that is none."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return False
    if _head_date(lines[0], bare=True):
        return True
    # The first of several briefs may lack its date: that is to be reported, not to turn the file into plain text.
    return bool(_DATE_WORD.match(lines[0])) and any(_head_date(line, bare=False) for line in lines[1:])


def read(raw: RawFile, report: Report) -> Iterator[Article]:
    """The briefs of the file in order; one without a good date is reported and left out."""
    lines = normalise(raw.text()).split("\n")
    starts = list(_starts(lines))
    ends = [*starts[1:], len(lines)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        place = raw.place if len(starts) == 1 else f"{raw.place}, line {start + 1}"
        try:
            yield _brief(lines[start:end], raw.id_of(number), place)
        except ReadError as error:
            report(error)


def _starts(lines: list[str]) -> Iterator[int]:
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    bare = not _DATE_WORD.match(lines[first])
    yield first
    for number in range(first + 1, len(lines)):
        # Without the word, only a bare date after an empty line is the head of a brief.
        if _head_date(lines[number], bare=bare and not lines[number - 1].strip()):
            yield number


def _head_date(line: str, *, bare: bool) -> WrittenDate | None:
    """The date at the beginning of ``line`` if a headline follows it."""
    word = _DATE_WORD.match(line)
    if word is None and not bare:
        return None
    start = (word or _BLANKS.match(line)).end()  # type: ignore[union-attr]  # _BLANKS matches always
    written = published.match(line, start)
    if written is None or not any(character.isalpha() for character in line[written.end : written.end + 500]):
        return None
    if word is None and not line[written.end : written.end + 1].isspace():
        return None
    return written


def _brief(lines: list[str], brief_id: str, place: str) -> Article:
    written = _head_date(lines[0], bare=True)
    if written is None:
        head = " ".join(lines[0].split())
        raise ReadError(place, f"no date before the headline in {_shorten(head)!r}; write: date 2024-10-21 Headline")
    try:
        printed = written.value()
    except InvalidValueError as error:
        raise ReadError(place, str(error)) from error
    headline, attribution = _split_attribution(lines[0][written.end :].strip(" \t:,–-"))
    body = _body(lines[1:])
    return assemble(
        place=place,
        id=brief_id,
        headline=headline,
        published=printed,
        blocks=body.blocks,
        source=body.source or attribution,
        url=body.url,
    )


def _split_attribution(line: str) -> tuple[str, str | None]:
    dashes = list(_DASH.finditer(line))
    if not dashes:
        return line, None
    headline, attribution = line[: dashes[-1].start()].rstrip(), line[dashes[-1].end() :].strip()
    if not headline or not attribution or len(attribution.split()) > _LONGEST_ATTRIBUTION:
        return line, None
    return headline, attribution


@frozen
class _Body:
    blocks: list[tuple[str, list[str]]]
    source: str | None
    url: str | None


def _body(lines: list[str]) -> _Body:
    blocks: list[tuple[str, list[str]]] = [("lead", [])]
    one_line: dict[str, str] = {}
    awaited: str | None = None  # "source" or "url" after a label that stands alone: the next line is its value
    in_bullet = False
    for line in lines:
        if not line.strip():
            in_bullet = False
            continue
        name, rest = _section_of(line)
        if name in ("source", "url"):
            awaited, in_bullet = (None, False) if rest else (name, False)
            if rest:
                one_line.setdefault(name, rest)
            continue
        if name is not None:
            blocks.append((name, [rest] if rest else []))
            awaited, in_bullet = None, False
            continue
        if awaited is not None:
            one_line.setdefault(awaited, line.strip())
            awaited = None
            continue
        bullet = _BULLET.match(line)
        if bullet:
            blocks[-1][1].append(line[bullet.end() :])
            in_bullet = True
        elif in_bullet and line[0] in " \t":
            blocks[-1][1][-1] += " " + line.strip()
        else:
            blocks[-1][1].append(line)
            in_bullet = False
    source = one_line.get("source", "").rstrip(".")
    return _Body(blocks, source or None, one_line.get("url"))


def _section_of(line: str) -> tuple[str | None, str]:
    """The name of the section that ``line`` begins and what of the line belongs to its text, or ``(None, "")``."""
    found = _LABEL.match(line.strip())
    if found is None:
        return None, ""
    label, rest = found["label"], found["rest"].strip()
    name = label.lower()
    quoted = _QUOTE_OF.match(label)
    if quoted:
        return quoted[1].lower(), found[0]
    if name in KNOWN_LABELS:
        name = {"sources": "source", "link": "url"}.get(name, name)
        return name, _BULLET.sub("", rest, count=1) if rest else ""
    words = label.split()
    if not label[0].isupper() or len(words) > 4:
        return None, ""
    if not rest:
        return (None, "") if words[-1].lower() in _SAYING else (name, "")
    if len(words) > 3 or any(word.lower() in _SAYING for word in words):
        return None, ""
    # Not certain to be a label, so its words stay in the text.
    return (name, found[0]) if rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'" else (None, "")


def _shorten(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
