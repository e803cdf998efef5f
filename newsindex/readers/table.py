"""Tables: CSV and TSV, one article a row, the first row naming the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from newsindex.articles import Article
from newsindex.errors import ReadError
from newsindex.readers.rawfile import MAX_LINE_BYTES, RawFile, Report
from newsindex.readers.records import Columns

__all__ = ["read"]

_DELIMITERS = ",;\t|"


def read(raw: RawFile, report: Report, *, mapping: Mapping[str, str] | None = None) -> Iterator[Article]:
    """The articles of the file in order; a row that is none is reported and left out.

    A ``.tsv`` or ``.tab`` file is cut at tabs; in any other, the mark among ``, ; tab |`` that the first row holds most
    of is the one. An id that a row does not give is made from the number of the row.
    """
    columns = Columns.of(mapping)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE_BYTES))  # some articles exceed the usual 128 KB
    rows = _Rows(raw, report)
    header = [name.strip() for name in rows.header]
    missing = columns.missing(header)
    if missing:
        shown = ", ".join(header)
        raise ReadError(
            f"{raw.place}, line 1",
            f"no column for {' and '.join(missing)} among {shown[:200]!r}; name it in the mapping, as in "
            f"{{{missing[0]!r}: 'name of the column'}}",
        )
    for number, (line, row) in enumerate(rows, start=1):
        place = f"{raw.place}, line {line}"
        try:
            if len(row) > len(header):
                raise ReadError(place, f"has {len(row)} fields where the first row names {len(header)}; quote the text")
            yield columns.article(dict(zip(header, row, strict=False)), place=place, default_id=raw.id_of(number))
        except ReadError as error:
            report(error)


class _Rows:
    """The rows of a file, each with the number of the line on which it begins."""

    def __init__(self, raw: RawFile, report: Report) -> None:
        self._raw, self._report = raw, report
        self._line = 0  # the number of the line read last
        self._lines = raw.lines(report)
        first = next(self._texts(), "")
        self._delimiter = "\t" if raw.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=first.count)
        try:
            self.header = next(self._reader(first), [])
        except csv.Error as error:
            raise ReadError(f"{raw.place}, line 1", f"does not name the columns: {error}") from error

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        reader = self._reader()
        while True:
            start = self._line + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._report(ReadError(f"{self._raw.place}, line {start}", _explained(error)))
                continue
            if any(field.strip() for field in row):
                yield start, row

    def _texts(self) -> Iterator[str]:
        for number, line in self._lines:
            self._line = number
            yield line

    def _reader(self, first: str | None = None) -> Iterator[list[str]]:
        lines = self._texts() if first is None else iter([first])
        return csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=self._delimiter != "\t")


def _explained(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end of data" in message:
        return "the quote that opens here is never closed; the rest of the file could not be read as rows"
    return f"is not a row of the table: {message}"
