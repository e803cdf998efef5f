"""A sentence without a date has a day if it tells how long before or after something else it was."""

from __future__ import annotations

import pytest

from newsindex.timeline import build_timeline
from tests.timeline.conftest import Make

LEAD = "On Friday, Ana Brito resigned as mayor of Lisbon."


def days_of(make: Make, text: str, words: str) -> list[str]:
    """The days of all tellings in an article of Friday, 10 May 2024, whose quote begins with these words."""
    timeline = build_timeline([make("A", text)])
    return [str(one.days) for event in timeline for one in event.mentions if one.quote.startswith(words)]


def test_some_days_after_something_that_has_a_day(make: Make) -> None:
    text = (
        f"{LEAD}\nThe vote was held on 3 May. The sun shone on 5 May.\nTwo days after the vote, the count was stopped."
    )
    assert days_of(make, text, "Two days after") == ["2024-05-05"]


def test_the_day_may_stand_before_what_has_it(make: Make) -> None:
    text = f"{LEAD}\nOn 3 May, the vote was held. The sun shone on 5 May.\nTwo days after the vote, Ana Brito fell ill."
    assert days_of(make, text, "Two days after") == ["2024-05-05"]


def test_a_week_before_something_that_has_a_day(make: Make) -> None:
    text = (
        f"{LEAD}\nThe vote was held on 3 May. The sun shone on 5 May.\nA week before the vote, a bridge fell in Porto."
    )
    assert days_of(make, text, "A week before") == ["2024-04-26"]


def test_a_storm_goes_by_its_name_too(make: Make) -> None:
    text = (
        f"{LEAD}\nThe islands mourn the dead of Cyclone Ramona. Ramona struck on 3 May. Help came on 5 May.\n"
        "Two days after the cyclone, a bridge fell in Porto."
    )
    assert days_of(make, text, "Two days after") == ["2024-05-05"]


def test_what_has_no_sentence_of_its_own_is_what_was_told_just_before(make: Make) -> None:
    text = f"{LEAD}\nOn 3 May, rain flooded Porto.\nTwo days after the disaster, a bridge fell in Porto."
    assert days_of(make, text, "Two days after") == ["2024-05-05"]


def test_something_came_after_what_is_told(make: Make) -> None:
    text = f"{LEAD}\nThe sun shone on 3 May.\nThe resignation came two days after Olli Saari had been arrested."
    assert days_of(make, text, "The resignation came") == ["2024-05-08"]


def test_within_some_days_is_any_of_them(make: Make) -> None:
    text = f"{LEAD}\nThe strike began on 1 May. Within three days, all the trains in Portugal stood still."
    assert days_of(make, text, "Within three days") == ["2024-05-01..2024-05-04"]


def test_a_reckoned_day_goes_before_the_day_of_the_sentence_before(make: Make) -> None:
    text = f"{LEAD}\nOn 1 May, the strike began. Within three days, all the trains in Portugal stood still."
    assert days_of(make, text, "Within three days") == ["2024-05-01..2024-05-04"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Within 60 days, all the trains in Portugal will stand still.",  # not yet over
        "Two days after she had voted, Ana Brito fell ill.",  # no day is told for that
        "Two months after the strike, trains are rare.",  # no single day
    ],
)
def test_what_cannot_be_reckoned_has_no_day(make: Make, sentence: str) -> None:
    text = f"{LEAD}\nThe sun shone on 3 May.\nThe strike began on 4 May. It spread to Porto. {sentence}"
    assert days_of(make, text, sentence[:12]) == []


def test_the_clause_alone_is_compared(make: Make) -> None:
    first = f"{LEAD}\nThe resignation came two days after Olli Saari had been arrested in Porto."
    second = "It rained.\nOn 8 May, police arrested Olli Saari in Porto."
    timeline = build_timeline([make("A", first), make("B", second)])
    assert any({one.article_id for one in event.mentions} == {"A", "B"} for event in timeline)
