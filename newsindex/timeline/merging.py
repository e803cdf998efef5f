"""Which tellings tell the same event: agglomerative grouping under constraints.

The two groups that are most alike are joined, again and again, as long as they are alike enough and nothing keeps them
apart: other days, one article that tells of both as of two things, or statements of two people.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from newsindex.timeline.likeness import Likeness, compare
from newsindex.timeline.told import Told

__all__ = ["group"]

# Groups are joined while their likeness is at least this.
_ENOUGH = 0.30

# What is added to the likeness of the wording of two tellings.
_SAME_SPEAKER = 0.15
_OTHER_SPEAKER = -0.25
_OTHER_DAY = -0.20
_WIDER_DAYS = -0.05
_SAME_ARTICLE = -0.10
_LEAST = -1.0


def group(tellings: Sequence[Told], *, enough: float = _ENOUGH) -> list[list[int]]:
    """The numbers of the tellings, grouped by event; groups and numbers in order."""
    if not tellings:
        return []
    return _Grouping(tellings, compare(tellings), enough).run()


class _Grouping:
    def __init__(self, tellings: Sequence[Told], likeness: Likeness, enough: float) -> None:
        self._tellings = tellings
        self._likeness = likeness
        self._enough = enough
        self._members: dict[int, list[int]] = {number: [number] for number in range(len(tellings))}
        self._pair: dict[tuple[int, int], float] = {}
        self._neighbours: dict[int, set[int]] = {number: set() for number in range(len(tellings))}

    def run(self) -> list[list[int]]:
        pairs = self._likeness.pairs
        hopeful = pairs.wording >= self._enough - _SAME_SPEAKER - 0.1
        for left, right, wording in zip(
            pairs.left[hopeful].tolist(), pairs.right[hopeful].tolist(), pairs.wording[hopeful].tolist(), strict=True
        ):
            value = wording + self._besides(left, right)
            if value > _LEAST:
                self._pair[left, right] = value
                self._neighbours[left].add(right)
                self._neighbours[right].add(left)
        heap = [(-value, left, right) for (left, right), value in self._pair.items() if value >= self._enough]
        heapq.heapify(heap)
        fresh = len(self._tellings)
        while heap:
            negative, left, right = heapq.heappop(heap)
            if left not in self._members or right not in self._members:
                continue
            if -negative < self._enough:
                break
            if not self._may_join(left, right):
                continue
            self._members[fresh] = sorted(self._members.pop(left) + self._members.pop(right))
            around = (self._neighbours.pop(left) | self._neighbours.pop(right)) - {left, right}
            self._neighbours[fresh] = set()
            for other in around:
                self._neighbours[other] -= {left, right}
                self._neighbours[other].add(fresh)
                self._neighbours[fresh].add(other)
                value = self._link(other, fresh)
                if value >= self._enough:
                    heapq.heappush(heap, (-value, other, fresh))
            fresh += 1
        return sorted(self._members.values())

    def _link(self, left: int, right: int) -> float:
        values = [
            self._pair.get((a, b) if a < b else (b, a), 0.0)
            for a in self._members[left]
            for b in self._members[right]
        ]
        return (max(values) + sum(values) / len(values)) / 2

    def _besides(self, left: int, right: int) -> float:
        """What speaks for or against two tellings besides their wording; below ``_LEAST`` if they are two things."""
        if self._apart(left, right):
            return 2 * _LEAST
        value = 0.0
        a, b = self._tellings[left], self._tellings[right]
        if a.mention.article_id == b.mention.article_id:
            value += _SAME_ARTICLE
        if not a.mention.days.meets(b.mention.days):
            value += _OTHER_DAY
        elif a.mention.days != b.mention.days:
            value += _WIDER_DAYS
        return value + self._speakers(left, right)

    def _speakers(self, left: int, right: int) -> float:
        a, b = self._likeness.speakers[left], self._likeness.speakers[right]
        if not a or not b:
            return 0.0
        lands_a, lands_b = {one for one in a if one[0] == "@"}, {one for one in b if one[0] == "@"}
        if (a - lands_a) & (b - lands_b) and (not lands_a or not lands_b or lands_a & lands_b):
            return _SAME_SPEAKER
        if a - lands_a and b - lands_b:
            return _OTHER_SPEAKER
        return 0.0

    def _apart(self, left: int, right: int) -> bool:
        likeness = self._likeness
        if (
            likeness.first[left] > likeness.last[right] + 1
            or likeness.first[right] > likeness.last[left] + 1
        ):
            return True
        a, b = self._tellings[left], self._tellings[right]
        if a.mention.article_id != b.mention.article_id:
            return False
        return a.mention.days != b.mention.days or not (a.news or b.news)

    def _may_join(self, left: int, right: int) -> bool:
        return not any(self._apart(a, b) for a in self._members[left] for b in self._members[right])
