"""When an article was printed: the ways in which news files write that date.

    >>> parse("Mon, 21 Oct 2024 10:00:00 GMT")
    datetime.datetime(2024, 10, 21, 10, 0, tzinfo=datetime.timezone.utc)
    >>> parse("Oct. 21, 2024")
    datetime.date(2024, 10, 21)

Only whole days are taken: nothing is made up for "October 2024". ``10/21/2024`` can only be 21 October; ``10/11/2024``
could be two days and is refused. A time in a zone that is not known is kept as the local time it is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from attrs import frozen

from newsindex.errors import InvalidValueError

__all__ = ["WrittenDate", "find", "match", "parse"]

_ADVICE = "write it as 2024-10-21"
# No date is longer; the patterns would take for ever over a megabyte of blanks.
_LONGEST, _LONGEST_LINE = 200, 1_000

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_TIME = (
    r"(?:(?:T|[\s,]+)(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|Z\b|(?:UTC?|GMT|[ECMP][SD]T|CES?T|BST)\b))?)?"
)
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)
    | (?P<y2>\d{{4}})(?P<m2>\d{{2}})(?P<d2>\d{{2}})(?!\d)
    | {_WEEKDAY}(?P<d3>\d{{1,2}}){_ORDINAL}(?:\s+of)?[\s.-]+{_MONTH.format("n3")},?[\s-]+(?P<y3>\d{{4}})(?!\d)
    | {_WEEKDAY}{_MONTH.format("n4")}\s*(?P<d4>\d{{1,2}}){_ORDINAL}(?:\s*,\s*|\s+)(?P<y4>\d{{4}})(?![\d:])
    | (?P<a5>\d{{1,2}})(?P<s5>[-/.])(?P<b5>\d{{1,2}})(?P=s5)(?P<y5>\d{{4}})(?!\d)
    ){_TIME}""",
    re.VERBOSE | re.IGNORECASE,
)
_BIG_ENDIAN_CLOCK = re.compile(  # as C's asctime and some feeds write: Mon Oct 21 10:00:00 +0000 2024
    rf"(?:mon|tue|wed|thu|fri|sat|sun)\s+{_MONTH.format('month')}\s+(?P<day>\d{{1,2}})\s+(?P<clock>\d{{1,2}}:\d{{2}}:\d{{2}})"
    r"(?P<zone>\s+(?:[A-Z]{3,4}|[+-]\d{4}))?\s+(?P<year>\d{4})\Z",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})(Z?)\Z")
_REST = re.compile(r"\s*(?:\([^()]*\)|GMT|UTC|[A-Z]{2,5})?\s*\.?\Z")

_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


@frozen
class WrittenDate:
    """A date found in a line of text: where, and which."""

    start: int
    end: int
    text: str
    _match: re.Match[str]

    def value(self) -> date:
        """The day, or the ``datetime`` where a time is written; ``InvalidValueError`` for no day of the calendar."""
        try:
            return _value(self._match)
        except (ValueError, OverflowError) as error:
            if isinstance(error, InvalidValueError):
                raise
            raise InvalidValueError(f"{self.text!r} names no day of the calendar; {_ADVICE}") from error


def find(line: str) -> WrittenDate | None:
    """The first date written in the first 1,000 characters of ``line``, be it possible or not."""
    return _written(_DATE.search(line[:_LONGEST_LINE]))


def match(line: str, start: int = 0) -> WrittenDate | None:
    """The date written at ``start`` in ``line``, be it possible or not."""
    return _written(_DATE.match(line[: start + _LONGEST], start))


