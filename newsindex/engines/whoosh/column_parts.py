"""What columns are made of: which documents have a value, the edges of runs, numbers, and dictionaries of words.

Each is written, taken for chosen documents, and joined of several, in the narrowest type that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence, Sized
from itertools import compress
from typing import Any

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Bools, Ints
from newsindex.engines.whoosh.arrays import ArrayFile, ArrayFileWriter, smallest
from newsindex.engines.whoosh.postings import runs
from newsindex.engines.whoosh.terms import Terms, TermsWriter, joined

__all__ = [
    "add_shifted",
    "edges_of",
    "join_edges",
    "join_present",
    "join_words",
    "load_present",
    "mapped",
    "owners",
    "save_present",
    "shares",
    "shifted",
    "take_present",
    "take_runs",
    "used_of",
]


_AT_ONCE = 1 << 17


def save_present(present: Bools | None, writer: ArrayFileWriter, prefix: str) -> None:
    """Writes which documents have a value, unless all do."""
    if present is not None:
        writer.add(prefix + "present", np.packbits(present))


def load_present(file: ArrayFile, prefix: str, docs: int) -> Bools | None:
    """Maps what ``save_present`` wrote."""
    if prefix + "present" not in file:
        return None
    return np.unpackbits(file.array(prefix + "present"), count=docs).view(np.bool_)


def take_present(present: Bools | None, docs: Ints) -> Bools | None:
    """Which of these documents have a value; None for all."""
    found = docs >= 0
    if present is not None:
        found &= present[docs]
    return None if found.all() else found


def join_present(parts: Sequence[Any]) -> Bools | None:
    """Which documents of all parts, one after another, have a value; None for all."""
    if all(part.present is None for part in parts):
        return None
    return np.concatenate([np.ones(len(part), np.bool_) if part.present is None else part.present for part in parts])


def edges_of(lengths: Sequence[int] | Ints) -> AnyArray:
    """Where the run of each document begins and ends, from how long it is."""
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return smallest(edges)


def owners(edges: AnyArray) -> Ints:
    """For each entry of the runs the document that has it."""
    wide = edges.astype(np.int64)
    return np.repeat(np.arange(len(wide) - 1, dtype=np.int64), wide[1:] - wide[:-1])


def take_runs(edges: AnyArray, docs: Ints) -> tuple[AnyArray, Ints]:
    """The edges of the runs of these documents, and where their entries stand in the old ones."""
    if len(edges) < 2:
        return edges_of(np.zeros(len(docs), np.int64)), np.zeros(0, np.int64)
    starts = edges[docs].astype(np.int64)
    lengths = np.where(docs >= 0, edges[docs + 1].astype(np.int64) - starts, 0)
    return edges_of(lengths), runs(starts, lengths)


def join_edges(parts: Sequence[AnyArray]) -> AnyArray:
    """The edges of all parts, one after another."""
    counts = [len(edges) - 1 for edges in parts]
    whole = np.zeros(sum(counts) + 1, smallest(np.array([sum(int(edges[-1]) for edges in parts)])).dtype)
    end = 0
    for target, edges in zip(shares(whole[1:], [edges[1:] for edges in parts]), parts, strict=True):
        add_shifted(edges[1:], end, target)
        end += int(edges[-1])
    return whole


def shares(whole: AnyArray, parts: Sequence[Sized]) -> list[AnyArray]:
    """The share of each part in an array that is to hold them all."""
    return np.split(whole, np.cumsum([len(part) for part in parts])[:-1])


def add_shifted(values: AnyArray, shift: int, target: AnyArray) -> None:
    """Writes the values plus a number into an array that is wide enough for them."""
    dtype = np.promote_types(values.dtype, target.dtype)
    np.add(values, np.array(shift, dtype), out=target, dtype=dtype, casting="unsafe")


def shifted(parts: Sequence[AnyArray], shifts: Sequence[int]) -> AnyArray:
    """All numbers in one array, those of each part with its shift added, in the narrowest type."""
    tops = [int(part.max()) + shift for part, shift in zip(parts, shifts, strict=True) if len(part)]
    whole = np.zeros(sum(map(len, parts)), smallest(np.array(tops, np.int64)).dtype)
    for target, part, shift in zip(shares(whole, parts), parts, shifts, strict=True):
        add_shifted(part, shift, target)
    return whole


def mapped(parts: Sequence[AnyArray], tables: Sequence[Ints], top: int) -> AnyArray:
    """All numbers in one array, those of each part looked up in its table, which has numbers up to ``top``."""
    whole = np.zeros(sum(map(len, parts)), smallest(np.array([top])).dtype)
    for target, part, table in zip(shares(whole, parts), parts, tables, strict=True):
        narrow = table.astype(whole.dtype)
        for start in range(0, len(part), _AT_ONCE):
            target[start : start + _AT_ONCE] = narrow[part[start : start + _AT_ONCE]]
    return whole


def used_of(values: AnyArray, count: int) -> Bools:
    """Which of so many numbers are among the values."""
    used = np.zeros(count, np.bool_)
    for start in range(0, len(values), _AT_ONCE):
        used[values[start : start + _AT_ONCE]] = True
    return used


def join_words(parts: Sequence[tuple[Terms, Bools]]) -> tuple[Terms, list[Ints]]:
    """The words that are used by any part, and for each part what becomes of the ranks of its own."""
    writer, count = TermsWriter(), 0
    maps = [np.zeros(len(words), np.int64) for words, _ in parts]
    for run in joined([words for words, _ in parts]):
        wanted = np.zeros(len(run.terms), np.bool_)
        shares = [slice(first, first + len(ranks)) for first, ranks in zip(run.firsts, run.ranks, strict=True)]
        for (_, used), share, ranks in zip(parts, shares, run.ranks, strict=True):
            wanted[ranks[used[share]]] = True
        new = np.cumsum(wanted) - 1 + count
        for table, share, ranks in zip(maps, shares, run.ranks, strict=True):
            table[share] = new[ranks]
        count += int(np.count_nonzero(wanted))
        writer.add(run.terms if wanted.all() else list(compress(run.terms, wanted.tolist())))
    return writer.terms(), maps
