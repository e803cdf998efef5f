"""Arithmetic that several rules share: reading numbers, and choosing the year or week that an expression leaves out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import takewhile

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.direction import LIMITS, UNTIL, direction
from newsindex.analysis.dates.lexicon import MONTHS, ORDINALS, PLURALS, SCALES, SHIFTS, SMALL_NUMBERS, TENS, UNITS
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

__all__ = [
    "compares",
    "fit_day",
    "fit_month",
    "fraction",
    "full_year",
    "is_habit",
    "length",
    "make_day",
    "month_of",
    "number",
    "ordinal",
    "shift_of",
    "shifted",
    "unit_code",
    "week_told",
    "year_written",
]

_NEAR = timedelta(days=60)
_FORTNIGHT = timedelta(days=14)
_FORESEEN = timedelta(days=250)
"""Only "will" beside a day without a year places it farther ahead than this; the tense alone does not."""


def number(words: str) -> float | None:
    """The value of a number in figures or words: "2 1/2", "1,500", "twenty-one", "two hundred", "two and a half"."""
    if words.startswith("half"):  # "half a dozen"
        return (number(words.removeprefix("half").removeprefix(" a").strip(" -")) or 0) / 2
    total, half = 0.0, 0.0
    if mixed := re.search(r"[ -]and[ -]a[ -]half\Z", words):
        words, half = words[: mixed.start()], 0.5
    for part in re.split(r"[\s-]+", words.replace(",", "").replace("½", " 1/2")):
        if part in {"a", "an"}:
            total += 1
        elif part in SCALES:
            total = (total or 1) * SCALES[part]
        elif part in SMALL_NUMBERS:
            total += SMALL_NUMBERS[part]
        elif part in TENS:
            total += TENS[part]
        elif fraction := re.fullmatch(r"(\d+)/(\d+)", part):
            total += int(fraction[1]) / max(int(fraction[2]), 1)
        else:
            try:
                total += float(part)
            except ValueError:
                return None
    return total + half


def fraction(words: str) -> float:
    """The value of "half a", "a quarter of a", "three-quarters of an"."""
    return 0.5 if "half" in words else 0.75 if words.startswith("three") else 0.25


def ordinal(words: str) -> int | None:
    """The number that "third", "21st" or "twenty-first" stands for, or None."""
    if words[:1].isdigit():
        return int(re.match(r"\d+", words)[0])  # type: ignore[index]
    tens, _, last = words.partition("-")
    if last:
        return TENS.get(tens, 0) + ORDINALS.get(last, 0)
    return ORDINALS.get(words)


def shift_of(words: str) -> int:
    """-1 for "last", "the past", "previous"; 1 for "next", "this coming"; 0 for "this" and where no such word is."""
    return next((SHIFTS[word] for word in words.split() if word in SHIFTS), 0)


def full_year(two: str, published: date) -> int:
    """The year that two figures stand for: at most twenty years ahead of publication."""
    year = int(two)
    return year + (1900 if year > (published.year + 20) % 100 else 2000)


def year_written(match: Match) -> int | None:
    """The year that stands in an expression, in four figures, in two, or as "last year"."""
    if match("yyyy"):
        return int(match("yyyy"))
    if match("yy"):
        return full_year(match("yy"), match.published)
    words = match.words.split()
    if match("which") and words[-1] == "year":
        return match.published.year + shift_of(words[-2])
    return None


_SUMS = frozenset(
    "% $ £ € percent pct cent million mln billion cents share profit earnings loss income results revenue sales".split()
)


def compares(match: Match) -> bool:
    """Whether the sentence compares sums or results, as reports of a quarter or a half do."""
    return not _SUMS.isdisjoint(match.context.pieces)


def is_habit(match: Match) -> bool:
    """Whether it tells of what is so each time: "the rains usually begin in May", "it normally meets on Monday"."""
    if _HABITS.isdisjoint(match.context.pieces):
        return False
    near = match.before(9)
    place = next((place for place, word in enumerate(near) if word in _HABITS), len(near))
    return place < len(near) and _ONCE.isdisjoint(near[:place]) and near[place - 1 : place] != ["and"]


_HABITS = frozenset("usually normally typically traditionally".split())
_ONCE = frozenset(", ; but was were had did".split())


def unit_code(word: str) -> str:
    """The code of a unit, singular or plural, as ``lexicon.UNITS`` has it."""
    return UNITS.get(word) or PLURALS[word]


_SMALLER = {"Y": (12, "M"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS"), "W": (7, "D")}


def length(count: float | None, code: str) -> str:
    """The TIMEX3 value of ``count`` units: ``P3D``, ``PT90M``, ``P2Y6M``; an unknown count is ``X``."""
    multiple = re.match(r"\d*", code)[0]  # type: ignore[index]
    letter = code[len(multiple) :]
    if letter == "WE":
        letter = "W"
    if count is None:
        if multiple == "10":
            return "PXDE"
        return _value("X", "CE" if multiple == "100" else "ML" if multiple == "1000" else letter)
    count *= int(multiple or 1)
    whole = int(count)
    if count == whole:
        return _value(str(whole), letter)
    if letter not in _SMALLER:
        return _value(f"{count:g}" if "e" not in f"{count:g}" else str(whole), letter)
    times, smaller = _SMALLER[letter]
    exact = (count - whole) * times
    rest = round(exact)
    if abs(exact - rest) > 0.01:  # "6.6 years"
        return _value(f"{count:g}" if "e" not in f"{count:g}" else str(whole), letter)
    if not whole:
        return _value(str(rest), smaller)
    first, second = _value(str(whole), letter), _value(str(rest), smaller)
    if smaller[0] == "T" and letter[0] == "T":
        return first + second[2:]
    return first + second[1:]


def _value(count: str, letter: str) -> str:
    return f"PT{count}{letter[1]}" if letter[0] == "T" else f"P{count}{letter}"


def fit_day(match: Match, month: int, day: int, weekday: int = 0) -> date | None:
    """The day of that month and day whose year fits publication and tense, or first the weekday (1 is Monday)."""
    published = match.published
    told = match.context.last[1].days if match.context.last is not None else None
    if told is not None and told.first == told.last and told.first > published and _ends_range(match, told.first):
        after = [when for year in (0, 1) if (when := _date(told.first.year + year, month, day))]
        found = next((when for when in after if when > told.first), None)
        if found is None or found - told.first < _FORESEEN:
            return found  # "from 24 July 2030 to 9 August"
    days = [when for year in (-1, 0, 1) if (when := _date(published.year + year, month, day))]
    if agreeing := [when for when in days if when.isoweekday() == weekday]:
        days = agreeing
    if not days:  # the 29th of February in no near year
        days = [when for year in range(-4, 5) if (when := _date(published.year + year, month, day))]
    if not days:
        return None
    behind = max((when for when in days if when <= published), default=None)
    ahead = min((when for when in days if when >= published), default=None)
    if behind is None or ahead is None:
        return behind or ahead
    nearest = behind if published - behind <= ahead - published else ahead
    before = match.before()[0]
    following = match.after()[0]
    if before in {"is", "are"} or (before in UNTIL and following not in _DONE and direction(match) == FUTURE):
        return ahead
    if before in LIMITS:
        return nearest
    far = ahead - published > _FORTNIGHT or not _ENDED.isdisjoint(match.before(4))
    if nearest is ahead and far and match.just_before() == PAST and following != "will":
        return behind
    if match.before(2) in _FALLS_ON:
        return nearest
    if nearest is ahead and match.opens() and following in _HEADS and match.tense_after() == PAST:
        return behind  # "Jan. 4: The choir sang", in a review of the year
    if abs(nearest - published) < _NEAR:
        return nearest
    tense = direction(match)
    if tense == FUTURE:
        certain = not {"will", "ending"}.isdisjoint(match.before(4))
        return ahead if certain or ahead - published < _FORESEEN else nearest
    return behind if tense == PAST else nearest


def _ends_range(match: Match, first: date) -> bool:
    """Whether it ends what begins with the day told before it: "from May 3 to 9 August", "between May 3 and June 4"."""
    before = match.before()[0]
    if before in _RUNS_TO:
        return first.year > match.published.year or "from" in match.before(8)
    return before == "and" and "between" in match.before(8)


_RUNS_TO = frozenset("to until till through".split())
_ENDED = frozenset("died killed born murdered arrested".split())
"""What nobody tells of beforehand: "he died on 5 January"."""
_HEADS = frozenset((":", "-", "–", "—"))
_FALLS_ON = (["on", "falling"], ["on", "falls"], ["on", "fall"])
_WITHIN = frozenset("in early late mid".split())
_DONE = frozenset("was were had met died began came went left fell won lost".split())
"""Verbs that cannot be taken for a participle, as "approved" or "planned" can."""


def fit_month(match: Match, month: int) -> int:
    """The year of a month named without one: what is a month ahead, or nearly a year, outweighs the tense."""
    published = match.published
    ahead = (month - published.month) % 12
    if not ahead:
        return published.year
    before, farther = match.before(2)
    if before == "ending" and len(farther) == 4 and farther.isdigit():
        return int(farther)  # "fiscal 1986 ending September"
    if ahead < 10 and _is_delivery(match):
        future = True
    elif before in LIMITS or before == "ending" or (before, farther) == ("in", "ending"):
        future = ahead <= 6 or (ahead < 10 and direction(match) == FUTURE)
    elif before in {"since", "last"} or match.after()[0] in _MADE:
        future = False
    elif _goes_on(match, ahead):
        future = True
    elif ahead == 1:
        near = match.before(6)
        done = not _DONE.isdisjoint(near[:5]) or ("which" in near and near[1].endswith("ed"))
        future = before not in _WITHIN or match.just_before() != PAST or not done
    else:
        future = ahead < 10 and direction(match) == FUTURE
    if future:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _goes_on(match: Match, ahead: int) -> bool:
    """Whether the sentence lists what is to come: "Italy in November, Spain in December, Mexico in January"."""
    end, found = match.context.last or (0, timex.PAST)
    days = found.days
    if match.inside or days is None or days.first <= match.published or not 1 < ahead < 10:
        return False
    if days.precision not in {Precision.MONTH, Precision.DAY, Precision.PART}:
        return False
    later = 12 * (days.first.year - match.published.year) + days.first.month - match.published.month
    return later <= ahead and not any(_ends_list(word) for word in match.context.pieces[end : match.start])


def _ends_list(word: str) -> bool:
    return word in _DONE or word in {";", "since"} or word.endswith("ed")


def _is_delivery(match: Match) -> bool:
    """Whether goods are sold or traded for that month, which is then to come: "crude for June delivery"."""
    following = list(takewhile(str.isalpha, (word for word in match.after(6) if word != "/")))[:4]
    if not _DELIVERIES.isdisjoint(following):
        return True
    return not _CONTRACTS.isdisjoint(following) and not _TRADED.isdisjoint(match.context.pieces)


_DELIVERIES = frozenset("delivery settlement deliveries futures shipment shipments arrival loading onwards".split())
_CONTRACTS = frozenset("contract contracts options".split())
_TRADED = frozenset("futures cents barrel ounce bushel tonne traded traders dealers settled trading".split())
_MADE = frozenset(
    """agreement accord pact deal decision ruling decree attack attacks bombing bombings coup uprising massacre crash
    earthquake announcement""".split()
)
"""What a month that stands before it tells of as done: "the December agreement"."""


def week_told(match: Match, shift: int) -> date:
    """A day of the week that "this week", and those before and after it, are reckoned from.

    On a Sunday the wires look ahead: their last week is the one just over, and this week has yet to begin.
    """
    published = match.published
    if published.isoweekday() < 7 or shift > 0:
        return published
    over = not shift and (match.before()[0] == "earlier" or match.tense() == PAST)
    return published if over else published + timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(words: str) -> int:
    """The number of a month's name or abbreviation."""
    return MONTHS[words.rstrip(".")]


