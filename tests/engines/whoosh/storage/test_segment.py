"""Segments: what goes in comes out, whatever its shape."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.engines.whoosh.columns import SpansColumn, column_of, join_columns
from newsindex.engines.whoosh.inverter import Inverter, PreparedDocument, Tokens
from newsindex.engines.whoosh.merge import choose
from newsindex.engines.whoosh.postings import Batch, decode, encode, read_ids
from newsindex.engines.whoosh.segment import Segment
from newsindex.engines.whoosh.stored import dump, load
from newsindex.engines.whoosh.terms import Terms
from newsindex.errors import CorruptIndexError, InvalidValueError
from tests.engines.whoosh.storage.holding import COLUMNS, FIELDS, assert_holds, merged, segment_of

WORDS = st.text(st.sampled_from("abé\n\x00\U0001f600z"), min_size=1, max_size=3)
SPAN = st.tuples(st.integers(1, 800_000), st.integers(0, 400)).map(lambda pair: (pair[0], sum(pair)))


@st.composite
def documents(draw: st.DrawFn) -> PreparedDocument:
    column_values = {
        "day": st.integers(-(2**63), 2**62),
        "score": st.floats(allow_nan=False),
        "place": st.binary(max_size=3),
        "names": st.lists(st.binary(max_size=2), max_size=3),
        "told": st.lists(SPAN, max_size=3),
        "raw": st.binary(max_size=4),
    }
    terms = draw(st.lists(WORDS, max_size=12))
    gaps = draw(st.lists(st.sampled_from([0, 1, 1, 300, 70_000]), min_size=len(terms), max_size=len(terms)))
    text: list[str] | Tokens = terms
    if draw(st.booleans()):
        text = Tokens(terms, positions=np.cumsum(gaps).tolist() if gaps else [])
    return PreparedDocument(
        fields={"text": text, "tag": draw(st.lists(WORDS, max_size=3))},
        columns={name: draw(values) for name, values in column_values.items() if draw(st.booleans())},
        stored={"n": draw(st.integers()), "text": draw(st.text(max_size=9))},
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(documents(), max_size=8))
def test_documents_come_out_of_a_segment_as_they_went_in(docs: list[PreparedDocument]) -> None:
    assert_holds(segment_of(docs), docs)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(documents(), max_size=5), min_size=1, max_size=4), st.data())
def test_a_merge_holds_what_was_not_deleted_in_the_same_order(
    groups: list[list[PreparedDocument]], data: st.DataObject
) -> None:
    segments, kept = [], []
    for docs in groups:
        deleted = np.array([data.draw(st.booleans()) for _ in docs], np.bool_)
        segments.append(segment_of(docs).with_deleted(deleted if deleted.any() else None))
        kept += [doc for doc, gone in zip(docs, deleted, strict=True) if not gone]
    assert_holds(merged(segments), kept)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_postings_are_decoded_as_they_were_encoded_in_every_width(data: st.DataObject) -> None:
    doc_count = data.draw(st.sampled_from([10, 300, 60_000, 70_000, 5_000_000]))
    lists = data.draw(
        st.lists(st.sets(st.integers(0, doc_count - 1), min_size=1, max_size=40).map(sorted), min_size=1, max_size=6)
    )
    ids = [number for numbers in lists for number in numbers]
    freqs = [data.draw(st.sampled_from([1, 1, 1, 2, 300])) for _ in ids]
    top = data.draw(st.sampled_from([200, 60_000, 100_000]))
    positions = [(place * 7919) % top for place in range(sum(freqs))]
    batch = Batch.of(df=[len(numbers) for numbers in lists], ids=ids, freqs=freqs, positions=positions)
    encoded = encode(batch, doc_count=doc_count)
    starts = np.cumsum(batch.df) - batch.df
    occurrences = np.add.reduceat(batch.freqs, starts)
    decoded = decode(encoded.post, encoded.kinds, encoded.where, batch.df, occurrences)
    assert decoded.ids.tolist() == ids
    assert decoded.freqs.tolist() == freqs
    assert decoded.positions is not None
    assert decoded.positions.tolist() == positions
    for numbers, kind, where in zip(lists, encoded.kinds.tolist(), encoded.where.tolist(), strict=True):
        for number in (np.int64, np.int32):
            read, _ = read_ids(encoded.post, where * 4, len(numbers), kind, number)
            assert (read.tolist(), read.dtype) == (numbers, number)


@pytest.mark.parametrize("ids", [[1 << 31], [0x7FFFFFFF - 40_000, (1 << 31) + 10_000], [3, 9, (1 << 32) - 1]])
def test_a_number_of_more_than_31_bits_is_read_whole_or_refused(ids: list[int]) -> None:
    encoded = encode(Batch.of(df=[len(ids)], ids=ids, freqs=[1] * len(ids)), doc_count=1 << 32)
    assert read_ids(encoded.post, 0, len(ids), int(encoded.kinds[0]))[0].tolist() == ids
    with pytest.raises(ValueError, match="out of range"):
        read_ids(encoded.post, 0, len(ids), int(encoded.kinds[0]), np.int32)


@settings(max_examples=50, deadline=None)
@given(st.sets(st.binary(max_size=3), max_size=200), st.binary(max_size=3))
def test_a_dictionary_finds_what_a_sorted_list_finds(words: set[bytes], wanted: bytes) -> None:
    ordered = sorted(words)
    terms = Terms.of(ordered)
    assert list(terms) == ordered
    assert terms.find(wanted) == (ordered.index(wanted) if wanted in words else -1)
    low, high = terms.prefix_range(wanted)
    assert ordered[low:high] == [word for word in ordered if word.startswith(wanted)]


def test_a_term_of_any_word_is_found_among_thousands() -> None:
    words = [b"%05d" % (7 * number) for number in range(3000)]
    terms = Terms.of(words)
    assert [terms.find(word) for word in words] == list(range(3000))
    assert terms.find(b"00001") == -1


def test_spans_are_found_by_the_days_they_share() -> None:
    column = SpansColumn.of([[(10, 20)], None, [(1, 5), (30, 40)]])
    assert column.meeting(5, 9).tolist() == [False, False, True]
    assert column.meeting(20, 30).tolist() == [True, False, True]
    assert column.meeting(21, 29).tolist() == [False, False, False]


@pytest.mark.parametrize(
    ("low", "high"), [(None, None), (3, None), (None, 3), (4, 9), (10, 2**70), (-(2**70), 1), (200, 300)]
)
def test_numbers_of_a_range_are_those_between_its_ends(low: int | None, high: int | None) -> None:
    values = [5, None, 3, 10, 100]
    column = column_of("int", values)
    inside = [v is not None and (low is None or v >= low) and (high is None or v <= high) for v in values]
    assert column.between(low, high).tolist() == inside  # type: ignore[attr-defined]


def test_joined_columns_of_far_apart_numbers_keep_them() -> None:
    first, second = column_of("int", [-(2**63), None]), column_of("int", [2**63 - 1])
    joined = join_columns([(first, np.array([0, 1])), (None, np.array([0])), (second, np.array([0]))])
    assert [joined.value(doc) for doc in range(4)] == [-(2**63), None, None, 2**63 - 1]  # type: ignore[attr-defined]


def test_stored_values_keep_their_types() -> None:
    fields = {
        "day": datetime.date(2024, 10, 21),
        "time": datetime.datetime(2024, 10, 21, 7, 30, tzinfo=datetime.UTC),
        "raw": b"\x00\xff",
        "price": decimal.Decimal("1.10"),
        "pair": (1, [2, (3,)]),
        "map": {1: "a", (2,): "b"},
        "lone": "\ud800",
    }
    assert load(dump(fields, exact=True)) == fields


@given(st.text(st.sampled_from('\\n\n"\r\0 \ud800é'), max_size=20), st.integers(1, 100), st.booleans())
def test_stored_texts_are_those_that_were_written(text: str, times: int, exact: bool) -> None:
    fields = {"a": text, text + "b": text * times, "c": [text, {"d": text * times}], "e": text * times}
    assert load(dump(fields, exact=exact)) == fields
    assert list(load(dump(fields))) == list(fields)


def test_a_value_that_cannot_be_stored_is_named() -> None:
    with pytest.raises(InvalidValueError, match="object"):
        dump({"x": object()})


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(InvalidValueError, match="'txet'"):
        Inverter(FIELDS, COLUMNS).add(PreparedDocument(fields={"txet": ["a"]}))


@pytest.mark.parametrize("size", [0, 7, 40, 1000])
def test_a_truncated_segment_is_refused(size: int) -> None:
    inverter = Inverter(FIELDS, COLUMNS)
    inverter.add(PreparedDocument(fields={"text": ["a"] * 500}))
    pieces: list[bytes] = []
    inverter.write(pieces.append)
    with pytest.raises(CorruptIndexError):
        Segment(b"".join(pieces)[:size], name="short")


def test_segments_of_like_size_are_merged_four_at_a_time() -> None:
    small, large = (2_000, 10, 0), (90_000_000, 50_000, 0)
    assert choose([large, small, small, small]) == []
    assert choose([large, small, small, small, small]) == [1, 2, 3, 4]
    assert choose([(90_000_000, 50_000, 20_000), small]) == [0]
