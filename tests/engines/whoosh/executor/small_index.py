"""The same few documents as a stock Whoosh index in memory and as segments of ours, for comparing answers."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
from attrs import frozen
from whoosh import analysis, fields
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from newsindex.engines.whoosh.executor import Executor
from newsindex.engines.whoosh.inverter import FieldSpec, Inverter, PreparedDocument
from newsindex.engines.whoosh.segment import Segment

SCHEMA = fields.Schema(
    text=fields.TEXT(analyzer=analysis.SpaceSeparatedTokenizer(), phrase=True),
    tag=fields.KEYWORD(),
)


@frozen
class Doc:
    """Words of the text, tags, and whether the document is removed again."""

    words: tuple[str, ...]
    tags: tuple[str, ...] = ()
    removed: bool = False


def stock_searcher(segments: Sequence[Sequence[Doc]], **options: Any) -> Searcher:
    """Whoosh's own searcher over one segment for each list of documents."""
    index = RamStorage().create_index(SCHEMA)
    for docs in segments:
        writer = index.writer()
        for doc in docs:
            writer.add_document(text=" ".join(doc.words), tag=" ".join(doc.tags))
        writer.commit(merge=False)
    removed = [number for number, doc in enumerate(doc for docs in segments for doc in docs) if doc.removed]
    if removed:
        writer = index.writer()
        for number in removed:
            writer.delete_document(number)
        writer.commit(merge=False)
    return index.searcher(**options)


def our_executor(segments: Sequence[Sequence[Doc]], **options: Any) -> Executor:
    """The executor over the same segments."""
    return Executor.over([our_segment(docs) for docs in segments], SCHEMA, **options)


def our_segment(docs: Sequence[Doc]) -> Segment:
    """One segment of ours in memory."""
    inverter = Inverter({"text": FieldSpec(), "tag": FieldSpec(positions=False)}, {"number": "int"})
    for number, doc in enumerate(docs):
        inverter.add(PreparedDocument(fields={"text": doc.words, "tag": doc.tags}, columns={"number": number}))
    pieces: list[bytes] = []
    inverter.write(pieces.append)
    removed = np.array([doc.removed for doc in docs], np.bool_)
    return Segment(b"".join(pieces), name="memory", deleted=removed if removed.any() else None)


def stock_scores(searcher: Searcher, query: Any) -> dict[int, float]:
    """Every matching document and its score, from Whoosh's own searcher."""
    return {doc: float(score) for score, doc in searcher.search(query, limit=None).top_n}


def our_scores(executor: Executor, query: Any) -> dict[int, float]:
    """The same from the executor."""
    docs, scores, complete = executor.matches(query)
    assert complete
    return dict(zip(docs.tolist(), scores.tolist(), strict=True))


def same_scores(ours: dict[int, float], theirs: dict[int, float], tolerance: float = 1e-4) -> bool:
    """Whether both name the same documents with the same scores."""
    return ours.keys() == theirs.keys() and all(abs(ours[doc] - theirs[doc]) <= tolerance for doc in ours)


def is_top(docs: list[int], scores: list[float], expected: dict[int, float], limit: int) -> bool:
    """Whether ``docs`` are the best of ``expected`` in order, equals by number (up to rounding)."""
    best = sorted(expected.items(), key=lambda item: (-item[1], item[0]))[:limit]
    if len(docs) != len(best) or len(set(docs)) != len(docs):
        return False
    before = (inf, -1)
    for doc, score, (_, wanted) in zip(docs, scores, best, strict=True):
        if abs(score - wanted) > 1e-4 or abs(score - expected[doc]) > 1e-4:
            return False
        if abs(before[0] - score) == 0 and before[1] > doc:
            return False
        before = score, doc
    return True
