"""Which sentences can hold a date at all: those with a word that every rule needs one of.

Reading is mostly about what can be skipped. Marks are turned into blanks (which keeps every offset), the words of a
sentence are split off and compared with one set, all of it in the interpreter's own C; a sentence without a trigger
costs no more than that.

    >>> list(triggered("He left. He came back on Monday.", [(0, 8), (9, 32)]))
    [(9, 32)]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from newsindex.analysis.dates.lexicon import CLASSES, PROPER

__all__ = ["triggered"]

_CLASSES = "month monthabbr weekday weekdays unit units season daypart noon decadeword adverbset".split()
_WORDS = """today yesterday tomorrow tonight now nowadays currently recent recently lately future past present later
earlier fiscal half while thousand nineteen eighteen seventeen twenty weekend weekends period
easter epiphany pentecost juneteenth halloween thanksgiving christmas eve everyday clock gmt utc m am pm""".split()


def _spellings(word: str) -> tuple[str, ...]:
    proper = (word.capitalize(), word.upper())
    return proper if word in PROPER else (word, *proper)


_TRIGGERS = frozenset(
    [spelling for name in _CLASSES for word in CLASSES[name] for spelling in _spellings(word)]
    + [spelling for word in _WORDS for spelling in _spellings(word)]
    + [str(year) for year in range(1000, 2200)]
    + [f"{year}s" for year in range(1000, 2200, 10)]
    + [f"{year}s" for year in range(0, 100, 10)]
    + [f"{hour}:{minute:02d}" for hour in range(25) for minute in range(60)]
    + [f"0{hour}:{minute:02d}" for hour in range(10) for minute in range(60)]
    + ["Q1", "Q2", "Q3", "Q4", "H1", "H2"]
    + [f"{hour}{half}" for hour in range(1, 13) for half in ("am", "pm", "AM", "PM")]
)
# Short years and numeric dates are the only dates without a word of the set; a fixed first character is found fast.
_FIGURES = tuple(map(re.compile, (r"'\d\d(?!\d)", r"’\d\d(?!\d)", r"/\d\d?/\d")))
_MARKS = "!\"#$%&'()*+,-./;<=>?@[\\]^_`{|}~–—―−‐‑“”‘’…\u00a0"
_TO_BLANKS = {ord(mark): " " for mark in _MARKS}


def triggered(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of ``sentences`` (starts and ends in ``text``) that hold a trigger."""
    plain = text.translate(_TO_BLANKS)
    figures = sorted(found.start() for pattern in _FIGURES for found in pattern.finditer(text))
    nothing_in = _TRIGGERS.isdisjoint
    for start, end in sentences:
        if not nothing_in(plain[start:end].split()) or (
            figures and bisect_left(figures, start) < bisect_left(figures, end)
        ):
            yield start, end
