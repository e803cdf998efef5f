"""The development sets of names, as texts with marks.

They lie in ``../shared/data/ner/dev`` beside the repository and are never trained on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsindex.analysis.entities.training.iob2 import read_iob2
from newsindex.analysis.entities.training.marked_text import Mark, MarkedText

SHARED = Path(__file__).parents[3] / "shared" / "data"
DEVELOPMENT = SHARED / "ner" / "dev"


def development_sets() -> dict[str, list[MarkedText]]:
    """The texts of each set, by its name; empty where the sets are missing."""
    if not DEVELOPMENT.exists():
        return {}
    return {
        "worldwide": list(read_iob2(DEVELOPMENT / "worldwide-dev.iob2")),
        "conll2003": list(conll_articles(DEVELOPMENT / "conll2003-testa.iob2")),
    }


def conll_articles(path: Path) -> Iterator[MarkedText]:
    """The CoNLL stories, which the file runs together: each has a line of place and date under its headline."""
    (whole,) = read_iob2(path, sentences_per_text=10**9)
    cuts, start, before = [0], 0, 0
    for line in whole.text.split("\n"):
        if " 1996-" in line and line.split(" 1996-")[0].replace(" ", "").replace(",", "").isupper() and start:
            cuts.append(before)
        before, start = start, start + len(line) + 1
    for first, last in zip(cuts, [*cuts[1:], len(whole.text) + 1], strict=True):
        marks = (mark for mark in whole.marks if first <= mark.span.start < last)
        shifted = tuple(Mark(mark.span.shifted(-first), mark.type) for mark in marks)
        if last > first:
            yield MarkedText(whole.text[first : last - 1], shifted)
