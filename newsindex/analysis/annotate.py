"""Which words, sentences, dates and names are in an article, and where: all of the analysis joined."""

from __future__ import annotations

from newsindex.analysis.annotated import AnnotatedArticle
from newsindex.analysis.dates import find_dates, tellings
from newsindex.analysis.entities import Recognizer, default_recognizer, link
from newsindex.analysis.sentences import sentences
from newsindex.analysis.tokens import tokenize
from newsindex.articles import Article
from newsindex.spans import Span

__all__ = ["annotate_article"]


def annotate_article(
    article: Article, *, recognizer: Recognizer | None = None, day_first: bool | None = None
) -> AnnotatedArticle:
    """An article with its sentences, tokens, dates, names and the days that each sentence tells of.

    ``recognizer`` finds the names (by default the one that ships); ``day_first`` reads 03/04/2024 as 3 April (True) or
    4 March (False) where both fit.
    """
    text = article.text
    tokens = tokenize(text)
    found = sentences(text, article.passages)
    dates = find_dates(text, article.published, sentences=found, day_first=day_first)
    mentions = (recognizer or default_recognizer()).recognize(text, tokens, found)
    headline = Span(0, len(article.headline)) if article.headline else None
    return AnnotatedArticle(
        article=article,
        sentences=found,
        tokens=tokens,
        dates=dates,
        entities=link(text, headline, mentions),
        tellings=tellings(text, article.published, article.passages, found, dates),
    )
