"""Where the tellings of one event do not agree: other days, or other figures for the same thing, and who says which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, product
from typing import Any, Literal

from attrs import frozen

from newsindex.render.day_words import days_in_words
from newsindex.spans import DateSpan, Span
from newsindex.timeline.figures import Figure, figures_of
from newsindex.timeline.mentions import EventMention
from newsindex.timeline.wording import dateline_of, read_wording, speaker_in

__all__ = ["Claim", "Conflict", "find_conflicts", "finest_days"]

# "A U.S. official" is somebody; "the company" is whoever was named before.
_NAMED = re.compile(r"\b(?!(?:The|An?|Its?|Previously|Also)\b)[A-Z]")


@frozen
class Claim:
    """One version, and everybody who tells it."""

    value: str
    """ISO days, or the figure as it is written first, with the word that it counts."""
    mentions: tuple[EventMention, ...]
    speakers: tuple[str, ...] = ()
    """Whom the article quotes, where one article gives two versions."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Who says so: the sources, or the articles where no source is given."""
        return tuple(dict.fromkeys(mention.source or mention.article_id for mention in self.mentions))

    @property
    def told_by(self) -> str:
        """Who says so, in words: the sources, and whom they quote where one article gives two versions."""
        sources = ", ".join(self.sources)
        return f"{' and '.join(self.speakers)}, in {sources}" if self.speakers else sources


@frozen
class Conflict:
    """Two or more versions of the day or of one figure; the version with the most tellings first.

    In words: ``17 October 2024 (Kyiv Independent); 18 October 2024 (DW, Newsweek)``.
    """

    kind: Literal["day", "figure"]
    what: str
    """What the figures count, as it is written first ("missiles"); empty for days and percentages."""
    claims: tuple[Claim, ...]

    def __str__(self) -> str:
        return "; ".join(f"{self.version(claim)} ({claim.told_by})" for claim in self.claims)

    def version(self, claim: Claim) -> str:
        """One of its claims in words."""
        if self.kind == "day":
            return days_in_words(DateSpan.parse(claim.value))
        return f"{claim.value} {self.what}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        """The conflict as JSON-ready values."""
        return {
            "kind": self.kind,
            "what": self.what,
            "claims": [
                {
                    "value": claim.value,
                    "sources": list(claim.sources),
                    "speakers": list(claim.speakers),
                    "mentions": [{"article": one.article_id, "span": [*one.span]} for one in claim.mentions],
                }
                for claim in self.claims
            ],
        }


def finest_days(mentions: Sequence[EventMention]) -> dict[DateSpan, list[EventMention]]:
    """The days told, leaving out each span that holds a narrower one: a month does not gainsay a day in it."""
    if len(mentions) == 1:
        return {mentions[0].days: list(mentions)}
    told: dict[tuple[date, date], list[EventMention]] = {}
    for mention in mentions:
        told.setdefault((mention.days.first, mention.days.last), []).append(mention)
    return {
        tellers[0].days: tellers
        for (first, last), tellers in told.items()
        if not any((first, last) != other and first <= other[0] and other[1] <= last for other in told)
    }


def find_conflicts(mentions: Sequence[EventMention]) -> tuple[Conflict, ...]:
    """What the mentions of one event disagree on."""
    if len(mentions) == 1:
        return ()
    found = []
    # An undated lead is taken to tell of the day of printing or the day before, which gainsays nobody.
    days = finest_days([one for one in mentions if one.date_span is not None])
    if len(days) > 1:
        claims = [Claim(str(value), tuple(tellers)) for value, tellers in sorted(days.items())]
        found.append(Conflict("day", "", tuple(sorted(claims, key=lambda claim: -len(claim.mentions)))))
    found.extend(_figures(mentions))
    return tuple(found)


@frozen
class _Saying:
    """A figure, and who gives it."""

    figure: Figure
    mention: EventMention
    speaker: str
    """The words for whoever says so; empty where the article itself does, or one that it calls by no name."""
    beside: frozenset[float]
    """All the figures of the telling."""

    def may_differ(self, other: _Saying) -> bool:
        """Whether the other figure may be told of the same: nobody gives two figures for one quantity."""
        if self.figure.value in other.beside or other.figure.value in self.beside:
            return False
        if self.mention.article_id != other.mention.article_id:
            return True
        return bool(self.speaker and other.speaker) and not _stems(self.speaker) & _stems(other.speaker)

    def is_update(self, other: _Saying) -> bool:
        """Whether one outlet gives both, in one article after the other."""
        return self.mention.article_id != other.mention.article_id and self.mention.outlet == other.mention.outlet


def _figures(mentions: Sequence[EventMention]) -> list[Conflict]:
    """The quantities of which different outlets, or two speakers in one article, give different figures."""
    quantities: list[list[_Saying]] = []
    for saying in _sayings(mentions):
        same = (one for one in quantities if any(saying.figure.counts_like(other.figure) for other in one))
        _put(saying, quantities, next(same, None))
    found = []
    for sayings in quantities:
        versions = _versions(sayings)
        pairs = [pair for one, other in combinations(versions, 2) for pair in product(one, other)]
        if all(one.may_differ(other) for one, other in pairs) and not all(one.is_update(other) for one, other in pairs):
            claims = [_claim(version, sayings) for version in versions]
            what = next((one.figure.word for one in sayings if one.figure.word), "")
            found.append(Conflict("figure", what, tuple(sorted(claims, key=lambda claim: -len(claim.mentions)))))
    return found


def _sayings(mentions: Sequence[EventMention]) -> Iterator[_Saying]:
    for mention in mentions:
        quote = mention.quote
        hidden = [mention.date_span.shifted(-mention.span.start)] if mention.date_span and not mention.lent else []
        place = speaker_in(quote)
        words = quote[max(place.start, dateline_of(quote, Span(0, len(quote))).end) : place.end] if place else ""
        speaker = " ".join(words.split()).rstrip(",") if _NAMED.search(words) else ""
        figures = list(figures_of(quote, without=hidden))
        beside = frozenset(figure.value for figure in figures)
        for figure in figures:
            yield _Saying(figure, mention, speaker, beside)


def _claim(version: Sequence[_Saying], sayings: Sequence[_Saying]) -> Claim:
    articles = {one.mention.article_id for one in version}
    quoted = any(one not in version and one.mention.article_id in articles for one in sayings)
    return Claim(
        value=version[0].figure.text,
        mentions=tuple(dict.fromkeys(one.mention for one in version)),
        speakers=tuple(dict.fromkeys(one.speaker for one in version if one.speaker)) if quoted else (),
    )


def _stems(words: str) -> frozenset[str]:
    return frozenset(word.stem for word in read_wording(words).words)


def _versions(sayings: Sequence[_Saying]) -> list[list[_Saying]]:
    """The sayings by what they say; a rounded figure goes with the first that it may be."""
    versions: list[list[_Saying]] = []
    for saying in sayings:
        same = (one for one in versions if any(saying.figure.agrees(other.figure) for other in one))
        _put(saying, versions, next(same, None))
    return versions


def _put(saying: _Saying, groups: list[list[_Saying]], home: list[_Saying] | None) -> None:
    if home is None:
        groups.append([saying])
    else:
        home.append(saying)
