"""Where accounts of one event differ, the event tells on what, and who says which."""

from __future__ import annotations

import pytest

from newsindex.documents import StoredArticle
from newsindex.timeline import Event, build_timeline
from newsindex.timeline.figures import figures_of
from tests.timeline.conftest import Make

FIRE = "On 3 May 2024, a fire at the Kallio oil refinery in Porvoo killed twelve workers."
FIRE_AGAIN = "Fifteen workers were killed in a blaze at the Kallio refinery in Porvoo on 3 May 2024."


def told(make: Make, first: str, other: str) -> Event:
    """The event that two articles tell with these sentences."""
    articles = [make("A", f"It rained.\n{first}"), make("B", f"It snowed.\n{other}")]
    (event,) = (one for one in build_timeline(articles) if len(one.articles) == 2)
    return event


def test_figures_that_differ_are_told_with_who_says_what(make: Make) -> None:
    (conflict,) = told(make, FIRE, FIRE_AGAIN).conflicts
    assert conflict.kind == "figure"
    assert {claim.value: claim.sources for claim in conflict.claims} == {
        "twelve": ("The A",),
        "Fifteen": ("The B",),
    }


def test_small_figures_differ_too_but_times_do_not(make: Make) -> None:
    first = FIRE.replace("twelve", "four") + " It burned for two hours."
    other = FIRE_AGAIN.replace("Fifteen", "Six") + " It burned for five hours."
    assert [str(conflict) for conflict in told(make, first, other).conflicts] == [
        "four workers (The A); Six workers (The B)"
    ]


@pytest.mark.parametrize(
    "other",
    [
        "Twelve workers were killed in a blaze at the Kallio refinery in Porvoo on 3 May 2024.",
        "About 10 workers were killed in a blaze at the Kallio refinery in Porvoo on 3 May 2024.",  # twelve, rounded
        "Fifteen workers put out a blaze at the Kallio refinery in Porvoo on 3 May 2024.",  # another matter
        "Fifteen engines reached the fire that killed workers at the Kallio refinery in Porvoo on 3 May 2024.",
        "Fifteen workers were killed in the fire at the Kallio refinery in Porvoo on 3 May 2024, not twelve.",
    ],
)
def test_no_conflict_where_figures_may_both_be_right(make: Make, other: str) -> None:
    assert told(make, FIRE, other).conflicts == ()


def test_an_article_does_not_gainsay_itself(make: Make) -> None:
    text = "A fire in Porvoo killed twelve workers on Friday. It killed three workers in the yard."
    assert all(event.conflicts == () for event in build_timeline([make("A", text)]))


def test_a_later_figure_of_the_same_outlet_is_an_update(make: Make) -> None:
    articles = [
        make("A", f"It rained.\n{FIRE}", source="Wire"),
        make("B", f"It snowed.\n{FIRE_AGAIN}", source="Wire"),
    ]
    (event,) = (one for one in build_timeline(articles) if len(one.articles) == 2)
    assert event.conflicts == ()


def test_those_who_lose_their_lives_are_killed(make: Make) -> None:
    other = "Fifteen workers lost their lives in a blaze at the Kallio refinery in Porvoo on 3 May 2024."
    assert len(told(make, FIRE, other).conflicts) == 1


def test_two_speakers_in_one_article_differ(make: Make) -> None:
    text = (
        "Ana Brito's party was robbed in Lisbon on Friday.\n"
        "The Lisbon police said that six rockets had been fired. A spokesman of the Navy said that the robbers had "
        "launched eight."
    )
    (conflict,) = (conflict for event in build_timeline([make("A", text)]) for conflict in event.conflicts)
    assert (
        str(conflict) == "six rockets (The Lisbon police, in The A); eight rockets (A spokesman of the Navy, in The A)"
    )
    assert conflict.to_dict()["claims"][0]["speakers"] == ["The Lisbon police"]


def test_a_month_does_not_gainsay_a_day_in_it(make: Make) -> None:
    vague = "In May 2024, a fire at the Kallio oil refinery in Porvoo killed twelve workers."
    articles = [make("A", f"It rained.\n{FIRE}"), make("B", f"It snowed.\n{vague}", day="2024-06-20")]
    (event,) = (one for one in build_timeline(articles) if len(one.articles) == 2)
    assert (str(event.when), event.conflicts) == ("2024-05-03", ())


def test_undated_leads_of_two_days_do_not_differ(make: Make) -> None:
    lead = "Ana Brito has been elected mayor of Lisbon by the council."
    (event,) = build_timeline([make("A", lead), make("B", lead, day="2024-05-11")])
    assert (len(event.articles), event.conflicts) == (2, ())


def test_where_accounts_of_the_seeds_differ(seeds: list[StoredArticle]) -> None:
    found = [(str(event.when), str(one)) for event in build_timeline(seeds) for one in event.conflicts]
    assert found == [
        ("2024-10-18", "18 October 2024 (Yonhap News Agency, Newsweek, DW); 17 October 2024 (Kyiv Independent)"),
        (
            "2024-11-19",
            "six missiles (Russia's Defence Ministry, in Reuters); eight missiles (A U.S. official, in Reuters)",
        ),
        ("2024-11-29", "29 November 2024 (Al Jazeera); 30 November 2024 (BBC)"),
        ("2024-12-07", "7 December 2024 (Al Jazeera); 8 December 2024 (Reuters)"),
    ]


def test_the_night_of_a_day_and_the_first_hours_of_the_next_are_one_time_told_as_two_days(make: Make) -> None:
    event = told(
        make,
        "The harbour of Kallio was taken on the night of 3 May 2024, the rebels said.",
        "Rebels took the harbour of Kallio early on 4 May 2024, hours before Porvoo.",
    )
    assert [str(one) for one in event.conflicts] == ["3 May 2024 (The A); 4 May 2024 (The B)"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He won 50.4% of the vote.", [("50.4%", "")]),
        ("In 2024, flight 8243 came down.", []),
        ("They fired six and hit two armed ships.", [("six", ""), ("two", "ships")]),
        ("It lasted 36 hours.", []),
    ],
)
def test_a_figure_has_the_word_that_it_counts(text: str, found: list[tuple[str, str]]) -> None:
    assert [(figure.text, figure.word) for figure in figures_of(text)] == found
