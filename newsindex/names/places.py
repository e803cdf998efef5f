"""When two names mean the same place: a country's names and codes, a renamed or often respelled city.

Names that merely sound alike are not joined, for Pittsburg is not Pittsburgh and Monterey not Monterrey; but who asks
for a spelling that no article has is led to the one that sounds like it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from newsindex.analysis.words import name_key
from newsindex.names.facts import all_country_codes, country_codes, same_place
from newsindex.names.joins import Joiner
from newsindex.names.transliteration import skeleton

__all__ = ["join_places", "place_keys", "place_links"]

# Of shorter names, too many sound alike.
_LONG = 8


def join_places(joiner: Joiner) -> None:
    """Join what is one place."""
    by_link: dict[str, list[str]] = {}
    for name in joiner.names:
        by_link.setdefault(_link(name), []).append(name)
    for link, names in by_link.items():
        joiner.join_all(names, "name of a country" if link.startswith("=") else "renamed place")


def place_links(name: str, _spellings: Collection[str]) -> Iterator[str]:
    """What the rules compare places by."""
    yield _link(name)


def place_keys(name: str) -> Iterator[str]:
    """What a place may be looked up by besides the spellings that were met."""
    key = _key(name)
    link = _link(name)
    if key in all_country_codes() and not link.startswith("="):
        yield "=" + all_country_codes()[key]
        return
    yield link
    if len(key) >= _LONG and not link.startswith("="):
        yield "~" + " ".join(map(skeleton, key.split()))


def _link(name: str) -> str:
    """The country after "=", or the usual name of the place."""
    key = _key(name)
    if key in country_codes():
        return "=" + country_codes()[key]
    return same_place().get(key, _written_out(key))


def _key(name: str) -> str:
    key = name_key(name)
    return key.removeprefix("the ") if key != "the" else key


def _written_out(key: str) -> str:
    first, _, rest = key.partition(" ")
    return f"{_SHORT[first]} {rest}" if rest and first in _SHORT else key


_SHORT = {"st": "saint", "mt": "mount", "ft": "fort"}
