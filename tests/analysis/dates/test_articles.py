"""Whole articles in the manner of today's newswires, annotated before the tagger was run on them (``tests/gold``).

A bracket has the words of an expression and its value; one with a question mark is known to be missed. The other half
of these articles is only scored, by ``tests.benchmarks.dates``.
"""

from __future__ import annotations

import pytest

from tests.benchmarks.dates import OURS, Annotated, read_marked, tag

PATH = OURS[0]
ARTICLES = list(zip(read_marked(PATH, known=False), read_marked(PATH), strict=True))


@pytest.mark.parametrize(("sure", "whole"), ARTICLES, ids=[str(sure.published) for sure, _ in ARTICLES])
def test_an_article_has_its_dates_and_no_others(sure: Annotated, whole: Annotated) -> None:
    missed = [wanted for wanted in whole.tags if wanted not in sure.tags]
    found = [
        got
        for got in tag(sure.text, sure.published)
        if not any(got.start < wanted.end and wanted.start < got.end for wanted in missed)
    ]
    assert [(sure.text[one.start : one.end], one) for one in found] == [
        (sure.text[one.start : one.end], one) for one in sure.tags
    ]
