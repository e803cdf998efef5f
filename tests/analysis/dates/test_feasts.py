"""Feasts that hang on the moon lie within a day of where the calendar puts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from newsindex.analysis.dates import find_dates
from newsindex.analysis.dates.feasts import FEASTS

KEPT = """
eid al-fitr: 2012-08-19 2013-08-08 2014-07-28 2016-07-06 2017-06-25 2019-06-04 2021-05-13 2022-05-02 2024-04-10
eid al-adha: 2019-08-11 2020-07-31 2021-07-20 2022-07-09 2023-06-28 2024-06-16
ramadan: 2019-05-06 2020-04-24 2021-04-13 2022-04-02 2023-03-23 2024-03-11
lunar new year: 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2018-02-16 2020-01-25 2022-02-01 2023-01-22 2025-01-29
diwali: 2009-10-17 2012-11-13 2014-10-23 2016-10-30 2017-10-19 2020-11-14 2022-10-24 2023-11-12 2024-10-31
nowruz: 2016-03-20 2019-03-21
"""


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (name, date.fromisoformat(day))
        for name, _, days in (line.partition(":") for line in KEPT.strip().splitlines())
        for day in days.split()
    ],
)
def test_a_feast_was_kept_on_a_day_of_its_span(name: str, day: date) -> None:
    first, last = FEASTS[name](day.year)
    assert first <= day <= last
    assert last - first <= timedelta(days=31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was the holy month of Ramadan.", "Ramadan = 2024-03"),
        ("They met before Eid al-Fitr.", "Eid al-Fitr = 2025-03"),
        ("She came home for Eid.", "Eid = 2024-06"),
        ("Prices have risen since Diwali 2022.", "Diwali 2022 = 2022-10"),
        ("Factories close for the Lunar New Year.", "Lunar New Year = 2025-01"),
        ("Taha Yassin Ramadan was the vice president.", ""),
        ("Eid Mubarak, he said.", ""),
    ],
)
def test_a_feast_has_the_value_of_its_month(text: str, expected: str) -> None:
    found = find_dates(text, date(2024, 9, 1))
    assert "; ".join(f"{mention.text} = {mention.timex}" for mention in found) == expected
