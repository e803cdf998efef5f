"""What is given back for a hit: the stored fields of each document, compressed.

    stored.edges    uN   document d has frames[edges[d] : edges[d + 1]]; empty where it stores nothing
    stored.frames   u1   one zstandard frame per document
    stored.dict0…   u1   the dictionaries that frames were compressed with
    meta "stored"        [[first document, number of the dictionary or -1], …]

A frame per document makes a hit cost a few microseconds, and a dictionary learned from the first documents makes
frames small though each stands by itself. Each carries a checksum, so a damaged one is refused when it is read.
Frames are copied as they are when segments are merged.

What is packed in a frame is  name NUL json NUL text:  the longest text is taken out of the JSON, where it stands as 0
under its name, for to copy it is several times cheaper than to look in it for quotation marks. Where there is no long
text, there is no name either.

JSON has no dates, bytes or tuples; those are written as {"\\u0000": [type, text]}, and a space before all the rest says
that there are some. Nothing here can run code.

    >>> load(dump({"day": datetime.date(2024, 10, 21)}))
    {'day': datetime.date(2024, 10, 21)}
"""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import threading
import uuid
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import zstandard

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, smallest
from newsindex.errors import CorruptIndexError, InvalidValueError

__all__ = ["StoredReader", "StoredWriter", "dump", "join_stored", "load"]


_MARK = "\x00"
_MARK_JSON = '"\\u0000"'
_LONG = 128
_LEVEL = 1
_SAMPLE = 400
_DICTIONARY = 32 << 10
_MOST = 256 << 20


def _tag(value: object) -> object:
    match value:
        case datetime.datetime() | datetime.date() | datetime.time():
            return {_MARK: [type(value).__name__, value.isoformat()]}
        case datetime.timedelta():
            return {_MARK: ["timedelta", [value.days, value.seconds, value.microseconds]]}
        case bytes() | bytearray():
            return {_MARK: ["bytes", base64.b85encode(value).decode()]}
        case decimal.Decimal() | uuid.UUID():
            return {_MARK: [type(value).__name__, str(value)]}
        case set() | frozenset():
            return {_MARK: [type(value).__name__, sorted(value)]}
    raise InvalidValueError(
        f"a stored field holds {value!r} of type {type(value).__name__}; "
        "store text, numbers, dates, bytes or lists of them"
    )


def _tagged(value: Any) -> Any:
    """Also names tuples and keys that are not text, which JSON would quietly change."""
    match value:
        case tuple():
            return {_MARK: ["tuple", [_tagged(one) for one in value]]}
        case list():
            return [_tagged(one) for one in value]
        case dict() if all(isinstance(key, str) and key != _MARK for key in value):
            return {key: _tagged(one) for key, one in value.items()}
        case dict():
            return {_MARK: ["dict", [[_tagged(key), _tagged(one)] for key, one in value.items()]]}
    return value


_UNTAG: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": lambda parts: datetime.timedelta(*parts),
    "bytes": base64.b85decode,
    "Decimal": decimal.Decimal,
    "UUID": uuid.UUID,
    "set": set,
    "frozenset": frozenset,
    "tuple": tuple,
    "dict": dict,
}


def _untag(value: dict[str, Any]) -> Any:
    if _MARK in value:
        name, text = value[_MARK]
        return _UNTAG[name](text)
    return value


_TAGGING = json.JSONEncoder(default=_tag, ensure_ascii=False, separators=(",", ":"))
_PLAIN = json.JSONDecoder()
_UNTAGGING = json.JSONDecoder(object_hook=_untag)


def dump(fields: Mapping[str, Any], *, exact: bool = False) -> bytes:
    """The fields as JSON and their longest text; ``exact`` also keeps tuples and keys that are not text, at some cost.

    Raises ``InvalidValueError`` for a value that is neither JSON nor a date, time, bytes, decimal, UUID or set.
    """
    value: dict[str, Any] = _tagged(dict(fields)) if exact else dict(fields)
    name = _longest(value)
    text = value[name] if name else ""
    if name:
        value[name] = 0
    try:
        head = _TAGGING.encode(value)
    except (ValueError, RecursionError) as error:
        raise InvalidValueError(f"stored fields cannot be written as JSON: {error}") from error
    except TypeError as error:
        raise InvalidValueError(f"stored fields have a key that is not text: {error}") from error
    if _MARK_JSON in head:
        head = " " + head
    return "\x00".join((name, head, text)).encode("utf-8", "surrogatepass")


