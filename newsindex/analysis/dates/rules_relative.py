"""Rules for what is reckoned from publication or from the date told last: "two days ago", "the following week"."""

from __future__ import annotations

from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import DAYPARTS, MONTHS, ORDINALS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import fraction, length, number, shift_of, shifted, unit_code, week_told
from newsindex.analysis.dates.rules_reports import month_told, same_grain
from newsindex.analysis.dates.rules_spans import lasting
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES"]

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


def named_day(match: Match) -> Timex | None:
    """``today``, ``yesterday``, ``the day after tomorrow``."""
    words = match.words
    if match.raw(match.start) == "Today" and match.start > 1 and _is_title(match):
        return None
    shift = _DAYS[words.split()[-1]]
    if "day after" in words:
        shift += 1
    elif "day before" in words:
        shift -= 1
    return timex.day(match.context.written + timedelta(days=shift))


def _is_title(match: Match) -> bool:
    """Whether it names a paper or a show: "USA Today", "the Today show"."""
    after = next((word for word in match.after(2) if word not in _QUOTED), "")
    return match.raw(match.start - 2)[:1].isupper() or after in {"show", "programme", "program"}


_QUOTED = frozenset("\" ” ’ '".split())


def tonight(match: Match) -> Timex | None:
    """``tonight``, ``last night``, ``this morning``, ``yesterday afternoon``."""
    if match.words == "last night" and match.before()[0] == "the":
        return None  # "on the last night of the fair"
    part = DAYPARTS.get(match("daypart"), "NI")
    shift = -1 if {"last", "yesterday"} & set(match.words.split()) else 1 if "tomorrow" in match.words else 0
    return timex.time(match.context.written + timedelta(days=shift), part)


_LONGEST = {"D": 1, "W": 7, "2W": 7, "WE": 7, "M": 92, "Q": 92}
"""How many days a date may last for "that week" or "the next month" to be reckoned from it."""


def _anchor(match: Match, code: str) -> date:
    """The day from which "the next day" or "that week" is reckoned: of the date told last, else of publication."""
    context = match.context
    planned = context.planned
    if planned is not None and planned.days is not None and match.tense() != PAST:
        days = planned.days  # "they meet on Friday, and vote the next day"
    elif code == "D":
        return context.told_day or context.published
    elif context.told is not None and context.told.days is not None:
        days = context.told.days
    else:
        return context.published
    length = (days.last - days.first).days + 1
    return days.first if length <= _LONGEST.get(code, length) else context.told_day or context.published


def _reckoned(match: Match) -> tuple[float, str] | None:
    """How many of which unit: ``two days``, ``half a century`` (50 years), ``a couple of weeks``, ``a year``."""
    code = unit_code(match("units") or match("unit"))
    if match("units") and not match("count") and not match("vague"):
        return None  # "years later"
    if match("fraction") or "half-" in match.words:
        whole, smaller = {"100Y": (100, "Y"), "10Y": (10, "Y"), "Y": (12, "M"), "M": (4, "W")}.get(code, (1, code))
        return fraction(match("fraction") or "half") * whole, smaller
    if match("vague"):
        return (2, code) if "couple" in match("vague") else None
    count = number(match("count")) if match("count") else 1.5 if " and a half" in match.words else 1
    if count is not None and code in {"10Y", "100Y"}:
        count, code = count * int(code.rstrip("Y")), "Y"
    if count is not None and count % 1 and code == "Y":
        return 12 * count, "M"
    return None if count is None else (count, code)


