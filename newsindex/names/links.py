"""What names have in common, and the blocks into which they fall by it.

Every rule of this room compares names that have something in common: a surname, the letters of an acronym, a country.
Such a thing is a *link*, and names with a link in common lie in one block, directly or through others. No rule looks
beyond a block, so what becomes of a name depends on its block alone, and a change of a few names on few blocks.

    >>> partition({"Kyiv": {":kyiv", "kyiv"}, "Kiev": {":kiev", "kyiv"}, "Lviv": {":lviv", "lviv"}})
    [['Kiev', 'Kyiv'], ['Lviv']]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.names.organisations import organisation_links
from newsindex.names.people import person_links
from newsindex.names.places import place_links
from newsindex.names.roots import root_of
from newsindex.names.wishes import Wishes

__all__ = ["links_of", "partition", "spelled_link"]

_LINKS = {"person": person_links, "org": organisation_links, "place": place_links}


def spelled_link(text: str) -> str:
    """The link of all names that differ in no more than case and accents."""
    return f":{name_key(text) or text}"


def links_of(kind: EntityType, name: str, spellings: Collection[str], wishes: Wishes) -> set[str]:
    """All links of a name that articles also spell otherwise; the user's own joins are links, too."""
    return {*_links(kind, name, spellings), *(f"@{key}" for key in wishes.joined_under(name_key(name)))}


def partition(links: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The names with their links as blocks, names and blocks in the order of the alphabet."""
    parent: dict[str, str] = {}
    first: dict[str, str] = {}
    names = sorted(links)
    for name in names:
        for link in links[name]:
            one, other = root_of(parent, first.setdefault(link, name)), root_of(parent, name)
            if one != other:
                parent[max(one, other)] = min(one, other)
    blocks: dict[str, list[str]] = {}
    for name in names:
        blocks.setdefault(root_of(parent, name), []).append(name)
    return list(blocks.values())


def _links(kind: EntityType, name: str, spellings: Collection[str]) -> Iterator[str]:
    yield spelled_link(name)
    yield from _LINKS[kind](name, spellings)
