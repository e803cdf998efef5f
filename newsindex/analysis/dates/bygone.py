"""Whether an expression that may point either way tells of what is over, by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from newsindex.analysis.dates.cues import LATELY, MISHAPS, UNTIL, WAS
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.resolve import days_since

__all__ = ["is_over"]


def is_over(match: Match, near: Sequence[str]) -> bool:
    """Whether it tells of what was done, or of a plan that has come to its day, by the words beside it."""
    return _was_done(match, near) or _has_come(match, near[0])


def _was_done(match: Match, near: Sequence[str]) -> bool:
    """Whether it tells of what was said or happened then: "his threat on Friday to resign", "the crash on Friday"."""
    if near[0] in MISHAPS or (near[0] in UNTIL and (near[1] == "not" or near[1:3] == ["t", "'"])):
        return True  # "it was not until Friday that they came"
    if near[0] in UNTIL and {"did", "not"}.issubset(match.before(10)):
        return True  # "it did not give his name until Friday"
    if near[0] == "set" and "deadline" in match.before(8) and match.after()[0] in {".", ",", ""}:
        return True  # "it went on past the deadline they set Monday"
    following = match.after(2)
    if following == ["and", "today"]:
        return True
    if following[0] == "but" and not {"expected", "scheduled", "due"}.isdisjoint(match.before(8)):
        return "was" in match.before(10) or "were" in match.before(10)  # "was to resume Friday but the rain went on"
    if following[0] == "," and "following" in near[1:4]:
        return True  # "Following floods on Sunday, people should ..."
    if following[0] in _FAILED and not _ATTEMPTS.isdisjoint(match.before(14)):
        return True  # "efforts to reach him late Wednesday were unsuccessful"
    if near[0] == "of" and near[1] in _ACTS | MISHAPS:
        return True  # "the judge's ruling of Tuesday"
    told = near[0] in _ACTS or (near[0] in _OFFERS and near[1] in _OWNERS)
    return told and (following in _TELLS or following[0] == "that" or (following[0] == "to" and following[1] != "be"))


def _has_come(match: Match, before: str) -> bool:
    """Whether a weekday just over is that of a plan told as past: "a rally planned for Saturday was called off"."""
    if not match("weekday") or days_since(match("weekday"), match.published) >= LATELY:
        return False
    following = [word for word in match.after(3) if word != ","]
    if "originally" in match.before(8) or match.before(3)[1:] in (["planned", "first"], ["set", "first"]):
        return True  # "the talks, originally due to start on Friday"
    if "voted" in match.before(8) and before != "from":
        return True  # "after they voted to dissolve the company Wednesday"
    if ("to", "was") in pairwise(match.before(6)):
        return True  # "the words that he was to use on Friday"
    if {"had", "would"}.issubset(match.before(12)):
        return True  # "they had hoped that it would cut rates Friday"
    if not _PICTURED.isdisjoint(match.before(8)):
        return True  # of a picture, too: "The mayor speaks to reporters on Wednesday in New York"
    if any(second in _PRONOUNS and third == "as" for second, third in pairwise(match.before(10))):
        return True  # of a picture: "he talks to reporters as he leaves court on Wednesday"
    if before == "set":
        return following[0] == "as" and "had" in match.before(24)  # "it had ruled, and set Friday as the deadline"
    return before == "for" and following[0] in WAS and following[1] in _UNDONE


_PICTURED = frozenset("speaks waits reacts gestures".split())

_PRONOUNS = frozenset("he she they it".split())

_UNDONE = frozenset("canceled cancelled called disrupted scrapped abandoned moved held".split())

_FAILED = frozenset("were was failed".split())

_ATTEMPTS = frozenset("efforts attempts calls".split())

_TELLS = (["in", "which"], ["saying", "that"])

_OFFERS = frozenset("offer proposal appeal call demand request move bid".split())

_OWNERS = frozenset("s his her its their".split())

_ACTS = frozenset(
    """announcement statement threat decision warning pledge vow promise remark remarks comment comments refusal
    admission declaration claim suggestion ruling assertion denial""".split()
)
"""What is told by saying it: "his threat on Friday to resign"; a vote or a meeting may be still to come."""
