"""The table of countries."""

from __future__ import annotations

from collections import Counter

from newsindex.analysis.countries import countries


def test_no_name_people_or_capital_is_that_of_two_countries() -> None:
    words = Counter(
        word
        for country in countries()
        for word in {*country.names, *country.peoples, *country.capitals, *country.houses}
    )
    assert {word for word, count in words.items() if count > 1} <= {"Singapore"}


def test_a_country_that_is_no_more_leads_to_one_of_today() -> None:
    today = {country.name for country in countries() if not country.today}
    assert {country.today for country in countries() if country.today} <= today
