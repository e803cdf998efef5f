"""Annotated text of one token and tag a line (IOB2), given back as plain text with marks.

The open collections come tokenised. A recogniser reads plain text, so the words are put together again as print sets
them: no blank before a comma, none after an opening bracket. Tags of other types than person, organisation and place
(``MISC``) are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from newsindex.analysis.entities.training.marked_text import TYPES, Mark, MarkedText
from newsindex.spans import Span

__all__ = ["plain_text", "read_iob2"]

Sentence = list[tuple[str, str]]

_NO_BLANK_BEFORE = frozenset(", . ; : ! ? ) ] } % 's 'S ’s n't 'll 're 've 'm 'd ... …".split())
_NO_BLANK_AFTER = frozenset("( [ { $ £ € #".split())


def read_iob2(path: Path, *, sentences_per_text: int = 20) -> Iterator[MarkedText]:
    """The documents of a file, one sentence a line.

    Documents are apart by ``-DOCSTART-``; where a file has no such lines, ``sentences_per_text`` sentences make one.
    """
    documents: list[list[Sentence]] = [[]]
    sentence: Sentence = []
    bordered = False
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        columns = line.split()
        if columns and columns[0] == "-DOCSTART-":
            documents.append([])
            bordered = True
        elif columns:
            sentence.append((columns[0], columns[-1]))
        elif sentence:
            documents[-1].append(sentence)
            sentence = []
    for document in documents:
        size = len(document) if bordered else sentences_per_text
        for first in range(0, len(document), size or 1):
            yield plain_text(document[first : first + size])


def plain_text(sentences: Iterable[Sentence]) -> MarkedText:
    """One text of tagged sentences, a line each."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = 0
    for sentence in sentences:
        if pieces:
            pieces.append("\n")
            length += 1
        open_mark: tuple[int, str] | None = None
        open_quote = glued = False
        previous = ""
        for word, tag in sentence:
            closing = word in ('"', "''") and open_quote
            tight = not previous or glued or word in _NO_BLANK_BEFORE or closing
            if open_mark and tag != f"I-{open_mark[1]}":
                marks.append(Mark(Span(open_mark[0], length), open_mark[1]))
                open_mark = None
            if not tight:
                pieces.append(" ")
                length += 1
            if open_mark is None and tag[2:] in TYPES:
                open_mark = (length, tag[2:])
            pieces.append(word)
            length += len(word)
            if word in ('"', "``", "''"):
                open_quote = not open_quote
            glued = word in _NO_BLANK_AFTER or (word in ('"', "``") and open_quote)
            previous = word
        if open_mark:
            marks.append(Mark(Span(open_mark[0], length), open_mark[1]))
    return MarkedText("".join(pieces), tuple(marks))
