"""Tokens are what NLTK's own regular-expression tokeniser finds with the same pattern, only faster."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize import RegexpTokenizer

from newsindex.analysis.tokens import tokenize
from newsindex.analysis.words import TOKEN_PATTERN


@given(st.text(alphabet="abU.S'’-&1,:3 _\n\u2028(%“ßéЖ中", max_size=60))
def test_tokens_are_those_of_nltk(text: str) -> None:
    tokens = tokenize(text)
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == list(
        RegexpTokenizer(TOKEN_PATTERN).span_tokenize(text)
    )


def test_text_without_tokens_has_none() -> None:
    assert list(tokenize(" \n ")) == []
