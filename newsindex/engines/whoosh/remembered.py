"""What was counted of the matches of a question, remembered for the questions that have the same matches.

Counts are the work of all matches, while the best ten of a word are known as soon as it was asked for once. So they are
remembered as those are: by what matches, whatever it weighs and in whatever order it is shown. The next page of an
answer, the same words with other weights and another order ask for the same counts.

    >>> from newsindex.query.model import Word
    >>> one, other = Request(Boost(Word("oil"), 2.0), facets=("place",)), Request(Word("oil"), facets=("place",))
    >>> counted = CountedLately()
    >>> counted.keep(one, Counted(3, {"place": {"Kuwait": 2}}))
    >>> counted.find(other).facets
    {'place': {'Kuwait': 2}}
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from typing import Any

from attrs import frozen

from newsindex.engines.base import Request
from newsindex.engines.whoosh.counts import Counts
from newsindex.query.model import And, Boost, Not, Or, Query

__all__ = ["Counted", "CountedLately"]

_BYTES = 32 << 20

_Joined = list[Mapping[str, str] | None]


@frozen
class Counted:
    """How many match, and the facets that were asked for."""

    total: int
    facets: Mapping[str, Mapping[str, int]]

    @property
    def nbytes(self) -> int:
        """About how much memory they take."""
        return 1_000 + sum(counts.nbytes for counts in self.facets.values() if isinstance(counts, Counts))


class CountedLately:
    """Counts of the last questions, up to some bytes; safe to share between threads.

    They belong to one state of the index. Where names were joined otherwise since, they are counted anew.
    """

    def __init__(self, budget: int = _BYTES) -> None:
        self._budget = budget
        self._bytes = 0
        self._found: dict[Hashable, tuple[_Joined, Counted]] = {}
        self._lock = threading.Lock()

    def find(self, request: Request) -> Counted | None:
        """What was counted when the same was asked."""
        if not request.facets:
            return None
        with self._lock:
            key = _key(request)
            found = self._found.pop(key, None)
            if found is None:
                return None
            # Those that are asked for again stay longest.
            self._found[key] = found
        joined, counted = found
        same = all(one is other for one, other in zip(joined, _joined(request), strict=True))
        return counted if same else None

    def keep(self, request: Request, counted: Counted) -> None:
        """Remember what was counted."""
        if counted.nbytes * 4 > self._budget:
            return
        with self._lock:
            key = _key(request)
            before = self._found.pop(key, None)
            self._bytes += counted.nbytes - (before[1].nbytes if before else 0)
            self._found[key] = _joined(request), counted
            while self._bytes > self._budget:
                self._bytes -= self._found.pop(next(iter(self._found)))[1].nbytes


def _key(request: Request) -> Hashable:
    return _matched(request.query), request.level, request.facets, request.by


def _matched(query: Query) -> Any:
    """The same for questions that match the same, as far as their parts tell."""
    match query:
        case Boost(part):
            return _matched(part)
        case And(parts) | Or(parts):
            return type(query), frozenset(map(_matched, parts))
        case Not(part):
            return Not, _matched(part)
    return query


def _joined(request: Request) -> _Joined:
    return [request.joined.get(field) for field in request.facets]
