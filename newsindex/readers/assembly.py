"""From a headline and named blocks of paragraphs to an ``Article`` whose spans are right by construction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from newsindex.articles import Article, Section
from newsindex.errors import ReadError
from newsindex.spans import Span

__all__ = ["MAX_ARTICLE_CHARACTERS", "assemble", "body_blocks", "paragraphs"]

MAX_ARTICLE_CHARACTERS = 32_000_000
"""The longest article: twenty times "War and Peace" is not news, and every later step holds it several times."""

Block = tuple[str, Sequence[str]]

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 45, 100


def assemble(
    *,
    place: str,
    id: str,
    headline: str,
    published: date,
    blocks: Iterable[Block],
    source: str | None = None,
    url: str | None = None,
) -> Article:
    """The article with this headline whose body is ``blocks``: a section's name and its paragraphs, one a line.

    The texts are normalised already. Raises ``ReadError`` at ``place`` for an article longer than the limit.
    """
    headline = " ".join(headline.split())
    lines = [headline]
    sections = [Section("headline", Span(0, len(headline)))] if headline else []
    passages = [Span(0, len(headline))] if headline else []
    end = len(headline)
    for name, block in blocks:
        start = end + 1
        for paragraph in block:
            line = paragraph.strip()
            if "  " in line or "\t" in line or "\n" in line:
                line = " ".join(line.split())
            if line:
                lines.append(line)
                passages.append(Span(end + 1, end + 1 + len(line)))
                end += 1 + len(line)
        if end > start:
            sections.append(Section(name, Span(start, end)))
    if end > MAX_ARTICLE_CHARACTERS:
        raise ReadError(place, f"holds {end:,} characters; an article has at most {MAX_ARTICLE_CHARACTERS:,}, split it")
    return Article(
        id=id,
        headline=headline,
        published=published,
        text="\n".join(lines) if len(lines) > 1 else headline + "\n",
        source=source,
        url=url,
        sections=tuple(sections),
        passages=tuple(passages),
    )


def body_blocks(body: Sequence[str]) -> list[Block]:
    """A body without labels: its first paragraph is the lead, the others are details."""
    return [("lead", body[:1]), ("details", body[1:])]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of normalised ``text``: its lines, or, where it was wrapped at some width, its blocks of lines.

    A block between blank lines counts as wrapped if all its lines but the last are 45 to 100 characters long and most
    of them do not end a sentence.
    """
    found: list[str] = []
    for block in _BLANK_LINE.split(text):
        lines = [line for line in map(str.strip, block.split("\n")) if line]
        if _is_wrapped(lines):
            found.append(" ".join(lines))
        else:
            found.extend(lines)
    return found


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2 or len(lines[-1]) > _LONGEST_WRAPPED:
        return False
    full = lines[:-1]
    if not all(_SHORTEST_WRAPPED <= len(line) <= _LONGEST_WRAPPED for line in full):
        return False
    return sum(line.endswith((".", "!", "?", ":", '"')) for line in full) * 2 < len(full)
