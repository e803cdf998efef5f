"""Which characters a text is made of: the one convention that every article and every query follows.

Text from the wild spells the same mark in many ways. Here each gets one spelling, once, before any offset is taken:

- composed letters (Unicode NFC);
- straight quotes ``'`` and ``"``; every hyphen is ``-``, every en, em and bar dash is ``–``;
- every kind of blank is a plain space, every kind of line end is ``\\n``; tabs stay;
- zero-width characters, soft hyphens, direction marks and control characters are gone;
- halves of surrogate pairs become ``\\ufffd``.

    >>> normalise("\\u201cKyiv\\u2019s\\u00a0plan\\u201d")
    '"Kyiv\\'s plan"'
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold_marks", "normalise"]

_SAME_LENGTH = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bc\u02b9\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02",
    "-": "\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d",
    "–": "\u2014\u2015\u2e3a\u2e3b\ufe31\ufe32\ufe58",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "\n": "\x0b\x0c\x85\u2028\u2029\r",
    "\ufffd": "".join(map(chr, range(0xD800, 0xE000))),
}
_DROPPED = (
    "".join(map(chr, [*range(0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)]))
    + "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    + "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_ONE_TO_ONE = {ord(old): new for new, variants in _SAME_LENGTH.items() for old in variants}
_TABLE = {**{chr(code): new for code, new in _ONE_TO_ONE.items()}, **dict.fromkeys(_DROPPED, "")}


def _character_class() -> str:
    """A class of ranges: as short alternatives it would be scanned ten times slower."""
    ranges: list[list[int]] = []
    for code in sorted(map(ord, _TABLE)):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges) + "]"


_UNUSUAL = re.compile(_character_class())
_UNUSUAL_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def normalise(text: str) -> str:
    """``text`` in the convention of this module; doing it twice changes nothing more."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if text.isascii():
        return _UNUSUAL_ASCII.sub(_replacement, text) if _UNUSUAL_ASCII.search(text) else text
    return unicodedata.normalize("NFC", _UNUSUAL.sub(_replacement, text))


def fold_marks(text: str) -> str:
    """``text`` with quotes, dashes, blanks and line ends made plain, character for character, so that columns hold."""
    return text if text.isascii() else text.translate(_ONE_TO_ONE)


def _replacement(match: re.Match[str]) -> str:
    return _TABLE[match[0]]
