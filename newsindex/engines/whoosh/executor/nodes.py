"""A query as a plan: small nodes over decoded arrays, each of which answers for many documents at a time.

Every node knows several ways to answer, and its parent takes the cheapest:

- ``hits``: all matching documents, ascending, with their scores (an array, or one number for all);
- ``at``: which of *these* documents match, and the score at each; ``meet`` gives the places of those that do, and
  ``sift`` does it for a few documents, as plain pairs, for which arrays would cost more than they save;
- ``has``: which of these documents match, without scores;
- ``mask``: one boolean for each document of the index (for filters that are worth keeping).

``top`` is the best few, by way of ``hits`` unless a node knows a shorter one; ``count`` is how many match;
``top_and_count`` is both, where they cost less together.
``due`` is the time, on ``time.monotonic``, after which work stops with ``OutOfTime``.

``leaves`` are the nodes without parts; ``filters`` give every match one score; ``conjunction`` and ``disjunction`` hold
what an AND and an OR are made of.
"""

from __future__ import annotations

from collections.abc import Hashable
from operator import itemgetter

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints
from newsindex.engines.whoosh.executor.selection import best, constant
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.words import Pairs

__all__ = ["FEW", "Node", "Pairs", "Ranked", "Scaled", "Scores", "best_pairs", "ranked"]

Scores = AnyArray | float
Ranked = tuple[list[int], list[float]]

_score = itemgetter(1)

FEW = 12
"""So many documents are sifted one by one."""


class Node:
    """One step of a plan; ``size`` is about how many documents match, never less than there are."""

    __slots__ = ("size", "snapshot")

    positive = False
    """Whether every match is sure to score more than 0."""
    narrows = False
    """Whether it is a filter, which adds nothing to the score."""

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

    def has(self, docs: Ints, due: float) -> Bools:
        """Which of some documents match."""
        return self.at(docs, due)[0]

    def sift(self, found: Pairs, due: float) -> Pairs:
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
        return ranked(docs, scores, limit)

    def top_of_all(self, limit: int, due: float) -> tuple[Ranked, Ints]:
        """The best few, and all matching documents."""
        docs, scores = self.hits(due)
        return ranked(docs, scores, limit), docs

    def top_and_count(self, limit: int, due: float) -> tuple[Ranked, int]:
        """The best few, none for a limit of 0, and how many match."""
        if limit <= 0:
            return ([], []), self.count(due)
        docs, scores = self.hits(due)
        return ranked(docs, scores, limit), len(docs)

    def count(self, due: float) -> int:
        return len(self.docs(due))

    def key(self) -> Hashable | None:
        """What tells this filter from others, if it is worth keeping its mask."""
        return None

    def by_doc(self) -> dict[int, float] | None:
        """The score of each document, where that is at hand (rare words)."""
        return None


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

    def top_and_count(self, limit: int, due: float) -> tuple[Ranked, int]:
        if self.boost <= 0:
            return super().top_and_count(limit, due)
        (docs, scores), count = self.child.top_and_count(limit, due)
        return (docs, [score * self.boost for score in scores]), count

    def count(self, due: float) -> int:
        return self.child.count(due)


def ranked(docs: Ints, scores: Scores, limit: int) -> Ranked:
    """The best of some documents, ascending by number, in order."""
    if limit <= 0:
        return [], []
    return constant(docs, scores, limit) if isinstance(scores, float) else best(docs, scores, limit)


def best_pairs(found: Pairs, limit: int) -> Ranked:
    """The best of a few, in order."""
    if len(found) > 1:
        # Equals stay in the order of their numbers.
        found.sort()
        found.sort(key=_score, reverse=True)
        del found[limit:]
    docs, scores = [], []
    for doc, score in found:
        docs.append(doc)
        scores.append(score)
    return docs, scores
