"""A query as a plan: small nodes over decoded arrays, each of which answers for many documents at a time.

Every node knows three ways to answer, and its parent takes the cheapest:

- ``hits``: all matching documents, ascending, with their scores (an array, or one number for all);
- ``at``: which of *these* documents match, and the score at each (for the longer lists of an AND, for filters);
- ``mask``: one boolean for each document of the index (for filters that are worth keeping).

``top`` is the best few, by way of ``hits`` unless a node knows a shorter one; ``count`` is how many match.
``due`` is the time, on ``time.monotonic``, after which work stops with ``OutOfTime``.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from newsindex.engines.whoosh.executor.blocks import best_by_blocks
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.executor.selection import best, best_of_all, constant
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.source import AnyArray, Bools, Floats, Ints
from newsindex.engines.whoosh.executor.words import PostingList

__all__ = [
    "Both",
    "Chosen",
    "Columned",
    "Either",
    "Everything",
    "Flat",
    "Given",
    "Highest",
    "Less",
    "Maybe",
    "Narrowed",
    "Node",
    "Nothing",
    "Outside",
    "Scaled",
    "Scores",
    "Word",
]

Scores = AnyArray | float
Ranked = tuple[list[int], list[float]]


class Node:
    """One step of a plan; ``size`` is about how many documents match, never less than there are."""

    __slots__ = ("size", "snapshot")

    positive = False
    """Whether every match is sure to score more than 0."""

    def __init__(self, snapshot: Snapshot, size: int) -> None:
        self.snapshot = snapshot
        self.size = size

    def hits(self, due: float) -> tuple[Ints, Scores]:
        raise NotImplementedError

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        found, scores = self.hits(due)
        if not len(found):
            return np.zeros(len(docs), np.bool_), 0.0
        places = found.searchsorted(docs)
        matched = found.take(places, mode="clip") == docs
        return matched, scores if isinstance(scores, float) else scores.take(places, mode="clip")

    def sift(self, found: list[tuple[int, float]], due: float) -> list[tuple[int, float]]:
        """Of a few documents with scores, those that match, with the scores added; ``at`` for few documents."""
        docs = np.array([doc for doc, _ in found], np.int64)
        matched, scores = self.at(docs, due)
        more = [scores] * len(found) if isinstance(scores, float) else scores.tolist()
        return [
            (doc, score + plus) for (doc, score), plus, here in zip(found, more, matched.tolist(), strict=True) if here
        ]

    def meet(self, docs: Ints, due: float) -> tuple[Ints, Scores]:
        """The places in ``docs`` of those that match, and the score at each of these."""
        matched, scores = self.at(docs, due)
        kept: Ints = matched.nonzero()[0]
        return kept, scores if isinstance(scores, float) else scores.take(kept)

    def docs(self, due: float) -> Ints:
        return self.hits(due)[0]

    def mask(self, due: float) -> Bools:
        mask = np.zeros(self.snapshot.doc_count, np.bool_)
        mask[self.docs(due)] = True
        return mask

    def top(self, limit: int, due: float) -> Ranked:
        docs, scores = self.hits(due)
        return constant(docs, scores, limit) if isinstance(scores, float) else best(docs, scores, limit)

    def count(self, due: float) -> int:
        return len(self.docs(due))

    def key(self) -> Hashable | None:
        """What tells this filter from others, if it is worth keeping its mask."""
        return None


class Nothing(Node):
    """No document."""

    __slots__ = ()

    positive = True

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot, 0)

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return np.zeros(0, np.int64), 0.0

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        return np.zeros(len(docs), np.bool_), 0.0


class Everything(Node):
    """Every document that is still there."""

    __slots__ = ("score",)

    def __init__(self, snapshot: Snapshot, score: float) -> None:
        super().__init__(snapshot, snapshot.doc_count)
        self.score = score

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return self.snapshot.every(), self.score

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        live = self.snapshot.live
        return np.ones(len(docs), np.bool_) if live is None else live.take(docs), self.score


class Word(Node):
    """The documents of one term."""

    __slots__ = ("boost", "list")

    def __init__(self, snapshot: Snapshot, postings: PostingList, boost: float) -> None:
        self.snapshot = snapshot
        self.size = postings.count
        self.list = postings
        self.boost = boost

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.boost > 0

    def hits(self, due: float) -> tuple[Ints, Scores]:
        postings = self.list
        return postings.docs, postings.scores if self.boost == 1.0 else postings.scores * np.float32(self.boost)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        kept, found = self.list.meet(docs)
        matched = np.zeros(len(docs), np.bool_)
        matched[kept] = True
        scores = np.zeros(len(docs), np.float32)
        scores[kept] = found if self.boost == 1.0 else found * np.float32(self.boost)
        return matched, scores

    def meet(self, docs: Ints, due: float) -> tuple[Ints, Scores]:
        kept, scores = self.list.meet(docs)
        return kept, scores if self.boost == 1.0 else scores * np.float32(self.boost)

    def sift(self, found: list[tuple[int, float]], due: float) -> list[tuple[int, float]]:
        return self.list.sift(found, self.boost)

    def ceilings(self) -> Floats:
        """The highest score in each block of documents."""
        ceilings = self.list.ceilings()
        return ceilings if self.boost == 1.0 else ceilings * np.float32(self.boost)

    def in_blocks(self, blocks: Ints) -> Floats:
        """The score at every document of some blocks, as a new array."""
        scores = self.list.in_blocks(blocks)
        if self.boost != 1.0:
            scores *= np.float32(self.boost)
        return scores

    def docs(self, due: float) -> Ints:
        return self.list.docs

    def top(self, limit: int, due: float) -> Ranked:
        if self.boost == 1.0:
            return self.list.best(limit)
        if self.boost > 0:
            docs, scores = self.list.best(limit)
            return docs, [score * self.boost for score in scores]
        return super().top(limit, due)

    def key(self) -> Hashable | None:
        return self.list.key


class Given(Node):
    """Documents and scores that were found before (by an expansion, a phrase, or Whoosh's own matchers)."""

    __slots__ = ("found", "scores")

    def __init__(self, snapshot: Snapshot, found: Ints, scores: Scores) -> None:
        super().__init__(snapshot, len(found))
        self.found = found
        self.scores = scores

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return self.found, self.scores


class Chosen(Node):
    """Some documents, all of them matched by a node, with its scores (a phrase and its words)."""

    __slots__ = ("found", "part")

    def __init__(self, part: Node, found: Ints) -> None:
        super().__init__(part.snapshot, len(found))
        self.part = part
        self.found = found

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.part.positive

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return self.found, self.part.at(self.found, due)[1]

    def docs(self, due: float) -> Ints:
        return self.found

    def top(self, limit: int, due: float) -> Ranked:
        if len(self.found) <= _FEW:
            return _ranked(self.part.sift([(doc, 0.0) for doc in self.found.tolist()], due), limit)
        return super().top(limit, due)


class Scaled(Node):
    """A node with its scores multiplied."""

    __slots__ = ("boost", "child")

    def __init__(self, child: Node, boost: float) -> None:
        super().__init__(child.snapshot, child.size)
        self.child = child
        self.boost = boost

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.boost > 0 and self.child.positive

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs, scores = self.child.hits(due)
        return docs, scores * self.boost

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, scores = self.child.at(docs, due)
        return matched, scores * self.boost

    def top(self, limit: int, due: float) -> Ranked:
        if self.boost <= 0:
            return super().top(limit, due)
        docs, scores = self.child.top(limit, due)
        return docs, [score * self.boost for score in scores]

    def count(self, due: float) -> int:
        return self.child.count(due)


class Flat(Node):
    """A node all of whose matches score the same: a filter when the score is 0."""

    __slots__ = ("child", "score")

    def __init__(self, child: Node, score: float) -> None:
        self.snapshot = child.snapshot
        self.size = child.size
        self.child = child
        self.score = score

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.score > 0

    def hits(self, due: float) -> tuple[Ints, Scores]:
        key = self.child.key()
        if key is not None and not isinstance(self.child, Word):
            docs: Ints = self._kept(key, due).nonzero()[0]
            return docs, self.score
        return self.child.docs(due), self.score

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        child = self.child
        if isinstance(child, Word):
            return child.list.has(docs), self.score
        key = child.key()
        if key is None:
            return child.at(docs, due)[0], self.score
        return self._kept(key, due).take(docs), self.score

    def sift(self, found: list[tuple[int, float]], due: float) -> list[tuple[int, float]]:
        if isinstance(self.child, Word) and not self.score:
            return self.child.list.sift(found, 0.0)
        return super().sift(found, due)

    def mask(self, due: float) -> Bools:
        key = self.child.key()
        return self.child.mask(due) if key is None else self._kept(key, due)

    def _kept(self, key: Hashable, due: float) -> Bools:
        return self.snapshot.mask(key, lambda: self.child.mask(due))

    def count(self, due: float) -> int:
        return self.child.count(due)


class Columned(Node):
    """The documents whose number in a column lies between two numbers, both included."""

    __slots__ = ("column", "first", "last", "name", "present", "score")

    def __init__(
        self,
        snapshot: Snapshot,
        name: str,
        column: AnyArray,
        first: Any,
        last: Any,
        present: Bools | None,
        score: float,
    ) -> None:
        super().__init__(snapshot, snapshot.doc_count)
        self.present = present
        self.name = name
        self.column = column
        self.first = first
        self.last = last
        self.score = score

    def _within(self, values: AnyArray) -> Bools:
        within: Bools = values >= self.first
        within &= values <= self.last
        return within

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs: Ints = self.mask(due).nonzero()[0]
        return docs, self.score

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        if len(docs) * 8 > self.snapshot.doc_count:
            return self.mask(due).take(docs), self.score
        return self._alive(self._within(self.column.take(docs)), docs), self.score

    def sift(self, found: list[tuple[int, float]], due: float) -> list[tuple[int, float]]:
        if self.present is not None or self.snapshot.live is not None:
            return super().sift(found, due)
        values, first, last, score = self.column.data, int(self.first), int(self.last), self.score
        return [(doc, total + score) for doc, total in found if first <= values[doc] <= last]

    def _alive(self, within: Bools, docs: Ints | None) -> Bools:
        for needed in (self.snapshot.live, self.present):
            if needed is not None:
                within &= needed if docs is None else needed.take(docs)
        return within

    def mask(self, due: float) -> Bools:
        key = ("column", self.name, self.first, self.last)
        return self.snapshot.mask(key, lambda: self._alive(self._within(self.column), None))

    def key(self) -> Hashable | None:
        return None


class Both(Node):
    """The documents that all parts match; their scores add up."""

    __slots__ = ("parts",)

    def __init__(self, snapshot: Snapshot, parts: list[Node]) -> None:
        parts.sort(key=_size)
        self.snapshot = snapshot
        self.size = parts[0].size
        self.parts = parts

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return all(part.positive for part in self.parts)

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs, total = self.parts[0].hits(due)
        found = self._meet(docs, total, self.parts[1:], due)
        if isinstance(found, list):
            return np.array([doc for doc, _ in found], np.int64), np.array([score for _, score in found], np.float32)
        return found

    @staticmethod
    def _meet(
        docs: Ints, total: Scores, others: Sequence[Node], due: float
    ) -> tuple[Ints, Scores] | list[tuple[int, float]]:
        """Some documents and their scores, met with the other parts; as plain pairs once there are only a few."""
        last = len(others)
        for place, part in enumerate(others):
            if not last:
                break
            count = len(docs)
            if count <= _FEW:
                scores = [total] * count if isinstance(total, float) else total.tolist()
                found = list(zip(docs.tolist(), scores, strict=True))
                for other in others[place:]:
                    if not found:
                        break
                    found = other.sift(found, due)
                return found
            check(due)
            more: Scores
            if place == last - 2 and count <= _FILTERED_TOGETHER and _is_filter(part) and _is_filter(others[-1]):
                # Two filters cost less when their answers are joined before the documents are picked.
                kept = (part.at(docs, due)[0] & others[-1].at(docs, due)[0]).nonzero()[0]
                more, last = 0.0, 0
            else:
                kept, more = part.meet(docs, due)
            if len(kept) < count:
                docs = docs.take(kept)
                if not isinstance(total, float):
                    total = total.take(kept)
            if not isinstance(more, float) or more:
                total = total + more
        return docs, total

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, total = self.parts[0].at(docs, due)
        for part in self.parts[1:]:
            also, scores = part.at(docs, due)
            matched = matched & also
            total = total + scores
        return matched, total

    def sift(self, found: list[tuple[int, float]], due: float) -> list[tuple[int, float]]:
        for part in self.parts:
            found = part.sift(found, due)
        return found

    def top(self, limit: int, due: float) -> Ranked:
        if self.size > _PRUNED_FROM:
            pruned = self._pruned(limit, due)
            if pruned is not None:
                return pruned
        docs, total = self.parts[0].hits(due)
        return _ranked(self._meet(docs, total, self.parts[1:], due), limit)

    def _pruned(self, limit: int, due: float) -> Ranked | None:
        """The best without meeting every document, for words (or one OR of words) and filters."""
        words: list[Word] = []
        filters: list[Flat | Columned] = []
        unions: list[Either] = []
        for part in self.parts:
            if isinstance(part, Word) and part.boost > 0:
                words.append(part)
            elif isinstance(part, Flat | Columned):
                filters.append(part)
            elif isinstance(part, Either):
                unions.append(part)
            else:
                return None
        if len(words) == 1 and not unions:
            return self._from_head(words[0], filters, limit, due)
        if words and not unions:
            # Promising blocks are of use only where documents with all the words are many; chance tells about how many.
            expected = float(self.snapshot.doc_count)
            for part in self.parts:
                expected *= part.size / self.snapshot.doc_count
            if self.size < _BLOCKS_FROM // 3 or expected < _BLOCKS_FROM // 50:
                return None
            return best_by_blocks(words, filters, limit, due, size=self.snapshot.block, every=True)
        if len(unions) == 1 and not words:
            some = unions[0].plain_words()
            if some is not None:
                return best_by_blocks(some, filters, limit, due, size=self.snapshot.block, every=False)
        return None

    def _from_head(self, word: Word, filters: Sequence[Flat | Columned], limit: int, due: float) -> Ranked:
        """The best of a filtered word: from its best documents, where enough of them pass the filters."""
        docs, scores = word.list.head()
        kept = np.ones(len(docs), np.bool_)
        plus = 0.0
        for part in filters:
            kept &= part.at(docs, due)[0]
            plus += part.score
        places = kept.nonzero()[0][:limit]
        if len(places) < limit:
            return best_by_blocks([word], filters, limit, due, size=self.snapshot.block, every=True)
        # The head is in order already: equals by number.
        return docs.take(places).tolist(), (scores.take(places) * np.float32(word.boost) + np.float32(plus)).tolist()


def _ranked(found: tuple[Ints, Scores] | list[tuple[int, float]], limit: int) -> Ranked:
    if isinstance(found, list):
        found.sort(key=_rank)
        return [doc for doc, _ in found[:limit]], [score for _, score in found[:limit]]
    docs, scores = found
    return constant(docs, scores, limit) if isinstance(scores, float) else best(docs, scores, limit)


def _rank(found: tuple[int, float]) -> tuple[float, int]:
    return -found[1], found[0]


def _is_filter(part: Node) -> bool:
    return isinstance(part, Flat | Columned) and not part.score


_FEW = 12
_MOST_WORDS = 64
# Below, adding up every document is cheaper than choosing blocks.
_BLOCKS_FROM = 100_000
_FILTERED_TOGETHER = 4_096
_PRUNED_FROM = 4_096


def _size(node: Node) -> int:
    return node.size


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
        for part in self.parts:
            check(due)
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
            total[docs] += some
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
            total[docs] += some
        docs = matched.nonzero()[0]
        return docs, total.take(docs)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched = np.zeros(len(docs), np.bool_)
        total = np.zeros(len(docs), np.float32)
        for part in self.parts:
            check(due)
            also, scores = part.at(docs, due)
            matched |= also
            total += np.where(also, scores, np.float32(0))
        return matched, total

    def docs(self, due: float) -> Ints:
        if self._is_short:
            return self._merge(due)[0]
        docs: Ints = self.mask(due).nonzero()[0]
        return docs

    def mask(self, due: float) -> Bools:
        mask = np.zeros(self.snapshot.doc_count, np.bool_)
        for part in self.parts:
            check(due)
            mask[part.docs(due)] = True
        return mask

    def plain_words(self) -> list[Word] | None:
        """The parts, if all of them are words that add to the score; None otherwise."""
        words = [part for part in self.parts if isinstance(part, Word) and part.boost > 0]
        return words if len(words) == len(self.parts) <= _MOST_WORDS else None

    def top(self, limit: int, due: float) -> Ranked:
        if self._is_short:
            return super().top(limit, due)
        words = self.plain_words()
        if words is not None and self.snapshot.doc_count > _BLOCKS_FROM and limit <= _PRUNED_FROM // 4:
            return best_by_blocks(words, (), limit, due, size=self.snapshot.block, every=False)
        if self.positive:
            return best_of_all(self._sum(due), limit)
        return super().top(limit, due)

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


class Less(Node):
    """The documents of one part that another does not match."""

    __slots__ = ("part", "unwanted")

    def __init__(self, part: Node, unwanted: Node) -> None:
        super().__init__(part.snapshot, part.size)
        self.part = part
        self.unwanted = unwanted

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.part.positive

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs, scores = self.part.hits(due)
        kept = (~self.unwanted.at(docs, due)[0]).nonzero()[0]
        return docs.take(kept), scores if isinstance(scores, float) else scores.take(kept)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, scores = self.part.at(docs, due)
        return matched & ~self.unwanted.at(docs, due)[0], scores


class Maybe(Node):
    """The documents of one part; where another matches too, its score is added."""

    __slots__ = ("bonus", "part")

    def __init__(self, part: Node, bonus: Node) -> None:
        super().__init__(part.snapshot, part.size)
        self.part = part
        self.bonus = bonus

    def _with_bonus(self, docs: Ints, scores: Scores, due: float) -> Scores:
        also, more = self.bonus.at(docs, due)
        return scores + np.where(also, more, np.float32(0))

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs, scores = self.part.hits(due)
        return docs, self._with_bonus(docs, scores, due)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, scores = self.part.at(docs, due)
        return matched, self._with_bonus(docs, scores, due)

    def docs(self, due: float) -> Ints:
        return self.part.docs(due)


class Narrowed(Both):
    """The documents that both parts match, with the scores of the first."""

    __slots__ = ()

    def __init__(self, part: Node, narrowing: Node) -> None:
        super().__init__(part.snapshot, [part, Flat(narrowing, 0.0)])


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
        outside = ~self.part.at(docs, due)[0]
        live = self.snapshot.live
        return outside if live is None else outside & live.take(docs), 1.0

    def mask(self, due: float) -> Bools:
        live = self.snapshot.live
        mask = np.ones(self.snapshot.doc_count, np.bool_) if live is None else live.copy()
        mask[self.part.docs(due)] = False
        return mask
