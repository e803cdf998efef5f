"""Facts about names that no article tells: countries and their codes, renamed cities, forms of first names.

They lie as plain text in ``data/``, one group of equal names a line, the usual name first, ``|`` between names; a line
that begins with ``#`` explains. ``countries.txt`` begins each line with the ISO 3166 code and is compiled from
Unicode's CLDR (see ``compile_countries``); the other files are written by hand.

    >>> same_place()["kiev"]
    'kyiv'
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from newsindex.analysis.words import name_key

__all__ = [
    "all_country_codes",
    "country_codes",
    "groups",
    "known_acronyms",
    "same_first_name",
    "same_place",
    "same_surname",
]


def groups(file: str) -> list[list[str]]:
    """The groups of names in a file of ``data/``, each in its order."""
    text = (files("newsindex.names") / "data" / file).read_text(encoding="utf-8")
    return [
        [name.strip() for name in line.split("|")]
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    ]


@cache
def country_codes() -> dict[str, str]:
    """The country of each of its names, by folded name: ``{"burma": "MM", ...}``.

    Codes are names only where news writes them as such: "USA" is one, "CAN" is not.
    """
    found = {}
    for code, *names in groups("countries.txt"):
        found.update({name_key(name): code for name in names if not _is_code(name)})
    for code, *names in groups("more_countries.txt"):
        found.update({name_key(name): code for name in names})
    return found


@cache
def all_country_codes() -> dict[str, str]:
    """The country of each ISO code of two and three letters, folded: for who asks with a code and means one."""
    found = {}
    for code, *names in groups("countries.txt"):
        found.update({name_key(name): code for name in (code, *names) if _is_code(name)})
    return found


@cache
def same_place() -> dict[str, str]:
    """For each name of a renamed or often respelled place the folded usual name."""
    return _to_first("places.txt")


@cache
def same_first_name() -> dict[str, str]:
    """For each form of a first name the folded form that stands for all of them."""
    return _to_first("first_names.txt")


@cache
def same_surname() -> dict[str, str]:
    """For each spelling of a surname that no rule explains the folded usual one."""
    return _to_first("surnames.txt")


@cache
def known_acronyms() -> dict[str, tuple[str, ...]]:
    """The folded full names that a widely known acronym stands for."""
    return {name_key(short): tuple(map(name_key, full)) for short, *full in groups("acronyms.txt")}


def _is_code(name: str) -> bool:
    return len(name) <= 3 and name.isupper()


def _to_first(file: str) -> dict[str, str]:
    return {name_key(name): name_key(group[0]) for group in groups(file) for name in group}
