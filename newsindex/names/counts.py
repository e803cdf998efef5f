"""How often each name stands in an index: all that the registry is made from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from newsindex.analysis.annotated import EntityType

__all__ = ["NameCounts", "Spellings"]

Spellings = Mapping[str, Mapping[str, int]]


@frozen
class NameCounts:
    """In how many articles each name stands, and under which other spellings."""

    names: Mapping[EntityType, Mapping[str, int]] = field(factory=dict)
    """The names that articles gave their mentions, each with the number of articles."""
    spellings: Mapping[EntityType, Spellings] = field(factory=dict)
    """For each such name the other spellings that articles have for it, each with the number of articles."""
