"""Which tellings tell the same event: agglomerative grouping under constraints.

The two groups that are most alike are joined, again and again, as long as they are alike enough and nothing keeps them
apart: other days, one article that tells of both as of two things, or statements of two people. Tellings of the same
days are joined first; only then may groups that are a day apart join, so that two days in a row, which some article
tells of one after the other, are not taken for one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence

from newsindex.timeline.likeness import Likeness, compare
from newsindex.timeline.told import Told

__all__ = ["group"]

# Groups are joined while their likeness is at least this.
_ENOUGH = 0.30

# What is added to the likeness of the wording of two tellings.
_SAME_SPEAKER = 0.15
_OTHER_SPEAKER = -0.25
_ONE_SPEAKS = -0.08
_OTHER_DAY = -0.20
_WIDER_DAYS = -0.05
_SAME_ARTICLE = -0.10
_ONLY_ONE = 0.06
_MOST_BONUS = _SAME_SPEAKER + 2 * _ONLY_ONE
# A follower whose wording is less like its lead's than this tells of something else.
_FOLLOWING = 0.10


def group(tellings: Sequence[Told], *, enough: float = _ENOUGH) -> list[list[int]]:
    """The numbers of the tellings, grouped by event; groups and numbers in order."""
    leading = [number for number, told in enumerate(tellings) if not told.follows]
    if not leading:
        return []
    groups = _Grouping([tellings[number] for number in leading], enough).run()
    return [[leading[number] for number in members] for members in groups]


class _Grouping:
    def __init__(self, tellings: Sequence[Told], enough: float) -> None:
        self._tellings = tellings
        self._likeness: Likeness = compare(tellings)
        self._enough = enough
        self._members: dict[int, list[int]] = {number: [number] for number in range(len(tellings))}
        self._pair: dict[tuple[int, int], float] = {}
        self._neighbours: dict[int, set[int]] = {number: set() for number in range(len(tellings))}
        self._of_day = Counter((told.mention.article_id, told.mention.days) for told in tellings)
        self._fresh = len(tellings)

    def run(self) -> list[list[int]]:
        pairs = self._likeness.pairs
        hopeful = pairs.wording >= self._enough - _MOST_BONUS
        later: list[tuple[int, int, float]] = []
        for left, right, wording in zip(
            pairs.left[hopeful].tolist(), pairs.right[hopeful].tolist(), pairs.wording[hopeful].tolist(), strict=True
        ):
            if self._apart(left, right):
                continue
            value = wording + self._besides(left, right)
            if self._tellings[left].mention.days.meets(self._tellings[right].mention.days):
                self._learn(left, right, value)
            else:
                later.append((left, right, value))
        self._join()
        for left, right, value in later:
            self._learn(left, right, value)
        self._join()
        return sorted(self._members.values())

    def _learn(self, left: int, right: int, value: float) -> None:
        self._pair[left, right] = value
        self._neighbours[left].add(right)
        self._neighbours[right].add(left)

    def _join(self) -> None:
        """Join groups, the most alike first, until none are alike enough."""
        home = {member: name for name, members in self._members.items() for member in members}
        around: dict[int, set[int]] = {name: set() for name in self._members}
        for member, others in self._neighbours.items():
            around[home[member]].update(home[other] for other in others)
        heap = []
        for name, others in around.items():
            others.discard(name)
            for other in others:
                if name < other and (value := self._link(name, other)) >= self._enough:
                    heap.append((-value, name, other))
        heapq.heapify(heap)
        while heap:
            _, left, right = heapq.heappop(heap)
            if left not in self._members or right not in self._members or not self._may_join(left, right):
                continue
            fresh, self._fresh = self._fresh, self._fresh + 1
            self._members[fresh] = sorted(self._members.pop(left) + self._members.pop(right))
            near = (around.pop(left) | around.pop(right)) - {left, right}
            around[fresh] = near
            for other in near:
                around[other] -= {left, right}
                around[other].add(fresh)
                if (value := self._link(other, fresh)) >= self._enough:
                    heapq.heappush(heap, (-value, other, fresh))

    def _link(self, left: int, right: int) -> float:
        """How alike two groups are: half by their likest pair, half on the average of all pairs."""
        values = [
            self._pair.get((a, b) if a < b else (b, a), 0.0)
            for a in self._members[left]
            for b in self._members[right]
        ]
        return (max(values) + sum(values) / len(values)) / 2

    def _besides(self, left: int, right: int) -> float:
        """What speaks for or against two tellings besides their wording."""
        value = 0.0
        a, b = self._tellings[left].mention, self._tellings[right].mention
        if a.article_id == b.article_id:
            value += _SAME_ARTICLE
        if not a.days.meets(b.days):
            value += _OTHER_DAY
        elif a.days != b.days:
            value += _WIDER_DAYS
        elif a.article_id != b.article_id:
            # What an article tells of a day in one sentence is likely what others tell of it.
            value += _ONLY_ONE * sum(self._of_day[told.article_id, told.days] == 1 for told in (a, b))
        return value + self._speakers(left, right)

    def _speakers(self, left: int, right: int) -> float:
        a, b = self._likeness.speakers[left], self._likeness.speakers[right]
        if (a is None) != (b is None):
            return _ONE_SPEAKS
        if not a or not b:
            return 0.0
        lands_a, lands_b = {one for one in a if one[0] == "@"}, {one for one in b if one[0] == "@"}
        if (a - lands_a) & (b - lands_b) and (not lands_a or not lands_b or lands_a & lands_b):
            return _SAME_SPEAKER
        if a - lands_a and b - lands_b:
            return _OTHER_SPEAKER
        return 0.0

    def _apart(self, left: int, right: int) -> bool:
        """Whether nothing could make the two one event."""
        likeness = self._likeness
        if likeness.first[left] > likeness.last[right] + 1 or likeness.first[right] > likeness.last[left] + 1:
            return True
        a, b = self._tellings[left], self._tellings[right]
        if a.mention.article_id != b.mention.article_id:
            return False
        if a.mention.span == b.mention.span:
            return True
        if a.mention.date_span is None or b.mention.date_span is None:
            return False
        return a.mention.days != b.mention.days or not (a.news or b.news)

    def _may_join(self, left: int, right: int) -> bool:
        return not any(self._apart(a, b) for a in self._members[left] for b in self._members[right])
