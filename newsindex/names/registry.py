"""All names of an index, gathered into entities: made from counts, kept as bytes, asked by any alias.

>>> counts = NameCounts(names={"place": {"Kyiv": 9, "Kiev": 2, "Lviv": 1}})
>>> registry = Registry.build(counts)
>>> registry.labels("place")["Kiev"], [group.names for group in registry.find("KIEV", "place")]
('Kyiv', [('Kyiv', 'Kiev')])
>>> more = registry.updated(NameCounts(names={"place": {"Kyiv": 9, "Kiev": 10, "Lviv": 1}}))
>>> more.labels("place")["Kyiv"]
'Kiev'
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from typing import Any, Self

from attrs import field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.errors import InvalidValueError
from newsindex.names.aliases import Aliases
from newsindex.names.blocks import KEYS, Block
from newsindex.names.counts import NameCounts
from newsindex.names.grouping import Group
from newsindex.names.joins import Join
from newsindex.names.links import links_of, partition, spelled_link
from newsindex.names.packed import Packed, pack, unpack
from newsindex.names.people import PersonName
from newsindex.names.wishes import Wishes

__all__ = ["RULES", "Group", "Registry"]

RULES = "13"
"""Changes whenever the same counts would give another registry than before, so that kept ones are known."""

_TYPES: tuple[EntityType, ...] = ("person", "org", "place")
_REMEMBERED = 1_000
_FEW = 8
"""While no more than one block in so many was made anew, what was kept before is worth reading again."""
_CROWD = 1_000
"""From so many names of people on, one surname is too often that of two."""
_PARTING = re.compile(r"[\t\n\x1f]")


@frozen(eq=False)
class Registry:
    """Entities by any alias, and the joins that made them.

    The names lie in blocks (``newsindex.names.blocks``). Those that were kept as bytes are text, a line for each, and
    understood when they are first needed: a registry of forty thousand names is there in the time that it takes to
    unpack it. Blocks that were made since lie on top of them.
    """

    _packed: Packed = field(repr=False)
    _counts: NameCounts | None = field(default=None, repr=False)
    """The counts that it was made from, where they are not those that were kept."""
    _aliases: Aliases | None = field(default=None, repr=False)
    _labels: Mapping[EntityType, Mapping[str, str]] | None = field(default=None, repr=False)
    _made: Mapping[int, Block] = field(factory=dict, repr=False)
    """The blocks made since, by number; numbers go on after those of the kept ones."""
    _made_keys: Mapping[str, tuple[int, ...]] = field(factory=dict, repr=False)
    _gone: Set[int] = field(default=frozenset(), repr=False)
    """The kept blocks that are no longer true."""
    _next: int | None = field(default=None, repr=False)
    """The number of the next block, where it is not the one after the kept ones."""
    _change: Mapping[str, Any] = field(factory=dict, repr=False)
    """How counts and labels differ from the kept ones, where that was read and not made."""
    _found: dict[tuple[str, EntityType | None], tuple[Group, ...]] = field(factory=dict, init=False, repr=False)

    @classmethod
    def build(cls, counts: NameCounts, aliases: Aliases | None = None) -> Self:
        """The registry of an index; the same counts and aliases give the same registry."""
        empty = cls(Packed(), NameCounts(), Aliases(), {})
        return empty.updated(counts, aliases or Aliases())

    def updated(self, counts: NameCounts, aliases: Aliases | None = None) -> Self:
        """What ``build`` would make of these, in the time that the difference takes; by default, with the same aliases.

        A name that came, went or is counted otherwise, or that the user now says something else of, changes its own
        block and those that it has a link with; all others stay as they are.
        """
        before, said = self.counts, self.aliases
        aliases = said if aliases is None else aliases
        change = _Change(self)
        all_changed = {
            kind: _changed(before.names.get(kind, {}), counts.names.get(kind, {}))
            | _changed(before.spellings.get(kind, {}), counts.spellings.get(kind, {}))
            for kind in _TYPES
        }
        crowded = len(counts.names.get("person", {})) >= _CROWD
        if crowded != (len(before.names.get("person", {})) >= _CROWD):
            all_changed["person"] |= before.names.get("person", {}).keys() | counts.names.get("person", {}).keys()
        for kind in _TYPES:
            names = counts.names.get(kind, {})
            spellings = counts.spellings.get(kind, {})
            wishes = Wishes.of(kind, aliases.groupings)
            # What a name is elsewhere counts, too.
            changed = all_changed[kind].union(*(names.keys() & all_changed[other] for other in _TYPES))
            # Tabs and their like part the fields of a line; the names that documents keep have none.
            links = {
                name: links_of(kind, name, spellings.get(name, ()), wishes)
                for name in changed
                if name and name in names and not _PARTING.search(name)
            }
            reached = {spelled_link(name) for name in changed}.union(*links.values())
            for one in {*said.groupings} ^ {*aliases.groupings}:
                reached |= {f"@{name_key(one.name)}", *map(spelled_link, (one.name, *one.aliases))}
            for name in change.take_out(kind, reached):
                if name in names and name not in links:
                    links[name] = links_of(kind, name, spellings.get(name, ()), wishes)
            for members in partition(links):
                block = Block.of(
                    kind,
                    {name: names[name] for name in members},
                    {name: spellings[name] for name in members if name in spellings},
                    wishes,
                    {name: number for name in members if (number := _elsewhere(counts, kind, name))},
                    crowded=crowded,
                )
                change.put_in(kind, block, {link for name in members for link in links[name]})
        return type(self)(
            self._packed,
            counts,
            aliases,
            change.labels,
            change.made,
            change.made_keys,
            frozenset(change.gone),
            change.next,
        )

    @cached_property
    def counts(self) -> NameCounts:
        """What it was made from."""
        if self._counts is not None:
            return self._counts
        kept = self._packed.counts
        if not self._change:
            return kept
        names, spellings = self._change["names"], self._change["spellings"]
        return NameCounts(
            {kind: _with(kept.names.get(kind, {}), names[kind]) for kind in _TYPES},
            {kind: _with(kept.spellings.get(kind, {}), spellings[kind]) for kind in _TYPES},
        )

    @property
    def aliases(self) -> Aliases:
        """What the user said when it was made."""
        return self._packed.aliases if self._aliases is None else self._aliases

    @property
    def is_kept(self) -> bool:
        """Whether most of it would be found again among the bytes that it was read from, if it was."""
        return len(self._made) <= len(self._packed.blocks) // _FEW

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All entities: people, organisations, places, each in the order of their most frequent names."""
        found = [(_TYPES.index(group.type), -weight, group.names[0], group) for group, weight in self._weighed()]
        return tuple(row[-1] for row in sorted(found, key=lambda row: row[:3]))

    @property
    def joins(self) -> tuple[Join, ...]:
        """All joins of names that differ in more than case and accents, by type and name."""
        found = (join for block in self._blocks() for join in block.joins)
        return tuple(sorted(found, key=lambda one: (_TYPES.index(one.type), one.name, one.alias, one.rule)))

    def find(self, name: str, type: EntityType | None = None) -> tuple[Group, ...]:
        """The entities that a name may mean: those so called, else those so spelled, else those that rules lead to.

        A name that several entities bear finds all of them, and one that might stand for others finds these too.
        """
        known = self._found.get((name, type))
        if known is None:
            kinds = _TYPES if type is None else (type,)
            known = tuple(dict.fromkeys(group for kind in kinds for group in self._find(name, kind)))
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[name, type] = known
        return known

    def labels(self, type: EntityType) -> Mapping[str, str]:
        """For each name that articles have, what its entity is called, where the entity has several."""
        return self._all_labels.get(type, {})

    @cached_property
    def _all_labels(self) -> Mapping[EntityType, Mapping[str, str]]:
        if self._labels is not None:
            return self._labels
        kept = self._packed.labels
        if not self._change:
            return kept
        return {kind: _with(kept.get(kind, {}), self._change["labels"][kind]) for kind in _TYPES}

    def to_bytes(self) -> bytes:
        """The registry as bytes, for ``from_bytes``."""
        # Blocks keep their numbers, so that most lines are written as they were read; one that is gone is empty.
        blocks = list(self._packed.blocks)
        for number in self._gone:
            blocks[number] = ""
        numbers = range(len(blocks), max(self._made, default=-1) + 1)
        blocks += (self._made[number].to_line() if number in self._made else "" for number in numbers)
        labels = {kind: self.labels(kind) for kind in _TYPES}
        return self._packed.changed(blocks, self._made_keys, self.counts, labels, self.aliases).to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of ``to_bytes``. Raises ``ValueError`` where the bytes are of something else."""
        return cls(Packed.from_bytes(data))

    def change_to_bytes(self) -> bytes:
        """What became of it since it was read from bytes, for ``changed_by`` of what was read then."""
        kept, counts = self._packed.counts, self.counts
        labels = self._packed.labels
        change = {
            "blocks": {number: block.to_line() for number, block in self._made.items()},
            "keys": self._made_keys,
            "gone": sorted(self._gone),
            "next": self._next,
            "aliases": self.aliases.to_json(),
            "names": {kind: _difference(kept.names.get(kind, {}), counts.names.get(kind, {})) for kind in _TYPES},
            "spellings": {
                kind: _difference(kept.spellings.get(kind, {}), counts.spellings.get(kind, {})) for kind in _TYPES
            },
            "labels": {kind: _difference(labels.get(kind, {}), self.labels(kind)) for kind in _TYPES},
        }
        return pack(json.dumps(change, ensure_ascii=False, separators=(",", ":")))

    def changed_by(self, data: bytes) -> Self:
        """The reverse of ``change_to_bytes``. Raises ``ValueError`` where the bytes are of something else."""
        try:
            change = json.loads(unpack(data))
            return type(self)(
                self._packed,
                aliases=Aliases.from_json(change["aliases"]),
                made={int(number): Block.from_line(line) for number, line in change["blocks"].items()},
                made_keys={key: tuple(numbers) for key, numbers in change["keys"].items()},
                gone=frozenset(change["gone"]),
                next=change["next"],
                change=change,
            )
        except (KeyError, TypeError, AttributeError, InvalidValueError) as error:
            raise ValueError(f"not a change of a registry of names: {error}") from error

    def _blocks(self) -> Iterator[Block]:
        for number, line in enumerate(self._packed.blocks):
            if line and number not in self._gone:
                yield self._packed.block(number)
        yield from self._made.values()

    def _weighed(self) -> Iterator[tuple[Group, int]]:
        for block in self._blocks():
            yield from zip(block.groups, block.weights, strict=True)

    def _at(self, kind: EntityType, key: str) -> tuple[int, ...]:
        """The numbers of the blocks that a key leads to."""
        key = _key(kind, key)
        kept = (number for number in self._packed.at(key) if number not in self._gone)
        return (*kept, *(number for number in self._made_keys.get(key, ()) if number in self._made))

    def _block(self, number: int) -> Block:
        return self._made[number] if number in self._made else self._packed.block(number)

    def _find(self, name: str, kind: EntityType) -> Iterator[Group]:
        parts = PersonName.of(name) if kind == "person" else None
        bare = parts is not None and parts.bare
        # A full name does not lead to everyone of its surname.
        keys = [key for key in KEYS[kind](name) if kind != "person" or bare or not key.startswith("~")]
        near: dict[int, list[tuple[int, Group]]] = {}
        for key in (spelled_link(name), *keys):
            for number in self._at(kind, key):
                block = self._block(number)
                near[number] = [(-weight, group) for group, weight in zip(block.groups, block.weights, strict=True)]
        ranked = sorted((row for rows in near.values() for row in rows), key=lambda row: (row[0], row[1].names[0]))
        groups = [group for _, group in ranked]
        text = name_key(name)
        spelled = [group for group in groups if text and text in _spelled(group)]
        called = [group for group in groups if group.name == name] or [
            group for group in spelled if name_key(group.name) == text
        ]
        if called and not any(group.might_be for group in called):
            yield from called
            return
        loose: list[Group] = []
        if bare or not spelled:
            by_key: dict[str, list[Group]] = {}
            for group in groups:
                for key in {key for one in group.names for key in KEYS[kind](one)}:
                    by_key.setdefault(key, []).append(group)
            loose = [group for key in keys for group in by_key.get(key, ())]
        for group in (*spelled, *loose):
            yield group
            yield from (other for other in groups if other.name in group.might_be)


class _Change:
    """The blocks of a registry while some are taken out and others put in."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.next = len(registry._packed.blocks) if registry._next is None else registry._next
        self.made = dict(registry._made)
        self.made_keys = dict(registry._made_keys)
        self.gone = set(registry._gone)
        self.labels = {kind: dict(registry.labels(kind)) for kind in _TYPES}

    def take_out(self, kind: EntityType, keys: Iterable[str]) -> Iterator[str]:
        """Take out all blocks that these keys lead to; the names that lay in them."""
        if not (self._registry._packed.keys or self._registry._made):
            return
        for number in {number for key in keys for number in self._registry._at(kind, key)}:
            for name in self._registry._block(number).names:
                self.labels[kind].pop(name, None)
                yield name
            if self.made.pop(number, None) is None:
                self.gone.add(number)

    def put_in(self, kind: EntityType, block: Block, links: Iterable[str]) -> None:
        """Put in a block whose names have these links."""
        self.made[self.next] = block
        for key in {_key(kind, one) for one in block.keys(kind, links)}:
            others = (number for number in self.made_keys.get(key, ()) if number in self.made)
            self.made_keys[key] = (*others, self.next)
        for group in block.groups:
            if group.names != (group.name,):
                self.labels[kind].update(dict.fromkeys(group.names, group.name))
        self.next += 1


def _changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The keys that do not have the same value in both."""
    changed = {key for key, value in now.items() if before.get(key) != value}
    if len(before) + sum(key not in before for key in changed) != len(now):
        changed.update(key for key in before if key not in now)
    return changed


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What to write over the first to have the second; None for what is to be taken away."""
    return {key: now.get(key) for key in _changed(before, now)}


def _with(before: Mapping[str, Any], difference: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of ``_difference``."""
    return {key: value for key, value in {**before, **difference}.items() if value is not None}


def _elsewhere(counts: NameCounts, kind: EntityType, name: str) -> int:
    return sum(names.get(name, 0) for other, names in counts.names.items() if other != kind)


def _key(kind: EntityType, key: str) -> str:
    return f"{kind} {key}"


def _spelled(group: Group) -> set[str]:
    return {name_key(text) for text in (group.name, *group.names, *group.aliases, *group.given)}
