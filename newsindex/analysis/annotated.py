"""What analysis finds in an article: sentences, tokens, dates and names, each a span of the article's text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, overload

from attrs import field, frozen

from newsindex.articles import Article
from newsindex.render.markup import Mark, card_html, marked_html
from newsindex.spans import DateSpan, Span

__all__ = ["AnnotatedArticle", "DateMention", "EntityMention", "EntityType", "Telling", "Token", "Tokens"]

EntityType = Literal["person", "org", "place"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@frozen
class Token:
    """One word or mark of punctuation."""

    span: Span
    text: str


@frozen
class Tokens(Sequence[Token]):
    """The tokens of a text, kept as two flat lists of offsets and made into ``Token`` objects only when asked for."""

    text: str = field(repr=False)
    starts: Sequence[int]
    ends: Sequence[int]

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Tokens: ...
    def __getitem__(self, index: int | slice) -> Token | Tokens:
        if isinstance(index, slice):
            return Tokens(self.text, self.starts[index], self.ends[index])
        start, end = self.starts[index], self.ends[index]
        return Token(Span(start, end), self.text[start:end])

    def __len__(self) -> int:
        return len(self.starts)

    def words(self) -> Iterator[str]:
        """The text of each token."""
        text = self.text
        return (text[start:end] for start, end in zip(self.starts, self.ends, strict=True))


@frozen
class DateMention:
    """A date expression in the text, resolved against the day of publication."""

    span: Span
    text: str
    type: TimexType
    timex: str
    """The TIMEX3 value (TimeML 1.2.1), such as ``2024-10-08``, ``2024-W43``, ``P3D`` or ``PAST_REF``."""
    value: DateSpan | None = None
    """The days it names, or None where it names none (a duration, a set, "recently")."""


@frozen
class Telling:
    """A stretch of text (a sentence) that tells of the days of a date mention.

    ``lent`` is True where the date stands not in the stretch itself but before it (a narrative date).
    """

    span: Span
    date: DateMention
    lent: bool = False


@frozen
class EntityMention:
    """A name in the text; ``name`` is the canonical name of the entity it was joined to."""

    span: Span
    text: str
    type: EntityType
    name: str


@frozen
class AnnotatedArticle:
    """An article with its sentences, tokens, dates and names, each in the order of the text."""

    article: Article
    sentences: tuple[Span, ...] = field(repr=False)
    tokens: Tokens = field(repr=False)
    dates: tuple[DateMention, ...] = field(repr=False)
    entities: tuple[EntityMention, ...] = field(repr=False)
    tellings: tuple[Telling, ...] = field(default=(), repr=False)
    """Which sentence tells of which day, and from which words."""

    def _repr_html_(self) -> str:
        article = self.article
        marks = [Mark(one.span, "date", str(one.value or one.timex)) for one in self.dates]
        marks += [Mark(one.span, one.type, one.name) for one in self.entities]
        headline = Span(0, len(article.headline))
        body = [one for one in article.passages if not headline.contains(one)]
        return card_html(
            headline=article.headline,
            about=[one for one in (article.published.isoformat()[:10], article.source, article.id) if one],
            body="".join(f"<p>{marked_html(article.text, passage, marks)}</p>" for passage in body),
            url=article.url,
        )
