"""Countries as news names them: by name, by people, by capital, and by the houses that their governments sit in.

One table, ``data/countries.txt``, which its first lines explain.

    >>> next(country.capitals for country in countries() if "Russian" in country.peoples)
    ('Moscow',)
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import attrs

__all__ = ["Country", "countries"]


@attrs.frozen
class Country:
    """The words for one country, as news writes them; ``today`` is the country that carries on one that is no more."""

    names: tuple[str, ...]
    peoples: tuple[str, ...]
    capitals: tuple[str, ...]
    houses: tuple[str, ...]
    today: str

    @property
    def name(self) -> str:
        """The usual name."""
        return self.names[0]


@cache
def countries() -> tuple[Country, ...]:
    """All that the table lists, in its order."""
    text = (files("newsindex.analysis") / "data" / "countries.txt").read_text(encoding="utf-8")
    return tuple(_country(line) for line in text.splitlines() if line and not line.startswith("#"))


def _country(line: str) -> Country:
    names, peoples, capitals, houses, today = (line.split(";") + [""] * 4)[:5]
    return Country(_words(names), _words(peoples), _words(capitals), _words(houses), today.strip())


def _words(column: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in column.split(",") if word.strip())
