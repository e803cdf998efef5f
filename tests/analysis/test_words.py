"""What becomes of odd words."""

from __future__ import annotations

import pytest

from newsindex.analysis.words import name_key, words_of


@pytest.mark.parametrize("text", ["\u0345", "\u0301", "a\u0345", "x \u0301\u0345 y"])
def test_a_lone_accent_is_no_word_and_no_error(text: str) -> None:
    assert all(word.form and word.stem for word in words_of(text))


def test_spellings_of_one_name_have_one_key() -> None:
    assert {name_key(name) for name in ("U.S.", "US", "us")} == {"us"}
    assert name_key("Bashar al-Assad’s") == "bashar al assads"
    assert name_key("—") == ""
