"""The executor gives the documents and scores of Whoosh's own searcher, whatever is asked."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from math import log
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query, scoring

from newsindex.engines.whoosh.executor.weighting import BY_FIELD
from tests.engines.whoosh.executor.small_index import (
    Doc,
    is_top,
    our_executor,
    our_scores,
    same_scores,
    stock_scores,
    stock_searcher,
)


def _is_whoosh3() -> bool:
    try:
        version("whoosh3")
    except PackageNotFoundError:
        return False
    return True


like_whoosh3 = pytest.mark.skipif(
    not _is_whoosh3(), reason="whoosh 2.7.4 answers Require, AndNot, AndMaybe and DisjunctionMax otherwise"
)

WORDS = ("a", "ab", "abc", "abd", "b", "ba", "bcd", "c", "cab", "d")
TAGS = ("x", "xy", "y")

words = st.sampled_from(WORDS)
boosts = st.sampled_from([1.0, 1.0, 1.0, 2.5, 0.5])


def documents(*, removed: bool) -> st.SearchStrategy[list[list[Doc]]]:
    """One to three segments of documents."""
    text = st.lists(words, min_size=1, max_size=12).map(tuple)
    tags = st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple)
    doc = st.builds(Doc, text, tags, st.booleans() if removed else st.just(False))
    return st.lists(st.lists(doc, min_size=1, max_size=12), min_size=1, max_size=3)


terms = st.one_of(
    st.builds(lambda word, boost: query.Term("text", word, boost=boost), words, boosts),
    st.builds(lambda tag: query.Term("tag", tag), st.sampled_from((*TAGS, "absent"))),
    st.just(query.Term("text", "absent")),
    st.just(query.Term("nofield", "a")),
)
expanded = st.one_of(
    st.builds(lambda text, boost: query.Prefix("text", text, boost=boost), st.sampled_from(["a", "ab", "q"]), boosts),
    st.builds(lambda text: query.Wildcard("text", text), st.sampled_from(["*b*", "a?", "?", "b*d", "[ab]*", "*"])),
    st.builds(
        lambda text, distance, prefix: query.FuzzyTerm("text", text, maxdist=distance, prefixlength=prefix),
        st.sampled_from(["ab", "cab", "bc", "abcd"]),
        st.integers(1, 2),
        st.integers(0, 1),
    ),
    st.builds(
        lambda ends, low, high: query.TermRange("text", min(ends), max(ends), low, high),
        st.tuples(words, words),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(lambda pattern: query.Regex("text", pattern), st.sampled_from(["a.*", ".b", "(a|b)c", "ab?$"])),
)
phrases = st.builds(
    lambda some, slop, boost: query.Phrase("text", some, slop=slop, boost=boost),
    st.lists(words, min_size=1, max_size=3),
    st.integers(1, 3),
    boosts,
)
leaves = st.one_of(
    terms, terms, expanded, phrases, st.builds(query.Every, st.none(), boosts), st.just(query.Every("tag"))
)


def several(kind: Any, parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A compound of a few parts."""
    return st.builds(lambda some, boost: kind(some, boost=boost), st.lists(parts, min_size=1, max_size=4), boosts)


