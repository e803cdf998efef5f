"""Did you mean: words and names of a question that the index does not know, and what it knows instead.

A word is doubted if no article has it, or if next to none has it and a word one edit away is a hundred times as
frequent. What is offered is within two edits (one for short words), the nearest first and then the most frequent.

    >>> suggest("Zelenskiy troups", knowledge).text  # doctest: +SKIP
    'zelenskyy troops'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, get_args

from attrs import frozen

from newsindex.analysis.words import fold, name_key, words_of
from newsindex.engines.base import SpelledField
from newsindex.query.matching import edit_distance_at_most
from newsindex.query.model import And, Boost, Named, NameField, Not, Or, Phrase, Query, Word

__all__ = ["Alternative", "Correction", "Knowledge", "Suggestion", "suggest"]

_RARE = 2
_MUCH_MORE = 100
_SHORT = 4
_MOST_ALTERNATIVES = 5


@frozen
class Alternative:
    """A word or name that the index knows, and in how many articles it stands."""

    text: str
    count: int


@frozen
class Correction:
    """A doubted word or name and what it may have meant, the likeliest first."""

    written: str
    alternatives: tuple[Alternative, ...]


@frozen
class Suggestion:
    """What a question may have meant; false where there is nothing to suggest."""

    asked: str
    query: Query
    """The question with each doubted word replaced by the likeliest alternative."""
    corrections: tuple[Correction, ...]
    unknown: tuple[str, ...] = ()
    """Doubted words for which the index knows nothing near."""

    @property
    def text(self) -> str:
        """The corrected question in the query language."""
        return str(self.query)

    def __bool__(self) -> bool:
        return bool(self.corrections)

    def __str__(self) -> str:
        return self.text


class Knowledge(Protocol):
    """What has to be known of an index."""

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands."""

    def spelled_like(self, text: str, distance: int, field: SpelledField) -> Mapping[str, int]:
        """What is written nearly so, and in how many articles."""


def suggest(asked: str, query: Query, known: Knowledge, *, spell_name: Callable[[str], str] = str) -> Suggestion:
    """What a parsed question may have meant; ``spell_name`` gives the spelling of a name's key."""
    doubts: dict[str, tuple[Alternative, ...]] = {}

    def mended(node: Query) -> Query:
        match node:
            case Word(text, field):
                return Word(_mend(text, doubts, _words_like(text, known)), field)
            case Phrase(words, field, slop):
                return Phrase(tuple(_mend(word, doubts, _words_like(word, known)) for word in words), field, slop)
            case Named(field, name):
                return Named(field, _mend(name, doubts, _names_like(name, field, known, spell_name)))
            case And(parts):
                return And(tuple(map(mended, parts)))
            case Or(parts):
                return Or(tuple(map(mended, parts)))
            case Boost(part, factor):
                return Boost(mended(part), factor)
            case Not():
                return node  # what is not wanted need not be known
        return node

    better = mended(query)
    return Suggestion(
        asked=asked,
        query=better,
        corrections=tuple(Correction(word, found) for word, found in doubts.items() if found),
        unknown=tuple(word for word, found in doubts.items() if not found),
    )


def _mend(written: str, doubts: dict[str, tuple[Alternative, ...]], found: tuple[Alternative, ...] | None) -> str:
    if found is None:
        return written
    doubts[written] = found
    return found[0].text if found else written


def _words_like(written: str, known: Knowledge) -> tuple[Alternative, ...] | None:
    """Alternatives to a word; None if it is not in doubt."""
    words = words_of(written)
    if len(words) != 1:  # "north-western" is two words to the index
        return None
    (word,) = words
    having = known.frequencies([word.stem])[word.stem]
    if having > _RARE or any(char.isdigit() for char in word.form):
        return None
    ranked = list(_near(word.form, known, "text"))
    if having and not any(distance == 1 and one.count >= _MUCH_MORE * having for distance, one in ranked):
        return None
    return tuple(one for _, one in ranked[:_MOST_ALTERNATIVES])


def _names_like(
    written: str, field: NameField, known: Knowledge, spell_name: Callable[[str], str]
) -> tuple[Alternative, ...] | None:
    """Alternatives to a name; None if it is known."""
    key = name_key(written)
    fields = [one for one in get_args(SpelledField) if one == field or (field == "entity" and one != "text")]
    if not key or any(key in known.spelled_like(key, 0, one) for one in fields):
        return None
    found: dict[str, tuple[int, int]] = {}
    for one in fields:
        for distance, near in _near(key, known, one):
            before = found.get(near.text, (distance, 0))
            found[near.text] = min(distance, before[0]), max(near.count, before[1])
    ranked = sorted(found, key=lambda name: (found[name][0], -found[name][1], name))
    return tuple(Alternative(spell_name(name), found[name][1]) for name in ranked[:_MOST_ALTERNATIVES])


def _near(text: str, known: Knowledge, field: SpelledField) -> Iterator[tuple[int, Alternative]]:
    """What the index knows near ``text``, with the number of edits, the nearest and most frequent first."""
    text = fold(text)
    limit = 1 if len(text) <= _SHORT else 2
    ranked = []
    for other, count in known.spelled_like(text, limit, field).items():
        if other != text and not other.isdigit():
            distance = 1 if edit_distance_at_most(text, other, 1) else 2
            # Typing errors seldom touch the first letter.
            ranked.append((distance, other[:1] != text[:1], -count, other))
    return ((distance, Alternative(other, -count)) for distance, _, count, other in sorted(ranked))
