"""What counting five facets costs beside the question itself, on an index of Reuters-21578.

    python -m tests.benchmarks.facets                     # builds the index of 21,578 articles first: some two minutes
    python -m tests.benchmarks.facets --repeat 20         # 431,560 articles: the better part of an hour to build
    python -m tests.benchmarks.facets --keep FOLDER       # keep the index there, and use it next time

Each question goes through ``Index.search`` three ways, in a process that has asked none like it before:

- **alone**: ten hits and the total, as its users ask; the median of several calls after the first;
- **with facets, first**: the same and in how many of all matches each person, organisation, place, day of printing and
  day of happening stands; counted, since nothing is remembered of this question yet;
- **with facets, again**: what is remembered of it may serve.

The ratio is to the question alone. Before, the facets of one other question are counted, which lays them out: that time
is told by itself. Processor time of the asking thread. That the counts are right is for the tests.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from newsindex import Index, Results
from newsindex.engines.base import FacetField
from tests.benchmarks.corpus import KINDS, CorpusMissing, Question, questions, stories
from tests.benchmarks.engines_newsindex import NewsindexPipeline, filters_of, query_text

FIELDS: tuple[FacetField, ...] = ("person", "org", "place", "published", "happened")
ROUNDS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="lay the collection end to end N times")
    parser.add_argument("--per-kind", type=int, default=20, metavar="N", help="questions of each kind")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the index there")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    try:
        collection = list(stories())
    except CorpusMissing as missing:
        sys.exit(f"skipped: {missing}")
    with tempfile.TemporaryDirectory() as temporary:
        place = (options.keep or Path(temporary)) / f"newsindex-pipeline-{options.repeat}"
        if not place.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            NewsindexPipeline().build(place, stories(options.repeat))
        with Index.open(place) as index:
            report = _measure(index, questions(collection, per_kind=options.per_kind))
    print(json.dumps(report)) if options.json else _print(report)


def _measure(index: Index, asked: list[Question]) -> dict[str, Any]:
    layout, _ = _timed(lambda: index.search("stewardess", facets=FIELDS))
    gc.collect()
    gc.disable()
    rows = []
    for question in asked:
        text, filters = query_text(question), filters_of(question)

        def ask(facets: tuple[FacetField, ...] = (), text: str = text, filters: dict[str, Any] = filters) -> Results:
            return index.search(text, facets=facets, **filters)

        ask()
        alone = statistics.median(_timed(ask)[0] for _ in range(ROUNDS))
        first, results = _timed(lambda ask=ask: ask(FIELDS))
        again = statistics.median(_timed(lambda ask=ask: ask(FIELDS))[0] for _ in range(ROUNDS))
        rows.append({"kind": question.kind, "matches": results.total, "alone": alone, "first": first, "again": again})
    gc.enable()
    return {"articles": len(index), "layout ms": layout, "questions": rows}


def _timed(ask: Callable[[], Results]) -> tuple[float, Results]:
    """Milliseconds of the answer with its counts named, and the answer."""
    begun = time.thread_time()
    results = ask()
    for counts in results.facets.values():
        list(islice(counts.items(), 10))
    return (time.thread_time() - begun) * 1e3, results


def _print(report: dict[str, Any]) -> None:
    print(f"{report['articles']:,} articles; facets laid out in {report['layout ms']:,.0f} ms; processor ms, medians")
    print(f"{'':22}{'matches':>9}{'alone':>9}{'first':>9}{'again':>9}   ratio to alone, first: median, worst; again")
    rows = report["questions"]
    for kind in (*KINDS, "all"):
        some = [row for row in rows if kind in (row["kind"], "all")]
        middle = {name: statistics.median(row[name] for row in some) for name in ("matches", "alone", "first", "again")}
        first = sorted(row["first"] / row["alone"] for row in some)
        again = sorted(row["again"] / row["alone"] for row in some)
        print(
            f"{kind:22}{middle['matches']:9,.0f}{middle['alone']:9.3f}{middle['first']:9.3f}{middle['again']:9.3f}   "
            f"{statistics.median(first):6.2f} {first[-1]:6.2f} {statistics.median(again):6.2f} {again[-1]:6.2f}"
        )


if __name__ == "__main__":
    main()
