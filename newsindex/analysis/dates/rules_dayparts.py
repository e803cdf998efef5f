"""Rules for parts of the day: "Tuesday evening", "the early hours of 3 June", "at dawn", "overnight"."""

from __future__ import annotations

from datetime import timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.fitting import day_told
from newsindex.analysis.dates.lexicon import AFTER_ADVERB, DAYPARTS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import days_since
from newsindex.analysis.dates.rules_weekdays import names_show
from newsindex.analysis.dates.timex import Timex

__all__ = ["RULES"]


def part_of_day(match: Match) -> Timex | None:
    """``Tuesday evening``, ``the morning of 3 June``."""
    day = match.sub("dayname")
    if day is None or day.days is None or names_show(match, match.end - 1):
        return None
    return timex.time(day.days.first, DAYPARTS[match("daypart") or match("twilight")])


def told_part_of_day(match: Match) -> Timex | list[Piecewise] | None:
    """``late afternoon``, ``in the evening``: of the day told last, or that of publication."""
    part = DAYPARTS[match("daypart") or match("twilight")]
    if match.after()[0] in _RUSH:
        return None  # "during the evening peak"
    found = timex.time(day_told(match, part), part)
    as_adjective = match.words.startswith("the early ") and match.after()[0] in _HAPPENED_THEN
    return [(match.start + 2, match.end, found)] if as_adjective else found


def part_as_adjective(match: Match) -> Timex | None:
    """``a pre-dawn raid``, ``its evening report``: of the day of the sentence, or the one told last."""
    following = match.after()[0]
    if following not in _EVENTS or not match.raw(match.start).islower():
        return None
    if match.words == "evening" and following in {"session", "trading", "trade"}:
        return None  # "the planned evening session"
    part = "MO" if "dawn" in match.words else DAYPARTS[match("daypart")]
    words = match.after(7)
    place = next((place for place, word in enumerate(words) if word in WEEKDAYS), 0)
    if place and words[place - 1] in {"on", following}:
        gap = days_since(words[place], match.published)
        return timex.time(match.published - timedelta(days=gap), part)
    return timex.time(day_told(match, part), part)


_EVENTS = frozenset(
    """raid raids strike strikes attack attacks session trading trade selloff rally drop briefing address conference
    crash meeting assault blast bombing operation operations shelling rounds""".split()
)
"""What takes place at some time of a day, where that stands before it like an adjective."""
_RUSH = frozenset("rush peak commute commuters papers newspapers editions paper".split())
_HAPPENED_THEN = frozenset("crash attack raid blast fire shooting accident collision explosion".split())
"""Before these the part of a day is an adjective: "in the early morning crash"."""


def twilight(match: Match) -> Timex | list[Piecewise] | None:
    """``at dawn``, ``since sunset``; but not at Sunset Boulevard."""
    return None if match.raw(match.start)[0].isupper() else told_part_of_day(match)


def overnight(match: Match) -> Timex | None:
    """``overnight``, where it is no adjective: the night just over or ahead, or that of the day beside it."""
    day = match.sub("dayname")
    if day is not None:
        return timex.time(day.days.first, "NI") if day.days is not None else None
    following = match.after()[0]
    happened = following.isalpha() and not _HAPPENINGS.isdisjoint(match.after(2))  # "despite overnight raids"
    free = not following or following in _AFTER_NIGHT or following.endswith("ing")
    as_adjective = match.before()[0] in _BEFORE_ADJECTIVE or not free
    if as_adjective and not happened:
        return None  # "an overnight train", "higher overnight rates"
    if not _NEGATIONS.isdisjoint(match.before(8)):
        return None  # "it cannot be done overnight"
    return timex.time(match.published - timedelta(days=_FORECAST.isdisjoint(match.before(6))), "NI")


def the_night(match: Match) -> Timex | None:
    """``through the night``: that of the day told last, else that before publication, or the next."""
    told = match.context.told_day
    if told is not None and told < match.published:
        return timex.time(told, "NI")
    return timex.time(match.published - timedelta(days=_FORECAST.isdisjoint(match.before(6))), "NI")


_HAPPENINGS = frozenset(
    """raid raids strike strikes attack attacks assault assaults protest protests clash clashes shelling bombing
    bombings bombardment barrage barrages fighting violence shooting shootings fire fires storm storms quake arrests
    earthquake unrest riot riots fights battle battles gunfights session
    talks curfew incidents""".split()
)
"""What happened in the night just over, where "overnight" stands before it."""
_AFTER_NIGHT = AFTER_ADVERB | frozenset("was were is".split())
_NEGATIONS = frozenset("not cannot t never".split())
_FORECAST = frozenset("will ll shall should could may might expected forecast likely".split())
_BEFORE_ADJECTIVE = frozenset("a an the its his her their for of with no".split())


def small_hours(match: Match) -> Timex | None:
    """``the early hours of Tuesday``, ``the early morning hours``: that day's morning, or that of the day told last."""
    if not match("dayname"):
        return timex.time(day_told(match, "MO"), "MO")
    day = match.sub("dayname")
    return timex.time(day.days.first, "MO") if day is not None and day.days is not None else None


RULES = [
    Rule("(((very )?early|late)( on)? )?{dayname} {daypart}", part_of_day, nested=True),
    Rule("(the )?({daypart}) (of|on) {dayname}", part_of_day, nested=True),
    Rule("{weekday} {daypart}, {dayname}", part_of_day),
    Rule("the {daypart} {dayname}", part_of_day),
    Rule("(most|much|all) of {dayname} {daypart}", part_of_day),
    Rule("{twilight},? {dayname}", part_of_day),
    Rule("(?<=(at|before|after|until|till|since|by|around|near) ){twilight}", twilight),
    Rule("(?<=in )(?=(midmorning|midafternoon)){daypart}", told_part_of_day),
    Rule("overnight( (on )?{dayname})?", overnight, nested=True),
    Rule("(?<=(through|during|throughout|into) )the night(?! (of|that|when|before|after))", the_night),
    Rule(
        "(the )?(early|small|wee|early morning|predawn|pre-dawn) hours ((of|on) (the )?)?{dayname}( morning)?",
        small_hours,
    ),
    Rule("(the )?(early morning|predawn|pre-dawn) hours|the (early|small|wee) hours of the morning", small_hours),
    Rule(
        "(the )?(early|mid|late)(-| )(in the )?(?=(morning|afternoon|evening)){daypart}( (of|on))? {dayname}",
        part_of_day,
    ),
    Rule("(early|mid|late)(-| )(?=(morning|afternoon|evening)){daypart}", told_part_of_day),
    Rule(
        "(?<=(in|by|during|through|throughout|into|spent|spend|for) )(the (early |late )?|early |late )"
        "(?=(morning|afternoon|evening)){daypart}",
        told_part_of_day,
    ),
    Rule("(?<=by )(?=(morning|afternoon|evening)){daypart}", told_part_of_day),
    Rule("(?<=at )first light", lambda match: timex.time(day_told(match, "MO"), "MO")),
    Rule("(predawn|pre-dawn|(?=(morning|afternoon|evening|dawn)){daypart})(?= )", part_as_adjective),
]
