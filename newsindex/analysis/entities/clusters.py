"""Which words are used alike: the groups that words fall into by their meaning, coarse and fine.

A name that the training text never had beside it, or a word never met there, is still read rightly when it is used like
words that were: "cooperative" like "federation", "Agadez" like "Maradi". The groups were made beforehand from the word
vectors of an openly licensed encoder (``training/clusters_building.py``); here they are only looked up. After Miller,
Guinness and Zamanian, "Name tagging with word clusters and discriminative training" (2004).

    >>> clusters = WordClusters.make({"bank": (0, 3), "credit": (0, 4)})
    >>> clusters.of(["Bank", "zzz"]).tolist()
    [[0, 3], [-1, -1]]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import field, frozen

from newsindex.analysis.entities.hash_index import HashIndex
from newsindex.analysis.entities.wordlists import word_hash

__all__ = ["LEVELS", "WordClusters"]

LEVELS = (32, 128, 512, 2048)
"""How many groups there are at each level, coarse before fine. Groups are numbered through all levels."""


@frozen(eq=False)
class WordClusters:
    """Sorted hashes of words and the groups that each is in."""

    hashes: np.ndarray = field(repr=False)
    """uint32, ascending."""
    groups: np.ndarray = field(repr=False)
    """int16, words × levels."""
    _index: HashIndex = field(init=False, repr=False)

    @_index.default
    def _indexed(self) -> HashIndex:
        return HashIndex.of(self.hashes)

    @classmethod
    def make(cls, groups: Mapping[str, Sequence[int]]) -> WordClusters:
        """The given words, each with its group at every level."""
        table = {word_hash(word): tuple(of) for word, of in groups.items()}
        ordered = sorted(table.items())
        return cls(np.array([key for key, _ in ordered], np.uint32), np.array([of for _, of in ordered], np.int16))

    @classmethod
    def none(cls) -> WordClusters:
        """No word is in any group."""
        return cls(np.zeros(0, np.uint32), np.zeros((0, len(LEVELS)), np.int16))

    def save(self, path: Path) -> None:
        """Write the groups; equal groups give equal bytes."""
        with path.open("wb") as file:
            np.save(file, self.hashes, allow_pickle=False)
            np.save(file, self.groups, allow_pickle=False)

    @classmethod
    def load(cls, path: Path) -> WordClusters:
        """The groups in a file that ``save`` wrote."""
        with path.open("rb") as file:
            return cls(np.load(file, allow_pickle=False), np.load(file, allow_pickle=False))

    def of(self, words: Sequence[str]) -> np.ndarray:
        """int16, words × levels: the groups of each word by its folded form, -1 where it has none."""
        return self.find([word_hash(word) for word in words])

    def find(self, hashes: Sequence[int]) -> np.ndarray:
        """The same by the ``word_hash`` of each word."""
        places = self._index.find(np.array(hashes, np.uint32))
        result = np.full((len(places), self.groups.shape[1]), -1, np.int16)
        known = places >= 0
        result[known] = self.groups[places[known]]
        return result
