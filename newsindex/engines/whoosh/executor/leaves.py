"""The nodes of a plan without parts: words, phrases, documents that are given, all documents and none."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from newsindex.engines.whoosh.array_types import Bools, Floats, Ints
from newsindex.engines.whoosh.executor.nodes import FEW, Node, Pairs, Ranked, Scores, best_pairs, ranked
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.words import PostingList

__all__ = ["Everything", "Given", "Nothing", "Phrase", "Word"]


class Nothing(Node):
    """No document."""

    __slots__ = ()

    positive = True

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot, 0)

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return np.zeros(0, np.int64), 0.0

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        return np.zeros(len(docs), np.bool_), 0.0


class Everything(Node):
    """Every document that is still there."""

    __slots__ = ("score",)

    def __init__(self, snapshot: Snapshot, score: float) -> None:
        super().__init__(snapshot, snapshot.doc_count)
        self.score = score

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return self.snapshot.every(), self.score

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        live = self.snapshot.live
        return np.ones(len(docs), np.bool_) if live is None else live.take(docs), self.score


class Given(Node):
    """Documents and scores that were found before (by an expansion, or Whoosh's own matchers)."""

    __slots__ = ("found", "scores")

    def __init__(self, snapshot: Snapshot, found: Ints, scores: Scores) -> None:
        super().__init__(snapshot, len(found))
        self.found = found
        self.scores = scores

    def hits(self, due: float) -> tuple[Ints, Scores]:
        return self.found, self.scores


class Word(Node):
    """The documents of one term."""

    __slots__ = ("boost", "list")

    def __init__(self, snapshot: Snapshot, postings: PostingList, boost: float) -> None:
        self.snapshot = snapshot
        self.size = postings.count
        self.list = postings
        self.boost = boost

    @property
    def positive(self) -> bool:  # type: ignore[override]
        return self.boost > 0

    def hits(self, due: float) -> tuple[Ints, Scores]:
        if self.boost == 1.0:
            return self.list.hits()
        docs, scores = self.list.hits()
        return docs, scores * np.float32(self.boost)

    def at(self, docs: Ints, due: float) -> tuple[Bools, Scores]:
        kept, found = self.list.meet(docs)
        matched = np.zeros(len(docs), np.bool_)
        matched[kept] = True
        scores = np.zeros(len(docs), np.float32)
        scores[kept] = found if self.boost == 1.0 else found * np.float32(self.boost)
        return matched, scores

    def meet(self, docs: Ints, due: float) -> tuple[Ints, Scores]:
        kept, scores = self.list.meet(docs)
        return kept, scores if self.boost == 1.0 else scores * np.float32(self.boost)

    def has(self, docs: Ints, due: float) -> Bools:
        return self.list.has(docs)

    def sift(self, found: Pairs, due: float) -> Pairs:
        return self.list.sift(found, self.boost)

    def by_doc(self) -> dict[int, float] | None:
        return self.list.by_doc() if self.boost == 1.0 else None

    def ceilings(self) -> Floats:
        """The highest score in each block of documents."""
        ceilings = self.list.ceilings()
        return ceilings if self.boost == 1.0 else ceilings * np.float32(self.boost)

    def in_blocks(self, blocks: Ints) -> Floats:
        """The score at every document of some blocks, as a new array."""
        scores = self.list.in_blocks(blocks)
        if self.boost != 1.0:
            scores *= np.float32(self.boost)
        return scores

    def docs(self, due: float) -> Ints:
        return self.list.docs

    def top_of_all(self, limit: int, due: float) -> tuple[Ranked, Ints]:
        return self.top(limit, due) if limit else ([], []), self.list.docs

    def top_and_count(self, limit: int, due: float) -> tuple[Ranked, int]:
        return self.top(limit, due) if limit else ([], []), self.size

    def count(self, due: float) -> int:
        return self.size

    def top(self, limit: int, due: float) -> Ranked:
        if self.boost == 1.0:
            return self.list.best(limit)
        if self.boost > 0:
            docs, scores = self.list.best(limit)
            return docs, [score * self.boost for score in scores]
        return super().top(limit, due)

    def key(self) -> Hashable | None:
        return self.list.key


class Phrase(Node):
    """Documents that have a phrase, and so each of its words; a phrase scores the sum of its words."""

    __slots__ = ("found", "words")

    positive = True

    def __init__(self, snapshot: Snapshot, found: Ints | list[int], words: Sequence[PostingList]) -> None:
        self.snapshot = snapshot
        self.size = len(found)
        self.found = found
        self.words = words

    def hits(self, due: float) -> tuple[Ints, Scores]:
        found = self.docs(due)
        if not len(found):
            return found, 0.0
        total = self.words[0].at(found)
        for word in self.words[1:]:
            total = total + word.at(found)
        return found, total

    def docs(self, due: float) -> Ints:
        return np.array(self.found, np.int64) if isinstance(self.found, list) else self.found

    def top_and_count(self, limit: int, due: float) -> tuple[Ranked, int]:
        return self.top(limit, due) if limit else ([], []), self.size

    def count(self, due: float) -> int:
        return self.size

    def top(self, limit: int, due: float) -> Ranked:
        if self.size <= FEW:
            docs = self.found if isinstance(self.found, list) else self.found.tolist()
            found = [(doc, 0.0) for doc in docs]
            for word in self.words:
                found = word.sift(found, 1.0)
            return best_pairs(found, limit)
        docs, scores = self.hits(due)
        return ranked(docs, scores, limit)
