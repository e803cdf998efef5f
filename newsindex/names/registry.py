"""All names of an index, gathered into entities: made from counts, kept as bytes, asked by any alias.

    >>> counts = NameCounts(names={"place": {"Kyiv": 9, "Kiev": 2, "Lviv": 1}})
    >>> registry = Registry.build(counts)
    >>> registry.labels("place")["Kiev"], [group.names for group in registry.find("KIEV", "place")]
    ('Kyiv', [('Kyiv', 'Kiev')])
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from attrs import field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.names.aliases import Aliases, Grouping
from newsindex.names.counts import NameCounts
from newsindex.names.joins import Join, Joiner
from newsindex.names.organisations import join_organisations, organisation_keys
from newsindex.names.people import PersonName, join_people, person_keys
from newsindex.names.places import join_places, place_keys

__all__ = ["RULES", "Group", "Registry"]

RULES = "1"
"""Changes whenever the same counts would give another registry than before, so that kept ones are known."""

_TYPES: tuple[EntityType, ...] = ("person", "org", "place")
_KEYS = {"person": person_keys, "org": organisation_keys, "place": place_keys}


@frozen
class Group:
    """The names of articles that are one entity."""

    type: EntityType
    name: str
    """What the entity is called: one of its names, or the one that the user gave it."""
    names: tuple[str, ...]
    """The names that articles have for it, the most frequent first."""
    aliases: tuple[str, ...]
    """All other spellings: its names but for ``name``, and what articles shorten them to."""
    might_be: tuple[str, ...] = ()
    """For a name that fits several entities, theirs."""


@frozen(eq=False)
class Registry:
    """Entities by any alias, and the joins that made them."""

    groups: tuple[Group, ...] = field(repr=False)
    joins: tuple[Join, ...] = field(repr=False)
    _by_spelling: Mapping[str, Mapping[str, list[int]]] = field(repr=False)
    """For each type, the places of the groups that have a folded spelling."""
    _by_key: Mapping[str, Mapping[str, list[int]]] = field(repr=False)
    """The same for the looser keys of the rules."""

    @classmethod
    def build(cls, counts: NameCounts, aliases: Aliases = Aliases()) -> Self:  # noqa: B008  a frozen value
        """The registry of an index; the same counts and aliases give the same registry."""
        groups: list[Group] = []
        joins: list[Join] = []
        by_spelling: dict[str, dict[str, list[int]]] = {kind: {} for kind in _TYPES}
        by_key: dict[str, dict[str, list[int]]] = {kind: {} for kind in _TYPES}
        for kind in _TYPES:
            for group, extra in _gather(kind, counts, aliases, joins):
                place = len(groups)
                groups.append(group)
                for text in {name_key(one) for one in (group.name, *group.names, *group.aliases, *extra)} - {""}:
                    by_spelling[kind].setdefault(text, []).append(place)
                for key in {key for name in group.names for key in _KEYS[kind](name)}:
                    by_key[kind].setdefault(key, []).append(place)
        return cls(tuple(groups), tuple(joins), by_spelling, by_key)

    def find(self, name: str, type: EntityType | None = None) -> tuple[Group, ...]:
        """The entities that a name may mean: those so called, else those so spelled, else those that rules lead to.

        A name that several entities bear finds all of them, and one that might stand for others finds these too.
        """
        found: dict[int, None] = {}
        for kind in _TYPES if type is None else (type,):
            found.update(dict.fromkeys(self._find(name, kind)))
        return tuple(self.groups[place] for place in found)

    def labels(self, type: EntityType) -> Mapping[str, str]:
        """For each name that articles have, what its entity is called, where that is another."""
        return self._labels[type]

    def to_bytes(self) -> bytes:
        """The registry as bytes, for ``from_bytes``."""
        data = {
            "groups": [[one.type, one.name, one.names, one.aliases, one.might_be] for one in self.groups],
            "joins": [[one.type, one.alias, one.name, one.rule] for one in self.joins],
            "spellings": self._by_spelling,
            "keys": self._by_key,
        }
        return zlib.compress(json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode("utf-8"), 1)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of ``to_bytes``. Raises ``ValueError`` where the bytes are of something else."""
        try:
            values: dict[str, Any] = json.loads(zlib.decompress(data))
            groups = tuple(
                Group(kind, name, tuple(names), tuple(spelled), tuple(might_be))
                for kind, name, names, spelled, might_be in values["groups"]
            )
            joins = tuple(Join(*row) for row in values["joins"])
            return cls(groups, joins, values["spellings"], values["keys"])
        except (zlib.error, KeyError, TypeError) as error:
            raise ValueError(f"not a registry of names: {error}") from error

    @cached_property
    def _labels(self) -> Mapping[EntityType, dict[str, str]]:
        labels: dict[EntityType, dict[str, str]] = {kind: {} for kind in _TYPES}
        for group in self.groups:
            if len(group.names) > 1 or group.names[0] != group.name:
                labels[group.type].update((name, group.name) for name in group.names)
        return labels

    @cached_property
    def _by_name(self) -> Mapping[tuple[EntityType, str], int]:
        return {(group.type, group.name): place for place, group in enumerate(self.groups)}

    def _find(self, name: str, kind: EntityType) -> Iterator[int]:
        spelled = self._by_spelling[kind].get(name_key(name), [])
        exact = self._by_name.get((kind, name))
        called = (
            [exact]
            if exact is not None
            else [place for place in spelled if name_key(self.groups[place].name) == name_key(name)]
        )
        if called and not any(self.groups[place].might_be for place in called):
            yield from called
            return
        loose = kind == "person" and (parts := PersonName.of(name)) is not None and parts.bare
        keys = [] if spelled and not loose else [key for key in _KEYS[kind](name) if _helps(kind, key, name)]
        for place in (*spelled, *(place for key in keys for place in self._by_key[kind].get(key, ()))):
            yield place
            for other in self.groups[place].might_be:
                if (kind, other) in self._by_name:
                    yield self._by_name[kind, other]


