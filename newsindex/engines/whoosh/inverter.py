"""Documents in, segment out: terms are numbered as they come, then a whole batch is sorted and grouped by numpy.

Each token costs one dictionary look-up (term → number) and four bytes; all the rest is done once per segment on
arrays: rank the terms, sort the places of the tokens by them, cut where term or document changes.

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
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, field, frozen

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.arrays import ArrayFileWriter, smallest
from newsindex.engines.whoosh.column_buffers import buffer_for
from newsindex.engines.whoosh.field_writer import FieldWriter
from newsindex.engines.whoosh.postings import Batch
from newsindex.engines.whoosh.segment import FORMAT, Segment
from newsindex.engines.whoosh.stored import StoredWriter, dump
from newsindex.errors import InvalidValueError

__all__ = ["FieldSpec", "Inverter", "PreparedDocument", "Segment", "Tokens", "stretch_within", "stretches"]


_STRETCH = 1_000_000
_EACH_OCCURRENCE = 100
_NUMBERED_AT_ONCE = 1_024
_SORTED_AT_ONCE = 1 << 18  # as much as a processor's cache holds
# Bytes held until the segment is written: four for a token, and eight while its field is sorted; two numbers for a
# document that has a field; a term in the table of numbers.
_EACH_TOKEN, _EACH_FIELD, _NEW_TERM = 12, 8, 200


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
    """What is given back for a hit: JSON-like values, or what ``stored.dump`` made of them."""


class _FieldBuffer:
    """The tokens of one field of all documents, as numbers."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self.numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self.waiting: list[str] = []
        """Terms that are not yet numbered: that is done for many documents at a time."""
        self.tokens = array("I")
        self.positions = array("I")
        self.explicit = False
        self.docs = array("I")
        self.counts = array("I")
        self.lengths: array[int] | None = None
        """The lengths of documents, where they are not the numbers of their terms."""

    def add(self, doc: int, value: Tokens) -> int:
        """Takes the terms of a document that do not simply follow one another; gives how many there are."""
        terms, positions = value.terms, value.positions
        count = len(terms)
        length = count if value.length is None else value.length
        if positions is not None and self.spec.positions:
            if len(positions) != count:
                raise InvalidValueError(f"{count} terms with {len(positions)} positions; give one for each")
            self.spell_out()
            self.positions.extend(positions)
        elif self.explicit:
            self.positions.extend(range(count))
        if self.lengths is None and length != count:
            self.lengths = array("I", self.counts)
        if not count and not length:
            return 0
        self.waiting += terms
        self.docs.append(doc)
        self.counts.append(count)
        if self.lengths is not None:
            self.lengths.append(length)
        return count

    def spell_out(self) -> None:
        """From here on positions are kept one by one; those so far are 0, 1, 2, … in each document."""
        if not self.explicit:
            self.explicit = True
            for number in self.counts:
                self.positions.extend(range(number))

    def number_waiting(self) -> int:
        """Numbers the terms that wait; gives how many new ones there were."""
        known = len(self.numbers)
        self.tokens.fromlist(list(map(self.numbers.__getitem__, self.waiting)))
        self.waiting.clear()
        return len(self.numbers) - known


