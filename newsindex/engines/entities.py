"""An engine that knows which names are one entity, around any engine that knows only names.

A question for ``person="Zelenskiy"`` is looked up in the registry of names and handed on as one for all the names that
articles have for him; counts of names are counts of entities. The registry follows from the committed state: who
commits brings it up to date and keeps it beside the index, so who asks need not wait for it; where it was lost, it is
made when a question first needs it. Only what became of the names that a commit touched is worked out again.

    >>> from newsindex.engines.memory import MemoryEngine
    >>> EntityEngine(MemoryEngine()).entities()
    ()
"""

from __future__ import annotations

import contextlib
import hashlib
import heapq
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key
from newsindex.documents import NAME_TYPES, ArticleRecord
from newsindex.engines.base import Engine, EngineWriter, FacetField, Match, Matches, Request, SpelledField
from newsindex.errors import InvalidValueError
from newsindex.names.aliases import Aliases
from newsindex.names.counts import NameCounts
from newsindex.names.entity import Entity
from newsindex.names.registry import RULES, Group, Registry
from newsindex.query.matching import leaves
from newsindex.query.model import And, Boost, Everything, Named, NamedAs, Not, Or, Query

__all__ = ["ALIASES_NOTE", "EntityEngine"]

ALIASES_NOTE = "aliases"
"""Under this note lies what the user says of names: for each place it came from, its stamp and its groupings."""

_WHOLE, _CHANGE = "names", "names_change"
_STAMP = f"registry {RULES}\n".encode()


