"""Values by document: one flat array per column, in the narrowest type that holds it.

    kind       arrays (each name is the column's prefix plus what stands here)
    int        values uN: value - ``base``; ``base`` is in the meta data   present u1, packed bits, where some lack it
    float      values f8                                                   present as above
    keyword    values uN: 0 for none, else rank in the dictionary + 1           terms, starts (see ``terms``)
    keywords   edges uN: document d has values[edges[d] : edges[d + 1]]         values uN: ranks;  terms, starts
    spans      edges uN as above                                                firsts, lasts uN: day - ``base``
    bytes      edges uN: document d has blob[edges[d] : edges[d + 1]]           blob u1;  present as above

A column is the same object whether its arrays were made or mapped: ``save`` writes it, ``load_column`` maps it,
``join_columns`` makes one of several when segments are merged.

    >>> column = KeywordColumn.of([b"oil", None, b"gold", b"oil"])
    >>> column.values.tolist(), column.word(3), column.documents_of(b"oil").tolist()
    ([2, 0, 1, 2], b'oil', [0, 3])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints
from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, smallest
from newsindex.engines.whoosh.column_parts import (
    add_shifted,
    edges_of,
    join_edges,
    join_present,
    join_words,
    load_present,
    mapped,
    owners,
    save_present,
    shares,
    shifted,
    take_present,
    take_runs,
    used_of,
)
from newsindex.engines.whoosh.terms import Terms
from newsindex.errors import CorruptIndexError

__all__ = [
    "COLUMN_KINDS",
    "BytesColumn",
    "Column",
    "FloatColumn",
    "IntColumn",
    "KeywordColumn",
    "KeywordsColumn",
    "SpansColumn",
    "column_of",
    "join_columns",
    "load_column",
]


class Column(Protocol):
    """What all kinds share."""

    kind: ClassVar[str]

    def __len__(self) -> int: ...

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays; gives the meta data that ``load_column`` needs."""

    def take(self, docs: Ints) -> Column:
        """The column of these documents, in their order; -1 stands for a document without a value."""


@frozen(eq=False)
class IntColumn:
    """One whole number per document (also days since 0001-01-01 and microseconds)."""

    kind: ClassVar[str] = "int"
    base: int
    values: AnyArray
    """Value minus ``base``, unsigned; compare with ``bound - base`` to stay without a copy. 0 where not present."""
    present: Bools | None = None
    """None where every document has a value."""

    @classmethod
    def of(cls, values: Sequence[int | None]) -> IntColumn:
        """From plain values; None is a document without one. Numbers lie between -2**63 and 2**64 - 1."""
        given = [value for value in values if value is not None]
        base = min(given, default=0)
        offsets = np.array([0 if value is None else value - base for value in values], np.uint64)
        present = None
        if len(given) < len(values):
            present = np.fromiter((value is not None for value in values), np.bool_, len(values))
        return cls(base, smallest(offsets), present)

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def top(self) -> int:
        """The greatest number that ``values`` could hold."""
        return int(np.iinfo(self.values.dtype).max)

    @cached_property
    def items(self) -> memoryview:
        """``values`` once more; single items of it come several times faster."""
        return self.values.data

    def value(self, doc: int) -> int | None:
        """The number of one document."""
        return None if self.present is not None and not self.present[doc] else self.base + int(self.values[doc])

    def between(self, low: int | None, high: int | None) -> Bools:
        """Which documents have a value from ``low`` to ``high``, both included; None leaves an end open."""
        top = self.top
        least = 0 if low is None else max(low - self.base, 0)
        most = top if high is None else min(high - self.base, top)
        if least > top or most < 0:
            return np.zeros(len(self.values), np.bool_)
        dtype = self.values.dtype.type
        inside: Bools = (self.values >= dtype(least)) & (self.values <= dtype(most))
        return inside if self.present is None else inside & self.present

    def int64(self) -> Ints:
        """All values as int64, ``base`` where not present (a copy)."""
        return self.values.astype(np.int64) + self.base

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays."""
        writer.add(prefix + "values", self.values)
        save_present(self.present, writer, prefix)
        return {"kind": self.kind, "base": self.base}

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> IntColumn:
        """Maps the arrays."""
        return cls(int(meta["base"]), file.array(prefix + "values"), load_present(file, prefix, docs))

    def take(self, docs: Ints) -> IntColumn:
        """The column of these documents."""
        present = take_present(self.present, docs)
        values = self.values[docs] if len(self.values) else np.zeros(len(docs), np.uint8)
        return IntColumn(self.base, values if present is None else np.where(present, values, 0), present)

    @classmethod
    def join(cls, parts: Sequence[IntColumn]) -> IntColumn:
        """One column of several, one after another."""
        real = [part for part in parts if len(part) and (part.present is None or part.present.any())]
        base = min((part.base for part in real), default=0)
        # Python integers only for the shift; it fits because every value minus the least base fits 64 bits.
        tops = [int(part.values.max()) + part.base - base for part in real]
        values = np.zeros(sum(map(len, parts)), smallest(np.array(tops, np.uint64)).dtype)
        for target, part in zip(shares(values, parts), parts, strict=True):
            if any(part is one for one in real):
                add_shifted(part.values, part.base - base, target)
                if part.present is not None:
                    target[~part.present] = 0
        return cls(base, values, join_present(parts))


@frozen(eq=False)
class FloatColumn:
    """One floating-point number per document."""

    kind: ClassVar[str] = "float"
    values: npt.NDArray[np.float64]
    present: Bools | None = None

    @classmethod
    def of(cls, values: Sequence[float | None]) -> FloatColumn:
        """From plain values."""
        present = None
        if any(value is None for value in values):
            present = np.fromiter((value is not None for value in values), np.bool_, len(values))
        return cls(np.array([0.0 if value is None else value for value in values], np.float64), present)

    def __len__(self) -> int:
        return len(self.values)

    def value(self, doc: int) -> float | None:
        """The number of one document."""
        return None if self.present is not None and not self.present[doc] else float(self.values[doc])

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays."""
        writer.add(prefix + "values", self.values)
        save_present(self.present, writer, prefix)
        return {"kind": self.kind}

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> FloatColumn:
        """Maps the arrays."""
        return cls(file.array(prefix + "values"), load_present(file, prefix, docs))

    def take(self, docs: Ints) -> FloatColumn:
        """The column of these documents."""
        present = take_present(self.present, docs)
        values = self.values[docs] if len(self.values) else np.zeros(len(docs))
        return FloatColumn(values if present is None else np.where(present, values, 0.0), present)

    @classmethod
    def join(cls, parts: Sequence[FloatColumn]) -> FloatColumn:
        """One column of several."""
        return cls(np.concatenate([part.values for part in parts]), join_present(parts))