class Inverter:
    """Collects prepared documents and writes them as one segment.

    ``fields`` says how each field is searchable, ``columns`` gives each column's kind (``columns.py``).
    """

    def __init__(
        self, fields: Mapping[str, FieldSpec], columns: Mapping[str, str], *, dictionary: bytes | None = None
    ) -> None:
        self._fields = {name: _FieldBuffer(spec) for name, spec in fields.items()}
        self._columns = {name: buffer_for(kind) for name, kind in columns.items()}
        self._stored = StoredWriter(dictionary=dictionary)
        self._docs = 0
        self._held = 0
        self._waiting = 0

    def __len__(self) -> int:
        return self._docs

    @property
    def bytes_held(self) -> int:
        """About how much memory the documents take, and more of it while the segment is written."""
        return self._held + self._stored.bytes_held

    def add(self, document: PreparedDocument) -> int:
        """Takes a document; gives its number. Raises ``InvalidValueError`` for a field or column that is not known."""
        doc, fields, columns = self._docs, self._fields, self._columns
        if not (document.fields.keys() <= fields.keys() and document.columns.keys() <= columns.keys()):
            raise _unknown(document, fields, columns)
        tokens = 0
        for name, terms in document.fields.items():
            buffer = fields[name]
            if isinstance(terms, Tokens):
                tokens += buffer.add(doc, terms)
            elif terms:
                count = len(terms)
                buffer.waiting += terms
                buffer.docs.append(doc)
                buffer.counts.append(count)
                if buffer.lengths is not None:
                    buffer.lengths.append(count)
                if buffer.explicit:
                    buffer.positions.extend(range(count))
                tokens += count
        held = _EACH_TOKEN * tokens + _EACH_FIELD * len(document.fields) + 16
        for name, value in document.columns.items():
            if value is not None:
                held += columns[name].add(doc, value)
        stored = document.stored
        self._stored.add(stored if isinstance(stored, bytes) else dump(stored))
        self._held += held
        self._waiting += tokens
        if self._waiting >= _NUMBERED_AT_ONCE:
            self._number_waiting()
        self._docs += 1
        return doc

    def _number_waiting(self) -> None:
        self._held += _NEW_TERM * sum(buffer.number_waiting() for buffer in self._fields.values())
        self._waiting = 0

    def write(self, write: Callable[[bytes], object], *, memory: int = 100 << 20) -> tuple[int, int]:
        """Hands the bytes of the segment file to ``write``; gives their number and crc32. The inverter is then empty.

        ``memory`` is about how many bytes this may take besides what is held.
        """
        at_once = stretch_within(memory)
        self._number_waiting()
        writer = ArrayFileWriter(write)
        fields = {}
        for number, name in enumerate(sorted(self._fields)):
            buffer = self._fields.pop(name)
            if len(buffer.docs):
                fields[name] = _write_field(writer, number, buffer, self._docs, at_once)
        columns = {}
        for number, name in enumerate(sorted(self._columns)):
            column = self._columns.pop(name).column(self._docs)
            if column is not None:
                columns[name] = {**column.save(writer, f"c{number}."), "n": number}
        stored = self._stored.save(writer)
        return writer.finish(
            {"format": FORMAT, "docs": self._docs, "fields": fields, "columns": columns, "stored": stored}
        )


def _unknown(
    document: PreparedDocument, fields: Mapping[str, object], columns: Mapping[str, object]
) -> InvalidValueError:
    for what, given, known in (("field", document.fields, fields), ("column", document.columns, columns)):
        for name in given:
            if name not in known:
                return InvalidValueError(f"there is no {what} {name!r}; there are {', '.join(known)}")
    raise AssertionError(document)


def _write_field(writer: ArrayFileWriter, number: int, buffer: _FieldBuffer, docs: int, at_once: int) -> dict[str, Any]:
    spec = buffer.spec
    owners = np.frombuffer(buffer.docs, np.uint32)
    counts = np.frombuffer(buffer.counts, np.uint32)
    lengths = np.zeros(docs, np.uint32)
    lengths[owners] = counts if buffer.lengths is None else np.frombuffer(buffer.lengths, np.uint32)
    output = FieldWriter(writer, number, lengths=smallest(lengths), positions=spec.positions)
    del lengths
    terms = sorted(buffer.numbers)
    if terms:
        sorted_tokens = _SortedTokens(buffer, terms, owners, counts, at_once)
        for low, high in stretches(sorted_tokens.occurrences, at_once):
            names = [term.encode("utf-8", "surrogatepass") for term in terms[low:high]]
            if sorted_tokens.occurrences[low] > at_once:
                output.add_long(names[0], partial(sorted_tokens.pieces, low, at_once))
            else:
                output.add(names, sorted_tokens.batch(low, high))
    return output.finish()


