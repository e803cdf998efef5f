"""Records made by hand, so that the tests of engines do not depend on what analysis finds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from newsindex.analysis.annotated import AnnotatedArticle, DateMention, EntityMention, EntityType, Telling
from newsindex.analysis.tokens import tokenize
from newsindex.articles import Article
from newsindex.documents import ArticleRecord, make_record
from newsindex.spans import DateSpan, Span


def record(
    id: str,
    *lines: str,
    headline: str = "",
    published: str = "2024-10-21",
    source: str | None = None,
    url: str | None = None,
    names: Mapping[str, tuple[EntityType, str]] = {},
    days: Mapping[str, str] = {},
) -> ArticleRecord:
    """An article of these lines; ``names`` maps words to (type, canonical name), ``days`` words to ISO days told."""
    article = Article.make(
        id=id, headline=headline, text="\n".join(lines), published=date.fromisoformat(published), source=source, url=url
    )
    mentions = [
        EntityMention(span=span, text=words, type=kind, name=name)
        for words, (kind, name) in names.items()
        for span in _all(article.text, words)
    ]
    mentions.sort(key=lambda mention: mention.span)
    dates = [
        DateMention(span=span, text=words, type="DATE", timex=iso, value=DateSpan.parse(iso))
        for words, iso in days.items()
        for span in _all(article.text, words)
    ]
    dates.sort(key=lambda mention: mention.span)
    told = [
        Telling(passage, mention) for passage in article.passages for mention in dates if passage.contains(mention.span)
    ]
    annotated = AnnotatedArticle(
        article=article,
        sentences=article.passages,
        tokens=tokenize(article.text),
        dates=tuple(dates),
        entities=tuple(mentions),
        tellings=tuple(told),
    )
    return make_record(annotated)


def _all(text: str, words: str) -> list[Span]:
    found, start = [], text.find(words)
    while start >= 0:
        found.append(Span(start, start + len(words)))
        start = text.find(words, start + 1)
    return found