def _helps(kind: EntityType, key: str, name: str) -> bool:
    """Whether a key may lead from this name: a full name not to everyone of its surname."""
    if kind == "person" and key.startswith("~"):
        parts = PersonName.of(name)
        return parts is not None and parts.bare
    return True


def _gather(
    kind: EntityType, counts: NameCounts, aliases: Aliases, joins: list[Join]
) -> Iterator[tuple[Group, tuple[str, ...]]]:
    """The groups of one type, each with further spellings that the user gave it; joins are added to ``joins``."""
    names = {name: number for name, number in counts.names.get(kind, {}).items() if name}
    spellings = counts.spellings.get(kind, {})
    apart = {
        (name_key(one.name), name_key(alias))
        for one in aliases.groupings
        if one.kind == "apart" and one.type == kind
        for alias in one.aliases
    }
    joiner = Joiner(kind, names, apart=apart)
    by_spelling: dict[str, list[str]] = {}
    for name in names:
        by_spelling.setdefault(name_key(name), []).append(name)
    for same in by_spelling.values():
        joiner.join_all(same, "case and accents")
    wanted = _join_as_the_user_says(joiner, aliases, by_spelling)
    match kind:
        case "person":
            doubtful = join_people(joiner)
        case "org":
            doubtful = join_organisations(joiner, spellings)
        case "place":
            join_places(joiner)
            doubtful = {}
    shortened: dict[str, dict[str, None]] = {}
    for (name, spelling), _ in sorted(spellings.items(), key=lambda item: (-item[1], item[0])):
        if name in names:
            shortened.setdefault(joiner.root(name), {})[spelling] = None
    given = {joiner.root(member): grouping for member, grouping in wanted}
    groups = joiner.groups()
    called: dict[str, str] = {}
    for members in groups:
        root = joiner.root(members[0])
        called[root] = given[root].name if root in given else _best_name(kind, members, names, doubtful)
    for members in groups:
        root = joiner.root(members[0])
        label = called[root]
        unwanted = {one for pair in apart if name_key(label) in pair for one in pair} - {name_key(label)}
        others = dict.fromkeys((*members, *shortened.get(root, ())))
        others.pop(label, None)
        might_be = {joiner.root(other) for name in members for other in doubtful.get(name, ())} - {root}
        yield (
            Group(
                type=kind,
                name=label,
                names=tuple(members),
                aliases=tuple(one for one in others if name_key(one) not in unwanted),
                might_be=tuple(sorted(called[other] for other in might_be)),
            ),
            given[root].aliases if root in given else (),
        )
    for alias, name, rule in joiner.reasons:
        label = called[joiner.root(name)]
        joined = alias if name_key(alias) != name_key(label) else name
        if name_key(alias) != name_key(name) and name_key(joined) != name_key(label):
            joins.append(Join(kind, joined, label, rule))


def _join_as_the_user_says(
    joiner: Joiner, aliases: Aliases, by_spelling: Mapping[str, list[str]]
) -> list[tuple[str, Grouping]]:
    """Make the user's joins; each that has names in the index, with one of them."""
    made = []
    for one in aliases.groupings:
        if one.kind == "join" and one.type == joiner.type:
            members = [name for text in (one.name, *one.aliases) for name in by_spelling.get(name_key(text), [])]
            for name in members[1:]:
                joiner.join(name, members[0], "aliases.toml")
            if members:
                made.append((members[0], one))
    return made


def _best_name(
    kind: EntityType, members: Iterable[str], names: Mapping[str, int], doubtful: Mapping[str, tuple[str, ...]]
) -> str:
    """What a group is called: its most frequent name, but for a person a full one where there is one."""

    def rank(name: str) -> tuple[bool, int, int, str]:
        parts = PersonName.of(name) if kind == "person" else None
        short = parts is not None and (parts.bare or parts.initial)
        return short or (kind == "person" and name.isupper()), -names[name], -len(name), name

    return min(members, key=rank)
