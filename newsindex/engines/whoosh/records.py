"""What is stored of an article, as a mapping that reads its long lists only when somebody asks for them.

A hit shows a headline and a piece of text. Where the dates, names and passages are costs several times as much to read,
in many small lists, and mostly nobody looks at them; they stand at the end of the JSON, behind ``sections``.

    >>> record = Record(b'text\\x00{"id":"a","text":0,"sections":[["lead",0,21]],"dates":[]}\\x00Rain, "sections":2')
    >>> record["text"], record["dates"], list(record)
    ('Rain, "sections":2', [], ['id', 'text', 'sections', 'dates'])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from newsindex.engines.whoosh.stored import load
from newsindex.errors import CorruptIndexError

__all__ = ["Record"]

_LISTS = b',"sections":'
"""Within a text of JSON each quotation mark has a backslash before it, so this stands between two fields."""


class Record(Mapping[str, Any]):
    """The fields of one article, from what ``dump`` made of ``StoredArticle.to_json``; ``file`` is where it lies.

    Raises ``CorruptIndexError`` where it is damaged, for the lists when they are read.
    """

    def __init__(self, data: bytes, file: str = "memory") -> None:
        self._file = file
        head = data.find(b"\x00")
        end = data.find(b"\x00", head + 1)
        cut = data.find(_LISTS, head, end)
        self._fields = self._read(data if cut < 0 else b"".join((data[:cut], b"}", data[end:])))
        self._rest = b"" if cut < 0 else data[head : data.find(b"{", head) + 1] + data[cut + 1 : end + 1]

    @cached_property
    def _lists(self) -> dict[str, Any]:
        return self._read(self._rest) if self._rest else {}

    def _read(self, data: bytes) -> dict[str, Any]:
        try:
            return dict(load(data))
        except (ValueError, KeyError, TypeError, RecursionError, ArithmeticError) as error:
            raise CorruptIndexError(self._file, "the stored fields of an article are not JSON") from error

    def __getitem__(self, name: str) -> Any:
        return self._fields[name] if name in self._fields else self._lists[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._fields
        yield from self._lists

    def __len__(self) -> int:
        return len(self._fields) + len(self._lists)

    def __repr__(self) -> str:
        return repr(dict(self))
