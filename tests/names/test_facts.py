"""The lists of facts say each thing once and contradict nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from newsindex.analysis.words import name_key
from newsindex.names.facts import all_country_codes, country_codes, groups


@pytest.mark.parametrize("file", ["places.txt", "first_names.txt", "acronyms.txt"])
def test_no_name_is_in_two_groups(file: str) -> None:
    listed = groups(file)
    counts = Counter(key for group in listed for key in {name_key(name) for name in group})
    assert [key for key, count in counts.items() if count > 1] == []
    assert [group for group in listed if len(group) < 2 or not all(map(name_key, group))] == []


def test_no_name_means_two_countries() -> None:
    found: dict[str, set[str]] = {}
    for file in ("countries.txt", "more_countries.txt"):
        for code, *names in groups(file):
            for name in names:
                found.setdefault(name_key(name), set()).add(code)
    assert {name for name, codes in found.items() if len(codes) > 1} == set()


def test_codes_that_are_words_are_names_of_no_country() -> None:
    assert {"can", "and", "per", "mar", "in", "it"}.isdisjoint(country_codes())
    assert all_country_codes()["can"] == "CA"
    assert country_codes()["usa"] == country_codes()["united states"] == "US"


def test_places_do_not_contradict_countries() -> None:
    assert {name_key(name) for group in groups("places.txt") for name in group}.isdisjoint(country_codes())
