"""Which documents two long lists share, by marking those of one in an array that has a place for each document.

Looking each document up in a sorted list costs a search; a mark costs a byte. A mark is the number of the meeting that
made it, so nothing has to be wiped away between meetings.

    >>> kept, rows = Marks(10).meet(np.array([2, 5, 7]), np.array([1, 2, 7, 9]))
    >>> kept.tolist(), rows.tolist()
    ([1, 2], [0, 2])
"""

from __future__ import annotations

import numpy as np

from newsindex.engines.whoosh.array_types import Bools, Ints

__all__ = ["Marks"]

_LAST = 255
_FROM = 512
_LONGER = 8


class Marks:
    """An array of marks; not to be shared between threads."""

    def __init__(self, size: int) -> None:
        self._marks = np.zeros(size, np.uint8)
        self._meeting = 0

    @staticmethod
    def are_worth_it(mine: int, docs: int) -> bool:
        """Whether a list of ``mine`` documents is better marked than searched for ``docs`` of them."""
        return docs >= _FROM and docs * _LONGER > mine

    def held(self, mine: Ints, docs: Ints) -> Bools:
        """Which of ``docs`` are in ``mine``."""
        number = self._number()
        # numpy puts three times as fast where numbers of another width are first made what it indexes by.
        self._marks[mine.astype(np.intp, copy=False)] = number
        held: Bools = self._marks.take(docs) == number
        return held

    def meet(self, mine: Ints, docs: Ints) -> tuple[Ints, Ints]:
        """The places of the common documents in ``docs`` and in ``mine``; both lists ascend."""
        kept = self.held(mine, docs).nonzero()[0]
        common = docs.take(kept)
        if len(common) * _LONGER < len(mine):
            return kept, mine.searchsorted(common)
        number = self._number()
        self._marks[common.astype(np.intp, copy=False)] = number
        return kept, (self._marks.take(mine) == number).nonzero()[0]

    def _number(self) -> np.uint8:
        if self._meeting == _LAST:
            self._meeting = 0
            self._marks.fill(0)
        self._meeting += 1
        return np.uint8(self._meeting)
