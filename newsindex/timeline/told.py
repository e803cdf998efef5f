"""The stretches of text from which a timeline is built, each with its wording and its surroundings.

Most are the sentences that tell of a day. But an article seldom dates its own news twice, and often not at all: "has
been declared the winner" happened on the day of printing or the day before, and the sentence after the lead tells of
the same. So an undated lead is a telling too, and what directly follows the lead goes with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Literal

from attrs import frozen

from newsindex.analysis.annotated import DateMention, EntityMention, EntityType
from newsindex.articles import Article
from newsindex.documents import StoredArticle, label_key
from newsindex.spans import DateSpan, Precision, Span
from newsindex.timeline.mentions import EventMention
from newsindex.timeline.reckoning import Dated, reckon
from newsindex.timeline.wording import ArticleNames, Wording, article_names, dateline_of, read_wording

__all__ = ["Labels", "Place", "Selection", "Told", "own_outlet", "told_in"]

Labels = Mapping[EntityType, Mapping[str, str]]
"""For each name that has another, what its person, organisation or place is called across all articles."""

# Longer than this (a century, "the 1900s") is no event.
_LONGEST = 3_660

_A_YEAR, _A_MONTH = 365, 31

# What stands in these sections tells the article's own news.
_NEWS = frozenset(("lead", "details"))

_SENTENCE_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(]?[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?!May\b)[A-Z][a-z]{1,3}|\.[A-Za-z])\.\s+\Z")
# "In office since 2022" tells of no event of that year.
_SINCE = re.compile(r"\b(?:since|until|till|before|by)\s+\Z", re.IGNORECASE)
# Somewhere in a sentence these say that it goes on with the day of the one before; thirty hours are no more that day.
_LATER_THAT_DAY = re.compile(
    r"(?:\b(?<!ty )(?<!\d\d )hours (?:before|earlier|after|later)\b|\bminutes (?:before|earlier|after|later)\b|"
    r"\b(?:later|earlier) (?:that|in the|the same) "
    r"(?:day|evening|afternoon|morning|night)\b|^\W*(?:\w+ ){1,3}then \w)",
    re.IGNORECASE,
)
# "The 1,000th day of the war" names a day, and nothing that happened.
_COUNTED_DAY = re.compile(r"\b\d[\d,]*(?:st|nd|rd|th) day of\b")
# "Hours before Damascus," tells when, and of nothing that happened there.
_BESIDE = re.compile(
    r"\b(?:moments|minutes|hours?|days?|weeks?|months?|years?) (?:before|after) (?:the |his |her |their )?\w+"
    r"(?=[.,;]|\Z)"
)
# The night of a day ends early on the next.
_NIGHT = re.compile(r"\b(?:night|late|midnight|overnight)\b", re.IGNORECASE)
_EARLY = re.compile(r"\b(?:early|dawn|small hours|overnight)\b", re.IGNORECASE)
_NEAR_DATE = 20
# No article without one of these has such a sentence.
_HOURS = re.compile(r"\b(?:hours|minutes|later|earlier|then)\b", re.IGNORECASE)
# Beside a length of time these say that it is counted from something else.
_FROM_ELSEWHERE = re.compile(r"\b(?:Within|after|before)\b")
# Near the beginning of a sentence these say that it tells of something else.
_BESIDES = re.compile(r"\b(?:also|meanwhile|separately|elsewhere)\b", re.IGNORECASE)
_BEGINNING = 60
# A sentence that opens so has moved on in time from the one before it.
_MOVES_ON = re.compile(
    r"(?:\w+ then|later|hours (?:before|after|later|earlier)|earlier|then|before|after|meanwhile|previously|since)\b",
    re.IGNORECASE,
)


Place = Literal["lead", "next", "follower", "news", "background"]
"""Where in its article a telling stands: in the lead sentence, in the dated sentence right after it, in an undated one
right after it (which goes with the lead), elsewhere in the article's own news, or in the background."""


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
    """The sentence before it in its passage, or the headline."""
    place: Place
    article: ArticleNames
    inferred: bool
    """Whether no day is written, and it happened on one of the days, not on all of them."""
    night: bool
    """Whether it is of the night of its day, which ends on the next."""
    early: bool
    """Whether it is of the first hours of its day."""


