"""Feasts that move: their days as calendars print them, and what no year may break."""

from __future__ import annotations

from datetime import date

import pytest

from newsindex.analysis.dates.holidays import HOLIDAYS, rosh_hashanah


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("easter", "2000-04-23 2019-04-21 2023-04-09 2024-03-31 2025-04-20"),
        ("orthodox easter", "2000-04-30 2019-04-28 2023-04-16 2024-05-05 2025-04-20"),
        ("passover", "2013-03-26 2022-04-16 2023-04-06 2024-04-23 2025-04-13"),
        ("rosh hashanah", "2013-09-05 2022-09-26 2023-09-16 2024-10-03 2025-09-23"),
        ("yom kippur", "1973-10-06 2022-10-05 2023-09-25 2024-10-12 2025-10-02"),
        ("hanukkah", "2013-11-28 2022-12-19 2023-12-08 2024-12-26 2025-12-15"),
        ("purim", "2022-03-17 2023-03-07 2024-03-24 2025-03-14"),
        ("thanksgiving", "2013-11-28 2022-11-24 2023-11-23 2024-11-28 2025-11-27"),
    ],
)
def test_a_holiday_falls_on_the_day_that_calendars_print(name: str, days: str) -> None:
    expected = [date.fromisoformat(day) for day in days.split()]
    assert [HOLIDAYS[name](day.year) for day in expected] == expected


def test_no_hebrew_year_begins_on_a_sunday_wednesday_or_friday() -> None:
    assert {rosh_hashanah(year).isoweekday() for year in range(1700, 2300)} == {1, 2, 4, 6}


@pytest.mark.parametrize("year", [1, 2, 1900, 9998])
def test_every_holiday_has_a_day_in_the_first_years_and_the_last(year: int) -> None:
    assert {day(year).year for day in HOLIDAYS.values()} <= {year - 1, year, year + 1}
