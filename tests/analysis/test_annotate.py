"""Articles analysed in bulk are found to hold what they hold one by one."""

from __future__ import annotations

import pytest

from newsindex.analysis.annotate import annotate_article, annotate_articles
from newsindex.readers import read
from tests.conftest import SEEDS


@pytest.mark.parametrize("at_once", [1, 5_000, 1_000_000])
def test_in_bulk_the_same_is_found_as_one_by_one(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = list(read(SEEDS))[:10]
    expected = [annotate_article(article) for article in articles]
    monkeypatch.setattr("newsindex.analysis.annotate._AT_ONCE", at_once)
    assert list(annotate_articles(articles)) == expected


def test_articles_are_taken_in_as_they_are_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsindex.analysis.annotate._AT_ONCE", 1)
    taken = []
    found = annotate_articles(article for article in read(SEEDS) if taken.append(article.id) is None)
    next(found)
    assert len(taken) == 1


def test_no_articles_are_no_error() -> None:
    assert list(annotate_articles([])) == []
