"""The day that many seeds tell of, each in its own words, and the passages that a person finds to tell of it."""

from __future__ import annotations

import newsindex
from tests.conftest import SEEDS

# Every passage of the seeds, read by a person, that tells of Friday, 18 October 2024: its article, the words of the
# date, and the first words of the passage. A month or a year meets each of its days.
TOLD = """
brief-01 | 18 October | On 18 October, Kyrylo Budanov
brief-01 | The same day | The same day, South Korea's National Intelligence Service
brief-02 | 2024 | The Norwegian Nobel Committee on Friday
brief-04 | Friday | Hamas on Friday confirmed
brief-05 | Friday | South Korea's spy agency said Friday
brief-05 | Friday | President Yoon Suk Yeol called
brief-05 | Friday | Earlier on Friday, Ukrainian media
brief-07 | A day later | A day later, the National Intelligence Service
brief-07 | 18 October | Also on 18 October, President
brief-07 | 18 October | On 18 October, Ukraine and Russia exchanged
brief-08 | 18 October | The Emirates had mediated an exchange
brief-08 | the previous Friday | South Korea's National Intelligence Service had reported
brief-10 | October 18 | On October 18, the chief
brief-17 | 18 October | The first North Koreans, some 1,500 members
brief-22 | two days later | On 16 October, Israeli troops
brief-25 | October | In October, Yoon had drawn
brief-31 | this year | Voters in several African countries
brief-34 | this year | French President Emmanuel Macron
brief-38 | Oct. 18 | From Oct. 8 to 13, Russian ships
brief-38 | the same Friday | On the same Friday, an interview
"""


def test_a_day_is_told_by_exactly_the_passages_that_a_person_finds() -> None:
    expected = [tuple(line.split(" | ")) for line in TOLD.strip().splitlines()]
    found = []
    for hit in newsindex.search("", SEEDS, happened="2024-10-18", level="passage", limit=100):
        assert hit.evidence is not None
        opening = next((words for _, _, words in expected if hit.evidence.text.startswith(words)), hit.evidence.text)
        found.append((hit.id.removesuffix(".txt"), hit.evidence.date_text, opening))
    assert sorted(found) == sorted(expected)
