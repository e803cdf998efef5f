"""A registry of names as bytes, and what can be asked of it before it is unpacked.

Everything is text: a line for each block, a line for each key with the numbers of the blocks that it leads to, sorted,
and as JSON the counts that it was made from, what names are called, and what the user said. Lines are compressed some
hundreds at a time and unpacked when one of them is needed, so that a question about one name costs about the same
whether there are forty thousand of them or a million. The bytes are

    b"names1" │ u32 length of the head │ head: JSON, {part: [lines, lengths of its frames]} │ the frames, part by part
"""

from __future__ import annotations

import json
import struct
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, overload

import zstandard
from attrs import field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.names.aliases import Aliases
from newsindex.names.blocks import Block
from newsindex.names.counts import NameCounts

__all__ = ["Packed", "pack", "unpack"]

_MAGIC = b"names1"
_HEAD = struct.Struct("<6sI")
_LINES_IN_FRAME = 256


def pack(text: str) -> bytes:
    """A text compressed, with a checksum."""
    return zstandard.ZstdCompressor(level=1, write_checksum=True).compress(text.encode("utf-8", "surrogatepass"))


def unpack(data: bytes) -> str:
    """The reverse of ``pack``. Raises ``ValueError`` where the bytes are of something else."""
    try:
        return zstandard.ZstdDecompressor().decompress(data).decode("utf-8", "surrogatepass")
    except zstandard.ZstdError as error:
        raise ValueError(f"not a packed text: {error}") from error


class _Lines(Sequence[str]):
    """Lines of text, in frames of so many."""

    def __init__(self, count: int, frames: Sequence[bytes]) -> None:
        self.frames = frames
        self._count = count
        self._unpacked: dict[int, list[str]] = {}

    @classmethod
    def of(cls, lines: Sequence[str]) -> Self:
        """From plain lines; none of them has a line end in it."""
        starts = range(0, len(lines), _LINES_IN_FRAME)
        return cls(len(lines), [pack("\n".join(lines[start : start + _LINES_IN_FRAME])) for start in starts])

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._count))]
        if not 0 <= index < self._count:
            raise IndexError(index)
        number, place = divmod(index, _LINES_IN_FRAME)
        return self._frame(number)[place]

    def __iter__(self) -> Iterator[str]:
        for number in range(len(self.frames)):
            yield from self._frame(number)

    def _frame(self, number: int) -> list[str]:
        lines = self._unpacked.get(number)
        if lines is None:
            lines = self._unpacked[number] = unpack(self.frames[number]).split("\n")
        return lines


_NOTHING = _Lines(0, ())


@frozen(eq=False)
class Packed:
    """The parts of a registry as texts."""

    _parts: Mapping[str, _Lines] = field(factory=dict, repr=False)

    @property
    def blocks(self) -> Sequence[str]:
        """A line for each block; empty for one that is gone."""
        return self._parts.get("blocks", _NOTHING)

    @property
    def keys(self) -> Sequence[str]:
        """A line for each key, sorted."""
        return self._parts.get("keys", _NOTHING)

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
        keys.sort()
        values = {
            "names": counts.names,
            "spellings": counts.spellings,
            "labels": labels,
            "aliases": aliases.to_json(),
        }
        texts = {part: _Lines.of([_json(value)]) for part, value in values.items()}
        return type(self)({"blocks": _Lines.of(blocks), "keys": _Lines.of(keys), **texts})

    def to_bytes(self) -> bytes:
        """All of it, for ``from_bytes``."""
        parts = {part: [len(lines), [*map(len, lines.frames)]] for part, lines in self._parts.items()}
        head = _json(parts).encode()
        frames = (frame for lines in self._parts.values() for frame in lines.frames)
        return b"".join((_HEAD.pack(_MAGIC, len(head)), head, *frames))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of ``to_bytes``. Raises ``ValueError`` where the bytes are of something else."""
        try:
            magic, length = _HEAD.unpack_from(data)
            if magic != _MAGIC:
                raise ValueError("not a registry of names")
            start = _HEAD.size + length
            parts = {}
            for part, (count, lengths) in json.loads(data[_HEAD.size : start]).items():
                frames = []
                for size in lengths:
                    frames.append(data[start : start + size])
                    start += size
                parts[part] = _Lines(count, frames)
            return cls(parts)
        except (struct.error, AttributeError, TypeError) as error:
            raise ValueError(f"not a registry of names: {error}") from error

    def _lines_of(self, key: str) -> list[str]:
        place = bisect_left(self.keys, f"{key}\t")
        return [line for line in self.keys[place : place + 1] if line.startswith(f"{key}\t")]

    def _json(self, part: str) -> Any:
        return json.loads("".join(self._parts.get(part, _NOTHING)) or "{}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
