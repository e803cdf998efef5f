"""Which terms of a dictionary a pattern stands for: prefixes, ranges, wildcards, regular expressions, near spellings.

Prefixes and ranges are two binary searches. Patterns run one compiled expression over the terms that share the fixed
beginning of the pattern. Near spellings fill one table of edit distances for all terms at once, a numpy row for each
character.

    >>> within_distance(["cat", "cart", "dog"], "cat", 1).tolist()
    [0, 1]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress

import numpy as np

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.executor.source import Source

__all__ = ["matching", "prefix_range", "spelled_like", "within_distance"]


def prefix_range(source: Source, field: str, prefix: bytes) -> tuple[int, int]:
    """The places (first, behind the last) of the terms that begin with ``prefix``."""
    first = source.ordinal_from(field, prefix)
    stem = prefix.rstrip(b"\xff")
    if not stem:
        return first, source.term_count(field)
    return first, source.ordinal_from(field, stem[:-1] + bytes([stem[-1] + 1]))


def matching(source: Source, field: str, pattern: str, prefix: bytes) -> Ints:
    """The places of the terms that match a regular expression from their beginning, among those with ``prefix``."""
    first, last = prefix_range(source, field, prefix)
    test = re.compile(pattern).match
    found = compress(range(first, last), map(test, source.strings(field, first, last)))
    return np.fromiter(found, np.int64)


def spelled_like(source: Source, field: str, text: str, distance: int, prefix: int, *, swaps: bool) -> Ints:
    """The places of the terms within ``distance`` edits of ``text`` whose first ``prefix`` characters are the same."""
    first, last = prefix_range(source, field, text[:prefix].encode())
    return within_distance(source.strings(field, first, last), text, distance, swaps=swaps) + first


def within_distance(terms: Sequence[str], text: str, distance: int, *, swaps: bool = False) -> Ints:
    """The places of the terms that ``distance`` edits turn into ``text``.

    An edit inserts, deletes or replaces one character, or with ``swaps`` exchanges two neighbours (optimal string
    alignment).
    """
    size = len(text)
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    chosen: Ints = (abs(lengths - size) <= distance).nonzero()[0]
    if not len(chosen):
        return chosen
    wide = size + distance
    joined = "".join([terms[place].ljust(wide, "\0") for place in chosen.tolist()])
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(len(chosen), wide).T
    letters = np.ascontiguousarray(letters)
    wanted = [ord(letter) for letter in text]
    # table[j, t]: the edits between the first i characters of text and the first j of term t, capped above the limit;
    # only places within ``distance`` of the diagonal can stay below it.
    far = np.int8(distance + 1)
    table = np.full((wide + 1, len(chosen)), far, np.int8)
    table[: distance + 1] = np.arange(distance + 1, dtype=np.int8)[:, None]
    older = table
    for i in range(1, size + 1):
        fresh = np.full_like(table, far)
        if i <= distance:
            fresh[0] = i
        for j in range(max(1, i - distance), min(wide, i + distance) + 1):
            cost = fresh[j]
            np.add(table[j - 1], letters[j - 1] != wanted[i - 1], out=cost)
            np.minimum(cost, table[j] + np.int8(1), out=cost)
            np.minimum(cost, fresh[j - 1] + np.int8(1), out=cost)
            if swaps and i > 1 and j > 1:
                swapped = (letters[j - 1] == wanted[i - 2]) & (letters[j - 2] == wanted[i - 1])
                np.minimum(cost, np.where(swapped, older[j - 2] + np.int8(1), far), out=cost)
            np.minimum(cost, far, out=cost)
        older, table = table, fresh
    within = table[lengths.take(chosen), np.arange(len(chosen))] <= distance
    near: Ints = chosen[within]
    return near
