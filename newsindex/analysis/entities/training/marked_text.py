"""Annotated news that a person can read and mend: marks stand in the text, as in ``[PER Kyrylo Budanov]``.

A file holds articles, apart by a line ``---``. The first line of an article is its headline, and each line after it one
paragraph. Square brackets are marks and nothing else. ``GUIDELINE.md`` says what is marked.

    >>> article = parse_article("[LOC Dnipro] waits\\n[PER Ada Moss] said so.")
    >>> article.text
    'Dnipro waits\\nAda Moss said so.'
    >>> [(mark.type, mark.span.of(article.text)) for mark in article.marks]
    [('LOC', 'Dnipro'), ('PER', 'Ada Moss')]

``python -m newsindex.analysis.entities.training.marked_text`` checks every file and says where a mark is wrong.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from newsindex.errors import ReadError
from newsindex.spans import Span

__all__ = ["NEWS", "Mark", "MarkedText", "parse_article", "problems", "read_marked"]

NEWS = Path(__file__).parent / "news"
TYPES = ("PER", "ORG", "LOC")

_BORDER = re.compile(r"^---[ \t]*$", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]]")
_MARK = re.compile(r"\[(\w+) ([^\[\]\n]+)\]")


@frozen
class Mark:
    """A name in a text and its type: ``PER``, ``ORG`` or ``LOC``."""

    span: Span
    type: str


@frozen
class MarkedText:
    """A text and the names in it. Its lines are passages; the first is the headline."""

    text: str = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)


def parse_article(source: str) -> MarkedText:
    """The text of one article and its marks. Raises ``ValueError`` for a bracket that is no whole mark."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = last = 0
    for match in _MARK.finditer(source):
        before = source[last : match.start()]
        kind, name = match.groups()
        _must_be_plain(before)
        if kind not in TYPES:
            raise ValueError(f"{match.group()!r} has the type {kind!r}; the types are {', '.join(TYPES)}")
        if name != name.strip():
            raise ValueError(f"{match.group()!r} has a blank at its edge; put it outside the mark")
        pieces += (before, name)
        length += len(before)
        marks.append(Mark(Span(length, length + len(name)), kind))
        length += len(name)
        last = match.end()
    _must_be_plain(source[last:])
    pieces.append(source[last:])
    return MarkedText("".join(pieces), tuple(marks))


def read_marked(paths: Iterable[Path]) -> Iterator[MarkedText]:
    """The articles of the files in order. Raises ``ReadError``, with file and line, for a wrong mark."""
    for path in paths:
        for first_line, source in _articles(path):
            try:
                yield parse_article(source)
            except ValueError as error:
                raise ReadError(f"{path}, article at line {first_line}", str(error)) from error


def problems(paths: Iterable[Path]) -> Iterator[str]:
    """What is wrong in the files, one sentence for each: marks, lone headlines and texts that occur twice."""
    seen: dict[str, str] = {}
    for path in paths:
        for first_line, source in _articles(path):
            for offset, line in enumerate(source.split("\n")):
                place = f"{path.name}:{first_line + offset}"
                try:
                    plain = parse_article(line).text
                except ValueError as error:
                    yield f"{place}: {error}"
                    continue
                if len(plain.split()) >= 6 and seen.setdefault(plain, place) != place:
                    yield f"{place}: the same paragraph as {seen[plain]}"
            if "\n" not in source:
                yield f"{path.name}:{first_line}: a headline without a paragraph"


def _articles(path: Path) -> Iterator[tuple[int, str]]:
    """Each article of a file with the number of its first line."""
    whole = path.read_text(encoding="utf-8")
    start = 0
    for border in [*_BORDER.finditer(whole), None]:
        piece = whole[start : border.start() if border else len(whole)]
        source = "\n".join(line.strip() for line in piece.strip().split("\n") if line.strip())
        if source:
            lead = len(piece) - len(piece.lstrip())
            yield whole.count("\n", 0, start + lead) + 1, source
        start = border.end() if border else len(whole)


def _must_be_plain(piece: str) -> None:
    bracket = _BRACKET.search(piece)
    if bracket:
        shown = piece[max(0, bracket.start() - 20) : bracket.start() + 20]
        raise ValueError(f"a bracket in {shown!r} belongs to no mark; write marks as [PER Kyrylo Budanov]")


if __name__ == "__main__":
    found = list(problems(sorted(NEWS.glob("*.txt"))))
    print("\n".join(found) or "every mark is in order")
    sys.exit(1 if found else 0)
