"""Each seed is read and annotated as its golden file says; ``python -m tests.regenerate`` writes them anew."""

from __future__ import annotations

import pytest

from newsindex.articles import Article
from newsindex.readers import read
from tests.conftest import SEEDS
from tests.regenerate import ENTITIES, GOLDEN, as_text, described, entities_text, golden_path

ARTICLES = list(read(SEEDS))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_a_seed_is_as_its_golden_file_says(article: Article) -> None:
    assert as_text(described(article)) == golden_path(article).read_text(encoding="utf-8")


def test_the_entities_of_all_seeds_are_as_agreed() -> None:
    assert entities_text() == ENTITIES.read_text(encoding="utf-8")


def test_every_golden_file_has_its_seed() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == {golden_path(article).name for article in ARTICLES}


def test_there_are_at_least_36_seeds() -> None:
    assert len(ARTICLES) >= 36
