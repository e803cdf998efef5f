import pytest

from newsindex.analysis.annotated import EntityMention
from newsindex.analysis.entities.parties import party_places, with_party_places
from newsindex.spans import Span


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Sen. Orson Dell, R-Utah, said", ["Utah"]),
        ("Sen. Orson Dell (D-N.M.) said", ["N.M."]),
        ("said Rep. Ida Moss, D-Calif. She left", ["Calif."]),
        ("told Rep. Ida Moss, R-Ohio. She left", ["Ohio"]),
        ("Rep. Ida Moss, R-Salt Lake City, said", ["Salt Lake City"]),
        ("an R-rated film, D-Day and a D-Mark", []),
    ],
)
def test_the_place_behind_the_letter_of_a_party_is_found(text: str, places: list[str]) -> None:
    assert [span.of(text) for span in party_places(text)] == places


def test_what_was_found_across_such_a_place_gives_way_to_it() -> None:
    text = "Sen. Orson Dell, R-Utah, said"
    dell = EntityMention(Span(5, 15), "Orson Dell", "person", "Orson Dell")
    wrong = EntityMention(Span(17, 23), "R-Utah", "org", "R-Utah")
    assert [mention.text for mention in with_party_places(text, [dell, wrong])] == ["Orson Dell", "Utah"]
