"""The recogniser that ships: a conditional random field with word lists.

It was trained on the annotated news beside it and on an open collection (``training/``). It looks at an article twice,
the second time with what the first found all over the article (``consistency``). Every distinct word has its part of
the scores worked out once; after that, a text costs a dictionary look-up a word and some array arithmetic on the few
words that may belong to names.

    >>> recognizer = CrfRecognizer.load()                   # doctest: +SKIP
    >>> recognizer.recognize(text, tokens, sentences)       # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from threading import Lock

import numpy as np

from newsindex.analysis.annotated import EntityMention, EntityType, Tokens
from newsindex.analysis.entities.agreement import agreed
from newsindex.analysis.entities.batch import Batch, Sentenced
from newsindex.analysis.entities.clusters import LEVELS, WordClusters
from newsindex.analysis.entities.consistency import article_codes
from newsindex.analysis.entities.edges import STORM_WORDS, core_of, is_people, parted, royal_title, storms_in
from newsindex.analysis.entities.model import OFFSETS, TAGS, Model, best_tags
from newsindex.analysis.entities.nicknames import with_nicknames
from newsindex.analysis.entities.parties import with_party_places
from newsindex.analysis.entities.reading import COLUMNS, PAD, Reading, WordTable, read_words
from newsindex.analysis.entities.word_types import context_hashes, own_hashes
from newsindex.analysis.entities.wordlists import BIT, WordLists, hash_of
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
_RESERVE = np.float32(0.65)
_DEMONYM_OR_NAME = BIT["demonym"] | BIT["first_name"] | BIT["surname"]
_PLACES = BIT["city_big"] | BIT["city_mid"] | BIT["city_small"] | BIT["country"] | BIT["region"]


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
        return self.recognize_all([(text, tokens, sentences)])[0]

    def recognize_all(self, texts: Sequence[Sentenced]) -> list[tuple[EntityMention, ...]]:
        """The same for each of several texts, in one go: a dozen short articles cost little more than one."""
        batch = Batch.of(texts)
        with self._turn:  # what is known of words grows as they are met
            if len(self._table.words) > _MOST_WORDS:
                self._forget()
            reading = read_words(self._table, batch.words, batch.sentence_of, batch.article_of)
            tags = self.tags(reading)
        names = batch.mentions(reading.tokens[reading.places], tags)
        storms = [storms_in(text) for text, _, _ in texts]
        return [
            self._whole(text, [name for name in self._parted(found) if not self._is_no_name(name, named)])
            for (text, _, _), found, named in zip(texts, names, storms, strict=True)
        ]

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

    def _parted(self, mentions: Iterable[EntityMention]) -> Iterator[EntityMention]:
        """The mentions without what is no part of them, and one that is two names as both."""
        for mention in mentions:
            name = self._cut(mention) if " " in mention.text else mention
            tied = "-" in name.text or "–" in name.text or " and " in name.text
            parts = parted(name.text) if tied else None
            if parts is None:
                yield name
                continue
            head, rest = parts
            start, end = name.span.start, name.span.end
            yield EntityMention(Span(start, start + len(head)), head, self._place_or_org(head), head)
            if name.type == "org":
                yield EntityMention(Span(end - len(rest), end), rest, self._place_or_org(rest), rest)

    def _cut(self, mention: EntityMention) -> EntityMention:
        """A name of several words without what stands at its edges: a day, an office, a king's title, a nationality."""
        name, kind = mention.text, mention.type
        core = core_of(name, kind)
        title = royal_title(name) if kind == "place" else ""
        first = name.partition(" ")[0]
        if title and self._bits(name[len(title) :]) & BIT["first_name"]:
            core, kind = Span(len(title), len(name)), "person"
        elif kind == "person" and self._bits(first) & _DEMONYM_OR_NAME == BIT["demonym"]:
            core = Span(len(first) + 1, core.end)
        if len(core) == len(name) or not core:
            return mention
        return EntityMention(core.shifted(mention.span.start), core.of(name), kind, core.of(name))

    def _place_or_org(self, name: str) -> EntityType:
        words = name.split()
        bits = self._bits(name) if len(words) == 1 else self._lists.phrase_bits(words)
        return "place" if bits & _PLACES else "org"

    def _bits(self, word: str) -> int:
        table = self._table
        number = table.numbers.get(word)  # the words of a name were met while it was read
        return int(self._lists.bits_of([word])[0] if number is None else table.bits[number])

    @staticmethod
    def _whole(text: str, mentions: Sequence[EntityMention]) -> tuple[EntityMention, ...]:
        return tuple(with_nicknames(text, with_party_places(text, mentions)))

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
        self._rows[PAD] = model.word_scores([[hash_of("pad")]], [[]], np.full((1, len(LEVELS)), -1))[0]
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
            known = zip(new.tolist(), table.kinds[new].tolist(), table.bits[new].tolist(), strict=True)
            context = [context_hashes(words[number], table.folded[number], *of) for number, *of in known]
            own = [own_hashes(words[number]) for number in new.tolist()]
            self._rows[new] = self._model.word_scores(context, own, table.groups[new])
            self._ready[new] = True
        return self._rows
