import re

from newsindex.analysis.annotated import EntityMention
from newsindex.analysis.entities import link
from newsindex.analysis.entities.training.marked_text import parse_article
from newsindex.spans import Span

TYPES = {"PER": "person", "ORG": "org", "LOC": "place"}


def linked(source, headline=None):
    article = parse_article(source)
    mentions = [
        EntityMention(mark.span, mark.span.of(article.text), TYPES[mark.type], mark.span.of(article.text))
        for mark in article.marks
    ]
    span = None if headline is None else Span(0, len(headline))
    return [mention.name for mention in link(article.text, span, mentions)]


def test_a_surname_gets_the_full_name():
    assert linked("[PER Kyrylo Budanov] spoke. [PER Budanov] left.") == ["Kyrylo Budanov"] * 2


def test_a_surname_in_the_headline_gets_the_full_name_from_the_body():
    assert linked("[PER BUDANOV] speaks\n[PER Kyrylo Budanov] spoke.", "BUDANOV speaks") == ["Kyrylo Budanov"] * 2


def test_a_surname_that_fits_two_people_stays_as_it_is():
    assert linked("[PER Ada Moss] met [PER Bob Moss]. [PER Moss] left.") == ["Ada Moss", "Bob Moss", "Moss"]


def test_a_surname_is_that_of_the_one_who_was_introduced_before_the_other():
    names = linked("[PER Ada Moss] spoke. [PER Moss] left. [PER Bob Moss] came. [PER Moss] sat.")
    assert names == ["Ada Moss", "Ada Moss", "Bob Moss", "Moss"]


def test_a_surname_in_the_headline_is_whose_it_is_in_the_text():
    text = "[PER Moss] flees\n[PER Ada Moss] fled. [PER Moss] ruled after [PER Moss]'s father, [PER Bob Moss], died."
    assert linked(text, "Moss flees") == ["Ada Moss"] * 4 + ["Bob Moss"]
    unclear = "[PER Moss] flees\n[PER Ada Moss] fled after her father, [PER Bob Moss], died."
    assert linked(unclear, "Moss flees")[0] == "Moss"


def test_a_dash_before_a_name_is_no_part_of_it():
    assert linked("[ORG - Arvin Industries Inc] and [ORG Arvin Industries Inc], [PER – Ada Moss], [ORG -]") == [
        "Arvin Industries Inc",
        "Arvin Industries Inc",
        "Ada Moss",
        "-",
    ]


def test_a_name_may_itself_end_like_a_possessive():
    assert linked("[ORG Moody's] and [ORG Acme's]") == ["Moody's", "Acme"]


def test_a_first_name_alone_gets_the_full_name():
    assert linked("[PER Eli Laitinen] fell. [PER Eli] is well.") == ["Eli Laitinen"] * 2


def test_a_family_name_that_comes_first_gets_the_full_name():
    assert linked("[PER Kim Jong Un] spoke. [PER Kim] left.") == ["Kim Jong Un"] * 2


def test_a_middle_name_or_an_initial_makes_no_second_person():
    assert linked("[PER John Alan Smith], [PER John Smith], [PER J. Smith], [PER Smith].") == ["John Alan Smith"] * 4


def test_an_acronym_in_brackets_gets_the_name_before_it():
    names = linked("The [ORG National Intelligence Service] ([ORG NIS]) said. [ORG NIS] knew.")
    assert names == ["National Intelligence Service"] * 3


def test_a_name_in_brackets_explains_the_acronym_before_it():
    assert linked("[ORG NIS] ([ORG National Intelligence Service]) said.") == ["National Intelligence Service"] * 2


def test_an_acronym_of_foreign_letters_is_believed_once_the_article_uses_it():
    names = linked("[ORG Security Service of Ukraine] ([ORG SBU]) and again the [ORG SBU].")
    assert names == ["Security Service of Ukraine"] * 3


def test_an_acronym_leaves_out_the_legal_form():
    assert linked("[ORG Mitsubishi Heavy Industries Ltd] and again [ORG MHI].")[1] == "Mitsubishi Heavy Industries Ltd"


def test_a_place_has_acronyms_too():
    assert linked("[LOC United Arab Emirates] ([LOC UAE]); [LOC UAE]")[2] == "United Arab Emirates"


def test_an_acronym_that_fits_two_organisations_stays_as_it_is():
    names = linked("[ORG Bank of Zed Arts], [ORG Board of Zed Aims] and [ORG BZA].")
    assert names[2] == "BZA"


def test_a_bracket_that_explains_nothing_is_left_alone():
    assert linked("[ORG Acme Steel] ([ORG NYSE]) rose.") == ["Acme Steel", "NYSE"]


def test_roles_articles_and_possessive_endings_are_not_in_the_name():
    names = linked("[PER President Ada Moss's] and [ORG The Hague Group] and [PER Moss]")
    assert names == ["Ada Moss", "Hague Group", "Ada Moss"]


def test_capitals_take_the_spelling_of_the_body():
    assert linked("[LOC KUWAIT] waits\n[LOC Kuwait] waited.", "KUWAIT waits") == ["Kuwait"] * 2


def test_spans_texts_and_types_stay_as_they_were():
    article = parse_article("[PER Ada Moss] and [PER Moss]")
    mentions = [EntityMention(m.span, m.span.of(article.text), "person", "") for m in article.marks]
    after = link(article.text, None, mentions)
    assert [(m.span, m.text, m.type) for m in after] == [(m.span, m.text, m.type) for m in mentions]


def test_no_mentions_give_no_names():
    assert link("Nothing here.", None, ()) == ()


def test_odd_mentions_do_no_harm():
    text = "??? 's (A) ()"
    mentions = [EntityMention(Span(*m.span()), m.group(), "person", "") for m in re.finditer(r"\S+", text)]
    assert len(link(text, Span(0, 3), mentions)) == len(mentions)
