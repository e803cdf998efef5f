"""A sentence as a string of symbols, one for each word, and patterns over such strings.

Words, numbers, blanks and marks of a text are its *pieces*. Each piece becomes one character that stands for
everything the grammar knows about it ("Monday" is a weekday; "second" an ordinal and a unit; a word that no rule
speaks of is ``OTHER``), so that the rules can be regular expressions over words instead of letters. They are short to
write, quick to run, and since every repetition in them is bounded they take time linear in the text.

A pattern is written as the words it matches. A blank is a blank, ``{weekday}`` a class or macro of ``lexicon``,
and ``( ) | ? (?! (?<!`` mean what they mean in a regular expression:

    >>> symbols = Symbols(["next {weekday}"])
    >>> symbols.compile("next {weekday}").match(symbols.encode(pieces_of("Next Tuesday"))).group("weekday") != ""
    True
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import repeat

from newsindex.analysis.dates.lexicon import CLASSES, MACROS, PROPER
from newsindex.analysis.dates.shapes import FOUR_FIGURES, tokens

__all__ = ["OTHER", "Symbols", "pieces_of"]

OTHER = "\u00b7"
"""The symbol of every piece that the grammar does not know."""

_PIECE = re.compile(r"[A-Za-z]+|[0-9]+|[^\W\d_]+|\s+|.", re.S)
_FIRST_SYMBOL = 0x100
_BLANKS = (" ", "  ", "   ", "\n", " \n", "\n ", "\n  ", "\t", "\r\n", "\u00a0", "\u2009", "\u202f")
_SAME = {
    "'": "'\u2019\u2018",
    "-": "-\u2010\u2011",
    "–": "–—―\u2012−",
}


def pieces_of(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words, numbers, blanks and marks of ``text[start:end]``, which joined give it back."""
    return _PIECE.findall(text, start, len(text) if end is None else end)


class Symbols:
    """The alphabet that a set of patterns needs: which symbol each piece of text gets, and patterns over symbols."""

    def __init__(self, patterns: Iterable[str]) -> None:
        marks: set[str] = set()
        members: defaultdict[str, set[str]] = defaultdict(set)
        for pattern in [*patterns, *MACROS.values()]:
            for _, word, _, mark in tokens(pattern):
                if word:
                    members[word].add(f"={word}")
                elif mark:
                    marks.add(mark)
        for name, words in CLASSES.items():
            for word in words:
                members[word].add(name)
        kinds: dict[frozenset[str], str] = {}
        self._of_piece: dict[str, str] = {}
        for word, names in members.items():
            symbol = kinds.setdefault(frozenset(names), chr(_FIRST_SYMBOL + len(kinds)))
            spellings = (word.capitalize(), word.upper())
            self._of_piece.update(dict.fromkeys(spellings if word in PROPER else (word, *spellings), symbol))
        for piece, classes in _numbers():
            self._of_piece[piece] = kinds.setdefault(classes, chr(_FIRST_SYMBOL + len(kinds)))
        for mark in sorted(marks):
            symbol = " " if mark == " " else kinds.setdefault(frozenset({mark}), chr(_FIRST_SYMBOL + len(kinds)))
            for same in _SAME.get(mark, mark):
                self._of_piece[same] = symbol
        self._of_piece.update(dict.fromkeys(_BLANKS, " "))
        self._symbols_of: defaultdict[str, str] = defaultdict(str)
        for names_, symbol in kinds.items():
            for name in names_:
                self._symbols_of[name] += symbol

    def encode(self, pieces: Sequence[str]) -> str:
        """One symbol for each piece."""
        return "".join(map(self._of_piece.get, pieces, repeat(OTHER)))

    def members(self, name: str) -> str:
        """The symbols of a class, of a mark, or (as ``=word``) of a word."""
        return " " if name == " " else self._symbols_of[name]

    def of_words(self, words: Iterable[str]) -> frozenset[str]:
        """The symbols that any of some words, or classes of figures, may get."""
        found = {self._of_piece.get(spelling) for word in words for spelling in (word, word.capitalize(), word.upper())}
        figures = {symbol for word in words if word in FOUR_FIGURES for symbol in self._symbols_of[word]}
        return frozenset(figures.union(symbol for symbol in found if symbol))

    def source(self, pattern: str, *, capture: bool = True) -> str:
        """The regular expression, over symbols, that a pattern stands for."""
        seen: defaultdict[str, int] = defaultdict(int)
        out: list[str] = []
        for name, word, operator, mark in tokens(pattern):
            if name:
                body = self.source(MACROS[name], capture=False) if name in MACROS else self._set(name)
                if capture:
                    seen[name] += 1
                    number = "" if seen[name] == 1 else str(seen[name])
                    out.append(f"(?P<{name}{number}>{body})")
                else:
                    out.append(f"(?:{body})")
            elif word:
                out.append(self._set(f"={word}"))
            elif operator:
                out.append("(?:" if operator == "(" else operator)
            else:
                out.append(" " if mark == " " else self._set(mark))
        return "".join(out)

    def compile(self, pattern: str) -> re.Pattern[str]:
        """A pattern over symbols in which each ``{name}`` is a group of that name, the second one ``name2``."""
        return re.compile(self.source(pattern))

    def _set(self, name: str) -> str:
        symbols = self._symbols_of[name]
        if not symbols:
            raise KeyError(f"no word has the class {name!r}")
        return symbols if len(symbols) == 1 else f"[{symbols}]"


def _numbers() -> Iterable[tuple[str, frozenset[str]]]:
    made: dict[tuple[bool, ...], frozenset[str]] = {}
    for number in range(10_000):
        for piece in {str(number), f"{number:02d}", f"{number:03d}", f"{number:04d}"}:
            plain, width = not piece.startswith("0"), len(piece)
            kind = (
                plain and number > 0,
                width < 3 and 1 <= number <= 31,
                width < 3 and 1 <= number <= 12,
                width < 3 and number <= 24,
                width == 2 and number < 60,
                width == 2,
                width == 4 and 1000 <= number < 2200,
                width == 4 and (number // 100 < 24 or number == 2400) and number % 100 < 60,
                width == 3,
            )
            if any(kind):
                names = ("n", "dd", "mm", "hh", "sixty", "yy", "yyyy", "hhmm", "thousands")
                if kind not in made:
                    made[kind] = frozenset(name for name, holds in zip(names, kind, strict=True) if holds)
                yield piece, made[kind]
