"""Marks by which an index finds the copies of an article: near-copies have one in common, other texts do not.

The runs of five words of a text are hashed thirty ways, the lowest hash of each way is kept (MinHash: Broder, 1997),
and three of these together make one mark. Two texts that share eight in ten of their runs have none of the ten marks
in common less than once in a thousand times. What has a mark in common is a candidate; ``newsindex.copies`` decides.

    >>> copy_marks("It rained all day in Seoul.") == copy_marks("it rained all day, in Seoul")
    True
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from newsindex.articles import Article
from newsindex.copies import RUN

__all__ = ["body_of", "copy_marks"]

_MARKS = 10
_LOWEST_IN_MARK = 3

_WORD = re.compile(r"[^\W_]+")

_Hashes = NDArray[np.uint64]


def body_of(article: Article) -> str:
    """The text by which copies are known: without the headline, which editors change."""
    return article.text[len(article.headline) :] or article.text


def copy_marks(text: str) -> tuple[str, ...]:
    """The marks of a text; none for a text without words."""
    words = _WORD.findall(text.lower())
    if not words:
        return ()
    hashes = np.array([_hash(word) for word in words], np.uint64)
    if len(hashes) < RUN:
        hashes = np.concatenate((hashes, np.zeros(RUN - len(hashes), np.uint64)))
    factors, ways, shifts = _constants()
    count = len(hashes) - RUN + 1
    runs = np.zeros(count, np.uint64)
    for place in range(RUN):
        runs += hashes[place : place + count] * factors[place]
    runs ^= runs >> np.uint64(31)
    lowest = (runs[None, :] * ways[:, None] + shifts[:, None]).min(axis=1)
    bands = lowest.reshape(_MARKS, _LOWEST_IN_MARK)
    mixed = np.zeros(_MARKS, np.uint64)
    for place in range(_LOWEST_IN_MARK):
        mixed = (mixed ^ bands[:, place]) * factors[place]
        mixed ^= mixed >> np.uint64(29)
    return tuple(f"{number}{mark & 0xFFFFFFFFFF:010x}" for number, mark in enumerate(mixed.tolist()))


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@cache
def _constants() -> tuple[_Hashes, _Hashes, _Hashes]:
    count = _MARKS * _LOWEST_IN_MARK
    made = [np.array([_hash(f"{name} {place}") for place in range(count)], np.uint64) for name in "abc"]
    return made[0] | np.uint64(1), made[1] | np.uint64(1), made[2]
