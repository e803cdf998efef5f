"""Hits as FollowTheMoney entities, the form that Aleph and other tools of investigators read.

An article becomes an ``Article``, each person in it a ``Person``, each organisation an ``Organization``, each place an
``Address``, and each of them in each article a ``Mention`` that says where the name stands. The schemata and their
properties are those of followthemoney 4 (https://followthemoney.tech); each entity is one JSON-ready dict, to be
written one a line.

A name is an entity only as far as newsindex joins spellings: two people of one name have one id here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from newsindex.analysis.annotated import EntityMention, EntityType
from newsindex.analysis.words import name_key
from newsindex.articles import Article

__all__ = ["entities_of"]

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


def _article(article_id: str, article: Article, mentions: Sequence[EntityMention]) -> dict[str, Any]:
    properties: dict[str, list[str]] = {
        "title": [article.headline] if article.headline else [],
        "fileName": [article.id],
        "publishedAt": [article.published.isoformat()],
        "publisher": [article.source] if article.source else [],
        "sourceUrl": [article.url] if article.url else [],
        "bodyText": [article.text],
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