def told_in(selection: Selection, *, outlet: str | None = None, labels: Labels | None = None) -> Iterator[Told]:
    """The tellings of the selected passages, in the order of the text.

    ``outlet`` names the independent source, by default the article's own.
    """
    return _Teller(selection, outlet or own_outlet(selection.stored.article), labels or {}).tell()


def own_outlet(article: Article) -> str:
    """The independent source that an article counts for if it is no copy: its source, or the article itself."""
    return f"source {label_key(article.source)}" if article.source else f"article {article.id}"


class _Teller:
    """Tells one article; each stretch of it is read once."""

    def __init__(self, selection: Selection, outlet: str, labels: Labels) -> None:
        self._stored = selection.stored
        self._article = selection.stored.article
        self._passages = selection.passages
        self._outlet = outlet
        self._labels = labels
        self._mentions = sorted(selection.stored.entities, key=lambda mention: mention.span.start)
        self._starts = [mention.span.start for mention in self._mentions]
        self._read: dict[Span, Wording] = {}
        self._names: ArticleNames | None = None

    def tell(self) -> Iterator[Told]:
        article, stored = self._article, self._stored
        dated = sorted({telling.span for telling in stored.tellings}, key=tuple)
        lead = _lead(stored, dated)
        lead_days = DateSpan(article.published_day - timedelta(days=1), article.published_day, Precision.RANGE)
        lead_date: DateMention | None = None
        place: Place
        if lead is not None:
            own = [one.date for one in stored.tellings if one.span == lead and one.date.value is not None]
            if own:
                lead_date = own[0]
                lead_days = own[0].value or lead_days
        reckoned = {told.mention.span: told for told in self._reckoned(lead_date)}
        if lead is not None and self._chosen(lead):
            if lead_date is None:
                yield self._told(lead, lead_days, None, "lead", lent=True)
            for span in _followers(stored, lead, dated):
                if span not in reckoned:
                    yield self._told(span, lead_days, lead_date, "follower", lent=True)
        after_lead = _after(stored, lead)
        together: dict[Span, list[DateMention]] = {}
        for telling in stored.tellings:
            together.setdefault(telling.span, []).append(telling.date)
        told: set[tuple[Span, DateSpan]] = set()
        for telling in stored.tellings:
            days = telling.date.value
            if days is None or (days.last - days.first).days >= _LONGEST or not self._chosen(telling.span):
                continue
            # "March 12 - The refinery will resume operation today" tells of one day.
            if (telling.span, days) in told:
                continue
            if telling.lent and telling.span in reckoned:
                continue
            dates = together[telling.span]
            if any(_in_passing(days, one.value) for one in dates):
                continue
            written = telling.date.span.start
            if _length(days) >= _A_YEAR and _SINCE.search(article.text, max(0, written - 9), written):
                continue
            place = "news" if article.section_at(telling.span) in _NEWS else "background"
            if telling.span == lead:
                place = "lead"
            elif telling.span.start == after_lead and not _BESIDES.search(telling.span.of(article.text)[:_BEGINNING]):
                place = "next"
            told.add((telling.span, days))
            spans = [one.span for one in dates]
            yield self._told(telling.span, days, telling.date, place, lent=telling.lent, dates=spans)

        yield from self._going_on(lead_days if lead is not None else None, lead_date)
        yield from reckoned.values()

    def _going_on(self, days: DateSpan | None, date: DateMention | None) -> Iterator[Told]:
        """The undated sentences of the article's news that go on with the day of the one before."""
        if not _HOURS.search(self._article.text):
            return
        today = self._article.published_day
        happened = (one for one in self._stored.tellings if one.date.value and one.date.value.first <= today)
        dated = {telling.span: telling.date for telling in happened}
        for passage in self._article.passages:
            if self._article.section_at(passage) not in _NEWS:
                continue
            for span in _sentences(self._article.text, passage):
                own = [one for other, one in dated.items() if other.overlaps(span)]
                if own:
                    days, date = own[-1].value, own[-1]
                elif days is not None and self._chosen(span) and _LATER_THAT_DAY.search(span.of(self._article.text)):
                    yield self._told(span, days, date, "news", lent=True)

    def _reckoned(self, news: DateMention | None) -> Iterator[Told]:
        """The sentences that tell of a day by how long before or after something else it was."""
        article = self._article
        lengths = [one for one in self._stored.dates if one.value is None and one.type == "DURATION"]
        if not any(
            _FROM_ELSEWHERE.search(article.text, max(0, one.span.start - 20), one.span.end + 8) for one in lengths
        ):
            return
        dated = [(telling.span, telling.date.value) for telling in self._stored.tellings if not telling.lent]
        before: list[Dated] = []
        last = Span(0, 0)
        for passage in article.passages:
            for span in _sentences(article.text, passage):
                own = [days for other, days in dated if other.overlaps(span) and days is not None]
                if own:
                    if own[-1].last == own[-1].first <= article.published_day:
                        before.append(Dated(span, passage, own[-1]))
                    continue
                inside = [one for one in lengths if span.contains(one.span)]
                found = reckon(article.text, span, inside, before, (last, passage), news.value if news else None)
                if found is not None and found.days.last <= article.published_day and self._chosen(span):
                    section = article.section_at(span)
                    place: Place = "news" if section in _NEWS else "background"
                    yield self._told(span, found.days, found.date, place, lent=False, part=found.part)
            last = passage

    def _chosen(self, span: Span) -> bool:
        return self._passages is None or any(passage.contains(span) for passage in self._passages)

    def _told(
        self,
        span: Span,
        days: DateSpan,
        date: DateMention | None,
        place: Place,
        *,
        lent: bool,
        dates: Sequence[Span] = (),
        part: Span | None = None,
    ) -> Told:
        article = self._article
        names = self._entities(span)
        passage = next((one for one in article.passages if one.contains(span)), span)
        if part is None:
            part = span if lent or date is None else _clause(article.text, span, date.span, dates)
        around = ""
        if date is not None and not lent:
            start, end = max(span.start, date.span.start - _NEAR_DATE), min(span.end, date.span.end + _NEAR_DATE)
            around = article.text[start:end]
        return Told(
            mention=EventMention(
                article_id=article.id,
                span=span,
                quote=span.of(article.text),
                passage_span=passage,
                passage=passage.of(article.text),
                days=days,
                date_span=date.span if date else None,
                date_text=date.text if date else "",
                lent=lent,
                headline=article.headline,
                published=article.published,
                source=article.source,
                url=article.url,
                section=article.section_at(span),
                outlet=self._outlet,
                people=self._called(names, "person"),
                orgs=self._called(names, "org"),
                places=self._called(names, "place"),
            ),
            wording=self._wording(part),
            # What follows the lead goes where the lead goes, and is compared with nothing.
            context=None if place == "follower" else self._context(span, passage),
            place=place,
            article=self._named(),
            inferred=date is None or (date.value is None and _length(days) > 1),
            night=_NIGHT.search(around) is not None,
            early=_EARLY.search(around) is not None,
        )

    def _entities(self, span: Span) -> list[EntityMention]:
        """The names in a stretch of the text."""
        found = []
        for place in range(bisect_left(self._starts, span.start), len(self._starts)):
            mention = self._mentions[place]
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end:
                found.append(mention)
        return found

    def _called(self, mentions: Iterable[EntityMention], kind: EntityType) -> tuple[str, ...]:
        labels = self._labels.get(kind, {})
        return tuple(dict.fromkeys(labels.get(one.name, one.name) for one in mentions if one.type == kind))

    def _wording(self, span: Span) -> Wording:
        if span not in self._read:
            text = self._article.text
            hidden = [date.span for date in self._stored.dates if span.overlaps(date.span)]
            for pattern in (_COUNTED_DAY, _BESIDE):
                hidden += [Span(*match.span()) for match in pattern.finditer(text, span.start, span.end)]
            dateline = dateline_of(text, span)
            names = [one for one in self._entities(span) if not one.span.overlaps(dateline)]
            self._read[span] = read_wording(span.of(text), without=[*hidden, dateline], names=names, at=span.start)
        return self._read[span]

    def _context(self, span: Span, passage: Span) -> Wording | None:
        """The wording of the sentence before, or of the headline for the first of a passage."""
        article = self._article
        before = [one for one in _sentences(article.text, Span(passage.start, span.start)) if one.end <= span.start]
        if before:
            return self._wording(before[-1])
        return self._wording(Span(0, len(article.headline))) if article.headline else None

    def _named(self) -> ArticleNames:
        if self._names is None:
            names = {mention.name for mention in self._stored.entities}
            self._names = article_names(self._article.text, self._article.headline, names)
        return self._names


