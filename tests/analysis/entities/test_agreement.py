import numpy as np
import pytest

from newsindex.analysis.entities.agreement import agreed
from newsindex.analysis.entities.clusters import WordClusters
from newsindex.analysis.entities.model import TAGS
from newsindex.analysis.entities.reading import WordTable, read_words
from newsindex.analysis.entities.wordlists import WordLists

LISTS = WordLists.make(
    {
        "country": ["Jordan", "Emirates"],
        "person": ["Putin"],
        "org": ["Foreign Ministry", "The Hindu"],
        "city_big": ["Austin"],
        "common": ["hope", "sun", "bog"],
        "city_mid": ["Columbia"],
        "org_word": ["Bank"],
        "first_name": ["Elian"],
        "month": ["May", "Sun"],
    }
)


def tagged(text: str, *, was: dict[int, str]) -> list[str]:
    """The tags of the words of a text after the article's own word; ``was`` has those before, by the word's number."""
    words = text.split()
    table = WordTable(LISTS, WordClusters.none())
    reading = read_words(table, words, np.zeros(len(words), np.int64))
    of_word = reading.tokens[reading.places].tolist()
    tags = np.array([TAGS.index(was.get(word, "O")) for word in of_word], np.int64)
    now = dict(zip(of_word, (TAGS[tag] for tag in agreed(table, reading, tags).tolist()), strict=True))
    return [now.get(word, "O") for word in range(len(words))]


BUDANOV = {0: "B-PER", 1: "I-PER"}
FUND = {0: "B-ORG", 1: "I-ORG"}


@pytest.mark.parametrize("before", ["O", "B-ORG", "B-LOC"])
def test_the_last_word_of_a_persons_name_is_that_person(before: str) -> None:
    assert tagged("Kyrylo Budanov said that Budanov left", was={**BUDANOV, 4: before})[4] == "B-PER"


def test_a_listed_country_stays_a_place() -> None:
    assert tagged("Michael Jordan said that Jordan won", was={**BUDANOV, 4: "B-LOC"})[4] == "B-LOC"


def test_a_listed_town_stays_a_place_where_places_stand() -> None:
    tags = tagged("Lloyd Austin said that Austin was in Austin", was={**BUDANOV, 4: "B-LOC", 7: "B-LOC"})
    assert (tags[4], tags[7]) == ("B-PER", "B-LOC")


def test_a_usual_word_does_not_become_a_person() -> None:
    assert tagged("Bob Hope said that Hope won", was=BUDANOV)[4] == "O"


def test_part_of_something_longer_does_not_become_a_person() -> None:
    assert tagged("Kyrylo Budanov said that Budanov Fund won", was=BUDANOV)[4] == "O"


def test_a_first_name_makes_another_name_a_person_but_no_name_of_a_word() -> None:
    text = "Elian Gonzalez said that Elian and later Elian left"
    assert [tagged(text, was={**BUDANOV, 4: "B-LOC"})[word] for word in (4, 7)] == ["B-PER", "O"]


def test_the_first_word_of_an_organisations_name_is_the_organisation() -> None:
    assert tagged("Upjohn Pharmaceutical said that Upjohn lost", was={**FUND, 4: "B-PER"})[4] == "B-ORG"


def test_a_general_first_word_is_not() -> None:
    assert tagged("Bank Muscat said that Bank lost", was=FUND)[4] == "O"


def test_after_the_only_letters_are_an_organisation() -> None:
    text = "Kaska Nation and BMC Minerals said the Kaska and the BMC won"
    tags = tagged(text, was={0: "B-ORG", 1: "I-ORG", 3: "B-ORG", 4: "I-ORG"})
    assert (tags[7], tags[10]) == ("O", "B-ORG")


def test_names_in_full_that_contradict_one_another_decide_nothing() -> None:
    text = "Henry Ford and Ford Motor said that Ford won"
    assert tagged(text, was={**BUDANOV, 3: "B-ORG", 4: "I-ORG", 7: "B-LOC"})[7] == "B-LOC"


def test_letters_in_brackets_after_an_organisation_are_that_organisation() -> None:
    tags = tagged("Seismological Observatory ( OvsiCori ) and the OvsiCori said", was={**FUND, 7: "B-LOC"})
    assert (tags[3], tags[7]) == ("B-ORG", "B-ORG")


def test_capitals_that_are_an_organisation_once_are_one_throughout() -> None:
    assert tagged("they left EAAT and EAAT said", was={2: "B-ORG"})[4] == "B-ORG"


