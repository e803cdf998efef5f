"""Arithmetic that several rules share: reading numbers, units and years, and shifting days by them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.lexicon import (
    MONTHS,
    ORDINALS,
    PLURALS,
    SCALES,
    SHIFTS,
    SMALL_NUMBERS,
    TENS,
    UNITS,
    WEEKDAYS,
)
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.timex import Timex

__all__ = [
    "compares",
    "days_since",
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
    "year_written",
]


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


def days_since(weekday: str, published: date) -> int:
    """How many days before publication, 0 to 6, a weekday such as "monday" or "tues." was last."""
    return (published.isoweekday() - WEEKDAYS[weekday.rstrip(".")]) % 7


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


_SUM_WORDS = (
    "% $ £ € percent pct cent million mln billion cents share profit profits earnings earned loss losses net income "
    "results revenue revenues sales"
).split()
_SUMS = frozenset((*_SUM_WORDS, *map(str.capitalize, _SUM_WORDS)))


def compares(match: Match) -> bool:
    """Whether the sentence compares sums or results, as reports of a quarter or a half do."""
    return not _SUMS.isdisjoint(match.context.pieces)


def is_habit(match: Match) -> bool:
    """Whether it tells of what is so each time: "the rains usually begin in May", "it normally meets on Monday"."""
    if _HABITS.isdisjoint(match.context.pieces) or match.before()[0] in {"until", "till", "by", "least"}:
        return False
    near = match.before(9)
    place = next((place for place, word in enumerate(near) if word in _HABITS), len(near))
    return place < len(near) and _ONCE.isdisjoint(near[:place]) and near[place - 1 : place] != ["and"]


_HABITS = frozenset("usually normally typically traditionally annually historically".split())
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
