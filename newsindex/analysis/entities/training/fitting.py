"""From marked texts to a model: what is seen around each word goes to CRFsuite, and its weights come back as arrays."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pycrfsuite
from attrs import evolve, frozen

from newsindex.analysis.entities.clusters import LEVELS, WordClusters
from newsindex.analysis.entities.consistency import article_codes
from newsindex.analysis.entities.crf import CrfRecognizer
from newsindex.analysis.entities.model import CODE_BITS, OFFSETS, TAGS, Model
from newsindex.analysis.entities.reading import COLUMNS, Reading, WordTable, read_words
from newsindex.analysis.entities.training.marked_text import MarkedText
from newsindex.analysis.entities.word_types import context_features, own_features
from newsindex.analysis.entities.wordlists import WordLists, hash_of
from newsindex.analysis.sentences import sentences
from newsindex.analysis.words import token_offsets
from newsindex.spans import Span

__all__ = ["fit", "model_of", "read_marked_text"]

PARAMETERS = {"c1": 0.05, "c2": 1.0, "max_iterations": 60, "feature.minfreq": 1, "feature.possible_transitions": True}

# What adds less than this to a score is left out of the model, which halves it and changes next to no name.
_SLIGHT = 0.05
# Into how many parts the texts are cut for the first look at unseen text.
_PARTS = 2
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_CONTEXT = re.compile(r"(-?\d)\|(.*)", re.DOTALL)
_CODE = re.compile(r"(\d+)#(\d+)")
_GROUP = re.compile(r"g=(\d+)")
# Two words away only these features are looked at.
_FAR = ("w=", "k=", "pad")


def fit(texts: Sequence[MarkedText], lists: WordLists, clusters: WordClusters) -> Model:
    """The model that the marked texts teach, for the first and the second look at an article.

    The second learns from what a first look at unseen text gives, so each part of the texts is looked at by a model
    that learned from the others. The same texts, lists and clusters give the same model.
    """
    table = WordTable(lists, clusters)
    examples = [_example(text, table) for text in texts]
    first = _trained(examples)
    looked: list[Example] = []
    for part in range(_PARTS):
        others = _trained(example for index, example in enumerate(examples) if index % _PARTS != part)
        looker = CrfRecognizer(model_of(others), lists, clusters, table=table)
        for example in examples[part::_PARTS]:
            codes = article_codes(table, example.reading, looker.first_look(example.reading))
            seen = [
                features + [f"{len(COLUMNS) + column}#{code}" for column, code in enumerate(row)]
                for features, row in zip(example.features, codes.tolist(), strict=True)
            ]
            looked.append(evolve(example, features=seen))
    return model_of(first, _trained(looked))


@frozen(eq=False)
class Example:
    """A reading, the features of each of its places and the right tags."""

    reading: Reading
    features: list[list[str]]
    tags: list[str]


@frozen(eq=False)
class Weights:
    """What CRFsuite learned: weights by feature and tag, and by tag and next tag."""

    features: dict[tuple[str, str], float]
    transitions: dict[tuple[str, str], float]


def _example(text: MarkedText, table: WordTable) -> Example:
    reading, tags = read_marked_text(text, table)
    return Example(reading, _features(reading, table), tags)


def _trained(examples: Iterable[Example]) -> Weights:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(PARAMETERS)
    for example in examples:
        starts, lengths = example.reading.starts.tolist(), example.reading.lengths.tolist()
        for start, length in zip(starts, lengths, strict=True):
            trainer.append(example.features[start : start + length], example.tags[start : start + length])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "weights.crfsuite"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        tagger.close()
    return Weights(info.state_features, info.transitions)


def read_marked_text(text: MarkedText, table: WordTable) -> tuple[Reading, list[str]]:
    """The reading of a text, and the tags that its marks give to the words of the pieces."""
    offsets = list(token_offsets(text.text))
    starts = [start for start, _ in offsets]
    spans = sentences(text.text, [Span(*match.span()) for match in _LINE.finditer(text.text)])
    firsts = np.array([span.start for span in spans], np.int64)
    sentence_of = np.maximum(firsts.searchsorted(starts, side="right") - 1, 0)
    tags = ["O"] * len(offsets)
    for mark in text.marks:
        first = index = bisect_left(starts, mark.span.start)
        if first < len(starts) and starts[first] > mark.span.start:  # it begins inside a word, as in "R-Utah"
            continue
        while index < len(starts) and starts[index] < mark.span.end:
            tags[index] = f"{'B' if index == first else 'I'}-{mark.type}"
            index += 1
    reading = read_words(table, [text.text[start:end] for start, end in offsets], sentence_of)
    return reading, [tags[token] for token in reading.tokens[reading.places].tolist()]


def _features(reading: Reading, table: WordTable) -> list[list[str]]:
    numbers, words, bits = reading.numbers.tolist(), table.words, table.bits
    groups = table.groups
    codes = reading.codes.tolist()
    rows = []
    for place, row in zip(reading.places.tolist(), codes, strict=True):
        features = [f"{column}#{code}" for column, code in enumerate(row)]
        for offset in OFFSETS:
            number = numbers[place + offset]
            seen = context_features(words[number], int(bits[number])) if number else ["pad"]
            seen += [f"g={group}" for group in groups[number].tolist() if group >= 0]
            features += [f"{offset}|{name}" for name in seen if abs(offset) < 2 or name.startswith(_FAR)]
        rows.append(features + own_features(words[numbers[place]]))
    return rows


def model_of(*looks: Weights) -> Model:
    """The model that has the given weights, those of each look side by side."""
    number = {tag: index for index, tag in enumerate(TAGS)}
    width = len(looks) * len(TAGS)
    context: dict[str, np.ndarray] = {}
    own: dict[str, np.ndarray] = {}
    codes: dict[int, np.ndarray] = {}
    groups = np.zeros((sum(LEVELS), len(OFFSETS), width), np.float16)
    chains = np.zeros((len(looks), len(TAGS), len(TAGS)), np.float32)
    for look, weights in enumerate(looks):
        for (feature, tag), weight in weights.features.items():
            at = look * len(TAGS) + number[tag]
            if match := _CONTEXT.match(feature):
                group = _GROUP.fullmatch(match[2])
                none = np.zeros((len(OFFSETS), width), np.float16)
                row = groups[int(group[1])] if group else context.setdefault(match[2], none)
                row[OFFSETS.index(int(match[1])), at] = weight
            elif match := _CODE.fullmatch(feature):
                key = int(match[1]) << CODE_BITS | int(match[2])
                codes.setdefault(key, np.zeros(width, np.float16))[at] = weight
            else:
                own.setdefault(feature, np.zeros(width, np.float16))[at] = weight
        for (before, after), weight in weights.transitions.items():
            chains[look, number[before], number[after]] = weight
    return Model(
        *_table(_hashed(context), np.uint32, (len(OFFSETS), width)),
        *_table(_hashed(own), np.uint32, (width,)),
        *_table(codes.items(), np.int64, (width,)),
        groups,
        chains,
    )


def _hashed(rows: dict[str, np.ndarray]) -> Iterator[tuple[int, np.ndarray]]:
    seen: set[int] = set()
    for feature, row in sorted(rows.items()):
        key = hash_of(feature)
        if key not in seen:
            seen.add(key)
            yield key, row


def _table(
    rows: Iterable[tuple[int, np.ndarray]], kind: type[np.generic], shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    ordered = sorted((row for row in rows if np.abs(row[1]).max() >= _SLIGHT), key=lambda row: row[0])
    weights = np.stack([row for _, row in ordered]) if ordered else np.zeros((0, *shape), np.float16)
    return np.array([key for key, _ in ordered], kind), weights
