"""What holds of every text: spans slice back, values are valid, and no text is too strange or too long."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.analysis.dates import find_dates, tellings
from newsindex.analysis.dates.lexicon import CLASSES
from newsindex.analysis.dates.patterns import Symbols, pieces_of
from newsindex.analysis.dates.shapes import Choice, Leaf, Maybe, Node, Run, parse, prefixes, required
from newsindex.analysis.dates.tagger import grammar
from newsindex.analysis.dates.timex import is_timex_value
from newsindex.analysis.dates.triggers import COMMON
from newsindex.spans import Span

WORDS = sorted({word for words in CLASSES.values() for word in words})
GLUE = """on in by since the a last next of and to – - , . ' 's ago later earlier before after early late mid 1 2 3rd
24 31 99 1990 2024 1990s 10:35 p.m. 1/2 12/31/1999 2024-02-30 said will to every half first quarter fiscal now
recently GMT from between $ % ( ) per times x""".split()


def check(text: str, published: date) -> None:
    end = 0
    for mention in find_dates(text, published):
        assert mention.span.start >= end, "mentions come in order and do not overlap"
        end = mention.span.end
        assert mention.span.of(text) == mention.text != ""
        assert mention.text == mention.text.strip()
        assert is_timex_value(mention.timex), mention
        assert mention.value is None or mention.type in {"DATE", "TIME"}


@given(st.text(max_size=200), st.dates())
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_error(text: str, published: date) -> None:
    check(text, published)


@given(st.lists(st.sampled_from([*WORDS, *GLUE]), max_size=25), st.dates(), st.sampled_from([" ", "", "-", "  "]))
@settings(max_examples=400, deadline=None)
def test_any_string_of_date_words_gives_valid_values(words: list[str], published: date, blank: str) -> None:
    check(blank.join(words) + blank, published)
    check(blank.join(word.capitalize() for word in words), published)


@given(st.lists(st.sampled_from([*WORDS, *GLUE, ". ", "\n"]), max_size=40), st.dates())
@settings(max_examples=60, deadline=None)
def test_tellings_point_at_sentences_and_at_days(words: list[str], published: date) -> None:
    text = " ".join(words)
    spans = [Span(0, len(text))] if text.strip() else []
    for telling in tellings(text, published, spans, spans, find_dates(text, published)):
        assert telling.span in spans
        assert telling.date.value is not None
        assert telling.date.span.of(text) == telling.date.text
        assert is_timex_value(telling.date.timex)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_pieces_join_to_the_text(text: str) -> None:
    assert "".join(pieces_of(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "7" * 1_000_000,
        "7 " * 300_000,
        "on " * 100_000,
        "the first half of the last week of the " * 2_000,
        "1, 2, 3, 4 and " * 20_000,
        "1990-" * 15_000,
        "'90 " * 15_000,
        "12:" * 100_000,
        "May " * 20_000,
        "1/" * 30_000,
        "\n" * 500_000,
        "." * 500_000,
        "year-" * 60_000,
        "two and a half " * 20_000,
        "“" * 300_000 + ".",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_very_long_text_is_read_to_its_end(text: str) -> None:
    check(text, date(2024, 10, 21))


def test_work_grows_no_faster_than_the_text() -> None:
    """Counted in pattern trials, not in seconds."""
    trials = []
    for count in (500, 1_000, 2_000):
        text = "on the first half of Monday and 3 of May, 1, 2, 3 " * count
        codes = grammar().symbols.encode(pieces_of(text))
        trials.append(sum(len(grammar().beginning(codes[at : at + 3])) for at in range(len(codes))))
    assert trials[2] - trials[1] <= 2.2 * (trials[1] - trials[0])


def test_no_pattern_has_an_unbounded_repetition() -> None:
    sources = [rule.pattern for rule in grammar().rules]
    assert not [source for source in sources if "*" in source or "+" in source]


def test_a_rule_is_tried_wherever_its_beginning_allows() -> None:
    pattern = "(the )?{which} {unit}"
    symbols = Symbols([pattern])
    assert ("=the", " ", "=last") in prefixes(pattern)
    assert symbols.compile(pattern).fullmatch(symbols.encode(pieces_of("the last week")))


FIGURES = {
    "dd": "3",
    "mm": "10",
    "hh": "7",
    "sixty": "30",
    "n": "4",
    "thousands": "000",
    "yy": "90",
    "yyyy": "2024",
    "hhmm": "0735",
}


def example(node: Node, random: Random, fullness: float = 0) -> str:
    """Some text that a pattern matches, but for its lookarounds, with this share of what it may do without."""
    match node:
        case Leaf(name) if name in FIGURES:
            return FIGURES[name]
        case Leaf(name) if name in CLASSES:
            return random.choice(CLASSES[name]).capitalize()
        case Leaf(name):
            return name.removeprefix("=")
        case Choice(options):
            return example(random.choice(options), random, fullness)
        case Run(parts):
            return "".join(example(part, random, fullness) for part in parts)
        case Maybe(part):
            return example(part, random, fullness) if random.random() < fullness else ""


@pytest.mark.parametrize("seed", range(20))
def test_a_sentence_is_read_if_any_rule_may_match_in_it(seed: int) -> None:
    rules = grammar()
    for rule in rules.rules:
        if rule.aside:
            continue
        text = "It was " + example(parse(rule.pattern), Random(seed)) + " there"
        assert list(rules.triggers.sentences(text, [(0, len(text))])), (rule.pattern, text)


def symbols_of(node: Node, symbols: Symbols, random: Random) -> str:
    """A string of symbols that a pattern matches, but for its lookarounds."""
    match node:
        case Leaf(name):
            return random.choice(symbols.members(name))
        case Choice(options):
            return symbols_of(random.choice(options), symbols, random)
        case Run(parts):
            return "".join(symbols_of(part, symbols, random) for part in parts)
        case Maybe(part):
            return symbols_of(part, symbols, random) if random.random() < 0.5 else ""


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_rule_matches_holds_a_word_that_it_requires(seed: int) -> None:
    symbols = grammar().symbols
    for rule in grammar().rules:
        needs = symbols.of_words(required(rule.pattern, COMMON))
        assert not needs or needs.intersection(symbols_of(parse(rule.pattern), symbols, Random(seed))), rule.pattern


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_rule_matches_gives_a_valid_value_or_none(seed: int) -> None:
    for rule in grammar().rules:
        check("It was " + example(parse(rule.pattern), Random(seed), 0.5) + " there.", date(2024, 10, 21))


@pytest.mark.parametrize(
    "value",
    "2024-10-08 2024-W43 2024-W43-WE 2024-FA 2024-Q3 2024-H1 202X 19 2024 P3D PT36H P2Y6M PXY XXXX-WXX-1 XXXX-07 "
    "PAST_REF 2024-10-08TMO 2024-10-08T10:30Z P1W PXDE".split(),
)
def test_a_value_of_the_standard_is_known_as_one(value: str) -> None:
    assert is_timex_value(value)


@pytest.mark.parametrize(
    "value", ["", "2024-13", "2024-10-32", "P", "PT", "T", "3D", "P3", "2024-W54", "now", "2024-Q5"]
)
def test_a_malformed_value_is_known_as_one(value: str) -> None:
    assert not is_timex_value(value)


@pytest.mark.parametrize("published", [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)])
@pytest.mark.parametrize(
    "text", ["after the July 30 ", "the highest since 3 May", "the week ended Jan. 1 ", "on Monday "]
)
def test_a_text_may_end_anywhere_and_be_printed_on_any_day(text: str, published: date) -> None:
    check(text, published)
