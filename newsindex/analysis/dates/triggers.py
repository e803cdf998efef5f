"""Which sentences can hold a date at all: those with a word, or figures, that some rule cannot do without.

Reading is mostly about what can be skipped. Marks and figures are turned into blanks (which keeps every offset), the
words of a sentence are split off and compared with one set, all of it in the interpreter's own C; a sentence without
a trigger costs no more than that. The set is derived from the rules, so that a new rule needs no second line here.

    >>> list(Triggers(["{weekday}"]).sentences("He left. He came back on Monday.", [(0, 8), (9, 32)]))
    [(9, 32)]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from newsindex.analysis.dates.lexicon import PROPER
from newsindex.analysis.dates.shapes import needed

__all__ = ["COMMON", "Triggers"]

COMMON = frozenset(
    """a s an the of in at on by to and or for from last next this that these first second third one two three four
    five six seven eight nine ten more most some few several many same old new each per other only late early end time
    times current before after over through with as under about around part full number fell no is long recent good
    black international all right guy very billion""".split()
)
"""Words of rules that are too common to read a sentence for; where a rule can do with another word, it does."""

_FIGURES = re.compile(
    r"[0-9'’]"  # one set of characters first: the search then looks for nothing else at most places
    r"(?:(?<=[12])(?<!\d.)\d{3}(?!\d)"  # a year, or a time such as 1430
    r"|(?<=0)(?<!\d.)\d{3}(?!\d)"  # 0735 GMT
    r"|(?<=['’])\d\d(?!\d)"
    r"|(?<=\d)(?:0s|[:/]\d|\.\d\d?(?:\.\d|\s?[:–—-])))"
)
"""Dates without a word: years, ``'89``, ``the 90s``, ``10:35``, ``10/8/2024``."""

_TO_BLANKS = {ord(mark): " " for mark in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—―−‐‑“”‘’…•·\u00a00123456789"}


def _spellings(word: str) -> tuple[str, ...]:
    proper = (word.capitalize(), word.upper())
    return proper if word in PROPER else (word, *proper)


class Triggers:
    """What to look for in a sentence before any of ``patterns`` is tried on it."""

    def __init__(self, patterns: Iterable[str]) -> None:
        words = set().union(*(needed(pattern, COMMON) for pattern in patterns)) - {"s"}  # "the 90s" has figures
        self.words = frozenset(spelling for word in words for spelling in _spellings(word))

    def sentences(self, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Those of ``spans`` (starts and ends in ``text``) in which a pattern may match."""
        plain = text.translate(_TO_BLANKS)
        figures = [found.start() for found in _FIGURES.finditer(text)]
        nothing_in = self.words.isdisjoint
        for start, end in spans:
            if not nothing_in(plain[start:end].split()) or (
                figures and bisect_left(figures, start) < bisect_left(figures, end)
            ):
                yield start, end
