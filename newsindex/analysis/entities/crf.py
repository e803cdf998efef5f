"""The recogniser that ships: a conditional random field with word lists.

It was trained on the annotated news beside it and on an open collection (``training/``). It looks at an article twice,
the second time with what the first found all over the article (``consistency``). Every distinct word has its part of
the scores worked out once; after that, a text costs a dictionary look-up a word and some array arithmetic on the few
words that may belong to names.

    >>> recognizer = CrfRecognizer.load()                   # doctest: +SKIP
    >>> recognizer.recognize(text, tokens, sentences)       # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from threading import Lock

import numpy as np

from newsindex.analysis.annotated import EntityMention, EntityType, Tokens
from newsindex.analysis.entities.agreement import agreed
from newsindex.analysis.entities.clusters import LEVELS, WordClusters
from newsindex.analysis.entities.consistency import article_codes
from newsindex.analysis.entities.edges import STORM_WORDS, is_people, storms_in, without_edges
from newsindex.analysis.entities.model import OFFSETS, TAGS, Model, best_tags
from newsindex.analysis.entities.reading import COLUMNS, PAD, Reading, WordTable, read_words
from newsindex.analysis.entities.word_types import context_features, own_features
from newsindex.analysis.entities.wordlists import BIT, WordLists
from newsindex.spans import Span

__all__ = ["CLUSTERS_FILE", "DATA", "LISTS_FILE", "MODEL_FILE", "CrfRecognizer"]

DATA = Path(__file__).parent / "data"
MODEL_FILE = "model.bin"
LISTS_FILE = "lists.bin"
CLUSTERS_FILE = "clusters.bin"

# More distinct words than this and the memory of words begins anew; a word takes about 400 bytes.
_MOST_WORDS = 150_000
# The news written for training names somebody or something twice as often as news at large does, so a model that has
# learned from it sees too many names. This much, in the model's log-odds, speaks against each; after Saerens, Latinne
# and Decaestecker, "Adjusting the outputs of a classifier to new a priori probabilities" (2002).
_RESERVE = np.float32(0.5)
_TYPES: dict[str, EntityType] = {"PER": "person", "ORG": "org", "LOC": "place"}
_MARKS = str.maketrans({"’": "'", "‘": "'"})


class CrfRecognizer:
    """Finds names with a trained model and word lists; threads that share it take turns."""

    def __init__(
        self, model: Model, lists: WordLists, clusters: WordClusters, *, table: WordTable | None = None
    ) -> None:
        self._model = model
        self._lists = lists
        self._clusters = clusters
        self._table = table or WordTable(lists, clusters)
        self._scores = WordScores(model)
        self._turn = Lock()

    @classmethod
    def load(cls, folder: Path = DATA) -> CrfRecognizer:
        """The recogniser whose model, lists and clusters are in ``folder``: by default, the one that ships."""
        return cls(
            Model.load(folder / MODEL_FILE),
            WordLists.load(folder / LISTS_FILE),
            WordClusters.load(folder / CLUSTERS_FILE),
        )

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The names in the order of the text, without titles, articles and possessive endings."""
        if not len(tokens):
            return ()
        words = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
        if "’" in text or "‘" in text:
            words = [word.translate(_MARKS) for word in words]
        firsts = np.fromiter((sentence.start for sentence in sentences), np.int64, len(sentences))
        sentence_of = np.maximum(firsts.searchsorted(np.asarray(tokens.starts), side="right") - 1, 0)
        with self._turn:  # what is known of words grows as they are met
            if len(self._table.words) > _MOST_WORDS:
                self._forget()
            reading = read_words(self._table, words, sentence_of)
            if not len(reading.places):
                return ()
            tags = self.tags(reading)
        mentions = _mentions(text, tokens, reading.tokens[reading.places], tags)
        storms = storms_in(text)
        return tuple(mention for mention in mentions if not self._is_no_name(mention, storms))

    def tags(self, reading: Reading) -> np.ndarray:
        """The number of the best tag for each place of a reading."""
        scores = self._word_and_code_scores(reading)
        codes = article_codes(self._table, reading, self._best(0, scores, reading))
        scores += self._model.code_scores(codes, first_column=len(COLUMNS))
        scores[:, len(TAGS) + TAGS.index("O")] += _RESERVE
        return agreed(self._table, reading, self._best(1, scores, reading))

    def first_look(self, reading: Reading) -> np.ndarray:
        """The tags as they seem before the rest of the article is considered."""
        return self._best(0, self._word_and_code_scores(reading), reading)

    def _word_and_code_scores(self, reading: Reading) -> np.ndarray:
        scores = self._model.code_scores(reading.codes)
        rows = self._scores.of(reading, self._table)
        for column, offset in enumerate(OFFSETS):
            scores += rows[reading.numbers[reading.places + offset], column]
        return scores

    def _best(self, look: int, scores: np.ndarray, reading: Reading) -> np.ndarray:
        tags = slice(look * len(TAGS), (look + 1) * len(TAGS))
        return best_tags(scores[:, tags], self._model.transitions[look], reading.starts, reading.lengths)

    def _is_no_name(self, mention: EntityMention, storms: Set[str]) -> bool:
        """Whether the guideline leaves it unmarked for sure: a people, a pair of peoples, or a storm."""
        if storms and (mention.text in storms or mention.text.startswith(STORM_WORDS)):
            return True
        if mention.type == "person":
            return False
        one, tie, other = mention.text.partition("-")
        if tie and one and other and " " not in mention.text:
            return bool((self._lists.bits_of((one, other)) & BIT["demonym"]).all())
        return is_people(mention.text)

    def _forget(self) -> None:
        self._table = WordTable(self._lists, self._clusters)
        self._scores = WordScores(self._model)


