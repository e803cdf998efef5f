"""Displays for notebooks."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex import Article, Index, Span, annotate
from newsindex.render.markup import Mark, marked_html

KINDS = ("match", "date", "person", "org", "place")
NASTY = '<script>alert("x")</script> & <img src=x onerror=y>'


class Reader(HTMLParser):
    """Collects the text and the tags, and checks that tags close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.open, self.tags = "", list[str](), list[str]()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="ab <>&\"'\n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(KINDS)), max_size=6),
)
def test_marks_never_change_the_text(text: str, marks: list[tuple[int, int, str]]) -> None:
    made = [Mark(Span(min(a, b), max(a, b)), kind, '"<') for a, b, kind in marks]
    html = marked_html(text, Span(0, len(text)), made)
    assert Reader(html).text.split() == text.split()


def test_marks_that_overlap_all_show() -> None:
    marks = [Mark(Span(0, 11), "person", "Kim Jong Un"), Mark(Span(0, 3), "match")]
    html = marked_html("Kim Jong Un", Span(0, 11), marks)
    assert 'title="match, person: Kim Jong Un">Kim</mark>' in html


def test_kinds_differ_without_their_colours() -> None:
    shown = [marked_html("word", Span(0, 4), [Mark(Span(0, 4), kind)]).replace(kind, "") for kind in KINDS]
    assert len({re.sub(r"#\w+", "", html) for html in shown}) == len(KINDS)


@pytest.fixture
def index() -> Index:
    made = Index.in_memory()
    made.add(
        Article.make(id=NASTY, headline=NASTY, text=f"Rain on 8 October. {NASTY}", published="2024-10-21", source=NASTY)
    )
    return made


def test_nothing_of_an_article_becomes_markup(index: Index) -> None:
    results = index.search("rain", facets=["source"])
    for html in (results._repr_html_(), results[0]._repr_html_(), annotate(results[0].article())._repr_html_()):
        read = Reader(html)
        assert not {"script", "img"} & set(read.tags)
        assert NASTY in read.text


@pytest.mark.parametrize(("url", "linked"), [("https://example.org/a", True), ("javascript:alert(1)", False)])
def test_only_addresses_of_the_web_become_links(url: str, linked: bool) -> None:
    index = Index.in_memory()
    index.add(Article.make(id="a", headline="Rain", text="Rain.", published="2024-10-21", url=url))
    assert ("href=" in index.search("rain")[0]._repr_html_()) is linked


def test_a_display_shows_words_dates_and_names_of_the_snippet() -> None:
    index = Index.in_memory()
    index.add(Article.make(id="a", headline="Rain", text="On 8 October, rain fell in Seoul.", published="2024-10-21"))
    html = index.search("rain")[0]._repr_html_()
    assert ">rain</mark>" in html
    assert 'title="date: 2024-10-08">8 October</time>' in html
    assert 'title="place: Seoul">Seoul</span>' in html


def test_results_tell_how_many_there_are(index: Index) -> None:
    assert "rain: 1 match<" in index.search("rain")._repr_html_()
    assert "volcano: 0 matches<" in index.search("volcano")._repr_html_()
