"""What Whoosh's formats keep with a posting, as arrays: frequencies, positions, characters, boosts.

Whoosh hands a codec one byte string per posting, in which its formats hide a pickle. Here those strings are taken
apart when they are written, kept as plain numbers, and put together again only for a reader that insists on
bytes; so nothing that lies on disk is ever unpickled. What is kept depends on the format:

    existence         nothing                       positions          freqs, positions
    frequency         freqs                         characters         freqs, positions, begins, ends
    position_boosts   freqs, positions, boosts      character_boosts   freqs, positions, begins, ends, boosts
    opaque            the byte strings of a format of the user's own, for that format to understand; also strings
                      that Whoosh's own formats cannot read, which are then never handed to them again
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from attrs import field, frozen
from whoosh import formats

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, smallest
from newsindex.errors import CorruptIndexError

__all__ = ["Values", "format_kind"]


# The most particular first, since they inherit from one another.
_KINDS: tuple[tuple[str, type[Any], str], ...] = (
    ("character_boosts", formats.CharacterBoosts, "decode_character_boosts"),
    ("position_boosts", formats.PositionBoosts, "decode_position_boosts"),
    ("characters", formats.Characters, "decode_characters"),
    ("positions", formats.Positions, "decode_positions"),
    ("frequency", formats.Frequency, "decode_frequency"),
    ("existence", formats.Existence, "decode_frequency"),
)
_WITH_POSITIONS = frozenset({"positions", "characters", "position_boosts", "character_boosts"})
_COLUMNS = {
    "positions": ("positions",),
    "characters": ("positions", "begins", "ends"),
    "position_boosts": ("positions", "boosts"),
    "character_boosts": ("positions", "begins", "ends", "boosts"),
}


def format_kind(format_: Any) -> str:
    """The kind above that fits a format; a subclass counts as its base as long as it encodes and decodes alike."""
    for kind, base, decoder in _KINDS:
        if isinstance(format_, base):
            same = getattr(type(format_), decoder) is getattr(base, decoder)
            if kind in _WITH_POSITIONS:
                same = same and type(format_).encode is base.encode
            return kind if same else "opaque"
    return "opaque"


@frozen(eq=False)
class Values:
    """The values of a run of postings; ``starts`` has the first occurrence of each, and one more."""

    kind: str
    freqs: AnyArray | None
    """How often, per posting; None where all are 1."""
    starts: Ints | None = field(default=None, repr=False)
    positions: AnyArray | None = field(default=None, repr=False)
    begins: AnyArray | None = field(default=None, repr=False)
    ends: AnyArray | None = field(default=None, repr=False)
    boosts: AnyArray | None = field(default=None, repr=False)
    edges: AnyArray | None = field(default=None, repr=False)
    blob: AnyArray | None = field(default=None, repr=False)

    @classmethod
    def of(cls, format_: Any, encoded: Sequence[bytes]) -> Values:
        """From the byte strings of a format."""
        kind = format_kind(format_)
        if kind == "existence":
            return cls(kind, np.ones(len(encoded), np.int64))
        if kind == "frequency":
            return cls(kind, np.fromiter(map(_counted, encoded), np.int64, len(encoded)))
        if kind == "opaque":
            return cls._opaque(encoded)
        try:
            rows: list[list[Any]] = [format_.decoder(kind)(value) for value in encoded]
        except Exception:  # a pickle of whatever a caller made up fails in any way it likes
            return cls._opaque(encoded)
        freqs = np.fromiter(map(len, rows), np.int64, len(rows))
        flat = [row if isinstance(row, tuple) else (row,) for one in rows for row in one]
        names = _COLUMNS[kind]
        columns: dict[str, AnyArray] = {}
        for place, name in enumerate(names):
            plain = [row[place] for row in flat]
            columns[name] = np.array(plain, np.float64 if name == "boosts" else np.int64)
        return cls(kind, freqs, _starts(freqs), **columns)

    @classmethod
    def _opaque(cls, encoded: Sequence[bytes]) -> Values:
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        ones = np.ones(len(encoded), np.int64)
        return cls("opaque", ones, edges=_starts(lengths), blob=np.frombuffer(b"".join(encoded), np.uint8))

    @property
    def has_positions(self) -> bool:
        """Whether positions are among what is kept."""
        return self.positions is not None

    def save(self, writer: ArrayFileWriter, prefix: str, *, within_postings: bool) -> None:
        """Writes the arrays; ``within_postings`` leaves out what the posting records hold themselves."""
        if not within_postings and self.kind != "opaque":
            writer.add(prefix + "freqs", smallest(self.freqs if self.freqs is not None else np.zeros(0, np.int64)))
            if self.positions is not None:
                writer.add(prefix + "positions", self.positions.astype(np.int32))
        for name, values in (("begins", self.begins), ("ends", self.ends)):
            if values is not None:
                writer.add(prefix + name, values.astype(np.int32))
        if self.boosts is not None:
            writer.add(prefix + "boosts", self.boosts.astype(np.float64))
        if self.edges is not None and self.blob is not None:
            writer.add(prefix + "vedges", smallest(self.edges))
            writer.add(prefix + "values", self.blob)

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, kind: str) -> Values:
        """Maps the arrays that ``save`` wrote with ``within_postings=False``."""

        def some(name: str) -> AnyArray | None:
            return file.array(prefix + name) if prefix + name in file else None

        freqs = some("freqs")
        starts = None if freqs is None else _starts(freqs)
        return cls(
            kind, freqs, starts, some("positions"), some("begins"), some("ends"), some("boosts"), some("vedges"),
            some("values"),
        )  # fmt: skip

    def part(self, first: int, last: int) -> Values:
        """The values of the postings from ``first`` up to ``last``."""
        edges = None if self.edges is None else self.edges[first : last + 1]
        if self.freqs is None or self.starts is None:
            return Values(self.kind, self.freqs, edges=edges, blob=self.blob)
        start, end = int(self.starts[first]), int(self.starts[last])

        def cut(whole: AnyArray | None) -> AnyArray | None:
            return None if whole is None else whole[start:end]

        return Values(
            self.kind,
            self.freqs[first:last],
            self.starts[first : last + 1] - start,
            cut(self.positions),
            cut(self.begins),
            cut(self.ends),
            cut(self.boosts),
            edges,
            self.blob,
        )

    def frequency(self, i: int) -> int:
        """How often the term of the i-th posting stands there."""
        return 1 if self.freqs is None else int(self.freqs[i])

    def _slice(self, values: AnyArray | None, i: int) -> list[Any]:
        if values is None or self.starts is None:
            raise CorruptIndexError("postings", f"no values of kind {self.kind} are kept")
        plain: list[Any] = values[int(self.starts[i]) : int(self.starts[i + 1])].tolist()
        return plain

    def rows(self, i: int) -> list[Any]:
        """The occurrences in the i-th posting, as the format's decoder gives them."""
        parts = [self._slice(getattr(self, name), i) for name in _COLUMNS[self.kind]]
        return parts[0] if len(parts) == 1 else list(zip(*parts, strict=True))

    def decoded(self, i: int, astype: str) -> Any | None:
        """The value of the i-th posting as ``astype``, or None where the format itself has to say."""
        if astype == "frequency" and self.kind != "opaque":
            return self.frequency(i)
        if astype == "positions" and self.positions is not None:
            return self._slice(self.positions, i)
        if self.kind in _COLUMNS and astype == self.kind:
            return self.rows(i)
        return None

    def encoded(self, i: int, format_: Any) -> bytes:
        """The value of the i-th posting as the byte string of its format.

        Raises ``CorruptIndexError`` where bytes from disk would have to be handed to a format that unpickles them.
        """
        wanted = format_kind(format_)
        if wanted == "existence":
            return b""
        if self.kind == "opaque" and self.edges is not None and self.blob is not None and wanted == "opaque":
            return self.blob[int(self.edges[i]) : int(self.edges[i + 1])].tobytes()
        if wanted == "frequency" and self.kind != "opaque":
            return bytes(formats.pack_uint(self.frequency(i)))
        if wanted != self.kind or wanted == "opaque":
            raise CorruptIndexError("postings", f"values of kind {self.kind} cannot be read by {format_!r}")
        encode: Callable[[Any], Any] = format_.encode
        value = encode(self.rows(i))
        return bytes(value[0] if isinstance(value, tuple) else value)


def _counted(value: bytes) -> int:
    # Whoosh files words for spelling under the value of some other field of the document, which may be of any format:
    # all that count begin with the count, and the rest say nothing about it.
    return int.from_bytes(value[:4], "big") if len(value) >= 4 else 1


def _starts(lengths: AnyArray) -> Ints:
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, dtype=np.int64, out=starts[1:])
    return starts
