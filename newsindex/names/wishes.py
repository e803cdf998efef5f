"""What the user wishes of the names of one type, ready to be looked up.

>>> wishes = Wishes.of("person", (Grouping("join", "person", "Pelé", ("O Rei",)),))
>>> [one.name for one in wishes.joined_under("o rei").values()]
['Pelé']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Self

from attrs import evolve, field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.names.aliases import Grouping

__all__ = ["Wishes"]


@frozen
class Wishes:
    """Joins and partings of one type, by folded name."""

    apart: Mapping[str, Set[str]] = field(factory=dict)
    """For each folded name those that it must not be joined with."""
    _joins: Mapping[str, Mapping[str, Grouping]] = field(factory=dict)
    """For each folded name the joins that it is in, each by the folded name that it joins to."""

    @classmethod
    def of(cls, kind: EntityType, groupings: Iterable[Grouping]) -> Self:
        """What these say of one type; joins to the same name are one."""
        apart: dict[str, set[str]] = {}
        merged: dict[str, Grouping] = {}
        for one in groupings:
            if one.type != kind:
                continue
            key = name_key(one.name)
            if one.kind == "join":
                before = merged.get(key)
                merged[key] = evolve(before, aliases=before.aliases + one.aliases) if before else one
            else:
                for alias in map(name_key, one.aliases):
                    apart.setdefault(key, set()).add(alias)
                    apart.setdefault(alias, set()).add(key)
        joins: dict[str, dict[str, Grouping]] = {}
        for key, one in merged.items():
            for text in (one.name, *one.aliases):
                joins.setdefault(name_key(text), {})[key] = one
        return cls(apart, joins)

    def joined_under(self, key: str) -> Mapping[str, Grouping]:
        """The joins that a folded name is in, each by the folded name that it joins to."""
        return self._joins.get(key, {})

    def __bool__(self) -> bool:
        return bool(self.apart or self._joins)
