"""The nodes of a plan that give every match one score: filters, where that is 0. What they find is kept as a mask."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints
from newsindex.engines.whoosh.columns import IntColumn, SpansColumn
from newsindex.engines.whoosh.executor.leaves import Word
from newsindex.engines.whoosh.executor.nodes import Node, Pairs, Scores
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.unions import union

__all__ = ["AnyOf", "Columned", "Flat", "InField", "Meeting", "Outside"]


class Flat(Node):
    """A node all of whose matches score the same."""

    __slots__ = ("child", "narrows", "score", "word")

    def __init__(self, child: Node, score: float) -> None:
        self.snapshot = child.snapshot
        self.size = child.size
        self.child = child
        self.word = child.list if isinstance(child, Word) else None
        self.score = score
        self.narrows = not score

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.score > 0

    def hits(self, due: float) -> tuple[Ints, Scores]:
        key = self.child.key()
        if key is not None and self.word is None:
            docs: Ints = self._kept(key, due).nonzero()[0]
            return docs, self.score
        return self.child.docs(due), self.score

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        if self.word is not None:
            return self.word.has(docs), self.score
        key = self.child.key()
        if key is None:
            return self.child.has(docs, due), self.score
        return self._kept(key, due).take(docs), self.score

    def meet(self, docs: Ints, due: float) -> tuple[Ints, Scores]:
        matched = self.at(docs, due)[0] if self.word is None else self.word.has(docs)
        return matched.nonzero()[0], self.score

    def sift(self, found: Pairs, due: float) -> Pairs:
        if self.word is not None and not self.score:
            return self.word.sift(found, 0.0)
        return super().sift(found, due)

    def mask(self, due: float) -> Bools:
        key = self.child.key()
        return self.child.mask(due) if key is None else self._kept(key, due)

    def _kept(self, key: Hashable, due: float) -> Bools:
        return self.snapshot.mask(key, lambda: self.child.mask(due))

    def count(self, due: float) -> int:
        key = self.child.key()
        if key is None or self.word is not None:
            return self.child.count(due)
        return int(np.count_nonzero(self._kept(key, due)))


class Columned(Node):
    """The documents whose number in a column, less its ``base``, lies from ``first`` to ``last``, both included."""

    __slots__ = ("column", "first", "last", "name", "narrows", "score")

    def __init__(self, snapshot: Snapshot, name: str, column: IntColumn, first: int, last: int, score: float) -> None:
        self.snapshot = snapshot
        self.size = snapshot.doc_count
        self.name = name
        self.column = column
        self.first = first
        self.last = last
        self.score = score
        self.narrows = not score

    def _within(self, values: AnyArray) -> Bools:
        kind = values.dtype.type
        # Numbers without a sign: those below the first come out as greater than any that is in the range.
        within: Bools = values - kind(self.first) <= kind(self.last - self.first)
        return within

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs: Ints = self.mask(due).nonzero()[0]
        return docs, self.score

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        if len(docs) * 8 > self.snapshot.doc_count:
            return self.mask(due).take(docs), self.score
        return self._alive(self._within(self.column.values.take(docs)), docs), self.score

    def meet(self, docs: Ints, due: float) -> tuple[Ints, Scores]:
        return self.at(docs, due)[0].nonzero()[0], self.score

    def sift(self, found: Pairs, due: float) -> Pairs:
        column = self.column
        if column.present is not None or self.snapshot.live is not None:
            return super().sift(found, due)
        values, first, last, score = column.items, self.first, self.last, self.score
        return [(doc, total + score) for doc, total in found if first <= values[doc] <= last]

    def _alive(self, within: Bools, docs: Ints | None) -> Bools:
        live, present = self.snapshot.live, self.column.present
        if live is not None:
            within &= live if docs is None else live.take(docs)
        if present is not None:
            within &= present if docs is None else present.take(docs)
        return within

    def mask(self, due: float) -> Bools:
        key = ("column", self.name, self.first, self.last)
        return self.snapshot.mask(key, lambda: self._alive(self._within(self.column.values), None))


class InField(Node):
    """The documents that have any term in a field."""

    __slots__ = ("field",)

    def __init__(self, snapshot: Snapshot, field: str) -> None:
        super().__init__(snapshot, snapshot.doc_count)
        self.field = field

    def key(self) -> tuple[str, str]:
        return "field", self.field

    def mask(self, due: float) -> Bools:
        whole = [np.arange(source.term_count(self.field)) for source in self.snapshot.sources]
        return union(self.snapshot, self.field, whole, due)

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs: Ints = self.snapshot.mask(self.key(), lambda: self.mask(due)).nonzero()[0]
        return docs, 1.0


class AnyOf(Node):
    """The documents that have any of many terms of a field, found when they are wanted and not held by the plan."""

    __slots__ = ("_key", "field", "ordinals")

    def __init__(self, snapshot: Snapshot, field: str, ordinals: list[Ints], key: Hashable | None) -> None:
        postings = sum(
            int(source.frequencies(field)[some].sum(dtype=np.int64))
            for source, some in zip(snapshot.sources, ordinals, strict=True)
            if len(some)
        )
        super().__init__(snapshot, min(postings, snapshot.doc_count))
        self.field = field
        self.ordinals = ordinals
        self._key = key

    def key(self) -> Hashable | None:
        return self._key

    def mask(self, due: float) -> Bools:
        return union(self.snapshot, self.field, self.ordinals, due)

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs: Ints = self.mask(due).nonzero()[0]
        return docs, 1.0

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        return self.mask(due).take(docs), 1.0


class Meeting(Node):
    """The documents that have a span of days in common with some days."""

    __slots__ = ("column", "field", "first", "last")

    def __init__(self, snapshot: Snapshot, field: str, column: SpansColumn, first: int, last: int) -> None:
        super().__init__(snapshot, snapshot.doc_count)
        self.field = field
        self.column = column
        self.first = first
        self.last = last

    def key(self) -> tuple[str, str, int, int]:
        return "spans", self.field, self.first, self.last

    def mask(self, due: float) -> Bools:
        mask = self.column.meeting(self.first, self.last)
        return mask if self.snapshot.live is None else mask & self.snapshot.live

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs: Ints = self.snapshot.mask(self.key(), lambda: self.mask(due)).nonzero()[0]
        return docs, 1.0


class Outside(Node):
    """The documents that a part does not match; each scores 1, as Whoosh has it."""

    __slots__ = ("part",)

    positive = True

    def __init__(self, part: Node) -> None:
        super().__init__(part.snapshot, part.snapshot.doc_count)
        self.part = part

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs: Ints = self.mask(due).nonzero()[0]
        return docs, 1.0

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        outside = ~self.part.has(docs, due)
        live = self.snapshot.live
        return outside if live is None else outside & live.take(docs), 1.0

    def mask(self, due: float) -> Bools:
        live = self.snapshot.live
        mask = np.ones(self.snapshot.doc_count, np.bool_) if live is None else live.copy()
        mask[self.part.docs(due)] = False
        return mask