def _clause(text: str, sentence: Span, date: Span, dates: Sequence[Span]) -> Span:
    """The part of the sentence that goes with the date, where a sentence of several dates puts each before its part."""
    inside = sorted(one for one in dates if sentence.contains(one))
    if len(inside) < 2 or not all(_opens_clause(text, sentence, one) for one in inside):
        return sentence
    place = inside.index(date)
    return Span(date.start, inside[place + 1].start if place + 1 < len(inside) else sentence.end)


def _opens_clause(text: str, sentence: Span, date: Span) -> bool:
    before = text[sentence.start : date.start].rstrip().lower()
    for preposition in ("on", "in", "late on", "early on", "also on", "by", "from"):
        if before == preposition or before.endswith((f"and {preposition}", f"; {preposition}")):
            return True
    return not before or before.endswith(";")


def _lead(stored: StoredArticle, dated: Sequence[Span]) -> Span | None:
    """The first sentence of the article's news."""
    article = stored.article
    for passage in article.passages:
        if article.section_at(passage) == "lead" and passage.start >= len(article.headline):
            own = [span for span in dated if passage.contains(span) and span.start == passage.start]
            return own[0] if own else next(iter(_sentences(article.text, passage)), None)
    return None


def _after(stored: StoredArticle, lead: Span | None) -> int:
    """Where the sentence after the lead begins."""
    if lead is not None:
        text = stored.article.text
        for passage in stored.article.passages:
            start = max(passage.start, lead.end)
            if start < passage.end and stored.article.section_at(passage) in _NEWS:
                return start + len(text[start:]) - len(text[start:].lstrip())
    return -1


