"""The query language: which text means which query, and what is said about text that means none."""

from __future__ import annotations

from datetime import date

import pytest

from newsindex.errors import QueryError, QuerySyntaxError, QueryTooComplex
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
from newsindex.query.syntax import FIELDS, parse
from newsindex.spans import DateSpan, Precision

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Everything()),
        (" \n ", Everything()),
        ("*", Everything()),
        ("a", A),
        ("a b c", And((A, B, C))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a b OR c", Or((And((A, B)), C))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("((a))", A),
        ("(a b) c", And((A, B, C))),
        ("a OR (b OR c)", Or((A, B, C))),
        ("a and b", And((A, Word("and"), B))),
        ("NOT a", Not(A)),
        ("-a", Not(A)),
        ("a -b", And((A, Not(B)))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a OR -b", Or((A, Not(B)))),
        ("(-a)", Not(A)),
        ("-(a b)", Not(And((A, B)))),
        ("--a", Not(Not(A))),
        ("NOT a b", And((Not(A), B))),
        ("-*", Not(Everything())),
        ("north-western", Word("north-western")),
        ("U.S.", Word("U.S.")),
        ('"a b"', Phrase(("a", "b"))),
        ('"a b"~5', Phrase(("a", "b"), slop=5)),
        ('"a  –  b"', Phrase(("a", "b"))),
        ('a"b c"', And((A, Phrase(("b", "c"))))),
        (r'"a \"b\""', Phrase(("a", '"b"'))),
        ("troop*", Prefix("troop")),
        ("w?ld*card", Wildcard("w?ld*card")),
        ("*ing", Wildcard("*ing")),
        ("a~", Fuzzy("a")),
        ("a~1", Fuzzy("a")),
        ("a~2", Fuzzy("a", 2)),
        ("a^2", Boost(A, 2)),
        ("a~2^0.5", Boost(Fuzzy("a", 2), 0.5)),
        ('"a b"~3^1.5', Boost(Phrase(("a", "b"), slop=3), 1.5)),
        ("(a OR b)^2", Boost(Or((A, B)), 2)),
        ("-a^2", Not(Boost(A, 2))),
        ("(-a)^2", Boost(Not(A), 2)),
        ("((a^2)^3)", Boost(Boost(A, 2), 3)),
    ],
)
def test_operators_and_words(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("headline:a", Word("a", "headline")),
        ("HEADLINE:a", Word("a", "headline")),
        ("text:a", A),
        ('headline:"a b"~2', Phrase(("a", "b"), "headline", 2)),
        ("headline:a*", Prefix("a", "headline")),
        ("headline:a?b", Wildcard("a?b", "headline")),
        ("headline:a~2", Fuzzy("a", 2, "headline")),
        ("headline:(a OR b) c", And((Or((Word("a", "headline"), Word("b", "headline"))), C))),
        ("headline:(a -b)^2", Boost(And((Word("a", "headline"), Not(Word("b", "headline")))), 2)),
        ("headline:(a text:b place:c)", And((Word("a", "headline"), B, Named("place", "c")))),
        ("person:Zelensky", Named("person", "Zelensky")),
        ('person:"Kyrylo  Budanov"^3', Boost(Named("person", "Kyrylo Budanov"), 3)),
        ("org:NIS -place:Seoul", And((Named("org", "NIS"), Not(Named("place", "Seoul"))))),
        ('entity:"a (b)"', Named("entity", "a (b)")),
        ("source:Newsweek", Labelled("source", "Newsweek")),
        ('section:"for reference"', Labelled("section", "for reference")),
        ("id:reuters-21578/1", Labelled("id", "reuters-21578/1")),
        ("id:brief-03.txt#2", Labelled("id", "brief-03.txt#2")),
        ("url:http://x.org/~me/?q=1", Labelled("url", "http://x.org/~me/?q=1")),
        ("https://x.org/a:b", Labelled("url", "https://x.org/a:b")),
        ("published:2024-10-21", Dated("published", DateSpan.day(date(2024, 10, 21)))),
        ("happened:2024-10", Dated("happened", DateSpan.month(2024, 10))),
        ("published:2024", Dated("published", DateSpan.year(2024))),
        ("published:2024-10..2024-11", Dated("published", DateSpan(date(2024, 10, 1), date(2024, 11, 30)))),
        ("published:..2024-10", Dated("published", DateSpan(date.min, date(2024, 10, 31)))),
        ("published:2024-10..", Dated("published", DateSpan(date(2024, 10, 1), date.max))),
        ('published:"2024 .. 2025"', Dated("published", DateSpan(date(2024, 1, 1), date(2025, 12, 31)))),
    ],
)
def test_fields(text: str, query: Query) -> None:
    assert parse(text) == query