class EntityEngine:
    """Another engine, asked for entities."""

    def __init__(self, engine: Engine, *, aliases: Aliases | None = None) -> None:
        """``aliases`` are used besides those that folders of articles brought, in place of those kept by hand."""
        self._engine = engine
        self._aliases = aliases
        self._latest = _Latest()

    def search(self, request: Request) -> Matches:
        """The best matches."""
        engine = self._engine.pinned()
        return engine.search(self._resolved(engine, request))

    def stream(self, request: Request) -> Iterator[Match]:
        """All matches in order."""
        engine = self._engine.pinned()
        return engine.stream(self._resolved(engine, request))

    def pinned(self) -> EntityEngine:
        """The engine as it stands now."""
        one = EntityEngine(self._engine.pinned(), aliases=self._aliases)
        one._latest = self._latest
        return one

    @property
    def given_aliases(self) -> Aliases | None:
        """The aliases that this engine was made with."""
        return self._aliases

    def with_aliases(self, aliases: Aliases | None) -> EntityEngine:
        """The same engine with other aliases."""
        return EntityEngine(self._engine, aliases=aliases)

    def registry(self) -> Registry:
        """Which names are one, as of now."""
        return self._registry(self._engine.pinned())

    def aliases(self) -> Aliases:
        """All that the user says of names."""
        return self._all_aliases(self._engine)

    def find(self, name: str, type: EntityType | None = None) -> tuple[Entity, ...]:
        """The entities that a name may mean."""
        engine = self._engine.pinned()
        registry = self._registry(engine)
        counts = self._all_counts(engine, registry)
        return tuple(_entity(one, counts) for one in registry.find(name, type))

    def entities(
        self, prefix: str = "", *, type: EntityType | None = None, near: str | None = None, limit: int | None = None
    ) -> tuple[Entity, ...]:
        """The entities of the index, those in most articles first, or those most often named near another."""
        engine = self._engine.pinned()
        registry = self._registry(engine)
        types = NAME_TYPES if type is None else (type,)
        start = name_key(prefix)
        counts = self._all_counts(engine, registry)

        def most(group: Group) -> tuple[int, str, str]:
            return -counts[group.type].get(group.name, 0), group.name, group.type

        if limit is not None and near is None and not start:
            # Of tens of thousands, only the blocks of the few that are wanted are read.
            few = heapq.nsmallest(
                limit, ((-count, name, kind) for kind in types for name, count in counts[kind].items())
            )
            if len(few) == limit:
                groups = (one for _, name, kind in few for one in registry.find(name, kind) if one.name == name)
                return tuple(_entity(one, counts) for one in groups)[:limit]
        found = [
            one
            for one in registry.groups
            if one.type in types and (not start or any(_begins(text, start) for text in (one.name, *one.aliases)))
        ]
        if near is None:
            return tuple(_entity(one, counts) for one in sorted(found, key=most)[:limit])
        beside = {(one.type, one.name) for one in registry.find(near)}
        if not beside:
            raise InvalidValueError(f"near={near!r} is not named in the index; see entities() for who and what is")
        named = _resolved(Named("entity", near), registry)
        together = self._counts(engine, registry, named, types, level="passage")
        found = [one for one in found if together[one.type].get(one.name) and (one.type, one.name) not in beside]
        found.sort(key=lambda one: (-together[one.type][one.name], *most(one)))
        return tuple(
            evolve(_entity(one, counts), together=_passages(engine, And((named, NamedAs(one.type, one.names)))))
            for one in found[:limit]
        )

    def spelled_like(self, text: str, distance: int, field: SpelledField) -> Mapping[str, int]:
        """What is written nearly so, and in how many articles; a name that leads to an entity is as good as written."""
        engine = self._engine.pinned()
        found = engine.spelled_like(text, distance, field)
        if field == "text" or text in found:
            return found
        registry = self._registry(engine)
        meant = registry.find(text, field)
        if not meant:
            return found
        counts = self._all_counts(engine, registry)[field]
        return {**found, text: max(counts.get(group.name, 0) for group in meant)}

    def marked(self, marks: Iterable[str]) -> list[str]:
        """The articles that may be copies."""
        return self._engine.marked(marks)

    # What follows is the other engine's.

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands."""
        return self._engine.frequencies(stems)

    def name_counts(self) -> NameCounts:
        """How often each name stands."""
        return self._engine.name_counts()

    def keep(self, what: str, data: bytes) -> None:
        """Keep bytes that follow from the committed state."""
        self._engine.keep(what, data)

    def kept(self, what: str) -> tuple[str, bytes] | None:
        """What was last kept, and of which state."""
        return self._engine.kept(what)

    def stored(self, article_id: str) -> Mapping[str, Any] | None:
        """What was kept of an article."""
        return self._engine.stored(article_id)

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order they came in."""
        return self._engine.article_ids()

    def read_from(self, origin: str) -> list[str]:
        """The ids of the articles that were read from this file."""
        return self._engine.read_from(origin)

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return self._engine.counts()

    def notes(self) -> Mapping[str, Any]:
        """The JSON values kept beside the index."""
        return self._engine.notes()

    def state(self) -> str:
        """A digest of the committed state."""
        return self._engine.state()

    def writer(self, *, wait: float = 10.0) -> EngineWriter:
        """The one writer; when it has committed, the registry is that of the new state."""
        return _Writer(self._engine.writer(wait=wait), self.registry)

    def check(self) -> list[str]:
        """What is wrong with the files."""
        return self._engine.check()

    def close(self) -> None:
        """Let go of files."""
        self._engine.close()

    def _resolved(self, engine: Engine, request: Request) -> Request:
        fields = [name for name in NAME_TYPES if name in request.facets]
        if not fields and not any(isinstance(node, Named) for node in leaves(request.query, wanted=False)):
            return request
        registry = self._registry(engine)
        return evolve(
            request,
            query=_resolved(request.query, registry),
            joined={name: registry.labels(name) for name in fields},
        )

    def _counts(
        self, engine: Engine, registry: Registry, query: Query, types: Sequence[EntityType], **options: Any
    ) -> Mapping[str, Mapping[str, int]]:
        fields: tuple[FacetField, ...] = tuple(types)
        joined: Mapping[str, Mapping[str, str]] = {name: registry.labels(name) for name in types}
        return engine.search(Request(query, limit=0, facets=fields, joined=joined, **options)).facets

    def _all_counts(self, engine: Engine, registry: Registry) -> Mapping[str, Mapping[str, int]]:
        """In how many articles each entity is named."""
        counts = self._latest.counts
        if counts is None or counts[0] is not registry:
            counts = self._latest.counts = registry, self._counts(engine, registry, Everything(), NAME_TYPES)
        return counts[1]

    def _all_aliases(self, engine: Engine) -> Aliases:
        told: Mapping[str, Any] = engine.notes().get(ALIASES_NOTE, {})
        by_hand = self._aliases is None
        parts = [Aliases.from_json(one["says"]) for place, one in sorted(told.items()) if place or by_hand]
        if self._aliases is not None:
            parts.insert(0, self._aliases)
        # In the order that they have after they were kept and read again.
        said = (grouping for part in parts for grouping in part.groupings)
        return Aliases(tuple(sorted(said, key=lambda one: one.kind != "join")))

    def _registry(self, engine: Engine) -> Registry:
        """The registry of a pinned engine."""
        state, aliases = engine.state(), self._all_aliases(engine)
        latest = self._latest
        with latest.lock:
            registry = latest.registry or latest.read(engine)
            if latest.state != state or registry.aliases != aliases:
                counts = registry.counts if latest.state == state else engine.name_counts()
                latest.registry = registry.updated(counts, aliases)
                latest.state = state
                latest.keep(engine)
            return latest.registry or registry


