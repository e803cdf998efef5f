"""Which tellings tell the same event: agglomerative grouping under constraints.

The two groups that are most alike are joined, again and again, as long as they are alike enough and nothing keeps them
apart: other days, one article that tells of both as of two things, or statements of two people. Tellings of the same
days are joined first; only then may groups that are a day apart join, so that two days in a row, which some article
tells of one after the other, are not taken for one.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from newsindex.timeline.background import Background
from newsindex.timeline.likeness import Likeness, compare, probability
from newsindex.timeline.told import Told

__all__ = ["group", "may_be_one"]

# Groups are joined while their likeness is at least this.
_ENOUGH = 0.38

# And groups of which one tells of the day after the other, while it is at least this.
_ENOUGH_A_DAY_APART = 0.55

# Pairs less likely than this are taken to be impossible.
_LEAST = 0.05


def group(
    tellings: Sequence[Told], *, background: Background | None = None, enough: float = _ENOUGH
) -> list[list[int]]:
    """The numbers of the tellings, grouped by event; groups and numbers in order.

    What is rare is judged by the ``background``, or by the tellings alone.
    """
    leading = [number for number, told in enumerate(tellings) if told.place != "follower"]
    if not leading:
        return []
    groups = _Grouping([tellings[number] for number in leading], background, enough).run()
    return [[leading[number] for number in members] for members in groups]


class _Grouping:
    def __init__(self, tellings: Sequence[Told], background: Background | None, enough: float) -> None:
        self._tellings = tellings
        self._likeness: Likeness = compare(tellings, background)
        self._first = [told.mention.days.first.toordinal() for told in tellings]
        # The night of a day reaches into the next.
        self._until = [told.mention.days.last.toordinal() + told.night for told in tellings]
        self._enough = enough
        self._members: dict[int, list[int]] = {number: [number] for number in range(len(tellings))}
        self._pair: dict[tuple[int, int], float] = {}
        self._fresh = len(tellings)

    def run(self) -> list[list[int]]:
        pairs = self._likeness
        value = probability(pairs.evidence)
        likely = value >= _LEAST
        later: list[tuple[int, int, float]] = []
        for left, right, chance in zip(
            pairs.left[likely].tolist(), pairs.right[likely].tolist(), value[likely].tolist(), strict=True
        ):
            if not self._may_be_one(left, right):
                continue
            if self._first[left] <= self._until[right] and self._first[right] <= self._until[left]:
                self._pair[left, right] = chance
            else:
                later.append((left, right, chance))
        self._join(self._enough)
        for left, right, chance in later:
            self._pair[left, right] = chance
        self._join(max(self._enough, _ENOUGH_A_DAY_APART))
        return sorted(self._members.values())

    def _join(self, enough: float) -> None:
        """Join groups, the most alike first, until none are alike enough."""
        home = {member: name for name, members in self._members.items() for member in members}
        # For each pair of groups, the sum of the likeness of all pairs between them.
        near: dict[int, dict[int, float]] = {name: {} for name in self._members}
        for (left, right), value in self._pair.items():
            a, b = home[left], home[right]
            if a != b:
                near[a][b] = near[b][a] = near[a].get(b, 0.0) + value
        heap = [
            (-value, a, b)
            for a, others in near.items()
            for b, total in others.items()
            if a < b and (value := self._link(a, b, total)) >= enough
        ]
        heapq.heapify(heap)
        while heap:
            _, left, right = heapq.heappop(heap)
            if left not in self._members or right not in self._members or not self._may_join(left, right):
                continue
            fresh, self._fresh = self._fresh, self._fresh + 1
            self._members[fresh] = sorted(self._members.pop(left) + self._members.pop(right))
            around = near.pop(left)
            for other, total in near.pop(right).items():
                around[other] = around.get(other, 0.0) + total
            around.pop(left, None)
            around.pop(right, None)
            near[fresh] = around
            for other, total in around.items():
                near[other].pop(left, None)
                near[other].pop(right, None)
                near[other][fresh] = total
                if (value := self._link(other, fresh, total)) >= enough:
                    heapq.heappush(heap, (-value, other, fresh))

    def _link(self, left: int, right: int, total: float) -> float:
        """How alike two groups are: the average of all pairs between them (average linkage)."""
        return total / (len(self._members[left]) * len(self._members[right]))

    def _may_join(self, left: int, right: int) -> bool:
        return all(self._may_be_one(a, b) for a in self._members[left] for b in self._members[right])

    def _may_be_one(self, left: int, right: int) -> bool:
        return may_be_one(self._likeness, self._tellings, left, right)


def may_be_one(likeness: Likeness, tellings: Sequence[Told], left: int, right: int) -> bool:
    """Whether two tellings could be of one event at all."""
    one, other = tellings[left], tellings[right]
    a, b = one.mention, other.mention
    apart = max((a.days.first - b.days.last).days, (b.days.first - a.days.last).days)
    if a.date_span is None or b.date_span is None:
        # The day is only inferred, so it has to agree, and so has some name: notices of one form are many.
        if apart > 0 or not likeness.names[left] & likeness.names[right]:
            return False
    elif apart > 1:
        return False
    speaker, second = likeness.speakers[left], likeness.speakers[right]
    if speaker and second and not speaker & second:
        return False
    # An article tells of an event once, but for the sentence right after the lead.
    return a.article_id != b.article_id or (a.span != b.span and {one.place, other.place} == {"lead", "next"})
