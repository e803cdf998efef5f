"""Documents in, segment out: terms are numbered as they come, then a whole batch is sorted and grouped by numpy.

Each token costs one dictionary look-up (term → number) and four bytes; all the rest is done once per segment on
arrays: rank the terms, pack (rank, place of the token) into 64 bits, sort, cut where rank or document changes.

    >>> inverter = Inverter({"text": FieldSpec()}, {"day": "int"})
    >>> oil = {"text": ["oil", "price", "oil"]}
    >>> _ = inverter.add(PreparedDocument(fields=oil, columns={"day": 7}, stored={"id": "a"}))
    >>> pieces: list[bytes] = []
    >>> size, crc = inverter.write(pieces.append)
    >>> segment = Segment(b"".join(pieces), name="example")
    >>> text = segment.field("text")
    >>> text.terms[:], text.postings(text.find(b"oil"))[1].tolist(), segment.stored(0)
    ([b'oil', b'price'], [2], {'id': 'a'})
"""

from __future__ import annotations

import itertools
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from newsindex.engines.whoosh.arrays import ArrayFileWriter, smallest
from newsindex.engines.whoosh.columns import column_of
from newsindex.engines.whoosh.postings import Batch, encode
from newsindex.engines.whoosh.segment import FORMAT, Segment
from newsindex.engines.whoosh.stored import StoredWriter, dump
from newsindex.engines.whoosh.terms import Terms
from newsindex.errors import InvalidValueError

__all__ = ["FieldSpec", "FieldWriter", "Inverter", "PreparedDocument", "Segment", "Tokens"]

AnyArray = npt.NDArray[Any]
Int64s = npt.NDArray[np.int64]


@frozen
class FieldSpec:
    """How a field is searchable: ``positions`` for phrases and nearness; without ``freqs`` a term counts once."""

    positions: bool = True
    freqs: bool = True


@frozen
class Tokens:
    """The terms of a field where they do not simply stand at 0, 1, 2, …

    ``positions`` never descend; ``length`` is the length that scoring uses (the number of terms if left out).
    """

    terms: Sequence[str]
    positions: Sequence[int] | None = None
    length: int | None = None


@define
class PreparedDocument:
    """A prepared document: analysis is done, the inverter only counts and sorts."""

    fields: Mapping[str, Sequence[str] | Tokens] = field(factory=dict)
    """The terms of each searchable field in the order of the text."""
    columns: Mapping[str, Any] = field(factory=dict)
    """A value for each column: int, float, bytes, or a list of bytes or of pairs of days, as the column's kind asks."""
    stored: Mapping[str, Any] | bytes = b""
    """What is given back for a hit: JSON-like values, or the JSON itself."""


