"""From marked texts to a model: what is seen around each word goes to CRFsuite, and its weights come back as arrays."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pycrfsuite

from newsindex.analysis.entities.model import CODE_BITS, OFFSETS, TAGS, Model
from newsindex.analysis.entities.reading import Reading, WordTable, read_words
from newsindex.analysis.entities.training.marked_text import MarkedText
from newsindex.analysis.entities.word_types import context_features, own_features
from newsindex.analysis.entities.wordlists import WordLists, hash_of
from newsindex.analysis.sentences import sentences
from newsindex.analysis.words import token_offsets
from newsindex.spans import Span

__all__ = ["fit", "model_of", "read_marked_text"]

PARAMETERS = {"c1": 0.05, "c2": 0.5, "max_iterations": 60, "feature.minfreq": 2, "feature.possible_transitions": True}

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_CONTEXT = re.compile(r"(-?\d)\|(.*)", re.DOTALL)
_CODE = re.compile(r"(\d+)#(\d+)")
# Two words away only these features are looked at.
_FAR = ("w=", "k=", "pad")


def fit(texts: Iterable[MarkedText], lists: WordLists, *, verbose: bool = False) -> Model:
    """The model that the marked texts teach. The same texts and lists give the same model."""
    table = WordTable(lists)
    trainer = pycrfsuite.Trainer(verbose=verbose)
    trainer.set_params(PARAMETERS)
    for text in texts:
        reading, tags = read_marked_text(text, table)
        places = _features(reading, table)
        for start, length in zip(reading.starts.tolist(), reading.lengths.tolist(), strict=True):
            trainer.append(places[start : start + length], tags[start : start + length])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "weights.crfsuite"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        tagger.close()
    return model_of(info.state_features, info.transitions)


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
        while index < len(starts) and starts[index] < mark.span.end:
            tags[index] = f"{'B' if index == first else 'I'}-{mark.type}"
            index += 1
    reading = read_words(table, [text.text[start:end] for start, end in offsets], sentence_of)
    return reading, [tags[token] for token in reading.tokens[reading.places].tolist()]


def _features(reading: Reading, table: WordTable) -> list[list[str]]:
    numbers, words, bits = reading.numbers.tolist(), table.words, table.bits
    codes = reading.codes.tolist()
    rows = []
    for place, row in zip(reading.places.tolist(), codes, strict=True):
        features = [f"{column}#{code}" for column, code in enumerate(row)]
        for offset in OFFSETS:
            number = numbers[place + offset]
            seen = context_features(words[number], int(bits[number])) if number else ["pad"]
            features += [f"{offset}|{name}" for name in seen if abs(offset) < 2 or name.startswith(_FAR)]
        rows.append(features + own_features(words[numbers[place]]))
    return rows


def model_of(weights: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float]) -> Model:
    """The model that has the given weights of features and of tags that follow each other."""
    number = {tag: index for index, tag in enumerate(TAGS)}
    context: dict[str, np.ndarray] = {}
    own: dict[str, np.ndarray] = {}
    codes: dict[int, np.ndarray] = {}
    for (feature, tag), weight in weights.items():
        if match := _CONTEXT.match(feature):
            row = context.setdefault(match[2], np.zeros((len(OFFSETS), len(TAGS)), np.float16))
            row[OFFSETS.index(int(match[1])), number[tag]] = weight
        elif match := _CODE.fullmatch(feature):
            key = int(match[1]) << CODE_BITS | int(match[2])
            codes.setdefault(key, np.zeros(len(TAGS), np.float16))[number[tag]] = weight
        else:
            own.setdefault(feature, np.zeros(len(TAGS), np.float16))[number[tag]] = weight
    chain = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for (before, after), weight in transitions.items():
        chain[number[before], number[after]] = weight
    return Model(
        *_table(_hashed(context), np.uint32, (len(OFFSETS), len(TAGS))),
        *_table(_hashed(own), np.uint32, (len(TAGS),)),
        *_table(codes.items(), np.int64, (len(TAGS),)),
        chain,
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
    ordered = sorted(rows, key=lambda row: row[0])
    weights = np.stack([row for _, row in ordered]) if ordered else np.zeros((0, *shape), np.float16)
    return np.array([key for key, _ in ordered], kind), weights
