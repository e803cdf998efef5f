"""What the executor answers beyond stock Whoosh: columns, nearness in all, swapped letters; and its limits."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise, permutations, product
from random import Random
from time import monotonic
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from newsindex.engines.whoosh.columns import SpansColumn
from newsindex.engines.whoosh.executor import InColumn, Near, Spelled, places
from newsindex.engines.whoosh.executor.expansion import within_distance
from newsindex.engines.whoosh.executor.fallback import through_matchers
from newsindex.engines.whoosh.executor.marks import Marks
from newsindex.errors import QueryTooComplex, UnsupportedQuery
from tests.engines.whoosh.executor.small_index import (
    Doc,
    is_top,
    our_executor,
    our_scores,
    same_scores,
    stock_scores,
    stock_searcher,
)

modest = settings(max_examples=40, deadline=None)
letters = st.sampled_from("abc")
texts = st.lists(letters, min_size=1, max_size=14).map(tuple)


def have(executor: Any, asked: Any) -> set[int]:
    """The documents that match."""
    return set(executor.docs(asked)[0].tolist())


@modest
@given(st.lists(texts, min_size=1, max_size=8), st.lists(letters, min_size=2, max_size=3), st.integers(1, 5))
def test_near_allows_so_many_other_words_in_all(docs: list[tuple[str, ...]], words: list[str], slop: int) -> None:
    def near(text: tuple[str, ...]) -> bool:
        places = [[place for place, word in enumerate(text) if word == wanted] for wanted in words]
        return any(
            all(a < b for a, b in pairwise(some)) and some[-1] - some[0] - len(words) + 1 < slop
            for some in product(*places)
        )

    executor = our_executor([[Doc(text) for text in docs]])
    assert have(executor, Near("text", words, slop=slop)) == {n for n, text in enumerate(docs) if near(text)}


@modest
@given(st.lists(texts, min_size=1, max_size=8), st.lists(letters, min_size=2, max_size=4))
def test_an_exact_phrase_stands_side_by_side(docs: list[tuple[str, ...]], words: list[str]) -> None:
    executor = our_executor([[Doc(text) for text in docs]])
    spaced = [" " + " ".join(text) + " " for text in docs]
    expected = {n for n, text in enumerate(spaced) if " " + " ".join(words) + " " in text}
    assert have(executor, query.Phrase("text", words)) == expected


def test_a_phrase_looked_up_again_and_again_keeps_its_answer() -> None:
    # After a few questions a frequent word is kept as bits rather than as a list of places.
    docs = [Doc(("a", "b") * 40 if n % 3 else ("b",) * 79 + ("a",)) for n in range(60)]
    executor = our_executor([docs])
    expected = {n for n in range(60) if n % 3}
    assert [have(executor, query.Phrase("text", ["a", "b"])) for _ in range(4)] == [expected] * 4
    assert have(executor, query.Phrase("text", ["b", "a"])) == set(range(60))


words = st.text("abcd", min_size=1, max_size=6)


@modest
@given(st.lists(words, min_size=1, max_size=20, unique=True), words, st.integers(0, 2), st.booleans())
def test_edit_distances_are_those_of_the_plain_algorithm(
    terms: list[str], text: str, distance: int, swaps: bool
) -> None:
    def edits(a: str, b: str) -> int:
        table = {(i, j): i + j for i in range(len(a) + 1) for j in range(len(b) + 1) if not i or not j}
        for i in range(1, len(a) + 1):
            for j in range(1, len(b) + 1):
                best = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
                if swaps and i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                    best = min(best, table[i - 2, j - 2] + 1)
                table[i, j] = best
        return table[len(a), len(b)]

    expected = [place for place, term in enumerate(terms) if edits(term, text) <= distance]
    assert within_distance(terms, text, distance, swaps=swaps).tolist() == expected


def test_a_spelled_word_may_have_two_letters_swapped() -> None:
    executor = our_executor([[Doc(("troops",)), Doc(("torops",)), Doc(("stoop",))]])
    assert have(executor, Spelled("text", "troops", maxdist=1, prefixlength=0)) == {0, 1}
    assert have(executor, query.FuzzyTerm("text", "troops", maxdist=1, prefixlength=0)) == {0}


ends = st.one_of(st.none(), st.integers(-3, 25))


@modest
@given(st.lists(st.lists(texts, min_size=1, max_size=9), min_size=1, max_size=3), ends, ends, letters)
def test_a_range_of_a_column_narrows_without_scoring(
    segments: list[list[tuple[str, ...]]], low: int | None, high: int | None, word: str
) -> None:
    executor = our_executor([[Doc(text) for text in docs] for docs in segments])
    numbers = [number for docs in segments for number in range(len(docs))]
    inside = {
        n for n, number in enumerate(numbers) if (low is None or number >= low) and (high is None or number <= high)
    }
    within = InColumn("number", low, high)
    scores = our_scores(executor, query.Term("text", word))
    expected = {doc: score for doc, score in scores.items() if doc in inside}
    assert have(executor, within) == inside
    assert same_scores(our_scores(executor, query.And([query.Term("text", word), within])), expected)
    narrowed = executor.search(query.Term("text", word), narrowed=within, total=True, limit=100)
    assert same_scores(dict(zip(narrowed.docs, narrowed.scores, strict=True)), expected)
    assert narrowed.total == len(expected)


@pytest.mark.parametrize("count", [30, 3_000, 9_000])
def test_pruning_and_filters_change_nothing_in_a_large_index(count: int) -> None:
    rng = np.random.default_rng(7)
    vocabulary = [f"w{n}" for n in range(40)]
    shares = 1 / np.arange(1, 41)
    docs = [
        Doc(tuple(rng.choice(vocabulary, rng.integers(3, 12), p=shares / shares.sum())), ("x",) if n % 3 else ())
        for n in range(count)
    ]
    executor = our_executor([docs[: count // 3], docs[count // 3 :]])
    tag = query.ConstantScoreQuery(query.Term("tag", "x"), 0.0)
    for some in (["w0"], ["w0", "w1"], ["w0", "w2", "w5"], ["w1", "w30"]):
        terms = [query.Term("text", word) for word in some]
        for asked in (
            query.And(terms),
            query.Or(terms),
            query.And([*terms, tag]),
            query.And([*terms, tag, InColumn("number", 10, count // 2)]),
            query.And([query.Or(terms), tag]),
            query.Phrase("text", some),
        ):
            found, scores, _ = executor.matches(asked)
            expected = sorted(zip((-scores).tolist(), found.tolist(), strict=True))[:10]
            for _ in range(2):
                answer = executor.search(asked, total=True)
                assert answer.total == len(found)
                assert np.allclose(answer.scores, [-score for score, _ in expected], atol=1e-4)
                by_number = dict(zip(found.tolist(), scores.tolist(), strict=True))
                assert np.allclose(answer.scores, [by_number[doc] for doc in answer.docs], atol=1e-4)
                assert answer.docs[:3] == [doc for _, doc in expected][:3]


def test_spans_of_a_column_are_met() -> None:
    column = SpansColumn.of([[(1, 5)], None, [(4, 9), (20, 21)]])
    assert column.meeting(5, 8).tolist() == [True, False, True]


def test_what_is_not_known_goes_to_whoosh_itself() -> None:
    segments = [[Doc(("a", "b", "c")), Doc(("c", "a"))], [Doc(("b", "c", "a"))]]
    searcher = stock_searcher(segments)
    executor = our_executor(segments, fallback=through_matchers(searcher))
    ordered = query.Ordered([query.Term("text", "a"), query.Term("text", "c")])
    for asked in (ordered, query.Or([ordered, query.Term("text", "b")], boost=2.0)):
        assert same_scores(our_scores(executor, asked), stock_scores(searcher, asked))


def test_what_is_not_known_is_an_error_without_a_fallback() -> None:
    with pytest.raises(UnsupportedQuery, match="Ordered"):
        our_executor([[Doc(("a",))]]).search(query.Ordered([query.Term("text", "a"), query.Term("text", "b")]))


def test_an_expansion_over_the_bound_is_too_complex() -> None:
    executor = our_executor([[Doc(("a", "ab", "abc"))]], max_expansions=2)
    with pytest.raises(QueryTooComplex, match="3 words"):
        executor.search(query.Prefix("text", "a"))


def test_a_deadline_that_has_passed_gives_an_incomplete_answer() -> None:
    answer = our_executor([[Doc(("a",))]]).search(query.Term("text", "a"), total=True, deadline=monotonic() - 1)
    assert (answer.docs, answer.complete) == ([], False)


def test_a_page_further_on_follows_the_first() -> None:
    executor = our_executor([[Doc(("a",) * (n + 1)) for n in range(60)]])
    first = executor.search(query.Term("text", "a"), limit=25)
    assert executor.search(query.Term("text", "a"), limit=5, offset=20).docs == first.docs[20:]
    assert executor.search(query.Term("text", "a"), limit=5, offset=60).docs == []


def test_a_tiny_budget_changes_no_answer() -> None:
    docs = [[Doc(("a", "b", "c") * (n % 5 + 1)) for n in range(300)]]
    rich, poor = our_executor(docs), our_executor(docs, budget=4_000)
    for _ in range(3):
        for asked in (
            query.And([query.Term("text", "a"), query.Term("text", "b")]),
            query.Phrase("text", ["a", "b"]),
            query.Or([query.Term("text", "c"), query.Term("text", "b")]),
        ):
            assert poor.search(asked, total=True) == rich.search(asked, total=True)


def test_an_empty_index_has_no_answers() -> None:
    executor = our_executor([])
    assert executor.search(query.Or([query.Term("text", "a"), query.Every()]), total=True).total == 0
    assert executor.search(query.Phrase("text", ["a", "b"])).docs == []


@modest
@given(st.lists(st.lists(texts, min_size=1, max_size=6), min_size=1, max_size=3), st.sampled_from(["a*", "*b*", "?"]))
def test_a_pattern_as_a_filter_has_the_documents_of_its_words(segments: list[list[Any]], pattern: str) -> None:
    executor = our_executor([[Doc(words) for words in docs] for docs in segments])
    asked = query.Wildcard("text", pattern)
    scores = our_scores(executor, query.ConstantScoreQuery(asked, 2.0))
    assert scores == dict.fromkeys(have(executor, asked), 2.0)


def test_a_pattern_that_stands_for_frequent_and_rare_words_finds_all_their_documents() -> None:
    docs = [Doc((*("common",) * (n % 3 > 0), *("cede",) * (n % 2), f"c{n}")) for n in range(900)]
    executor = our_executor([docs[:500], docs[500:]])
    assert have(executor, query.Prefix("text", "c")) == set(range(900))
    assert have(executor, query.Wildcard("text", "c*e*")) == {n for n in range(900) if n % 2}
    assert have(executor, query.Wildcard("text", "c??*m*")) == {n for n in range(900) if n % 3 > 0}


def test_a_question_of_many_ranges_takes_the_memory_of_a_few() -> None:
    executor = our_executor([[Doc((f"w{n % 97}",)) for n in range(20_000)]], budget=2 << 20)
    ranges = [query.TermRange("text", "a", f"x{n}") for n in range(100)]
    parts = [query.ConstantScoreQuery(part, 0.0) for part in ranges]
    executor.search(parts[0])
    tracemalloc.start()
    try:
        assert executor.search(query.Or(parts), total=True).total == 20_000
        assert executor.search(query.And([query.Term("text", "w5"), *parts]), total=True).total == 207
        # The numbers of the documents of all ranges would take 16 MB.
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("way", ["as usual", "never all places", "bits at once"])
def test_phrases_are_found_by_every_way_to_look_places_up(
    way: str, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    if way == "never all places":
        monkeypatch.setattr(places, "_SMALL", -1_000_000_000)
    if way == "bits at once":
        monkeypatch.setattr(places, "_BITS", -1_000_000)
    rng = Random(way)
    words = ["a"] * 12 + ["b"] * 6 + ["c"] * 2 + ["d"]
    docs = [Doc(tuple(rng.choices(words, k=rng.randint(1, 40))), removed=rng.random() < 0.1) for _ in range(500)]
    executor = _as_if(our_executor([docs[:300], docs[300:]]), large=large)
    asked = [[*rng.choices("abcd", k=rng.randint(2, 4))] for _ in range(40)]
    for phrase in asked * 2:
        wanted = " " + " ".join(phrase) + " "
        expected = {n for n, doc in enumerate(docs) if not doc.removed and wanted in f" {' '.join(doc.words)} "}
        assert have(executor, query.Phrase("text", phrase)) == expected
        answer = executor.search(query.Phrase("text", phrase), limit=5, total=True)
        assert (answer.total, len(answer.docs)) == (len(expected), min(5, len(expected)))
        assert expected.issuperset(answer.docs)
        assert answer.scores == sorted(answer.scores, reverse=True)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_words_of_every_frequency_meet_as_sets_do(seed: int, *, large: bool) -> None:
    rng = Random(seed)
    often = {"all": 1.0, "half": 0.5, "tenth": 0.1, "some": 0.02, "few": 0.004}
    docs = [
        Doc(tuple(word for word, share in often.items() if rng.random() < share) or ("none",)) for _ in range(3_000)
    ]
    executor = _as_if(our_executor([docs]), large=large)
    having = {word: {n for n, doc in enumerate(docs) if word in doc.words} for word in often}
    scores = {word: our_scores(executor, query.Term("text", word)) for word in often}
    for _ in range(3):  # words met again and again are kept in other forms
        for size in (2, 3):
            for chosen in permutations(often, size):
                expected = set.intersection(*(having[word] for word in chosen))
                asked = query.And([query.Term("text", word) for word in chosen])
                filtered = query.And([query.Term("text", chosen[0]), *map(_filter, chosen[1:])])
                summed = {doc: sum(scores[word][doc] for word in chosen) for doc in expected}
                assert same_scores(our_scores(executor, asked), summed)
                assert same_scores(our_scores(executor, filtered), {doc: scores[chosen[0]][doc] for doc in expected})
                answer = executor.search(asked, limit=10, total=True)
                assert is_top(answer.docs, answer.scores, summed, 10)
                assert answer.total == len(expected)


@pytest.mark.parametrize("seed", range(2))
def test_long_lists_in_an_index_where_most_documents_lack_the_field_meet_as_sets_do(seed: int) -> None:
    rng = Random(seed)
    often = {"all": 1.0, "half": 0.5, "third": 0.3, "tenth": 0.1, "few": 0.01}
    docs = [
        Doc(tuple(word for word, share in often.items() if not n % 20 and rng.random() < share)) for n in range(40_000)
    ]
    executor = our_executor([docs[:9_000], docs[9_000:]])
    having = {word: {n for n, doc in enumerate(docs) if word in doc.words} for word in often}
    scores = {word: our_scores(executor, query.Term("text", word)) for word in often}
    for chosen in permutations(often, 3):
        expected = set.intersection(*(having[word] for word in chosen))
        asked = query.And([query.Term("text", word) for word in chosen])
        summed = {doc: sum(scores[word][doc] for word in chosen) for doc in expected}
        assert same_scores(our_scores(executor, asked), summed)
        answer, found = executor.search_all(asked, limit=10)
        assert is_top(answer.docs, answer.scores, summed, 10)
        assert set(found.tolist()) == expected


@modest
@given(st.lists(st.integers(0, 30), unique=True).map(sorted), st.lists(st.integers(0, 30), unique=True).map(sorted))
def test_marks_find_where_two_lists_have_the_same(mine: list[int], docs: list[int]) -> None:
    marks = Marks(31)
    both = sorted(set(mine) & set(docs))
    for _ in range(200):  # more meetings than there are numbers for marks
        kept, rows = marks.meet(np.array(mine, np.int64), np.array(docs, np.int64))
        assert [docs[place] for place in kept.tolist()] == [mine[place] for place in rows.tolist()] == both


@pytest.mark.parametrize("large", [False, True])
def test_a_question_of_many_words_takes_the_memory_of_a_few(*, large: bool) -> None:
    words = [f"w{n}" for n in range(150)]
    docs = [Doc(tuple(word for k, word in enumerate(words) if (n + k) % 3)) for n in range(3_000)]
    executor = _as_if(our_executor([docs], budget=200_000), large=large)
    terms = [query.Term("text", word) for word in words]
    either = query.Or(terms)
    executor.search(terms[0])
    tracemalloc.start()
    try:
        assert executor.search(either, total=True).total == 3_000
        assert executor.search(query.And([terms[0], either]), total=True).total == 2_000
        assert executor.search(query.And(terms), total=True).total == 0
        # The lists of all words would take 2 to 4 MB.
        assert tracemalloc.get_traced_memory()[1] < 1_200_000
    finally:
        tracemalloc.stop()
    assert same_scores(our_scores(executor, either), our_scores(our_executor([docs]), either))


def test_an_or_is_looked_into_as_it_is_added_up() -> None:
    rng = Random(5)
    words = ["a", "b", "c", "d"]
    docs = [Doc(tuple(rng.sample(words, rng.randint(1, 3))), removed=not n % 7) for n in range(400)]
    executor = our_executor([docs[:150], docs[150:]])
    either = query.Or([query.Term("text", "a"), query.Term("text", "b", boost=2.0)])
    scores, rest = our_scores(executor, either), our_scores(executor, query.Term("text", "c"))
    both = our_scores(executor, query.And([query.Term("text", "c"), either]))
    assert same_scores(both, {doc: scores[doc] + rest[doc] for doc in scores.keys() & rest.keys()})
    without = query.AndNot(query.Term("text", "c"), either)
    assert have(executor, without) == rest.keys() - scores.keys()
    maybe = our_scores(executor, query.AndMaybe(query.Term("text", "c"), either))
    assert same_scores(maybe, {doc: score + scores.get(doc, 0.0) for doc, score in rest.items()})


def test_a_word_is_whole_for_another_thread_that_asks_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = our_executor([[Doc(("a",)) if n % 2 else Doc(("b",)) for n in range(200)]])
    word, docs, read = executor.snapshot.word("text", "a"), np.arange(200), executor.snapshot.read
    seen = []

    def meanwhile(*asked: Any) -> Any:
        if len(seen) < 1:
            seen.append(None)
            seen[0] = word.has(docs).tolist()
        return read(*asked)

    monkeypatch.setattr(executor.snapshot, "read", meanwhile)
    assert word.has(docs).tolist() == seen[0] == [bool(n % 2) for n in range(200)]


def test_what_two_threads_make_at_once_is_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = our_executor([[Doc(("a", "b")) for _ in range(50)]])
    snapshot = executor.snapshot
    make, other = snapshot._make_word, []

    def meanwhile(key: Any) -> Any:
        if not other:
            other.append(None)
            other[0] = snapshot.word(*key)
        return make(key)

    monkeypatch.setattr(snapshot, "_make_word", meanwhile)
    word = snapshot.word("text", "a")
    assert word is other[0]
    assert word.count == len(word.docs) == 50
    assert snapshot.bytes_held == word.laid_up


def _as_if(executor: Any, *, large: bool) -> Any:
    """The executor, made to take its index for a large one before it has read anything of it."""
    if large:
        executor.snapshot.is_large, executor.snapshot.number = True, np.int32
    return executor


def _filter(word: str) -> Any:
    return query.ConstantScoreQuery(query.Term("text", word), 0.0)