def test_a_range_of_one_day_is_a_day() -> None:
    query = parse("happened:2024-10-08..2024-10-08")
    assert isinstance(query, Dated)
    assert query.days.precision is Precision.DAY


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("10:30", Word("10:30")),
        ("Q3:2024", Word("Q3:2024")),
        (r"Kyiv\:", Word("Kyiv:")),
        (r"\-5", Word("-5")),
        (r"\AND", Word("AND")),
        (r"a\*", Word("a*")),
        (r"a\ b", Word("a b")),
        (r"a\(b\)", Word("a(b)")),
        (r"c\:\\x", Word("c:\\x")),
        ("it’s", Word("it's")),
        ("“a b”", Phrase(("a", "b"))),
        ("north\u2011west", Word("north-west")),
        ("a\u00a0b", And((A, B))),
        ("Zelen\u00adsky", Word("Zelensky")),
        ("cafe\u0301", Word("café")),
    ],
)
def test_signs_that_are_not_operators(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ("a persn:b", 3, "did you mean person:?"),
        ("title:a", 1, "did you mean headline:?"),
        ("Kyiv: two killed", 1, r"write Kyiv\:"),
        ("pub-date:2024", 1, "no field 'pub-date'"),
        ('a "b c', 3, "never closed"),
        ("a (b", 3, "never closed"),
        ("(a", 1, "never closed"),
        ("a)", 2, "closes nothing"),
        ("a ()", 3, "empty"),
        ("(", 1, "never closed"),
        (")", 1, "missing"),
        ("a AND", 3, "after it"),
        ("AND a", 1, "before it"),
        ("OR a", 1, "missing"),
        ("a OR", 3, "after it"),
        ("a OR OR b", 3, "after it"),
        ("a AND OR b", 3, "after it"),
        ("NOT", 1, "after it"),
        ("(NOT) a", 2, "after it"),
        ("a - b", 3, "excludes nothing"),
        ("a -", 3, "excludes nothing"),
        ("a & b", 3, "no letter or digit"),
        ('a "…"', 3, "no word"),
        ('""', 1, "no word"),
        ("**", 1, "no letter or digit"),
        ("a^", 2, "boost"),
        ("a^0", 2, "boost"),
        ("a^-1", 2, "boost"),
        ("a^1e3", 2, "boost"),
        ("a^2000", 2, "boost"),
        ("a^2^3", 4, "once"),
        ("a^2~1", 4, "once"),
        ("^2", 1, "no letter or digit"),
        ("a~x", 2, "edits"),
        ("a~0", 2, "edits"),
        ("a~1.5", 2, "edits"),
        ("a*~1", 3, "plain word"),
        ('"a b"~', 6, "between"),
        ('"a b"~x', 6, "between"),
        (r"a\*b*", 1, "escaped"),
        ("a\\", 2, "backslash"),
        ("published:2024-13-45", 11, "no day of the calendar"),
        ("published:yesterday", 11, "not a date"),
        ("published:2024..2023", 11, "ends before it begins"),
        ("published:..", 11, "no end at all"),
        ("published:2024-02-30", 11, "no day of the calendar"),
        ("published:", 1, "straight after the colon"),
        ("person: Budanov", 1, "straight after the colon"),
        ('person:""', 8, "empty"),
        ("person:(a b)", 8, "group"),
        ("published:(2024)", 11, "group"),
        ("place:Ky*", 7, "no * or ?"),
        ("person:Budanov~1", 15, "no ~"),
        ("section:back*", 9, "no *"),
        ("headline:*", 10, "lone *"),
        ("headline:-a", 10, "-headline:word"),
    ],
)
def test_an_error_says_what_and_where(text: str, column: int, told: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert caught.value.column == column
    assert told in str(caught.value)


def test_an_unknown_field_lists_the_known_ones() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("xyz:a")
    assert all(field in str(caught.value) for field in FIELDS)


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ("a " * 256, "a " * 257),
        ('"' + "a " * 256 + '"', '"' + "a " * 257 + '"'),
        ("(" * 50 + "a" + ")" * 50, "(" * 51 + "a" + ")" * 51),
        ("-" * 50 + "a", "-" * 51 + "a"),
        ("NOT " * 50 + "a", "NOT " * 51 + "a"),
        ("headline:(" * 50 + "a" + ")" * 50, "headline:(" * 51 + "a" + ")" * 51),
        ("a" * 4_096, "a" * 4_097),
        ("é" * 2_048, "é" * 2_049),
        ("a~2", "a~3"),
        ('"a b"~1000', '"a b"~1001'),
    ],
)
def test_the_bounds_hold(within: str, beyond: str) -> None:
    parse(within)
    with pytest.raises(QueryTooComplex):
        parse(beyond)


@pytest.mark.parametrize(
    "text",
    ["(" * 4_096, "-" * 4_096, "(-" * 2_048, "NOT " * 1_024, '"' * 4_096, "a:" * 2_048, "(" * 10**7, "a" * 10**7],
    ids=lambda text: f"{text[:4]}… of {len(text)}",
)
def test_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text)