def ago(match: Match) -> Timex | None:
    """``two days ago``, ``a year ago``, ``several years ago``."""
    reckoned = _reckoned(match)
    if reckoned is None:
        return timex.PAST
    count, code = reckoned
    if code == "Y" and count == 1 and (found := same_grain(match, -1)):
        return found
    if code[0] == "T":
        hours = count if code == "TH" else 0
        return timex.day(match.published - timedelta(days=hours // 24)) if hours < 1000 else timex.PAST
    return _vaguely(match, shifted(match.published, -round(count), code) or timex.PAST)


def ago_this(match: Match) -> Timex | None:
    """``a year ago this week``, ``ten years ago today``: the week, month or day that lies so many years before."""
    years = number(match("count")) if match("count") else 1
    if years is None or years % 1:
        return None
    words = match.words.split()
    if words[-1] in _DAYS:
        return timex.day(timex.shift_months(match.published + timedelta(days=_DAYS[words[-1]]), -12 * int(years)))
    return shifted(timex.shift_months(match.published, -12 * int(years)), shift_of(words[-2]), unit_code(words[-1]))


_CLOSING = frozenset((",", ".", "", ";", ")", '"', "'", "–", "and", "but", "in", "at", "on", "from", "with"))


def later(match: Match) -> Timex | list[Piecewise] | None:
    """``two days later``, ``a year earlier``, ``the day before``: reckoned from the date told last."""
    sign = -1 if match("direction") in {"earlier", "before", "previously"} else 1
    if match("direction") in {"before", "after"} and match.after()[0] not in _CLOSING:
        return None
    if match.after(2)[0] == "this" and match.after(2)[1] in _PARTS_TO_COME and not _is_compared(match):
        return None  # "it took four days earlier this year"
    reckoned = _reckoned(match)
    if reckoned is None:
        return timex.PAST if sign < 0 else timex.duration(length(None, unit_code(match("units"))))
    found = _later(match, sign, reckoned)
    if found is not None and match.before()[0] in _SHARES and match.words.startswith(("more than", "less than")):
        return [(match.start + 4, match.end, found)]  # "57 percent more than a year earlier"
    return found


_SHARES = frozenset("percent % pct cent times".split())


def _later(match: Match, sign: int, reckoned: tuple[float, str]) -> Timex | None:
    count, code = reckoned
    if (
        code in _CLOCK_UNITS
        and not _is_compared(match)
        and (clock := _by_clock(match, sign * count * _CLOCK_UNITS[code]))
    ):
        return clock
    if code[0] == "T" or (sign > 0 and match.context.told is None) or _is_compared(match):
        return timex.duration(length(count, code))
    if code == "Y" and count == 1 and sign < 0 and (found := same_grain(match, -1)):
        return found
    found = shifted(_anchor(match, code), sign * round(count), code)
    if found is not None and found.days is not None and found.days.first > match.published and match.tense() != FUTURE:
        return timex.duration(length(count, code))  # reckoned from something that was not dated
    return _vaguely(match, found)


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


def _vaguely(match: Match, found: Timex | None) -> Timex | None:
    """The same value without days, if the words only bound it: "more than a year ago" names no year."""
    bounded = match.words.startswith(("more", "less", "fewer", "at ", "up ", "well", "no "))
    return found._replace(days=None) if found and bounded else found


def from_now(match: Match) -> Timex | None:
    """``three weeks from now``."""
    reckoned = _reckoned(match)
    if reckoned is None:
        return timex.FUTURE
    count, code = reckoned
    return shifted(match.published, round(count), code) if code[0] != "T" else None


def in_units(match: Match) -> Timex | None:
    """``in five years``, of something to come; otherwise it is a length of time."""
    counted = any(word in ORDINALS for word in match.before(12))  # "the second person in four days"
    return from_now(match) if match.tense() == FUTURE and not counted else None


def directed_unit(match: Match) -> Timex | None:
    """``this week``, ``last year``, ``next month``, ``the past year``."""
    words = match("which").split()
    code = unit_code(match("unit"))
    first, last = match.raw(match.start), match.raw(match.end - 1)
    if match.start and match.end - match.start == 3 and first.istitle() and last.istitle():
        return None  # a title: "This Week"
    if code[0] == "T" or code == "D":
        return None
    if code in {"2W", "10Y", "100Y"} and words[-1] in {"last", "past", "next", "coming"}:
        return timex.duration(length(1, code))
    shift = shift_of(words[-1])
    return shifted(match.published if code != "W" else week_told(match, shift), shift, code)


def this_time(match: Match) -> Timex | None:
    """``this time last year``."""
    words = match.words.split()
    return shifted(match.published, shift_of(words[2]), unit_code(words[3]))


def anchored_unit(match: Match) -> Timex | None:
    """``the following week``, ``the same day``, ``that year``: next to, or within, the date told last."""
    code = unit_code(match.words.split()[-1])
    if code[0] == "T" or not _AGO.isdisjoint(match.after(2)) or match.raw(match.end) == "-":
        return None  # "the same year-ago quarter", "that year-end prices will rise"
    shift = shift_of(match.words)
    quarter = match.context.quarter_told or match.context.quarter
    if code == "Q" and quarter is not None and quarter.days is not None:
        return shifted(quarter.days.first, shift, code)
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


def earlier_this(match: Match) -> Timex | None:
    """``earlier this month``: its days up to publication; ``later this year``: the days after it."""
    if match("stretch").split()[-1] in {"week", "today", *WEEKDAYS}:
        return None
    whole = match.sub("stretch")
    if whole is None or whole.days is None:
        return whole
    days, published = whole.days, match.published
    if not days.contains(published) or days.first == days.last:
        return whole
    ahead = match.words.startswith("later")
    first, last = (published, days.last) if ahead else (days.first, published)
    return whole._replace(days=DateSpan(first, last, Precision.PART))


def bare_unit(match: Match) -> Timex | None:
    """``the rest of the week``, ``the end of the decade``: the one that publication lies in."""
    following, second, third = match.after(3)
    if following == "to" and (second in MONTHS or third in MONTHS or (second.isdigit() and len(second) == 4)):
        return None  # "in the week to June 14"
    if following in {"of", "before", "after", "that", "ended", "ending", "since", "-", "when"}:
        return None
    unit, (preposition, part) = match.words.split()[1], match.before(2)
    month = month_told(match) if unit == "month" else None
    if month is not None and match.tense() != FUTURE:
        return timex.month(month.year, month.month)  # "In May, sales rose 3 percent; output for the month fell"
    if not match.inside and part not in _PARTS_OF and (preposition == "of" or unit in {"decade", "century"}):
        return None  # "the goal of the month"
    return shifted(match.published, 0, unit_code(unit))


def in_the_unit(match: Match) -> Timex | None:
    """``later in the day``, ``later in the evening``: the one told last; ``earlier in the week``: of publication."""
    if match("daypart"):
        return timex.time(_anchor(match, "D"), DAYPARTS[match("daypart")])
    code = unit_code(match.words.split()[-1])
    return shifted(_anchor(match, code) if code == "D" else match.published, 0, code)


_PARTS_OF = frozenset("end beginning start middle rest remainder close course part most half days weeks".split())


def weeks_from_weekday(match: Match) -> Timex | None:
    """``two weeks from Tuesday``, ``a week ago Sunday``: whole weeks from the nearest such day."""
    weeks = number(match("count")) if match("count") else 1
    if weeks is None:
        return None
    published, target = match.published, WEEKDAYS[match("weekday")]
    if " ago " in match.words:
        return timex.day(published - timedelta(days=(published.isoweekday() - target) % 7 + 7 * int(weeks)))
    return timex.day(published + timedelta(days=(target - published.isoweekday()) % 7 + 7 * int(weeks)))


def weeks_from_today(match: Match) -> Timex | None:
    """``a week from today``, ``a fortnight tomorrow``."""
    weeks = number(match("count")) if match("count") else 2 if "fortnight" in match.words else 1
    if weeks is None or weeks % 1:
        return None
    return timex.day(match.published + timedelta(days=7 * int(weeks) + _DAYS[match.words.split()[-1]]))


def after_next(match: Match) -> Timex | None:
    """``the week before last``, ``the year after next``."""
    return shifted(match.published, -2 if match.words.endswith("last") else 2, unit_code(match.words.split()[1]))


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


def beside_day(match: Match) -> Timex | None:
    """``the day before last Tuesday``, ``the day after Christmas``."""
    day = match.sub("dayname")
    if day is None or day.days is None:
        return None
    return timex.day(day.days.first + timedelta(days=-1 if "before" in match.words else 1))


_LENGTH = (
    "({roughly} |over )?"
    "((a )?half-{unit}|"
    "(the )?{vague} {units}|{count}{between}{units}|{fraction} {unit}|(a|an|one) {unit}( or so| and a half)?)"
)

RULES = [
    Rule("(the day after |the day before )?(today|yesterday|tomorrow)", named_day, nested=True),
    Rule(
        "((early|late|later) )?tonight|((early|late) )?(last night|(this|yesterday|tomorrow) {daypart})",
        tonight,
        nested=True,
    ),
    Rule(f"{_LENGTH}( or so)? (ago|back)", ago, nested=True),
    Rule("{count}(,? or |( |-)to( |-)| ?(-|–) ?){count} {units} ago", lambda match: timex.PAST),
    Rule("({count} years|(a|one) year) ago ((this|last) (week|month)|today|yesterday|tomorrow)", ago_this),
    Rule(f"{_LENGTH} on(?=,)", later),
    Rule("(?<=in )({count} {units}|(a|an|one) {unit})('|'s) time", from_now),
    Rule(f"{_LENGTH} {{direction}}", later, nested=True),
    Rule("((the )?{unit}|{units}) {direction}", later, nested=True),
    Rule("the {daypart} (before|after)", daypart_beside),
    Rule("the (day|{daypart})(?= (before|after) )", beside_event),
    Rule("(the )?day (before|after) {dayname}", beside_day),
    Rule(f"{_LENGTH} from now", from_now, nested=True),
    Rule("({count} weeks|a week) (from|on|ago|ago on) {weekday}", weeks_from_weekday, nested=True),
    Rule("({count} weeks|a week|a fortnight) (from )?(today|tomorrow)", weeks_from_today),
    Rule("the (week|weekend|month|quarter|year) (before last|after next)", after_next, nested=True),
    Rule("{which} {unit}( or (so|two))?", directed_unit, nested=True),
    Rule("this time (last|next) (week|month|year)", this_time),
    Rule(
        "(the (following|previous|preceding|prior|next|same)|that( same)?) ({unit}|weekend)",
        anchored_unit,
        nested=True,
    ),
    Rule("(earlier|later) {stretch}", earlier_this, nested=True),
    Rule("(later|earlier) this {daypart}", tonight),
    Rule("(the (next|following|previous|same)|that( same)?) {daypart}", next_daypart),
    Rule("(earlier|later|early|late) in the (day|week|month|decade|century)", in_the_unit),
    Rule("(earlier|later) in the (?!(dawn)){daypart}", in_the_unit),
    Rule("{units} ago", lambda match: timex.PAST),
    Rule("{count} billion years ago", lambda match: timex.PAST),
    Rule("the {adjective} {count} {units}", lasting),
    Rule("(?<=in ){count} {units}", in_units),
    Rule("(?<=(of|in|for|during|throughout|through|over) )the (week|month|decade|century)", bare_unit, nested=True),
]
