"""Phrases and nearness from positions, all documents at once.

A place in the index is one number (``places``). The words of an exact phrase meet by look-ups in sorted arrays of
places, beginning with the word that occurs least. For nearness the words are walked from first to last, keeping the
places at which a beginning of the phrase ends:

- ``slop`` is the greatest step from one word to the next (1: side by side), as in Whoosh's ``Phrase``;
- or, with ``total``, the words between first and last may be ``slop - 1`` in all, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsindex.engines.whoosh.executor.places import Bases, Places
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.source import AnyArray, Ints
from newsindex.engines.whoosh.executor.words import PostingList

__all__ = ["with_exact_phrase", "with_phrase"]

_FEW = 6


def with_exact_phrase(snapshot: Snapshot, words: Sequence[PostingList]) -> Ints | list[int]:
    """The documents, ascending, in which the words stand side by side in this order; a plain list of a few."""
    # The word that occurs least leads; the others are looked up next to it, the rarer ones first.
    occurrences = [word.occurrences for word in words]
    order = sorted(range(len(words)), key=occurrences.__getitem__)
    first = order[0]
    if not occurrences[first]:
        return []
    leading = snapshot.places(*words[first].key)
    places = leading.all()
    if snapshot.is_large:
        return _in_large(snapshot, leading, [(snapshot.places(*words[one].key), one - first) for one in order[1:]])
    rows: Ints | None = None
    for step, number in enumerate(order[1:], 1):
        if len(places) <= _FEW:
            others = [(snapshot.places(*words[one].key), one - first) for one in order[step:]]
            return _of_few(snapshot, leading.bases, places.tolist(), others)
        word, away = snapshot.places(*words[number].key), number - first
        found = word.hold(places + away).nonzero()[0]
        if len(found) < len(places):
            places = places.take(found)
            if not len(found):
                return []
            rows = found if rows is None else rows.take(found)
    if len(places) <= _FEW:
        return _of_few(snapshot, leading.bases, places.tolist(), [])
    docs = _distinct(leading.documents(places, rows))
    return docs if snapshot.live is None else docs[snapshot.live.take(docs)]


def _in_large(snapshot: Snapshot, leading: Places, others: list[tuple[Places, int]]) -> Ints | list[int]:
    """The same in an index so large that all places of a word are more than some look-ups are worth."""
    places = leading.all()
    docs: AnyArray | None = leading.owners()
    for other, away in others:
        found = other.common(places + away, leading.bases.documents(places) if docs is None else docs)
        if not len(found):
            return []
        # Which of the places they were is not told; their documents are looked up, for there are fewer of them now.
        docs = docs if len(found) == len(places) else None
        places = found - away
    distinct = _distinct(leading.bases.documents(places) if docs is None else docs).astype(np.int64)
    return distinct if snapshot.live is None else distinct[snapshot.live.take(distinct)]


def _of_few(snapshot: Snapshot, bases: Bases, places: list[int], others: list[tuple[Places, int]]) -> list[int]:
    """The documents of those of a few places that have the other words so far from them."""
    for other, step in others:
        places = [place for place in places if other.has(place + step)]
    docs = dict.fromkeys(map(bases.document, places))
    live = snapshot.live
    return list(docs) if live is None else [doc for doc in docs if live[doc]]


def with_phrase(
    snapshot: Snapshot, words: Sequence[PostingList], docs: Ints, slop: int, *, total: bool = False
) -> Ints:
    """Those of ``docs`` (documents that have all the words) that have the words near each other."""
    if not len(docs):
        return docs
    rows = [_places(snapshot.places(*word.key), docs) for word in words]
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


def _distinct(ascending: AnyArray) -> AnyArray:
    first = np.empty(len(ascending), np.bool_)
    first[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return ascending[first]


def _places(word: Places, docs: Ints) -> tuple[Ints, AnyArray]:
    """For each occurrence of the word in ``docs``: the place of the document in ``docs``, and the position."""
    counts, where = word.within(word.docs.searchsorted(docs.astype(word.docs.dtype)))
    return np.arange(len(docs)).repeat(counts), where.astype(np.int64)
