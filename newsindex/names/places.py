"""When two names mean the same place: a country's names and codes, a renamed or often respelled city.

Names that merely sound alike are not joined, for Pittsburg is not Pittsburgh and Monterey not Monterrey; but who asks
for a spelling that no article has is led to the one that sounds like it.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsindex.analysis.words import name_key
from newsindex.names.facts import all_country_codes, country_codes, same_place
from newsindex.names.joins import Joiner
from newsindex.names.transliteration import skeleton

__all__ = ["join_places", "place_keys"]

# Of shorter names, too many sound alike.
_LONG = 8


def join_places(joiner: Joiner) -> None:
    """Join what is one place."""
    by_country: dict[str, list[str]] = {}
    by_place: dict[str, list[str]] = {}
    for name in joiner.names:
        key = _key(name)
        if key in country_codes():
            by_country.setdefault(country_codes()[key], []).append(name)
        else:
            by_place.setdefault(same_place().get(key, _written_out(key)), []).append(name)
    for rule, found in (("name of a country", by_country), ("renamed place", by_place)):
        for names in found.values():
            joiner.join_all(names, rule)


def place_keys(name: str) -> Iterator[str]:
    """What a place may be looked up by besides the spellings that were met."""
    key = _key(name)
    if key in country_codes():
        yield "=" + country_codes()[key]
    elif key in all_country_codes():
        yield "=" + all_country_codes()[key]
    else:
        place = same_place().get(key, _written_out(key))
        yield place
        if len(key) >= _LONG:
            yield "~" + " ".join(map(skeleton, key.split()))


def _key(name: str) -> str:
    key = name_key(name)
    return key.removeprefix("the ") if key != "the" else key


def _written_out(key: str) -> str:
    first, _, rest = key.partition(" ")
    return f"{_SHORT[first]} {rest}" if rest and first in _SHORT else key


_SHORT = {"st": "saint", "mt": "mount", "ft": "fort"}
