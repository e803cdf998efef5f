"""The convention of characters that every article and query follows."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsindex.characters import fold_marks, normalise


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("“Kyiv’s” ‘plan’ „so“ «so»", '"Kyiv\'s" \'plan\' "so" "so"'),
        ("north\u2011west \u2212 5\u20105", "north-west - 5-5"),
        ("a\u2013b\u2014c\u2015d", "a–b–c–d"),
        ("10\u00a0000\u2009km\u202f\u3000", "10 000 km  "),
        ("so\u00adft\u200bzero\ufeff\u200e", "softzero"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tstays\x00\x07\x1b", "tab\tstays"),
        ("e\u0301", "é"),
        ("e\u200d\u0301", "é"),
        ("half \ud83d", "half \ufffd"),
        ("plain ascii - 'as' \"is\"", "plain ascii - 'as' \"is\""),
    ],
)
def test_each_mark_has_one_spelling(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


@settings(max_examples=200, deadline=None)
@given(st.text())
@example("\u2000\u212b\u037e")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(st.text())
@example("\r\r\n\x80")
def test_folding_marks_keeps_every_column_and_the_outcome(text: str) -> None:
    assert len(fold_marks(text)) == len(text)
    folded, plain = (
        re.sub("\n+", "\n", normalise(form)) for form in (fold_marks(text), text)
    )  # "\r\n" has two columns
    assert folded == plain
