"""What is indexed: one document for an article and one for each of its passages, free of any engine.

An article's document holds its whole text; a passage's document holds its own words and names, the days it tells of,
and, from its article, the source, the day of publication and all names. So a question about what happened can be
answered by one passage and still be narrowed by what only the article as a whole says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from typing import Any

from attrs import field, frozen

from newsindex.analysis.annotated import AnnotatedArticle, DateMention, EntityMention, EntityType, Telling, Tokens
from newsindex.analysis.words import fold, index_words, name_key, words_of
from newsindex.articles import Article, Section
from newsindex.spans import DateSpan, Span

__all__ = [
    "NAME_TYPES",
    "ArticleRecord",
    "Document",
    "StoredArticle",
    "label_key",
    "make_record",
    "own_key",
    "prominent_keys",
    "stored_article",
]

NAME_TYPES: tuple[EntityType, ...] = ("person", "org", "place")

# An article that names somebody so often is also about him.
_OFTEN = 3
# A span of days longer than this (a century, "the 1900s") is kept on the article but tells of no particular day.
_LONGEST_TELLING = 3_660


@frozen
class Document:
    """One indexed unit: an article (``passage`` is None) or one passage of it."""

    article_id: str
    passage: int | None
    stems: tuple[str, ...] = field(repr=False)
    """The words of the text by position, stemmed."""
    forms: tuple[str, ...] = field(repr=False)
    """The same words as written (folded)."""
    headline: tuple[str, ...] = field(repr=False)
    headline_forms: tuple[str, ...] = field(repr=False)
    published: date
    happened: tuple[DateSpan, ...]
    names: Mapping[EntityType, tuple[str, ...]]
    """Canonical names found in this very document."""
    name_keys: Mapping[EntityType, frozenset[str]]
    """Keys under which this document is found by name: canonical names and spellings, folded, and ``own_key``s;
    of an article also ``prominent_keys``."""
    article_name_keys: Mapping[EntityType, frozenset[str]]
    """The same for the whole article."""
    spellings: Mapping[EntityType, tuple[tuple[str, str], ...]]
    """Of an article: pairs of a canonical name and another spelling of it there. Passages have none."""
    source: str | None
    sections: tuple[str, ...]
    """The section of a passage; all sections of an article."""
    url: str | None


@frozen
class StoredArticle:
    """What is kept of an article to show it again: the article and what was found in it, as JSON and back."""

    article: Article
    dates: tuple[DateMention, ...]
    entities: tuple[EntityMention, ...]
    tellings: tuple[Telling, ...]
    origin: str | None = None
    """The file it was read from, if any."""

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready dict; spans are pairs of offsets, and texts that a span already names are left out."""
        article = self.article
        # A telling may rest on a date that is not itself a mention, such as the whole of "from 8 to 10 October".
        written = {id(mention) for mention in self.dates}
        made = {id(telling.date): telling.date for telling in self.tellings if id(telling.date) not in written}
        numbers = {id(date): number for number, date in enumerate((*self.dates, *made.values()))}
        return {
            "id": article.id,
            "headline": article.headline,
            "published": article.published.isoformat(),
            "text": article.text,
            "source": article.source,
            "url": article.url,
            "origin": self.origin,
            "sections": [[section.name, *section.span] for section in article.sections],
            "passages": [[*span] for span in article.passages],
            "dates": [_date_out(date) for date in self.dates],
            "made_dates": [_date_out(date) for date in made.values()],
            "entities": [[*mention.span, mention.type, mention.name] for mention in self.entities],
            "tellings": [[*t.span, numbers[id(t.date)], int(t.lent)] for t in self.tellings],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> StoredArticle:
        """The reverse of ``to_json``."""
        text = data["text"]
        dates = [
            DateMention(
                span=Span(start, end),
                text=text[start:end],
                type=kind,
                timex=timex,
                value=DateSpan(date.fromisoformat(days[0]), date.fromisoformat(days[1]), days[2]) if days else None,
            )
            for start, end, kind, timex, *days in (*data["dates"], *data["made_dates"])
        ]
        return cls(
            article=stored_article(data),
            dates=tuple(dates[: len(data["dates"])]),
            entities=tuple(
                EntityMention(span=Span(start, end), text=text[start:end], type=kind, name=name)
                for start, end, kind, name in data["entities"]
            ),
            tellings=tuple(
                Telling(span=Span(start, end), date=dates[number], lent=bool(lent))
                for start, end, number, lent in data["tellings"]
            ),
            origin=data["origin"],
        )


def stored_article(data: Mapping[str, Any]) -> Article:
    """The article alone of what ``StoredArticle.to_json`` made."""
    printed = data["published"]
    return Article(
        id=data["id"],
        headline=data["headline"],
        published=date.fromisoformat(printed) if len(printed) == 10 else datetime.fromisoformat(printed),
        text=data["text"],
        source=data["source"],
        url=data["url"],
        sections=tuple(Section(name, Span(start, end)) for name, start, end in data["sections"]),
        passages=tuple(Span(start, end) for start, end in data["passages"]),
    )


@frozen
class ArticleRecord:
    """All that an engine needs to index one article: its documents and what is stored to show it."""

    article: Document
    passages: tuple[Document, ...]
    stored: StoredArticle


def make_record(annotated: AnnotatedArticle, *, origin: str | None = None) -> ArticleRecord:
    """The documents of an annotated article."""
    article = annotated.article
    words = _Words(annotated.tokens)
    whole_names = _names_in(annotated.entities)
    whole_keys = _name_keys(annotated.entities)
    headline_end = len(article.headline)
    headline = words.inside(Span(0, headline_end))
    starts = [mention.span.start for mention in annotated.entities]

    def document(passage: int | None, span: Span, *sections: str) -> Document:
        mentions = annotated.entities if passage is None else _inside(annotated.entities, starts, span)
        stems, forms = words.inside(span)
        return Document(
            article_id=article.id,
            passage=passage,
            stems=stems,
            forms=forms,
            headline=headline[0] if span.start < headline_end or passage is None else (),
            headline_forms=headline[1] if span.start < headline_end or passage is None else (),
            published=article.published_day,
            happened=_days_told(annotated.tellings, span),
            names=whole_names if passage is None else _names_in(mentions),
            name_keys=_with_prominence(whole_keys, article, mentions) if passage is None else _name_keys(mentions),
            article_name_keys=whole_keys,
            spellings=_spellings(mentions) if passage is None else {},
            source=article.source,
            sections=tuple(dict.fromkeys(filter(None, sections))),
            url=article.url,
        )

    return ArticleRecord(
        article=document(None, Span(0, len(article.text)), *(section.name for section in article.sections)),
        passages=tuple(
            document(number, span, article.section_at(span)) for number, span in enumerate(article.passages)
        ),
        stored=StoredArticle(article, annotated.dates, annotated.entities, annotated.tellings, origin),
    )


@lru_cache(maxsize=20_000)
def label_key(value: str) -> str:
    """What a source, section, url or id is compared by: folded, with single blanks."""
    return " ".join(fold(value).split())


def own_key(name: str) -> str:
    """The key of a document's own canonical name, letter for letter; it cannot be mistaken for a folded one."""
    return "=" + _one_line(name)


def prominent_keys(name: str) -> tuple[str, str]:
    """Further keys of a name in an article: the first if it is prominent there, both if it stands in the headline.

    Prominent is what the headline or the first passage names, or what is named three times.
    """
    return "=\x1e" + _one_line(name), "=\x1e\x1e" + _one_line(name)


class _Words:
    """The index words of a text, from which those of any passage are cut."""

    def __init__(self, tokens: Tokens) -> None:
        self._text = tokens.text
        self._starts = tokens.starts
        found = list(map(index_words, tokens.words()))
        self._stems = [one.stem for words in found for one in words]
        self._forms = [one.form for words in found for one in words]
        self._first = [0, *accumulate(map(len, found))]
        """The place of the first word of each token, and behind them the number of words."""

    def inside(self, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Stems and forms of the words in ``span``."""
        text = self._text
        if _is_gap(text[span.start - 1 : span.start]) and _is_gap(text[span.end : span.end + 1]):
            # No token reaches over a blank, nor depends on what is behind one.
            first = self._first[bisect_left(self._starts, span.start)]
            last = self._first[bisect_left(self._starts, span.end)]
            return tuple(self._stems[first:last]), tuple(self._forms[first:last])
        words = words_of(span.of(text))
        return tuple(word.stem for word in words), tuple(word.form for word in words)


def _is_gap(character: str) -> bool:
    return not character or character.isspace()


def _inside(mentions: Sequence[EntityMention], starts: Sequence[int], span: Span) -> tuple[EntityMention, ...]:
    """The mentions in a span, by where each of them, in the order of the text, starts."""
    begun = mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
    return tuple(mention for mention in begun if mention.span.end <= span.end)


def _names_in(mentions: Iterable[EntityMention]) -> dict[EntityType, tuple[str, ...]]:
    names: dict[EntityType, dict[str, None]] = {}
    for mention in mentions:
        names.setdefault(mention.type, {})[_one_line(mention.name)] = None
    return {kind: tuple(found) for kind, found in names.items()}


def _name_keys(mentions: Iterable[EntityMention]) -> dict[EntityType, frozenset[str]]:
    keys: dict[EntityType, set[str]] = {}
    for mention in mentions:
        keys.setdefault(mention.type, set()).update(
            (name_key(mention.name), name_key(mention.text), own_key(mention.name))
        )
    return {kind: frozenset(found - {""}) for kind, found in keys.items()}


def _with_prominence(
    keys: Mapping[EntityType, frozenset[str]], article: Article, mentions: Iterable[EntityMention]
) -> dict[EntityType, frozenset[str]]:
    headline_end = len(article.headline)
    lead_end = next((span.end for span in article.passages if span.start >= headline_end), headline_end)
    counts = Counter((mention.type, mention.name) for mention in mentions)
    more: dict[EntityType, set[str]] = {kind: set() for kind in keys}
    for mention in mentions:
        somewhat, very = prominent_keys(mention.name)
        if mention.span.end <= lead_end or counts[mention.type, mention.name] >= _OFTEN:
            more[mention.type].add(somewhat)
        if mention.span.end <= headline_end:
            more[mention.type].add(very)
    return {kind: found | more[kind] for kind, found in keys.items()}


def _spellings(mentions: Iterable[EntityMention]) -> dict[EntityType, tuple[tuple[str, str], ...]]:
    pairs: dict[EntityType, dict[tuple[str, str], None]] = {}
    for mention in mentions:
        if mention.text != mention.name:
            pairs.setdefault(mention.type, {})[_one_line(mention.name), _one_line(mention.text)] = None
    return {kind: tuple(found) for kind, found in pairs.items()}


@lru_cache(maxsize=200_000)
def _one_line(name: str) -> str:
    # Where names are kept, a tab or the end of a line ends a name.
    return " ".join(name.split())


def _days_told(tellings: Iterable[Telling], span: Span) -> tuple[DateSpan, ...]:
    spans = {
        telling.date.value: None
        for telling in tellings
        if telling.date.value is not None
        and span.contains(telling.span)
        and (telling.date.value.last - telling.date.value.first).days < _LONGEST_TELLING
    }
    return tuple(spans)


def _date_out(mention: DateMention) -> list[Any]:
    days = mention.value
    ends = () if days is None else (days.first.isoformat(), days.last.isoformat(), days.precision.value)
    return [*mention.span, mention.type, mention.timex, *ends]
