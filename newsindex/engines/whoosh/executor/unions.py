"""The documents of many terms of one field: what a prefix, a pattern or a near spelling stands for.

Terms are given by their places in the dictionary of each segment. For a filter it is enough to mark their documents;
scores take every posting, some two million at a time, so that memory stays bounded whatever is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsindex.engines.whoosh.array_types import Bools, Floats, Ints
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.source import Source, in_batches

__all__ = ["scored_union", "union"]

_MANY = 1_024
_LARGE = 5_000


def union(snapshot: Snapshot, field: str, ordinals: Sequence[Ints], due: float) -> Bools:
    """For each document of the index whether it has any of the terms."""
    mask = np.zeros(snapshot.doc_count, np.bool_)
    for source, offset, some in zip(snapshot.sources, snapshot.offsets, ordinals, strict=True):
        source.mark(field, some, mask[offset : offset + source.doc_count], due)
    return mask if snapshot.live is None else mask & snapshot.live


def scored_union(
    snapshot: Snapshot, field: str, ordinals: Sequence[Ints], due: float, *, constant: bool, boost: float
) -> tuple[Ints, Floats]:
    """The same with scores, as Whoosh has them.

    Whoosh decides segment by segment: one term, or two, or fewer than 1,024 in a segment of more than 5,000 documents
    are scored as an OR of the terms even for a query of constant score; else every match scores 1.
    """
    total = np.zeros(snapshot.padded, np.float32)
    overall = _overall_frequencies(snapshot, field, ordinals)
    for source, offset, some in zip(snapshot.sources, snapshot.offsets, ordinals, strict=True):
        here = total[offset : offset + source.doc_count]
        if constant and len(some) > 2 and (len(some) >= _MANY or source.doc_count <= _LARGE):
            mask = np.zeros(source.doc_count, np.bool_)
            source.mark(field, some, mask, due)
            here[mask] = 1.0
            continue
        frequencies = source.frequencies(field)
        for part in in_batches(some, frequencies):
            check(due)
            docs, weights = source.many_postings(field, part)
            repeat = frequencies[part].astype(np.int64)
            whole = repeat
            if overall is not None:
                whole = np.array([overall[text] for text in _texts(source, field, part)], np.int64)
            scores = snapshot.scores(field, docs + offset, weights, whole.repeat(repeat))
            here += np.bincount(docs, weights=scores, minlength=len(here)).astype(np.float32)
        if boost != 1.0:
            here *= np.float32(boost)
    docs = (total > 0).nonzero()[0]
    if snapshot.live is not None:
        docs = docs[snapshot.live.take(docs)]
    return docs, total.take(docs)


def _overall_frequencies(snapshot: Snapshot, field: str, ordinals: Sequence[Ints]) -> dict[bytes, int] | None:
    """In how many documents of the index each term stands; None where one segment is the index."""
    if len(ordinals) == 1:
        return None
    overall: dict[bytes, int] = {}
    for source, some in zip(snapshot.sources, ordinals, strict=True):
        if len(some):
            counts = source.frequencies(field)[some].tolist()
            for text, count in zip(_texts(source, field, some), counts, strict=True):
                overall[text] = overall.get(text, 0) + count
    return overall


def _texts(source: Source, field: str, ordinals: Ints) -> list[bytes]:
    first = int(ordinals[0])
    texts = source.texts(field, first, int(ordinals[-1]) + 1)
    return texts if len(texts) == len(ordinals) else [texts[place - first] for place in ordinals.tolist()]
