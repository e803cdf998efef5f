r"""A sorted list of byte strings in two flat arrays: the dictionary of a field or of a keyword column.

    blob     u1   the terms in byte order, each followed by one b"\n"
    starts   uN   len + 1 offsets into ``blob``: term i is blob[starts[i] : starts[i + 1] - 1]

The line ends let one compiled regular expression run over all terms at once. A term may itself hold a line end
(encoded numbers do), so what a match means is decided by ``starts``, never by the line ends.

    >>> terms = Terms.of([b"car", b"cart", b"dog"])
    >>> terms.find(b"cart"), terms.find(b"cow"), terms.prefix_range(b"car")
    (1, -1, (0, 2))
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, smallest
from newsindex.errors import CorruptIndexError

__all__ = ["Terms"]

_STEP = 64


class Terms(Sequence[bytes]):
    """Sorted, distinct byte strings; numbers are their ranks."""

    def __init__(self, blob: npt.NDArray[np.uint8], starts: npt.NDArray[Any], *, name: str = "terms") -> None:
        if not len(starts) or int(starts[-1]) != len(blob) or int(starts[0]) != 0:
            raise CorruptIndexError(name, "a term dictionary does not fit its offsets")
        self._name = name
        self.blob = blob
        self.starts = starts
        self._asked = 0
        self._view = blob.data
        self._starts = starts.data
        self._len = len(starts) - 1

    @classmethod
    def of(cls, terms: Sequence[bytes]) -> Terms:
        """From a list that is sorted and free of repeats."""
        starts = np.zeros(len(terms) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, terms), np.int64, len(terms)) + 1, out=starts[1:])
        blob = b"\n".join(terms) + b"\n" if terms else b""
        return cls(np.frombuffer(blob, np.uint8), smallest(starts))

    @classmethod
    def load(cls, file: ArrayFile, prefix: str) -> Terms:
        """From the arrays ``prefix`` + ``terms`` and ``prefix`` + ``starts`` of a file."""
        return cls(file.array(prefix + "terms"), file.array(prefix + "starts"), name=file.name)

    def save(self, writer: ArrayFileWriter, prefix: str) -> None:
        """Writes the two arrays that ``load`` reads."""
        writer.add(prefix + "terms", self.blob)
        writer.add(prefix + "starts", self.starts)

    def __len__(self) -> int:
        return self._len

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._len))]
        if index < 0:
            raise IndexError(index)
        return bytes(self._view[self._starts[index] : self._starts[index + 1] - 1])

    def __iter__(self) -> Iterator[bytes]:
        return self.between(0, self._len)

    def between(self, low: int, high: int) -> Iterator[bytes]:
        """Terms ``low`` to ``high`` - 1 in order."""
        first = int(self.starts[low])
        data = bytes(self._view[first : int(self.starts[high])])
        edges = (self.starts[low : high + 1].astype(np.int64) - first).tolist()
        return (data[start : end - 1] for start, end in pairwise(edges))

    @cached_property
    def _landmarks(self) -> list[bytes]:
        return [self[i] for i in range(0, self._len, _STEP)]

    def lower_bound(self, term: bytes) -> int:
        """The rank of the first term that is not less than ``term``; ``len`` if there is none."""
        if self._asked < _STEP:
            # Landmarks are read from all over the dictionary, which is not worth it for a few terms.
            self._asked += 1
            return bisect_left(self, term)
        block = bisect_left(self._landmarks, term)
        if not block:
            return 0
        low, high = (block - 1) * _STEP + 1, min(block * _STEP, self._len)
        return bisect_left(self, term, low, high)

    def find(self, term: bytes) -> int:
        """The rank of ``term``, or -1."""
        rank = self.lower_bound(term)
        return rank if rank < self._len and self[rank] == term else -1

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """The ranks (first, behind the last) of the terms that begin with ``prefix``."""
        low = self.lower_bound(prefix)
        after = prefix.rstrip(b"\xff")
        if not after:
            return low, self._len
        return low, self.lower_bound(after[:-1] + bytes([after[-1] + 1]))

    def is_sorted(self) -> bool:
        """Whether the terms really ascend (``check`` asks; reading takes it for granted)."""
        starts = self.starts.astype(np.int64)
        if (np.diff(starts) < 1).any() or not (self.blob[starts[1:] - 1] == 10).all():
            return False
        return all(first < second for first, second in pairwise(self))