@frozen(eq=False)
class KeywordColumn:
    """At most one word per document, as its rank in a dictionary."""

    kind: ClassVar[str] = "keyword"
    values: AnyArray
    """0 for none, else the rank in ``words`` plus 1."""
    words: Terms

    @classmethod
    def of(cls, values: Sequence[bytes | None]) -> KeywordColumn:
        """From plain values."""
        words = sorted({value for value in values if value is not None})
        rank: dict[bytes | None, int] = {word: i + 1 for i, word in enumerate(words)}
        rank[None] = 0
        return cls(smallest(np.fromiter((rank[value] for value in values), np.int64, len(values))), Terms.of(words))

    def __len__(self) -> int:
        return len(self.values)

    def word(self, doc: int) -> bytes | None:
        """The word of one document."""
        rank = int(self.values[doc])
        return self.words[rank - 1] if rank else None

    def documents_of(self, word: bytes) -> Ints:
        """The documents that have this word."""
        rank = self.words.find(word)
        return np.flatnonzero(self.values == rank + 1) if rank >= 0 else np.zeros(0, np.int64)

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays."""
        writer.add(prefix + "values", self.values)
        self.words.save(writer, prefix)
        return {"kind": self.kind}

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> KeywordColumn:
        """Maps the arrays."""
        return cls(file.array(prefix + "values"), Terms.load(file, prefix))

    def take(self, docs: Ints) -> KeywordColumn:
        """The column of these documents; the dictionary may then hold words that nothing uses."""
        values = self.values[docs] if len(self.values) else np.zeros(len(docs), np.uint8)
        return KeywordColumn(np.where(docs >= 0, values, 0), self.words)

    @classmethod
    def join(cls, parts: Sequence[KeywordColumn]) -> KeywordColumn:
        """One column of several; unused words are dropped."""
        words, maps = join_words([(part.words, used_of(part.values, len(part.words) + 1)[1:]) for part in parts])
        shifted = [np.concatenate(([0], ranks + 1)) for ranks in maps]
        return cls(mapped([part.values for part in parts], shifted, len(words)), words)


@frozen(eq=False)
class KeywordsColumn:
    """Any number of words per document, as ranks in a dictionary."""

    kind: ClassVar[str] = "keywords"
    edges: AnyArray
    values: AnyArray
    """Ranks in ``words``; those of document d are values[edges[d] : edges[d + 1]]."""
    words: Terms

    @classmethod
    def of(cls, values: Sequence[Iterable[bytes] | None]) -> KeywordsColumn:
        """From plain values; repeats within a document are kept."""
        lists = [list(value or ()) for value in values]
        words = sorted({word for some in lists for word in some})
        rank = {word: i for i, word in enumerate(words)}
        flat = np.fromiter((rank[word] for some in lists for word in some), np.int64)
        return cls(edges_of([len(some) for some in lists]), smallest(flat), Terms.of(words))

    def __len__(self) -> int:
        return len(self.edges) - 1

    def words_of(self, doc: int) -> list[bytes]:
        """The words of one document."""
        return [self.words[int(rank)] for rank in self.values[int(self.edges[doc]) : int(self.edges[doc + 1])]]

    def documents(self) -> Ints:
        """For each entry of ``values`` the document that has it."""
        return owners(self.edges)

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays."""
        writer.add(prefix + "edges", self.edges)
        writer.add(prefix + "values", self.values)
        self.words.save(writer, prefix)
        return {"kind": self.kind}

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> KeywordsColumn:
        """Maps the arrays."""
        return cls(file.array(prefix + "edges"), file.array(prefix + "values"), Terms.load(file, prefix))

    def take(self, docs: Ints) -> KeywordsColumn:
        """The column of these documents."""
        edges, source = take_runs(self.edges, docs)
        return KeywordsColumn(edges, self.values[source], self.words)

    @classmethod
    def join(cls, parts: Sequence[KeywordsColumn]) -> KeywordsColumn:
        """One column of several; unused words are dropped."""
        words, maps = join_words([(part.words, used_of(part.values, len(part.words))) for part in parts])
        values = mapped([part.values for part in parts], maps, max(0, len(words) - 1))
        return cls(join_edges([part.edges for part in parts]), values, words)


