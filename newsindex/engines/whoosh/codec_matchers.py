"""Postings and term vectors as Whoosh's matchers walk them: one at a time, over arrays that are read at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.lengths import STEPS, rounded_lengths
from newsindex.engines.whoosh.segment import FieldIndex
from newsindex.engines.whoosh.values import Values

__all__ = ["ArrayMatcher", "TermPostings", "VectorPostings"]


_BLOCK = 128


class TermPostings:
    """The postings of a term, each part read when it is first asked for."""

    def __init__(self, field: FieldIndex, rank: int) -> None:
        self._field = field
        self._rank = rank
        self._numbers, self._freqs = field.postings(rank)
        # Items of a memoryview come as plain numbers, which is what Whoosh's matchers compare.
        self.ids: Sequence[Any] = self._numbers.data
        weights = field.weights(rank)
        self._weights = self._freqs if weights is None else weights
        self.weights: Sequence[float] | None = None if self._weights is None else self._weights.data

    @cached_property
    def values(self) -> Values:
        field, rank = self._field, self._rank
        kind = field.value_kind
        if kind == "opaque":
            start = int(field.posting_starts[rank])
            edges, blob = field.optional("vedges"), field.optional("values")
            return Values(kind, None, edges=None if edges is None else edges[start:], blob=blob)
        if not field.has_positions:
            return Values(kind, self._freqs)
        _, starts, positions = field.positions(rank)
        first = int(field.occurrence_starts[rank])
        extra = {}
        for name in ("begins", "ends", "boosts"):
            whole = field.optional(name)
            extra[name] = None if whole is None else whole[first : first + len(positions)]
        return Values(kind, self._freqs, starts, positions, **extra)

    @cached_property
    def _block_starts(self) -> Ints:
        return np.arange(0, len(self._numbers), _BLOCK)

    @cached_property
    def block_weights(self) -> list[float]:
        if self._weights is None:
            return [1.0] * len(self._block_starts)
        return [float(top) for top in np.maximum.reduceat(self._weights, self._block_starts)]

    @cached_property
    def _lengths(self) -> Ints:
        return rounded_lengths(self._field.lengths[self._numbers])

    @cached_property
    def block_shortest(self) -> list[int]:
        # Documents of length 0 lack the field's length, and say nothing about the others.
        given = np.where(self._lengths == 0, STEPS[-1], self._lengths)
        least: list[int] = np.minimum.reduceat(given, self._block_starts).tolist()
        return least

    @cached_property
    def block_longest(self) -> list[int]:
        most: list[int] = np.maximum.reduceat(self._lengths, self._block_starts).tolist()
        return most


class VectorPostings:
    """The terms of one document's vector, in the shape of postings."""

    def __init__(self, terms: list[str], weights: AnyArray, values: Values) -> None:
        self.ids: Sequence[Any] = terms
        self.weights: Sequence[float] | None = weights.data
        self.values = values
        self.block_weights = [float(weights.max())] * (1 + len(terms) // _BLOCK)
        self.block_shortest = self.block_longest = [0] * len(self.block_weights)


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Whoosh's one-posting-at-a-time view of arrays, in blocks of 128 for its quality shortcuts."""

    def __init__(
        self, postings: TermPostings | VectorPostings, format_: Any, *, term: Any = None, scorer: Any = None
    ) -> None:
        self._postings = postings
        self._ids = postings.ids
        self._weights = postings.weights
        self._count = len(postings.ids)
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._i = 0

    def is_active(self) -> bool:
        return self._i < self._count

    def reset(self) -> None:
        self._i = 0

    def copy(self) -> ArrayMatcher:
        other = ArrayMatcher(self._postings, self.format, term=self._term, scorer=self.scorer)
        other._i = self._i
        return other

    def id(self) -> Any:
        return self._ids[self._i]

    def all_ids(self) -> Iterator[Any]:
        return iter(self._ids[self._i :])

    def weight(self) -> float:
        return 1.0 if self._weights is None else float(self._weights[self._i])

    def value(self) -> bytes:
        return self._postings.values.encoded(self._i, self.format)

    def value_as(self, astype: str) -> Any:
        decoded = self._postings.values.decoded(self._i, astype)
        return self.format.decode_as(astype, self.value()) if decoded is None else decoded

    def all_items(self) -> Iterator[tuple[Any, bytes]]:
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def items_as(self, astype: str) -> Iterator[tuple[Any, Any]]:
        while self.is_active():
            yield self.id(), self.value_as(astype)
            self.next()

    def next(self) -> bool:
        """Goes to the next posting; True where a new block begins."""
        if self._i >= self._count:
            raise ReadTooFar
        self._i += 1
        return self._i % _BLOCK == 0 or self._i == self._count

    def skip_to(self, targetid: Any) -> None:
        if self._i >= self._count:
            raise ReadTooFar
        self._i = bisect_left(self._ids, targetid, self._i)

    def skip_to_quality(self, minquality: float) -> int:
        """Skips blocks that cannot reach ``minquality``; gives how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._i = min((self._i // _BLOCK + 1) * _BLOCK, self._count)
            skipped += 1
        return skipped

    def block_min_id(self) -> Any:
        return self._ids[self._i // _BLOCK * _BLOCK]

    def block_max_id(self) -> Any:
        return self._ids[min((self._i // _BLOCK + 1) * _BLOCK, self._count) - 1]

    def block_min_length(self) -> int:
        return self._postings.block_shortest[self._i // _BLOCK]

    def block_max_length(self) -> int:
        return self._postings.block_longest[self._i // _BLOCK]

    def block_max_weight(self) -> float:
        return self._postings.block_weights[self._i // _BLOCK]
