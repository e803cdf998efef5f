"""Which words news uses for one another: near-synonyms, and the many names of a country.

"Sacked" and "dismissed" tell the same; so do "Seoul", "South Korean" and "South Korea" when governments act. The list
of words is a short, general and plain file beside this module, so that it can be read and mended.

    >>> concept("dismiss") == concept("sack")
    True
    >>> [(country, is_seat) for _, country, is_seat in countries_in("Seoul and the French")]
    [('south korea', True), ('france', False)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from newsindex.analysis.countries import countries
from newsindex.analysis.words import fold, words_of
from newsindex.spans import Span

_CAPITALIZED = re.compile(r"\b[A-ZÀ-Þ]\w*")
# They act as countries do.
_UNIONS = (("European Union", "EU", "E.U."), ("United Nations", "UN", "U.N."))

__all__ = ["concept", "countries_in", "is_common"]


def concept(stem: str) -> str:
    """What stands for a stem and all that news says in its place: the stem itself if there is nothing."""
    return _concepts().get(stem, stem)


def is_common(stem: str) -> bool:
    """Whether the stem is one of the listed words, which are common nouns and verbs even with a capital letter."""
    return stem in _concepts()


def countries_in(text: str) -> Iterator[tuple[Span, str, bool]]:
    """Where ``text`` names a country, its people or its seat of government; True marks the seat."""
    pattern, firsts, meaning = _countries()
    end = 0
    for word in _CAPITALIZED.finditer(text):
        if word.group() in firsts and word.start() >= end:
            match = pattern.match(text, word.start())
            if match is not None:
                country, seat = meaning[fold(match.group())]
                end = match.end()
                yield Span(*match.span()), country, seat


@cache
def _concepts() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines("near_words.txt"):
        stems = [word.stem for entry in line.split() if "-" not in entry for word in words_of(entry)]
        for stem in stems:
            found.setdefault(stem, f"={stems[0]}")
    return found


@cache
def _countries() -> tuple[re.Pattern[str], frozenset[str], dict[str, tuple[str, bool]]]:
    """A pattern of all spellings, the words that these begin with, and what each means."""
    meaning: dict[str, tuple[str, bool]] = {}
    spellings: list[str] = []
    for country in countries():
        name = fold(country.today or country.name)
        seats = (*country.capitals, *country.houses)
        for words, seat in ((country.names + country.peoples, False), (seats, True)):
            meaning.update({fold(word): (name, seat) for word in words})
            spellings.extend(words)
    for union in _UNIONS:
        meaning.update({fold(word): (fold(union[0]), False) for word in union})
        spellings.extend(union)
    # A plural ("the Georgians") is the people too.
    for word in list(spellings):
        meaning.setdefault(fold(word) + "s", meaning[fold(word)])
    alternatives = "|".join(re.escape(word) for word in sorted(spellings, key=len, reverse=True))
    firsts = {re.match(r"\w+", word).group() for word in spellings}  # type: ignore[union-attr]
    return re.compile(rf"(?:{alternatives})s?(?!\w)"), frozenset(firsts | {f"{word}s" for word in firsts}), meaning


def _lines(name: str) -> list[str]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
