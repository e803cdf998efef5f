"""One row for a story told twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsindex import Article, Index
from newsindex.collapsing import Copies
from newsindex.copies import article_copies
from newsindex.copy_marks import copy_marks

WIRE = (
    "The storm reached the coast on Monday and left two towns without power for a day, the office for weather said, "
    "while trains between the capital and the north stood still until the evening and schools remained closed."
)


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    made = Index.in_memory() if request.param == "memory" else Index.open(tmp_path / "index", create=True)
    yield made
    made.close()


def story(id: str, text: str = WIRE, *, source: str, published: str = "2024-10-21", headline: str = "Storm") -> Article:
    return Article.make(id=id, headline=headline, text=text, published=published, source=source)


@pytest.fixture
def wires(index: Index) -> Index:
    index.add(
        story("b", WIRE + " Reuters", source="Reuters", published="2024-10-22"),
        story("a", source="AP", published="2024-10-21"),
        story("c", source="Yonhap", headline="Another headline for the storm", published="2024-10-23"),
        story("d", "A storm of protest met the plan on Monday.", source="BBC"),
    )
    return index


def test_copies_are_one_hit_and_all_are_named(wires: Index) -> None:
    results = wires.search("storm", sort="oldest", collapse=True)
    assert [hit.id for hit in results] == ["a", "d"]
    assert [(copy.id, copy.source) for copy in results[0].copies] == [("b", "Reuters"), ("c", "Yonhap")]
    assert results[0].copies_told == "and 2 more from Reuters, Yonhap"
    assert results.total == 4


def test_the_first_in_order_stands_for_the_rest(wires: Index) -> None:
    assert [hit.id for hit in wires.search("storm", sort="newest", collapse=True)] == ["c", "d"]


def test_without_collapse_each_is_a_hit(wires: Index) -> None:
    results = wires.search("storm")
    assert len(results) == 4
    assert all(hit.copies == () for hit in results)


def test_only_copies_that_match_are_counted(wires: Index) -> None:
    (hit,) = wires.search("towns", published="2024-10-22..", sort="oldest", collapse=True)
    assert (hit.id, [copy.id for copy in hit.copies]) == ("b", ["c"])


def test_pages_of_collapsed_hits_follow_one_another(wires: Index) -> None:
    pages = [wires.search("storm", sort="oldest", collapse=True, limit=1, offset=offset) for offset in range(3)]
    assert [[hit.id for hit in page] for page in pages] == [["a"], ["d"], []]
    assert [hit.id for hit in wires.stream("storm", sort="oldest", collapse=True)] == ["a", "d"]


def test_passages_of_copies_collapse_but_not_those_of_one_article(index: Index) -> None:
    text = WIRE + "\nIn the evening the storm moved on."
    index.add(story("a", text, source="AP"), story("b", text, source="BBC", published="2024-10-22"))
    hits = index.search("storm", level="passage", section="lead", sort="oldest", collapse=True)
    assert {hit.id for hit in hits} == {"a"}
    assert {hit.id for hit in index.search("storm", level="passage", sort="oldest", collapse=True)} == {"a"}
    assert len(index.search("storm", level="passage", sort="oldest", collapse=True)) == 3


def test_an_article_that_is_gone_is_no_copy(wires: Index) -> None:
    wires.remove("b")
    assert [copy.id for copy in wires.search("storm", sort="oldest", collapse=True)[0].copies] == ["c"]


def test_the_receipt_and_the_lines_tell_of_collapsing(wires: Index) -> None:
    results = wires.search("storm", sort="oldest", collapse=True)
    assert results.receipt().filters == {"collapse": True}
    assert [one["id"] for one in results.to_dicts()[0]["copies"]] == ["b", "c"]
    assert "and 2 more from Reuters, Yonhap" in results._repr_html_()


def test_groups_are_those_of_a_comparison_of_all_with_all(index: Index) -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(400)]
    articles: list[Article] = []
    for number in range(40):
        text = [chance.choice(words) for _ in range(chance.randint(30, 120))]
        for copy in range(chance.choice((1, 1, 2, 4))):
            articles.append(story(f"{number}-{copy}", " ".join(text), source="A"))
            for _ in range(chance.randint(0, 2)):
                text[chance.randrange(len(text))] = chance.choice(words)
    index.add(articles)
    expected = {one: frozenset(group) for group in article_copies(articles) for one in group}
    copies = Copies(index._engine)
    for article in articles:
        assert frozenset(copies.group_of(article.id)) == expected.get(article.id, frozenset([article.id]))


def test_a_text_without_words_has_no_marks() -> None:
    assert copy_marks(" … ") == ()
    assert len(copy_marks("one")) == 10


def test_copies_to_the_word_are_looked_up_once(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add(story(f"a{number}", source="AP") for number in range(6))
    engine = index._engine.pinned()
    marked, asked = engine.marked, []
    monkeypatch.setattr(engine, "marked", lambda marks: asked.append(marks) or marked(marks))
    assert Copies(engine).group_of("a3") == tuple(f"a{number}" for number in range(6))
    assert len(asked) == 1
