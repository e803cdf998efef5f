"""Rules for lengths of time and for what comes round again: "three days", "a two-hour meeting", "every Monday"."""

from __future__ import annotations

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.context import Match, Rule
from newsindex.analysis.dates.lexicon import ADVERB_SETS, DAYPARTS, MONTHS, SEASON_NAMES, WEEKDAYS
from newsindex.analysis.dates.resolve import length, number, unit_code
from newsindex.analysis.dates.timex import Timex

__all__ = ["RULES"]

_NOT_RATE = frozenset(
    """for in within after of than about over nearly almost just only half lasted last during under through a every
    another took take spent spend to at least most around by , . ( - – once and or but is was be as took with
    like until""".split()
)


def lasting(match: Match) -> Timex | None:
    """``three days``, ``several years``, ``2 1/2 hours``, ``a two-hour meeting``."""
    code = unit_code(match("units") or match("unit"))
    if match("vague"):
        couple = match("vague") in {"a couple of", "a couple"}
        return timex.duration(length(2 if couple else None, code))
    if not match("count"):
        return timex.duration(length(1, code))
    count = number(match("count"))
    return timex.duration(length(count, code)) if count is not None else None


def a_unit(match: Match) -> Timex | None:
    """``a year``: a rate after a count ("$2 million a year"), a length otherwise."""
    code = unit_code(match("unit"))
    before = match.before()[0]
    if match.words.startswith(("a ", "an ")) and before and before not in _NOT_RATE:
        return timex.repeated(length(1, code))
    return timex.duration(length(1, code))


def vague_length(match: Match) -> Timex | None:
    """``years``, ``for months``, ``decades-long``: some number of units."""
    return timex.duration(length(None, unit_code(match("units"))))


def every(match: Match) -> Timex | None:
    """``every Monday``, ``each year``, ``every two weeks``, ``every July``."""
    if word := match("weekday") or match("weekdays").rstrip("s"):
        return timex.repeated(f"XXXX-WXX-{WEEKDAYS[word]}")
    if word := match("month"):
        return timex.repeated(f"XXXX-{MONTHS[word]:02d}")
    if word := match("season"):
        return timex.repeated(f"XXXX-{SEASON_NAMES[word]}")
    if word := match("daypart"):
        return timex.repeated(f"XXXX-XX-XXT{DAYPARTS[word]}")
    if match("count"):
        count = number(match("count"))
        return timex.repeated(length(count, unit_code(match("units"))))
    return timex.repeated(length(2 if "other" in match.words else 1, unit_code(match("unit"))))


def times_a(match: Match) -> Timex | None:
    """``twice a year``, ``three times a week``."""
    return timex.repeated(length(1, unit_code(match("unit"))))


def adverb(match: Match) -> Timex | None:
    """``daily``, ``annually``."""
    return timex.repeated(ADVERB_SETS[match("adverbset")])


_THE_LAST = "((the )?(first|last|past|next|coming|previous|latest|final|following|initial) )"

RULES = [
    Rule("({roughly} )?" + _THE_LAST + "?({count}|{vague})(-| ){units}( or so)?", lasting),
    Rule("({roughly} )?{count}(-| ){unit}", lasting),
    Rule("({roughly} )?several-{unit}", vague_length),
    Rule("the ({count}|{vague}) {units}", lasting),
    Rule("({roughly} )?(a|an|one|another|an additional|half a|half an) {unit}", a_unit),
    Rule("(coming|recent|the coming|the early|the last|the past) {units}", vague_length),
    Rule("({units}) (and|or) {units}", vague_length),
    Rule("(for|in|within) {units}", vague_length),
    Rule("{units}(-| )long", vague_length),
    Rule("(every|each) (other )?({unit}|{weekday}|{month}|{season}|{daypart})", every),
    Rule("(every|each) {count} {units}", every),
    Rule("{weekdays}", every),
    Rule("({multiple}|{count} times) (a|an|each|every|per) {unit}", times_a),
    Rule("(a|an|per) {unit}", a_unit),
    Rule("{adverbset}", adverb),
]
