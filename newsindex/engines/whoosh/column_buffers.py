"""Values of a column while documents come in: flat and narrow, since there are many of them until a segment is written.

>>> buffer = buffer_for("keywords")
>>> for doc, words in enumerate(([b"oil"], [], [b"gold", b"oil"])):
...     _ = buffer.add(doc, words)
>>> column = buffer.column(3)
>>> [column.words_of(doc) for doc in range(3)]
[[b'oil'], [], [b'gold', b'oil']]
"""

from __future__ import annotations

import itertools
from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray
from newsindex.engines.whoosh.arrays import smallest
from newsindex.engines.whoosh.columns import Column, KeywordsColumn, SpansColumn, column_of
from newsindex.engines.whoosh.terms import Terms

__all__ = ["ColumnBuffer", "buffer_for"]


_NEW_WORD = 200


class ColumnBuffer(Protocol):
    """What all kinds share."""

    def add(self, doc: int, value: Any) -> int:
        """Takes the value of a document, later ones after earlier ones; gives about how many bytes it takes."""

    def column(self, docs: int) -> Column | None:
        """The column of so many documents, or None if none of them has a value."""


def buffer_for(kind: str) -> ColumnBuffer:
    """A buffer for a column of this kind."""
    match kind:
        case "keywords":
            return _WordsBuffer()
        case "spans":
            return _SpansBuffer()
    return _PlainBuffer(kind)


class _PlainBuffer:
    """At most one value for each document, as it was given."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._values: list[Any] = []

    def add(self, doc: int, value: Any) -> int:
        self._values.extend(itertools.repeat(None, doc - len(self._values)))
        self._values.append(value)
        return 64 + (len(value) if isinstance(value, bytes) else 0)

    def column(self, docs: int) -> Column | None:
        if all(value is None for value in self._values):
            return None
        self._values.extend(itertools.repeat(None, docs - len(self._values)))
        return column_of(self._kind, self._values)


class _Counted:
    """How many values each document has."""

    def __init__(self) -> None:
        self._docs = array("I")
        self._counts = array("I")

    def note(self, doc: int, count: int) -> None:
        if count:
            self._docs.append(doc)
            self._counts.append(count)

    def edges(self, docs: int) -> AnyArray:
        edges = np.zeros(docs + 1, np.int64)
        edges[np.frombuffer(self._docs, np.uint32).astype(np.int64) + 1] = np.frombuffer(self._counts, np.uint32)
        return smallest(np.cumsum(edges, out=edges))


class _WordsBuffer:
    def __init__(self) -> None:
        self._numbers: defaultdict[bytes, int] = defaultdict(itertools.count().__next__)
        self._words = array("I")
        self._counted = _Counted()

    def add(self, doc: int, value: Iterable[bytes]) -> int:
        known, before = len(self._numbers), len(self._words)
        self._words.extend(map(self._numbers.__getitem__, value))
        count = len(self._words) - before
        self._counted.note(doc, count)
        return 16 * count + _NEW_WORD * (len(self._numbers) - known)

    def column(self, docs: int) -> Column | None:
        if not self._words:
            return None
        words = sorted(self._numbers)
        ranks = np.empty(len(words), np.int64)
        ranks[np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))] = np.arange(len(words))
        values = smallest(ranks)[np.frombuffer(self._words, np.uint32)]
        return KeywordsColumn(self._counted.edges(docs), values, Terms.of(words))


class _SpansBuffer:
    def __init__(self) -> None:
        self._firsts = array("q")
        self._lasts = array("q")
        self._counted = _Counted()

    def add(self, doc: int, value: Iterable[tuple[int, int]]) -> int:
        before = len(self._firsts)
        for first, last in value:
            self._firsts.append(first)
            self._lasts.append(last)
        count = len(self._firsts) - before
        self._counted.note(doc, count)
        return 32 * count

    def column(self, docs: int) -> Column | None:
        if not self._firsts:
            return None
        firsts, lasts = (np.frombuffer(days, np.int64) for days in (self._firsts, self._lasts))
        base = int(min(firsts.min(), lasts.min()))
        return SpansColumn(self._counted.edges(docs), base, smallest(firsts - base), smallest(lasts - base))
