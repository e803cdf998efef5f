import pytest

from newsindex.analysis.entities.edges import is_people, parted, storms_in, without_edges


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("London-based", "London"),
        ("San Francisco-based", "San Francisco"),
        ("Kim Yong-hyun", "Kim Yong-hyun"),
        ("Rolls-Royce", "Rolls-Royce"),
        ("Khalfan Mohamed --", "Khalfan Mohamed"),
        ("Agricultural Fund ’", "Agricultural Fund"),
        ("Moody's", "Moody's"),
        ("-", "-"),
    ],
)
def test_what_is_tied_to_a_name_is_no_part_of_it(name: str, rest: str) -> None:
    assert without_edges(name) == rest


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Britain-based Mines Advisory Group", ("Britain", "Mines Advisory Group")),
        ("New York - based Human Rights Watch", ("New York", "Human Rights Watch")),
        ("U.S.-backed Contras", ("U.S.", "Contras")),
        ("Coca-Cola Co", None),
        ("London-based", None),
    ],
)
def test_a_tied_word_parts_two_names(name: str, parts: tuple[str, str] | None) -> None:
    assert parted(name) == parts


def test_peoples_of_two_words_are_known() -> None:
    assert [is_people(name) for name in ("South Koreans", "North Korea", "West Bromwich")] == [True, False, False]


def test_storms_are_known_by_their_first_mention() -> None:
    assert storms_in("Cyclone Chido hit the islands after Hurricane Milton.") == {"Chido", "Milton"}


def test_text_without_storms_has_none() -> None:
    assert storms_in("A storm hit Milton.") == set()
