"""One searchable field on its way into a segment file: dictionary, postings and tables, from batches in term order.

Postings go to the file as they come. What is held until the end is the dictionary and some twenty bytes for each term.

    >>> parts: list[bytes] = []
    >>> output = FieldWriter(ArrayFileWriter(parts.append), 0, lengths=np.array([2, 1]), positions=False)
    >>> output.add([b"oil", b"price"], Batch.of(df=[2, 1], ids=[0, 1, 0], freqs=[1, 1, 1]))
    >>> output.finish()["total"]
    3
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray
from newsindex.engines.whoosh.arrays import ArrayFileWriter, smallest
from newsindex.engines.whoosh.postings import Batch, LongRecord, encode
from newsindex.engines.whoosh.terms import TermsWriter

__all__ = ["FieldWriter"]


_TABLES = ("df", "cf", "kinds", "where", "maxf", "minl", "maxl")


class FieldWriter:
    """Writes the arrays of one field; terms come in byte order, in as many batches as one likes."""

    def __init__(self, writer: ArrayFileWriter, number: int, *, lengths: AnyArray, positions: bool) -> None:
        """``lengths`` has the length of the field in each document."""
        self._writer = writer
        self._prefix = f"f{number}."
        self._number = number
        self._lengths = lengths
        self._positions = positions
        self._terms = TermsWriter()
        self._tables: dict[str, list[AnyArray]] = {name: [] for name in _TABLES}
        self._end = 0
        self._dense = True
        writer.begin(self._prefix + "post", np.uint8)

    def add(self, terms: Sequence[bytes], batch: Batch, *, lengths: AnyArray | None = None) -> None:
        """The next terms with their postings, at least one for each.

        ``lengths`` are those of their documents, where each posting has its own.
        """
        if not terms:
            return
        encoded = encode(batch, doc_count=len(self._lengths))
        starts = np.cumsum(batch.df) - batch.df
        if lengths is None:
            lengths = self._lengths[batch.ids]
        self._terms.add(terms)
        self._note(
            df=batch.df,
            cf=np.add.reduceat(batch.freqs.astype(np.int64, copy=False), starts),
            kinds=encoded.kinds,
            where=encoded.where + self._end,
            maxf=np.maximum.reduceat(batch.freqs, starts),
            minl=np.minimum.reduceat(lengths, starts),
            maxl=np.maximum.reduceat(lengths, starts),
        )
        self._end += len(encoded.post) // 4
        self._look_whether_dense(batch, lengths)
        self._writer.append(encoded.post)

    def add_long(self, term: bytes, pieces: Callable[[], Iterable[Batch]]) -> None:
        """The next term with postings in pieces, as for ``LongRecord``; without a posting it is left out."""
        record = LongRecord(pieces, doc_count=len(self._lengths))
        if not record.df:
            return
        least, most = int(self._lengths.max()), 0
        for piece in pieces():
            if len(piece.ids):
                lengths = self._lengths[piece.ids]
                least, most = min(least, int(lengths.min())), max(most, int(lengths.max()))
                self._look_whether_dense(piece, lengths)
        self._terms.add([term])
        numbers = (record.df, record.occurrences, record.kind, self._end, record.top_freq, least, most)
        self._note(**{name: np.array([number]) for name, number in zip(_TABLES, numbers, strict=True)})
        self._end += record.size // 4
        for part in record.bytes():
            self._writer.append(part)

    def _note(self, **rows: AnyArray) -> None:
        for name, values in rows.items():
            self._tables[name].append(smallest(values))

    def _look_whether_dense(self, batch: Batch, lengths: AnyArray) -> None:
        if batch.positions is not None and self._dense:
            self._dense = not (batch.positions >= np.repeat(lengths, batch.freqs)).any()

    def finish(self) -> dict[str, Any]:
        """Writes dictionary and tables; gives the meta data of the field."""
        writer, prefix, lengths = self._writer, self._prefix, self._lengths
        writer.end()
        for name, parts in self._tables.items():
            writer.add(prefix + name, np.concatenate(parts) if parts else np.zeros(0, np.uint8))
            parts.clear()
        writer.add(prefix + "lengths", smallest(lengths))
        self._terms.save(writer, prefix)
        some = lengths[lengths > 0]
        return {
            "n": self._number,
            "total": int(lengths.sum(dtype=np.int64)),
            "shortest": int(some.min()) if len(some) else 0,
            "longest": int(some.max()) if len(some) else 0,
            "positions": self._positions,
            "dense": self._dense,
        }
