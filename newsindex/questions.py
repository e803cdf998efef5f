"""One question put to one state of an index: its pages, counts, streams and timelines all agree with one another.

An ``Index`` makes one for each search and hands it to the ``Results``, which ask it for more when more is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, get_args

from attrs import evolve, field, frozen

from newsindex.buckets import Bucket
from newsindex.collapsing import Copies
from newsindex.copies import article_copies, first_copies
from newsindex.documents import NAME_TYPES, StoredArticle
from newsindex.engines.base import Match, Request
from newsindex.engines.entities import EntityEngine
from newsindex.errors import QueryTimeout
from newsindex.filters import one_of
from newsindex.hits import Copy, Hit
from newsindex.query.matching import leaves
from newsindex.query.model import And, Dated, Everything, Labelled, Or, Query
from newsindex.receipts import Receipt
from newsindex.results import HistogramField, Results
from newsindex.spans import DateSpan
from newsindex.timeline import Background, Selection, Timeline, build_timeline

__all__ = ["MOST_PASSAGES", "Question"]

MOST_PASSAGES = 5_000
"""So many passages, the best ones, go into a timeline unless another limit is given."""


@frozen
class Question:
    """What was asked, and the state of the engine that answers."""

    engine: EntityEngine
    """Pinned, so that all answers are over one state."""
    request: Request
    asked: str
    filters: Mapping[str, Any] = field(factory=dict)
    collapse: bool = False
    """Whether of articles that are copies of one another only the first is given, and names the rest."""

    def results(self, *, partial: bool = False, timeout: float | None = None) -> Results:
        """The page that was asked for. Raises ``QueryTimeout`` unless a partial answer is wanted."""
        matches = self.engine.search(self.request)
        if not matches.complete and not partial:
            raise QueryTimeout(
                f"the query {str(self.request.query)!r} took longer than {timeout} seconds; narrow it, allow more "
                "time, or pass partial=True for what was found until then"
            )
        hits = tuple(self._hits(iter(matches.rows)))
        if self.collapse:
            hits = tuple(islice(self.all(), self.request.offset, self.request.offset + self.request.limit))
        return Results(
            hits=hits,
            total=matches.total,
            query=str(self.request.query),
            facets=matches.facets,
            complete=matches.complete,
            state=self.engine.state(),
            question=self,
        )

    def count(self, field: HistogramField, by: Bucket) -> Mapping[str, int]:
        """How many of all matches fall into each bucket of days that has any."""
        one_of("field", field, get_args(HistogramField))
        one_of("by", by, get_args(Bucket))
        return self.engine.search(evolve(self.request, limit=0, facets=(field,), by=by)).facets[field]

    def all(self) -> Iterator[Hit]:
        """All matches in order, one at a time."""
        rows = self.engine.stream(self.request)
        return self._collapsed(rows) if self.collapse else self._hits(rows)

    def receipt(self, *, total: int, complete: bool) -> Receipt:
        """How the answer came about."""
        return Receipt(
            asked=self.asked,
            filters=self.filters,
            query=str(self.request.query),
            level=self.request.level,
            sort=self.request.sort,
            state=self.engine.state(),
            total=total,
            complete=complete,
        )

    def timeline(self, *, limit: int = MOST_PASSAGES, merge: bool = True) -> Timeline:
        """What happened when, by the passages that answer; the ``limit`` best of them."""
        passages = evolve(self.request, level="passage")
        matched = self.engine.search(evolve(passages, limit=0, facets=())).total
        chosen: dict[str, list[int]] = {}
        for number, row in enumerate(self.engine.stream(passages)):
            if number >= limit:
                break
            if row.passage is not None:
                chosen.setdefault(row.article_id, []).append(row.passage)
        selections = [
            Selection(stored, tuple(stored.article.passages[number] for number in sorted(numbers)))
            for article_id, numbers in chosen.items()
            if (stored := self._stored(article_id)) is not None
        ]
        registry = self.engine.registry()
        return build_timeline(
            selections,
            happened=_days_wanted(self.request.query),
            copies=first_copies(article_copies(one.stored.article for one in selections)),
            labels={kind: registry.labels(kind) for kind in NAME_TYPES},
            background=self._background(),
            merge=merge,
            query=str(passages.query),
            state=self.engine.state(),
            matched=matched,
            complete=matched <= limit,
            receipt=evolve(self, request=passages).receipt(total=matched, complete=matched <= limit),
        )

    def _background(self) -> Background:
        days = self.engine.search(Request(Everything(), limit=0, facets=("happened",))).facets["happened"]
        articles, _ = self.engine.counts()
        return Background(articles, days, self.engine.frequencies)

    def _hits(self, rows: Iterator[Match]) -> Iterator[Hit]:
        for row in rows:
            stored = self.engine.stored(row.article_id)
            if stored is not None:
                yield Hit(row.article_id, row.score, row.passage, self.request.query, stored)

    def _collapsed(self, rows: Iterator[Match]) -> Iterator[Hit]:
        copies = Copies(self.engine)
        shown_for: dict[str, str] = {}
        """Of each article that has copies, which of them is shown."""
        for hit in self._hits(rows):
            if shown_for.get(hit.id, hit.id) != hit.id:
                continue
            group = copies.group_of(hit.id)
            if len(group) == 1:
                yield hit
                continue
            shown_for.update(dict.fromkeys(group, hit.id))
            yield evolve(hit, copies=self._matching(one for one in group if one != hit.id))

    def _matching(self, article_ids: Iterable[str]) -> tuple[Copy, ...]:
        """Those of a few articles that answer the question too."""
        wanted = tuple(article_ids)
        among = And((self.request.query, Or(tuple(Labelled("id", one) for one in wanted))))
        found = {row.article_id for row in self.engine.stream(evolve(self.request, query=among))}
        stored = ((one, self.engine.stored(one)) for one in wanted if one in found)
        return tuple(Copy(one, kept["headline"], kept["source"], kept["published"]) for one, kept in stored if kept)

    def _stored(self, article_id: str) -> StoredArticle | None:
        stored = self.engine.stored(article_id)
        return None if stored is None else StoredArticle.from_json(stored)


def _days_wanted(query: Query) -> DateSpan | None:
    """The days that a question asks of, if it asks of one stretch of days."""
    wanted = [node.days for node in leaves(query) if isinstance(node, Dated) and node.field == "happened"]
    return wanted[0] if len(wanted) == 1 else None
