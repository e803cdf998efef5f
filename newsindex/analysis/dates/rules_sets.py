"""Rules for what comes round again: "every Monday", "twice a year", "daily"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import ADVERB_SETS, AFTER_ADVERB, DAYPARTS, MONTHS, SEASON_NAMES, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import length, number, ordinal, unit_code
from newsindex.analysis.dates.timex import Timex

__all__ = ["RULES"]


def every(match: Match) -> Timex | None:
    """``every Monday``, ``each year``, ``every two weeks``, ``every July``."""
    if match.words.startswith("each other"):
        return None  # "within minutes of each other Tuesday"
    if word := match("weekday") or match("weekdays").rstrip("s"):
        return timex.repeated(f"XXXX-WXX-{WEEKDAYS[word]}")
    if word := match("month"):
        return timex.repeated(f"XXXX-{MONTHS[word]:02d}")
    if word := match("season"):
        return timex.repeated(f"XXXX-{SEASON_NAMES[word]}")
    if word := match("daypart"):
        return timex.repeated(f"XXXX-XX-XXT{DAYPARTS[word]}")
    if match("units"):
        count = None if match("vague") else number(match("count3") or match("count2"))
        return timex.repeated(length(count, unit_code(match("units"))))
    second = {"other", "alternate"} & set(match.words.split()[:-1])
    which = ordinal(match("ordword")) if match("ordword") else 2 if second else 1
    if match("unit") == "second" and match.after()[0].isalpha() and match.after()[0] not in _AFTER_SECOND:
        return None  # "every second house"
    return timex.repeated(length(which, unit_code(match("unit"))))


_AFTER_SECOND = frozenset("of and or that to in on for we you it he she they counts counted until".split())


def every_two(match: Match) -> list[Piecewise]:
    """``every Tuesday and Thursday``: both come round each week."""
    second = match.span("weekday2")
    return [
        (match.start, match.span("weekday1")[1], timex.repeated(f"XXXX-WXX-{WEEKDAYS[match('weekday1')]}")),
        (*second, timex.repeated(f"XXXX-WXX-{WEEKDAYS[match('weekday2')]}")),
    ]


def weekday_part(match: Match) -> Timex | None:
    """``Tuesday mornings``."""
    return timex.repeated(f"XXXX-WXX-{WEEKDAYS[match('weekday')]}T{DAYPARTS[match('dayparts').rstrip('s')]}")


def times_a(match: Match) -> Timex | None:
    """``twice a year``, ``three times a week``, ``24 hours a day``."""
    return timex.repeated(length(1, unit_code(re.split("[- ]", match.words)[-1])))


def _is_of_event(following: Sequence[str]) -> bool:
    """Whether what comes round is an event with a name: "the weekly Nairobi auction", not "the daily Granma said"."""
    return not _EVENTS.isdisjoint(following)


_EVENTS = frozenset("auction auctions meeting meetings bulletin report briefing conference survey sale sales".split())
_AFTER_PAPER = frozenset("newspaper paper said says reported reports wrote quoted".split())


def adverb(match: Match) -> Timex | None:
    """``daily``, ``annually``, ``twice weekly``; but not the newspaper kind of daily."""
    if match.raw(match.end + 1)[:1].isupper() and not _is_of_event(match.after(3)):
        return None
    last, before = match.raw(match.end - 1), match.raw(match.start - 2)
    if match.before()[0] in {"trade", "news", "business"} and not match.after()[0].isalpha():
        return None  # "the trade weekly"
    if match.after()[0] in _MEASURES:
        return None  # "its biggest monthly gain"
    if match.words == "hourly" and match.after()[0] in _BY_THE_HOUR:
        return None
    if match.before()[0] in {"one", "another", "straight", "consecutive"} or match.before(2) == ["-", "half"]:
        return None  # "wrote one daily", "its half-yearly report"
    if match.words == "daily" and match.after()[0] in AFTER_ADVERB | _AFTER_PAPER and _ARTICLES & set(match.before(2)):
        return None  # "a rival daily said"
    paper = before[:1].isupper() and before != "The" and match.after()[0] in _AFTER_PAPER
    if (last[:1].isupper() and before.isalpha()) or paper:
        return None  # "the People's Daily", "the Granma daily said"
    return timex.repeated(ADVERB_SETS[match("adverbset")])


_MEASURES = frozenset(
    """volume limit limits fall falls gain gains rise rises drop drops jump decline declines loss losses win increase
    increases decrease fluctuations""".split()
)
"""What has a length of time for its measure, and does not come round."""
_BY_THE_HOUR = frozenset("earnings wages wage pay rate rates workers employees staff worker employee".split())
_ARTICLES = frozenset("a an the s".split())
_OFTEN = "(({multiple}|{count} times) )?"

RULES = [
    Rule(
        f"{_OFTEN}(every|each) (((other|alternate|{{ordword}}) )?"
        "({unit}|{weekday}|{month}|{season}|{daypart})|({count}|{vague})(( to | or |-|–){count})? {units})",
        every,
    ),
    Rule("every half(-| )(an )?hour", lambda match: timex.repeated("PT30M")),
    Rule("(every|each) {holiday}", lambda match: timex.repeated("P1Y")),
    Rule("per annum", lambda match: timex.repeated("P1Y")),
    Rule("(every|each) {weekday} and {weekday}", every_two),
    Rule("{weekdays}", every),
    Rule("{weekday} {dayparts}", weekday_part),
    Rule("(?<=(on|at) )weekends|(every|each) weekend", lambda match: timex.repeated("XXXX-WXX-WE")),
    Rule("(?<=(on|during) )weekdays|(every|each) weekday", lambda match: timex.repeated("XXXX-WXX-X")),
    Rule(
        "({roughly} )?({count} ({units}|{dayparts}|times)|({multiple} or )?{multiple}|(one|a) {unit}) "
        "(a|an|per|each|every) ({unit}|night)",
        times_a,
    ),
    Rule("{multiple}-a-{unit}", times_a),
    Rule("the ({ordword}|last) {weekday} (of|in) (each|every|the) month", lambda match: timex.repeated("P1M")),
    Rule("(({multiple}|{count} times)( |-))?{adverbset}", adverb),
    Rule("(each|every) (passing|single) {unit}", every),
]
