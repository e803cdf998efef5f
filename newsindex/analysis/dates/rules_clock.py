"""Rules for clock times: "10:35 a.m. Friday", "noon", "0735 GMT", "from 2 to 4 p.m."."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.fitting import SOON, day_told, fit_day, is_stamp
from newsindex.analysis.dates.lexicon import AFTER_ADVERB, DAYPARTS, MONTHS, SMALL_NUMBERS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import days_since, month_of
from newsindex.analysis.dates.tense import FUTURE, UNKNOWN
from newsindex.analysis.dates.timex import Timex
from newsindex.analysis.dates.zones import ZONES, offset

__all__ = ["RULES"]

_NAMED = {"noon": "12:00", "noontime": "12:00", "midday": "12:00", "mid-day": "12:00", "midnight": "24:00"}
_CLOCK = re.compile(r"(\d{1,2}(?!\d)|[a-z]+)(?:[:.](\d\d))?(?::(\d\d))?\W*(?:(a|p)\W?m\b)?")
_BESIDE = re.compile(r"(half|quarter|five|ten|twenty(?:-five)?) (past|to) (\w+)")
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_MILITARY = re.compile(r"(\d\d)([0-5]\d)(?!\d)")


def _clock(words: str) -> str | None:
    last = words.split()[-1]
    if named := next((word for word in words.split() if word in _NAMED), None):
        return _NAMED[named]
    if military := _MILITARY.match(words):
        return f"{military[1]}:{military[2]}"
    if beside := _BESIDE.search(words):
        minute = _MINUTES[beside[1]]
        past = beside[2] == "past"
        hour, minutes = SMALL_NUMBERS[beside[3]] - (not past), f"{minute if past else 60 - minute:02d}"
        seconds, half = "", None
    elif found := _CLOCK.match(words):
        hour = int(found[1]) if found[1].isdigit() else SMALL_NUMBERS.get(found[1], 99)
        minutes, half = found[2] or "00", found[4]
        seconds = f":{found[3]}" if found[3] else ""
    else:
        return None
    if half is None and hour < 13 and last in DAYPARTS:
        half = "a" if last == "morning" else "p"
    if half is not None:
        if hour > 12 and half == "a":
            return None
        hour = hour if hour > 12 else hour % 12 + 12 * (half == "p")  # "18:26pm"
    return f"{hour:02d}:{minutes}{seconds}" if hour <= 24 else None


def at_clock(match: Match) -> Timex | None:
    """A clock time, with its day where one stands beside it, else on the day told last or that of publication."""
    clock = _clock(f"{match('clock')} {match('daypart')}".strip())
    if clock is None or match.before()[0] == "high":
        return None
    placed = match("zone") or match("dayname") or match.words.endswith(" uk")
    bare = match("clock").replace(":", "").isdigit() and not placed
    if bare and match.before()[0] not in _BEFORE_BARE_CLOCK:
        return None  # "he finished in 2:16"
    if match("dayname") == "tonight" and match.after()[0] in {"tomorrow", "on", *WEEKDAYS} and match("clock") in _NAMED:
        return None  # "tonight, noon tomorrow and Friday"
    if _is_count(match):
        return None  # "jobs were cut from ten to five"
    if "." in match("clock") and match.words.endswith(("hours", "hrs")) and match.before()[0] not in _BEFORE_CLOCK:
        return None  # "it takes 2.25 hours"
    doubtful = _BESIDE.search(match("clock")) or (match("clock").count(":") == 2 and not match("zone"))
    if doubtful and not match("dayname") and match.before()[0] not in _BEFORE_CLOCK:
        return None  # "it fell by a quarter to ten million", "she won in 2:12:59"
    if len(clock) == 5 and clock < "12" and _is_evening_too(match, clock):
        clock = f"{int(clock[:2]) + 12}{clock[2:]}"
    match.context.by_half = (
        len(clock) == 5 and clock >= "12" and (clock != _clock(match("clock").split()[0]) or _is_late(match))
    )
    if clock == "24:00" and match.before()[0] == "after" and match.before(2)[1] in {"just", "shortly", "soon"}:
        clock = "00:00"  # "it began shortly after midnight"
    if clock == "24:00" and match("daypart") == "morning":
        clock = "00:00"  # "midnight on the morning of 18 August"
    if not match("dayname") and _is_beside_event(match):
        return Timex("TIME", f"XXXX-XX-XXT{clock}")  # "at 6 a.m. ten days before the shooting"
    zone = match("zone") or next((word for word in re.findall("[a-z]+", match("clock")) if word in ZONES), "")
    zone = zone or _zone_spelled(match("clock").split())
    beside = None if match("dayname") else _same_moment(match, clock, zone)
    day = _day(match, clock, zone) if beside is None else beside
    day += timedelta(days=_is_past_midnight(match, clock, day))
    return timex.time(day, clock + offset(zone, day))


def _is_late(match: Match) -> bool:
    """Whether it is written as a time of the afternoon or evening, other than on a clock of 24 hours."""
    return not _HALVES.isdisjoint(match.context.pieces[slice(*match.span("clock"))])


def _zone_spelled(words: list[str]) -> str:
    """The zone of "10 a.m. Eastern", "3 p.m. Pacific Standard Time"."""
    if {"british", "summer"}.issubset(words):
        return "bst"
    first = next((word[0] for word in words if word in {"eastern", "pacific"}), "")
    if {"central", "time"}.issubset(words) and "european" not in words:
        first = "c"
    kind = next((word[0] for word in words if word in {"standard", "daylight"}), "")
    return f"{first}{kind}t" if first else ""


def _is_beside_event(match: Match) -> bool:
    """Whether the day is told by an event: "ten days before the shooting", which may be any."""
    following = match.after(4)
    place = next((place for place, word in enumerate(following[:3]) if word in _DAYS), 3)
    return following[place + 1 : place + 2] in (["before"], ["after"]) and all(map(str.isalnum, following[:place]))


_DAYS = frozenset("day days week weeks".split())


def _same_moment(match: Match, clock: str, zone: str) -> date | None:
    """The day of a clock time that tells the one before it again by another zone: "10 p.m. EDT (0200 GMT)"."""
    end, told = match.context.last or (0, timex.PAST)
    if match.raw(match.start - 1) not in {"(", "/"} or match.start - end > 3 or told.type != "TIME" or not told.days:
        return None
    if not zone or not told.value[11:13].isdigit():
        return None
    hours = int(clock[:2]) - int(told.value[11:13])
    return told.days.first + timedelta(days=(hours < -_FARTHEST) - (hours > _FARTHEST))


_FARTHEST = 12
"""No two zones that news tells beside each other lie farther apart, in hours."""


def _is_past_midnight(match: Match, clock: str, day: date) -> bool:
    """Whether it ends, on the day after, what began the evening before: "from 9 p.m. to 5 a.m."."""
    began = match.joined()
    return (
        began is not None
        and not match("dayname")
        and (match.before()[0] in _ENDING or "between" in match.before(6))
        and clock < "12"
        and began.type == "TIME"
        and began.value[:10] == day.isoformat()
        and began.value[11:16] > clock[:5]
    )


_ENDING = frozenset("to until till through - – —".split())


def _is_evening_too(match: Match, clock: str) -> bool:
    """Whether "6:51" goes on from a time of an afternoon: "from 4:12 p.m. until 6:51"; "at 7 p.m. ... At 9:15, he"."""
    if "morning" in match.after(3):
        return False
    told, written = match.context.told_clock, match("clock") or match("hh")
    plain = written.replace(":", "").replace(".", "").isdigit() and written[:1] != "0"
    if not plain or told is None or not match.context.by_half or match("dayname"):
        return False
    return "12" <= told.value[11:16] <= f"{int(clock[:2]) + 12}{clock[2:]}"


_HALVES = frozenset("p pm P PM noon midday".split())


def later_clock(match: Match) -> list[Piecewise] | None:
    """``at 9``, ``until 2.47``: where the text has just told another time of day."""
    told, following = match.context.told_clock, match.after()[0]
    if told is None or match.before()[0] in _PRICED or following in _NO_CLOCK_BEFORE:
        return None
    if following not in AFTER_ADVERB and not (following == "to" and not match.after(2)[1].isdigit()) and following:
        return None
    begins = match.span("hh")[0]
    clock = _clock("".join(match.context.pieces[begins : match.end]))
    if clock is None or clock[:2] > "24":
        return None
    if clock < "12" and _is_evening_too(match, clock):
        clock = f"{int(clock[:2]) + 12}{clock[2:]}"
    return [(begins, match.end, timex.time(_day(match, clock), clock))]


_NO_CLOCK_BEFORE = frozenset("in on that this - – :".split())
_PRICED = frozenset(
    "closed close opened traded trading quoted stood ended settled priced valued sold unchanged".split()
)


def early_clock(match: Match) -> Timex | None:
    """``00.54 on 14 June``: no price begins with a nought and stands before a day."""
    clock, told = _clock(f"{match('hh')}:{match('sixty')}"), match.context.told_clock
    year, day = int(match("yyyy") or 0), int(match("dd"))
    when = date(year, month_of(match("mon")), day) if year else fit_day(match, month_of(match("mon")), day)
    return timex.time(when, clock) if clock and when and (match("hh")[0] == "0" or told is not None) else None


def stamped_clock(match: Match) -> Timex | None:
    """``04/14/2012 08:06 am ET``, ``26-Jul-1999 1206 UTC``."""
    clock, day = _clock(match("clock")), match.sub("stampday")
    if clock is None or day is None or day.days is None:
        return None
    zone = match("zone") or next((word for word in match("clock").split() if word in ZONES), "")
    return timex.time(day.days.first, clock + offset(zone, day.days.first))


def offset_clock(match: Match) -> Timex | None:
    """``10:16(GMT+8)``."""
    clock, hours = _clock(match("clock")), int(match("n"))
    if clock is None or hours > _FARTHEST:
        return None
    return timex.time(_day(match, clock), f"{clock}{'-' if '-' in match.words else '+'}{hours:02d}:00")


def hours_on_day(match: Match) -> Timex | None:
    """``at 1400 on Tuesday``."""
    clock, day = _clock(match("hhmm")), match.sub("weekday")
    return timex.time(day.days.first, clock) if clock and day is not None and day.days is not None else None


def _is_count(match: Match) -> bool:
    """Whether "ten to five" and the like are two numbers: a time stands after "at" and before no noun."""
    words = match("clock").split()
    if words[0] not in {"five", "ten", "twenty", "twenty-five"} or match("dayname"):
        return False
    following = match.after()[0]
    return match.before()[0] not in _AT or (following.isalpha() and following not in AFTER_ADVERB)


_AT = frozenset("at about around until till before".split())
_BEFORE_CLOCK = frozenset("at around about until till from before after since".split())


def two_clocks(match: Match) -> list[Piecewise] | None:
    """``from 2 to 4 p.m.``: what tells morning from afternoon is written once and meant twice."""
    first, last = (_clock(f"{match(hour)} {match('ampm')}") for hour in ("hour1", "hour2"))
    if first is None or last is None:
        return None
    if first > last:  # "11 to 2 p.m."
        first = f"{(int(first[:2]) + 12) % 24:02d}{first[2:]}"
    day = _day(match, first)
    zone = offset(match("zone"), day)
    begins = match.span("hour2")[0]
    return [
        (*match.span("hour1"), timex.time(day, first + zone)),
        (begins, match.end, timex.time(day, last + zone)),
    ]


def two_whole_clocks(match: Match) -> list[Piecewise] | None:
    """``between 2pm and 4pm on Monday``, ``1900-2100 GMT``: the day, or the zone, is written once and meant twice."""
    group = "clock" if match("clock") else "hhmm"
    first, last = (_clock(match(f"{group}{place}")) for place in (1, 2))
    if first is None or last is None:
        return None
    day = _day(match, first)
    zone = offset(match("zone"), day)
    begins = match.span(f"{group}2")[0]
    over = timedelta(days=first > last)
    begun, ended = (day - over, day) if match("dayname") else (day, day + over)  # "from 11pm to 9am on Thursday"
    return [
        (*match.span(f"{group}1"), timex.time(begun, first + zone)),
        (begins, match.end, timex.time(ended, last + zone)),
    ]


_BEFORE_BARE_CLOCK = _BEFORE_CLOCK | frozenset("and between to or by past near - –".split()) | {""}


def _day(match: Match, clock: str, zone: str = "") -> date:
    named = match.sub("dayname")
    if named is not None and named.days is not None:
        listed = match("dayname") in WEEKDAYS and named.days.first < match.published and _is_listed(match)
        return named.days.first + timedelta(days=7 if listed else 0)
    end, last = match.context.last or (0, timex.PAST)
    if match.raw(match.start - 2) == "s" and match.start - end < 4 and last.days and last.days.first == last.days.last:
        return last.days.first  # "Monday's 8 a.m. launch"
    following = match.after(9)  # "8 p.m. (18:00 GMT) on Tuesday", "1000 EDT/1400 GMT on Tuesday"
    end = following.index(")") if ")" in following else 2 if following[0] == "/" and following[2] in ZONES else -1
    if end > 0:
        beside = [word for word in following[end + 1 :] if word not in {"on", ","}]
        if when := _date_beside(match, beside):
            return when
        if beside and beside[0] in WEEKDAYS:
            gap = days_since(beside[0], match.published)
            return match.published - timedelta(days=gap - 7 if gap and match.tense() == FUTURE else gap)
    if match.before()[0] in {"a", "the"} and following[1] == "on" and following[2] in WEEKDAYS:
        # "a 2 a.m. raid on Monday"
        return match.published - timedelta(days=days_since(following[2], match.published))
    day = day_told(match, clock)
    if zone and day < match.published - SOON and match.context.in_entry() is None:
        return match.published  # "shares, which began to fall in June, were lower at 0830 GMT"
    return day


def _is_listed(match: Match) -> bool:
    """Whether it stands in a list of what is on, which has no verbs: "Main park. 8 p.m. Friday; 11 a.m. Sunday"."""
    words = [piece for piece in match.context.pieces if piece.isalpha()]
    beside = match.before()[0] in _LISTING and {"at", "on"}.isdisjoint(match.words.split())
    return beside and match.tense() == UNKNOWN and len(words) < _SHORT and not match.inside


_SHORT = 16
_LISTING = frozenset((";", "*", "•", "also", "and", ""))


def _date_beside(match: Match, words: list[str]) -> date | None:
    """The day that words begin with: "Tuesday 12 January", "January 12"."""
    first, second = (words[1:3] if words[0] in WEEKDAYS else words[:2]) if len(words) > 2 else ("", "")
    name, number = (second, first) if first.isdigit() else (first, second)
    if name not in MONTHS or not number.isdigit() or not 1 <= int(number) <= 31:
        return None
    return fit_day(match, MONTHS[name], int(number), WEEKDAYS.get(words[0], 0))


def stamp(match: Match) -> list[Piecewise] | None:
    """``00.30:``, ``0725:``, ``2341 Police ...``: bare figures at the beginning of a line of a timeline."""
    if not match.opens() or not (match("hh") or is_stamp(match) or match.context.is_stamped()):
        return None
    clock = _clock(match.words)
    when = timex.time(match.context.entry or match.published, clock) if clock else None
    end = match.span("sixty" if match("hh") else "hhmm")[1]
    return [(match.start, end, when)] if when else None


def hour_of_part(match: Match) -> Timex | None:
    """``at 8 last night``, ``at eleven on Sunday morning``: the part of the day says which eleven."""
    written, _, minutes = (match("hour") or match("small")).replace(".", ":").partition(":")
    hour = int(written) if written.isdigit() else SMALL_NUMBERS[written]
    if not 1 <= hour <= 12:
        return None
    part = match("daypart") or "night"
    hour = hour % 12 + 12 * (part not in {"morning", "dawn"} and not (part == "night" and hour in {12, 1, 2, 3, 4, 5}))
    return timex.time(_day_of_part(match), f"{hour:02d}:{minutes or '00'}")


def _day_of_part(match: Match) -> date:
    words = set(match.words.split())
    if match("weekday"):
        day = match.sub("weekday")
        return day.days.first if day is not None and day.days is not None else match.published
    if words & {"that", "next", "following"}:
        return (match.context.told_day or match.published) + timedelta(days="that" not in words)
    shift = -1 if words & {"last", "yesterday"} else 1 if "tomorrow" in words else 0
    return match.published + timedelta(days=shift)


def iso_time(match: Match) -> Timex | None:
    """``2024-10-08T12:30:00Z``."""
    when = date(int(match("yyyy")), int(match("mm")), int(match("dd")))
    hour, _, rest = match.words.split("t")[-1].split()[-1].upper().partition(":")
    return timex.time(when, f"{hour:0>2}:{rest}")


RULES = [
    Rule("{yyyy}-{mm}-{dd}(t| ){hh}:{sixty}(:{sixty})?z?", iso_time),
    Rule("{hh}.{sixty} ?(:|-|–)", stamp),
    Rule("{hhmm}", stamp),
    Rule(
        "((around|approximately) )?{clock}(,? {zone}| uk| in {place}|, local time)?"
        "((,| on)? {dayname}( {daypart}|,? local time)?)?",
        at_clock,
        nested=True,
    ),
    Rule("{clock}( | ?{bracket})(gmt|utc){sign}{n}{closing}?", offset_clock),
    Rule("(?<=at ){hhmm},? (on )?{weekday}", hours_on_day),
    Rule("(at|until|by) ((about|around) )?{hh}(.{sixty})?", later_clock, aside=True),
    Rule("(?<=at ){hh}.{sixty} on ({mon} {dd}|{dd} {mon})( {yyyy})?", early_clock),
    Rule("{hour}( (to|and) | ?(-|–) ?){hour}( |-)?{ampm}( {zone})?((,| on)? {dayname})?", two_clocks),
    Rule(
        "{clock}( to | and | until | till | ?(-|–) ?){clock}( {zone})?(,| on)? {dayname}( {daypart})?", two_whole_clocks
    ),
    Rule("{hhmm}( to | and |-|–){hhmm} ({zone}|hours|hrs)((,| on)? {dayname})?", two_whole_clocks),
    Rule("{dayname}(,|;|:| -| /)? (at )?((about|around) )?{clock}( {zone})?", at_clock, nested=True),
    Rule("{stampday}(,|;|:| -| /)? (at )?{clock}( {zone})?|{clock}( {zone})? {stampday}", stamped_clock),
    Rule("{clock}( {zone})?(,| in| on)? the {daypart} of {dayname}", at_clock),
    Rule(
        "(?<=(at|by|to|until|till|before|after|since|around|about) )({hour}|{small}),? "
        "(last night|tonight|((this|tomorrow|yesterday|that|the (next|following)|(on )?{weekday}) {daypart}))",
        hour_of_part,
    ),
    Rule("({weekday}|this|yesterday|tomorrow) {daypart},? (at )?({hour}|(?<=at ){small})", hour_of_part),
]
