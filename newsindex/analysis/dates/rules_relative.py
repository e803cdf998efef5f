"""Rules for what is reckoned from the day of publication: "yesterday", "two days ago", "next month"."""

from __future__ import annotations

from datetime import timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.fitting import week_told
from newsindex.analysis.dates.lexicon import DAYPARTS, MONTHS, ORDINALS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.reckoning import LENGTH, reckoned, vaguely
from newsindex.analysis.dates.resolve import length, number, shift_of, shifted, unit_code
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
    if match.raw(match.start) in {"Today", "TODAY"} and match.start > 1 and _is_title(match):
        return None
    shift = _DAYS[words.split()[-1]]
    verb, who, first_word = match.before(3)
    if words == "today" and verb in {"is", "are"} and who in _PRONOUNS and first_word in {"than", "what"}:
        return timex.PRESENT  # "he made the city what it is today"
    if "day after" in words:
        shift += 1
    elif "day before" in words:
        shift -= 1
    return timex.day(match.context.written + timedelta(days=shift - _was_said_before(match)))


def _was_said_before(match: Match) -> bool:
    """Whether it is quoted, from what was said the day before: ``"We leave today," he told reporters on Tuesday``."""
    pieces = match.context.pieces
    before, after = pieces[: match.start], pieces[match.end :]
    quoted = before.count('"') % 2 == 1 or before.count("“") > before.count("”")
    if not quoted:
        return False
    closing = next((place for place, piece in enumerate(after) if piece in _CLOSING_QUOTES), len(after))
    opening = next(place for place in range(len(before) - 1, -1, -1) if before[place] in _OPENING_QUOTES)
    for words in (after[closing:], before[:opening]):
        spoken = next((place for place, piece in enumerate(words) if piece in _SAID), len(words))
        named = next((piece for piece in words[spoken : spoken + _BESIDE] if piece.lower() in WEEKDAYS), "")
        if named and len(named) > len("Thu"):
            return WEEKDAYS[named.lower()] == (match.published - timedelta(days=1)).isoweekday()
    return False


_BESIDE = 16
_SAID = frozenset("said told says added asked".split())
_CLOSING_QUOTES, _OPENING_QUOTES = frozenset('"”'), frozenset('"“')


def _is_title(match: Match) -> bool:
    """Whether it names a paper or a show: "USA Today", "the Today show"."""
    after, before = next((word for word in match.after(2) if word not in _QUOTED), ""), match.raw(match.start - 2)
    if match.raw(match.start) == "TODAY":
        return before == "USA"
    if not after and match.start > _HEADLINE and before.istitle() and before not in _COUNTRIES:
        return False  # "Truce Set to Begin Today"
    return before[:1].isupper() or after in {"show", "programme", "program"}


_PRONOUNS = frozenset("it he she they we".split())
_HEADLINE = 6
_COUNTRIES = frozenset("Pakistan Russia India Korea Europe Business Psychology History Arab".split())
"""What papers are named after: "Pakistan Today"."""
_QUOTED = frozenset("\" ” ’ '".split())


def tonight(match: Match) -> Timex | None:
    """``tonight``, ``last night``, ``this morning``, ``yesterday afternoon``."""
    if match.words == "last night" and match.before()[0] == "the":
        return None  # "on the last night of the fair"
    part = DAYPARTS.get(match("daypart"), "NI")
    shift = -1 if {"last", "yesterday"} & set(match.words.split()) else 1 if "tomorrow" in match.words else 0
    return timex.time(match.context.written + timedelta(days=shift - _was_said_before(match)), part)