class _SortedTokens:
    """The tokens of a field by rank of their terms, and of one term by their places in the text of all documents."""

    def __init__(
        self,
        buffer: _FieldBuffer,
        terms: Sequence[str],
        owners: npt.NDArray[np.uint32],
        counts: npt.NDArray[np.uint32],
        at_once: int,
    ) -> None:
        # Text sorts by code point, which is the byte order of UTF-8.
        ranks = np.empty(len(terms), np.uint32)
        ranks[np.fromiter(map(buffer.numbers.__getitem__, terms), np.int64, len(terms))] = np.arange(len(terms))
        buffer.numbers.clear()
        tokens = np.frombuffer(buffer.tokens, np.uint32)
        self.occurrences = np.empty(len(terms), np.int64)
        """How many tokens each term has, by rank."""
        self.occurrences[ranks] = np.bincount(tokens, minlength=len(terms))
        self._edges = np.concatenate(([0], np.cumsum(self.occurrences)))
        self._places = _sorted_places(tokens, ranks, self._edges[:-1].copy(), min(at_once, _SORTED_AT_ONCE))
        """Where the tokens stand among those of all documents, term by term."""
        del tokens
        buffer.tokens = array("I")
        self._owners = owners
        self._ends = np.cumsum(counts, dtype=np.int64)
        self._entries = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        self._positions = np.frombuffer(buffer.positions, np.uint32) if buffer.explicit else None
        self._starts = (self._ends - counts).astype(np.uint32)
        self._spec = buffer.spec

    def batch(self, low: int, high: int) -> Batch:
        """The postings of the terms of rank ``low`` to ``high`` - 1."""
        first = int(self._edges[low])
        return self._between(first, int(self._edges[high]), self._edges[low:high] - first)

    def pieces(self, rank: int, most: int) -> Iterator[Batch]:
        """The postings of one term, out of about ``most`` tokens at a time."""
        start, end = int(self._edges[rank]), int(self._edges[rank + 1])
        while start < end:
            until = min(start + most, end)
            if until < end:
                # Up to where its document ends.
                last = self._ends[self._entries[self._places[until - 1]]]
                until = start + int(np.searchsorted(self._places[start:end], last))
            yield self._between(start, until, np.zeros(1, np.int64))
            start = until

    def _between(self, first: int, last: int, term_starts: Ints) -> Batch:
        places = self._places[first:last]
        entries = self._entries[places]
        new = np.empty(len(places), np.bool_)
        np.not_equal(entries[1:], entries[:-1], out=new[1:])
        new[term_starts] = True
        heads = np.flatnonzero(new)
        ids = self._owners[entries[heads]].astype(np.int64)
        freqs = np.diff(heads, append=len(places))
        df = np.diff(np.searchsorted(heads, term_starts), append=len(heads))
        positions: AnyArray | None = None
        if self._spec.positions and self._positions is not None:
            positions = self._positions[places]
        elif self._spec.positions:
            positions = places - self._starts[entries]
        elif not self._spec.freqs:
            freqs = np.ones_like(freqs)
        return Batch(df, ids, freqs, positions)


def _sorted_places(
    tokens: npt.NDArray[np.uint32], ranks: npt.NDArray[np.uint32], next_of: Ints, at_once: int
) -> npt.NDArray[np.uint32]:
    """The places of all tokens by the ranks of their terms, then ascending: a counting sort, some tokens at a time.

    ``next_of`` has for each rank where its places begin, and behind them in the end.
    """
    places = np.empty(len(tokens), np.uint32)
    for start in range(0, len(tokens), at_once):
        some = ranks[tokens[start : start + at_once]]
        # numpy sorts 16 bits by radix, several times as fast as it compares 32.
        order = np.argsort(some.astype(np.uint16), kind="stable")
        if len(ranks) > 1 << 16:
            order = order[np.argsort((some >> np.uint32(16)).astype(np.uint16)[order], kind="stable")]
        some = some[order]
        heads = np.flatnonzero(np.diff(some, prepend=some[0] + np.uint32(1)))
        counts = np.diff(heads, append=len(some))
        own = some[heads]
        target = np.repeat(next_of[own] - heads, counts)
        target += np.arange(len(some))
        order += start
        places[target] = order
        next_of[own] += counts
    return places


def stretch_within(memory: int) -> int:
    """How many occurrences of terms are laid out at a time within so many bytes."""
    return max(1, min(_STRETCH, memory // _EACH_OCCURRENCE))


def stretches(occurrences: Ints, most: int) -> list[tuple[int, int]]:
    """The ranks of terms in runs of no more than ``most`` occurrences; a term with more makes a run of its own."""
    if not len(occurrences):
        return []
    number = (np.cumsum(occurrences) - 1) // max(1, most // 2)
    cuts = np.flatnonzero(np.diff(number)) + 1
    long = np.flatnonzero(occurrences > most // 2)
    edges = np.unique(np.concatenate(([0, len(occurrences)], cuts, long, long + 1))).tolist()
    return list(pairwise(edges))
