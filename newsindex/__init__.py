"""Search news by when it happened, who was named and what was said.

>>> from newsindex import search
>>> for hit in search("lethal weapons", "seeds"):  # doctest: +SKIP
...     print(hit.published, hit.headline, hit.snippet)
"""

from __future__ import annotations

from newsindex.analysis.annotated import AnnotatedArticle, DateMention, EntityMention, Telling, Token
from newsindex.api import annotate, read, search, timeline
from newsindex.articles import Article, Section
from newsindex.errors import (
    CorruptIndexError,
    IndexFormatError,
    IndexLockedError,
    IndexNotFoundError,
    InvalidValueError,
    MissingExtraError,
    NewsIndexError,
    QueryError,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooComplex,
    ReadError,
    StorageError,
    UnsupportedQuery,
    WorkerError,
)
from newsindex.hits import Copy, Evidence, Hit
from newsindex.index import Index, Stats
from newsindex.names import Aliases, Entity, Join
from newsindex.query.model import Query
from newsindex.query.syntax import parse
from newsindex.receipts import Receipt
from newsindex.results import Results
from newsindex.spans import DateSpan, Precision, Span
from newsindex.suggestions import Alternative, Correction, Suggestion
from newsindex.timeline import Claim, Conflict, Event, EventMention, Timeline

__all__ = [
    "Aliases",
    "Alternative",
    "AnnotatedArticle",
    "Article",
    "Claim",
    "Conflict",
    "Copy",
    "Correction",
    "CorruptIndexError",
    "DateMention",
    "DateSpan",
    "Entity",
    "EntityMention",
    "Event",
    "EventMention",
    "Evidence",
    "Hit",
    "Index",
    "IndexFormatError",
    "IndexLockedError",
    "IndexNotFoundError",
    "InvalidValueError",
    "Join",
    "MissingExtraError",
    "NewsIndexError",
    "Precision",
    "Query",
    "QueryError",
    "QuerySyntaxError",
    "QueryTimeout",
    "QueryTooComplex",
    "ReadError",
    "Receipt",
    "Results",
    "Section",
    "Span",
    "Stats",
    "StorageError",
    "Suggestion",
    "Telling",
    "Timeline",
    "Token",
    "UnsupportedQuery",
    "WorkerError",
    "annotate",
    "parse",
    "read",
    "search",
    "timeline",
]