def grown(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Trees one level deeper."""
    return st.one_of(
        several(query.And, parts),
        several(query.Or, parts),
        st.builds(query.Require, parts, parts),
        st.builds(query.ConstantScoreQuery, parts, st.sampled_from([1.0, 2.5])),
        st.builds(query.Not, parts),
    )


trees = st.recursive(leaves, grown, max_leaves=6)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
thorough = settings(calm, max_examples=40)
modest = settings(calm, max_examples=15)


@like_whoosh3
@thorough
@given(documents(removed=False), st.lists(trees, min_size=1, max_size=4), st.integers(1, 12))
def test_random_trees_match_and_score_as_in_whoosh(segments: list[list[Doc]], asked: list[Any], limit: int) -> None:
    searcher, executor = stock_searcher(segments), our_executor(segments)
    for tree in asked:
        expected = stock_scores(searcher, tree)
        assert same_scores(our_scores(executor, tree), expected)
        answer = executor.search(tree, limit=limit, total=True)
        assert is_top(answer.docs, answer.scores, expected, limit)
        assert answer.total == len(expected)


class FieldBM25F(scoring.BM25F):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's BM25F, with the statistics of those documents that have the field."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        count, having = self._count(searcher, fieldname), searcher.doc_frequency(fieldname, text)
        return log(1 + (count - having + 0.5) / (having + 0.5))

    def scorer(self, searcher: Any, fieldname: str, text: str, qf: int = 1) -> Any:
        scorer = super().scorer(searcher, fieldname, text, qf)
        if searcher.schema[fieldname].scorable:
            top = searcher.get_parent()
            scorer.avgfl = top.field_length(fieldname) / self._count(searcher, fieldname)
        return scorer

    def _count(self, searcher: Any, fieldname: str) -> int:
        top = searcher.get_parent()
        return sum(bool(top.doc_field_length(doc, fieldname)) for doc in range(top.doc_count_all()))


@modest
@given(documents(removed=False), st.lists(terms, min_size=1, max_size=4))
def test_by_field_the_documents_without_the_field_do_not_count(segments: list[list[Doc]], asked: list[Any]) -> None:
    segments = [[*docs, Doc((), ("x",)), Doc((), ("y",))] for docs in segments]
    searcher = stock_searcher(segments, weighting=FieldBM25F())
    executor = our_executor(segments, weighting=BY_FIELD)
    for tree in asked:
        assert same_scores(our_scores(executor, tree), stock_scores(searcher, tree))


@modest
@given(documents(removed=True), st.lists(st.one_of(terms, expanded, phrases), min_size=1, max_size=4))
def test_removed_documents_stay_out_and_still_count_in_the_statistics(
    segments: list[list[Doc]], asked: list[Any]
) -> None:
    searcher, executor = stock_searcher(segments), our_executor(segments)
    for tree in asked:
        assert same_scores(our_scores(executor, tree), stock_scores(searcher, tree))


@like_whoosh3
@modest
@given(documents(removed=False), trees, trees)
def test_and_not_keeps_scores_and_leaves_out_what_the_other_part_matches(
    segments: list[list[Doc]], wanted: Any, unwanted: Any
) -> None:
    # Stock Whoosh itself lets a document through whose cursor in the unwanted part lags behind at the start.
    searcher, executor = stock_searcher(segments), our_executor(segments)
    out = stock_scores(searcher, unwanted)
    expected = {doc: score for doc, score in stock_scores(searcher, wanted).items() if doc not in out}
    assert same_scores(our_scores(executor, query.AndNot(wanted, unwanted)), expected)


@like_whoosh3
@modest
@given(documents(removed=False), trees, trees)
def test_and_maybe_adds_the_score_of_the_other_part_where_both_match(
    segments: list[list[Doc]], wanted: Any, bonus: Any
) -> None:
    # Stock Whoosh can lose the bonus when its matchers replace each other during a search.
    searcher, executor = stock_searcher(segments), our_executor(segments)
    more = stock_scores(searcher, bonus)
    expected = {doc: score + more.get(doc, 0.0) for doc, score in stock_scores(searcher, wanted).items()}
    assert same_scores(our_scores(executor, query.AndMaybe(wanted, bonus)), expected)


@like_whoosh3
@modest
@given(documents(removed=False), st.lists(trees, min_size=1, max_size=3), boosts)
def test_disjunction_max_scores_the_best_part_that_matches(
    segments: list[list[Doc]], parts: list[Any], boost: float
) -> None:
    # Stock Whoosh compares the current documents of its cursors even where they differ.
    searcher, executor = stock_searcher(segments), our_executor(segments)
    expected: dict[int, float] = {}
    for part in parts:
        for doc, score in stock_scores(searcher, part).items():
            expected[doc] = max(score * (boost if len(parts) > 1 else 1.0), expected.get(doc, 0.0))
    assert same_scores(our_scores(executor, query.DisjunctionMax(parts, boost=boost)), expected)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_equal_scores_come_in_order_of_document_number(limit: int) -> None:
    executor = our_executor([[Doc(("a",))] * 200, [Doc(("a",))] * 200])
    assert executor.search(query.Term("text", "a"), limit=limit).docs == list(range(limit))
