"""What an article is: one text, and everything else as offsets into it.

>>> article = Article.make(id="a", headline="Rain", text="It rained.", published="2024-10-21")
>>> article.text
'Rain\\nIt rained.'
>>> [span.of(article.text) for span in article.passages]
['Rain', 'It rained.']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from attrs import field, frozen

from newsindex.errors import InvalidValueError
from newsindex.spans import Span

__all__ = ["Article", "Section"]


@frozen
class Section:
    """A named part of an article, such as ``headline``, ``lead``, ``details``, ``background`` or ``quote``."""

    name: str
    span: Span


@frozen
class Article:
    """A news article whose spans all point into ``text`` (the headline, a newline, and the body)."""

    id: str
    headline: str
    published: date
    """The day it was printed: a ``datetime`` where the source gave a time, else a ``date``."""
    text: str = field(repr=False)
    source: str | None = None
    url: str | None = None
    sections: tuple[Section, ...] = field(default=(), repr=False)
    passages: tuple[Span, ...] = field(default=(), repr=False)
    """Paragraphs and bullets in order; the headline is the first."""

    @classmethod
    def make(
        cls,
        *,
        id: str,
        headline: str,
        text: str,
        published: date | str,
        source: str | None = None,
        url: str | None = None,
    ) -> Article:
        """An article built by hand: the body is cut into passages at line ends.

        ``published`` is a date, a datetime, or ISO text. Raises ``InvalidValueError`` for an empty id or a bad date.
        """
        if not id:
            raise InvalidValueError("an article needs an id; give it a text that is unique in the index")
        headline = " ".join(headline.split())
        whole = f"{headline}\n{text}"
        passages = tuple(_lines(whole))
        sections = [Section("headline", Span(0, len(headline)))] if headline else []
        body = [span for span in passages if span.start > len(headline)]
        if body:
            sections.append(Section("lead", body[0]))
            if len(body) > 1:
                sections.append(Section("details", Span(body[1].start, body[-1].end)))
        return cls(
            id=id,
            headline=headline,
            published=_published(published),
            text=whole,
            source=source,
            url=url,
            sections=tuple(sections),
            passages=passages,
        )

    @classmethod
    def of_text(cls, text: str, *, published: date | str) -> Article:
        """A bare text as an article without headline, so that offsets into ``text`` stay what they are."""
        passages = tuple(_lines(text))
        sections = (Section("lead", Span(0, len(text))),) if text else ()
        return cls(
            id="text",
            headline="",
            published=_published(published),
            text=text,
            sections=sections,
            passages=passages,
        )

    @property
    def published_day(self) -> date:
        """The day of publication, without a time."""
        return self.published.date() if isinstance(self.published, datetime) else self.published

    def quote(self, span: Span) -> str:
        """The words at ``span``."""
        return span.of(self.text)

    def section_at(self, span: Span) -> str:
        """The name of the section in which ``span`` begins, or the empty string."""
        for section in self.sections:
            if section.span.start <= span.start < section.span.end:
                return section.name
        return ""


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"\S(?:[^\n]*\S)?", text):
        yield Span(*match.span())


def _published(value: date | str) -> date:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError as error:
        raise InvalidValueError(f"{value!r} is not a date; write it as 2024-10-21") from error
