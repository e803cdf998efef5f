"""Rules for what is reckoned from a date told before: "two days later", "the following week", "that night"."""

from __future__ import annotations

from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import DAYPARTS, MONTHS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.reckoning import LENGTH, reckoned, vaguely
from newsindex.analysis.dates.resolve import days_since, length, number, shift_of, shifted, unit_code
from newsindex.analysis.dates.rules_reports import same_grain
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

__all__ = ["RULES"]


_LONGEST = {"D": 1, "W": 7, "2W": 7, "WE": 7, "M": 92, "Q": 92}
"""How many days a date may last for "that week" or "the next month" to be reckoned from it."""


def _anchor(match: Match, code: str) -> date:
    """The day from which "the next day" or "that week" is reckoned: of the date told last, else of publication."""
    context = match.context
    planned = context.planned
    if planned is not None and planned.days is not None and match.tense() != PAST:
        days = planned.days  # "they meet on Friday, and vote the next day"
    elif code == "D":
        here = context.last[1].days if context.last is not None and not context.told_in_sentence else None
        if here is not None and here.first == here.last <= context.published:
            return here.first  # "the 17 August bombing and another blast the next day"
        return context.told_day or context.published
    elif context.told is not None and context.told.days is not None:
        days = context.told.days
    else:
        return context.published
    length = (days.last - days.first).days + 1
    return days.first if length <= _LONGEST.get(code, length) else context.told_day or context.published


_CLOSING = frozenset(", ; ) \" ' – . and but in at on from with are were is was had".split()) | {""}


def later(match: Match) -> Timex | list[Piecewise] | None:
    """``two days later``, ``a year earlier``, ``the day before``: reckoned from the date told last."""
    sign = -1 if match("direction") in {"earlier", "before", "previously"} else 1
    if match("direction") in {"before", "after"} and match.after()[0] not in _CLOSING:
        return None
    if match.after(2)[0] == "this" and match.after(2)[1] in _PARTS_TO_COME and not _is_compared(match):
        return None  # "it took four days earlier this year"
    reckoning = reckoned(match)
    if reckoning is None:
        return timex.duration(length(None, unit_code(match("units"))))
    if match.words.endswith(" that") and (reckoning[1] not in {"D", "W", "M"} or match.tense() != PAST):
        return None  # "he would lead it for one year after that"
    if sign > 0 and match.opens() and reckoning[1] in {"Y", "M", "W", "D"} and _tells_nothing_yet(match):
        return shifted(match.published, 0, reckoning[1])  # "One Year Later, a Nervous Calm"
    found = _later(match, sign, reckoning)
    if found is not None and match.before()[0] in _SHARES and match.words.startswith(("more than", "less than")):
        return [(match.start + 4, match.end, found)]  # "57 percent more than a year earlier"
    return found


def _tells_nothing_yet(match: Match) -> bool:
    """Whether no date but that of the page was told, so that "one year later" is the day on which it is written."""
    told = match.context.told.days if match.context.told is not None else None
    return match.context.planned is None and (told is None or match.published - told.first <= timedelta(days=1))


_SHARES = frozenset("percent % pct cent times points tonnes tons barrels dollars dlrs".split())


def _later(match: Match, sign: int, reckoning: tuple[float, str]) -> Timex | None:
    count, code = reckoning
    if (
        code in _CLOCK_UNITS
        and not _is_compared(match)
        and (clock := _by_clock(match, sign * count * _CLOCK_UNITS[code]))
    ):
        return clock
    if (
        code[0] == "T"
        or (sign > 0 and match.context.told is None and match.context.planned is None)
        or _is_compared(match)
    ):
        return _only_length(match, reckoning)
    if code == "Y" and count == 1 and sign < 0 and (found := same_grain(match, -1)):
        return found
    found = shifted(_anchor(match, code), sign * round(count), code)
    if found is not None and found.days is not None and found.days.first > match.published and match.tense() != FUTURE:
        return _only_length(match, reckoning)  # reckoned from something that was not dated
    return vaguely(match, found)


def _only_length(match: Match, reckoning: tuple[float, str]) -> Timex:
    """The length of time by itself, in the unit in which it is written: "2 1/2 years" is no 30 months."""
    count, code = number(match("count")) if match("count") else None, unit_code(match("units") or match("unit"))
    return timex.duration(length(count, code) if count is not None else length(*reckoning))


