"""Several texts as one row of words, and what was found in the row back as the mentions of each text.

Names are found by arithmetic on arrays, which costs nearly as much for one short article as for a dozen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import field, frozen

from newsindex.analysis.annotated import EntityMention, EntityType, Tokens
from newsindex.analysis.entities.edges import stop_of, without_edges
from newsindex.analysis.entities.model import TAGS
from newsindex.spans import Span

__all__ = ["Batch", "Sentenced"]

Sentenced = tuple[str, Tokens, Sequence[Span]]
"""A text with its tokens and sentences."""

_TYPES: dict[str, EntityType] = {"PER": "person", "ORG": "org", "LOC": "place"}


@frozen(eq=False)
class Batch:
    """Texts one behind the other."""

    texts: Sequence[Sentenced] = field(repr=False)
    words: list[str] = field(repr=False)
    """The words of all the texts, with plain apostrophes."""
    sentence_of: np.ndarray = field(repr=False)
    """For each word the number of its sentence, through all the texts."""
    article_of: np.ndarray = field(repr=False)
    """For each word the number of its text."""

    @classmethod
    def of(cls, texts: Sequence[Sentenced]) -> Batch:
        """The texts in the order given."""
        words: list[str] = []
        sentence_of = [np.zeros(0, np.int64)]
        before = 0
        for text, tokens, sentences in texts:
            plain = text.replace("’", "'").replace("‘", "'")
            words += [plain[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
            firsts = np.fromiter((sentence.start for sentence in sentences), np.int64, len(sentences))
            number = np.maximum(firsts.searchsorted(np.asarray(tokens.starts, np.int64), side="right") - 1, 0)
            sentence_of.append(number + before)
            before += max(1, len(sentences))
        article_of = np.repeat(np.arange(len(texts)), [len(tokens) for _, tokens, _ in texts])
        return cls(texts, words, np.concatenate(sentence_of), article_of)

    def mentions(self, word_of: np.ndarray, tags: np.ndarray) -> list[list[EntityMention]]:
        """The mentions of each text, in order, by the ``tags`` of those of the words whose numbers are ``word_of``."""
        found: list[list[EntityMention]] = [[] for _ in self.texts]
        begins = np.flatnonzero(tags % 2 == 1)
        ends = np.flatnonzero((tags % 2 == 1) | (tags == 0) | (np.diff(word_of, prepend=-2) != 1))
        ends = np.append(ends, len(tags))
        first, last = word_of[begins], word_of[ends[ends.searchsorted(begins, side="right")] - 1]
        owner = self.article_of[first]
        before = self.article_of.searchsorted(owner)
        rows = (owner, first - before, last - before, tags[begins])
        for number, begin, end, tag in zip(*(row.tolist() for row in rows), strict=True):
            text, tokens, _ = self.texts[number]
            start = tokens.starts[begin]
            kind = _TYPES[TAGS[tag][2:]]
            name = without_edges(text[start : tokens.ends[end]])
            name += stop_of(text, start + len(name), kind)
            found[number].append(EntityMention(Span(start, start + len(name)), name, kind, name))
        return found
