"""Whether an expression that may point either way points back or ahead: the words beside it, and then the tense.

News leaves out the week and the year: "on Friday", "in May". A word such as "by", "effective" or "ahead of" says which
is meant, whatever the verbs say ("police told them to leave by Friday"); where there is none, they decide (``tense``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from newsindex.analysis.dates.lexicon import WEEKDAYS
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.tense import FUTURE, PAST

__all__ = ["LIMITS", "ONWARD", "UNTIL", "direction"]

LIMITS = frozenset("by until till before through into".split())
"""What stands before the end of a stretch of time."""

ONWARD = frozenset("effective starting beginning commencing".split())
UNTIL = frozenset("until till".split())
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
    if before == "since" or _was_done(match, near) or _has_come(match, before):
        return PAST
    if near[:2] == ["of", "as"]:
        return FUTURE if "will" in match.after(8) else PAST
    if (
        before in ONWARD
        or (near[:2] in _IN_EFFECT and near[2] not in _TOOK)
        or match.before(3) == ["as", "soon", "as"]
        or _is_to_be_done(match.after(3))
        or (
            match.opens() and (match.after()[0] == "is" or _is_in_diary(match))
        )  # "Saturday is the birthday of the act"
        or _is_awaited(match, before)
        or _is_demanded(match.before(14))
        or _is_ahead(match)
        or _is_appointed(match, near)
        or (before in _PROPOSED and near[1] in _DETERMINERS)
        or _is_forecast(match.before(14))
    ):
        return FUTURE
    if before == "after" and near[1] in UNTIL:
        before = near[1]
    if match.after(2)[1] == "s" and match.after()[0] in {"'", "’"}:
        return _of_owner(match, before)
    tense = match.tense()
    if before not in LIMITS:
        return tense
    farther = match.before(14)
    if tense != PAST or (before in UNTIL and not _GRANTS.isdisjoint(farther[:12])):
        return FUTURE
    if before in UNTIL and match("weekday") and (farther[1] in _DEFERRED or not _ENOUGH.isdisjoint(farther[:8])):
        return FUTURE  # "he deferred until Thursday the naming", "enough to last until Monday"
    if not _TALK.isdisjoint(farther[:6]) and any(
        second == "of" and first.endswith("ing") for first, second in pairwise(farther[:6])
    ):
        return FUTURE  # "they spoke of staying through Sunday"
    if not _DECREED.isdisjoint(farther[:5]):
        return FUTURE  # "they declared a week of mourning through Saturday"
    if before == "before" and not _WISHES.isdisjoint(farther):
        return FUTURE  # "he wanted quick action before Friday"
    return FUTURE if before == "by" and not _was_reached(match) else PAST


_DEFERRED = frozenset("deferred postponed delayed adjourned force off back extended suspended closed over".split())
_ENOUGH = frozenset("enough sufficient".split())
_TALK = frozenset("spoke speak talked talk talking speaking thought thinking".split())
_WISHES = frozenset("want wants wanted hope hopes hoped urge urges urged demand demands demanded".split())
_HOURS = [[hours, "of", part] for hours in ("business", "trading", "play") for part in ("close", "end")]
_TOOK = frozenset("took taken came come went gone".split())
_IN_EFFECT = (["effect", "with"], ["from", "effect"])


def _was_done(match: Match, near: Sequence[str]) -> bool:
    """Whether it tells of what was said or happened then: "his threat on Friday to resign", "the crash on Friday"."""
    if near[0] in _MISHAPS or (near[0] in UNTIL and (near[1] == "not" or near[1:3] == ["t", "'"])):
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
    if near[0] == "of" and near[1] in _ACTS | _MISHAPS:
        return True  # "the judge's ruling of Tuesday"
    told = near[0] in _ACTS or (near[0] in _OFFERS and near[1] in _OWNERS)
    return told and (following in _TELLS or following[0] == "that" or (following[0] == "to" and following[1] != "be"))


def _has_come(match: Match, before: str) -> bool:
    """Whether a weekday just over is that of a plan told as past: "a rally planned for Saturday was called off"."""
    if not match("weekday") or (match.published.isoweekday() - WEEKDAYS[match("weekday").rstrip(".")]) % 7 >= _LATELY:
        return False
    following = [word for word in match.after(3) if word != ","]
    if "originally" in match.before(8) or match.before(3)[1:] == ["planned", "first"]:
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
    return before == "for" and following[0] in _WAS and following[1] in _UNDONE


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
_MISHAPS = frozenset("nosedive plunge slump slide crash selloff quake earthquake explosion blast bombing".split())


def _is_to_be_done(following: Sequence[str]) -> bool:
    """Whether "to be conducted" follows, but not the "to be" of "named on Friday to be the head"."""
    return following[:2] == ["to", "be"] and (following[2].endswith("ed") or following[2] in {"held", "led", "given"})


def _is_awaited(match: Match, before: str) -> bool:
    """Whether what follows is still to come: "until Friday, when he will hear", "hopes a meeting on Friday would"."""
    following = match.after(7)
    if following[:2] == [",", "when"]:
        return not {"will", "would"}.isdisjoint(following)
    if ("ready", "for") in pairwise(reversed(match.before(8))):
        return match.tense_after() != PAST  # "to get ready for a severe day on Friday"
    if "pending" in takewhile(str.isalnum, match.before(9)):
        return True  # "closed pending an inspection over the weekend"
    if following[:2] == ["at", "the"] and following[2] in {"earliest", "latest", "soonest"}:
        return True
    near = [word for word in match.before(10) if word != "on"]
    if near[0] in _INVITATIONS and not UNTIL.isdisjoint(near[1:5]) and match.before()[0] == "on":
        return True  # "he was to hold out until a board meeting on Sunday"
    if near[0] in _INVITATIONS and near[1] in _DETERMINERS and near[2] == "to" and not _INVITING.isdisjoint(near):
        return True  # "it has called the press to an event on Monday"
    return before in _APPOINTMENTS and "would" in takewhile(str.isalnum, following)


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
    if before == "set" and match.after()[0] == "as":
        return True  # "he set Friday as the deadline"
    if before == "for":
        if (
            near[1] in {"is", "are"}
            or (near[1], near[2]) in _DOWN
            or nearest[1] in _PROSPECTS
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
    if before == "from" and not _DECREED.isdisjoint(near) and _TOOK.isdisjoint(near[:4]):
        return True
    if before == "from" and nearest[1] in _MOVED and "to" not in {match.after()[0], *match.words.split()}:
        return nearest[1] == "adjournment"  # "postponed from Friday"
    if before in {"a", "the"} and (_is_arranged(match, nearest) or nearest[1] in {"toward", "towards"}):
        return True  # "the clocks began to tick toward a Wednesday launch"
    if nearest[:3] == ["to", "back", "put"]:
        return True
    if ("have", "to") in pairwise(near[:5]) and not {"was", "were"}.isdisjoint(near[:7]):
        return True  # "the storm, which was to have come ashore Monday, will turn"
    return (
        before in {"to", "from", "into"} and (before == "to" or "had" not in near) and not _MOVED.isdisjoint(near[:6])
    )


def _is_arranged(match: Match, near: Sequence[str]) -> bool:
    """Whether what has a day for an adjective was set or called off: "set a Wednesday hearing"."""
    return match.after()[0] in _APPOINTMENTS and near[1] != "up" and not _ARRANGING.isdisjoint(near[1:4])


_ARRANGING = frozenset("set scheduled planned announced called off canceled cancelled scrapped ordered".split())


def _is_called_for(near: Sequence[str], gatherings: frozenset[str]) -> bool:
    """Whether a gathering was called for: "he called for talks among producers on Thursday to end the dispute"."""
    place = next((place for place, pair in enumerate(pairwise(near)) if pair[0] == "for" and pair[1] in _CALLS), 0)
    return not gatherings.isdisjoint(near[:place])


_PROSPECTS = frozenset(
    """expectations hopes hope preparations plans tickets permit permits permission guests favorites favourites
    favorite favourite odds appetite""".split()
)
_DOWN = (("down", "is"), ("down", "are"))
_PROGRAMMES = frozenset("list agenda schedule calendar docket programme program card timetable diary".split())
_THREATENED = frozenset("threatened".split())
_DETERMINERS = frozenset("the a an its their his her".split())
_PROPOSED = frozenset("proposed planned scheduled expected".split())
"""Adjectives of what is still to come: "the proposed June 30 deregulation"."""


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
_DECREED = frozenset("mourning curfew ban truce ceasefire holiday lockdown".split())
"""What is decreed beforehand: "three days of mourning from Tuesday"."""
_MOVED = frozenset(
    """moved postponed delayed pushed rescheduled extended adjourn adjourns adjourned adjournment slipped switched drawn
    stretched prolong prolonged""".split()
)


def _of_owner(match: Match, before: str) -> int:
    """For "Friday's vote": ahead by what is told of it ("will", "is due"), or will be done in it; else it is over."""
    if before == "before" and match.after(3)[2] == "deadline":
        return FUTURE
    if before in {"in", "at", "of"} and match.before(2)[1] in _OUTCOMES:
        return PAST  # "the aftershock of Friday's meeting is weighing on them"
    following = list(takewhile(lambda word: word.isalnum() and word not in _CLAUSES, match.after(9)[2:]))
    near = match.before(4)
    if match.inside and match.raw(match.start) == "that":
        before, near = "that", ["that", *near]
    if near[:3] == ["for", "time", "in"] or (near[0] in {"in", "for"} and near[1] in _PROSPECTS):
        return FUTURE  # "in time for Tuesday's carnival"
    if near[0] == "in" and near[2:] == ["for", "up"]:
        return FUTURE  # "up for renomination in Tuesday's primary"
    if (before == "into" and near[1] in {"going", "heading", "go", "head"}) or near[:2] == ["of", "out"]:
        return FUTURE if before == "into" or "ruled" in match.before(8) else PAST
    if before == "that" and near[1] in _HOPE:
        return FUTURE  # "in the hope that Monday's session would bring it"
    if before == "by" and match.tense_before() == PAST and match.just_before() == PAST:
        return PAST  # "trains that were halted by Monday's blackout will not run"
    if before in _LOST:
        return PAST  # "the side that lost Saturday's match will be broken up"
    if before in _MOVED:
        return FUTURE
    if before == "that" and match.tense_after() == FUTURE:
        return FUTURE  # "they warned that Friday's figures could unsettle it"
    if before in LIMITS and before != "before" and match.tense_before() == FUTURE:
        return FUTURE  # "it will keep checkpoints through Sunday's balloting"
    if before == "of" and near[1] in _HOPE:
        return FUTURE
    if not _MISHAPS.isdisjoint(following[:1]) or not _OUTCOMES.isdisjoint(following[:4]):
        return PAST  # "four days before Thursday's explosion", "Saturday's 36-3 defeat"
    if not _WARNINGS.isdisjoint(following[:2]) and match.tense_after() != PAST:
        return FUTURE  # "Tuesday's warning covers"
    if following[:1] and following[0].isdigit() and match.tense_before() == FUTURE:
        return FUTURE  # "few will come for Monday's 9 a.m. launch"
    appointment = not _APPOINTMENTS.isdisjoint(following[:3])
    if (
        "will" in following
        or (appointment and not {"is", "are"}.isdisjoint(following))
        or not _STANDS.isdisjoint(pairwise(following))
    ):
        return FUTURE
    told = match.tense_before() or match.tense_after()  # "Before Thursday's reports, he had predicted"
    if before == "before" and match("weekday") and told == PAST:
        since = (match.published.isoweekday() - WEEKDAYS[match("weekday")]) % 7
        return PAST if since < _LATELY else FUTURE  # "he said before Monday's game"
    if before == "for" and appointment and match("weekday") and match.tense_before() == PAST:
        since = (match.published.isoweekday() - WEEKDAYS[match("weekday")]) % 7
        return PAST if since < _LATELY else FUTURE  # "they did not stop for Wednesday's ceremony"
    if before in _AWAITING or (before == "for" and appointment):
        return FUTURE
    if (appointment or before in {"in", "at", "on"}) and match.tense_before() == FUTURE:
        return FUTURE
    planned = match.context.planned.days if match.context.planned is not None else None
    told = planned is not None and planned.first == planned.last and match("weekday") in WEEKDAYS
    return FUTURE if told and planned and planned.first.isoweekday() == WEEKDAYS[match("weekday")] else PAST


_CLAUSES = frozenset("that which who means meant when after before because".split())
_HOPE = frozenset("hope hopes anticipation expectation expectations".split())
_LOST = frozenset("lost won missed joined skipped attended boycotted called followed".split())
_LATELY = 3
"""A weekday so few days before publication is nearer than the next one."""
_OUTCOMES = frozenset(
    """defeat defeats victory win loss losses gain gains setback success turnout outcome result results aftershock
    aftermath wake""".split()
)
_WARNINGS = frozenset("warning warnings forecast".split())
_AWAITING = frozenset("before await awaits awaiting awaited".split())
_APPOINTMENTS = frozenset(
    """game match vote election hearing summit meeting final race debate session talks concert runoff ceremony debut
    premiere referendum ballot derby launch liftoff opener test kickoff parade vigil funeral primary carnival balloting
    tie demonstration march walkout stoppage by-election caucus caucuses rally replay auction slalom runoff""".split()
)
"""What is known beforehand: "he will miss Saturday's game", but "he will appeal Saturday's ruling"."""
_STANDS = frozenset(
    (verb, word)
    for verb in ("is", "are")
    for word in ("due", "scheduled", "expected", "estimated", "guesstimated", "forecast", "projected", "seen")
)


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
    since = list(takewhile(lambda word: word not in _WAS, before))  # what stands between "was" and "by Friday"
    close = len(since) < 6 or (len(since) < 12 and _PLANS.isdisjoint(since))
    return close and len(since) < 12 and _CONDITIONS.isdisjoint(before)


_RAISING = frozenset("taking bringing raising lifting leaving".split())
_WAS = frozenset("was were".split())
_PLANS = frozenset("to due expected scheduled set planned".split())
_CONDITIONS = frozenset("if unless not".split())
