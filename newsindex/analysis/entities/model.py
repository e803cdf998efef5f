"""A linear-chain conditional random field as flat arrays, and the most likely tags of many pieces at once.

The weights are learned by CRFsuite (``training/``) and only looked up here: the score of each tag of each word is the
sum of the weights of what is seen, and Viterbi's algorithm finds the best chain of tags, for all pieces of an article
in step. Lafferty, McCallum and Pereira, "Conditional random fields" (2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from attrs import field, fields, frozen

from newsindex.analysis.entities.hash_index import HashIndex

__all__ = ["OFFSETS", "TAGS", "Model", "best_tags"]

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
OFFSETS = (-2, -1, 0, 1, 2)
"""Where a word may stand, seen from the word that is tagged."""

CODE_BITS = 56
NEVER = np.float32(-1e4)

_MAGIC = b"newsindex names 3\n"


@frozen(eq=False)
class Model:
    """Weights by hash of what is seen, for both looks at an article; every array of hashes or keys is ascending."""

    context_hashes: np.ndarray = field(repr=False)
    context_weights: np.ndarray = field(repr=False)
    """float16, features × offsets × (looks · tags): a feature of the word that stands at an offset."""
    own_hashes: np.ndarray = field(repr=False)
    own_weights: np.ndarray = field(repr=False)
    """float16, features × (looks · tags): a feature of the tagged word alone."""
    code_keys: np.ndarray = field(repr=False)
    """int64: column << 56 | code."""
    code_weights: np.ndarray = field(repr=False)
    """float16, codes × (looks · tags)."""
    group_weights: np.ndarray = field(repr=False)
    """float16, groups × offsets × (looks · tags): a group of words used alike, by the word that stands at an offset."""
    transitions: np.ndarray = field(repr=False)
    """float32, looks × tag before × tag after."""
    _context_index: HashIndex = field(init=False, repr=False)
    _own_index: HashIndex = field(init=False, repr=False)
    _code_index: HashIndex = field(init=False, repr=False)
    _code_weights: np.ndarray = field(init=False, repr=False)
    """``code_weights`` as float32: every word needs a dozen, and to turn them takes longer than to add them."""

    @_context_index.default
    def _indexed_context(self) -> HashIndex:
        return HashIndex.of(self.context_hashes)

    @_own_index.default
    def _indexed_own(self) -> HashIndex:
        return HashIndex.of(self.own_hashes)

    @_code_index.default
    def _indexed_codes(self) -> HashIndex:
        return HashIndex.of(self.code_keys)

    @_code_weights.default
    def _wide_code_weights(self) -> np.ndarray:
        return self.code_weights.astype(np.float32)

    def save(self, path: Path) -> None:
        """Write the arrays; equal models give equal bytes."""
        with path.open("wb") as file:
            file.write(_MAGIC)
            for name in _stored(Model):
                np.save(file, getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, path: Path) -> Model:
        """The model in a file that ``save`` wrote. Raises ``ValueError`` for any other file."""
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise ValueError(f"{path} is not a model of names of this version; train it again")
            return cls(*(np.load(file, allow_pickle=False) for _ in _stored(cls)))

    @property
    def width(self) -> int:
        """How many scores a word gets: one for each tag and look."""
        return len(self.transitions) * len(TAGS)

    def word_scores(
        self, context: Sequence[Sequence[int]], own: Sequence[Sequence[int]], groups: np.ndarray
    ) -> np.ndarray:
        """For each word, by the hashes of its features and its groups, its part: words × offsets × ``width``, float32.

        A row of ``groups`` is all -1 for a word that is in none.
        """
        scores = _summed(self._context_index, self.context_weights, context)
        grouped = np.flatnonzero(groups[:, 0] >= 0)
        for level in groups[grouped].T:
            scores[grouped] += self.group_weights[level]
        scores[:, OFFSETS.index(0)] += _summed(self._own_index, self.own_weights, own)
        return scores

    def code_scores(self, codes: np.ndarray, *, first_column: int = 0) -> np.ndarray:
        """For each row of codes, a column for each kind of code, its part of the scores: rows × ``width``, float32."""
        scores = np.zeros((len(codes), self.width), np.float32)
        columns = np.arange(first_column, first_column + codes.shape[1], dtype=np.int64)
        keys = (codes + (columns << CODE_BITS)).ravel()
        at = self._code_index.find(keys)
        hits = np.flatnonzero(at >= 0)
        if len(hits):
            rows = hits // len(columns)
            first = _changes(rows)
            scores[rows[first]] = np.add.reduceat(self._code_weights[at[hits]], first)
        return scores


def _changes(values: np.ndarray) -> np.ndarray:
    """Where a new value begins, in a non-empty array."""
    return np.concatenate([[0], np.flatnonzero(values[1:] != values[:-1]) + 1])


def _stored(model: type[Model]) -> list[str]:
    """The names of what is kept in the file of a model, in its order."""
    return [attribute.name for attribute in fields(model) if attribute.init]


def _summed(index: HashIndex, weights: np.ndarray, features: Sequence[Sequence[int]]) -> np.ndarray:
    """The sums of the weights of each group of features; unknown features weigh nothing."""
    result = np.zeros((len(features), *weights.shape[1:]), np.float32)
    at = index.find(np.array(list(chain.from_iterable(features)), np.uint32))
    group_of = np.repeat(np.arange(len(features)), [len(group) for group in features])
    known = at >= 0
    groups = group_of[known]
    if len(groups):
        first = _changes(groups)
        result[groups[first]] = np.add.reduceat(weights[at[known]].astype(np.float32), first)
    return result


def best_tags(scores: np.ndarray, transitions: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The numbers of the best tags of every word, for pieces of ``scores`` that begin at ``starts``.

    No piece begins inside a name, and a name goes on only with its own type.
    """
    result = np.zeros(len(scores), np.int64)
    if not len(starts):
        return result
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    steps = int(lengths[0])
    # How many pieces, the longest first, have a word at each step.
    alive = np.searchsorted(-lengths, -np.arange(1, steps + 1), side="right").tolist()
    ways = transitions + _LAWFUL
    # Tags × pieces, so that what is compared lies in long rows; how good the best chain to each tag is at each step.
    by_tag = np.ascontiguousarray(scores.T)
    best = [by_tag[:, starts] + _ENTRY[:, None]]
    for step in range(1, steps):
        live = alive[step]
        best.append((best[-1][:, None, :live] + ways[:, :, None]).max(0) + by_tag[:, starts[:live] + step])
    tag = np.zeros(len(starts), np.int64)
    for step in range(steps - 1, -1, -1):
        live, onward = alive[step], alive[step + 1] if step + 1 < steps else 0
        at = best[step]
        # The tag before is the one that made the best chain to the tag found; the last tag of a piece is the best.
        tag[:onward] = (at[:, :onward] + ways[:, tag[:onward]]).argmax(0)
        tag[onward:live] = at[:, onward:live].argmax(0)
        result[starts[:live] + step] = tag[:live]
    return result


def _lawful() -> np.ndarray:
    allowed = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for row, before in enumerate(TAGS):
        for column, after in enumerate(TAGS):
            if after.startswith("I-") and before[2:] != after[2:]:
                allowed[row, column] = NEVER
    return allowed


_LAWFUL = _lawful()
_ENTRY = _LAWFUL[0]
