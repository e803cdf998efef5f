"""One article or passage that answers a question, and where that rests in the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from attrs import field, frozen

from newsindex.analysis.annotated import DateMention, EntityMention, EntityType, Telling
from newsindex.articles import Article
from newsindex.documents import StoredArticle, stored_article
from newsindex.highlights import highlights, snippet
from newsindex.query.matching import leaves
from newsindex.query.model import Dated, Query
from newsindex.render.markup import Mark, card_html, marked_html
from newsindex.spans import DateSpan, Span

__all__ = ["Copy", "Evidence", "Hit"]

_MOST_SOURCES = 5


@frozen
class Evidence:
    """Why a hit answers a question about when something happened."""

    span: Span
    """The passage, in the article's text."""
    text: str
    """The words of the passage."""
    date_span: Span
    """The words of the date, in the article's text; they may stand before the passage that they date."""
    date_text: str
    days: DateSpan


@frozen
class Copy:
    """An article that tells the same in nearly the same words as the hit that stands for it."""

    id: str
    headline: str
    source: str | None
    published: str
    """When it was printed, as ISO text."""


@frozen
class Hit:
    """An article that answers, or one passage of it; spans point into ``article().text``."""

    id: str
    score: float
    passage: int | None
    """The number of the passage that answers, where passages were asked."""
    _query: Query = field(repr=False)
    _stored: Mapping[str, Any] = field(repr=False)
    copies: tuple[Copy, ...] = ()
    """The copies among the matches that it stands for, where ``collapse`` was asked; the earliest first."""

    @property
    def headline(self) -> str:
        """The headline of the article."""
        return str(self._stored["headline"])

    @property
    def published(self) -> date:
        """When the article was printed: a ``datetime`` where a time was given."""
        printed: str = self._stored["published"]
        return date.fromisoformat(printed) if len(printed) == 10 else datetime.fromisoformat(printed)

    @property
    def source(self) -> str | None:
        """The attribution printed in the article."""
        return self._stored["source"]  # type: ignore[no-any-return]

    @property
    def url(self) -> str | None:
        """Where the article was found."""
        return self._stored["url"]  # type: ignore[no-any-return]

    @property
    def text(self) -> str:
        """The text of the article, into which all spans point."""
        return str(self._stored["text"])

    def article(self) -> Article:
        """The whole article."""
        return stored_article(self._stored)

    @property
    def span(self) -> Span:
        """The passage that answers, or the whole text."""
        if self.passage is None:
            return Span(0, len(self._stored["text"]))
        return Span(*self._stored["passages"][self.passage])

    @cached_property
    def highlights(self) -> tuple[Span, ...]:
        """The words of the hit that answer to words of the query."""
        return highlights(self._stored["text"], self._query, within=self.span)

    @cached_property
    def snippet_span(self) -> Span:
        """Where the snippet stands in the text."""
        text = self._stored["text"]
        if self.passage is not None:
            return snippet(text, self.highlights, within=self.span)
        # The headline is shown beside the snippet, so the body comes first if it answers at all.
        start = min(len(self.headline) + 1, len(text))
        body = Span(start, len(text))
        if not body or (self.highlights and self.highlights[-1].end <= start):
            return snippet(text, self.highlights)
        return snippet(text, self.highlights, within=body)

    @property
    def snippet(self) -> str:
        """A piece of the text around the words that answer, on one line, with ``…`` where it was cut."""
        text = self._stored["text"]
        cut = self.snippet_span
        before = "…" if cut.start > len(self.headline) + 1 and self.passage is None else ""
        after = "…" if cut.end < self.span.end else ""
        return before + " ".join(cut.of(text).split()) + after

    @property
    def people(self) -> tuple[str, ...]:
        """The people named in it, the most prominent first."""
        return self._named("person")

    @property
    def orgs(self) -> tuple[str, ...]:
        """The organisations named in it, the most prominent first."""
        return self._named("org")

    @property
    def places(self) -> tuple[str, ...]:
        """The places named in it, the most prominent first."""
        return self._named("place")

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates written in it, in the order of the text."""
        return tuple(mention for mention in self._whole.dates if self.span.contains(mention.span))

    @property
    def entities(self) -> tuple[EntityMention, ...]:
        """The names written in it, in the order of the text."""
        return tuple(mention for mention in self._whole.entities if self.span.contains(mention.span))

    @property
    def evidence(self) -> Evidence | None:
        """The passage and the date that answer a question with ``happened``; None for any other question."""
        wanted = [node.days for node in leaves(self._query) if isinstance(node, Dated) and node.field == "happened"]
        if not wanted or self.passage is None:
            return None
        telling = self._telling(wanted)
        if telling is None or telling.date.value is None:
            return None
        return Evidence(
            span=self.span,
            text=self.span.of(self._stored["text"]),
            date_span=telling.date.span,
            date_text=telling.date.text,
            days=telling.date.value,
        )

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON-ready values."""
        evidence = self.evidence
        return {
            "id": self.id,
            "headline": self.headline,
            "published": self.published.isoformat(),
            "source": self.source,
            "url": self.url,
            "score": round(self.score, 6),
            "snippet": self.snippet,
            "people": list(self.people),
            "orgs": list(self.orgs),
            "places": list(self.places),
            "dates": [
                {"text": one.text, "timex": one.timex, "days": str(one.value) if one.value else None}
                for one in self.dates
            ],
            "span": [*self.span],
            "copies": [
                {"id": one.id, "headline": one.headline, "source": one.source, "published": one.published}
                for one in self.copies
            ],
            "evidence": None
            if evidence is None
            else {"text": evidence.text, "date": evidence.date_text, "days": str(evidence.days)},
        }

    @property
    def copies_told(self) -> str:
        """The copies in words, such as ``and 2 more from Reuters, AP``; empty if there are none."""
        if not self.copies:
            return ""
        sources = list(dict.fromkeys(one.source or one.id for one in self.copies))
        named = ", ".join(sources[:_MOST_SOURCES]) + (" …" if len(sources) > _MOST_SOURCES else "")
        return f"and {len(self.copies):,} more from {named}"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What a display shows apart in the snippet: words that answered, dates with their days, and names."""
        shown = [Mark(span, "match") for span in self.highlights]
        shown += [Mark(one.span, "date", str(one.value or one.timex)) for one in self.dates]
        shown += [Mark(one.span, one.type, one.name) for one in self.entities]
        return tuple(mark for mark in shown if self.snippet_span.contains(mark.span))

    def _repr_html_(self) -> str:
        cut = self.snippet
        body = marked_html(self._stored["text"], self.snippet_span, self.marks)
        evidence = self.evidence
        told = evidence is not None and not self.snippet_span.contains(evidence.date_span)
        return card_html(
            headline=self.headline,
            about=[one for one in (self.published.isoformat()[:10], self.source, self.id) if one],
            body=("…" if cut.startswith("…") else "") + body + ("…" if cut.endswith("…") else ""),
            notes=[
                *([f"{evidence.days}, told as “{evidence.date_text}”"] if evidence is not None and told else []),
                *([self.copies_told] if self.copies else []),
            ],
            url=self.url,
        )

    @cached_property
    def _whole(self) -> StoredArticle:
        return StoredArticle.from_json(self._stored)

    def _named(self, kind: EntityType) -> tuple[str, ...]:
        mentions = [mention for mention in self.entities if mention.type == kind]
        counts = Counter(mention.name for mention in mentions)
        # A name in the headline or early in the text is what the article is about.
        first: dict[str, int] = {}
        for mention in mentions:
            first.setdefault(mention.name, mention.span.start)
        in_headline = len(self.headline)
        return tuple(sorted(counts, key=lambda name: (first[name] >= in_headline, -counts[name], first[name])))

    def _telling(self, wanted: Sequence[DateSpan]) -> Telling | None:
        told = [
            telling
            for telling in self._whole.tellings
            if self.span.contains(telling.span) and telling.date.value is not None
        ]
        for days in wanted:
            for telling in told:
                if telling.date.value is not None and days.meets(telling.date.value):
                    return telling
        return None