_PARTS_TO_COME = frozenset("week month year".split())
_CLOCK_UNITS = {"TH": 60, "TM": 1}
"""Minutes in each unit by which clock times are reckoned."""


def _by_clock(match: Match, minutes: float) -> Timex | None:
    """The time so many minutes from the clock time told last: "at 9 a.m., ... two hours later"."""
    told = match.context.told_clock
    if told is None or told.days is None or minutes % 1:
        return None
    hour, minute = int(told.value[11:13]), int(told.value[14:16])
    days, rest = divmod(60 * hour + minute + int(minutes), 24 * 60)
    zone = told.value[16:].lstrip(":0123456789") if told.value[16:17] == ":" else told.value[16:]
    return timex.time(told.days.first + timedelta(days=days), f"{rest // 60:02d}:{rest % 60:02d}{zone}")


def _is_compared(match: Match) -> bool:
    """Whether it only tells how far two times lie apart: "Easter is three weeks later this year than last"."""
    following = match.after(4)
    return "than" in following and following[0] != ","


def anchored_unit(match: Match) -> Timex | None:
    """``the following week``, ``the same day``, ``that year``: next to, or within, the date told last."""
    code = unit_code(match.words.split()[-1])
    if code[0] == "T" or not _AGO.isdisjoint(match.after(2)) or match.raw(match.end) == "-":
        return None  # "the same year-ago quarter", "that year-end prices will rise"
    if code == "Y" and match.after(2) == ["to", "date"]:
        return None  # "it said that year to date it sold 79"
    shift = shift_of(match.words)
    week = match.context.week
    if code == "W" and week is not None and shift < 0:
        return shifted(week, shift, code)
    quarter = match.context.quarter_told or match.context.quarter
    if code == "Q" and quarter is not None and quarter.days is not None:
        return timex.quarters_on(quarter, shift)
    anchor = _anchor(match, code)
    if shift < 0 and code != "D" and not match.context.by_week and not _is_told_whole(match, code):
        # Of what is told within this or the last such unit, "the previous week" is reckoned from publication.
        for back in (0, -1):
            near = shifted(match.published, back, code)
            if near is not None and near.days is not None and near.days.contains(anchor):
                anchor = match.published
                break
    return shifted(anchor, shift, code)


def _is_told_whole(match: Match, code: str) -> bool:
    """Whether the date told last is itself such a unit: "sales in 1986 were above those of the previous year"."""
    told = match.context.told
    return told is not None and told.days is not None and told.days.precision is _WHOLE.get(code)


_WHOLE = {"W": Precision.WEEK, "M": Precision.MONTH, "Y": Precision.YEAR}
_AGO = frozenset("ago earlier".split())


def two_units_later(match: Match) -> Timex | None:
    """``an hour and twenty minutes later``: from the clock time told last."""
    hours, minutes = number(match("count1")) if match("count1") and match("count2") else 1, None
    minutes = number(match("count2") or match("count1"))
    if hours is None or minutes is None or unit_code(match("units2") or match("units")) != "TM":
        return None
    sign = 1 if match.words.endswith("later") else -1
    return _by_clock(match, sign * (60 * hours + minutes))


def _code_in_a_row(match: Match) -> str:
    unit = match("unit") or next(word for word in match.words.split() if word in {"day", "week", "month", "night"})
    return "N" if unit == "night" else unit_code(unit)


