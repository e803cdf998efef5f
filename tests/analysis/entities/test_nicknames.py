import pytest

from newsindex.analysis.annotated import EntityMention, EntityType
from newsindex.analysis.entities.nicknames import nicknames_in, with_nicknames
from newsindex.spans import Span


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Leroy "Jazzy" Campbell left', 'Leroy "Jazzy" Campbell'),
        ("Ernesto ``Che'' Guevara left", "Ernesto ``Che'' Guevara"),
        ("Roberto “Hands of Stone” Duran left", "Roberto “Hands of Stone” Duran"),
    ],
)
def test_a_nickname_stands_between_the_words_of_a_name(text: str, name: str) -> None:
    assert [span.of(text) for span in nicknames_in(text)] == [name]


@pytest.mark.parametrize("text", ['He said "No" and left', '"Jazzy" Campbell left', 'The film "Ran" won', "plain"])
def test_other_quotes_are_no_nicknames(text: str) -> None:
    assert nicknames_in(text) == []


def mentions_in(text: str, *found: tuple[str, EntityType]) -> list[EntityMention]:
    return [
        EntityMention(Span(text.index(name), text.index(name) + len(name)), name, kind, name) for name, kind in found
    ]


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ([("Leroy", "person"), ("Campbell", "person")], ['Leroy "Jazzy" Campbell']),
        ([("Leroy", "person"), ('Jazzy" Campbell', "org")], ['Leroy "Jazzy" Campbell']),
        ([("Leroy", "org"), ("Campbell", "person")], ["Leroy", "Campbell"]),
        ([("Leroy", "person")], ["Leroy"]),
    ],
)
def test_the_parts_of_a_persons_name_around_a_nickname_are_one(
    found: list[tuple[str, EntityType]], names: list[str]
) -> None:
    text = 'Mr. Leroy "Jazzy" Campbell left'
    assert [mention.text for mention in with_nicknames(text, mentions_in(text, *found))] == names


def test_a_name_may_hold_two_nicknames() -> None:
    text = 'Mr. Leroy "Jazzy" Campbell "Kid" Ory left'
    found = mentions_in(text, ("Leroy", "person"), ("Campbell", "person"), ("Ory", "person"))
    assert [mention.text for mention in with_nicknames(text, found)] == ['Leroy "Jazzy" Campbell "Kid" Ory']


def test_names_before_and_after_stay_in_order() -> None:
    text = 'Ada met Leroy "Jazzy" Campbell and Ann "Bee" Cole in Oslo'
    found = mentions_in(
        text, ("Ada", "person"), ("Leroy", "person"), ("Campbell", "person"), ("Ann", "org"), ("Oslo", "place")
    )
    assert [mention.text for mention in with_nicknames(text, found)] == ["Ada", 'Leroy "Jazzy" Campbell', "Ann", "Oslo"]


def test_a_long_text_full_of_nicknames_is_read_once() -> None:
    one = 'Leroy "Jazzy" Campbell left. '
    found = [
        EntityMention(Span(at + place, at + place + len(name)), name, "person", name)
        for at in range(0, 20_000 * len(one), len(one))
        for place, name in ((0, "Leroy"), (14, "Campbell"))
    ]
    assert len(with_nicknames(one * 20_000, found)) == 20_000
