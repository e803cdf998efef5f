"""Small annotated articles, and the seeds annotated once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsindex.analysis.annotate import annotate_article
from newsindex.articles import Article
from newsindex.documents import StoredArticle
from newsindex.readers import read
from tests.conftest import SEEDS

Make = Callable[..., StoredArticle]


def stored(article: Article) -> StoredArticle:
    """An article as the index keeps it."""
    found = annotate_article(article)
    return StoredArticle(found.article, found.dates, found.entities, found.tellings)


@pytest.fixture(scope="session")
def seeds() -> list[StoredArticle]:
    return [stored(article) for article in read(SEEDS)]


@pytest.fixture
def make() -> Make:
    def maker(name: str, text: str, *, day: str = "2024-05-10", source: str | None = None) -> StoredArticle:
        return stored(
            Article.make(id=name, headline=f"News of {name}", text=text, published=day, source=source or f"The {name}")
        )

    return maker
