"""newsindex beside stock Whoosh, SQLite FTS5 and tantivy: speed in, bytes, latency, memory, cold start, load.

    python -m tests.benchmarks.engines                    # Reuters-21578, every system: some six minutes
    python -m tests.benchmarks.engines --repeat 20        # 431,560 documents, without the two slowest to build
    python -m tests.benchmarks.engines --keep FOLDER      # keep the indexes there, and use them next time
    python -m tests.benchmarks.engines --systems newsindex,tantivy --kinds phrase --parts engine

What is measured, and how:

- **in**: each system builds its index alone in a fresh process; documents a second of wall and of processor time.
  "newsindex" is the engine alone, with the words of a text cut by a regular expression in Python, and
  "newsindex-tokens" is handed them ready, which the clock does not see. "newsindex-pipeline" is all that ``Index.add``
  and ``Index.search`` do (analysis, passages, names, dates, stems): more than the others do, so it finds other matches.
- **engine**: from a ready query object to ids and scores of the ten best. tantivy is asked without a count, which lets
  it skip; "tantivy-count" is the default of its Python binding. FTS5 always visits every match in order to rank.
- **whole call**: from the text of a query to ten hits with their stored fields read.
- Systems take turns question by question, in an order that is dealt anew each time, so that a busy machine slows all of
  them alike; quote the ratios. A question is asked in ``--rounds`` rounds: ``first`` is the first of them (nothing
  warm), the others give a median for each question, and p50, p95 and p99 are over questions.
  Stock Whoosh is asked every second question, in two rounds.
  ``--clock processor`` counts the time of the asking thread on a processor, which a busy machine hardly disturbs.
- **cold**: a fresh process that imports, opens and answers one question; the files are in the page cache.
- **load**: four threads that make whole calls, first alone, then beside a writer that adds a hundred stories at a time
  and commits, as fast as it can; in a process of its own, on a copy of the index.
- **hard**: questions that are hard by their shape, with every limit lifted, each in a process of its own.
- **agreement**: on how many questions a system counts as many matches as tantivy (tokenisers differ on a few signs).
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from tests.benchmarks.corpus import KINDS, CorpusMissing, Question, questions, stories
from tests.benchmarks.engines_load import EXTREMES, common_words, extreme, mixed, peak_megabytes
from tests.benchmarks.engines_newsindex import NewsindexEngine, NewsindexPipeline, NewsindexTokens
from tests.benchmarks.peers import Fts5, StockWhoosh, System, Tantivy

SYSTEMS: dict[str, Callable[[], System]] = {
    "newsindex": NewsindexEngine,
    "newsindex-tokens": NewsindexTokens,
    "newsindex-pipeline": NewsindexPipeline,
    "tantivy": Tantivy,
    "tantivy-count": lambda: Tantivy(count=True),
    "fts5": Fts5,
    "whoosh": StockWhoosh,
}
BUILT_BY = {"tantivy-count": "tantivy"}
ONLY_BUILT = ("newsindex-tokens",)
SLOW_TO_BUILD = ("whoosh", "newsindex-pipeline")
PARTS = ("engine", "call", "cold", "load", "hard")


def main() -> None:
    """Run the command."""
    options = _arguments()
    if options.build:
        return print(json.dumps(_build(options.build, options.repeat, Path(options.to))))
    if options.cold:
        return print(json.dumps(_cold(options.cold, Path(options.to))))
    if options.load:
        collection = list(stories())
        asked = questions(collection, per_kind=options.per_kind)
        measured = mixed(SYSTEMS[options.load](), Path(options.to), asked, collection, options.seconds)
        return print(json.dumps(measured))
    if options.hard:
        common = json.loads(Path(options.words).read_text())
        return print(json.dumps(extreme(SYSTEMS[options.hard](), Path(options.to), int(options.number), common)))
    try:
        next(stories())
    except CorpusMissing as missing:
        sys.exit(f"nothing measured: {missing}")
    names = options.systems.split(",")
    if options.repeat > 1 and not options.patient:
        names = [name for name in names if name not in SLOW_TO_BUILD]
        _say(f"left out of {options.repeat} collections, as slow to build: {', '.join(SLOW_TO_BUILD)} (--patient)")
    with tempfile.TemporaryDirectory() as scratch:
        report = _measure(names, options, Path(options.keep or scratch))
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1))
    _print(report)
    return None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.engines", description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=1, help="lay the collection end to end so often")
    parser.add_argument("--per-kind", type=int, default=40, help="questions of each kind")
    parser.add_argument("--rounds", type=int, default=4, help="how often each question is asked, at least 2")
    parser.add_argument("--systems", default=",".join(SYSTEMS), help="comma-separated: " + ", ".join(SYSTEMS))
    parser.add_argument("--kinds", default="", help="only kinds of question that contain this text")
    parser.add_argument("--keep", help="keep the indexes in this folder, and use those that are there")
    parser.add_argument("--json", help="also write everything to this file")
    parser.add_argument("--patient", action="store_true", help="with --repeat, also those that are slow to build")
    parser.add_argument("--parts", default=",".join(PARTS), help="only these of " + ", ".join(PARTS))
    parser.add_argument("--clock", choices=("wall", "processor"), default="wall", help="what latency is counted by")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each half of a mixed load lasts")
    parser.add_argument("--workers", default="1", help="processes that analyse for newsindex-pipeline")
    for step in ("--build", "--cold", "--load", "--hard"):
        parser.add_argument(step, help=argparse.SUPPRESS)
    parser.add_argument("--number", help=argparse.SUPPRESS)
    parser.add_argument("--words", help=argparse.SUPPRESS)
    parser.add_argument("--to", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(names: list[str], options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = {
        "documents": options.repeat * sum(1 for _ in stories()),
        "processors": os.cpu_count(),
        "in": {},
        "bytes": {},
    }
    parts = options.parts.split(",")
    os.environ["NEWSINDEX_BENCHMARK_WORKERS"] = options.workers
    places = {name: folder / f"{BUILT_BY.get(name, name)}-{options.repeat}" for name in names}
    for name, place in places.items():
        if not place.exists():
            place.mkdir(parents=True)
            _say(f"building {name}")
            report["in"][name] = _child("--build", name, "--repeat", str(options.repeat), "--to", str(place))
            if not report["in"][name]:
                sys.exit(f"nothing measured: {name} could not be built")
        report["bytes"][name] = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    names = [name for name in names if name not in ONLY_BUILT]
    places = {name: places[name] for name in names}
    if "cold" in parts:
        _say("starting cold")
        runs = {name: [_child("--cold", name, "--to", str(place)) for _ in range(5)] for name, place in places.items()}
        report["cold"] = {name: min(some, key=lambda run: run.get("seconds", 0.0)) for name, some in runs.items()}
    collection = [story for _, story in zip(range(21578), stories(), strict=False)]
    asked = [q for q in questions(collection, per_kind=options.per_kind) if options.kinds in q.kind]
    opened = {name: SYSTEMS[name]() for name in names}
    for name, system in opened.items():
        system.open(places[name])
    if "engine" in parts or "call" in parts:
        _say(f"asking {len(asked)} questions in {options.rounds} rounds")
        clock = time.thread_time if options.clock == "processor" else time.perf_counter
        report["clock"] = options.clock
        report |= _latencies(opened, asked, options.rounds, [one for one in ("engine", "call") if one in parts], clock)
        report["agreement"] = _agreement(opened, asked)
    if "load" in parts:
        report["load"] = {}
        for name in (name for name in names if name not in BUILT_BY):
            _say(f"load on {name}")
            report["load"][name] = _child("--load", name, "--to", str(places[name]), "--seconds", str(options.seconds))
    if "hard" in parts:
        _say("hard questions")
        words = folder / "common-words.json"
        words.write_text(json.dumps(common_words(collection)))
        given = ("--words", str(words))
        report["hard"] = {
            name: {
                what: _child("--hard", name, "--to", str(places[name]), "--number", str(number), *given)
                for number, what in enumerate(EXTREMES)
            }
            for name in ("newsindex", "tantivy")
            if name in names
        }
    return report


def _latencies(
    systems: dict[str, System],
    asked: list[Question],
    rounds: int,
    parts: Sequence[str],
    clock: Callable[[], float],
) -> dict[str, Any]:
    """Milliseconds by part ("engine", "call"), system and kind of question."""
    report: dict[str, Any] = {}
    for part in parts:
        times: dict[str, dict[str, list[list[float]]]] = {
            name: {kind: [] for kind in KINDS if any(q.kind == kind for q in asked)} for name in systems
        }
        ready = {name: [system.prepare(q) for q in asked] for name, system in systems.items()}
        gc.collect()
        gc.disable()
        for question in asked:
            for name in systems:
                times[name][question.kind].append([])
        dealer = random.Random(rounds)
        turns = list(systems.items())
        for turn in range(rounds):
            place = dict.fromkeys(KINDS, 0)
            for number, question in enumerate(asked):
                kind = question.kind
                dealer.shuffle(turns)
                for name, system in turns:
                    if system.share > 1 and (turn > 1 or number % system.share):
                        continue
                    if part == "engine":
                        work: Callable[[Any], object] = system.top
                        given: Any = ready[name][number]
                    else:
                        work, given = system.call, question
                    begun = clock()
                    work(given)
                    times[name][kind][place[kind]].append((clock() - begun) * 1e3)
                place[kind] += 1
        gc.enable()
        report[part] = {
            name: {kind: _percentiles(runs) for kind, runs in [*by_kind.items(), ("all", [*chain(*by_kind.values())])]}
            for name, by_kind in times.items()
        }
    return report


def _percentiles(runs: list[list[float]]) -> dict[str, float]:
    asked = [run for run in runs if run]
    first = sorted(run[0] for run in asked)
    warm = sorted(statistics.median(run[1:] or run) for run in asked)

    def at(values: list[float], share: float) -> float:
        return round(values[min(len(values) - 1, int(len(values) * share))], 4)

    return {
        "p50": at(warm, 0.5),
        "p95": at(warm, 0.95),
        "p99": at(warm, 0.99),
        "first p50": at(first, 0.5),
        "first p95": at(first, 0.95),
    }


def _agreement(systems: dict[str, System], asked: list[Question]) -> dict[str, str]:
    """How many of a sample of questions give the same number of matches as tantivy."""
    if "tantivy" not in systems:
        return {}
    sample = asked[:: max(1, len(asked) // 45)]
    expected = [systems["tantivy"].count(systems["tantivy"].prepare(q)) for q in sample]
    return {
        name: f"{sum(system.count(system.prepare(q)) == n for q, n in zip(sample, expected, strict=True))}"
        f" of {len(sample)}"
        for name, system in systems.items()
    }


def _build(name: str, repeat: int, place: Path) -> dict[str, float]:
    system = SYSTEMS[name]()
    total = sum(1 for _ in stories(repeat))
    if isinstance(system, NewsindexTokens):
        system.cut(stories())
    idle = peak_megabytes()
    wall, processor = time.perf_counter(), time.process_time()
    system.build(place, stories(repeat))
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor += children.ru_utime + children.ru_stime
    return {
        "seconds": round(wall, 2),
        "documents a second": round(total / wall),
        "documents a processor second": round(total / processor),
        "peak MB": round(peak_megabytes() - idle),
    }


def _cold(name: str, place: Path) -> dict[str, float]:
    begun = time.perf_counter()
    system = SYSTEMS[name]()
    imported = time.perf_counter()
    system.open(place)
    opened = time.perf_counter()
    system.call(Question("and", ("coffee", "export", "quotas"), "and"))
    done = time.perf_counter()
    return {
        "import ms": round((imported - begun) * 1e3, 1),
        "open ms": round((opened - imported) * 1e3, 1),
        "first question ms": round((done - opened) * 1e3, 1),
        "seconds": round(done - begun, 4),
        "processor seconds, start of Python included": round(time.process_time(), 3),
        "peak MB": round(peak_megabytes()),
    }


def _child(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.engines", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        # The rest is worth having.
        _say(f"{' '.join(command)} failed:\n{done.stderr}")
        return {}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print(report: dict[str, Any]) -> None:
    print(f"\n{report['documents']:,} documents, {report['processors']} processors")
    names = [name for name in report["bytes"] if name not in ONLY_BUILT]
    _table("in", report["in"], list(report["bytes"]))
    _table("bytes on disk", {name: {"MB": round(size / 1e6, 1)} for name, size in report["bytes"].items()}, names)
    _table("cold process", report.get("cold", {}), names)
    _table("load of four readers, alone and beside a writer", report.get("load", {}), names)
    for name, hard in report.get("hard", {}).items():
        _table(f"hard questions to {name}", hard, EXTREMES)
    for part in ("engine", "call"):
        if part not in report:
            continue
        print(f"\n{part}, {report['clock']} ms: p50, p95, p99, (first p50), ratio to tantivy at p50 and p95")
        for kind in next(iter(report[part].values())):
            print(f"  {kind}")
            base = report[part].get("tantivy", {}).get(kind)
            for name in names:
                row = report[part][name][kind]
                ratio = f"  {row['p50'] / base['p50']:7.2f} x {row['p95'] / base['p95']:7.2f} x" if base else ""
                print(
                    f"    {name:18} {row['p50']:9.3f} {row['p95']:9.3f} {row['p99']:9.3f}   "
                    f"({row['first p50']:8.3f}){ratio}"
                )
    if report.get("agreement"):
        shares = ", ".join(f"{name} {share}" for name, share in report["agreement"].items())
        print("\nas many matches as tantivy:", shares)


def _table(title: str, rows: dict[str, dict[str, float]], names: Iterable[str]) -> None:
    if rows:
        print(f"\n{title}")
    for name in names:
        if name in rows:
            print(f"  {name:18} " + ", ".join(f"{key} {value:,}" for key, value in rows[name].items()))


if __name__ == "__main__":
    main()
