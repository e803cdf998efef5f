"""What a terminal shows."""

from __future__ import annotations

import re

import pytest

from newsindex import Article, Index, annotate
from newsindex.corpora import open_corpus
from newsindex.render.terminal import show_annotated, show_results
from tests.conftest import SEEDS

CODES = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    results = open_corpus(SEEDS).search("troops", happened="2024-10", limit=20)
    for colour in (True, False):
        for line in show_results(results, colour=colour, width=width).splitlines():
            assert len(CODES.sub("", line)) <= width


def test_colours_do_not_change_the_words() -> None:
    results = open_corpus(SEEDS).search("troops", facets=["place"], limit=20)
    coloured = show_results(results, colour=True, width=80)
    assert CODES.sub("", coloured) == show_results(results, colour=False, width=80)
    assert "\x1b[1;33mtroops\x1b[0m" in coloured


def test_wide_characters_take_two_columns() -> None:
    index = Index.in_memory()
    index.add(Article.make(id="a", headline="", text="rain " + "雨が 降る " * 30, published="2024-10-21"))
    shown = show_results(index.search("rain"), colour=False, width=40)
    assert max(sum(2 if char > "\u2e80" and char != "…" else 1 for char in line) for line in shown.splitlines()) <= 40


def test_control_characters_of_an_article_stay_out_of_the_terminal() -> None:
    nasty = "rain \x1b]0;owned\x07 \x1b[2J \u202eback"
    index = Index.in_memory()
    index.add(Article.make(id="a\x1b[31m", headline=nasty, text=nasty, published="2024-10-21", source=nasty))
    results = index.search("rain", facets=["source"])
    for shown in (show_results(results, colour=False), show_annotated(annotate(results[0].article()), colour=False)):
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
