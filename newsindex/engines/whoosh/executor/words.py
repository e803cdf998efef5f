"""The documents of one term, in the forms that different questions want them in, each made when first asked for.

- the *list*: documents and weights, ascending, as the index has them; the *scores* at each;
- the *spread*, for a frequent word: something at every document of the index, so that meeting it with another list is
  one look-up for each document. In a small index that is the score itself; in a large one, for a word that is asked for
  again and again, it is the weight in one byte, and a score is worked out where it is wanted, and the list is not kept
  beside it;
- the *mask*, for a word that filters: whether each document of the index has it;
- the *dictionary*, for a rare word: score by document, for meeting another rare word or a few documents;
- the *head*: the best documents in order; the *ceilings*: the highest score in each block (see ``blocks``). They are
  small, and stay when the rest makes way for other words.

How often a term stands in the index is known from the dictionary; the list is read when somebody wants it. A question
of so many words that they would drive each other out reads them in passing, one after another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Floats, Ints
from newsindex.engines.whoosh.executor.marks import Marks
from newsindex.engines.whoosh.executor.selection import best, order
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
_WORTH_KEEPING = 256
_SMALL = 1_000
_FEWER = 4
"""Rows that are so many times fewer than the list are scored alone, at first."""
_PROBES = 1
"""In a large index, what costs the whole list is made for a term that is asked for more often than this."""

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
        "_head",
        "_items",
        "_list",
        "_mask",
        "_ordinals",
        "_probes",
        "_scores",
        "_snapshot",
        "_spread",
        "_spread_items",
        "_wide",
        "as_filter",
        "as_word",
        "count",
        "factor",
        "heaviest",
        "in_bytes",
        "is_frequent",
        "is_out",
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
        ordinals: Sequence[int],
        count: int,
        occurrences: int,
        heaviest: int | None,
        norm: Floats | None,
        factor: float,
    ) -> None:
        self._snapshot = snapshot
        self.key = key
        self._ordinals = ordinals
        self.count = count
        """How many documents have the term."""
        self.occurrences = occurrences
        """How often it stands in the index."""
        self.heaviest = heaviest
        """How often it stands in one document at the most; None where its weights are no such counts."""
        self.norm = norm
        self.factor = np.float32(factor)
        self.is_frequent = self.count * _FREQUENT >= snapshot.padded
        """Whether the spread is worth its bytes."""
        self.in_bytes = self.is_frequent and snapshot.is_large and heaviest is not None and heaviest <= _BYTE
        """Whether the spread holds weights rather than scores."""
        self.as_word: Word | None = None
        """The word as a node of a plan, made once; and as a filter."""
        self.as_filter: Flat | None = None
        self.used = True
        self.is_out = False
        """Whether it made way for other words."""
        self.laid_up = _SMALL
        self._probes = 0
        self._list: tuple[AnyArray, AnyArray | None] | None = None
        self._wide: Ints | None = None
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
        docs = self._wide
        return self._read()[0].astype(np.int64, copy=False) if docs is None else docs

    @property
    def scores(self) -> Floats:
        """The score at each of ``docs``."""
        scores = self._scores
        if scores is None:
            scores = self._score(*self._read())
            if self._list is not None and not self.is_out:
                self._scores = scores
                self._snapshot.grown(self, scores.nbytes)
        return scores

    def hits(self) -> tuple[Ints, Floats]:
        """``docs`` and ``scores``."""
        docs, scores = self._wide, self._scores
        return (self.docs, self.scores) if docs is None or scores is None else (docs, scores)

    def passing_hits(self) -> tuple[AnyArray, Floats]:
        """The same for a question of so many words that they are not kept; document numbers may be of 32 bits."""
        kept = self._list
        docs, weights = self._snapshot.read(self.key[0], self._ordinals) if kept is None else kept
        return docs, self._score(docs, weights)

    def passing_docs(self) -> AnyArray:
        """The documents alone, likewise."""
        kept = self._list
        return self._snapshot.read(self.key[0], self._ordinals)[0] if kept is None else kept[0]

    def _read(self) -> tuple[AnyArray, AnyArray | None]:
        """Documents as they are kept, and weights."""
        kept = self._list
        if kept is None:
            kept = self._snapshot.read(self.key[0], self._ordinals)
            if not self.is_out and (self._spread is None or not self.in_bytes):
                self._list = kept
                self._wide = kept[0] if kept[0].dtype == np.int64 else None
                self._snapshot.grown(self, kept[0].nbytes)
        return kept

    def _score(self, docs: AnyArray, weights: AnyArray | None) -> Floats:
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

    def _score_rows(self, rows: Ints) -> Floats:
        """The scores at the ``rows`` of the list."""
        scores = self._scores
        if scores is None:
            if self._snapshot.is_large and len(rows) * _FEWER < self.count and self._probes < _PROBES:
                self._probes += 1
                docs, weights = self._read()
                return self._score(docs.take(rows), None if weights is None else weights.take(rows))
            scores = self.scores
        return scores.take(rows)

    def best(self, limit: int) -> tuple[list[int], list[float]]:
        """The ``limit`` best documents; a page of usual size is remembered."""
        if limit > _KEPT_BEST:
            return best(self.docs, self.scores, limit)
        if self._best is None:
            docs, weights = self._read()
            scores = self._scores
            self._best = best(docs, self._score(docs, weights) if scores is None else scores, _KEPT_BEST)
        docs_there, scores_there = self._best
        return docs_there[:limit], scores_there[:limit]

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
        spread = self._spread
        if spread is None:
            docs, weights = self._read()
            if self.in_bytes:
                spread = np.zeros(self._snapshot.padded, np.uint8)
                spread[docs.astype(np.intp, copy=False)] = 1 if weights is None else weights
                # From now on the list is read again in the rare case that it is wanted.
                scores, self._scores, self._list, self._items = self._scores, None, None, None
                self._snapshot.grown(self, -docs.nbytes - (0 if scores is None else scores.nbytes))
            else:
                spread = np.zeros(self._snapshot.padded, np.float32)
                spread[docs.astype(np.intp, copy=False)] = self.scores
            if not self.is_out:
                self._spread = spread
                self._spread_items = spread.data
                self._snapshot.grown(self, spread.nbytes)
        return spread

    def everywhere(self) -> Floats:
        """The score at every document of the index (padded), 0 where the term is absent."""
        if not self.in_bytes:
            return self.spread()
        scores = np.zeros(self._snapshot.padded, np.float32)
        docs, some = self.passing_hits()
        scores[docs.astype(np.intp, copy=False)] = some
        return scores

    def _spread_is_worth_it(self, asked: int) -> bool:
        if self._spread is not None or self.is_out:
            return not self.is_out
        if not self._snapshot.is_large:
            if self.is_frequent:
                return True
            if asked >= 16 and self.count * 128 >= self._snapshot.padded:
                self._probes += 1
            return self._probes > 1
        if self.is_frequent:
            self._probes += 1
        return self.is_frequent and self._probes > _PROBES

    def meet(self, docs: Ints) -> tuple[Ints, Floats]:
        """The places in ``docs``, ascending, of those that have the term, and the score at each."""
        spread = self._spread
        if spread is None and self._spread_is_worth_it(len(docs)):
            spread = self.spread()
        if spread is not None:
            values = spread[docs]
            kept: Ints = values.astype(np.bool_).nonzero()[0]
            if self.in_bytes:
                return kept, self._score(docs.take(kept), values.take(kept))
            return kept, values.take(kept)
        mine = self._read()[0]
        if not len(mine):
            return _NOTHING, _NO_SCORES
        if Marks.are_worth_it(len(mine), len(docs)):
            kept, rows = self._snapshot.marks.meet(mine, docs)
        else:
            wanted = docs if self._wide is not None else docs.astype(mine.dtype)
            rows = mine.searchsorted(wanted)
            kept = (mine.take(rows, mode="clip") == wanted).nonzero()[0]
            rows = rows.take(kept)
        return kept, self._score_rows(rows)

    def at(self, docs: Ints) -> Floats:
        """The score at each of some documents, ascending, that all have the term."""
        spread = self._spread
        if spread is None and self._spread_is_worth_it(len(docs)):
            spread = self.spread()
        if spread is not None:
            values = spread[docs]
            return self._score(docs, values) if self.in_bytes else values
        if self._list is None and self.heaviest is not None:
            # A phrase has read the places of its words; how often a word stands in a document follows from them.
            return self._score(docs, self._snapshot.places(*self.key).frequencies(docs))
        mine = self._read()[0]
        return self._score_rows(mine.searchsorted(docs.astype(mine.dtype, copy=False)))

    def has(self, docs: Ints) -> Bools:
        """Which of ``docs``, in any order, have the term."""
        mask = self._mask
        if mask is not None:
            return mask[docs]
        if self._spread_is_worth_it(len(docs)):
            if not self.in_bytes:
                mask = np.zeros(self._snapshot.padded, np.bool_)
                mask[self.docs] = True
                if not self.is_out:
                    # Only now, for another thread may be asking too.
                    self._mask = mask
                    self._snapshot.grown(self, mask.nbytes)
                return mask[docs]
            return self.spread()[docs].astype(np.bool_)
        mine = self._read()[0]
        if not len(mine):
            return np.zeros(len(docs), np.bool_)
        if Marks.are_worth_it(len(mine), len(docs)):
            return self._snapshot.marks.held(mine, docs)
        wanted = docs.astype(mine.dtype, copy=False)
        found: Bools = mine.take(mine.searchsorted(wanted), mode="clip") == wanted
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
        here = self._by_doc
        if here is not None:
            return [(doc, score + here[doc] * boost) for doc, score in found if doc in here]
        if self._spread is None and self.is_frequent and self._spread_is_worth_it(len(found)):
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
        if len(found) > _TOO_MANY_TO_BISECT or (self._scores is None and self._snapshot.is_large):
            in_order = sorted(found)
            kept, scores = self.meet(np.array([doc for doc, _ in in_order], np.int64))
            return [
                (in_order[place][0], in_order[place][1] + more * boost)
                for place, more in zip(kept.tolist(), scores.tolist(), strict=True)
            ]
        items = self._items
        if items is None:
            items = self._items = self._read()[0].data, self.scores.data
        docs, scored = items
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
            docs, scores = self._read()[0], self.scores
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
        if self.is_frequent and (self._spread is not None or self._spread_is_worth_it(len(blocks))):
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
        docs = self._read()[0]
        starts = docs.searchsorted((blocks * size).astype(docs.dtype))
        lengths = docs.searchsorted(((blocks + 1) * size).astype(docs.dtype)) - starts
        rows = runs(starts, lengths)
        if len(rows):
            # From the number in the index to the place among the chosen blocks.
            shift = (np.arange(len(blocks)) - blocks) * size
            found[docs.take(rows) + shift.repeat(lengths)] = self.scores.take(rows)
        return found

    def remains(self) -> PostingList | None:
        """What is left of it when it makes way for other words: the small forms, if they took work to make.

        A plan that still has it reads what it needs anew and keeps nothing.
        """
        self.as_word = self.as_filter = None
        left = self._small_forms()
        self.is_out = True
        self._list = self._wide = self._scores = self._spread = self._spread_items = self._items = self._mask = (
            self._by_doc
        ) = None
        return left

    def _small_forms(self) -> PostingList | None:
        if self.count < _WORTH_KEEPING or self._best is None or (self._list is None and self._spread is None):
            return None
        left = PostingList(
            self._snapshot, self.key, self._ordinals, self.count, self.occurrences, self.heaviest, self.norm, 0.0
        )
        left.factor = self.factor
        left._best, left._head, left._ceilings = self._best, self._head, self._ceilings
        left.used = False
        left.laid_up = _SMALL + _KEPT_BEST * 80
        if self._ceilings is not None:
            left.laid_up += self._ceilings.nbytes
        if self._head is not None:
            left.laid_up += 12 * len(self._head[0])
        return left


_NOTHING: Ints = np.zeros(0, np.int64)
_NO_SCORES: Floats = np.zeros(0, np.float32)
