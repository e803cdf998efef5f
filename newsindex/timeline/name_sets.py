"""Sets of names as arrays, so that what many pairs of them have in common is counted at once.

>>> sets = NameSets([frozenset("ab"), frozenset("bc")])
>>> sets.shared(np.array([0]), sets, np.array([1]), np.ones(3)).tolist()
[1.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Floats", "Ints", "NameSets", "Numbers", "counted"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Numbers(dict[str, int]):
    """A number for each name, in the order in which they are met."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


# More names than there ever are.
_WIDTH = 1 << 32


class NameSets:
    """Sets of names as arrays, so that what many pairs of them share is counted at once."""

    def __init__(self, sets: Sequence[frozenset[str]], numbers: Numbers | None = None) -> None:
        self._numbers = Numbers() if numbers is None else numbers
        self.row = np.repeat(np.arange(len(sets), dtype=np.int64), [len(one) for one in sets])
        self.col = np.array([self._numbers[name] for one in sets for name in sorted(one)], dtype=np.int64)
        self._start = np.searchsorted(self.row, np.arange(len(sets) + 1, dtype=np.int64))
        self._count = len(sets)

    @property
    def rarity(self) -> Floats:
        """For each name, how rare it is among the sets."""
        spread = np.bincount(self.col, minlength=len(self._numbers))
        return np.log1p(self._count / np.maximum(spread, 1))

    @cached_property
    def _held(self) -> Ints:
        """Which set has which name, in order."""
        return np.sort(self.row * _WIDTH + self.col)

    def weighed(self, weight: Floats) -> Floats:
        """The weight of the names of each set."""
        return np.bincount(self.row, weights=weight[self.col], minlength=self._count).astype(np.float64)

    def like(self, sets: Sequence[frozenset[str]]) -> NameSets:
        """Other sets, of those names alone that stand in these."""
        return NameSets([one & self._numbers.keys() for one in sets], self._numbers)

    def shared(self, ones: Ints, others: NameSets, theirs: Ints, weight: Floats) -> Floats:
        """For each pair of a set of these and one of the others, the weight of the names that stand in both."""
        many = self._start[ones + 1] - self._start[ones]
        pair = np.repeat(np.arange(len(ones), dtype=np.int64), many)
        name = self.col[np.repeat(self._start[ones], many) + counted(many)]
        held = others._held
        wanted = theirs[pair] * _WIDTH + name
        place = np.minimum(np.searchsorted(held, wanted), max(len(held) - 1, 0))
        found = held[place] == wanted if len(held) else np.zeros(len(wanted), dtype=bool)
        return np.bincount(pair[found], weights=weight[name[found]], minlength=len(ones)).astype(np.float64)


def counted(many: Ints) -> Ints:
    """0, 1, 2 … for each count, one run after the other."""
    return np.arange(int(many.sum()), dtype=np.int64) - np.repeat(np.cumsum(many) - many, many)
