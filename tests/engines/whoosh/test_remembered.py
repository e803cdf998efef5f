"""Counts are remembered for all questions that have the same matches, and for no others."""

from __future__ import annotations

from typing import get_args

import numpy as np
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.engines.base import FacetField, Request
from newsindex.engines.whoosh.counts import Counts, Names
from newsindex.engines.whoosh.remembered import Counted, CountedLately
from newsindex.engines.whoosh.terms import Terms
from newsindex.query.model import And, Boost, Named, Not, Or, Query, Word

modest = settings(max_examples=50, deadline=None)
leaves = st.one_of(st.sampled_from("abc").map(Word), st.sampled_from("ab").map(lambda name: Named("person", name)))


def grown(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Questions made of others."""
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), parts.map(Not), st.builds(Boost, parts, st.just(2.0)))


trees = st.recursive(leaves, grown, max_leaves=6)


def matches(query: Query, having: set[str]) -> bool:
    """Whether an article with these words and names answers."""
    match query:
        case Word(text):
            return text in having
        case Named(_, name):
            return name.upper() in having
        case And(parts):
            return all(matches(part, having) for part in parts)
        case Or(parts):
            return any(matches(part, having) for part in parts)
        case Not(part) | Boost(part):
            return not matches(part, having) if isinstance(query, Not) else matches(part, having)
    raise AssertionError(query)


@modest
@given(trees, trees)
def test_questions_that_share_counts_have_the_same_matches(one: Query, other: Query) -> None:
    lately = CountedLately()
    lately.keep(Request(one, facets=("place",)), Counted(1, {"place": {}}))
    if lately.find(Request(other, facets=("place",))) is not None:
        for number in range(32):
            having = {word for bit, word in enumerate("abcAB") if number >> bit & 1}
            assert matches(one, having) == matches(other, having)


def test_weights_order_and_page_do_not_matter() -> None:
    lately, counted = CountedLately(), Counted(3, {"place": {"Kyiv": 2}})
    asked = Request(And((Word("oil"), Boost(Word("gold"), 3.0))), facets=("place",))
    lately.keep(asked, counted)
    again = Request(And((Word("gold"), Word("oil"))), facets=("place",), sort="newest", offset=10)
    assert lately.find(again) is counted
    others = [evolve(asked, level="passage"), evolve(asked, by="month"), evolve(asked, facets=("place", "org"))]
    assert [lately.find(other) for other in [*others, evolve(asked, facets=())]] == [None] * 4


def test_names_that_are_joined_otherwise_are_counted_anew() -> None:
    lately, joined = CountedLately(), {"Kiev": "Kyiv"}
    asked = Request(Word("oil"), facets=("place",), joined={"place": joined})
    lately.keep(asked, Counted(3, {"place": {"Kyiv": 2}}))
    assert lately.find(evolve(asked, joined={"place": joined})) is not None
    assert lately.find(evolve(asked, joined={"place": {**joined, "Lvov": "Lviv"}})) is None


def test_no_more_than_so_many_bytes_are_remembered() -> None:
    names = Names(Terms.of([f"{number:04}".encode() for number in range(1_000)]))
    counts = Counts(names, np.arange(1_000, dtype=np.int32), np.ones(1_000, np.int32))
    lately = CountedLately(budget=100_000)
    questions = [Request(Word(f"w{number}"), facets=get_args(FacetField)[:1]) for number in range(20)]
    for question in questions:
        lately.keep(question, Counted(1_000, {"person": counts}))
        lately.find(questions[0])
    kept = [number for number, question in enumerate(questions) if lately.find(question) is not None]
    # What is asked for again and again stays, with the last of the others.
    assert kept == [0, 16, 17, 18, 19]
