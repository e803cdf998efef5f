import pytest

from newsindex.analysis.entities.bodies import body_of
from tests.analysis.entities.test_linking import linked


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("National Assembly", ("National Assembly", "")),
        ("Russian Defence Ministry", ("Defence Ministry", "Russia")),
        ("U.S. Supreme Court", ("Supreme Court", "United States")),
        ("South Korean Foreign Ministry", ("Foreign Ministry", "South Korea")),
        ("Ministry of Defence of Ukraine", ("Ministry of Defence", "Ukraine")),
        ("National Assembly (France)", ("National Assembly", "France")),
        ("National Assembly (second chamber)", None),
        ("Bank of Japan", None),
        ("French Connection", None),
        ("", None),
    ],
)
def test_a_body_and_its_country_are_read_from_its_name(name: str, found: tuple[str, str] | None) -> None:
    assert body_of(name) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[LOC South Korea]'s [ORG National Assembly] voted.", "National Assembly (South Korea)"),
        ("The Russian [ORG Defence Ministry] said so.", "Defence Ministry (Russia)"),
        ("The [ORG Foreign Ministry] in [LOC Seoul] said so.", "Foreign Ministry (South Korea)"),
        ("The [ORG Ministry of Health] ([ORG MoH]) of [LOC Ghana] said so.", "Ministry of Health (Ghana)"),
        ("[LOC PARIS] (AP) - The [ORG National Assembly] voted.", "National Assembly (France)"),
        ("The [ORG Senate] voted.", "Senate"),
        ("[LOC France] and [LOC Spain] quarrel over what the [ORG Senate] did.", "Senate"),
        ("The [ORG Bank of Japan] in [LOC Tokyo] said so.", "Bank of Japan"),
    ],
)
def test_a_body_gets_the_country_that_the_article_tells(text: str, name: str) -> None:
    assert name in linked(text)


def test_the_headline_tells_whose_body_it_is_where_it_tells_of_one_country() -> None:
    text = "Polish deputies quarrel\nThe [ORG Senate] voted."
    assert linked(text, "Polish deputies quarrel") == ["Senate (Poland)"]


def test_what_is_told_once_holds_for_the_article() -> None:
    text = "[LOC Ukraine]'s [ORG Air Force] spoke. It rained. The [ORG Air Force] spoke again."
    assert linked(text) == ["Ukraine", "Air Force (Ukraine)", "Air Force (Ukraine)"]


def test_of_the_bodies_of_two_countries_one_alone_is_neither() -> None:
    text = "[LOC Russia]'s [ORG Army] and [LOC Ukraine]'s [ORG Army] met. The [ORG Army] left."
    assert linked(text)[-1] == "Army"


def test_a_name_that_says_its_country_stays_as_it_is() -> None:
    assert linked("The [ORG Russian Defence Ministry] said so.") == ["Russian Defence Ministry"]
