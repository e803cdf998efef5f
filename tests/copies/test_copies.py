"""Near-copies are found exactly, grouped, and put in order of printing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.articles import Article
from newsindex.copies import CopyGroup, article_copies, copy_pairs, find_copies, first_copies
from newsindex.errors import InvalidValueError

WIRE = (
    "The harbour of Port Alder was closed for the second day on Tuesday because of high winds, the port authority "
    "said. Eleven ships were waiting outside, among them a tanker with engine trouble."
)


def shared(left: str, right: str, run: int) -> float:
    """The share of common runs by plain sets: what the arrays have to agree with."""
    runs = []
    for text in (left, right):
        words = text.lower().split()
        runs.append({tuple(words[at : at + run]) for at in range(max(1, len(words) - run + 1))} if words else set())
    both = len(runs[0] | runs[1])
    return len(runs[0] & runs[1]) / both if both and all(runs) else 0.0


texts = st.lists(st.lists(st.sampled_from("ab"), max_size=12).map(" ".join), max_size=8)


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from([0.3, 0.5, 0.8, 1.0]), st.integers(1, 5))
def test_the_pairs_are_those_of_comparing_every_text_with_every_other(some: list[str], least: float, run: int) -> None:
    expected = {(a, b) for b in range(len(some)) for a in range(b) if shared(some[a], some[b], run) >= least - 1e-12}
    assert {(a, b) for a, b, _ in copy_pairs(some, least=least, run=run)} == expected


@settings(max_examples=50, deadline=None)
@given(texts)
def test_the_share_told_with_a_pair_is_the_share_of_common_runs(some: list[str]) -> None:
    for a, b, share in copy_pairs(some, least=0.5, run=2):
        assert share == pytest.approx(shared(some[a], some[b], 2))


def test_a_copy_with_a_few_words_more_is_a_copy() -> None:
    groups = find_copies({"wire": WIRE, "paper": WIRE + " The forecast is for calmer weather."})
    assert groups == (CopyGroup(("wire", "paper")),)


def test_case_and_punctuation_do_not_tell_copies_apart() -> None:
    assert len(find_copies({"a": WIRE, "b": WIRE.upper().replace(",", " –")})) == 1


def test_a_story_on_the_same_matter_in_other_words_is_no_copy() -> None:
    other = "For a second day no ship could enter Port Alder on Tuesday. Winds were too high, said the port authority."
    assert find_copies({"a": WIRE, "b": other}) == ()


def test_copies_of_copies_are_one_group() -> None:
    longer = WIRE + " More arrived later in the day."
    longest = longer + " The tanker was towed off at night."
    assert [share >= 0.8 for *_, share in copy_pairs([WIRE, longest], least=0.1)] == [False]
    assert find_copies({"a": WIRE, "b": longer, "c": longest}) == (CopyGroup(("a", "b", "c")),)


def test_empty_texts_are_no_copies() -> None:
    assert find_copies({"a": "", "b": "", "c": "..."}) == ()


def test_texts_shorter_than_a_run_are_copies_only_if_equal() -> None:
    assert find_copies({"a": "Rain again", "b": "rain again", "c": "Rain"}) == (CopyGroup(("a", "b")),)


def article(name: str, day: str, text: str = WIRE) -> Article:
    return Article.make(id=name, headline=f"Headline of {name}", text=text, published=day, source=name)


def test_the_earliest_printed_comes_first() -> None:
    printed = [article("late", "2024-05-03"), article("early", "2024-05-01"), article("middle", "2024-05-02T10:00:00")]
    (group,) = article_copies(printed)
    assert group.ids == ("early", "middle", "late")
    assert (group.first, group.others) == ("early", ("middle", "late"))


def test_the_newest_printed_comes_first_if_asked() -> None:
    printed = [article("early", "2024-05-01"), article("late", "2024-05-03")]
    assert article_copies(printed, newest_first=True)[0].ids == ("late", "early")


def test_headlines_do_not_count() -> None:
    assert len(article_copies([article("a", "2024-05-01"), article("b", "2024-05-01")])) == 1


def test_each_copy_leads_to_the_first_of_its_group() -> None:
    groups = (CopyGroup(("a", "b")), CopyGroup(("c", "d")))
    assert first_copies(groups) == {"a": "a", "b": "a", "c": "c", "d": "c"}


@pytest.mark.parametrize("least", [0, -1, 1.5])
def test_a_share_outside_of_0_to_1_is_refused(least: float) -> None:
    with pytest.raises(InvalidValueError, match="least="):
        copy_pairs([WIRE], least=least)


def test_a_run_of_no_words_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="run="):
        copy_pairs([WIRE], run=0)
