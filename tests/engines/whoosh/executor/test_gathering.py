"""Facets, orders and groups over all matches agree with counting one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.engines.whoosh.columns import IntColumn, KeywordColumn, KeywordsColumn
from newsindex.engines.whoosh.executor.gathering import best_of_each, day_counts, facet_counts, in_order_of

modest = settings(max_examples=50, deadline=None)
word = st.sampled_from([b"gold", b"oil", b"tin"])
rows = st.lists(st.tuples(st.lists(word, max_size=3), st.integers(0, 3), st.booleans()), min_size=1, max_size=20)


@modest
@given(rows)
def test_facets_count_documents_or_owners_once(table: list[tuple[list[bytes], int, bool]]) -> None:
    column = KeywordsColumn.of([words for words, _, _ in table])
    owners = np.array([owner for _, owner, _ in table])
    docs = np.array([n for n, (_, _, chosen) in enumerate(table) if chosen], np.int64)
    by_doc = Counter(word for n in docs for word in set(table[n][0]))
    by_owner = Counter(word for word, _ in {(word, table[n][1]) for n in docs for word in table[n][0]})
    assert facet_counts(column, docs) == by_doc
    assert facet_counts(column, docs, owners=owners) == by_owner
    assert list(facet_counts(column, docs)) == sorted(by_doc, key=lambda word: (-by_doc[word], word))


@modest
@given(st.lists(st.one_of(st.none(), word), min_size=1, max_size=20))
def test_facets_of_single_words_leave_out_documents_without(values: list[bytes | None]) -> None:
    docs = np.arange(len(values))
    expected = Counter(value for value in values if value is not None)
    assert facet_counts(KeywordColumn.of(values), docs) == expected


@modest
@given(st.lists(st.one_of(st.none(), st.integers(700_000, 700_005)), min_size=1, max_size=20), st.integers(1, 25))
def test_an_order_by_a_column_is_stable_and_puts_the_absent_last(values: list[int | None], limit: int) -> None:
    column, docs = IntColumn.of(values), np.arange(len(values))

    def key(n: int, sign: int) -> tuple[bool, int]:
        value = values[n]
        return value is None, sign * (value or 0)

    for descending, sign in ((False, 1), (True, -1)):
        expected = sorted(range(len(values)), key=lambda n: key(n, sign))[:limit]
        assert in_order_of(column, docs, limit, descending=descending).tolist() == expected


def test_days_are_counted_once_for_each_owner() -> None:
    column, docs = IntColumn.of([5, 5, None, 7]), np.arange(4)
    assert day_counts(column, docs) == {5: 2, 7: 1}
    assert day_counts(column, docs, owners=np.array([1, 1, 1, 2])) == {5: 1, 7: 1}


def test_the_best_passage_stands_for_its_article() -> None:
    owners = np.array([9, 9, 4, 4, 9])
    whose, docs, scores = best_of_each(owners, np.arange(5), np.array([1, 3, 2, 2, 3], np.float32))
    assert (whose.tolist(), docs.tolist(), scores.tolist()) == ([4, 9], [2, 1], [2.0, 3.0])
