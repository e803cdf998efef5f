"""Phrases and nearness from positions, all documents at once.

A place in the index is one number, base of the document + position, with bases so far apart that places in different
documents never touch. The words of an exact phrase meet by look-ups in sorted arrays of places, beginning with the
word that occurs least. For nearness the words are walked from first to last, keeping the places at which a beginning of
the phrase ends:

- ``slop`` is the greatest step from one word to the next (1: side by side), as in Whoosh's ``Phrase``;
- or, with ``total``, the words between first and last may be ``slop - 1`` in all, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsindex.engines.whoosh.executor.snapshot import PostingList
from newsindex.engines.whoosh.executor.source import AnyArray, Ints

__all__ = ["with_exact_phrase", "with_phrase"]


def with_exact_phrase(words: Sequence[PostingList], bases: AnyArray) -> Ints:
    """The documents, ascending, in which the words stand side by side in this order."""
    # The word that occurs least leads; the others are looked up next to it, the rarer ones first.
    order = sorted(range(len(words)), key=lambda number: words[number].occurrence_count)
    first = order[0]
    places = words[first].places()
    for number in order[1:]:
        found = words[number].stands_at(places + (number - first)).nonzero()[0]
        if len(found) < len(places):
            places = places.take(found)
    owners: Ints = bases.searchsorted(places, side="right") - 1
    return _distinct(owners) if len(owners) > 1 else owners


def with_phrase(words: Sequence[PostingList], docs: Ints, slop: int, *, total: bool = False) -> Ints:
    """Those of ``docs`` (documents that have all the words) that have the words near each other."""
    if not len(docs):
        return docs
    rows = [_places(word, docs) for word in words]
    # So wide that places in different documents are never near enough to meet.
    stride = max(int(positions.max()) for _, positions in rows) + slop + len(words)
    begins = ends = rows[0][0] * stride + rows[0][1]
    for owner, position in rows[1:]:
        here = owner * stride + position
        # The last end before each place of the next word; an end in another document is more than ``slop`` away.
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
    return docs.take(_distinct(ends // stride))


def _distinct(ascending: Ints) -> Ints:
    first = np.empty(len(ascending), np.bool_)
    first[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


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
