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
from newsindex.engines.whoosh.executor import Executor
from newsindex.engines.whoosh.executor.weighting import BY_FIELD
from newsindex.engines.whoosh.facets import Facets, Tally
from newsindex.engines.whoosh.records import Record
from newsindex.engines.whoosh.remembered import CountedLately
from newsindex.engines.whoosh.schema import WHOOSH_SCHEMA
from newsindex.engines.whoosh.segment import Segment
from newsindex.engines.whoosh.store import Snapshot

__all__ = ["State"]

Ints = npt.NDArray[np.int64]
_Joined = list[Mapping[str, str] | None]


_NAMED = 10_000
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
    def _parents(self) -> npt.NDArray[np.int32]:
        """For each document its article, which is the last one at or before it."""
        parents = np.zeros(self.executor.snapshot.doc_count, np.int32)
        parents[self.articles] = self.articles
        return np.maximum.accumulate(parents, out=parents)

    def parents_of(self, docs: Ints) -> Ints:
        """For each document the article that it belongs to."""
        return self._parents.take(docs).astype(np.int64)

    def match(self, doc: int, score: float, is_passage: bool) -> Match:
        """A document as a match; passages follow their article one by one."""
        if not is_passage:
            return Match(self.id_of(doc), score)
        article = int(self._parents[doc])
        return Match(self.id_of(article), score, doc - article - 1)

    def facets(self, request: Request, fields: tuple[FacetField, ...], *, of_articles: bool) -> Facets:
        """Some of the facets of a request, ready to be counted; kept until names are joined otherwise.

        Those of articles hold nothing of their passages, so that what is counted lies closer together.
        """
        key = (fields, request.by, of_articles)
        joined = _joined(request, fields)
        found = self._facets.get(key)
        if found is None or not _same(found[0], joined):
            tallies: dict[str, Tally] = {field: self._tally(field, request) for field in fields}
            if of_articles:
                count = self.executor.snapshot.doc_count
                tallies = {field: tally.only(self.articles, count) for field, tally in tallies.items()}
            made = Facets(tallies)
            with self._lock:
                while len(self._facets) >= _LAYOUTS:
                    del self._facets[next(iter(self._facets))]
                self._facets[key] = found = joined, made
        return found[1]

    def _tally(self, field: FacetField, request: Request) -> Tally:
        column = self.executor.snapshot.column(field)
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