def test_capitals_that_are_also_a_person_are_left_alone() -> None:
    assert tagged("they left EAAT and EAAT and EAAT said", was={2: "B-ORG", 4: "B-PER"})[6] == "O"


def test_a_name_of_several_words_has_the_type_that_it_has_most() -> None:
    was = {2: "B-ORG", 3: "I-ORG", 5: "B-ORG", 6: "I-ORG", 8: "B-PER", 9: "I-PER"}
    tags = tagged("they left Nihon Hidankyo and Nihon Hidankyo and Nihon Hidankyo said", was=was)
    assert tags[8:10] == ["B-ORG", "I-ORG"]


def test_a_known_person_who_was_taken_for_an_organisation_is_a_person() -> None:
    assert tagged("it was signed by Putin and Kim", was={4: "B-ORG"})[4] == "B-PER"


def test_an_organisation_of_the_lists_is_one_where_nothing_was_seen_in_it() -> None:
    assert tagged("then the Foreign Ministry said", was={})[2:4] == ["B-ORG", "I-ORG"]


@pytest.mark.parametrize("text", ["then the Thai Foreign Ministry said", "then The Hindu said"])
def test_it_is_none_as_part_of_something_longer_nor_after_an_article_of_its_own(text: str) -> None:
    assert set(tagged(text, was={})) == {"O"}


def test_without_names_nothing_changes() -> None:
    assert tagged("Nobody said that Budanov left", was={}) == ["O"] * 5


@pytest.mark.parametrize("word", ["Sun", "Columbia"])
def test_the_first_word_of_a_company_is_that_company_though_it_is_a_usual_word_or_a_town(word: str) -> None:
    was = {0: "B-ORG", 1: "I-ORG", 2: "I-ORG"} | ({5: "B-LOC"} if word == "Columbia" else {})
    assert tagged(f"{word} Systems Inc said yesterday {word} lost money", was=was)[5] == "B-ORG"


def test_a_company_named_after_a_month_leaves_the_month_alone() -> None:
    was = {0: "B-ORG", 1: "I-ORG", 2: "I-ORG"}
    assert tagged("May Stores Inc said that May was good", was=was)[5] == "O"


def test_a_word_that_is_also_written_small_is_no_company() -> None:
    was = {0: "B-ORG", 1: "I-ORG", 2: "I-ORG"}
    assert tagged("Sun Systems Inc said the sun helped and Sun rose", was=was)[8] == "O"


def test_letters_in_brackets_are_the_organisation_though_a_usual_word_has_them() -> None:
    assert tagged("Ghana Bank ( BoG ) said that BoG won", was={0: "B-ORG", 1: "I-ORG"})[7] == "B-ORG"


@pytest.mark.parametrize(("count", "tag"), [(3, "B-LOC"), (2, "B-ORG")])
def test_a_city_is_a_club_only_where_it_is_not_nearly_always_a_city(count: int, tag: str) -> None:
    was = dict.fromkeys(range(1, 2 * count, 2), "B-LOC") | {2 * count + 1: "B-ORG"}
    assert tagged("in Columbia " * count + "the Columbia relatives", was=was)[2 * count + 1] == tag


@pytest.mark.parametrize(("named", "tag"), [("LOC", "B-LOC"), ("ORG", "B-ORG")])
def test_the_last_word_of_a_countrys_name_is_that_country(named: str, tag: str) -> None:
    was = {0: f"B-{named}", 1: f"I-{named}", 2: f"I-{named}", 6: "B-ORG"}
    assert tagged("United Arab Emirates said that the Emirates agreed", was=was)[6] == tag


@pytest.mark.parametrize(("owned", "tag"), [("LOC", "B-LOC"), ("PER", "B-ORG")])
def test_what_a_place_belongs_to_is_a_place(owned: str, tag: str) -> None:
    was = {2: "B-ORG", 4: f"B-{owned}", 5: f"I-{owned}"}
    assert tagged("They left Columbia 's Big Bend", was=was)[2] == tag


@pytest.mark.parametrize("name", ["Ko Woo-rim", "Ko Woo - rim"])
def test_a_surname_that_stands_first_is_the_person(name: str) -> None:
    length = len(name.split())
    was = {0: "B-PER"} | dict.fromkeys(range(1, length), "I-PER")
    assert tagged(f"{name} said that Ko left", was=was)[length + 2] == "B-PER"


def test_a_first_name_before_a_double_surname_is_no_surname() -> None:
    assert tagged("Ada Moss-Hill said that Ada left", was={0: "B-PER", 1: "I-PER"})[4] == "O"
