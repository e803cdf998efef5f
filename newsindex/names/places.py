"""When two names mean the same place: a country's names and codes, a renamed city, a transliterated name."""

from __future__ import annotations

from collections.abc import Iterator

from newsindex.analysis.words import name_key
from newsindex.names.facts import all_country_codes, country_codes, same_place
from newsindex.names.joins import Joiner
from newsindex.names.transliteration import skeleton

__all__ = ["join_places", "place_keys"]

# Shorter names that sound alike are often different places.
_LONG = 8


def join_places(joiner: Joiner) -> None:
    """Join what is one place."""
    by_country: dict[str, list[str]] = {}
    by_place: dict[str, list[str]] = {}
    by_sound: dict[str, list[str]] = {}
    for name in joiner.names:
        key = _key(name)
        if key in country_codes():
            by_country.setdefault(country_codes()[key], []).append(name)
            continue
        by_place.setdefault(same_place().get(key, _written_out(key)), []).append(name)
        if len(key) >= _LONG:
            by_sound.setdefault(" ".join(map(skeleton, key.split())), []).append(name)
    for rule, found in (("name of a country", by_country), ("renamed place", by_place), ("transliteration", by_sound)):
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