class _Writer(EngineWriter):
    """The other engine's writer, with something to do after a commit."""

    def __init__(self, writer: EngineWriter, committed: Callable[[], object]) -> None:
        self._writer = writer
        self._committed = committed

    @property
    def preparation(self) -> Callable[[ArticleRecord], Any]:
        return self._writer.preparation

    def take(self, prepared: Any) -> bool:
        return self._writer.take(prepared)

    def remove(self, article_id: str) -> bool:
        return self._writer.remove(article_id)

    def note(self, name: str, value: Any) -> None:
        self._writer.note(name, value)

    def commit(self) -> None:
        self._writer.commit()
        self._committed()

    def cancel(self) -> None:
        self._writer.cancel()

    @property
    def ended(self) -> bool:
        return self._writer.ended


class _Latest:
    """The registry that was last asked for, shared by an engine and what is pinned of it.

    It is kept in two parts: a whole one that is rarely written, and what has changed since.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state: str | None = None
        self.registry: Registry | None = None
        self.counts: tuple[Registry, Mapping[str, Mapping[str, int]]] | None = None
        self._whole = b""
        """By what the whole part is known to its change."""

    def read(self, engine: Engine) -> Registry:
        """The registry that was last kept, of whatever state, or an empty one."""
        self.state, data = engine.kept(_WHOLE) or (None, b"")
        try:
            self.registry = Registry.from_bytes(data.removeprefix(_STAMP) if data.startswith(_STAMP) else b"")
            self._whole = _known_by(data)
        except ValueError:
            self.state, self.registry, self._whole = None, Registry.build(NameCounts()), b""
            return self.registry
        state, data = engine.kept(_CHANGE) or (None, b"")
        if data.startswith(self._whole):
            with contextlib.suppress(ValueError):
                self.registry = self.registry.changed_by(data.removeprefix(self._whole))
                self.state = state
        return self.registry

    def keep(self, engine: Engine) -> None:
        """Keep the registry, so that who reads it next need not make the same change."""
        assert self.registry is not None
        if self._whole and self.registry.is_kept:
            engine.keep(_CHANGE, self._whole + self.registry.change_to_bytes())
            return
        data = _STAMP + self.registry.to_bytes()
        engine.keep(_WHOLE, data)
        self.registry = Registry.from_bytes(data.removeprefix(_STAMP))
        self._whole = _known_by(data)


def _known_by(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8).digest()


def _resolved(query: Query, registry: Registry) -> Query:
    """The question with each name looked up."""
    match query:
        case Named(field, name):
            by_type: dict[EntityType, dict[str, None]] = {}
            for group in registry.find(name, None if field == "entity" else field):
                by_type.setdefault(group.type, {}).update(dict.fromkeys(group.names))
            parts = tuple(NamedAs(kind, tuple(names)) for kind, names in by_type.items())
            return Or(parts) if len(parts) > 1 else parts[0] if parts else query
        case And(parts):
            return And(tuple(_resolved(part, registry) for part in parts))
        case Or(parts):
            return Or(tuple(_resolved(part, registry) for part in parts))
        case Not(part):
            return Not(_resolved(part, registry))
        case Boost(part, factor):
            return Boost(_resolved(part, registry), factor)
    return query


def _entity(group: Group, counts: Mapping[str, Mapping[str, int]]) -> Entity:
    return Entity(group.name, group.type, counts[group.type].get(group.name, 0), group.aliases, group.might_be)


def _passages(engine: Engine, query: Query) -> tuple[tuple[str, int], ...]:
    rows = engine.stream(Request(query, level="passage", sort="newest"))
    return tuple((row.article_id, row.passage) for row in rows if row.passage is not None)


def _begins(text: str, start: str) -> bool:
    """Whether a name, or a word in it, begins so."""
    return f" {start}" in f" {name_key(text)}"
