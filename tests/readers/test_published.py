"""How dates of publication are written."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.errors import InvalidValueError
from newsindex.readers.published import find, parse

DAY = date(2024, 10, 21)
EAST = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024-10-21", DAY),
        (" 2024-10-21 ", DAY),
        ("2024/10/21", DAY),
        ("2024.10.21", DAY),
        ("20241021", DAY),
        ("21 October 2024", DAY),
        ("21st of October, 2024", DAY),
        ("Monday, 21 October 2024", DAY),
        ("21-Oct-2024", DAY),
        ("21 Sept. 2024", date(2024, 9, 21)),
        ("Oct. 21, 2024", DAY),
        ("October 21st, 2024", DAY),
        ("Oct 21 2024", DAY),
        ("OCTOBER 21, 2024", DAY),
        ("21.10.2024", DAY),
        ("10.11.2024", date(2024, 11, 10)),
        ("10/21/2024", DAY),
        ("21/10/2024", DAY),
        ("11/11/2024", date(2024, 11, 11)),
        ("2024-10-21T10:00:00Z", datetime(2024, 10, 21, 10, tzinfo=UTC)),
        ("2024-10-21 10:00", datetime(2024, 10, 21, 10)),
        ("2024-10-21T10:00:00.123456789+03:00", datetime(2024, 10, 21, 10, 0, 0, 123456, EAST)),
        ("2024-10-21 10:00:00+0300", datetime(2024, 10, 21, 10, tzinfo=EAST)),
        ("20241021T100000Z", datetime(2024, 10, 21, 10, tzinfo=UTC)),
        ("20241021100000", datetime(2024, 10, 21, 10)),
        ("Mon, 21 Oct 2024 10:00:00 GMT", datetime(2024, 10, 21, 10, tzinfo=UTC)),
        ("Mon, 21 Oct 2024 10:00:00 EDT", datetime(2024, 10, 21, 10, tzinfo=timezone(timedelta(hours=-4)))),
        ("Mon Oct 21 10:00:00 +0000 2024", datetime(2024, 10, 21, 10, tzinfo=UTC)),
        ("Mon Oct 21 10:00:00 2024", datetime(2024, 10, 21, 10)),
        ("Mon Oct 21 2024 10:00:00 GMT+0300 (Eastern Time)", datetime(2024, 10, 21, 10, tzinfo=EAST)),
        ("Oct. 21, 2024 at 1:05 p.m.", datetime(2024, 10, 21, 13, 5)),
        ("21 October 2024, 12:05 AM", datetime(2024, 10, 21, 0, 5)),
        ("26-FEB-1987 15:01:01.79", datetime(1987, 2, 26, 15, 1, 1, 790000)),
        ("1729504800", datetime(2024, 10, 21, 10, tzinfo=UTC)),
        (1729504800, datetime(2024, 10, 21, 10, tzinfo=UTC)),
        (1729504800.0, datetime(2024, 10, 21, 10, tzinfo=UTC)),
        (1729504800000, datetime(2024, 10, 21, 10, tzinfo=UTC)),
        (1729504800000000, datetime(2024, 10, 21, 10, tzinfo=UTC)),
        (1729504800000000000, datetime(2024, 10, 21, 10, tzinfo=UTC)),
        (20241021, DAY),
        ("२०२४-10-21", DAY),
    ],
)
def test_a_date_is_read(written: object, value: date) -> None:
    assert parse(written) == value
    assert type(parse(written)) is type(value)


@pytest.mark.parametrize(
    "written",
    [
        "2024-13-45", "2024-02-30", "0000-01-01", "31 June 2024", "2024-10-21T25:00", "2024-10-21T10:75", "13:00 p.m.",
        "2024-10-21T13:00 pm", "2024-10-21T10:00+99:99", "2024-10", "2024", "October 2024", "yesterday", "", "n/a",
        "2024-10-21 and more", "10/11/2024", "99999999999999999999", 20241345, 10**400, 1e308, float("nan"),
        float("inf"), True, None, [], {"a": 1},
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_by_an_error_of_ours(written: object) -> None:
    with pytest.raises(InvalidValueError):
        parse(written)


def test_an_error_names_the_value() -> None:
    with pytest.raises(InvalidValueError, match="'2024-13-45' names no day"):
        parse("2024-13-45")


def test_a_date_beside_a_megabyte_of_blanks_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="not a date"):
        parse("2024-10-21" + " " * 1_000_000 + "x")


def test_a_day_that_could_be_two_is_told_so() -> None:
    with pytest.raises(InvalidValueError, match="could be 2024-11-10 or 2024-10-11"):
        parse("10/11/2024")


@settings(max_examples=60, deadline=None)
@given(st.dates())
def test_every_day_is_read_in_each_form(day: date) -> None:
    month = ["", *"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()][day.month]
    year = f"{day.year:04d}"
    forms = [day.isoformat(), f"{day.day} {month} {year}", f"{month}. {day.day}, {year}", f"{day.day}-{month}-{year}"]
    assert [parse(written) for written in forms] == [day] * 4


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("0123456789-/.: ,TZ+octpm"), max_size=25) | st.integers() | st.floats())
def test_any_value_is_a_date_or_our_error(value: object) -> None:
    with suppress(InvalidValueError):
        assert isinstance(parse(value), date)


def test_a_date_is_found_in_a_line() -> None:
    line = "By Jane Doe, 21 October 2024"
    written = find(line)
    assert written is not None
    assert (line[written.start : written.end], written.value()) == ("21 October 2024", DAY)


def test_numbers_that_are_parts_of_words_are_no_dates() -> None:
    assert find("flight 12/2024-10-21A, call 555-2024-10-2111") is None
