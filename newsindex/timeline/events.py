"""What an event is: one happening with everything that was told of it.

>>> event.text, str(event.when), event.sources  # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from attrs import frozen

from newsindex.analysis.words import name_key
from newsindex.names.organisations import organisation_links
from newsindex.spans import DateSpan
from newsindex.timeline.conflicts import Conflict, find_conflicts, finest_days
from newsindex.timeline.mentions import EventMention

__all__ = ["Event", "in_order"]


@frozen
class Event:
    """One happening and all its tellings, the clearest first."""

    mentions: tuple[EventMention, ...]

    @property
    def text(self) -> str:
        """The clearest telling, exactly as it stands in its article."""
        return self.mentions[0].quote

    @cached_property
    def when(self) -> DateSpan:
        """The days, with their precision: of the narrowest told, those that most independent sources tell."""
        if len(self.mentions) == 1:
            return self.mentions[0].days
        told = finest_days(self.mentions)
        return min(told, key=lambda days: (-len({one.outlet for one in told[days]}), -len(told[days]), days))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The people named in its tellings, the most named first."""
        return _ranked(mention.people for mention in self.mentions)

    @cached_property
    def orgs(self) -> tuple[str, ...]:
        """The organisations named in its tellings, the most named first; initials of one of them are left out."""
        ranked = _ranked(mention.orgs for mention in self.mentions)
        return _without_initials(ranked, ranked)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places named in its tellings, the most named first."""
        return _without_initials(_ranked(mention.places for mention in self.mentions), self.orgs)

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that tell it, in order of publication."""
        return tuple(dict.fromkeys(one.article_id for one in sorted(self.mentions, key=_by_printing)))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources that tell it, in order of publication; copies are named too."""
        return tuple(dict.fromkeys(one.source for one in sorted(self.mentions, key=_by_printing) if one.source))

    @cached_property
    def independent_sources(self) -> int:
        """How many tell it independently: the articles of one source count once, and so do copies of one text."""
        return len({mention.outlet for mention in self.mentions})

    @cached_property
    def importance(self) -> float:
        """How many independent sources tell it, and one half more for each that tells it in a headline or a lead."""
        leading = {one.outlet for one in self.mentions if one.section in ("headline", "lead")}
        return self.independent_sources + len(leading) / 2

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What its tellings disagree on, and who says what."""
        return find_conflicts(self.mentions)

    def split(self) -> tuple[Event, ...]:
        """Each telling as an event of its own, in the order of the mentions."""
        return tuple(Event((mention,)) for mention in self.mentions)

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON-ready values."""
        return {
            "when": str(self.when),
            "first": self.when.first.isoformat(),
            "last": self.when.last.isoformat(),
            "precision": self.when.precision.value,
            "text": self.text,
            "people": list(self.people),
            "orgs": list(self.orgs),
            "places": list(self.places),
            "articles": len(self.articles),
            "independent_sources": self.independent_sources,
            "sources": list(self.sources),
            "importance": self.importance,
            "conflicts": [conflict.to_dict() for conflict in self.conflicts],
            "mentions": [mention.to_dict() for mention in self.mentions],
        }


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by their first day, the narrower before the wider, then by the day they were first printed."""
    return sorted(
        events,
        key=lambda event: (
            event.when.first,
            event.when.last,
            min(_by_printing(mention) for mention in event.mentions),
        ),
    )


def _by_printing(mention: EventMention) -> tuple[str, str, int]:
    return mention.published.isoformat(), mention.article_id, mention.span.start


def _without_initials(names: tuple[str, ...], orgs: tuple[str, ...]) -> tuple[str, ...]:
    """The names without initials of one of these organisations; those that fit several stay."""
    fitting: dict[str, set[str]] = {}
    for name in orgs:
        for link in organisation_links(name, ()):
            fitting.setdefault(link, set()).add(name)
    return tuple(name for name in names if len(fitting.get(f"~{name_key(name)}", set()) - {name}) != 1)


def _ranked(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Each name once, the most frequent first; names alike but for case and accents are one."""
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for group in names:
        for name in dict.fromkeys(group):
            counts[name_key(name)] += 1
            spelled.setdefault(name_key(name), Counter())[name] += 1
    return tuple(spelled[key].most_common(1)[0][0] for key, _ in counts.most_common())
