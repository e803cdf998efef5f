"""Values and in how many matches each stands, as numbers until somebody looks: labels, and the names of labels.

>>> counts = Counts(Names(Terms.of([b"gold", b"oil", b"tin"])), np.array([0, 1]), np.array([1, 2]))
>>> counts["oil"], list(counts.items())
(2, [('oil', 2), ('gold', 1)])
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.terms import Terms

__all__ = ["Counts", "Names", "text_of"]

Labels = npt.NDArray[np.int32]

_LOOKED_AT = 64
"""Who looks at a facet mostly sees so many of its values; the others are put in order only for those who go on."""

_READ = 4_096
"""So many names are kept as text."""


class Names:
    """What labels are called: first the words of a dictionary, then some more."""

    def __init__(self, words: Terms, more: Sequence[str] = ()) -> None:
        self._words = words
        self._more = more
        self._read: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._words) + len(self._more)

    def __getitem__(self, label: int) -> str:
        name = self._read.get(label)
        if name is None:
            words = len(self._words)
            name = text_of(self._words[label]) if label < words else self._more[label - words]
            if len(self._read) >= _READ:
                self._read.clear()
            self._read[label] = name
        return name

    def labels(self, name: str) -> Iterator[int]:
        """What may have this name."""
        yield self._words.find(name.encode("utf-8", "surrogatepass"))
        yield self._numbers.get(name, -1)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: len(self._words) + place for place, name in enumerate(self._more)}

    @cached_property
    def places(self) -> Ints:
        """For each label its place in the order of the alphabet."""
        places = np.arange(len(self))
        if self._more:
            places[sorted(range(len(self)), key=self.__getitem__)] = np.arange(len(self))
        return places


class Counts(Mapping[str, int]):
    """Values and in how many matches each stands, most frequent first, equals by name."""

    def __init__(self, names: Names, labels: Labels, counts: Labels) -> None:
        self._names = names
        self._labels = labels
        """Those that stand anywhere, ascending."""
        self._counts = counts

    def __len__(self) -> int:
        return len(self._labels)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.pairs())

    def __getitem__(self, name: str) -> int:
        for label in self._names.labels(name):
            place = int(self._labels.searchsorted(np.int32(label)))
            if place < len(self._labels) and self._labels[place] == label:
                return int(self._counts[place])
        # What is no text on disk is shown with signs in its place.
        found = dict(self.pairs()) if "\ufffd" in name else {}
        return found[name]

    @property
    def nbytes(self) -> int:
        """About how much memory they take once they were looked at."""
        return 500 + 16 * len(self._labels)

    def items(self) -> ItemsView[str, int]:
        """The values with their counts, named one by one."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, int]]:
        """The same, for going through once."""
        first, others = self._split
        yield from self._named(first)
        if len(others):
            yield from self._named(self._in_order(others))

    def __repr__(self) -> str:
        return repr(dict(self.pairs()))

    def _named(self, places: Ints) -> Iterator[tuple[str, int]]:
        for label, count in zip(self._labels[places].tolist(), self._counts[places].tolist(), strict=True):
            yield self._names[label], count

    def _in_order(self, places: Ints) -> Ints:
        # One number for both is put in order in half the time of two.
        keys = self._names.places.take(self._labels.take(places)) - (self._counts.take(places).astype(np.int64) << 32)
        return places.take(keys.argsort())

    @cached_property
    def _split(self) -> tuple[Ints, Ints]:
        """The places of the most frequent values, in order, and those of the others."""
        counts = self._counts
        if len(counts) <= 2 * _LOOKED_AT:
            return self._in_order(np.arange(len(counts))), np.zeros(0, np.int64)
        # As many of the highest of some rows as are looked at: no value above the least of them can be missed.
        rows = counts[: len(counts) // _LOOKED_AT // 2 * _LOOKED_AT * 2].reshape(-1, 2 * _LOOKED_AT)
        bar = np.sort(np.maximum.reduce(rows, axis=0))[_LOOKED_AT]
        return self._in_order(np.flatnonzero(counts > bar)), np.flatnonzero(counts <= bar)


class _Items(ItemsView[str, int]):
    _mapping: Counts

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self._mapping.pairs()


def text_of(word: Any) -> str:
    """A word of a column as text; what is none is replaced."""
    return bytes(word).decode("utf-8", "replace")
