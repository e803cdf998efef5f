"""From bytes to text: which encoding is this, and is it text at all?

A byte order mark decides; without one it is UTF-8 if it can be, else Windows-1252, else Latin-1. What these give still
has its curly quotes and odd blanks: ``newsindex.characters.normalise`` comes after the format has been parsed, because
a curly quote made straight too early would end a JSON string.

    >>> decode("Київ – Kyiv".encode("utf-16"), place="a.txt")
    'Київ – Kyiv'
"""

from __future__ import annotations

import re

from newsindex.errors import ReadError

__all__ = ["decode", "not_text"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))
_MOST_CONTROL = 0.05  # real text has next to none; bytes drawn at random have a tenth
_FOREIGN = (
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"PK\x03\x04"), "a zip archive or office document"),
    (re.compile(rb"(?:BZh\d|\xfd7zXZ\x00|\x28\xb5\x2f\xfd)"), "compressed in a way that is not read; use gzip"),
    (re.compile(rb"\s*<(?:!doctype\s+html|html|\?xml)\b", re.IGNORECASE), "HTML or XML; extract its text first"),
)


def decode(data: bytes, *, place: str) -> str:
    """The characters that ``data`` stands for, without a byte order mark.

    Raises ``ReadError`` at ``place`` for bytes that are not text.
    """
    reason = not_text(data)
    if reason:
        raise ReadError(place, reason)
    encoding = marked_encoding(data)
    if encoding is None:
        return decode_unmarked(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            return decode_unmarked(data[3:])
        raise ReadError(place, f"begins like {encoding} but is not ({error.reason}); save it as UTF-8") from error


def decode_unmarked(data: bytes) -> str:
    """The characters of bytes that bear no mark of their encoding; never fails."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark tells."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def not_text(data: bytes) -> str | None:
    """Why ``data`` is not the text of articles, or None if it may be."""
    for pattern, what in _FOREIGN:
        if pattern.match(data):
            return f"is {what}"
    if (marked_encoding(data) or "utf-8-sig") != "utf-8-sig":
        return None
    if b"\x00" in data:
        return "is binary, not text (it holds NUL bytes)"
    sample = data[:65_536]
    if len(sample) - len(sample.translate(None, _CONTROL)) > _MOST_CONTROL * len(sample):
        return "is binary, not text (it is full of control characters)"
    return None
