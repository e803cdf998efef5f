"""How well and how fast names are found: ``python -m tests.benchmarks.names``.

Strict F1 (same span, same type) on the development sets in ``../shared/data/ner/dev``, which are never trained on;
words a second, load time, memory and shipped size (``names_speed``, which can be run by itself). With ``--reuters``
also the agreement with the human PLACES and PEOPLE tags of Reuters-21578. ``--spacy en_core_web_sm`` and ``--nltk``
measure those in the same run, where they are installed. ``--file`` takes a set of your own: one token and tag a line, a
blank line between sentences, ``-DOCSTART-`` between documents.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from newsindex.analysis.annotated import EntityMention, Tokens
from newsindex.analysis.entities import Recognizer, default_recognizer, link
from newsindex.analysis.entities.adapters import NltkRecognizer, SpacyRecognizer
from newsindex.analysis.entities.training.iob2 import read_iob2
from newsindex.analysis.entities.training.marked_text import MarkedText
from newsindex.analysis.sentences import sentences
from newsindex.analysis.words import token_offsets
from newsindex.spans import Span
from tests.benchmarks import names_speed
from tests.benchmarks.names_reuters import against_reuters
from tests.benchmarks.names_texts import SHARED, development_sets

TYPES = {"person": "PER", "org": "ORG", "place": "LOC"}

Prepared = tuple[str, Tokens, tuple[Span, ...]]


def prepare(text: str) -> Prepared:
    """A text with its tokens and sentences; every line is a passage."""
    offsets = list(token_offsets(text))
    tokens = Tokens(text, [start for start, _ in offsets], [end for _, end in offsets])
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    return text, tokens, sentences(text, lines)


def strict_f1(recognizer: Recognizer, texts: Iterable[MarkedText]) -> dict[str, float]:
    """F1 in per cent of exact spans and types, for each type and together, with precision and recall."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for text in texts:
        mentions = {(m.span, TYPES[m.type]) for m in recognizer.recognize(*prepare(text.text))}
        marks = {(mark.span, mark.type) for mark in text.marks}
        for counter, spans in ((right, mentions & marks), (found, mentions), (wanted, marks)):
            counter.update(kind for _, kind in spans)
    figures = {kind: 200 * right[kind] / max(1, found[kind] + wanted[kind]) for kind in TYPES.values()}
    figures["all"] = 200 * right.total() / max(1, found.total() + wanted.total())
    figures["precision"] = 100 * right.total() / max(1, found.total())
    figures["recall"] = 100 * right.total() / max(1, wanted.total())
    return figures


def report(name: str, recognizer: Recognizer, sets: dict[str, list[MarkedText]]) -> None:
    """Print what a recogniser reaches."""
    for label, texts in sets.items():
        figures = strict_f1(recognizer, texts)
        print(f"{name:10} {label:10} " + "  ".join(f"{kind} {value:.1f}" for kind, value in figures.items()))


def _annotate(text: str) -> Sequence[EntityMention]:
    return link(text, None, default_recognizer().recognize(*prepare(text)))


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spacy", help="also measure this spaCy pipeline")
    parser.add_argument("--nltk", action="store_true", help="also measure NLTK's ne_chunk")
    parser.add_argument("--reuters", action="store_true", help="also judge by the human tags of Reuters-21578")
    parser.add_argument("--file", type=Path, action="append", default=[], help="also measure on this set")
    options = parser.parse_args()
    sets = development_sets() | {path.stem: list(read_iob2(path)) for path in options.file}
    if not sets:
        print("skipped: the development sets are expected in ../shared/data/ner/dev, others by --file")
        return
    others: dict[str, Recognizer] = {}
    if options.spacy:
        others[options.spacy] = SpacyRecognizer(options.spacy)
    if options.nltk:
        others["ne_chunk"] = NltkRecognizer()
    prepared = [prepare(text.text) for texts in sets.values() for text in texts]
    for name, recognizer in {"newsindex": default_recognizer(), **others}.items():
        speed = names_speed.words_a_second(recognizer, prepared, together=True)
        print(f"{name:10} {speed:,.0f} words a second on words never met")
        report(name, recognizer, sets)
    names_speed.report()
    if options.reuters:
        against_reuters(SHARED / "reuters21578", _annotate)


if __name__ == "__main__":
    main()
