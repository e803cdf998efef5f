"""Joining names one pair at a time, so that each join has its reason and may be refused.

>>> joiner = Joiner("place", {"Kyiv": 9, "Kiev": 2}, apart={})
>>> joiner.join("Kiev", "Kyiv", "renamed place")
True
>>> joiner.groups()
[['Kyiv', 'Kiev']]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set

from attrs import frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.names.aliases import Grouping
from newsindex.names.roots import root_of

__all__ = ["Join", "Joiner"]


@frozen
class Join:
    """One name that was joined to another, and why."""

    type: EntityType
    alias: str
    name: str
    """The entity's name."""
    rule: str
    """The reason in a few words, such as "transliteration" or "surname borne by one person"."""

    def to_toml(self) -> str:
        """The entry of ``aliases.toml`` that undoes this join."""
        return f"# {self.rule}\n" + Grouping("apart", self.type, self.name, (self.alias,)).to_toml()


class Joiner:
    """The names of one type, in growing groups; a join across names that the user keeps apart is refused."""

    def __init__(self, type: EntityType, names: Mapping[str, int], *, apart: Mapping[str, Set[str]]) -> None:
        """``names`` with their numbers of articles; ``apart`` has for a folded name those that it must not meet."""
        self.type: EntityType = type
        self.names = names
        self.reasons: list[tuple[str, str, str]] = []
        """Alias, name and rule of each join, in the order they were made."""
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart = apart

    def root(self, name: str) -> str:
        """The name that stands for the group of ``name``."""
        return root_of(self._parent, name)

    def join(self, alias: str, name: str, rule: str) -> bool:
        """Put two names in one group, unless they are; whether they are now."""
        one, other = self.root(alias), self.root(name)
        if one == other:
            return True
        mine, theirs = self.members(one), self.members(other)
        if self._apart and not self._may_meet(mine, theirs):
            return False
        self.reasons.append((alias, name, rule))
        self._parent[one] = other
        self._members.setdefault(other, theirs).extend(mine)
        self._members.pop(one, None)
        return True

    def join_all(self, names: Collection[str], rule: str) -> None:
        """Put all these names in one group, around the most frequent."""
        if len(names) > 1:
            first, *rest = sorted(names, key=lambda name: (-self.names.get(name, 0), name))
            for name in rest:
                self.join(name, first, rule)

    def members(self, name: str) -> list[str]:
        """All names of the group of ``name``; not to be changed."""
        root = self.root(name)
        return self._members.get(root) or [root]

    def kept_from(self, name: str) -> Set[str]:
        """The folded names that the user keeps apart from this one."""
        return self._apart.get(name_key(name), frozenset()) if self._apart else frozenset()

    def groups(self) -> list[list[str]]:
        """All groups, each with its most frequent name first, those of the most frequent names first."""
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(self.root(name), []).append(name)
        for members in found.values():
            members.sort(key=lambda name: (-self.names[name], name))
        return sorted(found.values(), key=lambda members: (-self.names[members[0]], members[0]))

    def _may_meet(self, mine: Collection[str], theirs: Collection[str]) -> bool:
        keys = {name_key(name) for name in theirs}
        return not any(keys & self._apart.get(name_key(name), frozenset()) for name in mine)
