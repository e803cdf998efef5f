"""How often each name stands in an index: counted once for a segment, and added up over those of a state.

A segment never changes, so what was counted of it is kept as long as an index has it; of a later state only the new
segments and the deleted articles are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from attrs import field, frozen

from newsindex.analysis.annotated import EntityType
from newsindex.documents import NAME_TYPES
from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.columns import KeywordsColumn
from newsindex.engines.whoosh.executor.source import SegmentSource
from newsindex.engines.whoosh.segment import Segment
from newsindex.names.counts import NameCounts

__all__ = ["NameCounter"]


_Names = dict[str, int]
_Spellings = dict[str, dict[str, int]]


@frozen
class _Counted:
    names: Mapping[EntityType, _Names]
    spellings: Mapping[EntityType, _Spellings]


@frozen
class NameCounter:
    """Counts names, and remembers what it counted of each segment."""

    _known: dict[str, _Counted] = field(factory=dict, init=False, repr=False)

    def count(self, segments: Iterable[Segment]) -> NameCounts:
        """In how many articles of these segments each name and each spelling of it stands."""
        names: dict[EntityType, _Names] = {kind: {} for kind in NAME_TYPES}
        spellings: dict[EntityType, _Spellings] = {kind: {} for kind in NAME_TYPES}
        used = {}
        # The largest first: what is added to an empty count is only copied.
        for segment in sorted(segments, key=lambda one: (-one.doc_count, one.name)):
            articles = _articles(segment)
            found = self._known.get(segment.name) or _counted(segment, articles)
            used[segment.name] = found
            gone = articles[:0] if segment.deleted is None else articles[segment.deleted[articles]]
            parts = [(found, 1)]
            if len(gone):
                parts.append((_counted(segment, gone), -1))
            for part, sign in parts:
                for kind in NAME_TYPES:
                    _add(names[kind], part.names[kind], sign)
                    _add_spellings(spellings[kind], part.spellings[kind], sign)
        self._known.clear()
        self._known.update(used)
        return NameCounts(names, spellings)


def _articles(segment: Segment) -> Ints:
    source = SegmentSource(segment)
    ordinal = source.ordinal("kind", b"article")
    return source.postings("kind", ordinal)[0] if ordinal >= 0 else np.zeros(0, np.int64)


def _counted(segment: Segment, articles: Ints) -> _Counted:
    spellings: dict[EntityType, _Spellings] = {}
    for kind in NAME_TYPES:
        pairs = spellings[kind] = {}
        for pair, number in _values(segment, f"{kind}.spelled", articles):
            name, _, spelling = pair.partition("\t")
            pairs.setdefault(name, {})[spelling] = number
    return _Counted({kind: dict(_values(segment, kind, articles)) for kind in NAME_TYPES}, spellings)


def _values(segment: Segment, name: str, docs: Ints) -> Iterator[tuple[str, int]]:
    column = segment.column(name)
    if not isinstance(column, KeywordsColumn):
        return
    starts = column.edges[docs].astype(np.int64)
    lengths = column.edges[docs + 1].astype(np.int64) - starts
    ends = np.cumsum(lengths)
    inside = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
    counts = np.bincount(column.values[inside], minlength=len(column.words))
    if len(docs) * 16 < len(column.words):
        for rank in np.flatnonzero(counts).tolist():
            yield column.words[rank].decode("utf-8", "replace"), int(counts[rank])
        return
    for word, count in zip(column.words, counts.tolist(), strict=True):
        if count:
            yield word.decode("utf-8", "replace"), count


def _add(total: _Names, more: Mapping[str, int], sign: int) -> None:
    if not total and sign > 0:
        total.update(more)
        return
    for name, number in more.items():
        left = total.get(name, 0) + sign * number
        if left:
            total[name] = left
        else:
            del total[name]


def _add_spellings(total: _Spellings, more: Mapping[str, Mapping[str, int]], sign: int) -> None:
    for name, found in more.items():
        counts = dict(total.get(name, ()))
        _add(counts, found, sign)
        if counts:
            total[name] = counts
        else:
            del total[name]
