"""What a segment holds, told from all its arrays and compared with the documents that went in."""

from __future__ import annotations

from itertools import pairwise

from newsindex.engines.whoosh.inverter import FieldSpec, Inverter, PreparedDocument, Tokens
from newsindex.engines.whoosh.merge import merge
from newsindex.engines.whoosh.segment import Segment

__all__ = ["COLUMNS", "FIELDS", "assert_holds", "merged", "segment_of"]

FIELDS = {"text": FieldSpec(), "tag": FieldSpec(positions=False)}
COLUMNS = {"day": "int", "score": "float", "place": "keyword", "names": "keywords", "told": "spans", "raw": "bytes"}


def segment_of(docs: list[PreparedDocument]) -> Segment:
    """A segment in memory, which must be the same whether it is laid out at once or one occurrence at a time."""

    def written(memory: int) -> bytes:
        inverter = Inverter(FIELDS, COLUMNS)
        for doc in docs:
            inverter.add(doc)
        pieces: list[bytes] = []
        inverter.write(pieces.append, memory=memory)
        return b"".join(pieces)

    whole = written(1 << 20)
    assert written(0) == whole
    return Segment(whole, name="test")


def merged(segments: list[Segment]) -> Segment:
    """The segments as one, which must be the same whether it is laid out at once or one occurrence at a time."""

    def written(memory: int) -> bytes:
        pieces: list[bytes] = []
        merge(segments, pieces.append, memory=memory)
        return b"".join(pieces)

    whole = written(1 << 20)
    assert written(0) == whole
    return Segment(whole, name="merged")


def expected_postings(docs: list[PreparedDocument], field: str) -> dict[bytes, list[tuple[int, list[int]]]]:
    expected: dict[bytes, list[tuple[int, list[int]]]] = {}
    for number, doc in enumerate(docs):
        value = doc.fields[field]
        tokens = value if isinstance(value, Tokens) else Tokens(value)
        places = range(len(tokens.terms)) if tokens.positions is None else tokens.positions
        for term, place in zip(tokens.terms, places, strict=True):
            entries = expected.setdefault(term.encode(), [])
            if not entries or entries[-1][0] != number:
                entries.append((number, []))
            entries[-1][1].append(place)
    return expected


def assert_holds(segment: Segment, docs: list[PreparedDocument]) -> None:
    assert segment.doc_count == len(docs)
    for name in FIELDS:
        expected = expected_postings(docs, name)
        index = segment.field(name)
        if index is None:
            assert not expected
            continue
        assert index.terms[:] == sorted(expected)
        lengths = [
            len(doc.fields[name].terms if isinstance(doc.fields[name], Tokens) else doc.fields[name]) for doc in docs
        ]
        assert index.lengths.tolist() == lengths
        assert index.total_length == sum(lengths)
        for term, entries in expected.items():
            rank = index.find(term)
            ids, freqs = index.postings(rank)
            assert ids.tolist() == [number for number, _ in entries]
            assert ([1] * len(ids) if freqs is None else freqs.tolist()) == [len(places) for _, places in entries]
            assert index.doc_freq(rank) == len(entries)
            assert index.total_freq(rank) == sum(len(places) for _, places in entries)
            assert index.max_lengths[rank] == max(lengths[number] for number, _ in entries)
            if index.has_positions:
                _, offsets, positions = index.positions(rank)
                found = [positions[a:b].tolist() for a, b in pairwise(offsets)]
                assert found == [places for _, places in entries]
    for number, doc in enumerate(docs):
        assert segment.stored(number) == doc.stored
        for name in COLUMNS:
            assert value_in(segment, name, number) == (doc.columns.get(name) or empty(name, doc))


def empty(name: str, doc: PreparedDocument) -> object:
    return [] if name in ("names", "told") else doc.columns.get(name)


def value_in(segment: Segment, name: str, number: int) -> object:
    column = segment.column(name)
    if column is None:
        return [] if name in ("names", "told") else None
    reads = {"place": "word", "names": "words_of", "told": "spans_of"}
    return getattr(column, reads.get(name, "value"))(number)
