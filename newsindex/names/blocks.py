"""A block: names that the rules compare with one another, and what became of them.

>>> block = Block.of("place", {"Kyiv": 9, "Kiev": 2}, {}, Wishes(), {})
>>> Block.from_line(block.to_line()) == block
True
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Self

from attrs import frozen

from newsindex.analysis.annotated import EntityType
from newsindex.names.counts import Spellings
from newsindex.names.grouping import Group, grouped
from newsindex.names.joins import Join
from newsindex.names.links import spelled_link
from newsindex.names.organisations import organisation_keys
from newsindex.names.people import person_keys
from newsindex.names.places import place_keys
from newsindex.names.wishes import Wishes

__all__ = ["KEYS", "Block"]

KEYS = {"person": person_keys, "org": organisation_keys, "place": place_keys}
"""What a name of each type may be looked up by besides the spellings that were met."""


@frozen
class Block:
    """The names of a block in groups, and the joins that made them."""

    names: tuple[str, ...]
    groups: tuple[Group, ...]
    weights: tuple[int, ...]
    """For each group in how many articles its most frequent name stands."""
    joins: tuple[Join, ...] = ()

    @classmethod
    def of(
        cls,
        kind: EntityType,
        names: Mapping[str, int],
        spellings: Spellings,
        wishes: Wishes,
        elsewhere: Mapping[str, int],
        *,
        crowded: bool = False,
    ) -> Self:
        """The block of these names, with what articles and the user say of them; as for ``grouped``."""
        if len(names) == 1 and not spellings and not wishes:
            ((name, weight),) = names.items()
            return cls((name,), (Group(kind, name, (name,)),), (weight,))
        groups, joins = grouped(kind, names, spellings, wishes, elsewhere, crowded=crowded)
        return cls(tuple(names), tuple(groups), tuple(names[group.names[0]] for group in groups), tuple(joins))

    def keys(self, kind: EntityType, links: Iterable[str]) -> set[str]:
        """Everything that leads here; ``links`` are those of the names."""
        texts = {text for one in self.groups for text in (one.name, *one.aliases, *one.given)}.difference(self.names)
        return {*links, *map(spelled_link, texts), *(key for name in self.names for key in KEYS[kind](name))}

    def to_line(self) -> str:
        """The block as a line of text: short for a name by itself, as nearly all are."""
        (first, *more) = self.groups
        if not more and first == Group(first.type, first.name, (first.name,)):
            return f"{first.type}\t{self.weights[0]}\t{first.name}"
        groups = [[one.name, one.names, one.aliases, one.might_be, one.given] for one in self.groups]
        joins = [[one.alias, one.name, one.rule] for one in self.joins]
        return f"{first.type}\t\t{json.dumps([self.names, self.weights, groups, joins], ensure_ascii=False)}"

    @classmethod
    def from_line(cls, line: str) -> Self:
        """The reverse of ``to_line``."""
        kind, weight, rest = line.split("\t")
        if weight:
            return cls((rest,), (Group(kind, rest, (rest,)),), (int(weight),))  # type: ignore[arg-type]
        names, weights, rows, joins = json.loads(rest)
        groups = tuple(Group(kind, name, *map(tuple, lists)) for name, *lists in rows)  # type: ignore[arg-type]
        made_by = tuple(Join(kind, *parts) for parts in joins)  # type: ignore[arg-type]
        return cls(tuple(names), groups, tuple(weights), made_by)
