"""Facets counted over arrays agree with counting one by one, whatever repeats, is joined or is grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.buckets import Bucket, bucket_names
from newsindex.engines.whoosh.columns import IntColumn, KeywordColumn, KeywordsColumn, SpansColumn
from newsindex.engines.whoosh.counts import Counts
from newsindex.engines.whoosh.facets import Facets, Tally
from newsindex.spans import DateSpan

modest = settings(max_examples=50, deadline=None)
words = st.sampled_from(["gold", "oil", "silver", "tin"])
joins = st.dictionaries(words, st.sampled_from(["metal", "gold", "zinc"]), max_size=3)
rows = st.lists(st.tuples(st.lists(words, max_size=4), st.integers(0, 3), st.booleans()), min_size=1, max_size=20)
days = st.integers(738_880, 738_950)
spans = st.tuples(days, st.integers(0, 45)).map(lambda span: (span[0], span[0] + span[1]))
buckets: st.SearchStrategy[Bucket | None] = st.sampled_from([None, "day", "week", "month", "year"])


def in_order(found: Iterable[str]) -> list[tuple[str, int]]:
    """Values and how often each stands, most frequent first, equals by name."""
    return sorted(Counter(found).items(), key=lambda item: (-item[1], item[0]))


def encoded(values: Iterable[str]) -> list[bytes]:
    """The words as a column has them."""
    return [value.encode() for value in values]


def counted(tally: Tally, docs: object) -> Counts:
    """The counts of one tally, the same whichever way it is counted."""
    return Facets({"one": tally}).count(np.asarray(docs))["one"]


@modest
@given(rows, joins)
def test_a_document_counts_once_for_each_value_it_has(
    table: list[tuple[list[str], int, bool]], joined: Mapping[str, str]
) -> None:
    tally = Tally.of_words(KeywordsColumn.of([encoded(values) for values, _, _ in table]), joined)
    docs = np.array([n for n, (_, _, chosen) in enumerate(table) if chosen], np.int64)
    expected = in_order(name for n in docs for name in {joined.get(word, word) for word in table[n][0]})
    facets = Facets({"one": tally})
    for of_all in (False, True, True):
        assert list(facets.count(docs, of_all=of_all)["one"].items()) == expected


@modest
@given(rows, joins)
def test_a_group_counts_once_for_each_value_of_its_documents(
    table: list[tuple[list[str], int, bool]], joined: Mapping[str, str]
) -> None:
    table.sort(key=lambda row: row[1])
    tally = Tally.of_words(KeywordsColumn.of([encoded(values) for values, _, _ in table]), joined)
    docs = np.array([n for n, (_, _, chosen) in enumerate(table) if chosen], np.int64)
    groups = np.array([table[n][1] for n in docs], np.int64)
    pairs = {(table[n][1], joined.get(word, word)) for n in docs for word in table[n][0]}
    assert list(Facets({"one": tally}).count_groups(docs, groups)["one"].items()) == in_order(name for _, name in pairs)


@modest
@given(st.lists(st.one_of(st.none(), words), min_size=1, max_size=20), joins)
def test_documents_without_a_word_are_left_out(values: list[str | None], joined: Mapping[str, str]) -> None:
    column = KeywordColumn.of([None if value is None else value.encode() for value in values])
    found = counted(Tally.of_words(column, joined), np.arange(len(values)))
    assert list(found.items()) == in_order(joined.get(value, value) for value in values if value is not None)


@modest
@given(st.lists(st.one_of(st.none(), days), min_size=1, max_size=20), buckets)
def test_days_are_counted_in_their_buckets(values: list[int | None], by: Bucket | None) -> None:
    found = counted(Tally.of_days(IntColumn.of(values), by), np.arange(len(values)))
    told = [DateSpan.day(date.fromordinal(value)) for value in values if value is not None]
    assert list(found.items()) == in_order(bucket_names(told, by))


@modest
@given(st.lists(st.lists(spans, max_size=4), min_size=1, max_size=12), buckets)
def test_a_document_counts_once_for_each_bucket_it_tells_of(values: list[list[tuple[int, int]]], by: Bucket) -> None:
    found = counted(Tally.of_days(SpansColumn.of(values), by), np.arange(len(values)))
    told = [[DateSpan(date.fromordinal(first), date.fromordinal(last)) for first, last in some] for some in values]
    assert list(found.items()) == in_order(name for some in told for name in set(bucket_names(some, by)))


@pytest.mark.parametrize("kinds", [3, 100, 1_000])
def test_many_values_come_in_the_same_order_as_few(kinds: int) -> None:
    values = [f"v{number % kinds * 7 % kinds:04}" for number in range(5 * kinds + kinds // 3)]
    values += [f"v{number:04}" for number in range(kinds) for _ in range(number % 13)]
    found = counted(Tally.of_words(KeywordColumn.of(encoded(values))), np.arange(len(values)))
    assert list(found.items()) == in_order(values)
    assert (len(found), found["v0001"]) == (len(set(values)), values.count("v0001"))


@modest
@given(
    st.lists(
        st.tuples(st.lists(words, max_size=3), st.one_of(st.none(), words), days, st.lists(spans, max_size=2)),
        min_size=1,
        max_size=12,
    ),
    st.data(),
)
def test_facets_counted_together_are_those_counted_alone(table: list[tuple[Any, ...]], data: st.DataObject) -> None:
    tallies = {
        "several": Tally.of_words(KeywordsColumn.of([encoded(row[0]) for row in table])),
        "one": Tally.of_words(KeywordColumn.of([row[1] and row[1].encode() for row in table])),
        "absent": Tally.of_words(None),
        "day": Tally.of_days(IntColumn.of([row[2] for row in table])),
        "spans": Tally.of_days(SpansColumn.of([row[3] for row in table]), "month"),
    }
    docs = np.array(sorted(data.draw(st.sets(st.integers(0, len(table) - 1)))), np.int64)
    groups = docs // 3
    together = Facets(tallies)
    for field, tally in tallies.items():
        alone = Facets({field: tally})
        assert dict(together.count(docs)[field]) == dict(alone.count(docs)[field])
        assert dict(together.count_groups(docs, groups)[field]) == dict(alone.count_groups(docs, groups)[field])


def test_a_column_that_is_not_there_counts_nothing() -> None:
    docs = np.array([0, 5])
    for tally in (Tally.of_words(None), Tally.of_days(None)):
        assert dict(counted(tally, docs)) == {}
        assert dict(Facets({"one": tally}).count_groups(docs, docs)["one"]) == {}


def test_fields_that_no_document_has_are_counted_as_nothing() -> None:
    facets = Facets({"absent": Tally.of_words(None), "untold": Tally.of_days(None)})
    docs = np.array([0, 3])
    assert facets.count(docs) == {"absent": {}, "untold": {}}
    assert facets.count_groups(docs, docs) == {"absent": {}, "untold": {}}


def test_a_count_is_found_by_its_name() -> None:
    column = KeywordColumn.of([b"gold", b"oil", b"tin", b"caf\xff", b"oil"])
    found = counted(Tally.of_words(column, {"tin": "metal"}), np.arange(5))
    assert (found["oil"], found["metal"], found["caf\ufffd"]) == (2, 1, 1)
    for name in ("tin", "silver", "caf\ufffd\ufffd"):
        assert name not in found


@modest
@given(rows, st.data())
def test_documents_taken_out_of_a_column_count_as_they_did_in_it(
    table: list[tuple[list[str], int, bool]], data: st.DataObject
) -> None:
    column = KeywordsColumn.of([encoded(values) for values, _, _ in table])
    docs = np.array(sorted(data.draw(st.sets(st.integers(0, len(table) - 1)))), np.int64)
    groups = np.array([table[n][1] for n in docs], np.int64)
    whole, taken = Facets({"one": Tally.of_words(column)}), Facets({"one": Tally.of_words(column.take(docs))})
    everything = np.arange(len(docs))
    assert dict(taken.count(everything)["one"]) == dict(whole.count(docs)["one"])
    assert dict(taken.count_groups(everything, groups)["one"]) == dict(whole.count_groups(docs, groups)["one"])


@modest
@given(st.lists(st.one_of(st.none(), st.lists(spans, max_size=4)), min_size=1, max_size=12), st.data())
def test_days_taken_out_of_a_column_count_as_they_did_in_it(
    values: list[list[tuple[int, int]] | None], data: st.DataObject
) -> None:
    column = SpansColumn.of(values)
    docs = np.array(sorted(data.draw(st.sets(st.integers(0, len(values) - 1)))), np.int64)
    assert dict(counted(Tally.of_days(column.take(docs)), np.arange(len(docs)))) == dict(
        counted(Tally.of_days(column), docs)
    )
