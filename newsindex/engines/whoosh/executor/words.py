"""The documents of one term, in the forms that different questions want them in, each made when first asked for.

- the *list*: documents and scores, ascending;
- the *spread*, for a frequent word: something at every document of the index, so that meeting it with another list is
  one look-up for each document. In a small index that is the score itself; in a large one it is the weight in one byte,
  and a score is worked out where it is wanted, and the list is not kept beside it;
- the *mask*, for a word that filters: whether each document of the index has it;
- the *dictionary*, for a rare word: score by document, for meeting another rare word or a few documents;
- the *head*: the best documents in order; the *ceilings*: the highest score in each block (see ``blocks``). They are
  small, and stay when the rest makes way for other words.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from newsindex.engines.whoosh.executor.marks import Marks
from newsindex.engines.whoosh.executor.selection import best, order
from newsindex.engines.whoosh.executor.source import AnyArray, Bools, Floats, Ints
from newsindex.engines.whoosh.postings import runs

if TYPE_CHECKING:  # these name each other, and only they make a list
    from newsindex.engines.whoosh.executor.filters import Flat
    from newsindex.engines.whoosh.executor.leaves import Word
    from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = ["RARE", "Pairs", "PostingList"]

_HEAD = 2_048
_KEPT_BEST = 32
_FREQUENT = 16
_TOO_MANY_TO_BISECT = 12
_BYTE = 255
_WORTH_KEEPING = 4_096

Pairs = list[tuple[int, float]]
"""A few documents with their scores."""

RARE = 256
"""A word of so many documents is worth a dictionary of them."""


class PostingList:
    """One term in the whole index."""

    __slots__ = (
        "_best",
        "_by_doc",
        "_ceilings",
        "_docs",
        "_head",
        "_items",
        "_mask",
        "_probes",
        "_scores",
        "_snapshot",
        "_spread",
        "_spread_items",
        "_weights",
        "as_filter",
        "as_word",
        "count",
        "factor",
        "in_bytes",
        "is_frequent",
        "key",
        "laid_up",
        "norm",
        "occurrences",
        "used",
    )

    def __init__(
        self,
        snapshot: Snapshot,
        key: tuple[str, object],
        docs: Ints,
        weights: AnyArray | None,
        norm: Floats | None,
        factor: float,
        occurrences: int,
    ) -> None:
        self._snapshot = snapshot
        self.key = key
        self.count = len(docs)
        """How many documents have the term."""
        self.occurrences = occurrences
        """How often it stands in the index."""
        self.norm = norm
        self.factor = np.float32(factor)
        self._docs: Ints | None = docs
        self._weights = weights
        self.is_frequent = self.count * _FREQUENT >= snapshot.padded
        """Whether the spread is worth its bytes at once."""
        self.in_bytes = (
            self.is_frequent
            and snapshot.is_large
            and (weights is None or (weights.dtype.kind == "u" and int(weights.max()) <= _BYTE))
        )
        """Whether the spread holds weights rather than scores."""
        self.as_word: Word | None = None
        """The word as a node of a plan, made once; and as a filter."""
        self.as_filter: Flat | None = None
        self.used = True
        self.laid_up = 800 + 12 * self.count
        self._probes = 0
        self._scores: Floats | None = None
        self._spread: AnyArray | None = None
        self._spread_items: memoryview | None = None
        self._items: tuple[memoryview, memoryview] | None = None
        self._mask: Bools | None = None
        self._by_doc: dict[int, float] | None = None
        self._best: tuple[list[int], list[float]] | None = None
        self._head: tuple[Ints, Floats] | None = None
        self._ceilings: Floats | None = None

    # The list

    @property
    def docs(self) -> Ints:
        """The documents, ascending."""
        return self._list()[0] if self._docs is None else self._docs

    @property
    def scores(self) -> Floats:
        """The score at each of ``docs``."""
        if self._scores is not None:
            return self._scores
        docs, weights = self._list()
        scores = self._score(docs, weights)
        if self._docs is not None:
            self._scores = scores
        return scores

    def hits(self) -> tuple[Ints, Floats]:
        """``docs`` and ``scores``."""
        docs, scores = self._docs, self._scores
        return (self.docs, self.scores) if docs is None or scores is None else (docs, scores)

    def _list(self) -> tuple[Ints, AnyArray | None]:
        if self._docs is None:
            docs, weights = self._snapshot.read(self.key)
            if self.in_bytes:
                return docs, weights
            self._docs, self._weights = docs, weights
            self._snapshot.grown(self, 12 * self.count)
        return self._docs, self._weights

    def _score(self, docs: Ints, weights: AnyArray | None) -> Floats:
        """The scores of postings; every way to a score takes the same steps, so that equals stay equal."""
        if self.norm is None:
            return np.ones(len(docs), np.float32) if weights is None else weights.astype(np.float32)
        scores: Floats = self.norm.take(docs)
        if weights is None:
            scores += np.float32(1)
            np.divide(np.float32(1), scores, out=scores)
        else:
            weight = weights.astype(np.float32)
            scores += weight
            np.divide(weight, scores, out=scores)
        scores *= self.factor
        return scores

    def best(self, limit: int) -> tuple[list[int], list[float]]:
        """The ``limit`` best documents; a page of usual size is remembered."""
        if limit > _KEPT_BEST:
            return best(self.docs, self.scores, limit)
        if self._best is None:
            self._best = best(self.docs, self.scores, _KEPT_BEST)
        docs, scores = self._best
        return docs[:limit], scores[:limit]

    def head(self) -> tuple[Ints, Floats]:
        """The best documents in order of their score, a few thousand of them."""
        if self._head is None:
            docs, scores = self.docs, self.scores
            places = order(docs, scores, _HEAD)
            self._head = docs.take(places), scores.take(places)
            self._snapshot.grown(self, 12 * len(places))
        return self._head

    # The spread

    def spread(self) -> AnyArray:
        """The score (where ``in_bytes``, the weight) at every document of the index (padded), 0 where it is absent."""
        if self._spread is None:
            if self.in_bytes:
                docs, weights = self._list()
                spread: AnyArray = np.zeros(self._snapshot.padded, np.uint8)
                spread[docs] = 1 if weights is None else weights
                self._best = self.best(_KEPT_BEST)
                self.head()
                if self._docs is not None:
                    # From now on the list is read again in the rare case that it is wanted.
                    self._docs = self._weights = self._scores = None
                    self._snapshot.grown(self, -12 * self.count)
            else:
                spread = np.zeros(self._snapshot.padded, np.float32)
                spread[self.docs] = self.scores
            self._spread = spread
            self._spread_items = spread.data
            self._snapshot.grown(self, spread.nbytes)
        return self._spread

    def everywhere(self) -> Floats:
        """The score at every document of the index (padded), 0 where the term is absent."""
        if not self.in_bytes:
            return self.spread()
        scores = np.zeros(self._snapshot.padded, np.float32)
        docs, weights = self._list()
        scores[docs] = self._score(docs, weights)
        return scores

    def _spread_is_worth_it(self, asked: int) -> bool:
        if self._spread is not None or self.is_frequent:
            return True
        if asked >= 16 and self.count * 128 >= self._snapshot.padded and not self._snapshot.is_large:
            self._probes += 1
        return self._probes > 1

    def meet(self, docs: Ints) -> tuple[Ints, Floats]:
        """The places in ``docs`` of those that have the term, and the score at each."""
        spread = self._spread
        if spread is None and self._spread_is_worth_it(len(docs)):
            spread = self.spread()
        if spread is not None:
            values = spread[docs]
            kept: Ints = values.astype(np.bool_).nonzero()[0]
            if self.in_bytes:
                return kept, self._score(docs.take(kept), values.take(kept))
            return kept, values.take(kept)
        mine = self.docs
        if not len(mine):
            return _NOTHING, _NO_SCORES
        if Marks.are_worth_it(len(mine), len(docs)):
            kept, rows = self._snapshot.marks.meet(mine, docs)
            return kept, self.scores.take(rows)
        rows = mine.searchsorted(docs)
        kept = (mine.take(rows, mode="clip") == docs).nonzero()[0]
        return kept, self.scores.take(rows.take(kept))

    def at(self, docs: Ints) -> Floats:
        """The score at each of some documents that all have the term."""
        spread = self._spread
        if spread is None and self._spread_is_worth_it(len(docs)):
            spread = self.spread()
        if spread is not None:
            values = spread[docs]
            return self._score(docs, values) if self.in_bytes else values
        return self.scores.take(self.docs.searchsorted(docs))

    def has(self, docs: Ints) -> Bools:
        """Which of ``docs`` have the term."""
        mask = self._mask
        if mask is not None:
            return mask[docs]
        if self._spread is not None or self._spread_is_worth_it(len(docs)):
            if not self.in_bytes:
                mask = self._mask = np.zeros(self._snapshot.padded, np.bool_)
                mask[self.docs] = True
                self._snapshot.grown(self, mask.nbytes)
                return mask[docs]
            return self.spread()[docs].astype(np.bool_)
        mine = self.docs
        if not len(mine):
            return np.zeros(len(docs), np.bool_)
        if Marks.are_worth_it(len(mine), len(docs)):
            return self._snapshot.marks.held(mine, docs)
        found: Bools = mine.take(mine.searchsorted(docs), mode="clip") == docs
        return found

    def by_doc(self) -> dict[int, float] | None:
        """The score of each document of a rare term; None for others, and where a term is met for the first time."""
        if self._by_doc is None and self.count <= RARE:
            if not self._probes:
                self._probes = 1
                return None
            self._by_doc = dict(zip(self.docs.tolist(), self.scores.tolist(), strict=True))
            self._snapshot.grown(self, 120 * self.count)
        return self._by_doc

    def sift(self, found: Pairs, boost: float) -> Pairs:
        """Of a few documents with scores, those that have the term, with the scores added up."""
        if self._by_doc is not None:
            here = self._by_doc
            return [(doc, score + here[doc] * boost) for doc, score in found if doc in here]
        if self.is_frequent and self._spread is None:
            self.spread()
        values = self._spread_items
        if values is not None:
            if not self.in_bytes or not boost:
                return [(doc, score + more * boost) for doc, score in found if (more := values[doc])]
            if self.norm is None:
                return [(doc, score + weight * boost) for doc, score in found if (weight := values[doc])]
            norm, factor = self.norm, float(self.factor) * boost
            return [
                (doc, score + factor * weight / (weight + float(norm[doc])))
                for doc, score in found
                if (weight := values[doc])
            ]
        if len(found) > _TOO_MANY_TO_BISECT:
            kept, scores = self.meet(np.array([doc for doc, _ in found]))
            return [
                (found[place][0], found[place][1] + more * boost)
                for place, more in zip(kept.tolist(), scores.tolist(), strict=True)
            ]
        if self._items is None:
            self._items = self.docs.data, self.scores.data
        docs, scored = self._items
        sifted = []
        end = len(docs)
        for doc, score in found:
            place = bisect_left(docs, doc)
            if place < end and docs[place] == doc:
                sifted.append((doc, score + scored[place] * boost))
        return sifted

    # Blocks

    def ceilings(self) -> Floats:
        """The highest score in each block of ``Snapshot.block`` documents, 0 where the term is absent."""
        if self._ceilings is None:
            size = self._snapshot.block
            ceilings = np.zeros(self._snapshot.padded // size, np.float32)
            docs, scores = self.docs, self.scores
            if len(docs):
                blocks = docs // size
                starts = np.flatnonzero(np.diff(blocks, prepend=-1))
                ceilings[blocks.take(starts)] = np.maximum.reduceat(scores, starts)
            self._ceilings = ceilings
            self._snapshot.grown(self, ceilings.nbytes)
        return self._ceilings

    def in_blocks(self, blocks: Ints) -> Floats:
        """The score at every document of some blocks, one block after another, as a new array."""
        size = self._snapshot.block
        if self.is_frequent:
            if self.in_bytes:
                self.ceilings()  # made while the list is at hand
            values = self.spread().reshape(-1, size).take(blocks, axis=0).ravel()
            if not self.in_bytes:
                return values
            weights: Floats = values.astype(np.float32)
            if self.norm is None:
                return weights
            scores = self.norm.reshape(-1, size).take(blocks, axis=0).ravel()
            scores += weights
            np.divide(weights, scores, out=scores)
            scores *= self.factor
            return scores
        found = np.zeros(len(blocks) * size, np.float32)
        docs = self.docs
        starts = docs.searchsorted(blocks * size)
        lengths = docs.searchsorted((blocks + 1) * size) - starts
        rows = runs(starts, lengths)
        if len(rows):
            # From the number in the index to the place among the chosen blocks.
            shift = (np.arange(len(blocks)) - blocks) * size
            found[docs.take(rows) + shift.repeat(lengths)] = self.scores.take(rows)
        return found

    def remains(self) -> PostingList | None:
        """What is left of it when it makes way for other words: the small forms, if they took work to make."""
        self.as_word = self.as_filter = None
        if self.count < _WORTH_KEEPING or self._best is None or self._docs is self._spread is None:
            return None
        left = PostingList(self._snapshot, self.key, _NOTHING, None, self.norm, 0.0, self.occurrences)
        left.count, left.factor = self.count, self.factor
        left.is_frequent, left.in_bytes = self.is_frequent, self.in_bytes
        left._docs = None
        left._best, left._head, left._ceilings = self._best, self._head, self._ceilings
        left.used = False
        left.laid_up = 800
        if self._ceilings is not None:
            left.laid_up += self._ceilings.nbytes
        if self._head is not None:
            left.laid_up += 12 * len(self._head[0])
        return left


_NOTHING: Ints = np.zeros(0, np.int64)
_NO_SCORES: Floats = np.zeros(0, np.float32)
