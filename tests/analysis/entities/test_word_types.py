"""What is hashed of a word piece by piece is the hash of the features that training writes out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsindex.analysis.entities.clusters import WordClusters
from newsindex.analysis.entities.hash_index import HashIndex
from newsindex.analysis.entities.reading import WordTable, read_words
from newsindex.analysis.entities.word_types import (
    KINDS,
    context_features,
    context_hashes,
    kind_of,
    own_features,
    own_hashes,
    shape_of,
)
from newsindex.analysis.entities.wordlists import BIT, LISTS, WordLists, first_hash, hash_of, joined_hash
from newsindex.analysis.words import fold

WORDS = st.text(alphabet="abMX9é-.'ßİЖ中\u0301\ud800", min_size=1, max_size=24)


@given(WORDS, st.integers(0, (1 << len(LISTS)) - 1))
def test_hashes_of_a_word_are_those_of_its_features(word: str, bits: int) -> None:
    assert own_hashes(word) == [hash_of(feature) for feature in own_features(word)]
    context = [hash_of(feature) for feature in context_features(word, bits)]
    assert context_hashes(word, fold(word), KINDS.index(kind_of(word, bits)), bits) == context


@pytest.mark.parametrize(
    ("word", "shape"),
    [("x", "x"), ("said", "x"), ("NATO", "X"), ("Kyiv", "Xx"), ("McCain", "XxXx"), ("Éa", "Xx"), ("F-16", "X-9")],
)
def test_the_shape_of_a_word_draws_runs_together(word: str, shape: str) -> None:
    assert shape_of(word) == shape


@given(st.sets(st.integers(0, 1 << 62), max_size=200), st.lists(st.integers(0, 1 << 62)))
def test_keys_are_found_where_they_stand_and_others_nowhere(keys: set[int], others: list[int]) -> None:
    array = np.array(sorted(keys), np.int64)
    wanted = [*sorted(keys, reverse=True), *others]
    expected = [sorted(keys).index(one) if one in keys else -1 for one in wanted]
    assert HashIndex.of(array).find(np.array(wanted, np.int64)).tolist() == expected


def test_keys_that_begin_their_search_at_one_slot_are_all_found() -> None:
    spread = pow(0x9E3779B97F4A7C15, -1, 1 << 64)
    keys = np.array([spread * number % (1 << 64) for number in range(40)], np.uint64)
    assert HashIndex.of(keys).find(keys).tolist() == list(range(40))


def test_a_phrase_is_hashed_word_by_word() -> None:
    lists = WordLists.make({"city_big": ["New York City"]})
    phrase = joined_hash(joined_hash(hash_of("new"), "york"), "city")
    assert lists.find([phrase, first_hash("new")]).tolist() == [BIT["city_big"], 1 << 3]


def test_the_longest_listed_phrase_counts_and_none_reaches_into_another() -> None:
    lists = WordLists.make({"city_big": ["New York", "York City Hall"], "org": ["New York City"]})
    table = WordTable(lists, WordClusters.none())
    words = "New York City Hall".split()
    reading = read_words(table, words, np.zeros(4, np.int64))
    marks = reading.codes[:, 10].tolist()
    assert [mark >> 2 for mark in marks] == [BIT["org"]] * 3 + [0]
    assert [mark & 3 for mark in marks] == [1, 2, 3, 0]
