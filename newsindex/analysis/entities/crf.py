"""The recogniser that ships: a conditional random field with word lists.

It was trained on the annotated news beside it and on two open collections (``training/``). Every distinct word has its
part of the scores worked out once; after that, a text costs a dictionary look-up a word and some array arithmetic on
the few words that may belong to names.

    >>> recognizer = CrfRecognizer.load()                   # doctest: +SKIP
    >>> recognizer.recognize(text, tokens, sentences)       # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from newsindex.analysis.annotated import EntityMention, EntityType, Tokens
from newsindex.analysis.entities.model import OFFSETS, TAGS, Model, best_tags
from newsindex.analysis.entities.reading import PAD, Reading, WordTable, read_words
from newsindex.analysis.entities.word_types import context_features, own_features
from newsindex.analysis.entities.wordlists import WordLists
from newsindex.spans import Span

__all__ = ["DATA", "CrfRecognizer"]

DATA = Path(__file__).parent / "data"

# More distinct words than this and the memory of words begins anew; a word takes about 400 bytes.
_MOST_WORDS = 150_000
_TYPES: dict[str, EntityType] = {"PER": "person", "ORG": "org", "LOC": "place"}
_MARKS = str.maketrans({"’": "'", "‘": "'"})


class CrfRecognizer:
    """Finds names with a trained model and word lists. Not to be shared between threads that run at the same time."""

    def __init__(self, model: Model, lists: WordLists) -> None:
        self._model = model
        self._lists = lists
        self._forget()

    @classmethod
    def load(cls, folder: Path = DATA) -> CrfRecognizer:
        """The recogniser whose ``model.bin`` and ``lists.bin`` are in ``folder``: by default, the one that ships."""
        return cls(Model.load(folder / "model.bin"), WordLists.load(folder / "lists.bin"))

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The names in the order of the text, without titles, articles and possessive endings."""
        if not len(tokens):
            return ()
        words = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
        if not text.isascii():
            words = [word.translate(_MARKS) for word in words]
        firsts = np.fromiter((sentence.start for sentence in sentences), np.int64, len(sentences))
        sentence_of = np.maximum(firsts.searchsorted(np.asarray(tokens.starts), side="right") - 1, 0)
        if len(self._table.words) > _MOST_WORDS:
            self._forget()
        reading = read_words(self._table, words, sentence_of)
        if not len(reading.places):
            return ()
        tags = self.tags(reading)
        return tuple(_mentions(text, tokens, reading.tokens[reading.places], tags))

    def tags(self, reading: Reading) -> np.ndarray:
        """The number of the best tag for each place of a reading."""
        scores = self._model.code_scores(reading.codes)
        rows = self._rows(reading)
        for column, offset in enumerate(OFFSETS):
            scores += rows[reading.numbers[reading.places + offset], column]
        return best_tags(scores, self._model.transitions, reading.starts, reading.lengths)

    def _forget(self) -> None:
        self._table = WordTable(self._lists)
        self._scores = np.zeros((1024, len(OFFSETS), len(TAGS)), np.float32)
        self._ready = np.zeros(1024, bool)
        self._scores[PAD] = self._model.word_scores([["pad"]], [[]])[0]
        self._ready[PAD] = True

    def _rows(self, reading: Reading) -> np.ndarray:
        """The scores by word type, with those of all words of ``reading`` filled in."""
        words = self._table.words
        if len(words) > len(self._ready):
            grown = max(len(words), 2 * len(self._ready))
            self._ready = np.concatenate([self._ready, np.zeros(grown - len(self._ready), bool)])
            empty = np.zeros((grown - len(self._scores), *self._scores.shape[1:]), np.float32)
            self._scores = np.concatenate([self._scores, empty])
        near = np.zeros(len(words), bool)
        for offset in OFFSETS:
            near[reading.numbers[reading.places + offset]] = True
        new = np.flatnonzero(near & ~self._ready[: len(words)])
        if len(new):
            bits = self._table.bits
            context = [context_features(words[number], int(bits[number])) for number in new.tolist()]
            own = [own_features(words[number]) for number in new.tolist()]
            self._scores[new] = self._model.word_scores(context, own)
            self._ready[new] = True
        return self._scores


def _mentions(text: str, tokens: Tokens, token_of: np.ndarray, tags: np.ndarray) -> list[EntityMention]:
    found = []
    begins = np.flatnonzero(tags % 2 == 1)
    if not len(begins):
        return []
    outside = np.flatnonzero((tags % 2 == 1) | (tags == 0) | (np.diff(token_of, prepend=-2) != 1))
    outside = np.append(outside, len(tags))
    ends = outside[np.searchsorted(outside, begins, side="right")]
    starts, stops = tokens.starts, tokens.ends
    for first, last, tag in zip(
        token_of[begins].tolist(), token_of[ends - 1].tolist(), tags[begins].tolist(), strict=True
    ):
        span = Span(starts[first], stops[last])
        name = text[span.start : span.end]
        found.append(EntityMention(span, name, _TYPES[TAGS[tag][2:]], name))
    return found
