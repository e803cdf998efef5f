"""One committed state of an index, ready to answer: its executor, and what is made of its columns when first needed."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query as whoosh_query

from newsindex.buckets import Bucket
from newsindex.engines.base import MAX_EXPANSIONS, FacetField, Match, Request
from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.executor import Executor
from newsindex.engines.whoosh.executor.weighting import BY_FIELD
from newsindex.engines.whoosh.facets import Facets, Tally
from newsindex.engines.whoosh.records import Record
from newsindex.engines.whoosh.remembered import CountedLately
from newsindex.engines.whoosh.schema import WHOOSH_SCHEMA
from newsindex.engines.whoosh.segment import Segment
from newsindex.engines.whoosh.store import Snapshot

__all__ = ["State"]

Counted = Mapping[str, Mapping[str, int]]
_Joined = list[Mapping[str, str] | None]


_NAMED = 10_000
_FEWER = 16
"""Passages that are so many times fewer than the documents are laid out alone."""
_LAYOUTS = 8
"""So many choices of facets are kept laid out."""


class State:
    """What a question is asked of; threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.executor = Executor.over(
            snapshot.segments, WHOOSH_SCHEMA, max_expansions=MAX_EXPANSIONS, weighting=BY_FIELD
        )
        self._offsets = self.executor.snapshot.offsets
        self._numbers: dict[str, int] = {}
        """Of the articles that were named lately, their numbers."""
        self._facets: dict[tuple[tuple[FacetField, ...], Bucket | None, bool], tuple[_Joined, Facets]] = {}
        self.counted = CountedLately()
        self._lock = threading.Lock()

    @cached_property
    def digest(self) -> str:
        """A digest of the manifest, which names every file with its checksum."""
        return hashlib.blake2b(self.snapshot.manifest.text(), digest_size=8).hexdigest()

    @cached_property
    def articles(self) -> Ints:
        """The numbers of all articles, ascending."""
        return self.executor.docs(whoosh_query.Term("kind", "article"))[0]

    @cached_property
    def _numbers_of_articles(self) -> npt.NDArray[np.int32]:
        """For each document the place in ``articles`` of its article, which is the last one at or before it."""
        is_article = np.zeros(self.executor.snapshot.doc_count, np.bool_)
        is_article[self.articles] = True
        numbers = np.cumsum(is_article, dtype=np.int32)
        numbers -= 1
        return numbers

    def parents_of(self, docs: Ints) -> Ints:
        """For each document the article that it belongs to."""
        return self.articles.take(self._numbers_of_articles.take(docs))

    def match(self, doc: int, score: float, is_passage: bool) -> Match:
        """A document as a match; passages follow their article one by one."""
        if not is_passage:
            return Match(self.id_of(doc), score)
        article = int(self.articles[self._numbers_of_articles[doc]])
        return Match(self.id_of(article), score, doc - article - 1)

    def count_articles(self, request: Request, fields: tuple[FacetField, ...], articles: Ints) -> Counted:
        """Some of the facets of a request, over some articles."""
        facets = self._laid_out(request, fields, of_articles=True)
        return facets.count(self._numbers_of_articles.take(articles), of_all=True)

    def count_passages(self, request: Request, fields: tuple[FacetField, ...], passages: Ints) -> Counted:
        """Some of the facets of a request, over some passages."""
        facets, numbers = self._of_passages(request, fields, passages)
        return facets.count(numbers)

    def count_groups(self, request: Request, fields: tuple[FacetField, ...], passages: Ints, articles: Ints) -> Counted:
        """Some of the facets of a request, of some passages over the articles that ``articles`` names for each."""
        facets, numbers = self._of_passages(request, fields, passages)
        return facets.count_groups(numbers, articles)

    def _of_passages(self, request: Request, fields: tuple[FacetField, ...], passages: Ints) -> tuple[Facets, Ints]:
        """Facets ready to be counted, and the numbers that some passages have in them."""
        few = len(passages) * _FEWER < self.executor.snapshot.doc_count
        if few and not any(request.joined.get(field) for field in fields):
            # Of an index there are many more passages than articles; a few are laid out sooner than all.
            tallies: dict[str, Tally] = {field: self._tally(field, request, passages) for field in fields}
            return Facets(tallies), np.arange(len(passages))
        return self._laid_out(request, fields, of_articles=False), passages

    def _laid_out(self, request: Request, fields: tuple[FacetField, ...], *, of_articles: bool) -> Facets:
        """Some facets ready to be counted; kept until names are joined otherwise.

        Those of articles are counted by places in ``articles`` and hold nothing of passages, so that what is counted
        lies close together.
        """
        key = (fields, request.by, of_articles)
        joined = _joined(request, fields)
        found = self._facets.get(key)
        if found is None or not _same(found[0], joined):
            articles = self.articles if of_articles else None
            made = Facets({field: self._tally(field, request, articles) for field in fields})
            with self._lock:
                while len(self._facets) >= _LAYOUTS:
                    del self._facets[next(iter(self._facets))]
                self._facets[key] = found = joined, made
        return found[1]

    def _tally(self, field: FacetField, request: Request, docs: Ints | None) -> Tally:
        """A column ready to be counted, of some documents; None stands for all."""
        column = self.executor.snapshot.column(field)
        if column is not None and docs is not None:
            column = column.take(docs)
        if field in ("published", "happened"):
            return Tally.of_days(column, request.by)
        return Tally.of_words(column, request.joined.get(field))

    def id_of(self, article: int) -> str:
        """The id of an article."""
        segment, place = self._placed(article)
        column: Any = segment.column("id")
        article_id = bytes(column.value(place)).decode("utf-8", "surrogatepass")
        if len(self._numbers) >= _NAMED:
            self._numbers.clear()
        self._numbers[article_id] = article
        return article_id

    def stored_of(self, article_id: str) -> Mapping[str, Any] | None:
        """What was kept of an article."""
        article = self._numbers.get(article_id)
        if article is None:
            docs, _ = self.executor.docs(whoosh_query.Term("key", article_id))
            if not len(docs):
                return None
            article = int(docs[0])
        segment, place = self._placed(article)
        return Record(segment.stored_json(place), segment.name)

    def _placed(self, doc: int) -> tuple[Segment, int]:
        """The segment of a document, and its number there."""
        number = bisect_right(self._offsets, doc) - 1
        return self.snapshot.segments[number], doc - self._offsets[number]


def _joined(request: Request, fields: tuple[FacetField, ...]) -> _Joined:
    return [request.joined.get(field) for field in fields]


def _same(joined: _Joined, others: _Joined) -> bool:
    return all(one is other for one, other in zip(joined, others, strict=True))