def nth_in_a_row(match: Match) -> Timex | None:
    """``the third straight day``, ``a second successive month``: the day or month that is told, or the last one."""
    code, following, context = _code_in_a_row(match), match.after(3), match.context
    if following[0] not in _CLOSING and following[0] not in {"of", "as", "because", "amid", "since"}:
        return None  # "its third straight weekly gain"
    published = match.published
    if code in {"D", "N"}:
        _, found = context.last or (0, timex.PAST)
        day = found.days.first if found.days is not None and found.days.precision is Precision.DAY else None
        if day is None and following[0] == "on" and following[1] in WEEKDAYS:
            day = published - timedelta(days=days_since(following[1], published))
        told = context.told_day
        if day is None and told is not None and timedelta(0) <= published - told <= timedelta(days=1):
            day = told
        day = day or published
        return timex.time(day, "NI") if code == "N" else timex.day(day)
    if code == "M":
        if following[0] in {"in", "during"} and following[1] in MONTHS:
            number_ = MONTHS[following[1]]
            return timex.month(published.year - (number_ > published.month), number_)
        here = context.told_here or context.told
        if here is not None and here.days is not None and here.days.precision is Precision.MONTH:
            return here
        when = timex.shift_months(published, -1)
        return timex.month(when.year, when.month)
    if code == "Q":
        when = timex.shift_months(published, -3)
        return context.quarter_told or context.quarter or timex.quarter(when.year, (when.month + 2) // 3)
    return timex.week(published) if code == "W" else None


def in_the_unit(match: Match) -> Timex | None:
    """``later in the day``, ``later in the evening``: the one told last; ``earlier in the week``: of publication."""
    if match("daypart"):
        return timex.time(_anchor(match, "D"), DAYPARTS[match("daypart")])
    code = unit_code(match.words.split()[-1])
    return shifted(_anchor(match, code) if code == "D" else match.published, 0, code)


def that_date(match: Match) -> Timex | None:
    """``that date``: the day or month told last, or planned."""
    told = match.context.planned or match.context.told
    named = told is not None and told.days is not None and told.days.precision in {Precision.DAY, Precision.MONTH}
    return told if named and told is not None and told.type == "DATE" else None


def next_daypart(match: Match) -> Timex | None:
    """``the next morning``, ``that night``: of the day told last, or the one after or before it."""
    shift, event = shift_of(match.words), match.context.event_day
    day = event if event is not None and not shift and match.tense() == PAST else _anchor(match, "D")
    return timex.time(day + timedelta(days=shift), DAYPARTS[match("daypart")])


def daypart_beside(match: Match) -> Timex | None:
    """``the night before``, ``the morning after``: of the day before or after the one told last."""
    if match.after()[0] not in _CLOSING:
        return None
    shift = -1 if match.words.endswith("before") else 1
    return timex.time(_anchor(match, "D") + timedelta(days=shift), DAYPARTS[match("daypart")])


def beside_event(match: Match) -> Timex | None:
    """``the day`` before the vote, ``the night`` after his death: beside the day told last, which may be another's."""
    if match.after(2)[1] not in _OPENS_NOUN or match.before()[0] == "to":
        return None  # "a week to the day after the crash"
    end, told = match.context.last or (0, timex.PAST)
    if match.raw(match.start - 2) == "," and match.start - end < 3 and not match("daypart"):
        return told if told.days is not None and told.days.first == told.days.last else None  # "May 3, the day after"
    when = _anchor(match, "D") + timedelta(days=-1 if match.after()[0] == "before" else 1)
    found = timex.time(when, DAYPARTS[match("daypart")]) if match("daypart") else timex.day(when)
    return found._replace(days=None)


_OPENS_NOUN = frozenset("the a an his her its their this that".split())


RULES = [
    Rule(f"{LENGTH} on(?=,)", later),
    Rule(f"{LENGTH} {{direction}}", later, nested=True),
    Rule(f"{LENGTH} {{direction}} that(?=(,|.|;| and))", later),
    Rule("((the )?{unit}|{units}) {direction}", later, nested=True),
    Rule("that (same )?date", that_date),
    Rule("(an hour|{count} hours?) and {count} {units} (later|earlier)", two_units_later),
    Rule("((the|a) )?{ord}( |-)(straight|consecutive|successive) ({unit}|night)", nth_in_a_row),
    Rule("((the|a) )?{ord} (day|week|month|night) (in a row|running)", nth_in_a_row),
    Rule("the {daypart} (before|after)", daypart_beside),
    Rule("the (day|{daypart})(?= (before|after) )", beside_event),
    Rule(
        "(the (following|previous|preceding|prior|next|same)|that( same)?) ({unit}|weekend)",
        anchored_unit,
        nested=True,
    ),
    Rule("(the (next|following|previous|same)|that( same)?) {daypart}", next_daypart),
    Rule("(earlier|later|early|late) in the (day|week|month|decade|century)", in_the_unit),
    Rule("(earlier|later|early|late) in the (?!(dawn)){daypart}", in_the_unit),
]
