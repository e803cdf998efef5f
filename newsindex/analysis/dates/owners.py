"""Which way a day points that owns what follows it: "Friday's vote", "Monday's storm"."""

from __future__ import annotations

from itertools import pairwise, takewhile

from newsindex.analysis.dates.cues import APPOINTMENTS, LATELY, LIMITS, MISHAPS, MOVED, OUTCOMES, PROSPECTS
from newsindex.analysis.dates.lexicon import WEEKDAYS
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.resolve import days_since
from newsindex.analysis.dates.tense import FUTURE, PAST

__all__ = ["of_owner"]


def of_owner(match: Match, before: str) -> int:
    """For "Friday's vote": ahead by what is told of it ("will", "is due"), or will be done in it; else it is over."""
    if before == "before" and match.after(3)[2] == "deadline":
        return FUTURE
    if before in {"in", "at", "of"} and match.before(2)[1] in OUTCOMES:
        return PAST  # "the aftershock of Friday's meeting is weighing on them"
    following = list(takewhile(lambda word: word.isalnum() and word not in _CLAUSES, match.after(9)[2:]))
    near = match.before(4)
    if match.inside and match.raw(match.start) == "that":
        before, near = "that", ["that", *near]
    if near[:3] == ["for", "time", "in"] or (near[0] in {"in", "for"} and near[1] in PROSPECTS):
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
    if before in MOVED:
        return FUTURE
    if before == "that" and match.tense_after() == FUTURE:
        return FUTURE  # "they warned that Friday's figures could unsettle it"
    if before in LIMITS and before != "before" and match.tense_before() == FUTURE:
        return FUTURE  # "it will keep checkpoints through Sunday's balloting"
    if before == "of" and near[1] in _HOPE:
        return FUTURE
    if not MISHAPS.isdisjoint(following[:1]) or not OUTCOMES.isdisjoint(following[:4]):
        return PAST  # "four days before Thursday's explosion", "Saturday's 36-3 defeat"
    if not _WARNINGS.isdisjoint(following[:2]) and match.tense_after() != PAST:
        return FUTURE  # "Tuesday's warning covers"
    first, mark, second = match.after(5)[2:]
    if first.isdigit() and mark in {"-", "–"} and second.isdigit():
        return PAST  # "Saturday's 36-3 drubbing"
    if before in {"in", "at"} and near[1] in _BREAKS and following and match.tense_after() == FUTURE:
        return FUTURE  # "he won; in Thursday's final he may have to run"
    if following[:1] and following[0].isdigit() and match.tense_before() == FUTURE:
        return FUTURE  # "few will come for Monday's 9 a.m. launch"
    appointment = not APPOINTMENTS.isdisjoint(following[:3])
    if (
        "will" in following
        or (appointment and not {"is", "are"}.isdisjoint(following))
        or not _STANDS.isdisjoint(pairwise(following))
    ):
        return FUTURE
    behind = match.tense_before()
    told = behind or match.tense_after()  # "Before Thursday's reports, he had predicted"
    over = (before == "before" and told == PAST) or (before == "for" and appointment and behind == PAST)
    if over and match("weekday"):  # "he said before Monday's game", "they did not stop for Wednesday's ceremony"
        return PAST if days_since(match("weekday"), match.published) < LATELY else FUTURE
    if before in _AWAITING or (before == "for" and appointment):
        return FUTURE
    if (appointment or before in {"in", "at", "on"}) and behind == FUTURE:
        return FUTURE
    planned = match.context.planned.days if match.context.planned is not None else None
    if planned is None or planned.first != planned.last or not match("weekday"):
        return PAST
    return FUTURE if planned.first.isoweekday() == WEEKDAYS[match("weekday")] else PAST


_CLAUSES = frozenset("that which who means meant when after before because".split())

_BREAKS = frozenset(", ; : and but".split()) | {""}

_HOPE = frozenset("hope hopes anticipation expectation expectations".split())

_LOST = frozenset("lost won missed joined skipped attended boycotted called followed".split())

_WARNINGS = frozenset("warning warnings forecast".split())

_AWAITING = frozenset("before await awaits awaiting awaited".split())

_STANDS = frozenset(
    (verb, word)
    for verb in ("is", "are")
    for word in ("due", "scheduled", "expected", "estimated", "guesstimated", "forecast", "projected", "seen")
)