class _FieldBuffer:
    """The tokens of one field of all documents, as numbers."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self.numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self._number = self.numbers.__getitem__
        self.tokens = array("I")
        self.positions = array("I")
        self.explicit = False
        self.docs = array("I")
        self.counts = array("I")
        self.lengths = array("I")

    def add(self, doc: int, value: Sequence[str] | Tokens) -> int:
        """Takes the terms of a document; gives about how many bytes they will take."""
        if isinstance(value, Tokens):
            terms, positions = value.terms, value.positions
            length = len(terms) if value.length is None else value.length
        else:
            terms, positions, length = value, None, len(value)
        count = len(terms)
        if not count and not length:
            return 0
        if positions is not None and self.spec.positions:
            if len(positions) != count:
                raise InvalidValueError(f"{count} terms with {len(positions)} positions; give one for each")
            if not self.explicit:
                self._spell_out()
            self.positions.extend(positions)
        elif self.explicit:
            self.positions.extend(range(count))
        known = len(self.numbers)
        self.tokens.extend(map(self._number, terms))
        self.docs.append(doc)
        self.counts.append(count)
        self.lengths.append(length)
        # At the sort each token is held about six times over, as 64-bit numbers.
        return 60 * count + 150 * (len(self.numbers) - known) + 12

    def _spell_out(self) -> None:
        """From here on positions are kept one by one; those so far are 0, 1, 2, … in each document."""
        self.explicit = True
        for number in self.counts:
            self.positions.extend(range(number))


class FieldWriter:
    """Writes the arrays of one field; terms may come in several batches, in byte order."""

    def __init__(self, writer: ArrayFileWriter, number: int, *, lengths: Int64s, positions: bool) -> None:
        self._writer = writer
        self._prefix = f"f{number}."
        self._number = number
        self._lengths = lengths
        self._positions = positions
        self._tables: dict[str, list[AnyArray]] = {
            key: [] for key in ("df", "cf", "kinds", "where", "maxf", "minl", "maxl")
        }
        self._end = 0
        self._dense = True
        writer.begin(self._prefix + "post", np.uint8)

    def add(self, batch: Batch, *, lengths: Int64s | None = None) -> None:
        """The postings of the next terms; ``lengths`` are those of their documents, where each posting has its own."""
        if not len(batch.df):
            return
        encoded = encode(batch, doc_count=len(self._lengths))
        starts = np.cumsum(batch.df) - batch.df
        if lengths is None:
            lengths = self._lengths[batch.ids]
        tables = self._tables
        tables["df"].append(smallest(batch.df))
        tables["cf"].append(np.add.reduceat(batch.freqs.astype(np.int64, copy=False), starts))
        tables["kinds"].append(encoded.kinds)
        tables["where"].append(encoded.where + self._end)
        tables["maxf"].append(smallest(np.maximum.reduceat(batch.freqs, starts)))
        tables["minl"].append(smallest(np.minimum.reduceat(lengths, starts)))
        tables["maxl"].append(smallest(np.maximum.reduceat(lengths, starts)))
        self._end += len(encoded.post) // 4
        if batch.positions is not None and self._dense:
            self._dense = not (batch.positions >= np.repeat(lengths, batch.freqs)).any()
        self._writer.append(encoded.post)

    def finish(self, terms: Sequence[bytes]) -> dict[str, Any]:
        """Writes dictionary and tables; gives the meta data of the field."""
        writer, prefix = self._writer, self._prefix
        writer.end()
        for name, parts in self._tables.items():
            whole = np.concatenate(parts) if parts else np.zeros(0, np.uint8)
            writer.add(prefix + name, whole if name == "kinds" else smallest(whole))
        writer.add(prefix + "lengths", smallest(self._lengths))
        Terms.of(terms).save(writer, prefix)
        some = self._lengths[self._lengths > 0]
        return {
            "n": self._number,
            "total": int(self._lengths.sum()),
            "shortest": int(some.min()) if len(some) else 0,
            "longest": int(some.max()) if len(some) else 0,
            "positions": self._positions,
            "dense": self._dense,
        }


class Inverter:
    """Collects prepared documents and writes them as one segment.

    ``fields`` says how each field is searchable, ``columns`` gives each column's kind (``columns.py``).
    """

    def __init__(
        self, fields: Mapping[str, FieldSpec], columns: Mapping[str, str], *, dictionary: bytes | None = None
    ) -> None:
        self._fields = {name: _FieldBuffer(spec) for name, spec in fields.items()}
        self._columns: dict[str, list[Any]] = {name: [] for name in columns}
        self._kinds = dict(columns)
        self._stored = StoredWriter(dictionary=dictionary)
        self._docs = 0
        self._held = 0

    def __len__(self) -> int:
        return self._docs

    @property
    def bytes_held(self) -> int:
        """About how much memory writing the segment will take."""
        return self._held + self._stored.bytes_held + 64 * self._docs * (1 + len(self._columns))

    def add(self, document: PreparedDocument) -> int:
        """Takes a document; gives its number. Raises ``InvalidValueError`` for a field or column that is not known."""
        doc = self._docs
        for name, value in document.fields.items():
            try:
                buffer = self._fields[name]
            except KeyError:
                raise InvalidValueError(f"there is no field {name!r}; there are {', '.join(self._fields)}") from None
            self._held += buffer.add(doc, value)
        for name in document.columns:
            if name not in self._columns:
                raise InvalidValueError(f"there is no column {name!r}; there are {', '.join(self._columns)}")
        for name, values in self._columns.items():
            values.append(document.columns.get(name))
        stored = document.stored
        self._stored.add(stored if isinstance(stored, bytes) else dump(stored))
        self._docs += 1
        return doc

    def write(self, write: Callable[[bytes], object]) -> tuple[int, int]:
        """Hands the bytes of the segment file to ``write``; gives their number and crc32."""
        writer = ArrayFileWriter(write)
        fields = {}
        for number, (name, buffer) in enumerate(sorted(self._fields.items())):
            if len(buffer.docs):
                fields[name] = _write_field(writer, number, buffer, self._docs)
        columns = {}
        for number, (name, values) in enumerate(sorted(self._columns.items())):
            if any(value is not None for value in values):
                column = column_of(self._kinds[name], values)
                columns[name] = {**column.save(writer, f"c{number}."), "n": number}
        stored = self._stored.save(writer)
        return writer.finish(
            {"format": FORMAT, "docs": self._docs, "fields": fields, "columns": columns, "stored": stored}
        )


def _write_field(writer: ArrayFileWriter, number: int, buffer: _FieldBuffer, docs: int) -> dict[str, Any]:
    spec = buffer.spec
    lengths = np.zeros(docs, np.int64)
    owners = np.frombuffer(buffer.docs, np.uint32).astype(np.int64)
    lengths[owners] = np.frombuffer(buffer.lengths, np.uint32)
    counts = np.frombuffer(buffer.counts, np.uint32).astype(np.int64)
    output = FieldWriter(writer, number, lengths=lengths, positions=spec.positions)
    terms = sorted(buffer.numbers)
    if terms:
        tokens = np.frombuffer(buffer.tokens, np.uint32)
        output.add(_group(tokens, _ranks(buffer.numbers, terms), owners, counts, buffer))
    return output.finish([term.encode("utf-8", "surrogatepass") for term in terms])


def _ranks(numbers: Mapping[str, int], terms: Sequence[str]) -> Int64s:
    """The rank of each term number. Text sorts by code point, which is the byte order of UTF-8."""
    ranks = np.empty(len(terms), np.int64)
    ranks[np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms))] = np.arange(len(terms))
    return ranks


def _group(
    tokens: npt.NDArray[np.uint32], ranks: Int64s, owners: Int64s, counts: Int64s, buffer: _FieldBuffer
) -> Batch:
    """Sorts the tokens by (rank, place) and cuts them into postings."""
    keys = ranks[tokens].astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.arange(len(tokens), dtype=np.uint64)
    keys.sort()
    places = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    keys >>= np.uint64(32)
    # Narrow numbers, and nothing kept longer than needed: this is where a writer holds the most.
    docs = np.repeat(owners.astype(np.uint32), counts)[places]
    new_term = np.empty(len(keys), np.bool_)
    new_term[0] = True
    np.not_equal(keys[1:], keys[:-1], out=new_term[1:])
    new_posting = new_term.copy()
    new_posting[1:] |= docs[1:] != docs[:-1]
    heads = np.flatnonzero(new_posting)
    ids = docs[heads].astype(np.int64)
    freqs = np.diff(heads, append=len(keys))
    df = np.diff(np.flatnonzero(new_term[heads]), append=len(heads))
    del keys, docs, new_posting, new_term, heads
    positions = None
    if buffer.spec.positions:
        if buffer.explicit:
            positions = np.frombuffer(buffer.positions, np.uint32)[places]
        else:
            starts = (np.cumsum(counts) - counts).astype(np.uint32)
            positions = places.astype(np.uint32)
            positions -= np.repeat(starts, counts)[places]
    if not buffer.spec.freqs and not buffer.spec.positions:
        freqs = np.ones_like(freqs)
    return Batch(df, ids, freqs, positions)
