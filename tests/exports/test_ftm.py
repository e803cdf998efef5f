"""FollowTheMoney entities, against what version 4 of its model publishes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from newsindex import Article, Index
from newsindex.analysis.words import name_key
from newsindex.corpora import open_corpus
from tests.conftest import SEEDS

# The properties used here, as the model has them: what they hold, and for an entity of which schema.
PROPERTIES = {
    "Article": {"title", "fileName", "publishedAt", "publisher", "sourceUrl", "bodyText", "peopleMentioned",
                "companiesMentioned", "locationMentioned"},
    "Mention": {"document", "name", "detectedSchema", "resolved"},
    "Person": {"name"},
    "Organization": {"name"},
    "Address": {"full"},
}  # fmt: skip
REQUIRED = {"Mention": {"document", "name"}, "Person": {"name"}, "Organization": {"name"}, "Article": {"fileName"}}


@pytest.fixture
def seeds() -> Index:
    return open_corpus(SEEDS)


def entities(index: Index, query: str = "", **filters: Any) -> Iterator[dict[str, Any]]:
    return index.search(query, limit=5, **filters).to_ftm(all=True)


def test_entities_have_only_properties_of_their_schema(seeds: Index) -> None:
    for entity in entities(seeds):
        assert set(entity) == {"id", "schema", "properties"}
        assert set(entity["properties"]) <= PROPERTIES[entity["schema"]]
        assert REQUIRED.get(entity["schema"], set()) <= set(entity["properties"])
        for values in entity["properties"].values():
            assert values
            assert all(isinstance(value, str) and value for value in values)


def test_times_are_in_whole_seconds_of_utc() -> None:
    index = Index.in_memory()
    noon = datetime(2024, 10, 21, 12, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=9)))
    index.add(Article.make(id="a", headline="Rain", text="Rain fell.", published=noon))
    (article,) = (one for one in entities(index) if one["schema"] == "Article")
    assert article["properties"]["publishedAt"] == ["2024-10-21T03:00:00"]


def test_no_id_is_given_twice(seeds: Index) -> None:
    counts = Counter(entity["id"] for entity in entities(seeds))
    assert set(counts.values()) == {1}


def test_what_an_entity_points_to_comes_before_it(seeds: Index) -> None:
    given: dict[str, str] = {}
    for entity in entities(seeds):
        given[entity["id"]] = entity["schema"]
        for target in entity["properties"].get("document", []):
            assert given[target] == "Article"
        for target in entity["properties"].get("resolved", []):
            assert given[target] in ("Person", "Organization")


def test_each_article_that_matches_is_there_with_its_names(seeds: Index) -> None:
    results = seeds.search("troops", limit=50)
    articles = {e["properties"]["fileName"][0]: e for e in entities(seeds, "troops") if e["schema"] == "Article"}
    assert set(articles) == {hit.id for hit in results}
    for hit in results:
        assert set(articles[hit.id]["properties"].get("peopleMentioned", [])) == set(hit.people)


def test_a_question_of_passages_gives_the_names_of_the_passages(seeds: Index) -> None:
    people = [one for one in entities(seeds, "troops", level="passage") if one["schema"] == "Person"]
    named = {name_key(name) for one in people for name in one["properties"]["name"]}
    hits = seeds.search("troops", level="passage", limit=500)
    assert named == {name_key(name) for hit in hits for name in hit.people}


def test_entities_are_the_same_each_time(seeds: Index) -> None:
    assert json.dumps(list(entities(seeds, "troops"))) == json.dumps(list(entities(seeds, "troops")))
