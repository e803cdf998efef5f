"""The law of the query language: a query printed and parsed again is the same query."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsindex.characters import normalise
from newsindex.errors import QueryError
from newsindex.query.model import (
    And,
    Boost,
    Dated,
    Everything,
    Fuzzy,
    Labelled,
    Named,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from newsindex.query.syntax import parse
from newsindex.spans import DateSpan

TEXT_FIELDS = st.sampled_from(["text", "headline"])
LETTERS = st.sampled_from("aéЖ0ANDORT-:^~\"'()\\.*? –/\t") | st.characters()


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


WORDS = st.text(LETTERS, min_size=1, max_size=8).map(normalise).filter(_has_word)
STEMS = WORDS.filter(lambda text: "*" not in text and "?" not in text)
# A phrase, as written, may hold anything; in a pattern * and ? are never literal.
PATTERNS = st.builds("{}{}{}".format, STEMS, st.sampled_from(["*", "?", "*?", "??"]), STEMS).map(normalise)
VALUES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.dates()


def _range(first: date, last: date) -> DateSpan:
    first, last = sorted((first, last))
    return DateSpan.day(first) if first == last else DateSpan(first, last)


SPANS = (
    DAYS.map(DateSpan.day)
    | DAYS.map(lambda day: DateSpan.month(day.year, day.month))
    | DAYS.map(lambda day: DateSpan.year(day.year))
    | st.builds(_range, DAYS | st.just(date.min), DAYS | st.just(date.max))
)
LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.just(Everything()),
    st.builds(Word, WORDS, TEXT_FIELDS),
    st.builds(Phrase, st.lists(WORDS, min_size=1, max_size=4).map(tuple), TEXT_FIELDS, st.integers(0, 1000)),
    st.builds(Prefix, STEMS, TEXT_FIELDS),
    st.builds(Wildcard, PATTERNS, TEXT_FIELDS),
    st.builds(Fuzzy, WORDS, st.integers(1, 2), TEXT_FIELDS),
    st.builds(Named, st.sampled_from(["person", "org", "place", "entity"]), VALUES),
    st.builds(Dated, st.sampled_from(["published", "happened"]), SPANS),
    st.builds(Labelled, st.sampled_from(["source", "section", "url", "id"]), VALUES),
)


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else [part])]
    return kind(tuple(flat))


def _grown(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=2, max_size=4)
    factors = st.integers(1, 1000).map(float) | st.decimals("0.001", "1000", places=3).map(float)
    return st.one_of(
        several.map(lambda parts: _joined(And, parts)),
        several.map(lambda parts: _joined(Or, parts)),
        children.map(Not),
        st.builds(Boost, children, factors),
    )


QUERIES = st.recursive(LEAVES, _grown, max_leaves=12)

# Text that is nearly a query: far more of it parses than of random characters.
PIECES = st.sampled_from(
    ["a", "b-c", "AND", "OR", "NOT", "-", "(", ")", '"', '"a b"', "~", "~2", "^", "^2", "*", "?", "\\", ":", " ", "  ",
     "headline:", "person:", "published:", "2024", "2024-10..", "url:", "http://x", "é", "“", "–", "\u00ad", "10:30"]
)  # fmt: skip
NEARLY = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=150, deadline=None)
@given(QUERIES)
@example(Word("AND"))
@example(Word("-a"))
@example(Boost(Not(Word("a")), 1e-7))
@example(Dated("published", DateSpan(date.min, date.max)))
def test_a_printed_query_parses_to_itself(query: Query) -> None:
    assert parse(str(query)) == query


@settings(max_examples=250, deadline=None)
@given(NEARLY | st.text(max_size=60))
@example("\ud800a")
@example("a\x1cb")
@example("a*\u00ad")
@example("*\u200b")
def test_any_text_is_a_query_that_prints_or_a_query_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a AND (b OR c)", "a (b OR c)"),
        ("NOT a", "-a"),
        ("a OR (b c)", "a OR b c"),
        ("headline:(a b)", "headline:a headline:b"),
        ('person:"Kyrylo Budanov"', 'person:"Kyrylo Budanov"'),
        ("happened:2024-10", "happened:2024-10"),
        ("published:..2024-10", "published:..2024-10-31"),
        ("a~", "a~1"),
        ("a^2.50", "a^2.5"),
        ("https://x.org", 'url:"https://x.org"'),
        ("", "*"),
    ],
)
def test_a_query_prints_plainly(text: str, printed: str) -> None:
    assert str(parse(text)) == printed


def test_nesting_at_the_bound_still_prints_to_itself() -> None:
    for text in ("-" * 50 + "a", "(a OR b " * 24 + "(c OR d)" + ")" * 24):
        query = parse(text)
        assert parse(str(query)) == query