@frozen(eq=False)
class SpansColumn:
    """Any number of spans of days per document, each a first and a last day (days since 0001-01-01 = day 1)."""

    kind: ClassVar[str] = "spans"
    edges: AnyArray
    base: int
    firsts: AnyArray
    """First day minus ``base``; the spans of document d stand at edges[d] : edges[d + 1]."""
    lasts: AnyArray

    @classmethod
    def of(cls, values: Sequence[Iterable[tuple[int, int]] | None]) -> SpansColumn:
        """From plain values, each a first and a last day as ``date.toordinal`` counts them."""
        lists = [list(value or ()) for value in values]
        flat = np.array([span for some in lists for span in some], np.int64).reshape(-1, 2)
        base = int(flat.min()) if flat.size else 0
        return cls(
            edges_of([len(some) for some in lists]), base, smallest(flat[:, 0] - base), smallest(flat[:, 1] - base)
        )

    def __len__(self) -> int:
        return len(self.edges) - 1

    def spans_of(self, doc: int) -> list[tuple[int, int]]:
        """The spans of one document."""
        part = slice(int(self.edges[doc]), int(self.edges[doc + 1]))
        return [
            (int(first) + self.base, int(last) + self.base)
            for first, last in zip(self.firsts[part], self.lasts[part], strict=True)
        ]

    def documents(self) -> Ints:
        """For each span the document that has it."""
        return owners(self.edges)

    def meeting(self, first: int, last: int) -> Bools:
        """Which documents have a span with a day in common with ``first`` to ``last``, both included."""
        hits = (self.firsts.astype(np.int64) <= last - self.base) & (self.lasts.astype(np.int64) >= first - self.base)
        marks = np.zeros(len(self), np.bool_)
        marks[self.documents()[hits]] = True
        return marks

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays."""
        writer.add(prefix + "edges", self.edges)
        writer.add(prefix + "firsts", self.firsts)
        writer.add(prefix + "lasts", self.lasts)
        return {"kind": self.kind, "base": self.base}

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> SpansColumn:
        """Maps the arrays."""
        firsts, lasts = file.array(prefix + "firsts"), file.array(prefix + "lasts")
        if len(firsts) != len(lasts):
            raise CorruptIndexError(file.name, f"column arrays {prefix!r} differ in length")
        return cls(file.array(prefix + "edges"), int(meta["base"]), firsts, lasts)

    def take(self, docs: Ints) -> SpansColumn:
        """The column of these documents."""
        edges, source = take_runs(self.edges, docs)
        return SpansColumn(edges, self.base, self.firsts[source], self.lasts[source])

    @classmethod
    def join(cls, parts: Sequence[SpansColumn]) -> SpansColumn:
        """One column of several."""
        base = min((part.base for part in parts if len(part.firsts)), default=0)
        shifts = [part.base - base if len(part.firsts) else 0 for part in parts]
        firsts = shifted([part.firsts for part in parts], shifts)
        lasts = shifted([part.lasts for part in parts], shifts)
        return cls(join_edges([part.edges for part in parts]), base, firsts, lasts)


@frozen(eq=False)
class BytesColumn:
    """At most one byte string per document, written out."""

    kind: ClassVar[str] = "bytes"
    edges: AnyArray
    blob: npt.NDArray[np.uint8]
    present: Bools | None = None
    # Items of a memoryview come several times faster than items of an array.
    _items: tuple[memoryview, memoryview] = field(init=False, repr=False)

    @_items.default
    def _views(self) -> tuple[memoryview, memoryview]:
        return self.edges.data, self.blob.data

    @classmethod
    def of(cls, values: Sequence[bytes | None]) -> BytesColumn:
        """From plain values."""
        blob = b"".join(value or b"" for value in values)
        present = None
        if any(value is None for value in values):
            present = np.fromiter((value is not None for value in values), np.bool_, len(values))
        return cls(edges_of([len(value or b"") for value in values]), np.frombuffer(blob, np.uint8), present)

    def __len__(self) -> int:
        return len(self.edges) - 1

    def value(self, doc: int) -> bytes | None:
        """The bytes of one document."""
        if self.present is not None and not self.present[doc]:
            return None
        edges, blob = self._items
        return bytes(blob[edges[doc] : edges[doc + 1]])

    def save(self, writer: ArrayFileWriter, prefix: str) -> dict[str, Any]:
        """Writes the arrays."""
        writer.add(prefix + "edges", self.edges)
        writer.add(prefix + "blob", self.blob)
        save_present(self.present, writer, prefix)
        return {"kind": self.kind}

    @classmethod
    def load(cls, file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> BytesColumn:
        """Maps the arrays."""
        return cls(file.array(prefix + "edges"), file.array(prefix + "blob"), load_present(file, prefix, docs))

    def take(self, docs: Ints) -> BytesColumn:
        """The column of these documents."""
        edges, source = take_runs(self.edges, docs)
        return BytesColumn(edges, self.blob[source], take_present(self.present, docs))

    @classmethod
    def join(cls, parts: Sequence[BytesColumn]) -> BytesColumn:
        """One column of several."""
        blob = np.concatenate([part.blob for part in parts])
        return cls(join_edges([part.edges for part in parts]), blob, join_present(parts))


_KINDS: dict[str, Any] = {
    each.kind: each for each in (IntColumn, FloatColumn, KeywordColumn, KeywordsColumn, SpansColumn, BytesColumn)
}


COLUMN_KINDS = tuple(_KINDS)
"""What a column can be."""


def column_of(kind: str, values: Sequence[Any]) -> Column:
    """A column of this kind from one plain value per document (None where there is none)."""
    column: Column = _KINDS[kind].of(values)
    return column


def load_column(file: ArrayFile, prefix: str, meta: Mapping[str, Any], docs: int) -> Column:
    """Maps a column; raises ``CorruptIndexError`` when its arrays do not fit ``docs`` documents."""
    try:
        column: Column = _KINDS[meta["kind"]].load(file, prefix, meta, docs)
        fits = len(column) == docs
    except (KeyError, ValueError, TypeError) as error:
        raise CorruptIndexError(file.name, f"column arrays {prefix!r} cannot be read") from error
    if not fits:
        raise CorruptIndexError(file.name, f"column arrays {prefix!r} are not of {docs} documents")
    return column


def join_columns(parts: Sequence[tuple[Column | None, Ints | int]]) -> Column:
    """One column of the chosen documents of several, or of so many where that is all; None lacks the column.

    All that are there must be of one kind.
    """
    kind = next(type(column) for column, _ in parts if column is not None)
    chosen: list[Column] = []
    for column, docs in parts:
        if column is None:
            count = docs if isinstance(docs, int) else len(docs)
            chosen.append(kind.of([]).take(np.full(count, -1)))  # type: ignore[attr-defined]
        else:
            chosen.append(column if isinstance(docs, int) else column.take(docs))
    whole: Column = kind.join(chosen)  # type: ignore[attr-defined]
    return whole
