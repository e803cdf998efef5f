"""Where the tellings of one event do not agree: other days, or other figures for the same thing, and who says which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from attrs import frozen

from newsindex.render.day_words import days_in_words
from newsindex.spans import DateSpan
from newsindex.timeline.mentions import EventMention
from newsindex.timeline.wording import Figure, figures_of

__all__ = ["Claim", "Conflict", "find_conflicts", "finest_days"]


@frozen
class Claim:
    """One version, and everybody who tells it."""

    value: str
    """ISO days, or the figure as it is written first, with the word that it counts."""
    mentions: tuple[EventMention, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Who says so: the sources, or the articles where no source is given."""
        return tuple(dict.fromkeys(mention.source or mention.article_id for mention in self.mentions))


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
        return "; ".join(f"{self.version(claim)} ({', '.join(claim.sources)})" for claim in self.claims)

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
    found = []
    days = finest_days(mentions)
    if len(days) > 1:
        claims = [Claim(str(value), tuple(tellers)) for value, tellers in sorted(days.items())]
        found.append(Conflict("day", "", tuple(sorted(claims, key=lambda claim: -len(claim.mentions)))))
    found.extend(_figures(mentions))
    return tuple(found)


def _figures(mentions: Sequence[EventMention]) -> list[Conflict]:
    told: dict[str, dict[float, list[tuple[Figure, EventMention]]]] = {}
    for mention in mentions:
        hidden = [mention.date_span.shifted(-mention.span.start)] if mention.date_span and not mention.lent else []
        for figure in figures_of(mention.quote, without=hidden):
            told.setdefault(figure.noun, {}).setdefault(figure.value, []).append((figure, mention))
    found = []
    for values in told.values():
        # One telling that gives two figures for one noun speaks of two things ("six fired, five shot down").
        tellers: dict[tuple[str, int], set[float]] = {}
        for value, sayings in values.items():
            for _, mention in sayings:
                tellers.setdefault((mention.article_id, mention.span.start), set()).add(value)
        if len(values) > 1 and all(len(one) == 1 for one in tellers.values()):
            claims = [
                Claim(sayings[0][0].text, tuple(dict.fromkeys(mention for _, mention in sayings)))
                for sayings in values.values()
            ]
            what = next(iter(values.values()))[0][0].word
            found.append(Conflict("figure", what, tuple(sorted(claims, key=lambda claim: -len(claim.mentions)))))
    return found
