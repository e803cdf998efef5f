"""How articles are prepared for an engine; what needs nothing but the articles, so that any process can do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from newsindex.analysis.loading import annotate_articles
from newsindex.articles import Article
from newsindex.documents import ArticleRecord, make_record

if TYPE_CHECKING:  # its room holds the recogniser's model, which a search does not need
    from newsindex.analysis.entities import Recognizer

__all__ = ["Batch", "Recipe"]

Batch = list[tuple[Article, str | None]]
"""Articles, each with the file it was read from, if any."""


@frozen
class Recipe:
    """How an article is prepared; goes to other processes by pickle where they are not forked."""

    preparation: Callable[[ArticleRecord], Any]
    """What the engine does with a record before it takes it in (``EngineWriter.preparation``)."""
    recognizer: Recognizer | None = None
    day_first: bool | None = None

    def prepared(self, batch: Batch) -> list[Any]:
        """What the engine's writer takes in, for each article of a batch."""
        articles = [article for article, _ in batch]
        found = annotate_articles(articles, recognizer=self.recognizer, day_first=self.day_first)
        return [
            self.preparation(make_record(annotated, origin=origin))
            for annotated, (_, origin) in zip(found, batch, strict=True)
        ]
