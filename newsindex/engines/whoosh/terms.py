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
from typing import overload

import numpy as np
import numpy.typing as npt
from attrs import frozen

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, smallest
from newsindex.errors import CorruptIndexError

__all__ = ["Terms", "TermsWriter", "joined"]

_STEP = 64
_AT_ONCE = 65_536


class Terms(Sequence[bytes]):
    """Sorted, distinct byte strings; numbers are their ranks."""

    def __init__(self, blob: npt.NDArray[np.uint8], starts: AnyArray, *, name: str = "terms") -> None:
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
        writer = TermsWriter()
        writer.add(terms)
        return writer.terms()

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


class TermsWriter:
    """Writes what ``Terms`` reads, from terms that come in order, a list at a time."""

    def __init__(self) -> None:
        self._blobs: list[bytes] = []
        self._lengths: list[AnyArray] = []

    def add(self, terms: Sequence[bytes]) -> None:
        """The next terms."""
        if not terms:
            return
        self._blobs.append(b"\n".join(terms) + b"\n")
        self._lengths.append(smallest(np.fromiter(map(len, terms), np.int64, len(terms)) + 1))

    def save(self, writer: ArrayFileWriter, prefix: str) -> None:
        """Writes the two arrays that ``Terms.load`` reads."""
        writer.begin(prefix + "terms", np.uint8)
        for blob in self._blobs:
            writer.append(np.frombuffer(blob, np.uint8))
        writer.end()
        writer.add(prefix + "starts", self._starts())

    def terms(self) -> Terms:
        """The same without a file."""
        return Terms(np.frombuffer(b"".join(self._blobs), np.uint8), self._starts())

    def _starts(self) -> AnyArray:
        starts = np.zeros(sum(map(len, self._lengths)) + 1, np.int64)
        np.cumsum(np.concatenate([np.zeros(0, np.uint8), *self._lengths]), out=starts[1:])
        return smallest(starts)


@frozen
class Joined:
    """A run of the terms of several dictionaries."""

    terms: list[bytes]
    """Those that any of them has, in order."""
    firsts: list[int]
    """For each dictionary the rank of the first of its own that is among them."""
    ranks: list[Ints]
    """For each dictionary where in ``terms`` its own are, in order."""


def joined(parts: Sequence[Terms], *, at_once: int = _AT_ONCE) -> Iterator[Joined]:
    """The terms of several dictionaries in order, in runs of at most ``at_once`` from each."""
    at = [0] * len(parts)
    while any(place < len(part) for place, part in zip(at, parts, strict=True)):
        # A run ends before the least of the terms that would be one too many.
        ahead = [part[place + at_once] for place, part in zip(at, parts, strict=True) if place + at_once < len(part)]
        bound = min(ahead, default=None)
        ends = [
            len(part) if bound is None else bisect_left(part, bound, place, min(len(part), place + at_once))
            for place, part in zip(at, parts, strict=True)
        ]
        shares = [list(part.between(place, end)) for place, part, end in zip(at, parts, ends, strict=True)]
        terms = sorted(set().union(*shares)) if len(shares) > 1 else shares[0]
        rank = dict(zip(terms, range(len(terms)), strict=True))
        yield Joined(terms, at, [np.fromiter(map(rank.__getitem__, share), np.int64, len(share)) for share in shares])
        at = ends
