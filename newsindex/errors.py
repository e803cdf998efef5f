"""What can go wrong, as one tree.

Every error that newsindex raises on purpose is one of these; errors of other libraries are translated where they
arise. A message names the value, the place and the next step.

    NewsIndexError
    ├── ReadError                a file or record that cannot be read as an article
    ├── InvalidValueError        an option or filter whose value has no meaning (also a ValueError)
    ├── MissingExtraError        an optional package is needed and not installed
    ├── WorkerError              a process that was to help ended before its work
    ├── QueryError
    │   ├── QuerySyntaxError     the text of a query is malformed; ``column`` says where
    │   ├── QueryTooComplex      a query larger than the documented bounds
    │   ├── QueryTimeout         the deadline passed and a partial answer was not wanted
    │   └── UnsupportedQuery     an engine cannot answer this kind of query
    └── StorageError
        ├── IndexNotFoundError   there is no index at this path
        ├── IndexLockedError     another writer holds the index
        ├── IndexFormatError     an index of another version or of another program
        └── CorruptIndexError    an index file is damaged; ``file`` says which
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "CorruptIndexError",
    "IndexFormatError",
    "IndexLockedError",
    "IndexNotFoundError",
    "InvalidValueError",
    "MissingExtraError",
    "NewsIndexError",
    "QueryError",
    "QuerySyntaxError",
    "QueryTimeout",
    "QueryTooComplex",
    "ReadError",
    "StorageError",
    "UnsupportedQuery",
    "WorkerError",
]


class NewsIndexError(Exception):
    """Anything that newsindex reports as wrong."""

    def __reduce__(self) -> tuple[Any, ...]:
        # By its text and attributes, whatever its own arguments were: an error may have to go to another process.
        return _again, (type(self), self.args, self.__dict__)


class ReadError(NewsIndexError):
    """A file, or one record of it, cannot be read as an article."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class InvalidValueError(NewsIndexError, ValueError):
    """An option or filter was given a value that has no meaning."""


class MissingExtraError(NewsIndexError, ImportError):
    """An optional package is needed; the message names the extra to install."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; install it with: pip install 'newsindex[{extra}]'")


class WorkerError(NewsIndexError):
    """A process that was to help ended before its work."""


class QueryError(NewsIndexError):
    """A query cannot be understood or answered."""


class QuerySyntaxError(QueryError):
    """The text of a query is malformed at ``column`` (counted from 1)."""

    def __init__(self, message: str, text: str, column: int) -> None:
        super().__init__(f"{message} (column {column} of the query {_shorten(text)!r})")
        self.text = text
        self.column = column


class QueryTooComplex(QueryError):  # noqa: N818  the names of the query errors are the public contract
    """A query is larger than the documented bounds."""


class QueryTimeout(QueryError):  # noqa: N818  the names of the query errors are the public contract
    """The deadline passed before the answer was complete."""


class UnsupportedQuery(QueryError):  # noqa: N818  the names of the query errors are the public contract
    """An engine cannot answer this kind of query."""


class StorageError(NewsIndexError):
    """An index cannot be opened, read or written."""


class IndexNotFoundError(StorageError):
    """There is no index at this path."""


class IndexLockedError(StorageError):
    """Another writer holds the index."""


class IndexFormatError(StorageError):
    """The index was made by another version or another program."""


class CorruptIndexError(StorageError):
    """A file of the index is damaged; ``file`` names it."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}; rebuild the index from its articles")
        self.file = file
        self.reason = reason


def _again(kind: type[NewsIndexError], args: tuple[Any, ...], attributes: dict[str, Any]) -> NewsIndexError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


def _shorten(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
