"""Phrases and nearness from positions, all documents at once.

A place in the index is one number (``places``). The words of an exact phrase meet by look-ups in sorted arrays of
places, beginning with the word that occurs least; as long as its places are not all at hand, its documents are narrowed
to those that have the next rarest word too. For nearness the words are walked from first to last, keeping the places at
which a beginning of the phrase ends:

- ``slop`` is the greatest step from one word to the next (1: side by side), as in Whoosh's ``Phrase``;
- or, with ``total``, the words between first and last may be ``slop - 1`` in all, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsindex.engines.whoosh.array_types import AnyArray, Ints
from newsindex.engines.whoosh.executor.places import Places, shared
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.words import PostingList

__all__ = ["with_exact_phrase", "with_phrase"]

_FEW = 6
_TELLING = 3
"""A word that stands in one document of so many tells little about where a phrase may be."""


def with_exact_phrase(snapshot: Snapshot, words: Sequence[PostingList]) -> Ints | list[int]:
    """The documents, ascending, in which the words stand side by side in this order; a plain list of a few."""
    # The word that occurs least leads; the others are looked up next to it, the rarer ones first.
    occurrences = [word.occurrences for word in words]
    order = sorted(range(len(words)), key=occurrences.__getitem__)
    first = order.pop(0)
    if not occurrences[first]:
        return []
    leading = snapshot.places(*words[first].key)
    every = leading.all()
    if every is not None:
        places, docs = every
    elif order and words[order[0]].count * _TELLING < snapshot.doc_count:
        # Only documents that have the next rarest word too are worth to look into.
        number = order.pop(0)
        other = snapshot.places(*words[number].key)
        rows, others = other.common(leading.docs)
        places, docs = leading.of_rows(rows)
        kept = shared(other.of_rows(others)[0], places + (number - first))
        places, docs = places.take(kept), docs.take(kept)
    else:
        places, docs = leading.of_rows(None)
    while order and len(places) > _FEW:
        number = order.pop(0)
        kept = snapshot.places(*words[number].key).meet(places + (number - first), docs)
        if len(kept) < len(places):
            places, docs = places.take(kept), docs.take(kept)
    if len(places) > _FEW:
        distinct = _distinct(docs).astype(np.int64, copy=False)
        return distinct if snapshot.live is None else distinct[snapshot.live.take(distinct)]
    pairs = list(zip(docs.tolist(), places.tolist(), strict=True))
    for number in order:
        other, away = snapshot.places(*words[number].key), number - first
        pairs = [(doc, place) for doc, place in pairs if other.stand_at(doc, place + away)]
        if not pairs:
            return []
    few = list(dict.fromkeys([doc for doc, _ in pairs]))
    return few if snapshot.live is None else [doc for doc in few if snapshot.live[doc]]


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
