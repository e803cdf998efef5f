"""Rules for lengths of time, among them rates: "three days", "a two-hour meeting", "a year"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import (
    AFTER_ADVERB,
    LONG_WORDS,
    SCALES,
    SMALL_NUMBERS,
    TENS,
)
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import fraction, length, number, shift_of, unit_code
from newsindex.analysis.dates.rules_quarters import months_ended
from newsindex.analysis.dates.timex import Timex

__all__ = ["RULES"]

_NOT_RATE = frozenset(
    """for in within after of than about over nearly almost just only half lasted last during under through a every
    another took take spent spend to at least most around by , . ( - – once and or but is was be as took with
    like until need needs needed requires""".split()
)


def _year_after(match: Match) -> int:
    """The year whose months an expression counts: "of 1993", "of this year"; 0 where none is told."""
    of, which, unit = match.after(3)
    if which.isdigit() and len(which) == len("1993"):
        return int(which)
    return match.published.year + shift_of(which) if of == "of" and unit == "year" and which in _WHICH else 0


_WHICH = frozenset("this last the".split())
_DISTANCES = frozenset("kilometres kilometers miles km kph mph metres meters knots".split())


def lasting(match: Match) -> Timex | list[Piecewise] | None:
    """``three days``, ``several years``, ``2 1/2 hours``, ``a two-hour meeting``."""
    found = _lasting(match)
    return found and _without_verb(match, found)


def _without_verb(match: Match, found: Timex) -> Timex | list[Piecewise]:
    """The same without a verb before it: "it is to last six months"."""
    if match.words.startswith("last ") and match.before()[0] in _BEFORE_VERBS:
        return [(match.start + 2, match.end, found)]
    return found


_BEFORE_VERBS = frozenset("to would will could may might can must should not t they we".split())


def _lasting(match: Match) -> Timex | None:
    words = match.words
    if _is_age(match) or _in_title(match) or _on_some_day(match) or match.after(2) == ["-", "on"]:
        return None  # "it fell by 27 month-on-month"
    code = unit_code(match("units") or match("unit"))
    parts = match.after()[0] == "of" and not words.startswith(("the first", "the last"))
    if code == "Q" and match("count") and ("-" in words or parts or words == "one quarter"):
        return None  # "three-quarters of its food", "streets in one quarter"
    if code[-1] in "MY" and match.after()[0] in {"ended", "period", ",", "net", "of"}:
        match.context.whole_years = True
        if words.endswith("first six months") and (year := _year_after(match)):
            match.context.tell_half(timex.half(year, 1))
    if match("vague"):
        if match("vague").startswith("many") and match.before()[0] == "as":
            return None  # "the third in as many days"
        return timex.duration(length(2 if "couple" in match("vague") else None, code))
    if not match("count"):
        return timex.duration(length(1, code))
    count = number(match("count"))
    if (code, count) == ("M", 3) and (ended := months_ended(match)) is not None and ended.last.month % 3 == 0:
        match.context.tell_quarter(timex.quarter(ended.last.year, ended.last.month // 3), ended.last.year)
    if count is None or (count >= 1000 and match("unit") and "-" not in words):
        return None  # "the 1986 year"
    if code == "TH" and count >= 100 and re.search(r"\b\d{4}\b", words):
        return None  # "up to 1705 hours"
    return timex.duration(length(count, code))


def _on_some_day(match: Match) -> bool:
    """Whether a story begins with it: "One day, she saw it"; but "One day after the vote" counts."""
    return match.raw(match.start) == "One" and match.words == "one day" and match.after()[0] in _BEGINS_STORY


_BEGINS_STORY = frozenset(", i he she it we they the a in".split())


def _in_title(match: Match) -> bool:
    """Whether it stands in a name: "60 Minutes" in quotation marks, "the Six-Day War"."""
    named = match.before()[0] in _QUOTES or "war" in match.after(2) or match.words.endswith("four seasons")
    return match.raw(match.end - 1).istitle() and named


_QUOTES = frozenset('" “ ‘ `'.split())


def _is_age(match: Match) -> bool:
    """Whether what follows makes it the age of somebody: "52 years old", "the 6-year-old boy"."""
    first, second = match.after(2)
    aged = first == "old" or (first, second) in {("-", "old"), ("-", "olds"), ("of", "age")}
    return aged and (unit_code(match("units") or match("unit")) == "Y" or not _CHILDREN.isdisjoint(match.after(4)))


def days_and_nights(match: Match) -> Timex | None:
    """``three days and nights``."""
    return timex.duration(length(number(match("count")), "D"))


def several_lengths(match: Match) -> Timex | list[Piecewise] | None:
    """``two hours and ten minutes``, ``23 years, one month and 12 days``: one length, the larger units first."""
    value, larger = "", ""
    for place in ("1", "2", "3"):
        written = match(f"units{place}") or match(f"unit{place}")
        if not written:
            break
        count, code = number(match(f"count{place}") or "a"), unit_code(written)
        if count is None or (larger and (larger, code) not in _IN_TWO_UNITS):
            return None
        if larger and (count >= _FULL[larger, code] or match.before()[0] == "between"):
            return None  # "three weeks, 22 days", "between a week and 10 days"
        one = length(count, code)
        value += one.removeprefix(_IN_TWO_UNITS[larger, code]) if larger else one
        larger = code
    return _without_verb(match, timex.duration(value))


_IN_TWO_UNITS = {
    ("Y", "M"): "P",
    ("Y", "D"): "P",
    ("M", "W"): "P",
    ("M", "D"): "P",
    ("W", "D"): "P",
    ("D", "TH"): "P",
    ("TH", "TM"): "PT",
    ("TM", "TS"): "PT",
}
"""Which units are told together, and what the second value drops where it follows the first."""
_FULL = {
    ("Y", "M"): 12,
    ("Y", "D"): 366,
    ("M", "W"): 5,
    ("M", "D"): 31,
    ("W", "D"): 7,
    ("D", "TH"): 24,
    ("TH", "TM"): 60,
    ("TM", "TS"): 60,
}
"""How many of the smaller units are no less than one of the larger."""


def thing_age(match: Match) -> Timex | list[Piecewise] | None:
    """``an 8-month-old truce``, ``a six-year-long war``, ``a three-year-old dispute``; a person's age is no date."""
    code, following = unit_code(match("units") or match("unit")), match.after(4)
    if match.words.endswith("old"):
        of_thing = _is_of_thing(following) or (number(match("count")) or 0) > _OLDEST
        if (code == "Y" and not of_thing) or (code != "Y" and not _CHILDREN.isdisjoint(following[:2])):
            return None
    return lasting(match)


_OLDEST = 120
"""No person is older, in years."""
_CHILDREN = frozenset("baby babies boy girl infant son daughter child twin twins toddler".split())


def _is_of_thing(following: Sequence[str]) -> bool:
    """Whether the noun that follows is a thing: "civil war, which"; not "business owner"."""
    chain = takewhile(lambda pair: pair[0].isalpha() and pair[0] not in _AFTER_NOUNS, pairwise(following))
    return any(
        noun in _THINGS and (not after.isalpha() or after in _AFTER_NOUNS or after.endswith("ed"))
        for noun, after in chain
    )


_AFTER_NOUNS = frozenset(
    """that which who in of and or but with is was has had have were are between on to for by will would could against
    at from as after before when where into over since because than s said says reported announced plans""".split()
)
_THINGS = frozenset(
    """war conflict dispute feud insurgency uprising rebellion revolt crisis embargo blockade siege ban truce
    ceasefire strike boycott investigation inquiry probe case lawsuit trial law rule policy programme program
    project plan deal agreement pact treaty contract partnership alliance union coalition government
    administration monarchy republic regime dynasty company firm business bank airline carrier startup start-up
    newspaper magazine institution organisation organization agency retailer lender brokerage publisher network
    studio museum school university building house bridge tower church cathedral mosque temple dam tunnel
    stadium plant reactor vessel ship ferry aircraft plane jet airliner freighter tanker trawler liner boeing
    airbus base camp tradition record recession recovery expansion experiment campaign occupation exile""".split()
)


def a_unit(match: Match) -> Timex | None:
    """``a year``: a rate after a count ("$2 million a year"), a length otherwise."""
    code = unit_code(match("unit"))
    before = match.before()[0]
    if code in {"Q", "TS"} or match.raw(match.end) in {"-", "‐"} or _on_some_day(match):
        return None  # "a quarter of them", "a year-earlier loss"
    if code == "D" and match.after()[0] in ({"when", "of"} if match.words.startswith("another ") else {"when"}):
        return None  # "a day when families meet", "another day of delays"
    if match.words == "a year" and not before.isalnum() and match.after()[0] in {"that", "when"}:
        return None  # "2013 was a year that nobody forgot"
    if before in _DISTANCES and code == "TH":
        return None  # "220 kilometres an hour"
    if code == "D" and match.after()[0] in _DAY_THINGS:
        return None  # "a day trip"
    if before in {"is", "was", "such", "what", "be"} and code == "D":
        return None  # "this is a day for the history books"
    if match.words.startswith("per ") or (match.words.startswith(("a ", "an ")) and _is_rate(match, before)):
        return timex.repeated(length(1, code))
    return timex.duration(length(1, code))


_DAY_THINGS = frozenset("trip trips care school job jobs game nursery centre center".split())


def _is_rate(match: Match, before: str) -> bool:
    """Whether a count or a sum stands before "a year": "two million dollars a year", "dozens of meals a day"."""
    if before in _NOT_RATE or match.after()[0] in _AFTER_LENGTH:
        return False
    if match.before(2)[1] == "of" and match.before(4)[3] in {"a", "an"}:
        return True  # "a bowl of rice a day"
    return any(
        word[0].isdigit() or word in SMALL_NUMBERS or word in TENS or word in SCALES or word in _COUNTS
        for word in match.before(_COUNT_REACH, since_last=True)
        if word
    )


_AFTER_LENGTH = frozenset("after before of when since later earlier apart".split())
_COUNT_REACH = 8
_COUNTS = frozenset(
    """% $ £ € percent dozen dozens hundreds thousands millions billion billions trillion several many few more much
    less half twice times once all""".split()
)


def part_of_unit(match: Match) -> Timex | list[Piecewise] | None:
    """``half an hour``, ``a quarter of a century``, ``a half-century``; of "a half-hour talk" without the article."""
    unit = match("unit") or match.words.rpartition("-")[2]
    found = timex.duration(length(fraction(match("fraction") or match.words), unit_code(unit)))
    following = match.after()[0]
    if match.words.startswith(("a half-", "a quarter-")) and following.isalpha() and following not in AFTER_ADVERB:
        return [(match.start + 2, match.end, found)]
    return found


def and_a_half(match: Match) -> Timex | None:
    """``a minute and a half``."""
    return timex.duration(length(1.5, unit_code(match("unit"))))


def vague_unit(match: Match) -> Timex | None:
    """``a year or two``."""
    return timex.duration(length(None, unit_code(match("unit"))))


def vague_length(match: Match) -> Timex | None:
    """``years``, ``for months``, ``decades-long``: some number of units."""
    if unit_code(match("units") or match("unit")) == "Q" and match.end - match.start == 1:
        return None  # "three quarters of voters"
    if _is_age(match):
        return None
    if match.words.endswith("minutes") and match.after()[0] in _RECORDED and _is_record(match):
        return None  # "the minutes of the meeting"
    if (
        match.after()[0] == "trading"
        or (match.words.endswith("hours") and match.after(2) in _SERVICE)
        or match.raw(match.start - 1) == "-"
    ):
        return None  # "after hours trading"
    if match.before()[0] in {"early", "small", "rush", "working", "office", "other", "better", "best", "worst"}:
        return None
    return timex.duration(length(None, unit_code(match("units") or match("unit"))))


def going_on(match: Match) -> Timex | None:
    """``they go months without``, ``it may last weeks``; but not "last weeks"."""
    first, second = match.before(2)
    return None if first == "last" and second not in _BEFORE_VERBS else vague_length(match)


_SERVICE = (["of", "operation"], ["of", "business"])
"""After "hours" these tell when something is open."""
_RECORDED = frozenset("of from".split())


def _is_record(match: Match) -> bool:
    """Whether minutes are those of a meeting: "the minutes of", "Minutes from its meeting"."""
    first = match.words.startswith(("the first", "the last", "the final", "the closing"))
    return ("the" in {match.before()[0], match.words[:3]} and not first) or match.raw(match.start) == "Minutes"


def from_to(match: Match) -> Timex | list[Piecewise] | None:
    """``two to three weeks``: both ends, the first in the unit of the second; ``the next 12 to 18 months`` is one."""
    ends = match.context.pieces[match.span("count1")[1] : match.span("count2")[0]]
    if _is_age(match) or ("and" in ends and match.before()[0] != "between"):
        return None
    code = unit_code(match("units"))
    if code == "TH" and re.search(r"\b\d{4}\b", match.words):
        return None  # "from 1800 to 2100 hours"
    if match.span("count1")[0] > match.start:
        return timex.duration(length(None, code))
    first, last = (timex.duration(length(number(match(count)), code)) for count in ("count1", "count2"))
    return [(match.start, match.span("count1")[1], first), (match.span("count2")[0], match.end, last)]


def old_or_long(match: Match) -> Timex | None:
    """``a week-long visit`` takes one week, ``a decades-long war`` some decades, ``a decade-old feud`` ten years."""
    before = match.before()[0]
    if before == "all" or match.raw(match.start - 1) == "-" or before.isdigit() or before in SMALL_NUMBERS:
        return None  # "all day long", "57-year-old", "a five year-old girl"
    return timex.duration(length(1 if match("unit") else None, unit_code(match("units") or match("unit"))))


def long_word(match: Match) -> Timex | None:
    """``a yearlong project``, ``a decadeslong war``."""
    unit, single = LONG_WORDS[match("longword")]
    return timex.duration(length(1 if single else None, unit_code(unit)))


_THE_LAST = "(((the )?(first|last|past|next|coming|previous|prior|preceding|latest|final|initial)|the following) )"

RULES = [
    Rule("({roughly} )?" + _THE_LAST + "?({count}{between}|{vague}(-| )){units}( or (so|more|less))?", lasting),
    Rule("({roughly} )?(another|a further|an additional|an extra) ({count}{between}|{vague} ){units}", lasting),
    Rule("({roughly} )?{count}(-| ){unit}", lasting),
    Rule(
        "(?<=(for|in|after|of|lasted|lasting|spent|took|is|was|has) )(over|under) ({count}{between}|{vague} ){units}",
        lasting,
    ),
    Rule("{count}(-| )({units}|{unit})-(old|long)", thing_age),
    Rule(
        "({roughly} |last )?({count}|a|an)(-| )({units}|{unit})(,? and |, | ){count}(-| )({units}|{unit})"
        "(,? and {count} ({units}|{unit}))?",
        several_lengths,
    ),
    Rule("({unit}|{units})(-old|(-| )long)", old_or_long),
    Rule("multi-{unit}", lambda match: timex.duration(length(None, unit_code(match("unit"))))),
    Rule("{longword}", long_word),
    Rule("((a|the( (previous|next|last|past))?) )?{count}-{unit} (period|term)", lasting),
    Rule("({roughly} )?" + _THE_LAST + "?{count}(-| )?(to|or|and|-|–)(-| )?{count}(-| ){units}", from_to),
    Rule("(?<=matter of ){units}", vague_length),
    Rule("the (?=(week|month|decade) (ended|ending|to) ({month}|{monthabbr}|{weekday}|{dd}|{yyyy})){unit}", a_unit),
    Rule("({roughly} |over )?(a|an|one) {unit} and a half|the (past|last|next|previous) {unit} and a half", and_a_half),
    Rule("the (past|last|next) (half|quarter)-century", part_of_unit),
    Rule("(a|an|one|another) {unit} or two", vague_unit),
    Rule("({roughly} )?several-{unit}", vague_length),
    Rule("(the|those|these) ({count}|{vague}) {units}", lasting),
    Rule("{count} days and nights", days_and_nights),
    Rule(
        "({roughly} |over |under )?(a|an|one|another) ((full|whole|entire|single|further|additional|extra) )?{unit}"
        "( or (so|more|less))?",
        a_unit,
    ),
    Rule("({roughly} |over )?{fraction} {unit}", part_of_unit),
    Rule("({roughly} )?(a )?(half|quarter)-{unit}", part_of_unit),
    Rule(
        "((the )?(coming|upcoming)|recent|the (next|following|last|past|first|final|closing)|(?<=(his|her|its) )final) "
        "{units}( (and|or) {units}| ahead)?",
        vague_length,
    ),
    Rule("{vague} (consecutive|straight|successive) {units}", lasting),
    Rule("the early (?!(hours|minutes|seconds)){units}", vague_length),
    Rule("(the )?({units}) (and|or) {units}", vague_length),
    Rule(
        "(?<=(for|in|within|over|after|take|takes|took|taken|taking|spend|spends|spent|spending|lasts|lasted|wait"
        "|waits|waited|waiting) ){units}",
        vague_length,
    ),
    Rule("(?<=(take|takes|took) (me|us|him|her|them|it|you) ){units}", vague_length),
    Rule("(?<=(go|goes|went|last) ){units}( or {units})?", going_on),
    Rule("(?<=(only|mere) ){units}(?= (to|before|after))|{units}(?= away)", vague_length),
    Rule("the {units} that followed(?=(,|.))", vague_length),
    Rule("(?<=(in|over|during) )the {units}(?= that followed)", vague_length),
    Rule("the {count} (past|last|coming) {units}", lasting),
    Rule("(?<=(could|may|might) be ){units}|{units}(?= left )", vague_length),
    Rule("the {units} ahead|(?<=over )the (?=(years|months|decades|centuries)){units}", vague_length),
    Rule("the {unit} ahead", a_unit),
    Rule("(the )?{units}(?= (before|after|of|since|following|leading|preceding) )", vague_length),
    Rule("the {units} (before|after)(?=(.|,|;))", vague_length),
    Rule("(?<=for )the (whole|entire) ({unit}|night|weekend)", a_unit),
    Rule("(?<=for )(quite )?some time", lambda match: timex.duration("PXX")),
    Rule("(?<!once in )a while", lambda match: timex.duration("PXX")),
    Rule("(?<=for )the first (?=(week|month|year)( since|,|.|;)){unit}", a_unit),
    Rule("(?<=within )the hour", lambda match: timex.duration("PT1H")),
    Rule("(a|an|per) {unit}", a_unit),
]
