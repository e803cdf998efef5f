"""Whether the sum of some time is only what another is compared with: "exports rose from 3 percent in May".

A report goes on about its own time, and what it says of "the month" or "a year earlier" is reckoned from that, not
from a time with whose figures it compares.

    >>> is_compared("up from 3 percent in".split(), [])
    True
    >>> is_compared("up from 3 percent in April to 4 percent in".split(), [])
    False
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["REACH", "is_compared"]

REACH = 24
"""How many pieces before a date are read for what it is compared with."""

_COMPARING = frozenset("from against versus vs compared compares than above below after over".split())
_CLAUSE_ENDS = frozenset("; ( ) but said was were had".split())
_CLOSE = 3
_SUMS = frozenset("pct percent % million mln billion bn".split())


def is_compared(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words before a date, and the mark after it ("than May's 3"), make it what is compared with."""
    if _COMPARING.isdisjoint(before):
        return False
    words = [piece for piece in before if not piece.isspace()]
    figures, reached = list(after[:1]) in (["'"], ["’"]), False
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word in _COMPARING and not _leads_on(words, place):
            return (figures or _is_beside_sum(words, place)) and (not reached or word == "after")
        if word in _CLAUSE_ENDS or (word == "and" and not figures):
            return False
        figures = figures or word[0].isdigit() or word == "same"
        reached = reached or word == "to"
    return False


def _leads_on(words: Sequence[str], place: int) -> bool:
    """Whether "than" or "after" compares with nothing: "other than oil", "after charges the loss was"."""
    before, after = words[place - 1 : place], "".join(words[place + 1 : place + 2])
    if words[place] == "than":
        return before in (["more"], ["less"], ["other"], ["rather"])
    return words[place] == "after" and not (after in {"a", "an"} or after[:1].isdigit() or after.endswith("ing"))


def _is_beside_sum(words: Sequence[str], place: int) -> bool:
    """Whether the date follows close by, and a sum goes before: "down 3 percent from May", "from a dismal May"."""
    before, between = "".join(words[place - 1 : place]), words[place + 1 :]
    close = len(between) < _CLOSE and all(word.isalpha() and word.islower() for word in between)
    return close and (before in _SUMS or before[:1].isdigit())
