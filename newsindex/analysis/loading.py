"""Analysis, loaded when the first article is annotated and not before.

Analysis needs NLTK, whose import alone costs a second; a search on an existing index needs none of it. So this is the
one place that imports on demand; everything that annotates goes through it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from newsindex.analysis.annotated import AnnotatedArticle
from newsindex.articles import Article

if TYPE_CHECKING:
    from newsindex.analysis.entities import Recognizer

__all__ = ["annotate_article"]


def annotate_article(
    article: Article, *, recognizer: Recognizer | None = None, day_first: bool | None = None
) -> AnnotatedArticle:
    """An article with what analysis finds in it: see ``newsindex.analysis.annotate``."""
    room = importlib.import_module("newsindex.analysis.annotate")
    annotated: AnnotatedArticle = room.annotate_article(article, recognizer=recognizer, day_first=day_first)
    return annotated