def ago(match: Match) -> Timex | None:
    """``two days ago``, ``a year ago``, ``several years ago``."""
    reckoning = reckoned(match)
    if reckoning is None:
        return timex.PAST
    count, code = reckoning
    if code == "Y" and count == 1 and (found := same_grain(match, -1)):
        return found
    if code[0] == "T":
        hours = count if code == "TH" else 0
        return timex.day(match.published - timedelta(days=hours // 24)) if hours < 1000 else timex.PAST
    if match("units") == "nights":
        return timex.time(match.published - timedelta(days=round(count)), "NI")
    return vaguely(match, shifted(match.published, -round(count), code) or timex.PAST)


def ago_this(match: Match) -> Timex | None:
    """``a year ago this week``, ``ten years ago today``: the week, month or day that lies so many years before."""
    years = number(match("count")) if match("count") else 1
    if years is None or years % 1:
        return None
    words = match.words.split()
    if words[-1] in _DAYS:
        return timex.day(timex.shift_months(match.published + timedelta(days=_DAYS[words[-1]]), -12 * int(years)))
    return shifted(timex.shift_months(match.published, -12 * int(years)), shift_of(words[-2]), unit_code(words[-1]))


def from_now(match: Match) -> Timex | None:
    """``three weeks from now``."""
    reckoning = reckoned(match)
    if reckoning is None:
        return timex.FUTURE
    count, code = reckoning
    return shifted(match.published, round(count), code) if code[0] != "T" else None


def in_units(match: Match) -> Timex | None:
    """``in five years``, of something to come; otherwise it is a length of time."""
    if match.after()[0] == "to" and match.after(2)[1].isdigit():
        return None  # "it fell 13 francs in two days to 75"
    # "the second person in four days", "the worst recession in 20 years"
    counted = any(word in ORDINALS or word in _SUPERLATIVES for word in match.before(12))
    return from_now(match) if match.tense() == FUTURE and not counted else None


_SUPERLATIVES = frozenset(
    """worst best biggest highest lowest largest greatest sharpest steepest fastest slowest deadliest strongest weakest
    longest only most least""".split()
)


def directed_unit(match: Match) -> Timex | None:
    """``this week``, ``last year``, ``next month``, ``the past year``."""
    words = match("which").split()
    code = unit_code(match("unit"))
    first, last = match.raw(match.start), match.raw(match.end - 1)
    headline = match.start > _HEADLINE and match.after()[0] == ""  # "To Step Down Next Year"
    if match.start and match.end - match.start == 3 and first.istitle() and last.istitle() and not headline:
        return None  # a title: "This Week"
    if code == "TH" and match("which") in {"the past", "the last", "the next"}:
        return timex.duration(length(1, code))
    if code[0] == "T" or code == "D" or _is_of_story(match, code):
        return None
    if match.words.endswith(" or two"):
        return timex.duration(length(None, code))
    if match.before()[0] == "within" and match("which") == "the next":
        return timex.duration(length(1, code))
    if code == "10Y" and match("which") == "last":
        return timex.decade(match.published.year // 10 * 10 - 10)  # "the wars last decade"
    if code in {"2W", "10Y", "100Y"} and words[-1] in {"last", "past", "next", "coming"}:
        return timex.duration(length(1, code))
    shift = shift_of(words[-1])
    if match.words == "the coming week" and match.published.isoweekday() == 1:
        shift = 0  # said on a Monday
    return shifted(match.published if code != "W" else week_told(match, shift), shift, code)


def _is_of_story(match: Match, code: str) -> bool:
    """Whether "the next year" follows one that is long over: "Founded in 1927, it began to fly the next year"."""
    told = match.context.told.days if match.context.told is not None else None
    same = told is not None and told.precision is {"Y": Precision.YEAR, "M": Precision.MONTH}.get(code)
    return match("which") == "the next" and same and match.tense() == PAST


def this_and_last(match: Match) -> list[Piecewise] | None:
    """``this year than last``: both years."""
    code = unit_code(match("unit"))
    this, last = (shifted(match.published, shift, code) for shift in (0, -1))
    if this is None or last is None:
        return None
    return [(match.start, match.span("unit")[1], this), (match.end - 1, match.end, last)]


def this_time(match: Match) -> Timex | None:
    """``this time last year``."""
    words = match.words.split()
    return shifted(match.published, shift_of(words[2]), unit_code(words[3]))


def earlier_this(match: Match) -> Timex | None:
    """``earlier this month``: its days up to publication; ``later this year``: the days after it."""
    if match("stretch").split()[-1] in {"today", *WEEKDAYS}:
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
    if following in {"of", "before", "after", "following", "that", "ended", "ending", "since", "-", "when"}:
        return None
    unit, (preposition, part) = match.words.split()[1], match.before(2)
    if unit == "week" and not match.inside and (week := _week_of_report(match)):
        return week
    told = match.context.told
    if unit == "decade" and told is not None and told.days is not None and told.days.precision is Precision.DECADE:
        return told  # "In the 1980s, ... throughout the decade"
    month = month_told(match) if unit == "month" else None
    if month is not None and match.tense() != FUTURE:
        return timex.month(month.year, month.month)  # "In May, sales rose 3 percent; output for the month fell"
    if not match.inside and part not in _PARTS_OF and (preposition == "of" or unit in {"decade", "century"}):
        return None  # "the goal of the month"
    return shifted(match.published, 0, unit_code(unit))


def whole_unit(match: Match) -> Timex | None:
    """``all week``: the one that publication lies in; ``all weekend``: the last one, but for those who look ahead."""
    if match.words == "all weekend":
        over = match.published.isoweekday() < _SATURDAY and match.tense() != FUTURE
        return timex.weekend(match.published - timedelta(days=7 * over))
    return shifted(match.published, 0, unit_code(match.words.split()[1])) if match.after()[0] != "the" else None


def _week_of_report(match: Match) -> Timex | None:
    """The week that a report is about, as of markets: of a day just told, to a day named, or the one told last."""
    context, published = match.context, match.published
    day = context.told_day if context.told_in_sentence else None
    if day is not None and published - day < _SIX_DAYS:
        return timex.week(day)  # "On Friday the index rose, bringing its rise for the week to"
    if match.tense() == FUTURE:
        return None
    end, told = context.week, context.told
    if end is not None:
        days = DateSpan(end - timedelta(days=6), end, Precision.WEEK)
        return timex.week(end - timedelta(days=3))._replace(days=days)
    if told is not None and told.days is not None and told.days.precision is Precision.WEEK:
        over = timedelta(0) < published - told.days.last < _FORTNIGHT
        return told if over else None  # "Last week, stocks rose; bonds were down for the week"
    return None


_SATURDAY = 6
_SIX_DAYS, _FORTNIGHT = timedelta(days=6), timedelta(days=14)
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
    if weeks is None or weeks % 1 or ("from" not in match.words and match.tense() != FUTURE):
        return None  # "they have held it for two weeks today"
    return timex.day(match.published + timedelta(days=7 * int(weeks) + _DAYS[match.words.split()[-1]]))


def after_next(match: Match) -> Timex | None:
    """``the week before last``, ``the year after next``."""
    return shifted(match.published, -2 if match.words.endswith("last") else 2, unit_code(match.words.split()[1]))


def beside_day(match: Match) -> Timex | None:
    """``the day before last Tuesday``, ``the day after Christmas``."""
    day = match.sub("dayname")
    if day is None or day.days is None:
        return None
    return timex.day(day.days.first + timedelta(days=-1 if "before" in match.words else 1))


RULES = [
    Rule("(the day after |the day before )?(today|yesterday|tomorrow)", named_day, nested=True),
    Rule(
        "((early|late|later) )?tonight|((early|late) )?(last night|(this|yesterday|tomorrow) {daypart})",
        tonight,
        nested=True,
    ),
    Rule(f"{LENGTH}( or so)? (ago|back)", ago, nested=True),
    Rule("{count}(,? or |( |-)to( |-)| ?(-|–) ?){count} {units} ago", lambda match: timex.PAST),
    Rule("({count} years|(a|one) year) ago ((this|last) (week|month)|today|yesterday|tomorrow)", ago_this),
    Rule("(?<=in )({count} {units}|(a|an|one) {unit})('|'s) time", from_now),
    Rule("(the )?day (before|after) {dayname}", beside_day),
    Rule(f"{LENGTH} from now", from_now, nested=True),
    Rule("(a|an|one) {unit} or two from now", lambda match: timex.FUTURE),
    Rule("({count} weeks|a week) (from|on|ago|ago on) {weekday}", weeks_from_weekday, nested=True),
    Rule("({count} weeks|a week|a fortnight) (from )?(today|tomorrow)", weeks_from_today),
    Rule("the (week|weekend|month|quarter|year) (before last|after next)", after_next, nested=True),
    Rule("{which} {unit}( or (so|two))?", directed_unit, nested=True),
    Rule("this {unit} (as|than) last(?! {unit})", this_and_last),
    Rule("this time (last|next) (week|month|year)", this_time),
    Rule("(earlier|later) {stretch}", earlier_this, nested=True),
    Rule("(later|earlier) this {daypart}", tonight),
    Rule("{units} ago", lambda match: timex.PAST),
    Rule("{count} billion years ago", lambda match: timex.PAST),
    Rule("the {adjective} {count} {units}", lasting),
    Rule("(?<=in ){count} {units}", in_units),
    Rule("(?<=(of|in|for|during|throughout|through|over) )the (week|month|decade|century)", bare_unit, nested=True),
    Rule("(?<=(on|closed|ended|finished|ending|finish|finishing) )the week(?=( |,|.))", bare_unit),
    Rule("the week(?= (started|began|opened) )", bare_unit),
    Rule("all (week|weekend|month|year)(?!( |-)(long|round))", whole_unit),
]
