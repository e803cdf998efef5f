"""The dated stretches of text from which a timeline is built, each with its wording and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from newsindex.analysis.annotated import EntityMention, EntityType, Telling
from newsindex.documents import StoredArticle, label_key
from newsindex.spans import Span
from newsindex.timeline.mentions import EventMention
from newsindex.timeline.wording import Wording, read_wording

__all__ = ["Selection", "Told", "told_in"]

# Longer than this (a century, "the 1900s") is no event.
_LONGEST = 3_660

# What stands in these sections tells the article's own news.
_NEWS = frozenset(("headline", "lead", "details", "quote", ""))


@frozen
class Selection:
    """An article and which of its passages were asked for; None asks for all of them."""

    stored: StoredArticle
    passages: tuple[Span, ...] | None = None


@frozen
class Told:
    """One telling: what will be shown of it, and what it is compared by."""

    mention: EventMention
    wording: Wording
    context: Wording | None
    """The sentence before it in its passage, where there is one."""
    news: bool
    """Whether it stands where the article tells its own news, and not in the background."""


def told_in(selection: Selection, *, outlet: str | None = None) -> Iterator[Told]:
    """The tellings of the selected passages, in the order of the text.

    ``outlet`` names the independent source; by default that is the article's source, or the article itself.
    """
    stored = selection.stored
    article = stored.article
    outlet = outlet or (f"source {label_key(article.source)}" if article.source else f"article {article.id}")
    sentences = sorted({telling.span for telling in stored.tellings})
    for telling in stored.tellings:
        days = telling.date.value
        if days is None or (days.last - days.first).days >= _LONGEST:
            continue
        if selection.passages is not None and not any(one.contains(telling.span) for one in selection.passages):
            continue
        names = _within(stored.entities, telling.span)
        section = article.section_at(telling.span)
        yield Told(
            mention=EventMention(
                article_id=article.id,
                span=telling.span,
                quote=telling.span.of(article.text),
                days=days,
                date_span=telling.date.span,
                date_text=telling.date.text,
                lent=telling.lent,
                headline=article.headline,
                published=article.published,
                source=article.source,
                url=article.url,
                section=section,
                outlet=outlet,
                people=_names(names, "person"),
                orgs=_names(names, "org"),
                places=_names(names, "place"),
            ),
            wording=_wording(stored, _clause(stored, telling), names),
            context=_context(stored, telling, sentences),
            news=section in _NEWS,
        )


def _wording(stored: StoredArticle, span: Span, names: tuple[EntityMention, ...]) -> Wording:
    dates = [date.span for date in stored.dates if span.overlaps(date.span)]
    return read_wording(span.of(stored.article.text), without=dates, names=names, at=span.start)


def _clause(stored: StoredArticle, telling: Telling) -> Span:
    """The part of the sentence that goes with the date, where a sentence of several dates puts each before its part."""
    dates = sorted(
        one.date.span for one in stored.tellings if one.span == telling.span and telling.span.contains(one.date.span)
    )
    if telling.lent or len(dates) < 2:
        return telling.span
    text = stored.article.text
    place = dates.index(telling.date.span)
    borders = [_opens_clause(text, telling.span, date) for date in dates]
    if not all(borders):
        return telling.span
    start = dates[place].start
    end = dates[place + 1].start if place + 1 < len(dates) else telling.span.end
    return Span(start, end)


def _opens_clause(text: str, sentence: Span, date: Span) -> bool:
    before = text[sentence.start : date.start].rstrip().lower()
    for preposition in ("on", "in", "late on", "early on", "also on", "by", "from"):
        if before == preposition or before.endswith((f"and {preposition}", f"; {preposition}")):
            return True
    return not before or before.endswith(";")


def _context(stored: StoredArticle, telling: Telling, sentences: list[Span]) -> Wording | None:
    text = stored.article.text
    passage = next((one for one in stored.article.passages if one.contains(telling.span)), None)
    if passage is None or passage.start == telling.span.start:
        return None
    before = Span(passage.start, telling.span.start)
    last = [one for one in sentences if before.contains(one)]
    span = Span(last[-1].start, before.end) if last else before
    if not span.of(text).strip():
        return None
    return _wording(stored, span, _within(stored.entities, span))


def _within(mentions: Iterable[EntityMention], span: Span) -> tuple[EntityMention, ...]:
    return tuple(mention for mention in mentions if span.contains(mention.span))


def _names(mentions: Iterable[EntityMention], kind: EntityType) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in mentions if mention.type == kind))
