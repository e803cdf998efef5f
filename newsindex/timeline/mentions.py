"""One telling of an event: who told it, in which words, and of which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import field, frozen

from newsindex.spans import DateSpan, Span

__all__ = ["EventMention"]


@frozen
class EventMention:
    """A stretch of an article that tells of an event; ``quote`` is the article's text at ``span``, to the letter."""

    article_id: str
    span: Span
    quote: str
    passage_span: Span
    """The paragraph or bullet that it stands in."""
    passage: str = field(repr=False)
    """The words of that paragraph or bullet."""
    days: DateSpan
    """The days it tells of."""
    date_span: Span | None
    """Where the words of the date stand in the article; None where no date is written near it and the day is that of
    the article's own news."""
    date_text: str
    lent: bool
    """Whether the date stands outside the quote: before it, or nowhere."""
    headline: str
    published: date
    source: str | None
    url: str | None
    section: str
    outlet: str
    """The independent source it counts for: its own, or for a copy that of whoever printed the text first."""
    people: tuple[str, ...] = field(repr=False)
    """Who is named in it, as they are called across all articles of the index."""
    orgs: tuple[str, ...] = field(repr=False)
    places: tuple[str, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The mention as JSON-ready values."""
        return {
            "article": self.article_id,
            "span": [*self.span],
            "quote": self.quote,
            "days": str(self.days),
            "precision": self.days.precision.value,
            "date": self.date_text,
            "date_span": [*self.date_span] if self.date_span else None,
            "lent": self.lent,
            "headline": self.headline,
            "published": self.published.isoformat(),
            "source": self.source,
            "url": self.url,
            "section": self.section,
        }
