"""A registry of names as bytes, and what can be asked of it before it is unpacked.

Everything is text: a line for each block, a line for each key with the numbers of the blocks that it leads to, sorted,
and as JSON the counts that it was made from, what names are called, and what the user said. A line is understood when
it is first needed, so a registry of forty thousand names is there in the time that decompressing takes.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Self

import zstandard
from attrs import field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.names.aliases import Aliases
from newsindex.names.blocks import Block
from newsindex.names.counts import NameCounts

__all__ = ["Packed"]


@frozen(eq=False)
class Packed:
    """The parts of a registry as texts."""

    _texts: Mapping[str, str] = field(factory=dict, repr=False)

    @cached_property
    def blocks(self) -> list[str]:
        """A line for each block; empty for one that is gone."""
        return self._lines("blocks")

    @cached_property
    def keys(self) -> list[str]:
        """A line for each key, sorted."""
        return self._lines("keys")

    @cached_property
    def counts(self) -> NameCounts:
        """What the registry was made from."""
        return NameCounts(self._json("names"), self._json("spellings"))

    @cached_property
    def labels(self) -> Mapping[EntityType, Mapping[str, str]]:
        """What names are called, by type."""
        labels: Mapping[EntityType, Mapping[str, str]] = self._json("labels")
        return labels

    @cached_property
    def aliases(self) -> Aliases:
        """What the user said."""
        return Aliases.from_json(self._json("aliases"))

    def block(self, number: int) -> Block:
        """One block."""
        return Block.from_line(self.blocks[number])

    def at(self, key: str) -> tuple[int, ...]:
        """The numbers of the blocks that a key leads to."""
        numbers = (int(number) for line in self._lines_of(key) for number in line.rpartition("\t")[2].split(" "))
        return tuple(number for number in numbers if self.blocks[number])

    def changed(
        self,
        blocks: Sequence[str],
        more_keys: Mapping[str, Sequence[int]],
        counts: NameCounts,
        labels: Mapping[EntityType, Mapping[str, str]],
        aliases: Aliases,
    ) -> Self:
        """The same with other blocks, to which further keys lead."""
        fresh = {}
        for key, numbers in more_keys.items():
            there = (number for number in (*self.at(key), *numbers) if number < len(blocks) and blocks[number])
            fresh[key] = " ".join(map(str, there))
        stale = {line for key in fresh for line in self._lines_of(key)}
        keys = [line for line in self.keys if line not in stale]
        keys += (f"{key}\t{numbers}" for key, numbers in fresh.items() if numbers)
        return type(self)(
            {
                "blocks": "\n".join(blocks),
                "keys": "\n".join(sorted(keys)),
                "names": _json(counts.names),
                "spellings": _json(counts.spellings),
                "labels": _json(labels),
                "aliases": _json(aliases.to_json()),
            }
        )

    def to_bytes(self) -> bytes:
        """All of it, for ``from_bytes``."""
        head = _json({part: len(text) for part, text in self._texts.items()})
        text = "\n".join((head, "".join(self._texts.values())))
        return zstandard.ZstdCompressor(level=1).compress(text.encode("utf-8", "surrogatepass"))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of ``to_bytes``. Raises ``ValueError`` where the bytes are of something else."""
        try:
            text = zstandard.ZstdDecompressor().decompress(data).decode("utf-8", "surrogatepass")
            head, _, body = text.partition("\n")
            texts, start = {}, 0
            for part, length in json.loads(head).items():
                texts[part] = body[start : start + length]
                start += length
            return cls(texts)
        except (zstandard.ZstdError, AttributeError, TypeError) as error:
            raise ValueError(f"not a registry of names: {error}") from error

    def _lines_of(self, key: str) -> list[str]:
        if not self.keys:
            return []
        place = bisect_left(self.keys, f"{key}\t")
        return [line for line in self.keys[place : place + 1] if line.startswith(f"{key}\t")]

    def _lines(self, part: str) -> list[str]:
        text = self._texts.get(part, "")
        return text.split("\n") if text else []

    def _json(self, part: str) -> Any:
        return json.loads(self._texts.get(part) or "{}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
