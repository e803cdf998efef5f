"""Whatever is asked of whatever corpus, Whoosh's answer is the oracle's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsindex.analysis.annotated import EntityType
from newsindex.documents import ArticleRecord
from newsindex.engines.base import FACET_FIELDS, Engine, Request
from newsindex.engines.memory import MemoryEngine
from newsindex.engines.whoosh.engine import WhooshEngine
from newsindex.query.model import (
    And,
    Boost,
    Dated,
    Everything,
    Fuzzy,
    Labelled,
    Named,
    NamedAs,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from newsindex.spans import DateSpan
from tests.engines.examples import record

WORDS = ["troops", "troop", "rain", "rains", "trained", "north-west", "Kim", "Seoul", "Zürich", "1,500", "the"]
NAMES: dict[str, tuple[EntityType, str]] = {
    "Kim": ("person", "Kim Jong Un"),
    "Seoul": ("place", "Seoul"),
    "Zürich": ("place", "Zürich"),
}
FIRST = date(2024, 9, 25)

days = st.integers(0, 60).map(lambda offset: FIRST + timedelta(days=offset))
spans = st.one_of(
    days.map(DateSpan.day),
    st.sampled_from([DateSpan.month(2024, 10), DateSpan.month(2024, 11), DateSpan.year(2024), DateSpan.year(2023)]),
    st.tuples(days, days).map(lambda pair: DateSpan(min(pair), max(pair))),
    days.map(lambda day: DateSpan(date.min, day)),
    days.map(lambda day: DateSpan(day, date.max)),
)
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


@st.composite
def corpora(draw: st.DrawFn) -> list[ArticleRecord]:
    """Up to eight articles, some of them telling of days."""
    records = []
    for number in range(draw(st.integers(0, 8))):
        told = draw(st.lists(spans.filter(lambda span: span.first > date.min and span.last < date.max), max_size=2))
        body = draw(st.lists(lines, min_size=1, max_size=3))
        marks = {f"told{place}": str(span) for place, span in enumerate(told)}
        body = [f"{line} {mark}" for line, mark in zip(body, [*marks, "", "", ""], strict=False)]
        records.append(
            record(
                f"article-{number}",
                *body,
                headline=draw(lines),
                published=draw(days).isoformat(),
                source=draw(st.sampled_from([None, "Newsweek", "Yonhap"])),
                names=NAMES,
                days=marks,
            )
        )
    return records


fields = st.sampled_from(["text", "headline"])
words = st.sampled_from([*WORDS, "unknown"])
leaf_nodes = st.one_of(
    st.just(Everything()),
    st.builds(Word, words, fields),
    st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), fields, st.integers(0, 3)),
    st.builds(Prefix, st.sampled_from(["t", "tr", "rain", "z", "north-w"]), fields),
    st.builds(Wildcard, st.sampled_from(["t*p", "r?in", "*o*", "?eoul", "*"]), fields),
    st.builds(Fuzzy, st.sampled_from(["troups", "rian", "kin"]), st.integers(1, 2), fields),
    st.builds(Named, st.sampled_from(["person", "place", "org", "entity"]), st.sampled_from(["KIM", "zurich"])),
    st.builds(NamedAs, st.just("place"), st.sampled_from([("Seoul",), ("Zürich", "Seoul"), ("zurich",), ()])),
    st.builds(Dated, st.sampled_from(["published", "happened"]), spans),
    st.builds(Labelled, st.just("source"), st.sampled_from(["newsweek", "YONHAP", "other"])),
    st.builds(Labelled, st.just("section"), st.sampled_from(["headline", "lead", "details"])),
    st.builds(Labelled, st.just("id"), st.just("article-1")),
)


def _join(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), st.builds(Boost, children, st.sampled_from([0.5, 2.0])))


def _extend(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.one_of(_join(children), children.map(Not))


queries = st.recursive(leaf_nodes, _extend, max_leaves=6)
weighed = st.recursive(st.builds(Word, words, fields), _join, max_leaves=4)


def filled(engine: Engine, records: list[ArticleRecord]) -> Engine:
    # In two commits, so that there are several segments.
    for part in (records[::2], records[1::2]):
        with engine.writer() as writer:
            for one in part:
                writer.add(one)
    return engine


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpora(), st.lists(queries, min_size=1, max_size=6), st.sampled_from(["article", "passage"]))
def test_whoosh_answers_like_the_oracle(
    tmp_path_factory: object, records: list[ArticleRecord], asked: list[Query], level: str
) -> None:
    path = tmp_path_factory.mktemp("index")  # type: ignore[attr-defined]
    oracle, whoosh = filled(MemoryEngine(), records), filled(WhooshEngine(path / "index", create=True), records)
    for query in asked:
        request = Request(query, level=level, limit=1_000, facets=FACET_FIELDS)  # type: ignore[arg-type]
        expected, got = oracle.search(request), whoosh.search(request)
        assert got.total == expected.total, query
        assert {(row.article_id, row.passage if level == "passage" else None) for row in got.rows} == {
            (row.article_id, row.passage if level == "passage" else None) for row in expected.rows
        }, query
        assert got.facets == expected.facets, query
    whoosh.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpora(), st.lists(weighed, min_size=1, max_size=6), st.sampled_from(["article", "passage"]))
def test_words_weigh_as_much_as_with_the_oracle(
    tmp_path_factory: object, records: list[ArticleRecord], asked: list[Query], level: str
) -> None:
    path = tmp_path_factory.mktemp("index")  # type: ignore[attr-defined]
    oracle, whoosh = filled(MemoryEngine(), records), filled(WhooshEngine(path / "index", create=True), records)
    for query in asked:
        request = Request(query, level=level, limit=1_000)  # type: ignore[arg-type]
        expected, got = (
            {(row.article_id, row.passage): row.score for row in engine.search(request).rows}
            for engine in (oracle, whoosh)
        )
        # Whoosh rounds the length of a document to what fits into a byte.
        assert got == pytest.approx(expected, rel=0.1), query
    whoosh.close()