class WordScores:
    """What each distinct word adds to the scores of a model, worked out when it is first needed."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._rows = np.zeros((1024, len(OFFSETS), model.width), np.float32)
        self._ready = np.zeros(1024, bool)
        self._rows[PAD] = model.word_scores([["pad"]], [[]], np.full((1, len(LEVELS)), -1))[0]
        self._ready[PAD] = True

    def of(self, reading: Reading, table: WordTable) -> np.ndarray:
        """The scores by word type, those around the places of ``reading`` filled in."""
        words = table.words
        if len(words) > len(self._ready):
            more = max(len(words), 2 * len(self._ready)) - len(self._ready)
            self._ready = np.concatenate([self._ready, np.zeros(more, bool)])
            self._rows = np.concatenate([self._rows, np.zeros((more, *self._rows.shape[1:]), np.float32)])
        near = np.zeros(len(words), bool)
        for offset in OFFSETS:
            near[reading.numbers[reading.places + offset]] = True
        new = np.flatnonzero(near & ~self._ready[: len(words)])
        if len(new):
            bits = table.bits
            context = [context_features(words[number], int(bits[number])) for number in new.tolist()]
            own = [own_features(words[number]) for number in new.tolist()]
            self._rows[new] = self._model.word_scores(context, own, table.groups[new])
            self._ready[new] = True
        return self._rows


def _mentions(text: str, tokens: Tokens, token_of: np.ndarray, tags: np.ndarray) -> list[EntityMention]:
    found = []
    begins = np.flatnonzero(tags % 2 == 1)
    if not len(begins):
        return []
    outside = np.flatnonzero((tags % 2 == 1) | (tags == 0) | _gaps(token_of))
    outside = np.append(outside, len(tags))
    ends = outside[np.searchsorted(outside, begins, side="right")]
    starts, stops = tokens.starts, tokens.ends
    for first, last, tag in zip(
        token_of[begins].tolist(), token_of[ends - 1].tolist(), tags[begins].tolist(), strict=True
    ):
        start = starts[first]
        name = without_edges(text[start : stops[last]])
        span = Span(start, start + len(name))
        found.append(EntityMention(span, name, _TYPES[TAGS[tag][2:]], name))
    return found


def _gaps(values: np.ndarray) -> np.ndarray:
    """Whether each value is not the one after the value before it."""
    return np.concatenate([[True], values[1:] - values[:-1] != 1])
