"""All names of an index, gathered into entities: made from counts, kept as bytes, asked by any alias.

>>> counts = NameCounts(names={"place": {"Kyiv": 9, "Kiev": 2, "Lviv": 1}})
>>> registry = Registry.build(counts)
>>> registry.labels("place")["Kiev"], [group.names for group in registry.find("KIEV", "place")]
('Kyiv', [('Kyiv', 'Kiev')])
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Self

from attrs import evolve, field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.names.aliases import Aliases, Grouping
from newsindex.names.counts import NameCounts
from newsindex.names.joins import Join, Joiner
from newsindex.names.organisations import Together, join_organisations, organisation_keys
from newsindex.names.people import PersonName, join_people, person_keys
from newsindex.names.places import join_places, place_keys

__all__ = ["RULES", "Group", "Registry"]

RULES = "8"
"""Changes whenever the same counts would give another registry than before, so that kept ones are known."""

_TYPES: tuple[EntityType, ...] = ("person", "org", "place")
_ACRONYMS = {"person": 2, "org": 5, "place": 3}
"""Up to so many capitals may be an acronym, and are no headline."""
_REMEMBERED = 1_000
_PARTING = re.compile(r"[\t\n\x1f]")
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
    """Entities by any alias, and the joins that made them.

    All is kept as text, a line for each group, join and key, and a line is understood when it is first needed: a
    registry of forty thousand names is there in the time that it takes to unpack it.
    """

    _texts: Mapping[str, str] = field(repr=False)
    """The lines of each part: ``groups``, ``joins``, and of each type ``spelled``, ``keys``, ``called``, ``labels``."""
    _split: dict[str, list[str]] = field(factory=dict, init=False, repr=False)
    _found: dict[tuple[str, EntityType | None], tuple[Group, ...]] = field(factory=dict, init=False, repr=False)

    @classmethod
    def build(cls, counts: NameCounts, aliases: Aliases | None = None, *, together: Together | None = None) -> Self:
        """The registry of an index; the same counts and aliases give the same registry.

        ``together`` tells whether an article has a name of both of two lists of names of organisations; without it,
        none has.
        """
        groups: list[Group] = []
        joins: list[Join] = []
        parts: dict[str, list[str]] = {}
        for kind in _TYPES:
            spelled: dict[str, list[int]] = {}
            keys: dict[str, list[int]] = {}
            called: dict[str, list[int]] = {}
            labels: list[str] = []
            for group, extra in _gather(kind, counts, aliases or Aliases(), joins, together or _never):
                place = len(groups)
                groups.append(group)
                called[group.name] = [place]
                for text in {name_key(one) for one in (group.name, *group.names, *group.aliases, *extra)} - {""}:
                    spelled.setdefault(text, []).append(place)
                for key in {key for name in group.names for key in _KEYS[kind](name)}:
                    keys.setdefault(key, []).append(place)
                if len(group.names) > 1 or group.names[0] != group.name:
                    labels.extend(f"{name}\t{group.name}" for name in group.names)
            for part, index in (("spelled", spelled), ("keys", keys), ("called", called)):
                parts[f"{kind}.{part}"] = sorted(f"{key}\t{' '.join(map(str, found))}" for key, found in index.items())
            parts[f"{kind}.labels"] = labels
        parts["groups"] = [_line(one) for one in groups]
        parts["joins"] = ["\t".join((one.type, one.alias, one.name, one.rule)) for one in joins]
        return cls({part: "\n".join(lines) for part, lines in parts.items()})

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All entities: people, organisations, places, each in the order of their most frequent names."""
        return tuple(map(_group, self._lines("groups")))

    @property
    def joins(self) -> tuple[Join, ...]:
        """All joins of names that differ in more than case and accents."""
        rows = (line.split("\t") for line in self._lines("joins"))
        return tuple(Join(kind, alias, name, rule) for kind, alias, name, rule in rows)  # type: ignore[arg-type]

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
        return self._labels[type]

    def to_bytes(self) -> bytes:
        """The registry as bytes, for ``from_bytes``."""
        head = json.dumps({part: len(text) for part, text in self._texts.items()})
        return zlib.compress("\n".join((head, "".join(self._texts.values()))).encode("utf-8", "surrogatepass"), 1)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of ``to_bytes``. Raises ``ValueError`` where the bytes are of something else."""
        try:
            head, _, body = zlib.decompress(data).decode("utf-8", "surrogatepass").partition("\n")
            texts, start = {}, 0
            for part, length in json.loads(head).items():
                texts[part] = body[start : start + length]
                start += length
            return cls(texts)
        except (zlib.error, AttributeError, TypeError) as error:
            raise ValueError(f"not a registry of names: {error}") from error

    @cached_property
    def _labels(self) -> Mapping[EntityType, Mapping[str, str]]:
        rows = {kind: (line.partition("\t") for line in self._lines(f"{kind}.labels")) for kind in _TYPES}
        return {kind: {name: label for name, _, label in found} for kind, found in rows.items()}

    def _lines(self, part: str) -> list[str]:
        if part not in self._split:
            text = self._texts.get(part, "")
            self._split[part] = text.split("\n") if text else []
        return self._split[part]

    def _at(self, part: str, key: str) -> Iterator[Group]:
        """The groups that a part has for a key."""
        lines = self._lines(part)
        place = bisect_left(lines, f"{key}\t")
        if place < len(lines) and lines[place].startswith(f"{key}\t"):
            numbers = lines[place][len(key) + 1 :].split(" ")
            yield from (_group(self._lines("groups")[int(number)]) for number in numbers)

    def _find(self, name: str, kind: EntityType) -> Iterator[Group]:
        spelled = list(self._at(f"{kind}.spelled", name_key(name)))
        called = list(self._at(f"{kind}.called", name)) or [
            group for group in spelled if name_key(group.name) == name_key(name)
        ]
        if called and not any(group.might_be for group in called):
            yield from called
            return
        parts = PersonName.of(name) if kind == "person" else None
        bare = parts is not None and parts.bare
        # A full name does not lead to everyone of its surname.
        keys = [key for key in _KEYS[kind](name) if kind != "person" or bare or not key.startswith("~")]
        loose = [group for key in keys for group in self._at(f"{kind}.keys", key)] if bare or not spelled else []
        for group in (*spelled, *loose):
            yield group
            for other in group.might_be:
                yield from self._at(f"{kind}.called", other)


def _line(group: Group) -> str:
    return "\t".join(
        (group.type, group.name, *("\x1f".join(names) for names in (group.names, group.aliases, group.might_be)))
    )


def _group(line: str) -> Group:
    kind, name, *lists = line.split("\t")
    names, aliases, might_be = (tuple(text.split("\x1f")) if text else () for text in lists)
    return Group(kind, name, names, aliases, might_be)  # type: ignore[arg-type]  # a type is written as it is


def _gather(
    kind: EntityType, counts: NameCounts, aliases: Aliases, joins: list[Join], together: Together
) -> Iterator[tuple[Group, tuple[str, ...]]]:
    """The groups of one type, each with further spellings that the user gave it; joins are added to ``joins``."""
    # Tabs and their like part the fields of a line; the names that documents keep have none.
    names = {name: number for name, number in counts.names.get(kind, {}).items() if name and not _PARTING.search(name)}
    spellings = counts.spellings.get(kind, {})
    mine = [one for one in aliases.groupings if one.type == kind]
    joiner = Joiner(kind, names, apart=_pairs(mine))
    by_spelling: dict[str, list[str]] = {}
    for name in names:
        by_spelling.setdefault(name_key(name), []).append(name)
    for same in by_spelling.values():
        joiner.join_all(same, "case and accents")
    wanted = _join_as_the_user_says(joiner, mine, by_spelling)
    match kind:
        case "person":
            doubtful = join_people(joiner, spellings)
        case "org":
            doubtful = join_organisations(joiner, spellings, together=together)
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
        called[root] = _best_name(kind, members, names)
        wish = " ".join(given[root].name.split()) if root in given else ""
        # What another entity is called already, because the user keeps it apart, is no name for this one.
        if wish and (wish in members or wish not in names):
            called[root] = wish
    for members in groups:
        root = joiner.root(members[0])
        label = called[root]
        if members == [label] and label not in doubtful and root not in shortened and root not in given:
            yield Group(kind, label, (label,), ()), ()  # as nearly all are
            continue
        unwanted = joiner.kept_from(label)
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


def _never(_names: tuple[str, ...], _others: tuple[str, ...]) -> bool:
    return False


def _pairs(groupings: Iterable[Grouping]) -> Iterator[tuple[str, str]]:
    """The pairs of folded names that the user keeps apart."""
    for one in groupings:
        if one.kind == "apart":
            yield from ((name_key(one.name), name_key(alias)) for alias in one.aliases)


def _join_as_the_user_says(
    joiner: Joiner, groupings: Iterable[Grouping], by_spelling: Mapping[str, list[str]]
) -> list[tuple[str, Grouping]]:
    """Make the user's joins; each that has names in the index, with one of them."""
    merged: dict[str, Grouping] = {}
    for one in groupings:
        if one.kind == "join":
            before = merged.get(name_key(one.name))
            merged[name_key(one.name)] = evolve(before, aliases=before.aliases + one.aliases) if before else one
    made = []
    for one in merged.values():
        members = [name for text in (one.name, *one.aliases) for name in by_spelling.get(name_key(text), [])]
        for name in members[1:]:
            joiner.join(name, members[0], "aliases.toml")
        if members:
            made.append((members[0], one))
    return made


def _best_name(kind: EntityType, members: Sequence[str], names: Mapping[str, int]) -> str:
    """What a group is called: its most frequent name, if possible a whole one without titles and not in capitals."""

    if len(members) == 1:
        return members[0]

    def rank(name: str) -> tuple[bool, bool, bool, int, int, str]:
        parts = PersonName.of(name) if kind == "person" else None
        short = (parts is not None and (parts.bare or parts.initial)) or (kind == "place" and "." in name[1:])
        loud = name.isupper() and len(name) > _ACRONYMS[kind]
        return short, loud, parts is not None and parts.titled, -names[name], -len(name), name

    return min(members, key=rank)
