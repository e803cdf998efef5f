"""Where keys stand in an array, for many keys at once: a few look-ups each instead of the seventeen of a binary search.

A table with open addressing and linear probing (Knuth, "The Art of Computer Programming" 6.4, algorithm L), filled and
asked with array arithmetic.

    >>> HashIndex.of(np.array([5, 9, 7])).find(np.array([7, 8])).tolist()
    [2, -1]
"""

from __future__ import annotations

import numpy as np
from attrs import field, frozen

__all__ = ["HashIndex"]

# 2**64 divided by the golden ratio: multiplied by it, near keys fall far apart.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_ROOM = 4
"""How many slots there are, at least, for each key."""


@frozen(eq=False)
class HashIndex:
    """Distinct whole numbers, and for each slot of the table which of them is there, or -1."""

    keys: np.ndarray = field(repr=False)
    slots: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, keys: np.ndarray) -> HashIndex:
        """The index of an array of distinct keys."""
        bits = max(4, (_ROOM * len(keys)).bit_length())
        slots = np.full(1 << bits, -1, np.int32)
        waiting = np.arange(len(keys), dtype=np.int32)
        at = _home(keys, bits)
        while len(waiting):
            free = slots[at] < 0
            slots[at[free]] = waiting[free]
            left = slots[at] != waiting
            waiting, at = waiting[left], (at[left] + 1) & (len(slots) - 1)
        return cls(keys, slots)

    def find(self, wanted: np.ndarray) -> np.ndarray:
        """For each number its position among the keys, or -1."""
        at = _home(wanted, len(self.slots).bit_length() - 1)
        found: np.ndarray = self.slots[at]
        taken = np.flatnonzero(found >= 0)
        taken = taken[self.keys[found[taken]] != wanted[taken]]
        while len(taken):  # another key is there, so look at the next slot
            at[taken] = (at[taken] + 1) & (len(self.slots) - 1)
            found[taken] = self.slots[at[taken]]
            taken = taken[found[taken] >= 0]
            taken = taken[self.keys[found[taken]] != wanted[taken]]
        return found


def _home(keys: np.ndarray, bits: int) -> np.ndarray:
    """The slot where the search for each key begins."""
    spread: np.ndarray = keys.astype(np.uint64) * _SPREAD >> np.uint64(64 - bits)
    return spread.astype(np.int64)