def shifted(when: date, count: int, code: str) -> Timex | None:
    """The time ``count`` units from ``when``, as exactly as such expressions are meant: years give a year."""
    try:
        match code:
            case "D":
                return timex.day(when + timedelta(days=count))
            case "W":
                return timex.week(when + timedelta(weeks=count))
            case "2W":
                return timex.week(when + timedelta(weeks=2 * count))
            case "WE":
                return timex.weekend(when + timedelta(weeks=count))
            case "M":
                target = timex.shift_months(when, count)
                return timex.month(target.year, target.month)
            case "Q":
                target = timex.shift_months(when, 3 * count)
                return timex.quarter(target.year, (target.month + 2) // 3)
            case "6M":
                target = timex.shift_months(when, 6 * count)
                return timex.half(target.year, (target.month + 5) // 6)
            case "Y":
                return timex.year(timex.shift_months(when, 12 * count).year)
            case "10Y":
                year = timex.shift_months(when, 120 * count).year
                return timex.decade(year - year % 10)
            case "100Y":
                return timex.century(timex.shift_months(when, 1200 * count).year // 100 + 1)
    except (OverflowError, ValueError):
        pass
    return None


def make_day(year: int, month: int, day: int) -> Timex | None:
    """A day of the calendar; None where there is no such day."""
    try:
        return timex.day(date(year, month, day))
    except ValueError:
        return None