def _longest(fields: Mapping[str, Any]) -> str:
    """The name of the longest text, if it is long."""
    name, most = "", _LONG
    for key, value in fields.items():
        if isinstance(value, str) and len(value) > most and isinstance(key, str) and _MARK not in key:
            name, most = key, len(value)
    return name


def load(data: bytes) -> Any:
    """The fields that ``dump`` wrote."""
    name, head, text = data.decode("utf-8", "surrogatepass").split("\x00", 2)
    # Without the steps before it, ``json.loads`` takes a third less for JSON as short as this.
    fields, end = _UNTAGGING.raw_decode(head, 1) if head[:1] == " " else _PLAIN.raw_decode(head)
    if end != len(head):
        raise ValueError(f"{len(head) - end} characters behind the value")
    if name:
        fields[name] = text
    return fields


class StoredWriter:
    """Collects frames in memory; ``dictionary`` is one in use by other segments of the index, if there is one."""

    def __init__(self, *, dictionary: bytes | None = None) -> None:
        self._waiting: list[bytes] | None = [] if dictionary is None else None
        self._compress = (
            _compressor(dictionary)
            if dictionary
            else zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress
        )
        self._frames = bytearray()
        self._lengths = array("I")
        self._dictionaries: list[bytes] = [dictionary] if dictionary else []
        self._parts: list[list[int]] = [[0, 0 if dictionary else -1]]
        self.bytes_held = 0

    def add(self, data: bytes) -> None:
        """What ``dump`` made of the stored fields of the next document; empty for none."""
        if self._waiting is None:
            self._put(data)
            return
        self._waiting.append(data)
        self.bytes_held += len(data)
        if len(self._waiting) >= 4 * _SAMPLE:
            self._learn()

    def _put(self, data: bytes) -> None:
        if not data:
            self._lengths.append(0)
            return
        frame = self._compress(data)
        self._frames += frame
        self._lengths.append(len(frame))
        # What grows is now and then moved to a place half as large again.
        self.bytes_held += len(frame) + 4

    def _learn(self) -> None:
        """Trains the dictionary on a sample; too few or too small documents go without one."""
        waiting, self._waiting, self.bytes_held = self._waiting or [], None, 0
        sample = [data for data in waiting[:: max(1, len(waiting) // _SAMPLE)] if data]
        if len(sample) >= 50:
            try:
                size = min(_DICTIONARY, max(1024, sum(map(len, sample)) // 8))
                # With k and d given, nothing is tried out: six times as fast, and on news as good.
                dictionary = zstandard.train_dictionary(size, [*sample], k=200, d=8).as_bytes()
            except zstandard.ZstdError:  # samples too alike or too small to learn from
                dictionary = b""
            if dictionary:
                self._compress = _compressor(dictionary)
                self._dictionaries, self._parts = [dictionary], [[0, 0]]
        for data in waiting:
            self._put(data)

    def save(self, writer: ArrayFileWriter) -> list[list[int]]:
        """Writes the arrays; gives the meta data."""
        if self._waiting is not None:
            self._learn()
        writer.add("stored.edges", _edges(self._lengths))
        writer.add("stored.frames", np.frombuffer(self._frames, np.uint8) if self._frames else np.zeros(0, np.uint8))
        for number, dictionary in enumerate(self._dictionaries):
            writer.add_bytes(f"stored.dict{number}", dictionary)
        return self._parts


def _edges(lengths: array[int]) -> AnyArray:
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(np.asarray(lengths, np.uint32), out=edges[1:])
    return smallest(edges)


def _compressor(dictionary: bytes) -> Callable[[bytes], bytes]:
    data = zstandard.ZstdCompressionDict(dictionary)
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=data, write_checksum=True).compress


class _Decompressors(threading.local):
    """Those of one thread, by the number of their dictionary."""

    def __init__(self) -> None:
        self.by_number: dict[int, Callable[[memoryview], bytes]] = {}


class StoredReader:
    """Reads the fields of one document at a time; safe to share between threads."""

    def __init__(self, file: ArrayFile, parts: Sequence[Sequence[int]], docs: int) -> None:
        self._file = file
        self.edges = file.array("stored.edges")
        self.frames = file.array("stored.frames")
        self.parts = [(int(first), int(number)) for first, number in parts]
        if len(self.edges) != docs + 1 or int(self.edges[-1]) != len(self.frames) or not self.parts:
            raise CorruptIndexError(file.name, f"stored fields are not of {docs} documents")
        self._edges = self.edges.data
        self._bytes = self.frames.data
        self._only = self.parts[0][1] if len(self.parts) == 1 else None
        self._local = _Decompressors()

    def dictionary(self, number: int) -> bytes | None:
        """A dictionary, or None for -1."""
        return None if number < 0 else bytes(self._file.raw(f"stored.dict{number}"))

    def ranges(self) -> list[tuple[int, int, int]]:
        """First document, document behind the last, and number of the dictionary, of each part."""
        ends = [first for first, _ in self.parts[1:]] + [len(self.edges) - 1]
        return [(first, end, number) for (first, number), end in zip(self.parts, ends, strict=True)]

    def json(self, doc: int) -> bytes:
        """What ``dump`` made of the stored fields of one document; empty for none."""
        frame = self._bytes[self._edges[doc] : self._edges[doc + 1]]
        if not frame:
            return b""
        number = self._dictionary_of(doc) if self._only is None else self._only
        try:
            # A damaged head may ask for any size; what is asked for is looked at before memory is taken.
            if 0 <= zstandard.frame_content_size(frame) <= _MOST:
                # What unpacks frames keeps state while it works, so each thread has its own.
                return (self._local.by_number.get(number) or self._decompress(number))(frame)
        except (zstandard.ZstdError, MemoryError) as error:
            reason = f"the stored fields of document {doc} cannot be unpacked"
            raise CorruptIndexError(self._file.name, reason) from error
        raise CorruptIndexError(self._file.name, f"the stored fields of document {doc} have no likely size")

    def _dictionary_of(self, doc: int) -> int:
        return next(number for first, number in reversed(self.parts) if first <= doc)

    def _decompress(self, number: int) -> Callable[[memoryview], bytes]:
        """What unpacks the frames of a dictionary, for the thread that asks."""
        dictionary = self.dictionary(number)
        data = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
        made = zstandard.ZstdDecompressor() if data is None else zstandard.ZstdDecompressor(dict_data=data)
        return self._local.by_number.setdefault(number, made.decompress)

    def fields(self, doc: int) -> dict[str, Any]:
        """The stored fields of one document."""
        data = self.json(doc)
        if not data:
            return {}
        try:
            fields = load(data)
        except (ValueError, KeyError, TypeError, RecursionError, ArithmeticError) as error:
            raise CorruptIndexError(self._file.name, f"the stored fields of document {doc} are not JSON") from error
        return fields if isinstance(fields, dict) else {"": fields}


def join_stored(readers: Sequence[tuple[StoredReader, Iterable[Ints]]], writer: ArrayFileWriter) -> list[list[int]]:
    """Writes the stored fields of the chosen documents of each reader in turn; gives the meta data.

    Documents are chosen in ascending runs of as many as may be held. Frames are copied as they are; those packed
    without a dictionary are packed anew with one, where there is one.
    """
    dictionaries: list[bytes] = []
    for reader, _ in readers:
        for _, number in reader.parts:
            dictionary = reader.dictionary(number)
            if dictionary and dictionary not in dictionaries:
                dictionaries.append(dictionary)
    compress = _compressor(dictionaries[0]) if dictionaries else None
    parts: list[list[int]] = []
    lengths = array("I")
    writer.begin("stored.frames", np.uint8)
    for reader, chosen in readers:
        ranges = [(first, last, reader.dictionary(number)) for first, last, number in reader.ranges()]
        for docs in chosen:
            for first, last, dictionary in ranges:
                some = docs[slice(*np.searchsorted(docs, [first, last]))]
                if not len(some):
                    continue
                packed_anew = dictionary is None and compress is not None
                kept = 0 if packed_anew else -1 if dictionary is None else dictionaries.index(dictionary)
                if not parts or parts[-1][1] != kept:
                    parts.append([len(lengths), kept])
                if packed_anew and compress is not None:
                    frames = [compress(data) if data else b"" for data in map(reader.json, some.tolist())]
                    lengths.extend(map(len, frames))
                    writer.append(np.frombuffer(b"".join(frames), np.uint8))
                else:
                    starts, ends = reader.edges[some].astype(np.int64), reader.edges[some + 1].astype(np.int64)
                    lengths.frombytes((ends - starts).astype(np.uint32).tobytes())
                    # From gap to gap between the documents that stay, their frames stand side by side.
                    heads = np.flatnonzero(np.diff(some, prepend=-2) != 1)
                    tails = np.append(heads[1:], len(some)) - 1
                    for start, end in zip(starts[heads].tolist(), ends[tails].tolist(), strict=True):
                        writer.append(reader.frames[start:end])
    writer.end()
    writer.add("stored.edges", _edges(lengths))
    for number, dictionary in enumerate(dictionaries):
        writer.add_bytes(f"stored.dict{number}", dictionary)
    return parts or [[0, -1]]
