"""Whether an expression that may point either way points back or ahead: the words beside it, and then the tense.

News leaves out the week and the year: "on Friday", "in May". A word such as "by", "effective" or "ahead of" says which
is meant, whatever the verbs say ("police told them to leave by Friday"); where there is none, they decide (``tense``).
"""

from __future__ import annotations

from itertools import pairwise, takewhile

from newsindex.analysis.dates.bygone import is_over
from newsindex.analysis.dates.coming import is_to_come
from newsindex.analysis.dates.cues import DECREED, LIMITS, UNTIL, WAS
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.owners import of_owner
from newsindex.analysis.dates.tense import FUTURE, PAST

__all__ = ["direction"]

_GRANTS = frozenset(
    """is are has have give gives gave given giving extend extends extended deadline ultimatum
    adjourned postponed delayed suspended remanded barred closed off""".split()
)
"""Before "until Friday" these tell of time that is left."""


def direction(match: Match) -> int:
    """PAST, FUTURE or UNKNOWN, by the words beside the expression or else the tense around it."""
    near = [word for word in match.before(8) if word != "on"]
    if near[:3] in _HOURS:  # "until the close of trading on Friday"
        near = near[4:] if near[3] == "the" else near[3:]
    if near[:2] == ["least", "at"]:
        near = near[2:]  # "through at least Friday"
    before = near[0]
    if before == "since" or is_over(match, near):
        return PAST
    if near[:2] == ["of", "as"]:
        return FUTURE if "will" in match.after(8) else PAST
    if is_to_come(match, near):
        return FUTURE
    if before == "after" and near[1] in UNTIL:
        before = near[1]
    if match.after(2)[1] == "s" and match.after()[0] in {"'", "’"}:
        return of_owner(match, before)
    tense = match.tense()
    if before not in LIMITS:
        return tense
    farther = match.before(14)
    if before == "by" and _was_so_already(match):
        return PAST
    if tense != PAST or (before in UNTIL and not _GRANTS.isdisjoint(farther[:12])):
        return FUTURE
    if before in UNTIL and match("weekday") and (farther[1] in _DEFERRED or not _ENOUGH.isdisjoint(farther[:8])):
        return FUTURE  # "he deferred until Thursday the naming", "enough to last until Monday"
    if not _TALK.isdisjoint(farther[:6]) and any(
        second == "of" and first.endswith("ing") for first, second in pairwise(farther[:6])
    ):
        return FUTURE  # "they spoke of staying through Sunday"
    if not DECREED.isdisjoint(farther[:5]):
        return FUTURE  # "they declared a week of mourning through Saturday"
    if before == "before" and not _WISHES.isdisjoint(farther):
        return FUTURE  # "he wanted quick action before Friday"
    return FUTURE if before == "by" and not _was_reached(match) else PAST


_DEFERRED = frozenset("deferred postponed delayed adjourned force off back extended suspended closed over".split())

_ENOUGH = frozenset("enough sufficient needed".split())

_TALK = frozenset("spoke speak talked talk talking speaking thought thinking".split())

_WISHES = frozenset("want wants wanted hope hopes hoped urge urges urged demand demands demanded".split())

_HOURS = [[hours, "of", part] for hours in ("business", "trading", "play") for part in ("close", "end")]


def _was_so_already(match: Match) -> bool:
    """Whether "by Friday" tells of what plainly was so by then: "it was on sale already by Friday"."""
    before = match.before(8)
    opens = before[1] in {"and", "but", ",", ""}
    return "already" in before or (opens and "will" not in before and ("had", "been") in pairwise(match.after(12)))


def _was_reached(match: Match) -> bool:
    """Whether "by Friday" tells of what was so by then: "it had sold them by Friday", "By Friday, it fell"."""
    before = match.before(12)
    if "will" in before[:6]:
        return False
    if {"had", "been"}.issubset(match.after(12)):
        return True  # "By Friday some 9,000 tickets had been handed back"
    if before[1] in {"", "but", "and"}:
        return True
    if "failed" in before or (not _RAISING.isdisjoint(before[:10]) and match.tense_before() == PAST):
        return True  # "they failed to agree by Friday", "it bought shares, taking its stake to 14 percent by Friday"
    if "had" in before or {"have", "been"}.issubset(before[:6]):
        return True
    since = list(takewhile(lambda word: word not in WAS, before))  # what stands between "was" and "by Friday"
    close = len(since) < 6 or (len(since) < 12 and _PLANS.isdisjoint(since))
    return close and len(since) < 12 and _CONDITIONS.isdisjoint(before)


_RAISING = frozenset("taking bringing raising lifting leaving".split())

_PLANS = frozenset("to due expected scheduled set planned".split())

_CONDITIONS = frozenset("if unless not".split())
