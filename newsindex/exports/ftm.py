"""Hits as FollowTheMoney entities, the form that Aleph and other tools of investigators read.

An article becomes an ``Article``, each person in it a ``Person``, each organisation an ``Organization``, each place an
``Address``, and each of them in each article a ``Mention`` that says where the name stands. An event becomes an
``Event`` with those involved in it, and its articles as proof; what has a name of its own has the same id there as
among the hits of a search. The schemata and their properties are those of followthemoney 4
(https://followthemoney.tech); each entity is one JSON-ready dict, to be written one a line.

A name is an entity only as far as newsindex joins spellings: two people of one name have one id here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from newsindex.analysis.annotated import EntityMention, EntityType
from newsindex.analysis.words import name_key
from newsindex.articles import Article

if TYPE_CHECKING:  # a timeline calls these functions
    from newsindex.timeline.events import Event
    from newsindex.timeline.mentions import EventMention

__all__ = ["entities_of", "entities_of_events"]

_NAME_LENGTH = 120

_SCHEMATA: dict[EntityType, str] = {"person": "Person", "org": "Organization", "place": "Address"}
_LISTED: dict[EntityType, str] = {
    "person": "peopleMentioned",
    "org": "companiesMentioned",
    "place": "locationMentioned",
}


class Named(Protocol):
    """What is needed of a hit."""

    @property
    def entities(self) -> Sequence[EntityMention]:
        """The names written in it."""

    def article(self) -> Article:
        """The whole article."""


def entities_of(hits: Iterable[Named]) -> Iterator[dict[str, Any]]:
    """The entities of each hit in turn; an entity that several hits name is given once."""
    given: set[str] = set()
    for hit in hits:
        article = hit.article()
        article_id = _id("article", article.id)
        mentions = hit.entities
        if article_id not in given:
            given.add(article_id)
            yield _article(article_id, article, mentions)
        named: dict[tuple[EntityType, str], list[EntityMention]] = {}
        for mention in mentions:
            named.setdefault((mention.type, mention.name), []).append(mention)
        for (kind, name), places in named.items():
            entity_id = _id(kind, name_key(name) or name)
            if entity_id not in given:
                given.add(entity_id)
                yield _entity(entity_id, kind, name)
            mention_id = _id("mention", article_id, entity_id)
            if mention_id not in given:
                given.add(mention_id)
                yield _mention(mention_id, article_id, entity_id, kind, [name, *(one.text for one in places)])


def entities_of_events(events: Iterable[Event]) -> Iterator[dict[str, Any]]:
    """The entities of each event in turn, whom it involves and the articles that tell it before the event itself."""
    given: set[str] = set()
    for event in events:
        proof, involved = [], []
        for one in event.mentions:
            proof.append(_id("article", one.article_id))
            if proof[-1] not in given:
                given.add(proof[-1])
                yield _telling_article(proof[-1], one)
        named: tuple[tuple[EntityType, tuple[str, ...]], ...] = (("person", event.people), ("org", event.orgs))
        for kind, names in named:
            for name in names:
                involved.append(_id(kind, name_key(name) or name))
                if involved[-1] not in given:
                    given.add(involved[-1])
                    yield _entity(involved[-1], kind, name)
        made = _event(event, list(dict.fromkeys(proof)), involved)
        if made["id"] not in given:
            given.add(made["id"])
            yield made


def _telling_article(article_id: str, one: EventMention) -> dict[str, Any]:
    properties = {
        "title": [one.headline] if one.headline else [],
        "fileName": [one.article_id],
        "publishedAt": [_moment(one.published)],
        "publisher": [one.source] if one.source else [],
        "sourceUrl": [one.url] if one.url else [],
    }
    return _made(article_id, "Article", properties)


def _event(event: Event, proof: list[str], involved: list[str]) -> dict[str, Any]:
    words = " ".join(event.text.split())
    short = words if len(words) <= _NAME_LENGTH else words[:_NAME_LENGTH].rpartition(" ")[0] + " …"
    one_day = event.when.first == event.when.last
    quotes = (f"“{' '.join(one.quote.split())}” – {one.source or one.article_id}, {one.published.isoformat()[:10]}"
              for one in event.mentions)  # fmt: skip
    properties = {
        "name": [short],
        "summary": [words],
        "description": list(dict.fromkeys(quotes)),
        "date": [event.when.first.isoformat()] if one_day else [],
        "startDate": [] if one_day else [event.when.first.isoformat()],
        "endDate": [] if one_day else [event.when.last.isoformat()],
        "involved": involved,
        "location": list(event.places),
        "publisher": list(event.sources),
        "sourceUrl": list(dict.fromkeys(one.url for one in event.mentions if one.url)),
        "proof": proof,
    }
    told = (f"{one.article_id} {one.span.start} {one.days}" for one in event.mentions)
    return _made(_id("event", *told), "Event", properties)


def _moment(published: date) -> str:
    """A day or a time as the model keeps it: in whole seconds, and of UTC where the zone is known."""
    if not isinstance(published, datetime):
        return published.isoformat()
    if published.tzinfo is not None:
        published = published.astimezone(UTC).replace(tzinfo=None)
    return published.isoformat(timespec="seconds")


def _article(article_id: str, article: Article, mentions: Sequence[EntityMention]) -> dict[str, Any]:
    properties: dict[str, list[str]] = {
        "title": [article.headline] if article.headline else [],
        "fileName": [article.id],
        "publishedAt": [_moment(article.published)],
        "publisher": [article.source] if article.source else [],
        "sourceUrl": [article.url] if article.url else [],
        "bodyText": [article.text.rstrip()] if article.text.strip() else [],
    }
    for kind, listed in _LISTED.items():
        properties[listed] = list(dict.fromkeys(one.name for one in mentions if one.type == kind))
    return _made(article_id, "Article", properties)


def _entity(entity_id: str, kind: EntityType, name: str) -> dict[str, Any]:
    if kind == "place":
        return _made(entity_id, "Address", {"full": [name]})
    return _made(entity_id, _SCHEMATA[kind], {"name": [name]})


def _mention(
    mention_id: str, article_id: str, entity_id: str, kind: EntityType, written: Sequence[str]
) -> dict[str, Any]:
    properties = {
        "document": [article_id],
        "name": list(dict.fromkeys(written)),
        "detectedSchema": [_SCHEMATA[kind]],
        # The model resolves a mention to a person or an organisation, never to a place.
        "resolved": [] if kind == "place" else [entity_id],
    }
    return _made(mention_id, "Mention", properties)


def _made(entity_id: str, schema: str, properties: dict[str, list[str]]) -> dict[str, Any]:
    return {"id": entity_id, "schema": schema, "properties": {name: all_ for name, all_ in properties.items() if all_}}


def _id(*parts: str) -> str:
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"newsindex-{digest}"
