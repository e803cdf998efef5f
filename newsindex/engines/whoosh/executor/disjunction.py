"""The nodes of an OR: documents that any part matches."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints
from newsindex.engines.whoosh.executor.blocks import best_by_blocks
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.executor.leaves import Word
from newsindex.engines.whoosh.executor.nodes import Node, Ranked, Scores
from newsindex.engines.whoosh.executor.selection import best_of_all
from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = ["Either", "Highest"]

_MOST_WORDS = 64
_BLOCKS_FROM = 100_000
"""Below, adding up every document is cheaper than choosing blocks."""
_MOST_FOR_BLOCKS = 1_024
_LOOKED_UP = 4
_BYTES_EACH = 8
"""About what a posting takes where it is kept."""


class Either(Node):
    """The documents that any part matches; the scores of those that do add up."""

    __slots__ = ("parts",)

    def __init__(self, snapshot: Snapshot, parts: list[Node]) -> None:
        super().__init__(snapshot, min(snapshot.doc_count, sum(part.size for part in parts)))
        self.parts = parts

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return all(part.positive for part in self.parts)

    def _sum(self, due: float) -> AnyArray:
        """The scores at every document, for parts that are all positive."""
        total: AnyArray | None = None
        passing = self._is_wide
        for part in self.parts:
            check(due)
            if passing and isinstance(part, Word):
                if total is None:
                    total = np.zeros(self.snapshot.padded, np.float32)
                here, scores = part.list.passing_hits()
                np.add.at(total, here, scores if part.boost == 1.0 else scores * np.float32(part.boost))
                continue
            if isinstance(part, Word) and part.list.is_frequent:
                scores = part.list.everywhere()
                if total is None:
                    total = scores * np.float32(part.boost)
                elif part.boost == 1.0:
                    np.add(total, scores, out=total)
                else:
                    total += scores * np.float32(part.boost)
                continue
            if total is None:
                total = np.zeros(self.snapshot.padded, np.float32)
            docs, some = part.hits(due)
            np.add.at(total, docs, np.float32(some) if isinstance(some, float) else some)
        return np.zeros(self.snapshot.padded, np.float32) if total is None else total

    def _merge(self, due: float) -> tuple[Ints, Scores]:
        """The same for parts that are short, without touching every document."""
        found = [part.hits(due) for part in self.parts]
        docs = np.concatenate([docs for docs, _ in found])
        if not len(docs):
            return docs, 0.0
        scores = np.concatenate(
            [np.full(len(docs), some, np.float32) if isinstance(some, float) else some for docs, some in found]
        )
        order = docs.argsort(kind="stable")
        docs = docs.take(order)
        first = np.empty(len(docs), np.bool_)
        first[0] = True
        np.not_equal(docs[1:], docs[:-1], out=first[1:])
        starts = first.nonzero()[0]
        return docs.take(starts), np.add.reduceat(scores.take(order), starts)

    @property
    def _is_wide(self) -> bool:
        """Whether its words would fill much of the memory there is for words."""
        return sum(part.size for part in self.parts) * _BYTES_EACH * 4 > self.snapshot.budget

    @property
    def _is_short(self) -> bool:
        return sum(part.size for part in self.parts) * 16 < self.snapshot.padded

    def hits(self, due: float) -> tuple[Ints, Scores]:
        if self._is_short:
            return self._merge(due)
        if self.positive:
            total = self._sum(due)
            docs: Ints = (total > 0).nonzero()[0]
            return docs, total.take(docs)
        matched = np.zeros(self.snapshot.padded, np.bool_)
        total = np.zeros(self.snapshot.padded, np.float32)
        for part in self.parts:
            check(due)
            docs, some = part.hits(due)
            matched[docs] = True
            np.add.at(total, docs, np.float32(some) if isinstance(some, float) else some)
        docs = matched.nonzero()[0]
        return docs, total.take(docs)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        if self.positive and self._is_cheaper_whole(docs):
            summed = self._sum(due).take(docs)
            return summed > 0, summed
        matched = np.zeros(len(docs), np.bool_)
        total = np.zeros(len(docs), np.float32)
        for part in self.parts:
            check(due)
            also, scores = part.at(docs, due)
            matched |= also
            total += np.where(also, scores, np.float32(0))
        return matched, total

    def has(self, docs: Ints, due: float) -> Bools:
        if self._is_cheaper_whole(docs):
            return self.mask(due).take(docs)
        matched = np.zeros(len(docs), np.bool_)
        for part in self.parts:
            check(due)
            matched |= part.has(docs, due)
        return matched

    def _is_cheaper_whole(self, docs: Ints) -> bool:
        """Whether all documents of the parts are added up sooner than so many are looked for in each."""
        return len(docs) * _LOOKED_UP > self.size and not self._is_short

    def docs(self, due: float) -> Ints:
        if self._is_short:
            return self._merge(due)[0]
        docs: Ints = self.mask(due).nonzero()[0]
        return docs

    def mask(self, due: float) -> Bools:
        mask = np.zeros(self.snapshot.doc_count, np.bool_)
        passing = self._is_wide
        for part in self.parts:
            check(due)
            mask[part.list.passing_docs() if passing and isinstance(part, Word) else part.docs(due)] = True
        return mask

    def plain_words(self) -> list[Word] | None:
        """The parts, if all of them are words that add to the score; None otherwise."""
        words = [part for part in self.parts if isinstance(part, Word) and part.boost > 0]
        return words if len(words) == len(self.parts) <= _MOST_WORDS else None

    def _is_for_blocks(self, limit: int) -> bool:
        return self.snapshot.doc_count > _BLOCKS_FROM and limit <= _MOST_FOR_BLOCKS

    def top(self, limit: int, due: float) -> Ranked:
        if self._is_short:
            return super().top(limit, due)
        words = self.plain_words()
        if words is not None and self._is_for_blocks(limit):
            return best_by_blocks(words, (), limit, due, size=self.snapshot.block, every=False)
        if self.positive:
            return best_of_all(self._sum(due), limit)
        return super().top(limit, due)

    def top_and_count(self, limit: int, due: float) -> tuple[Ranked, int]:
        if limit and (self._is_short or not self.positive):
            return super().top_and_count(limit, due)
        words = self.plain_words()
        if not limit or (words is not None and self._is_for_blocks(limit)):
            return self.top(limit, due) if limit else ([], []), self.count(due)
        total = self._sum(due)
        return best_of_all(total, limit), int(np.count_nonzero(total))

    def count(self, due: float) -> int:
        if self._is_short:
            return len(self._merge(due)[0])
        return int(np.count_nonzero(self.mask(due)))

    def key(self) -> Hashable | None:
        keys = tuple(part.key() for part in self.parts)
        return None if None in keys else ("any", *keys)


class Highest(Node):
    """The documents that any part matches, with the highest score of those that do."""

    __slots__ = ("parts",)

    def __init__(self, snapshot: Snapshot, parts: list[Node]) -> None:
        super().__init__(snapshot, min(snapshot.doc_count, sum(part.size for part in parts)))
        self.parts = parts

    def hits(self, due: float) -> tuple[Ints, Scores]:
        top = np.full(self.snapshot.padded, -np.inf, np.float32)
        for part in self.parts:
            check(due)
            docs, scores = part.hits(due)
            top[docs] = np.maximum(top.take(docs), scores)
        docs = (top > -np.inf).nonzero()[0]
        return docs, top.take(docs)
