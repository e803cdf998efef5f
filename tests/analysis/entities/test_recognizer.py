import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.analysis.annotated import Tokens
from newsindex.analysis.entities import default_recognizer, recognize_all
from newsindex.analysis.words import token_offsets
from newsindex.spans import Span


def prepared(text):
    offsets = list(token_offsets(text))
    tokens = Tokens(text, [start for start, _ in offsets], [end for _, end in offsets])
    return text, tokens, [Span(*match.span()) for match in re.finditer(r"\S[^\n]*", text)]


def recognize(text):
    return default_recognizer().recognize(*prepared(text))


def found(text):
    return [(mention.type, mention.text) for mention in recognize(text)]


def test_people_organisations_and_places_are_found():
    text = "South Korea's National Intelligence Service said Kyrylo Budanov had visited Vladivostok."
    assert found(text) == [
        ("place", "South Korea"),
        ("org", "National Intelligence Service"),
        ("person", "Kyrylo Budanov"),
        ("place", "Vladivostok"),
    ]


def test_titles_articles_and_possessive_endings_are_outside():
    assert found("President Volodymyr Zelenskyy's aide met the Bank of Japan.") == [
        ("person", "Volodymyr Zelenskyy"),
        ("org", "Bank of Japan"),
    ]


def test_nationalities_months_and_weekdays_are_no_names():
    assert found("On Monday, 4 November, Russian and Chinese officials spoke English.") == []


def test_a_storm_is_no_person_also_where_it_is_called_by_its_name_alone():
    assert found("Hurricane Milton neared Florida. Milton grew on Monday.") == [("place", "Florida")]


def test_a_kings_title_before_a_name_is_outside_it():
    assert found("A day later, angry residents of Paiporta threw mud at King Felipe.")[-1] == ("person", "Felipe")


def test_two_peoples_are_no_place():
    assert found("Fighting went on across the Lebanese-Israeli border.") == []


def test_a_name_is_recognised_everywhere_in_the_article():
    text = "Budanov: troops are ready\nLt. Gen. Kyrylo Budanov said so on Friday.\nBudanov added little."
    assert [kind for kind, name in found(text) if "Budanov" in name] == ["person"] * 3


def test_a_headline_in_capitals_is_read():
    text = "ZELENSKYY MEETS SCHOLZ IN BERLIN\nVolodymyr Zelenskyy met Olaf Scholz in Berlin on Friday."
    assert found(text)[:3] == [("person", "ZELENSKYY"), ("person", "SCHOLZ"), ("place", "BERLIN")]


def test_curly_quotes_are_read_like_straight_ones():
    curly = [(kind, name) for kind, name in found("“Ukraine’s army” left Kyiv, said Germany’s Olaf Scholz.")]
    assert curly == found("\"Ukraine's army\" left Kyiv, said Germany's Olaf Scholz.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "...",
        "Президент України Володимир Зеленський.",
        "中国国家主席习近平",
        "الرئيس في القاهرة",
        "no capitals here",
        "a lone accent \u0301 and another \u0300\u0301",
    ],
)
def test_text_without_names_in_latin_capitals_is_no_error(text):
    for mention in recognize(text):
        assert mention.text == mention.span.of(text)


def test_a_mark_that_folds_to_nothing_is_no_error():
    assert ("place", "Kyiv") in found("The T\u0142\u0131\u0328cho\u0328 chief Ada Moss \u0301 flew to Kyiv on Friday.")


def test_names_in_text_with_blanks_around_hyphens_are_whole():
    assert found("Kim Jong - un met U.N. chief Ban Ki - moon ' s aide in Guinea - Bissau .") == [
        ("person", "Kim Jong - un"),
        ("org", "U.N."),
        ("person", "Ban Ki - moon"),
        ("place", "Guinea - Bissau"),
    ]


def test_one_sentence_of_a_hundred_thousand_words_is_read():
    text = " ".join(["Kyrylo Budanov met John Smith of Acme Corp in Paris and"] * 9_000)
    names = Counter(mention.text for mention in recognize(text))
    assert names["Kyrylo Budanov"] == names["John Smith"] == 9_000


def test_a_hundred_thousand_words_in_capitals_are_read():
    assert isinstance(recognize("KYIV AND MOSCOW TALK " * 25_000), tuple)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_mentions_are_in_order_apart_and_slices_of_the_text(text):
    last = 0
    for mention in recognize(text):
        assert last <= mention.span.start < mention.span.end <= len(text)
        assert mention.text == text[mention.span.start : mention.span.end]
        last = mention.span.end


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("Kyiv Smith John of the Bank and , . ' U.S. said in NATO (".split()), max_size=40))
def test_the_same_text_gives_the_same_mentions_again(words):
    text = " ".join(words)
    assert recognize(text) == recognize(text)


_LINES = """
Lt. Gen. Kyrylo Budanov said so.
Budanov added little.
In Budanov nobody knew.
BUDANOV MEETS SMITH IN KYIV
The Budanov Bank (BB) opened.
BB closed.
Hurricane Smith grew.
Smith grew.
an apple a day
"""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", *_LINES.strip().split("\n")]), max_size=5).map("\n".join), max_size=6))
def test_what_one_text_says_of_a_name_is_not_told_to_another_beside_it(texts):
    together = recognize_all(default_recognizer(), [prepared(text) for text in texts])
    assert together == [recognize(text) for text in texts]


def test_a_recogniser_that_takes_one_text_at_a_time_is_asked_for_each():
    class Whole:
        def recognize(self, text, tokens, sentences):
            return (text, len(tokens), len(sentences))

    assert recognize_all(Whole(), [prepared("One.\nTwo."), prepared("")]) == [("One.\nTwo.", 4, 2), ("", 0, 0)]
