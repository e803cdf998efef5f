"""What the reader sees of a text: which words answered, and a snippet around them.

Both come from our own offsets, so they are alike on every engine.

    >>> text = "Rain fell. Troops moved north on Friday."
    >>> [span.of(text) for span in highlights(text, Word("troop"))]
    ['Troops']
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from newsindex.analysis.words import IndexWord, index_words, token_offsets, words_of
from newsindex.query.matching import form_test, leaves, lower
from newsindex.query.model import Fuzzy, Phrase, Prefix, Query, Wildcard, Word
from newsindex.spans import Span

__all__ = ["SNIPPET_WIDTH", "highlights", "snippet"]

SNIPPET_WIDTH = 240
"""How many characters a snippet has at most, without the marks of omission."""

WordTest = Callable[[IndexWord], bool]


def highlights(text: str, query: Query, *, within: Span | None = None) -> tuple[Span, ...]:
    """The tokens of ``text`` that answer to words of ``query``, in order."""
    stems, tests = _wanted(query)
    if not stems and not tests:
        return ()
    piece = within or Span(0, len(text))
    known: dict[str, bool] = {}
    found = []
    for start, end in token_offsets(piece.of(text)):
        token = text[piece.start + start : piece.start + end]
        if token not in known:
            known[token] = any(word.stem in stems or any(test(word) for test in tests) for word in index_words(token))
        if known[token]:
            found.append(Span(piece.start + start, piece.start + end))
    return tuple(found)


def snippet(text: str, marks: Sequence[Span], *, within: Span | None = None) -> Span:
    """The piece of ``text`` of at most ``SNIPPET_WIDTH`` characters that shows most of the marked words.

    It lies inside ``within``, and begins and ends between words.
    """
    piece = within or Span(0, len(text))
    if len(piece) <= SNIPPET_WIDTH:
        return piece
    marks = [mark for mark in marks if piece.contains(mark)]
    best = Span(piece.start, piece.start)
    most = 0
    ends = [mark.end for mark in marks]
    for number, mark in enumerate(marks):
        # A window that begins a little before this mark, so that the word has some context.
        start = max(piece.start, min(mark.start - SNIPPET_WIDTH // 4, piece.end - SNIPPET_WIDTH))
        last = bisect_left(ends, start + SNIPPET_WIDTH + 1)
        different = len({text[one.start : one.end].lower() for one in marks[number:last]})
        if different > most:
            best, most = Span(start, start), different
    start = _word_start(text, best.start, piece.start)
    end = min(start + SNIPPET_WIDTH, piece.end)
    if end < piece.end and not text[end].isspace():
        shorter = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = shorter if shorter > start + SNIPPET_WIDTH // 2 else end
    return Span(start, end)


def _word_start(text: str, start: int, least: int) -> int:
    while least < start < len(text) and not text[start - 1].isspace():
        start -= 1
        if start <= least:
            return least
    return start


def _wanted(query: Query) -> tuple[set[str], list[WordTest]]:
    stems: set[str] = set()
    tests: list[WordTest] = []
    for node in leaves(lower(query)):
        match node:
            case Word(text):
                stems.add(words_of(text)[0].stem)
            case Phrase(words):
                stems.update(words_of(word)[0].stem for word in words)
            case Prefix() | Wildcard() | Fuzzy():
                tests.append(_on_form(form_test(node)))
    return stems, tests


def _on_form(test: Callable[[str], bool]) -> WordTest:
    return lambda word: test(word.form)
