"""Phrases and nearness from positions, all candidate documents at once.

A place in the index is one number, document × stride + position, so that the words of a phrase meet by look-ups in
sorted arrays. The words are walked from first to last, keeping the places at which a beginning of the phrase ends:

- ``slop`` is the greatest step from one word to the next (1: side by side), as in Whoosh's ``Phrase``;
- or, with ``total``, the words between first and last may be ``slop - 1`` in all, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsindex.engines.whoosh.executor.snapshot import PostingList
from newsindex.engines.whoosh.executor.source import AnyArray, Ints

__all__ = ["with_phrase"]


def with_phrase(words: Sequence[PostingList], docs: Ints, slop: int, *, total: bool = False) -> Ints:
    """The places in ``docs`` (documents that have all the words) of those that have the phrase."""
    if not len(docs):
        return docs
    owners, positions = _places(words[0], docs)
    rows = [(owners, positions)]
    rows += [_places(word, docs) for word in words[1:]]
    # So wide that places in different documents are never near enough to meet.
    stride = max(int(positions.max()) for _, positions in rows) + slop + len(words)
    ends = owners * stride + positions
    begins = ends
    for owners, positions in rows[1:]:
        here = owners * stride + positions
        # The last end before each place of the next word; one of another document is more than ``slop`` away.
        before = ends.searchsorted(here) - 1
        nearest = ends.take(before, mode="clip")
        if total:
            # The nearest end also has the latest beginning of all ends before it.
            began = begins.take(before, mode="clip")
            kept = ((before >= 0) & (here - began <= slop + len(words) - 2)).nonzero()[0]
            begins = began.take(kept)
        else:
            kept = ((before >= 0) & (here - nearest <= slop)).nonzero()[0]
        ends = here.take(kept)
        if not len(ends):
            return ends
    owners: Ints = ends // stride
    first = np.empty(len(owners), np.bool_)
    first[0] = True
    np.not_equal(owners[1:], owners[:-1], out=first[1:])
    return owners[first]


def _places(word: PostingList, docs: Ints) -> tuple[Ints, AnyArray]:
    """For each occurrence of the word in ``docs``: the place of the document in ``docs``, and the position."""
    starts, counts, positions = word.occurrences()
    if len(docs) < len(word.docs):
        rows = word.docs.searchsorted(docs)
        starts, counts = starts.take(rows), counts.take(rows)
    ends = counts.cumsum()
    whole = int(ends[-1])
    owners = np.arange(len(docs)).repeat(counts)
    if whole == len(docs):
        return owners, positions.take(starts).astype(np.int64)
    return owners, positions.take((starts - ends + counts).repeat(counts) + np.arange(whole)).astype(np.int64)
