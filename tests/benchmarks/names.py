"""How well and how fast names are found: ``python -m tests.benchmarks.names``.

Strict F1 (same span, same type) on the development sets in ``../shared/data/ner/dev``, which are never trained on;
words a second of processor time for names alone and for the whole analysis; load time; memory; shipped size. With
``--reuters`` also the agreement with the human PLACES and PEOPLE tags of Reuters-21578. ``--spacy en_core_web_sm`` and
``--nltk`` measure those in the same run, where they are installed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from newsindex.analysis.annotate import annotate_article
from newsindex.analysis.annotated import EntityMention, Tokens
from newsindex.analysis.entities import Recognizer, default_recognizer, link
from newsindex.analysis.entities.adapters import NltkRecognizer, SpacyRecognizer
from newsindex.analysis.entities.crf import DATA
from newsindex.analysis.entities.training.iob2 import read_iob2
from newsindex.analysis.entities.training.marked_text import Mark, MarkedText
from newsindex.analysis.sentences import sentences
from newsindex.analysis.words import token_offsets
from newsindex.articles import Article
from newsindex.spans import Span
from tests.benchmarks.names_reuters import against_reuters

SHARED = Path(__file__).parents[3] / "shared" / "data"
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


def words_a_second(recognizer: Recognizer, prepared: list[Prepared]) -> float:
    """Tokens a second of processor time, in one pass over texts that the recogniser has not seen."""
    start = time.process_time()
    for text in prepared:
        recognizer.recognize(*text)
    return sum(len(tokens) for _, tokens, _ in prepared) / (time.process_time() - start)


def whole_analysis(texts: Iterable[MarkedText]) -> float:
    """Tokens a second of processor time for tokens, sentences, dates, names and links together."""
    articles = []
    for number, text in enumerate(texts):
        headline, _, body = text.text.partition("\n")
        articles.append(Article.make(id=str(number), headline=headline, text=body, published=date(2024, 10, 8)))
    start = time.process_time()
    words = sum(len(annotate_article(article).tokens) for article in articles)
    return words / (time.process_time() - start)


def load_cost() -> tuple[float, float]:
    """Seconds to load the shipped recogniser after its modules, and the megabytes that it adds, in a fresh process."""
    program = (
        "import resource, time\n"
        "from newsindex.analysis.entities import default_recognizer\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "start = time.process_time(); default_recognizer()\n"
        "print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    seconds, megabytes = answer.split()
    return float(seconds), float(megabytes)


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
    options = parser.parse_args()
    dev = SHARED / "ner" / "dev"
    if not dev.exists():
        print("skipped: the development sets are expected in ../shared/data/ner/dev")
        return
    sets = {
        "worldwide": list(read_iob2(dev / "worldwide-dev.iob2")),
        "conll2003": list(conll_articles(dev / "conll2003-testa.iob2")),
    }
    others: dict[str, Recognizer] = {}
    if options.spacy:
        others[options.spacy] = SpacyRecognizer(options.spacy)
    if options.nltk:
        others["ne_chunk"] = NltkRecognizer()
    prepared = [prepare(text.text) for texts in sets.values() for text in texts]
    for name, recognizer in {"newsindex": default_recognizer(), **others}.items():
        first = words_a_second(recognizer, prepared)
        again = words_a_second(recognizer, prepared)
        print(f"{name:10} {first:,.0f} words a second on words never met, {again:,.0f} the second time")
        report(name, recognizer, sets)
    default_recognizer.cache_clear()
    texts = [text for of_set in sets.values() for text in of_set]
    first, again = whole_analysis(texts), whole_analysis(texts)
    print(f"newsindex  whole analysis: {first:,.0f} words a second on words never met, {again:,.0f} the second time")
    seconds, megabytes = load_cost()
    size = sum(path.stat().st_size for path in DATA.iterdir()) / 1e6
    print(f"newsindex  loads in {seconds:.3f} s, adds {megabytes:.0f} MB of memory, ships {size:.1f} MB")
    if options.reuters:
        against_reuters(SHARED / "reuters21578", _annotate)


if __name__ == "__main__":
    main()
