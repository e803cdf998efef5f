"""How the names of one block become groups, each one entity.

>>> groups, joins = grouped("place", {"Kyiv": 9, "Kiev": 2}, {}, Wishes())
>>> [(group.name, group.names) for group in groups], joins[0].rule
([('Kyiv', ('Kyiv', 'Kiev'))], 'renamed place')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.names.aliases import Grouping
from newsindex.names.counts import Spellings
from newsindex.names.joins import Join, Joiner
from newsindex.names.organisations import join_organisations
from newsindex.names.people import PersonName, join_people
from newsindex.names.places import join_places
from newsindex.names.wishes import Wishes

__all__ = ["Group", "grouped"]

_ACRONYMS = {"person": 2, "org": 5, "place": 3}
"""Up to so many capitals may be an acronym, and are no headline."""
_NOWHERE: Mapping[str, int] = {}


@frozen
class Group:
    """The names of articles that are one entity."""

    type: EntityType
    name: str
    """What the entity is called: one of its names, or the one that the user gave it."""
    names: tuple[str, ...]
    """The names that articles have for it, the most frequent first."""
    aliases: tuple[str, ...] = ()
    """All other spellings: its names but for ``name``, and what articles shorten them to."""
    might_be: tuple[str, ...] = ()
    """For a name that fits several entities, theirs."""
    given: tuple[str, ...] = ()
    """Further names that the user gave it, which no article has."""


def grouped(
    kind: EntityType,
    names: Mapping[str, int],
    spellings: Spellings,
    wishes: Wishes,
    elsewhere: Mapping[str, int] = _NOWHERE,
    *,
    crowded: bool = False,
) -> tuple[list[Group], list[Join]]:
    """The groups of a block of names, those in most articles first, and the joins that made them.

    ``elsewhere`` has for names that are of other types, too, how many articles have them so; ``crowded`` where the
    corpus names very many people.
    """
    joiner = Joiner(kind, names, apart=wishes.apart)
    by_spelling: dict[str, list[str]] = {}
    for name in names:
        by_spelling.setdefault(name_key(name) or name, []).append(name)
    for same in by_spelling.values():
        joiner.join_all(same, "case and accents")
    wanted = _join_as_the_user_says(joiner, wishes, by_spelling)
    match kind:
        case "person":
            doubtful = join_people(joiner, spellings, elsewhere, crowded=crowded)
        case "org":
            doubtful = join_organisations(joiner, spellings)
        case "place":
            join_places(joiner)
            doubtful = {}
    shortened: dict[str, dict[str, None]] = {}
    pairs = [(-count, name, spelling) for name, others in spellings.items() for spelling, count in others.items()]
    for _, name, spelling in sorted(pairs):
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
    found = []
    for members in groups:
        root = joiner.root(members[0])
        label = called[root]
        unwanted = joiner.kept_from(label)
        others = dict.fromkeys((*members, *shortened.get(root, ())))
        others.pop(label, None)
        might_be = {joiner.root(other) for name in members for other in doubtful.get(name, ())} - {root}
        found.append(
            Group(
                type=kind,
                name=label,
                names=tuple(members),
                aliases=tuple(one for one in others if name_key(one) not in unwanted),
                might_be=tuple(sorted(called[other] for other in might_be)),
                given=given[root].aliases if root in given else (),
            )
        )
    joins = []
    for alias, name, rule in joiner.reasons:
        label = called[joiner.root(name)]
        joined = alias if name_key(alias) != name_key(label) else name
        if name_key(alias) != name_key(name) and name_key(joined) != name_key(label):
            joins.append(Join(kind, joined, label, rule))
    return found, joins


def _join_as_the_user_says(
    joiner: Joiner, wishes: Wishes, by_spelling: Mapping[str, list[str]]
) -> list[tuple[str, Grouping]]:
    """Make the user's joins; each that has names in the index, with one of them."""
    wanted = {key: one for text in by_spelling for key, one in wishes.joined_under(text).items()}
    made = []
    for _, one in sorted(wanted.items()):
        members = [name for text in (one.name, *one.aliases) for name in by_spelling.get(name_key(text), [])]
        for name in members[1:]:
            joiner.join(name, members[0], "aliases.toml")
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
