import pytest

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.entities.edges import core_of, is_people, parted, stop_of, storms_in, without_edges


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
        ("Elian''", "Elian"),
        ("World Bank.", "World Bank"),
        ("Acme Corp.", "Acme Corp."),
        ("U.S.", "U.S."),
        ("Bruce A.", "Bruce A."),
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
        ("Kernel Corp. and Catalyst Partners", ("Kernel Corp.", "Catalyst Partners")),
        ("Legg, Mason & Co and Sons", None),
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


@pytest.mark.parametrize(
    ("name", "kind", "stop"),
    [
        ("Acme Corp", "org", "."),
        ("Acme", "org", ""),
        ("John Jr", "person", "."),
        ("Calif", "place", "."),
        ("Co", "place", ""),
        ("D.C", "place", "."),
    ],
)
def test_a_shortened_word_keeps_its_stop_where_a_sentence_ends(name: str, kind: EntityType, stop: str) -> None:
    assert stop_of(f"{name}. Then", len(name), kind) == stop


def test_an_article_that_writes_inc_without_a_stop_ends_its_sentence_there() -> None:
    assert stop_of("Acme Inc rose, as did Apex Inc.", 30, "org") == ""


@pytest.mark.parametrize(
    ("name", "kind", "core"),
    [
        ("World Court Friday", "org", "World Court"),
        ("Sheffield Wednesday", "org", "Sheffield Wednesday"),
        ("anti-Castro Cuban Fund", "org", "Cuban Fund"),
        ("U.N. Secretary-General", "org", "U.N."),
        ("Ambassador Hotel", "place", "Ambassador Hotel"),
    ],
)
def test_a_stance_a_day_and_an_office_are_no_part_of_a_name(name: str, kind: EntityType, core: str) -> None:
    assert core_of(name, kind).of(name) == core
