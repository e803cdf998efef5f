"""How well newsindex ranks, on three classic test collections with human judgements, beside its peers.

    python -m tests.benchmarks.ranking

Each system gets the same texts and asks for any of the words of a query (``OR``), with its own English stemmer and its
own BM25, as its documentation sets them up. Nothing here is tuned on these collections. Printed are nDCG at 10
(Järvelin and Kekäläinen, 2002; gains as judged), mean average precision and recall, both down to rank 100.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from newsindex import Article, Index
from newsindex.query.model import Or, Query, Word

COLLECTIONS = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ir"
DEPTH = 100
_WORD = re.compile(r"[^\W_]+")

Search = Callable[[str], Sequence[str]]
"""From the text of a query to ids of documents, the best first, at most ``DEPTH``."""


@frozen
class Collection:
    """Texts, queries and judgements."""

    name: str
    texts: Mapping[str, str]
    queries: Mapping[str, str]
    gains: Mapping[str, Mapping[str, int]]
    """Of each query, the documents that answer it and how well."""


def collection(folder: Path) -> Collection:
    """A test collection in a folder of ``docs.jsonl.gz``, ``queries.jsonl`` and ``qrels.tsv``."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    rows = map(json.loads, (folder / "queries.jsonl").read_text("utf-8").splitlines())
    queries = {row["id"]: row["text"] for row in rows}
    gains: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        query, document, gain = line.split("\t")
        if int(gain) > 0:
            gains[query][document] = int(gain)
    return Collection(folder.name, texts, {key: queries[key] for key in gains if key in queries}, gains)


def words(text: str) -> list[str]:
    """The distinct words of a query."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))


def newsindex(texts: Mapping[str, str], folder: Path) -> Search:
    """newsindex; a text without a headline, all printed on one day."""
    index = Index.open(folder / "index", create=True)
    index.add(Article.make(id=key, headline="", text=text, published="2000-01-01") for key, text in texts.items())

    def search(asked: str) -> list[str]:
        parts: tuple[Query, ...] = tuple(map(Word, words(asked)))
        return [hit.id for hit in index.search(Or(parts), limit=DEPTH)]

    return search


def tantivy(texts: Mapping[str, str], folder: Path) -> Search:
    """tantivy with its English stemming tokeniser."""
    import tantivy as library  # noqa: PLC0415  a peer, imported where it is measured

    builder = library.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = library.Index(builder.build())
    writer = index.writer(num_threads=1)
    for key, text in texts.items():
        writer.add_document(library.Document(id=key, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(asked: str) -> list[str]:
        query = index.parse_query(" ".join(words(asked)), ["text"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, DEPTH).hits]

    return search


def fts5(texts: Mapping[str, str], folder: Path) -> Search:
    """SQLite FTS5 with its Porter stemmer."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text, tokenize='porter unicode61')")
    base.executemany("INSERT INTO texts VALUES (?, ?)", texts.items())

    def search(asked: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in words(asked))
        rows = base.execute("SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH))
        return [key for (key,) in rows]

    return search


def stock_whoosh(texts: Mapping[str, str], folder: Path) -> Search:
    """Whoosh as it ships, with its stemming analyser."""
    from whoosh import analysis, fields, index, query  # noqa: PLC0415  as above

    analyzer = analysis.StemmingAnalyzer()
    schema = fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(analyzer=analyzer))
    (folder / "whoosh").mkdir()
    made = index.create_in(folder / "whoosh", schema)
    writer = made.writer(limitmb=256)
    for key, text in texts.items():
        writer.add_document(id=key, text=text)
    writer.commit()
    searcher = made.searcher()

    def search(asked: str) -> list[str]:
        stems = dict.fromkeys(token.text for token in analyzer(asked))
        found = searcher.search(query.Or([query.Term("text", stem) for stem in stems]), limit=DEPTH)
        return [hit["id"] for hit in found]

    return search


SYSTEMS: tuple[Callable[[Mapping[str, str], Path], Search], ...] = (newsindex, tantivy, fts5, stock_whoosh)


def ndcg(found: Sequence[str], gains: Mapping[str, int], *, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``depth`` documents."""

    def discounted(row: Sequence[int]) -> float:
        return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(row[:depth]))

    return discounted([gains.get(one, 0) for one in found]) / discounted(sorted(gains.values(), reverse=True))


def average_precision(found: Sequence[str], gains: Mapping[str, int]) -> float:
    """The mean, over all answers, of the precision down to each."""
    right, total = 0, 0.0
    for rank, one in enumerate(found, 1):
        if one in gains:
            right += 1
            total += right / rank
    return total / len(gains)


def recall(found: Sequence[str], gains: Mapping[str, int]) -> float:
    """The share of all answers that were found."""
    return sum(one in gains for one in found) / len(gains)


def main() -> int:
    """Print the figures of every system on every collection."""
    folders = [folder for folder in COLLECTIONS.glob("*") if (folder / "qrels.tsv").is_file()]
    if not folders:
        print("skipped: no test collections in ../shared/data/ir beside the repository")
        return 0
    for one in map(collection, sorted(folders)):
        print(f"{one.name}: {len(one.texts):,} texts, {len(one.queries):,} queries")
        for system in SYSTEMS:
            with TemporaryDirectory() as folder:
                try:
                    search = system(one.texts, Path(folder))
                except ImportError as missing:
                    print(f"  {system.__name__:14} skipped: {missing}")
                    continue
                found = {key: search(text) for key, text in one.queries.items()}
            figures = [
                sum(measure(found[key], one.gains[key]) for key in found) / len(found)
                for measure in (ndcg, average_precision, recall)
            ]
            print("  {:14} nDCG@10 {:.3f}   MAP {:.3f}   recall@100 {:.3f}".format(system.__name__, *figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
