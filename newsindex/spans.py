"""Where in the text, and which days.

``Span`` is a half-open range of character offsets into one text; ``DateSpan`` is a closed range of days together with
the precision that was written, so that "October 2024" stays a month.

    >>> Span(4, 7).of("the cat")
    'cat'
    >>> DateSpan.month(2024, 10).contains(date(2024, 10, 8))
    True
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from attrs import field, frozen

from newsindex.errors import InvalidValueError

__all__ = ["DateSpan", "Precision", "Span"]


@frozen(order=True)
class Span:
    """A half-open range of character offsets: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The piece of ``text`` that the span names."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same span, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[int]:
        """``start`` and ``end``, so that ``text[slice(*span)]`` works."""
        yield self.start
        yield self.end


class Precision(StrEnum):
    """How exactly a date was written, from a day to a century; ``RANGE`` has two written ends."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    PART = "part"  # a vague part of something longer: "late 2022", "mid-June"
    RANGE = "range"


_ISO_PIECE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_FORMS = "write a day as 2024-10-21, a month as 2024-10, a year as 2024, or a range as 2024-10-08..2024-10-18"


@frozen(order=True)
class DateSpan:
    """The days from ``first`` to ``last``, both included, and the precision that was written."""

    first: date
    last: date = field()
    precision: Precision = field(default=Precision.RANGE, converter=Precision, order=False)

    @last.validator
    def _ends_in_order(self, _attribute: object, value: date) -> None:
        if value < self.first:
            raise InvalidValueError(f"the date range {self.first}..{value} ends before it begins; swap its ends")

    @classmethod
    def day(cls, day: date) -> DateSpan:
        """One day."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> DateSpan:
        """All days of a month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH)

    @classmethod
    def year(cls, year: int) -> DateSpan:
        """All days of a year."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)

    @classmethod
    def parse(cls, text: str) -> DateSpan:
        """The days named by ISO text: a day, month or year, or a range of them with ``..``, either end open.

        Raises ``InvalidValueError`` for anything else.
        """
        first, dots, last = text.strip().partition("..")
        if not dots:
            return _parse_piece(first, text)
        if not first.strip() and not last.strip():
            raise InvalidValueError(f"the date range {text!r} has no end at all; {_FORMS}")
        return cls(
            _parse_piece(first, text).first if first.strip() else date.min,
            _parse_piece(last, text).last if last.strip() else date.max,
            Precision.RANGE,
        )

    @classmethod
    def of(cls, value: DateSpan | date | str | tuple[object, object]) -> DateSpan:
        """The days that a filter value means: text as in ``parse``, a date, a ``DateSpan``, or a pair of such ends.

        In a pair, ``None`` leaves an end open. Raises ``InvalidValueError``.
        """
        match value:
            case DateSpan():
                return value
            case datetime():
                return cls.day(value.date())
            case date():
                return cls.day(value)
            case str():
                return cls.parse(value)
            case (first, last):
                ends = [None if end is None else cls.of(end) for end in (first, last)]  # type: ignore[arg-type]
                return cls(
                    ends[0].first if ends[0] else date.min, ends[1].last if ends[1] else date.max, Precision.RANGE
                )
        raise InvalidValueError(f"{value!r} is not a date; {_FORMS}")

    def contains(self, day: date) -> bool:
        """Whether ``day`` is one of the days."""
        return self.first <= day <= self.last

    def meets(self, other: DateSpan) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def days(self) -> Iterator[date]:
        """Each day in turn."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    def __str__(self) -> str:
        """ISO text that ``parse`` reads back to the same days."""
        if self.first == self.last:
            return self.first.isoformat()
        year, month = self.first.year, self.first.month
        for whole, name in (
            (DateSpan.month(year, month), f"{year:04d}-{month:02d}"),
            (DateSpan.year(year), f"{year:04d}"),
        ):
            if (whole.first, whole.last) == (self.first, self.last):
                return name
        first = "" if self.first == date.min else self.first.isoformat()
        last = "" if self.last == date.max else self.last.isoformat()
        return f"{first}..{last}"


def _parse_piece(piece: str, whole: str) -> DateSpan:
    match = _ISO_PIECE.match(piece.strip())
    if match is None:
        raise InvalidValueError(f"{whole!r} is not a date; {_FORMS}")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        if month is None:
            return DateSpan.year(year or 0)
        return DateSpan.month(year or 0, month) if day is None else DateSpan.day(date(year or 0, month, day))
    except (ValueError, IndexError) as error:  # calendar raises IndexError for a month outside 1 to 12 on some versions
        raise InvalidValueError(f"{whole!r} names no day of the calendar; {_FORMS}") from error
