"""The best of an OR or an AND of words without adding up every document: the most promising blocks first.

The documents of the index are cut into some two thousand blocks of neighbours. Each word knows its highest score in
each block, so the sum over the words is a bound on what any document of a block can score, and costs one short addition
for each word. Blocks are then added up exactly, those of the highest bound first, until no block that is left can hold
a document that belongs among the best. (The idea is the block-max pruning of Mallia, Suel and Tonellotto, 2024, with
arrays for its buckets.)

Equal scores are ranked by document number, so a block that can only *reach* the bar is still looked into. Sums are made
in the same order as the bounds, so rounding cannot lift a score above its bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from newsindex.engines.whoosh.array_types import Bools, Floats, Ints
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.executor.selection import best

__all__ = ["best_by_blocks"]

Ranked = tuple[list[int], list[float]]


class Summand(Protocol):
    """A word, as this module needs it."""

    def ceilings(self) -> Floats:
        """The highest score in each block."""

    def in_blocks(self, blocks: Ints) -> Floats:
        """The score at every document of some blocks, as a new array."""


class Filter(Protocol):
    """A part that narrows."""

    @property
    def score(self) -> float:
        """What every match scores."""

    def at(self, docs: Ints, due: float) -> tuple[Bools, Any]:
        """Which of some documents match."""


_FIRST = 32
_GROWTH = 8


def best_by_blocks(
    words: Sequence[Summand], filters: Sequence[Filter], limit: int, due: float, *, size: int, every: bool
) -> Ranked:
    """The best documents of an AND (``every``) or OR of words whose boosts are positive.

    A document must match all ``filters`` too, whose scores are added. ``size`` is how many documents a block has.
    """
    bounds: Floats = words[0].ceilings().copy()
    if every:
        open_blocks = bounds > 0
        for word in words[1:]:
            ceilings = word.ceilings()
            open_blocks &= ceilings > 0
            bounds += ceilings
        bounds *= open_blocks
    else:
        for word in words[1:]:
            bounds += word.ceilings()
    docs: list[int] = []
    scores: list[float] = []
    bar, done, wanted = 0.0, np.float32(np.inf), _FIRST
    while True:
        check(due)
        if wanted < len(bounds):
            cut = np.partition(bounds, len(bounds) - wanted)[len(bounds) - wanted]
        else:
            cut = np.float32(0)
        if len(docs) == limit and bar > cut:
            cut = np.float32(bar)
        blocks = ((bounds >= cut) & (bounds < done) & (bounds > 0)).nonzero()[0]
        if len(blocks):
            more_docs, more_scores = _within(words, filters, blocks, size, bar, limit, due, every=every)
            if more_docs:
                ranked = sorted(zip([-s for s in scores + more_scores], docs + more_docs, strict=True))[:limit]
                docs, scores = [doc for _, doc in ranked], [-score for score, _ in ranked]
        done, wanted = cut, wanted * _GROWTH
        if len(docs) == limit:
            bar = scores[-1]
        if cut <= 0 or (len(docs) == limit and cut <= bar):
            break
    plus = sum(part.score for part in filters)
    return docs, [score + plus for score in scores] if plus else scores


def _within(
    words: Sequence[Summand],
    filters: Sequence[Filter],
    blocks: Ints,
    size: int,
    bar: float,
    limit: int,
    due: float,
    *,
    every: bool,
) -> Ranked:
    """The best documents of some blocks that reach the bar."""
    total = words[0].in_blocks(blocks)
    matched: Bools | None = total > 0 if every and len(words) > 1 else None
    for word in words[1:]:
        some = word.in_blocks(blocks)
        if matched is not None:
            matched &= some > 0
        total += some
    if matched is not None:
        total *= matched
    reached = (total >= bar if bar > 0 else total > 0).nonzero()[0]
    docs = blocks.take(reached // size) * size + reached % size
    scores = total.take(reached)
    for part in filters:
        kept = part.at(docs, due)[0].nonzero()[0]
        docs, scores = docs.take(kept), scores.take(kept)
    return best(docs, scores, limit)
