"""What the spellings of one name in Latin letters have in common, whatever it was transliterated from.

A word's *skeleton* is its folded form with the habits of transliterators evened out: "kh" and "h", "-skyy", "-skiy" and
"-sky", "-ov" and "-off", "-ich" and "-ic", doubled letters, "w" and "v". Vowels stay, so few different names fall
together; whoever compares skeletons still has to look at what else is known. Words of up to four letters stay as they
are, for Bas and Bass or Dom and Domm are as often two names as one.

    >>> skeleton("Zelenskyy") == skeleton("Zelensky") == skeleton("Zelenskiy")
    True
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsindex.analysis.words import fold
from newsindex.names.facts import same_surname

__all__ = ["skeleton"]

# Each pair is applied once, in this order, to the folded word.
_HABITS: tuple[tuple[str, str], ...] = (
    (r"[^a-z0-9]", ""),
    (r"shch|shtch|schtsch|stsch", "sc"),
    (r"tsch|tch", "ch"),
    (r"sch", "sh"),
    (r"dzh|dj", "j"),
    (r"zh", "j"),
    (r"kh", "h"),
    (r"gh", "g"),
    (r"dh", "d"),
    (r"ph", "f"),
    (r"cks", "kz"),  # Dickson is not Dixon
    (r"ck", "k"),
    (r"q", "k"),
    (r"w", "v"),
    (r"x", "ks"),
    (r"tz|ts", "c"),
    (r"ou|oo", "u"),
    (r"ee", "i"),
    (r"(?:a[iy]|e[iy])n$", "ein"),  # Hussein, Hussain, Husayn
    (r"(?<=[b-df-hj-np-tv-z])([aou])e(?=[b-df-hj-np-tz])", r"\1"),  # Schroeder, Schröder
    (r"^ye", "e"),  # Yeltsin, Eltsin
    (r"(?<=[oa])ye", "e"),  # Dostoyevsky, Dostoevsky
    (r"iy(?=[aeou])", "i"),  # Nataliya, Natalia
    (r"(?<=[b-df-hj-np-tvz])y(?=[aou])", "i"),  # Natalya
    (r"(?:s|z)k(?:yy|iy|yi|ii|ij|yj|y|i|yj)$", "ski"),
    (r"s[ck]a[iyj]a$", "skaya"),
    (r"off$", "ov"),
    (r"eff$", "ev"),
    (r"(ch|sh|c)ov$", r"\1ev"),  # Gorbachov
    (r"[iy]ch?$", "ich"),  # Milosevic, Milosevich
    (r"enka$", "enko"),
    (r"e[yij]$", "ei"),
    (r"(?:iy|yy|yi|ii|ij|yj|y|ie)$", "i"),
    (r"ah$", "a"),  # Abdullah, Abdulla
    (r"y(?![aeiou])", "i"),
    (r"(.)\1+", r"\1"),
)
_SHORT = 4
_COMPILED = tuple((re.compile(pattern), instead) for pattern, instead in _HABITS)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The skeleton of one word; two spellings of a name have the same one."""
    text = fold(word)
    text = same_surname().get(text, text)
    if len(text) <= _SHORT:
        return text
    for pattern, instead in _COMPILED:
        text = pattern.sub(instead, text)
    return text
