"""From articles to a timeline.

>>> timeline = build_timeline(stored_articles, query="troops")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsindex.documents import StoredArticle
from newsindex.receipts import Receipt
from newsindex.spans import DateSpan
from newsindex.timeline.merging import group
from newsindex.timeline.model import Event, Timeline, in_order
from newsindex.timeline.told import Selection, Told, told_in

__all__ = ["build_timeline"]

# A telling of about so many characters, with so many names, is easy to grasp.
_GOOD_LENGTH = 140
_NAMES_ENOUGH = 2


def build_timeline(
    articles: Iterable[StoredArticle | Selection],
    *,
    happened: DateSpan | None = None,
    copies: Mapping[str, str] | None = None,
    merge: bool = True,
    query: str = "",
    state: str = "",
    matched: int | None = None,
    complete: bool = True,
    receipt: Receipt | None = None,
) -> Timeline:
    """The events that the articles (or the selected passages of them) tell of, in order of time.

    ``happened`` keeps the tellings of these days only; ``copies`` names, for the id of an article that was printed
    elsewhere too, the id of the first of its copies, so that copies count as one source; ``merge=False`` makes each
    telling an event of its own. The rest is carried along and tells how the timeline came about.
    """
    tellings: list[Told] = []
    for one in articles:
        selection = one if isinstance(one, Selection) else Selection(one)
        for told in told_in(selection, outlet=_outlet(selection.stored, copies or {})):
            if happened is None or happened.meets(told.mention.days):
                tellings.append(told)
    groups = group(tellings) if merge else [[n] for n, told in enumerate(tellings) if told.place != "follower"]
    _attach(tellings, groups)
    events = (_event([tellings[number] for number in numbers]) for numbers in groups)
    return Timeline(
        tuple(in_order(events)), query=query, state=state, matched=matched, complete=complete, asked=receipt
    )


def _attach(tellings: Sequence[Told], groups: Sequence[list[int]]) -> None:
    """Put each follower into the group of its article's lead."""
    homes = {
        (tellings[number].mention.article_id, tellings[number].mention.days): numbers
        for numbers in groups
        for number in numbers
        if tellings[number].place == "lead"
    }
    for number, told in enumerate(tellings):
        home = (told.mention.article_id, told.mention.days)
        if told.place == "follower" and home in homes:
            homes[home].append(number)


def _outlet(stored: StoredArticle, copies: Mapping[str, str]) -> str | None:
    return f"copies of {copies[stored.article.id]}" if stored.article.id in copies else None


def _event(tellings: Sequence[Told]) -> Event:
    return Event(tuple(told.mention for told in sorted(tellings, key=_unclear)))


def _unclear(told: Told) -> tuple[object, ...]:
    """What makes a telling hard to understand by itself, so that the clearest comes first."""
    mention = told.mention
    named = len({*mention.people, *mention.orgs, *mention.places})
    return (
        told.place == "follower",
        told.wording.unclear,
        mention.lent and mention.date_span is not None,
        -min(named, _NAMES_ENOUGH),
        abs(len(mention.quote) - _GOOD_LENGTH) // _GOOD_LENGTH,
        -len(told.wording.figures),
        mention.published.isoformat(),
        mention.article_id,
        mention.span.start,
    )
