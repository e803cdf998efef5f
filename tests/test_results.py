"""Counts, streams and receipts: the laws that hold between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsindex
from newsindex import Article, Hit, Index, InvalidValueError
from newsindex.corpora import open_corpus
from newsindex.engines.base import FacetField
from tests.conftest import SEEDS


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def seeds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("seeds")
    index = Index.in_memory() if request.param == "memory" else Index.open(folder / "index", create=True)
    index.add(SEEDS)
    yield index
    index.close()


QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("troops", {}),
    ("troops OR parliament", {"published": "2024-11.."}),
    ("", {"happened": "2024-10"}),
    ("korea", {"section": "background"}),
    ("", {"place": "Seoul", "level": "passage"}),
    ("volcano", {}),
]


@pytest.mark.parametrize(("query", "filters"), QUESTIONS)
@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_a_histogram_of_publication_sums_to_the_total(
    seeds: Index, query: str, filters: dict[str, Any], by: Any
) -> None:
    results = seeds.search(query, **filters, limit=0)
    assert sum(results.histogram("published", by).values()) == results.total


@pytest.mark.parametrize(("query", "filters"), QUESTIONS)
@pytest.mark.parametrize("field", ["person", "org", "place", "source"])
def test_a_facet_counts_what_filtering_by_its_value_finds(
    seeds: Index, query: str, filters: dict[str, Any], field: FacetField
) -> None:
    counts = seeds.search(query, facets=[field], limit=0, **filters).facets[field]
    for value, count in list(counts.items())[:12]:
        if field != "source" and len(seeds.resolve(value, type=field)) != 1:
            continue  # the name of one is also an alias of another
        wanted = [filters[field], value] if field in filters else value
        assert seeds.search(query, **{**filters, field: wanted}, limit=0).total == count, value


@pytest.mark.parametrize(("query", "filters"), QUESTIONS)
def test_a_facet_of_sections_counts_the_hits_that_have_them(seeds: Index, query: str, filters: dict[str, Any]) -> None:
    if "section" in filters or "happened" in filters:
        return  # then only the passages that match are counted
    passages = filters.get("level") == "passage"
    counts = Counter(
        name
        for hit in seeds.stream(query, **filters)
        for name in ({hit.article().section_at(hit.span)} if passages else {one.name for one in hit.article().sections})
    )
    assert seeds.search(query, facets=["section"], limit=0, **filters).facets["section"] == counts


def test_a_facet_of_publication_is_the_histogram_by_day(seeds: Index) -> None:
    results = seeds.search("troops", facets=["published"])
    histogram = {day: count for day, count in results.histogram("published", "day").items() if count}
    assert results.facets["published"] == histogram


def test_a_histogram_of_what_happened_counts_the_articles_that_tell_of_each_day(seeds: Index) -> None:
    told = Counter(
        str(days)
        for hit in seeds.stream("")
        for days in {telling.date.value for telling in hit._whole.tellings}
        if days is not None and days.first == days.last
    )
    histogram = seeds.search("", limit=0).histogram("happened", "day")
    assert {day: count for day, count in histogram.items() if count} == told


@pytest.mark.parametrize(("query", "filters"), QUESTIONS)
def test_a_stream_is_all_pages_one_after_another(seeds: Index, query: str, filters: dict[str, Any]) -> None:
    pages: list[Hit] = []
    while page := seeds.search(query, limit=7, offset=len(pages), **filters):
        pages.extend(page)
    streamed = list(seeds.search(query, limit=3, **filters).all())
    assert [(hit.id, hit.passage) for hit in streamed] == [(hit.id, hit.passage) for hit in pages]
    assert len(streamed) == seeds.search(query, limit=0, **filters).total


def test_results_go_on_answering_over_their_own_state(tmp_path: Path) -> None:
    with Index.open(tmp_path / "i", create=True) as index:
        index.add(Article.make(id="a", headline="Rain", text="It rained.", published="2024-10-21"))
        results = index.search("rain")
        index.add(Article.make(id="b", headline="Rain", text="More rain.", published="2024-11-21"))
        assert results.histogram("published", "month") == {"2024-10": 1}
        assert [hit.id for hit in results.all()] == ["a"]
        assert results.receipt().state != index.search("rain").receipt().state


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["rain", "snow", "rain snow"]), st.dates(), st.sampled_from(["A", "B", None])),
        max_size=12,
    )
)
def test_counts_agree_whatever_the_articles(made: list[tuple[str, Any, str | None]]) -> None:
    index = Index.in_memory()
    index.add(
        Article.make(id=str(number), headline="", text=text, published=day, source=source)
        for number, (text, day, source) in enumerate(made)
    )
    results = index.search("rain", facets=["source", "published"], limit=0)
    rainy = [(day, source) for text, day, source in made if "rain" in text]
    assert results.total == len(rainy)
    assert results.facets["source"] == Counter(source for _, source in rainy if source)
    assert results.facets["published"] == Counter(day.isoformat() for day, _ in rainy)
    assert sum(results.histogram("published", "year").values()) == results.total


def test_a_receipt_tells_what_was_asked_and_understood(seeds: Index) -> None:
    results = seeds.search("troops", person="Budanov", published=("2024-10-01", None), level="passage", sort="newest")
    receipt = results.receipt()
    assert (receipt.asked, receipt.filters) == ("troops", {"person": "Budanov", "published": "2024-10-01.."})
    assert receipt.query == results.query == "troops published:2024-10-01.. person:Budanov"
    assert (receipt.level, receipt.sort, receipt.total, receipt.complete) == ("passage", "newest", results.total, True)
    assert receipt.state == seeds.stats().state
    assert receipt.query in str(receipt)


def test_a_receipt_can_be_asked_again_for_the_same_count(seeds: Index) -> None:
    for query, filters in QUESTIONS:
        receipt = seeds.search(query, **filters).receipt()
        again = seeds.search(receipt.query, level=receipt.level, sort=receipt.sort).receipt()
        assert (again.total, again.state) == (receipt.total, receipt.state)
        assert seeds.search(receipt.asked, **receipt.filters, level=receipt.level).total == receipt.total


def test_similar_articles_leave_out_the_article_itself(seeds: Index) -> None:
    results = seeds.similar("brief-33.txt", limit=3)
    assert "brief-33.txt" not in [hit.id for hit in results.all()]
    assert {"brief-28.txt", "brief-25.txt"} <= {hit.id for hit in results}
    assert results.receipt().asked == "similar to brief-33.txt"


def test_an_article_with_words_of_its_own_has_none_like_it() -> None:
    index = Index.in_memory()
    index.add(Article.make(id="a", headline="Xylophone", text="Quartz vexed.", published="2024-10-21"))
    index.add(Article.make(id="b", headline="Rain", text="It rained.", published="2024-10-21"))
    assert index.similar("a").total == 0


def test_similar_to_an_article_that_is_not_there_is_an_error(seeds: Index) -> None:
    with pytest.raises(InvalidValueError, match="nowhere"):
        seeds.similar("nowhere")


def test_a_misspelled_word_is_suggested_as_the_index_has_it(seeds: Index) -> None:
    meant = seeds.suggest("weapens troops")
    assert meant
    assert meant.text == "weapons troops"
    assert [one.written for one in meant.corrections] == ["weapens"]
    assert meant.corrections[0].alternatives[0].count == seeds.search("weapons*").total


def test_a_misspelled_name_is_suggested_in_its_own_spelling(seeds: Index) -> None:
    assert seeds.suggest('person:"Kyrilo Budanof"').text == 'person:"Kyrylo Budanov"'


def test_nothing_is_suggested_for_what_is_known_or_unwanted(seeds: Index) -> None:
    for query in ("troops", "person:budanov", "-xqzzy troops", "troop* 2024", "*"):
        assert not seeds.suggest(query), query


def test_a_word_with_nothing_near_it_is_named_as_unknown(seeds: Index) -> None:
    meant = seeds.suggest("xqzzyvw troops")
    assert not meant
    assert meant.unknown == ("xqzzyvw",)


def test_a_timeline_is_of_the_passages_that_answer(seeds: Index) -> None:
    found = seeds.search("troops", happened="2024-10-18").timeline()
    assert found
    assert found.state == seeds.stats().state
    for event in found:
        for mention in event.mentions:
            assert mention.days.contains(newsindex.DateSpan.parse("2024-10-18").first)
            assert seeds.article(mention.article_id).quote(mention.span) == mention.quote


def test_a_timeline_that_was_cut_short_says_so(seeds: Index) -> None:
    assert seeds.timeline("korea").complete
    assert not seeds.timeline("korea", limit=2).complete


def test_timeline_is_the_function_and_not_the_folder() -> None:
    assert callable(newsindex.timeline)
    assert newsindex.timeline("troops", SEEDS) == open_corpus(SEEDS).timeline("troops")