def _followers(stored: StoredArticle, lead: Span, dated: Sequence[Span]) -> Iterator[Span]:
    """The undated sentences right after the lead, up to the first that is dated or moves on in time.

    One that goes on later that day tells of something else.
    """
    article = stored.article
    for passage in article.passages:
        if passage.end <= lead.end:
            continue
        if article.section_at(passage) not in _NEWS:
            return
        own = [span for span in dated if passage.overlaps(span)]
        until = own[0].start if own else passage.end
        for span in _sentences(article.text, Span(max(passage.start, lead.end), until)):
            if _LATER_THAT_DAY.search(span.of(article.text)):
                continue
            if _MOVES_ON.match(span.of(article.text)):
                return
            yield span
        # The second paragraph of the details is another matter.
        if own or passage.start > lead.end:
            return


def _in_passing(days: DateSpan, other: DateSpan | None) -> bool:
    """Whether the days are only named beside the others: "on Friday ... the fourth this year", "since 1994"."""
    if other is None or other == days:
        return False
    around = days.first <= other.first and other.last <= days.last
    return around or (_length(days) >= _A_YEAR and _length(other) <= _A_MONTH)


def _length(days: DateSpan) -> int:
    return (days.last - days.first).days + 1


def _sentences(text: str, piece: Span) -> Iterator[Span]:
    """The sentences of a piece of text, by a plain rule: here nothing is shown that would suffer from a wrong cut."""
    start = piece.start
    for match in _SENTENCE_END.finditer(text, piece.start, piece.end):
        if not _ABBREVIATED.search(text, max(start, match.start() - 6), match.end()):
            yield Span(start, len(text[: match.end()].rstrip()))
            start = match.end()
    end = piece.start + len(text[piece.start : piece.end].rstrip())
    if start < end:
        yield Span(start, end)
