"""Which tellings tell the same event: agglomerative grouping under constraints.

The two groups that are most alike are joined, again and again, as long as they are alike enough and nothing keeps them
apart: other days, one article that tells of both as of two things, or statements of two people. Tellings of the same
days are joined first; only then may groups that are a day apart join, so that two days in a row, which some article
tells of one after the other, are not taken for one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence

from newsindex.timeline.likeness import Likeness, compare
from newsindex.timeline.told import Told

__all__ = ["group"]

# Groups are joined while their likeness is at least this.
_ENOUGH = 0.30

# Two groups that are each the likest of the other by this margin are joined from this likeness on.
_LITTLE = 0.16
_MARGIN = 0.03

# What is added to the likeness of the wording of two tellings.
_SAME_SPEAKER = 0.15
_OTHER_SPEAKER = -0.25
_ONE_SPEAKS = -0.12
_OTHER_DAY = -0.30
_WIDER_DAYS = -0.10
_SAME_ARTICLE = -0.10
_LEAD_AND_NEXT = 0.25
_UNDATED_LEAD_AND_NEXT = 0.05
_OTHER_NAMES = -0.05
_ONLY_ONE = 0.06

# Pairs of less likeness than this, in wording and in all, are taken to have none.
_LEAST_WORDING = 0.06
_LEAST = 0.10


def group(tellings: Sequence[Told], *, enough: float = _ENOUGH) -> list[list[int]]:
    """The numbers of the tellings, grouped by event; groups and numbers in order."""
    leading = [number for number, told in enumerate(tellings) if told.place != "follower"]
    if not leading:
        return []
    groups = _Grouping([tellings[number] for number in leading], enough).run()
    return [[leading[number] for number in members] for members in groups]


class _Grouping:
    def __init__(self, tellings: Sequence[Told], enough: float) -> None:
        self._tellings = tellings
        of_day = Counter((told.mention.article_id, told.mention.days) for told in tellings)
        self._only_one = [of_day[told.mention.article_id, told.mention.days] == 1 for told in tellings]
        self._likeness: Likeness = compare(tellings)
        self._first: list[int] = self._likeness.first.tolist()
        self._last: list[int] = self._likeness.last.tolist()
        self._speaker = [_marked(one or frozenset(), "~") for one in self._likeness.speakers]
        self._called = [frozenset(name for name in one if name[0] != "#") for one in self._likeness.names]
        self._undated = [told.mention.date_span is None for told in tellings]
        self._enough = enough
        self._members: dict[int, list[int]] = {number: [number] for number in range(len(tellings))}
        self._pair: dict[tuple[int, int], float] = {}
        self._fresh = len(tellings)
        self._verdicts: dict[tuple[int, int], bool] = {}

    def run(self) -> list[list[int]]:
        pairs = self._likeness.pairs
        hopeful = pairs.wording >= _LEAST_WORDING
        later: list[tuple[int, int, float]] = []
        for left, right, wording in zip(
            pairs.left[hopeful].tolist(), pairs.right[hopeful].tolist(), pairs.wording[hopeful].tolist(), strict=True
        ):
            if self._apart(left, right):
                continue
            value = wording + self._besides(left, right)
            if value < _LEAST:
                continue
            if self._tellings[left].mention.days.meets(self._tellings[right].mention.days):
                self._learn(left, right, value)
            else:
                later.append((left, right, value))
        self._join()
        self._pair_up()
        for left, right, value in later:
            self._learn(left, right, value)
        self._join()
        return sorted(self._members.values())

    def _learn(self, left: int, right: int, value: float) -> None:
        self._pair[left, right] = value

    def _join(self) -> None:
        """Join groups, the most alike first, until none are alike enough."""
        home = {member: name for name, members in self._members.items() for member in members}
        # For each pair of groups: the likeness of their likest pair, and the sum over all pairs.
        near: dict[int, dict[int, tuple[float, float]]] = {name: {} for name in self._members}
        for (left, right), value in self._pair.items():
            a, b = home[left], home[right]
            if a != b:
                most, total = near[a].get(b, (0.0, 0.0))
                near[a][b] = near[b][a] = max(most, value), total + value
        heap = [
            (-value, a, b)
            for a, others in near.items()
            for b, known in others.items()
            if a < b and (value := self._link(a, b, *known)) >= self._enough
        ]
        heapq.heapify(heap)
        while heap:
            _, left, right = heapq.heappop(heap)
            if left not in self._members or right not in self._members or not self._may_join(left, right):
                continue
            fresh, self._fresh = self._fresh, self._fresh + 1
            self._members[fresh] = sorted(self._members.pop(left) + self._members.pop(right))
            around = near.pop(left)
            for other, (most, total) in near.pop(right).items():
                before = around.get(other, (0.0, 0.0))
                around[other] = max(before[0], most), before[1] + total
            around.pop(left, None)
            around.pop(right, None)
            near[fresh] = around
            for other, known in around.items():
                near[other].pop(left, None)
                near[other].pop(right, None)
                near[other][fresh] = known
                if (value := self._link(other, fresh, *known)) >= self._enough:
                    heapq.heappush(heap, (-value, other, fresh))

    def _pair_up(self) -> None:
        """Join two groups that are less alike, if each is by far the likest of the other.

        Two articles may tell an event of one day in wholly different words; but then nothing else that they tell of the
        day is like it.
        """
        found = True
        while found:
            near = self._likest()
            found = False
            for a in near:
                b = self._best(near, a)
                if b is None or a > b or a not in self._members or b not in self._members or self._best(near, b) != a:
                    continue
                if self._stands_out(near, a, b) and self._stands_out(near, b, a):
                    fresh, self._fresh = self._fresh, self._fresh + 1
                    self._members[fresh] = sorted(self._members.pop(a) + self._members.pop(b))
                    found = True

    def _best(self, near: Mapping[int, Mapping[int, float]], one: int) -> int | None:
        """The likest group that could join this one, if any is at all like it."""
        for value, other in sorted(((value, other) for other, value in near[one].items()), reverse=True):
            if value < _LITTLE:
                return None
            if self._may_pair(one, other):
                return other
        return None

    def _may_pair(self, one: int, other: int) -> bool:
        if one not in self._members or other not in self._members:
            return False
        key = (one, other) if one < other else (other, one)
        if key not in self._verdicts:
            self._verdicts[key] = not self._share_article(one, other) and self._may_join(one, other)
        return self._verdicts[key]

    def _likest(self) -> dict[int, dict[int, float]]:
        """For each group those like it, by the likest pair of the same days with a name in common."""
        home = {member: name for name, members in self._members.items() for member in members}
        near: dict[int, dict[int, float]] = {name: {} for name in self._members}
        names = self._likeness.names
        for (left, right), value in self._pair.items():
            if value < _LITTLE - _MARGIN:
                continue
            a, b = home[left], home[right]
            same_days = self._tellings[left].mention.days == self._tellings[right].mention.days
            if a != b and same_days and names[left] & names[right]:
                near[a][b] = near[b][a] = max(value, near[a].get(b, 0.0))
        return near

    def _stands_out(self, near: Mapping[int, Mapping[int, float]], one: int, other: int) -> bool:
        """Whether ``other`` is much likelier for ``one`` than all that do not go with ``other`` themselves."""
        value = near[one][other]
        return not any(
            rival != other
            and value - likeness < _MARGIN
            and not near[other].get(rival, 0.0) >= _LITTLE <= likeness <= value
            and self._may_pair(one, rival)
            for rival, likeness in near[one].items()
        )

    def _share_article(self, left: int, right: int) -> bool:
        articles = {self._tellings[member].mention.article_id for member in self._members[left]}
        return any(self._tellings[member].mention.article_id in articles for member in self._members[right])

    def _link(self, left: int, right: int, most: float, total: float) -> float:
        """How alike two groups are: half by their likest pair, half on the average of all pairs."""
        return (most + total / (len(self._members[left]) * len(self._members[right]))) / 2

    def _besides(self, left: int, right: int) -> float:
        """What speaks for or against two tellings besides their wording."""
        one, other = self._tellings[left], self._tellings[right]
        a, b = one.mention, other.mention
        if a.article_id == b.article_id:
            value = _SAME_ARTICLE
            if {one.place, other.place} == {"lead", "next"}:
                value = _LEAD_AND_NEXT if a.days == b.days else _UNDATED_LEAD_AND_NEXT
        else:
            # What an article tells of a day in one sentence is likely what others tell of it.
            value = _ONLY_ONE * (self._only_one[left] + self._only_one[right])
        names_a, names_b = self._likeness.names[left], self._likeness.names[right]
        if names_a and names_b and not names_a & names_b:
            value += _OTHER_NAMES
        if not a.days.meets(b.days):
            value += _OTHER_DAY
        elif a.days != b.days and a.date_span and b.date_span:
            value += _WIDER_DAYS
        return value + self._speakers(left, right)

    def _speakers(self, left: int, right: int) -> float:
        a, b = self._likeness.speakers[left], self._likeness.speakers[right]
        if (a is None) != (b is None):
            return _ONE_SPEAKS
        if not a or not b:
            return 0.0
        names_a, names_b = self._speaker[left], self._speaker[right]
        if names_a and names_b:
            return _SAME_SPEAKER if names_a & names_b else _OTHER_SPEAKER
        lands_a, lands_b = _marked(a, "@"), _marked(b, "@")
        if not lands_a & lands_b and ((lands_a and lands_b) or names_a or names_b):
            return _OTHER_SPEAKER if lands_a and lands_b else 0.0
        if (a - lands_a) & (b - lands_b):
            return _SAME_SPEAKER
        return _OTHER_SPEAKER if a - lands_a and b - lands_b else 0.0

    def _apart(self, left: int, right: int) -> bool:
        """Whether nothing could make the two one event."""
        first, last = self._first, self._last
        if self._undated[left] or self._undated[right]:
            # The day is only inferred, so it has to agree, and so has some name: notices of one form are many.
            if first[left] > last[right] or first[right] > last[left] or not self._called[left] & self._called[right]:
                return True
        elif first[left] > last[right] + 1 or first[right] > last[left] + 1:
            return True
        if self._speaker[left] and self._speaker[right] and not self._speaker[left] & self._speaker[right]:
            return True
        a, b = self._tellings[left], self._tellings[right]
        if a.mention.article_id != b.mention.article_id:
            return False
        if a.mention.span == b.mention.span:
            return True
        if a.mention.date_span is None or b.mention.date_span is None:
            return False
        return a.mention.days != b.mention.days or a.place == b.place == "background"

    def _may_join(self, left: int, right: int) -> bool:
        return not any(self._apart(a, b) for a in self._members[left] for b in self._members[right])


def _marked(features: frozenset[str], mark: str) -> frozenset[str]:
    return frozenset(feature for feature in features if feature.startswith(mark))
