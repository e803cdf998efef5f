"""The user's own word on which names are one: the plain file ``aliases.toml``.

    [[join]]
    type = "person"
    name = "Volodymyr Zelenskyy"
    aliases = ["Zelya", "the comedian"]

    [[apart]]
    type = "org"
    name = "National Intelligence Service"
    aliases = ["NIS"]

``join`` makes one entity of the name and its aliases, whatever the rules say; ``apart`` keeps each alias out of the
entity of the name, and so undoes a join. Case and accents do not matter. What ``Index.joins()`` lists is of the same
form, so that a join is undone by copying it here under ``apart``.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self, get_args

from attrs import frozen

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.errors import InvalidValueError

__all__ = ["ALIASES_FILE", "Aliases", "Grouping"]

ALIASES_FILE = "aliases.toml"
"""A file of this name in a folder of articles is about names, and no article."""

_LAYOUT = 'each [[join]] and [[apart]] has type = "person", "org" or "place", name = "…" and aliases = ["…"]'


@frozen
class Grouping:
    """Names that the user joins, or keeps apart from ``name``."""

    kind: Literal["join", "apart"]
    type: EntityType
    name: str
    aliases: tuple[str, ...]

    def to_toml(self) -> str:
        """The entry as it stands in ``aliases.toml``."""
        # A JSON text in double quotes is also one of TOML.
        name, *aliases = (json.dumps(text, ensure_ascii=False) for text in (self.name, *self.aliases))
        return f'[[{self.kind}]]\ntype = "{self.type}"\nname = {name}\naliases = [{", ".join(aliases)}]\n'


@frozen
class Aliases:
    """All that the user has joined and kept apart."""

    groupings: tuple[Grouping, ...] = ()

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Self:
        """What a file says. Raises ``InvalidValueError`` that names the file and the entry that is not understood."""
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise InvalidValueError(f"aliases={os.fspath(path)!r} cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise InvalidValueError(f"{os.fspath(path)} is not UTF-8 text: {error}") from error
        return cls.parse(text, place=os.fspath(path))

    @classmethod
    def parse(cls, text: str, *, place: str = "aliases") -> Self:
        """What a text in the layout of ``aliases.toml`` says; ``place`` is how errors name it."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InvalidValueError(f"{place} is not TOML: {error}") from error
        return cls.from_json(data, place=place)

    @classmethod
    def from_json(cls, data: Mapping[str, Any], *, place: str = "aliases") -> Self:
        """The reverse of ``to_json``."""
        unknown = set(data) - {"join", "apart"}
        if unknown:
            raise InvalidValueError(f"{place}: [[{min(unknown)}]] is not known; {_LAYOUT}")
        kinds: tuple[Literal["join", "apart"], ...] = ("join", "apart")
        return cls(
            tuple(
                _grouping(kind, entry, f"{place}: [[{kind}]] number {number}")
                for kind in kinds
                for number, entry in enumerate(_entries(data.get(kind, []), f"{place}: {kind}"), 1)
            )
        )

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """The same as JSON-ready values."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.groupings:
            found.setdefault(one.kind, []).append({"type": one.type, "name": one.name, "aliases": [*one.aliases]})
        return found

    def to_toml(self) -> str:
        """The text of a file that says the same."""
        return "\n".join(grouping.to_toml() for grouping in self.groupings)

    def __bool__(self) -> bool:
        return bool(self.groupings)


def _entries(value: Any, place: str) -> Iterable[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise InvalidValueError(f"{place} is not a list of tables; {_LAYOUT}")
    return value


def _grouping(kind: Literal["join", "apart"], entry: Mapping[str, Any], place: str) -> Grouping:
    unknown = set(entry) - {"type", "name", "aliases"}
    if unknown:
        raise InvalidValueError(f"{place}: {min(unknown)!r} is not known; {_LAYOUT}")
    type_, name, aliases = entry.get("type"), entry.get("name"), entry.get("aliases")
    if type_ not in get_args(EntityType):
        raise InvalidValueError(f"{place}: type = {type_!r} is not known; {_LAYOUT}")
    if not isinstance(aliases, list) or not aliases:
        raise InvalidValueError(f"{place}: aliases = {aliases!r} is not a list of names; {_LAYOUT}")
    for text in (name, *aliases):
        if not isinstance(text, str) or not name_key(text):
            raise InvalidValueError(f"{place}: {text!r} is not a name; {_LAYOUT}")
    return Grouping(kind, type_, name, tuple(aliases))  # type: ignore[arg-type]  # each was checked above
