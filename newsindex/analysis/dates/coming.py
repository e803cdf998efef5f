"""Whether an expression that may point either way tells of what is still to come, by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from newsindex.analysis.dates.cues import (
    APPOINTMENTS,
    DECREED,
    DETERMINERS,
    LATELY,
    LIMITS,
    MOVED,
    ONWARD,
    PROSPECTS,
    TOOK,
    UNTIL,
)
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.resolve import days_since
from newsindex.analysis.dates.tense import PAST

__all__ = ["is_to_come"]


def is_to_come(match: Match, near: Sequence[str]) -> bool:
    """Whether it tells of what is awaited, set, announced or forecast, by the words beside it."""
    before = near[0]
    return (
        before in ONWARD
        or (near[:2] in _IN_EFFECT and near[2] not in TOOK)
        or match.before(3) == ["as", "soon", "as"]
        or _is_to_be_done(match.after(3))
        or (match.opens() and (match.after()[0] == "is" or _is_in_diary(match)))  # "Saturday is her birthday"
        or _is_awaited(match, before)
        or _is_demanded(match.before(14))
        or _is_ahead(match)
        or _is_appointed(match, near)
        or (before in _PROPOSED and near[1] in DETERMINERS)
        or (before in APPOINTMENTS and near[1] in _PROPOSED)
        or _is_forecast(match.before(14))
    )


def _is_to_be_done(following: Sequence[str]) -> bool:
    """Whether "to be conducted" follows, but not the "to be" of "named on Friday to be the head"."""
    return following[:2] == ["to", "be"] and (following[2].endswith("ed") or following[2] in {"held", "led", "given"})


def _is_awaited(match: Match, before: str) -> bool:
    """Whether what follows is still to come: "until Friday, when he will hear", "hopes a meeting on Friday would"."""
    following = match.after(7)
    if before == "what" and following[0] in {"would", "will", "might", "may", "could"}:
        return True  # "few cared to guess what Monday would bring"
    if not _NEARING.isdisjoint(pairwise(takewhile(_goes_on, following))):
        return True  # "as the Saturday anniversary drew near"
    if following[:2] == [",", "when"]:
        return not {"will", "would"}.isdisjoint(following)
    if ("ready", "for") in pairwise(reversed(match.before(8))):
        return match.tense_after() != PAST  # "to get ready for a severe day on Friday"
    if "pending" in takewhile(str.isalnum, match.before(9)):
        return True  # "closed pending an inspection over the weekend"
    beside = [word for word in following if word != ","][:3]
    if beside[:2] == ["at", "the"] and not _BOUNDS.isdisjoint(beside[2:]):
        return True  # "to July 12, at the earliest"
    near = [word for word in match.before(10) if word != "on"]
    if near[0] in _INVITATIONS and not UNTIL.isdisjoint(near[1:5]) and match.before()[0] == "on":
        return True  # "he was to hold out until a board meeting on Sunday"
    if near[0] in _INVITATIONS and near[1] in DETERMINERS and near[2] == "to" and not _INVITING.isdisjoint(near):
        return True  # "it has called the press to an event on Monday"
    return before in APPOINTMENTS and "would" in takewhile(str.isalnum, following)


def _goes_on(word: str) -> bool:
    return word.isalnum() and word not in {"as", "when", "while"}


_BOUNDS = frozenset("earliest latest soonest".split())

_NEARING = frozenset((verb, "near") for verb in ("drew", "draws", "drawing"))

_INVITATIONS = frozenset("event conference briefing meeting dinner summit reception".split())

_INVITING = frozenset("called invited invites summoned".split())


def _is_in_diary(match: Match) -> bool:
    """Whether it heads a line without a verb, as calendars have it: "Wednesday: Minutes of the bank"."""
    return bool(match("weekday")) and match.after()[0] == ":" and match.after(2)[1] != "" and not match.tense_after()


def _is_demanded(near: Sequence[str]) -> bool:
    """Whether somebody asked for it: "it has demanded that he appear before it on Monday"."""
    place = near.index("that") if "that" in near else 0
    asked = place > 1 and not _DEMANDS.isdisjoint(near[place + 1 : place + 2])
    return asked and not any(map(_may_be_past, near[:place]))


def _may_be_past(word: str) -> bool:
    return word.endswith("ed") or word in {",", "was", "were", "had", "would", "is", "are", "has", "have"}


_DEMANDS = frozenset("demanded demand demands demanding insisted insists urged proposed recommended requested".split())


def _is_ahead(match: Match) -> bool:
    """Whether it is still to come: "ahead of Thursday's vote", "of a meeting on Friday", "its next meeting in May"."""
    near = list(takewhile(str.isalnum, (word for word in match.before(10) if word not in {"'", "’"})))
    for place, pair in enumerate(pairwise(near), start=2):
        if pair in {("of", "ahead"), ("of", "advance"), ("of", "eve")}:
            return near[place : place + 1] not in _LEADING
    aim = near[1:] if near[:1] == ["the"] else near
    if aim[:2] == ["to", "looking"] or aim[:3] in _LOOKING:
        return True  # "dealers are looking to the March auctions"
    if near[:1] == ["of"] and near[2:4] == ["the", "before"]:
        return True  # "it cannot be mended before the tides of August"
    odds = next((place for place, word in enumerate(near) if word in _ODDS), 0)
    if 0 < odds < _CLOSE and near[odds - 1] == "of":
        return True  # "they put the chance of a dry January at two in three"
    return any(second == "next" and first in _MEETINGS for first, second in pairwise(near))


_LOOKING = (["to", "forward", "looking"], ["to", "ahead", "looking"])

_ODDS = frozenset("chance chances odds risk prospect prospects likelihood threat".split())

_CLOSE = 5

_MEETINGS = frozenset("meeting session round summit election tender council congress hearing auction".split())

_LEADING = (["well"], ["far"], ["just"], ["slightly"], ["still"], ["points"], ["seconds"], ["strokes"])
"""Before "ahead of" these compare: "it closed well ahead of Friday's price"."""


def _is_appointed(match: Match, nearest: Sequence[str]) -> bool:
    """Whether something was "set for" the expression, or "moved to" it, or is "for delivery" then."""
    before, near = nearest[0], match.before(9)
    lately = bool(match("weekday")) and days_since(match("weekday"), match.published) < LATELY
    chosen = before in {"picked", "chose", "fixed"} and not lately
    if match.after()[0] == "as" and (before == "set" or chosen):
        return True  # "he set Friday as the deadline"
    if before == "for":
        if (
            near[1] in {"is", "are"}
            or (near[1], near[2]) in _DOWN
            or nearest[1] in PROSPECTS
            or not _PROGRAMMES.isdisjoint(near[:4])
        ):
            return True  # "the march is for Saturday", "expectations for Tuesday", "on the list for Thursday"
        if "had" in near:
            return "been" in near and not _THREATENED.isdisjoint(near[:3])
        return not _SET.isdisjoint(near)
    if before in _SETTLED and "for" in nearest[1:3]:
        return True
    if _is_called_for(match.before(16), _GATHERINGS if match.after()[0] == "to" else _RALLIES):
        return True
    if before == "from" and any(verb in _GOING and word.endswith("ing") for word, verb in pairwise(near)):
        return match.after()[0] not in LIMITS | {"to"}  # "it was suspending exports from Thursday"
    if before == "from" and not DECREED.isdisjoint(near) and TOOK.isdisjoint(near[:4]):
        return True
    if before == "from" and nearest[1] in MOVED and "to" not in {match.after()[0], *match.words.split()}:
        return nearest[1] == "adjournment"  # "postponed from Friday"
    if before in {"a", "the"} and (_is_arranged(match, nearest) or nearest[1] in {"toward", "towards"}):
        return True  # "the clocks began to tick toward a Wednesday launch"
    if nearest[:3] == ["to", "back", "put"] or nearest[:2] == ["to", "changed"]:
        return True
    if ("have", "to") in pairwise(near[:5]) and not {"was", "were"}.isdisjoint(near[:7]):
        return True  # "the storm, which was to have come ashore Monday, will turn"
    return before in {"to", "from", "into"} and (before == "to" or "had" not in near) and not MOVED.isdisjoint(near[:6])


def _is_arranged(match: Match, near: Sequence[str]) -> bool:
    """Whether what has a day for an adjective was set or called off: "set a Wednesday hearing"."""
    if match.after()[0] not in APPOINTMENTS:
        return False
    if near[1] == "for" and near[2] in _BOUND:
        return True  # "on course for a Saturday liftoff"
    return near[1] != "up" and not _ARRANGING.isdisjoint(near[1:4])


_BOUND = frozenset("course track set ready bound up preparing bid".split())
_ARRANGING = frozenset("booked set scheduled planned announced called off canceled cancelled scrapped ordered".split())


def _is_called_for(near: Sequence[str], gatherings: frozenset[str]) -> bool:
    """Whether a gathering was called for: "he called for talks among producers on Thursday to end the dispute"."""
    place = next((place for place, pair in enumerate(pairwise(near)) if pair[0] == "for" and pair[1] in _CALLS), 0)
    return not gatherings.isdisjoint(near[:place])


_DOWN = (("down", "is"), ("down", "are"))

_PROGRAMMES = frozenset("list agenda schedule calendar docket programme program card timetable diary".split())

_THREATENED = frozenset("threatened".split())

_PROPOSED = frozenset("proposed planned scheduled expected".split())
"""Adjectives of what is still to come: "the proposed June 30 deregulation", "during proposed talks Saturday"."""

_IN_EFFECT = (["effect", "with"], ["from", "effect"])


def _is_forecast(near: Sequence[str]) -> bool:
    """Whether weather is forecast for then: "it forecast snow over the mountains on Saturday"."""
    place = next((place for place, word in enumerate(near) if word.startswith("forecast")), 0)
    return not _WEATHER.isdisjoint(near[:place])


_WEATHER = frozenset("rain snow storms storm winds showers frost fog heat thunderstorms temperatures sunshine".split())

_CALLS = frozenset("call calls called calling".split())

_GATHERINGS = frozenset("talks consultations negotiations meeting meetings summit strike rally vote protests".split())

_RALLIES = frozenset(
    """elections referendum march rally rallies protest protests demonstration demonstrations strike boycott prayers
    vigils walkout stoppage""".split()
)
"""What is called for goes by its day, even where nothing says to what end."""

_SETTLED = frozenset("dealings delivery settlement payment release publication".split())

_GOING = frozenset("is are was were".split())

_SET = frozenset(
    """set reset fixed rebooked called calls call scheduled rescheduled postponed delayed moved planned slated
    arranged booked billed organised organized force warning warnings hearing vigil strike rally election
    elections meeting summit protest protests promised listed declared penciled pencilled awaited
    requested""".split()
)
