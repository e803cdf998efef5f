"""The one-line functions: each is a few lines over ``Index``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Unpack

from newsindex.analysis.annotated import AnnotatedArticle
from newsindex.analysis.loading import annotate_article
from newsindex.articles import Article
from newsindex.corpora import open_corpus
from newsindex.errors import ReadError
from newsindex.filters import Filters, NarrowingFilters
from newsindex.query.model import Query
from newsindex.questions import MOST_PASSAGES
from newsindex.readers import read as read_articles
from newsindex.results import Results
from newsindex.timeline import Timeline

__all__ = ["annotate", "read", "search", "timeline"]


def search(query: str | Query, corpus: str | os.PathLike[str], /, **filters: Unpack[Filters]) -> Results:
    """The articles of a folder, a file or an index that answer a question, the best first.

    A folder is indexed on first use; the index is kept in the user's cache folder and refreshed when files change.
    The filters are those of ``Index.search``. Raises ``QueryError``, ``InvalidValueError`` or ``ReadError``.
    """
    return open_corpus(corpus).search(query, **filters)


def timeline(
    query: str | Query,
    corpus: str | os.PathLike[str],
    /,
    *,
    limit: int = MOST_PASSAGES,
    merge: bool = True,
    **filters: Unpack[NarrowingFilters],
) -> Timeline:
    """What happened when, by all the articles of a folder, a file or an index that tell of it.

    The options are those of ``Index.timeline``; it raises as ``search`` does.
    """
    return open_corpus(corpus).timeline(query, limit=limit, merge=merge, **filters)


def annotate(text: str | Article, published: date | str | None = None) -> AnnotatedArticle:
    """A text or an article with its sentences, tokens, dates and names.

    ``published`` is the day that "yesterday" and "8 October" are told from; for a bare text without it, it is today.
    """
    if isinstance(text, str):
        text = Article.of_text(text, published=published or date.today())
    return annotate_article(text)


def read(
    path: str | os.PathLike[str],
    *,
    mapping: Mapping[str, str] | None = None,
    on_error: Callable[[ReadError], None] | None = None,
) -> Iterator[Article]:
    """The articles of a file, or of all files of a folder in sorted order.

    A file or record that cannot be read raises ``ReadError``, or is handed to ``on_error`` and skipped.
    """
    return read_articles(path, mapping=mapping, on_error=on_error)
