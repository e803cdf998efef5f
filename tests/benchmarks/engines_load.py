"""Engines under load: four threads ask while a fifth adds and commits, and questions that are hard by their shape."""

from __future__ import annotations

import random
import resource
import shutil
import statistics
import string
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from tests.benchmarks.corpus import Question, Story, words_of
from tests.benchmarks.engines_newsindex import NewsindexEngine
from tests.benchmarks.peers import System, Tantivy

__all__ = ["EXTREMES", "common_words", "extreme", "mixed", "peak_megabytes"]

READERS = 4
BATCH = 100
EXTREMES = ("*e*", "a* OR b* … z*", "OR of 1,000 words", "fuzzy 2")


def mixed(
    system: System, place: Path, asked: Sequence[Question], more: Sequence[Story], seconds: float
) -> dict[str, float]:
    """Questions a second of four threads alone, then beside a writer that adds a hundred stories at a time."""
    # tantivy may still be merging when its writer is let go of.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch) / "index"
        shutil.copytree(place, folder)
        readers = [system.reader(folder) for _ in range(READERS)]
        alone, _ = _run(readers, None, asked, more, seconds)
        beside, added = _run(readers, system.writer(folder), asked, more, seconds)
    return {
        "questions a second": round(len(alone) / seconds),
        "p95 ms": _percentile(alone, 0.95),
        "beside a writer": round(len(beside) / seconds),
        "its p50 ms": _percentile(beside, 0.5),
        "its p95 ms": _percentile(beside, 0.95),
        "documents a second in": round(added / seconds),
    }


def _run(
    readers: Sequence[Callable[[Question], object]],
    writer: Callable[[list[Story]], object] | None,
    asked: Sequence[Question],
    more: Sequence[Story],
    seconds: float,
) -> tuple[list[float], int]:
    """The milliseconds of every question, and how many stories were added."""
    end = time.perf_counter() + seconds
    times: list[float] = []
    added = 0
    failed: list[BaseException] = []

    def read(number: int) -> None:
        dealer = random.Random(number)
        try:
            while (begun := time.perf_counter()) < end:
                readers[number](dealer.choice(asked))
                times.append((time.perf_counter() - begun) * 1e3)
        except Exception as error:
            failed.append(error)

    def write(add: Callable[[list[Story]], object]) -> None:
        nonlocal added
        try:
            while time.perf_counter() < end:
                batch = [more[(added + number) % len(more)] for number in range(BATCH)]
                add([evolve(story, id=f"new-{added + n}") for n, story in enumerate(batch)])
                added += BATCH
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(len(readers))]
    if writer is not None:
        threads.append(threading.Thread(target=write, args=(writer,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return times, added


def _percentile(times: Sequence[float], share: float) -> float:
    return round(sorted(times)[int(len(times) * share)], 3) if times else 0.0


def peak_megabytes() -> float:
    """The most memory that this process has held. Linux lets ``ru_maxrss`` begin with what the parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def common_words(collection: Iterable[Story]) -> list[str]:
    """The thousand words that stand in most stories."""
    counts = Counter(word for story in collection for word in set(words_of(story.text)))
    return [word for word, _ in counts.most_common(1000)]


def extreme(system: System, place: Path, number: int, common: Sequence[str]) -> dict[str, float]:
    """One hard question in a process of its own: its first and its later times, and the memory that it took."""
    system.open(place)
    query = _newsindex_extreme(system, number, common) if isinstance(system, NewsindexEngine) else None
    if isinstance(system, Tantivy):
        query = _tantivy_extreme(system, number, common)
    system.top(system.prepare(Question("word", ("oil",), "and")))
    before = peak_megabytes()
    times = []
    for _ in range(4):
        begun = time.perf_counter()
        system.top(query)
        times.append((time.perf_counter() - begun) * 1e3)
    return {
        "first ms": round(times[0], 1),
        "then ms": round(statistics.median(times[1:]), 1),
        "matches": system.count(query),
        "further MB": round(peak_megabytes() - before),
    }


def _newsindex_extreme(system: NewsindexEngine, number: int, common: Sequence[str]) -> Any:
    query = system.query
    match number:
        case 0:
            return query.Wildcard("text", "*e*")
        case 1:
            return query.Or([query.Prefix("text", letter) for letter in string.ascii_lowercase])
        case 2:
            return query.Or([query.Term("text", word) for word in common])
    return system.spelled("text", "president", maxdist=2)


def _tantivy_extreme(system: Tantivy, number: int, common: Sequence[str]) -> Any:
    query, schema, should = system.tantivy.Query, system.index.schema, system.tantivy.Occur.Should
    match number:
        case 0:
            return query.regex_query(schema, "text", ".*e.*")
        case 1:
            prefixes = [query.regex_query(schema, "text", f"{letter}.*") for letter in string.ascii_lowercase]
            return query.boolean_query([(should, prefix) for prefix in prefixes])
        case 2:
            words = [query.term_query(schema, "text", word, index_option="freq") for word in common]
            return query.boolean_query([(should, word) for word in words])
    return query.fuzzy_term_query(schema, "text", "president", distance=2)