def parse(value: object) -> date:
    """The day, or the ``datetime`` where a time is given, that text or a number of seconds since 1970 stands for.

    Numbers may also be milli-, micro- or nanoseconds, or a day such as 20241021. Raises ``InvalidValueError``.
    """
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _parse_number(value)
    if not isinstance(value, str):
        raise InvalidValueError(f"a date of the type {type(value).__name__} cannot be read; {_ADVICE}")
    text = value.strip()
    if len(text) > _LONGEST:
        raise InvalidValueError(f"{_shorten(text)!r} is not a date that can be read; {_ADVICE}")
    written = match(text)
    if written is not None and _REST.match(text, written.end):
        return written.value()
    rare = _parse_clock_form(text) or _parse_compact(text)
    if rare is not None:
        return rare
    if re.fullmatch(r"\d{9,19}", text, re.ASCII):
        return _parse_number(int(text))
    raise InvalidValueError(f"{_shorten(text)!r} is not a date that can be read; {_ADVICE}")


def _written(found: re.Match[str] | None) -> WrittenDate | None:
    return WrittenDate(found.start(), found.end(), found[0], found) if found else None


def _value(found: re.Match[str]) -> date:
    group = found.groupdict()
    if group["y1"]:
        day = date(int(group["y1"]), int(group["m1"]), int(group["d1"]))
    elif group["y2"]:
        day = date(int(group["y2"]), int(group["m2"]), int(group["d2"]))
    elif group["y3"]:
        day = date(int(group["y3"]), _month(group["n3"]), int(group["d3"]))
    elif group["y4"]:
        day = date(int(group["y4"]), _month(group["n4"]), int(group["d4"]))
    else:
        day = _day_of_two_orders(found[0], group["s5"], int(group["a5"]), int(group["b5"]), int(group["y5"]))
    if group["hour"] is None:
        return day
    hour = int(group["hour"])
    if group["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if group["half"] in "pP" else 0)
    second = min(int(group["second"] or 0), 59)  # a leap second is told as :60
    microsecond = int((group["fraction"] or "0")[:6].ljust(6, "0"))
    zone = _zone(group["zone"])
    return datetime(day.year, day.month, day.day, hour, int(group["minute"]), second, microsecond, tzinfo=zone)


def _day_of_two_orders(text: str, separator: str, first: int, second: int, year: int) -> date:
    if separator == "." or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise InvalidValueError(f"{text!r} could be {date(year, second, first)} or {date(year, first, second)}; {_ADVICE}")


def _month(name: str) -> int:
    return _MONTH_NAMES.index(name[:3].lower()) + 1


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    named = _ZONES.get(text.upper())
    if named is not None:
        return timezone(timedelta(hours=named)) if named else UTC
    offset = text.upper().removeprefix("GMT").removeprefix("UTC").replace(":", "")
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    if not minutes:
        return UTC
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _parse_number(value: int | float) -> date:
    if isinstance(value, int) and 1_000_01_01 <= value <= 2999_12_31:
        year, rest = divmod(value, 1_00_00)
        month, day = divmod(rest, 1_00)
        try:
            return date(year, month, day)
        except ValueError as error:
            raise InvalidValueError(f"{value} names no day of the calendar; {_ADVICE}") from error
    # Seconds reach 10^11 in the year 5138; what is larger counts thousandths, millionths or billionths of them.
    unit = next((unit for unit in (1, 10**3, 10**6, 10**9) if abs(value) < 10**11 * unit), None)
    try:
        if unit is not None:
            return datetime.fromtimestamp(value / unit, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise InvalidValueError(f"{_shorten(str(value))} is not a number of seconds since 1970; {_ADVICE}")


def _parse_clock_form(text: str) -> date | None:
    found = _BIG_ENDIAN_CLOCK.match(text)
    if found is None:
        return None
    return parse(f"{found['day']} {found['month']} {found['year']} {found['clock']} {(found['zone'] or '').strip()}")


def _parse_compact(text: str) -> date | None:
    found = _COMPACT.match(text)
    if found is None:
        return None
    try:
        moment = datetime(*(int(found[number]) for number in range(1, 7)))  # type: ignore[arg-type]
    except ValueError as error:
        raise InvalidValueError(f"{text!r} names no day of the calendar; {_ADVICE}") from error
    return moment.replace(tzinfo=UTC) if found[7] else moment


def _shorten(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
