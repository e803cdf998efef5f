"""From articles to a timeline.

>>> timeline = build_timeline(stored_articles, query="troops")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from newsindex.articles import Article
from newsindex.documents import StoredArticle
from newsindex.receipts import Receipt
from newsindex.spans import DateSpan
from newsindex.timeline.background import Background
from newsindex.timeline.events import Event, in_order
from newsindex.timeline.merging import group
from newsindex.timeline.model import Timeline
from newsindex.timeline.told import Labels, Selection, Told, own_outlet, told_in

__all__ = ["build_timeline"]

# A telling of about so many characters, with so many names, is easy to grasp.
_GOOD_LENGTH = 140
_NAMES_ENOUGH = 2


def build_timeline(
    articles: Iterable[StoredArticle | Selection],
    *,
    happened: DateSpan | None = None,
    copies: Mapping[str, str] | None = None,
    labels: Labels | None = None,
    background: Background | None = None,
    merge: bool = True,
    query: str = "",
    state: str = "",
    matched: int | None = None,
    complete: bool = True,
    receipt: Receipt | None = None,
) -> Timeline:
    """The events that the articles (or the selected passages of them) tell of, in order of time.

    ``happened`` keeps the tellings of these days only; ``copies`` names, for the id of an article that was printed
    elsewhere too, the id of the first of its copies, so that all of them count for the source of the first; ``labels``
    tells what names are called that have several; ``background`` is what is common in all articles, where these were
    chosen by a question; ``merge=False`` makes each telling an event of its own. The rest is carried along and tells
    how the timeline came about.
    """
    selections = [one if isinstance(one, Selection) else Selection(one) for one in articles]
    outlets = _outlets([one.stored.article for one in selections], copies or {})
    tellings: list[Told] = []
    for selection in selections:
        for told in told_in(selection, outlet=outlets[selection.stored.article.id], labels=labels):
            if happened is None or happened.meets(told.mention.days):
                tellings.append(told)
    groups = (
        group(tellings, background=background)
        if merge
        else [[n] for n, told in enumerate(tellings) if told.place != "follower"]
    )
    _attach(tellings, groups)
    events = (_event([tellings[number] for number in numbers]) for numbers in groups)
    return Timeline(
        tuple(in_order(events)),
        query=query,
        state=state,
        matched=matched,
        complete=complete,
        asked=receipt,
        labels=labels or {},
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


def _outlets(articles: Sequence[Article], copies: Mapping[str, str]) -> dict[str, str]:
    """For the id of each article its independent source: of copies, that of whoever printed the text first."""
    own = {one.id: own_outlet(one) for one in articles}
    first = {one.id: copies.get(one.id, one.id) for one in articles}
    return {one: own.get(first[one], f"article {first[one]}") for one in own}


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
