"""What is known of words and phrases beforehand: places, first names, surnames, titles, organisation words.

Every list is a bit. A word or phrase is kept as a 32-bit hash of its folded form beside the bits of the lists it is in,
both as flat sorted arrays, so that loading costs one read and 150,000 entries take under a megabyte. Two entries that
share a hash share their bits; that happens to about one entry in 30,000, and a recogniser has to bear worse.

    >>> lists = WordLists.make({"city_big": ["Kyiv", "New York"]})
    >>> int(lists.bits_of(["Kyiv"])[0]) == BIT["city_big"]
    True
    >>> lists.phrase_bits(["New", "York"]) == BIT["city_big"]
    True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from attrs import field, frozen

from newsindex.analysis.entities.hash_index import HashIndex
from newsindex.analysis.words import fold, token_offsets

__all__ = ["BIT", "LISTS", "LONGEST_PHRASE", "WordLists", "first_hash", "hash_of", "joined_hash", "word_hash"]

LISTS = (
    "first_name",
    "surname",
    "city_big",
    "city_mid",
    "city_small",
    "country",
    "region",
    "demonym",
    "org",
    "org_word",
    "place_word",
    "title",
    "month",
    "person",
    "common",
    "of_place",
    "club",
)
"""The lists, each worth the bit of its position."""

BIT = {name: 1 << position for position, name in enumerate(LISTS)}
LONGEST_PHRASE = 6


def hash_of(text: str, before: int = 0) -> int:
    """A 32-bit hash that is the same in every process and on every machine.

    With ``before``, the hash of another text, it is that of ``text`` written behind it.
    """
    return crc32(text.encode("utf-8", "surrogatepass"), before)


_FIRST = hash_of("\u241f")


@frozen(eq=False)
class WordLists:
    """Sorted hashes and the bits of the lists that each is in."""

    hashes: np.ndarray = field(repr=False)
    """uint32, ascending."""
    bits: np.ndarray = field(repr=False)
    """uint32, parallel to ``hashes``."""
    _index: HashIndex = field(init=False, repr=False)

    @_index.default
    def _indexed(self) -> HashIndex:
        return HashIndex.of(self.hashes)

    @classmethod
    def make(cls, lists: Mapping[str, Iterable[str]]) -> WordLists:
        """The given lists, by name; an entry of several words is a phrase."""
        table: dict[int, int] = {}
        for name, entries in lists.items():
            for entry in entries:
                words = [entry[start:end] for start, end in token_offsets(entry)]
                if len(words) > LONGEST_PHRASE:
                    continue
                key = word_hash(words[0]) if len(words) == 1 else _phrase_hash(words)
                table[key] = table.get(key, 0) | BIT[name]
                if len(words) > 1:
                    first = first_hash(fold(words[0]))
                    table[first] = table.get(first, 0) | 1 << len(words)
        ordered = sorted(table.items())
        return cls(np.array([key for key, _ in ordered], np.uint32), np.array([bits for _, bits in ordered], np.uint32))

    def save(self, path: Path) -> None:
        """Write the lists; equal lists give equal bytes."""
        with path.open("wb") as file:
            np.save(file, self.hashes, allow_pickle=False)
            np.save(file, self.bits, allow_pickle=False)

    @classmethod
    def load(cls, path: Path) -> WordLists:
        """The lists in a file that ``save`` wrote."""
        with path.open("rb") as file:
            return cls(np.load(file, allow_pickle=False), np.load(file, allow_pickle=False))

    def bits_of(self, words: Sequence[str]) -> np.ndarray:
        """For each word the lists that hold it, by its folded form."""
        return self.find([word_hash(word) for word in words])

    def phrase_bits(self, words: Sequence[str]) -> int:
        """The lists that hold the phrase of ``words``."""
        return int(self.find([_phrase_hash(words)])[0])

    def find(self, hashes: Sequence[int]) -> np.ndarray:
        """For each hash, of a word (``word_hash``) or phrase (``joined_hash``), the lists that hold it.

        For the ``first_hash`` of a word, the lengths of the phrases that begin with it: bit n for a phrase of n words.
        """
        places = self._index.find(np.array(hashes, np.uint32))
        result = np.zeros(len(places), np.uint32)
        known = places >= 0
        result[known] = self.bits[places[known]]
        return result


def word_hash(word: str) -> int:
    """The hash of a word in its folded form, without a full stop at its end."""
    return hash_of(fold(word).rstrip("."))


def first_hash(folded: str) -> int:
    """The hash by which a folded word is known as the first of phrases."""
    return hash_of(folded, _FIRST)


def joined_hash(phrase: int, folded: str) -> int:
    """The hash of a phrase, given that of all but its last word (of the first word alone, its ``hash_of``)."""
    return hash_of(" " + folded, phrase)


def _phrase_hash(words: Sequence[str]) -> int:
    return hash_of(" ".join(fold(word) for word in words))
