"""The manifest: the one small JSON file that says what the index is. A commit is its appearing under its name.

Generation 12 lies in ``manifest.0000000012.json``:

    {"crc32": "9f0c3ad1", "manifest": {...},
     "notes": {...}}

with the checksum taken over all the text behind it but for the last brace and line end. The notes, which tell of every
file that articles were read from, may be long; they are understood when somebody asks for them. The manifest holds

    program, version   "newsindex" and the version of the format; another is refused
    generation         12
    schema             fields, columns and key, as ``Schema`` writes them
    fingerprint        what analysis the terms came from; another needs a rebuild
    segments           [{"name", "size", "crc32", "docs", "deleted": null or {"name", "size", "crc32", "docs"}}, …]

and the notes are named JSON values of the engine's own, committed with the rest.

The highest number is the index; the one before it is kept, with its files, until the next commit.

    >>> manifest = Manifest(generation=1, schema=Schema(fields={"text": FieldSpec()}), notes={"files": []})
    >>> Manifest.parse(manifest.text(), name=manifest.name) == manifest
    True
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from attrs import field, frozen

from newsindex.engines.whoosh.columns import COLUMN_KINDS
from newsindex.engines.whoosh.files import Folder, is_plain_name
from newsindex.engines.whoosh.inverter import FieldSpec
from newsindex.errors import CorruptIndexError, IndexFormatError, IndexNotFoundError, InvalidValueError

__all__ = ["FileEntry", "Manifest", "Schema", "SegmentEntry", "generations", "latest_generation", "read_manifest"]

PROGRAM = "newsindex"
VERSION = 3
_NOTES = b',\n "notes": '
_NAME = re.compile(r"manifest\.(\d{10})\.json")
_STOCK = re.compile(r"_.+_\d+\.toc")
_REBUILD = "rebuild the index from its articles, for example with: newsindex index CORPUS --to FOLDER"


@frozen
class Schema:
    """Which fields are searchable and how, which columns there are and of which kind, and which field is the key.

    Documents added under a key that is taken replace those that have it, if ``BulkWriter.replace`` adds them.
    """

    fields: Mapping[str, FieldSpec] = field(factory=dict)
    columns: Mapping[str, str] = field(factory=dict)
    key: str | None = None

    def __attrs_post_init__(self) -> None:
        for name, kind in self.columns.items():
            if kind not in COLUMN_KINDS:
                raise InvalidValueError(f"column {name!r} is of kind {kind!r}; give one of {', '.join(COLUMN_KINDS)}")
        if self.key is not None and self.key not in self.fields:
            raise InvalidValueError(f"the key {self.key!r} is not one of the fields {', '.join(self.fields)}")

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        fields = {name: {"positions": spec.positions, "freqs": spec.freqs} for name, spec in self.fields.items()}
        return {"fields": fields, "columns": dict(self.columns), "key": self.key}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """From what ``to_json`` gave."""
        fields = {name: FieldSpec(**spec) for name, spec in value["fields"].items()}
        return cls(fields, dict(value["columns"]), value["key"])


@frozen
class FileEntry:
    """A file as it was written: its name, length in bytes, crc32, and the documents in it (or marked by it)."""

    name: str
    size: int
    crc32: int
    docs: int

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """From JSON values; raises ``ValueError`` where the name is more than a name."""
        entry = cls(str(value["name"]), int(value["size"]), int(value["crc32"]), int(value["docs"]))
        if not is_plain_name(entry.name):
            raise ValueError(f"{entry.name!r} is not a plain file name")
        return entry

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {"name": self.name, "size": self.size, "crc32": self.crc32, "docs": self.docs}


@frozen
class SegmentEntry:
    """A segment file and, where documents of it are deleted, the file that marks them."""

    file: FileEntry
    deleted: FileEntry | None = None

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """From JSON values."""
        deleted = value["deleted"]
        return cls(FileEntry.from_json(value), None if deleted is None else FileEntry.from_json(deleted))

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {**self.file.to_json(), "deleted": None if self.deleted is None else self.deleted.to_json()}

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.file.docs - (self.deleted.docs if self.deleted else 0)

    def files(self) -> list[FileEntry]:
        """One file or two."""
        return [self.file] if self.deleted is None else [self.file, self.deleted]


class _Notes(Mapping[str, Any]):
    """The notes of a manifest that was read, understood when they are first looked at."""

    def __init__(self, text: bytes, file: str) -> None:
        self._text = text
        self._file = file

    @cached_property
    def _values(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._text))
        except (ValueError, TypeError, RecursionError) as error:
            raise CorruptIndexError(self._file, f"its notes cannot be understood ({error})") from error

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@frozen
class Manifest:
    """A generation of the index."""

    generation: int
    schema: Schema = field(factory=Schema)
    fingerprint: str = ""
    notes: Mapping[str, Any] = field(factory=dict)
    segments: tuple[SegmentEntry, ...] = ()
    _text: bytes | None = field(default=None, eq=False, repr=False)
    """The bytes it was read from."""

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"manifest.{self.generation:010d}.json"

    def file_names(self) -> set[str]:
        """The names of all files it needs, its own included."""
        return {self.name, *(entry.name for segment in self.segments for entry in segment.files())}

    def text(self) -> bytes:
        """The bytes of its file."""
        if self._text is not None:
            return self._text
        inner = {
            "program": PROGRAM,
            "version": VERSION,
            "generation": self.generation,
            "schema": self.schema.to_json(),
            "fingerprint": self.fingerprint,
            "segments": [segment.to_json() for segment in self.segments],
        }
        try:
            notes = json.dumps(dict(self.notes), separators=(",", ":"), allow_nan=False).encode()
        except (TypeError, ValueError, RecursionError) as error:
            raise InvalidValueError(f"the notes cannot be written as JSON: {error}") from error
        body = json.dumps(inner, separators=(",", ":")).encode() + _NOTES + notes
        return b'{"crc32": "%08x", "manifest": %s}\n' % (zlib.crc32(body), body)

    @classmethod
    def parse(cls, text: bytes, *, name: str) -> Self:
        """What ``text`` made; raises ``CorruptIndexError`` or ``IndexFormatError``."""
        # Checksum first: whatever is read from the JSON after it is what was written.
        if text[:11] != b'{"crc32": "' or text[19:34] != b'", "manifest": ' or text[-2:] != b"}\n":
            raise CorruptIndexError(name, "is not a manifest, or a part of it is lost")
        body = text[34:-2]
        if text[11:19] != b"%08x" % zlib.crc32(body):
            raise CorruptIndexError(name, "its checksum is wrong")
        head, _, notes = body.partition(_NOTES)
        try:
            inner = json.loads(head)
            program, version = inner["program"], inner["version"]
            if program != PROGRAM or version != VERSION:
                raise IndexFormatError(
                    f"{name}: an index of {program} in format {version}, but this version reads format {VERSION}; "
                    + _REBUILD
                )
            return cls(
                int(inner["generation"]),
                Schema.from_json(inner["schema"]),
                str(inner["fingerprint"]),
                _Notes(notes, name),
                tuple(SegmentEntry.from_json(value) for value in inner["segments"]),
                text=text,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CorruptIndexError(name, f"cannot be understood ({error})") from error


def generations(names: list[str]) -> list[int]:
    """The generations whose manifests are among ``names``, ascending."""
    return sorted(int(match[1]) for match in map(_NAME.fullmatch, names) if match)


def latest_generation(folder: Folder) -> int:
    """The number of the latest generation.

    Raises ``IndexNotFoundError`` where there is none, ``IndexFormatError`` where stock Whoosh made an index.
    """
    try:
        names = folder.names()
    except FileNotFoundError:
        names = []
    except NotADirectoryError:
        raise IndexFormatError(f"{folder.place} is a file, not an index; give the folder of an index") from None
    found = generations(names)
    if found:
        return found[-1]
    if any(_STOCK.fullmatch(name) for name in names):
        raise IndexFormatError(f"{folder.place} holds an index made by Whoosh's own codec; {_REBUILD}")
    raise IndexNotFoundError(f"there is no index at {folder.place}; make one with: newsindex index CORPUS --to FOLDER")


def read_manifest(folder: Folder, generation: int) -> Manifest:
    """The manifest of a generation; ``FileNotFoundError`` where a writer has removed it meanwhile."""
    name = Manifest(generation).name
    manifest = Manifest.parse(folder.read(name), name=name)
    if manifest.generation != generation:
        raise CorruptIndexError(name, f"is the manifest of generation {manifest.generation}")
    return manifest
