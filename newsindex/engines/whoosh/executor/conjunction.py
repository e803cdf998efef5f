"""The nodes of an AND and what is like it: documents that all parts match, or one part and not another."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from newsindex.engines.whoosh.array_types import Bools, Ints
from newsindex.engines.whoosh.executor.blocks import best_by_blocks
from newsindex.engines.whoosh.executor.deadlines import check
from newsindex.engines.whoosh.executor.disjunction import Either
from newsindex.engines.whoosh.executor.filters import Columned, Flat
from newsindex.engines.whoosh.executor.leaves import Word
from newsindex.engines.whoosh.executor.nodes import FEW, Node, Pairs, Ranked, Scores, best_pairs, ranked
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.words import RARE

__all__ = ["Both", "Less", "Maybe", "Narrowed"]

_FILTERED_TOGETHER = 4_096
_PRUNED_FROM = 4_096
_BLOCKS_FROM = 33_000
_MANY_MATCHES = 2_000
_FIRST_LOOK = 128
"""Of its best documents so many are looked at before all of them."""
_UNCHECKED = 3
"""So many steps over few documents are shorter than a look at the time is worth."""

_size = attrgetter("size")


class Both(Node):
    """The documents that all parts match; their scores add up."""

    __slots__ = ("parts",)

    def __init__(self, snapshot: Snapshot, parts: list[Node]) -> None:
        if len(parts) != 2:
            parts.sort(key=_size)
        elif parts[1].size < parts[0].size:
            parts.reverse()
        self.snapshot = snapshot
        self.size = parts[0].size
        self.parts = parts

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return all(part.positive for part in self.parts)

    def hits(self, due: float) -> tuple[Ints, Scores]:
        found = self._meet(due)
        if isinstance(found, list):
            found.sort()
            return np.array([doc for doc, _ in found], np.int64), np.array([score for _, score in found], np.float32)
        return found

    def _meet(self, due: float) -> tuple[Ints, Scores] | Pairs:
        """The documents of all parts and their scores; as plain pairs, in any order, once there are only a few."""
        parts = self.parts
        if parts[1].size <= RARE:
            one, other = parts[0].by_doc(), parts[1].by_doc()
            if one is not None and other is not None:
                found = [(doc, one[doc] + other[doc]) for doc in one.keys() & other.keys()]
                return _sifted(found, parts[2:], due) if len(parts) > 2 else found
        docs, total = parts[0].hits(due)
        last = len(parts) - 1
        for place in range(1, last + 1):
            count = len(docs)
            if count <= FEW:
                scores = [total] * count if isinstance(total, float) else total.tolist()
                return _sifted(list(zip(docs.tolist(), scores, strict=True)), parts[place:], due)
            part = parts[place]
            if place > _UNCHECKED or count > _PRUNED_FROM:
                check(due)
            if place == last - 1 and part.narrows and parts[last].narrows and count <= _FILTERED_TOGETHER:
                # Two filters cost less when their answers are joined before the documents are picked.
                kept = (part.at(docs, due)[0] & parts[last].at(docs, due)[0]).nonzero()[0]
                return docs.take(kept), total if isinstance(total, float) else total.take(kept)
            kept, more = part.meet(docs, due)
            if len(kept) < count:
                docs = docs.take(kept)
                if not isinstance(total, float):
                    total = total.take(kept)
            if not isinstance(more, float) or more:
                total = total + more
        return docs, total

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, total = self.parts[0].at(docs, due)
        for part in self.parts[1:]:
            also, scores = part.at(docs, due)
            matched = matched & also
            total = total + scores
        return matched, total

    def has(self, docs: Ints, due: float) -> Bools:
        matched = self.parts[0].has(docs, due)
        for part in self.parts[1:]:
            matched = matched & part.has(docs, due)
        return matched

    def sift(self, found: Pairs, due: float) -> Pairs:
        return _sifted(found, self.parts, due)

    def docs(self, due: float) -> Ints:
        if self.size <= _PRUNED_FROM:
            return self.hits(due)[0]
        docs = self.parts[0].docs(due)
        for part in self.parts[1:]:
            check(due)
            docs = docs[part.has(docs, due)]
        return docs

    def top(self, limit: int, due: float) -> Ranked:
        if self.size > _PRUNED_FROM:
            pruned = self._pruned(limit, due)
            if pruned is not None:
                return pruned
        found = self._meet(due)
        return best_pairs(found, limit) if isinstance(found, list) else ranked(*found, limit)

    def top_and_count(self, limit: int, due: float) -> tuple[Ranked, int]:
        pruned = self._pruned(limit, due) if limit else ([], [])
        if pruned is not None:
            return pruned, self.count(due)
        found = self._meet(due)
        if isinstance(found, list):
            count = len(found)
            return best_pairs(found, limit), count
        return ranked(*found, limit), len(found[0])

    def top_of_all(self, limit: int, due: float) -> tuple[Ranked, Ints]:
        pruned = self._pruned(limit, due) if limit else ([], [])
        if pruned is not None:
            return pruned, self.docs(due)
        docs, scores = self.hits(due)
        return ranked(docs, scores, limit), docs

    def _pruned(self, limit: int, due: float) -> Ranked | None:
        """The best without meeting every document, for words (or one OR of words) and filters, if they are many."""
        if self.size <= _PRUNED_FROM:
            return None
        words: list[Word] = []
        filters: list[Flat | Columned] = []
        unions: list[Either] = []
        for part in self.parts:
            if isinstance(part, Word) and part.boost > 0:
                words.append(part)
            elif isinstance(part, Flat | Columned):
                filters.append(part)
            elif isinstance(part, Either):
                unions.append(part)
            else:
                return None
        if len(words) == 1 and not unions:
            return self._from_head(words[0], filters, limit, due)
        if words and not unions:
            # Promising blocks are of use only where documents with all the words are many; chance tells about how many.
            expected = float(self.snapshot.doc_count)
            for part in self.parts:
                expected *= part.size / self.snapshot.doc_count
            if self.size < _BLOCKS_FROM or expected < _MANY_MATCHES:
                return None
            return best_by_blocks(words, filters, limit, due, size=self.snapshot.block, every=True)
        if len(unions) == 1 and not words:
            some = unions[0].plain_words()
            if some is not None:
                return best_by_blocks(some, filters, limit, due, size=self.snapshot.block, every=False)
        return None

    def _from_head(self, word: Word, filters: Sequence[Flat | Columned], limit: int, due: float) -> Ranked:
        """The best of a filtered word: from its best documents, where enough of them pass the filters."""
        docs, scores = word.list.head()
        plus = sum(part.score for part in filters)
        for size in (_FIRST_LOOK, len(docs)):
            kept = filters[0].at(docs[:size], due)[0]
            for part in filters[1:]:
                kept = kept & part.at(docs[:size], due)[0]
            places = kept.nonzero()[0][:limit]
            if len(places) == limit:
                break
        else:
            return best_by_blocks([word], filters, limit, due, size=self.snapshot.block, every=True)
        # The head is in order already: equals by number.
        return docs.take(places).tolist(), (scores.take(places) * np.float32(word.boost) + np.float32(plus)).tolist()


class Narrowed(Both):
    """The documents that both parts match, with the scores of the first."""

    __slots__ = ()

    def __init__(self, part: Node, narrowing: Node) -> None:
        super().__init__(part.snapshot, [part, Flat(narrowing, 0.0)])


class Less(Node):
    """The documents of one part that another does not match."""

    __slots__ = ("part", "unwanted")

    def __init__(self, part: Node, unwanted: Node) -> None:
        super().__init__(part.snapshot, part.size)
        self.part = part
        self.unwanted = unwanted

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.part.positive

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs, scores = self.part.hits(due)
        kept = (~self.unwanted.has(docs, due)).nonzero()[0]
        return docs.take(kept), scores if isinstance(scores, float) else scores.take(kept)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, scores = self.part.at(docs, due)
        return matched & ~self.unwanted.has(docs, due), scores


class Maybe(Node):
    """The documents of one part; where another matches too, its score is added."""

    __slots__ = ("bonus", "part")

    def __init__(self, part: Node, bonus: Node) -> None:
        super().__init__(part.snapshot, part.size)
        self.part = part
        self.bonus = bonus

    def _with_bonus(self, docs: Ints, scores: Scores, due: float) -> Scores:
        also, more = self.bonus.at(docs, due)
        return scores + np.where(also, more, np.float32(0))

    def hits(self, due: float) -> tuple[Ints, Scores]:
        docs, scores = self.part.hits(due)
        return docs, self._with_bonus(docs, scores, due)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        matched, scores = self.part.at(docs, due)
        return matched, self._with_bonus(docs, scores, due)

    def docs(self, due: float) -> Ints:
        return self.part.docs(due)


def _sifted(found: Pairs, parts: Sequence[Node], due: float) -> Pairs:
    for part in parts:
        if not found:
            break
        found = part.sift(found, due)
    return found
