"""Indexing by several processes: the same index, the same reports, the same errors."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from newsindex import Article, Index, InvalidValueError, NewsIndexError, ReadError, WorkerError
from newsindex.documents import ArticleRecord
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.store import Snapshot
from newsindex.errors import CorruptIndexError, MissingExtraError, QuerySyntaxError
from newsindex.preparing import Preparing, Recipe
from tests.conftest import ROOT, SEEDS


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few articles are many batches."""
    monkeypatch.setattr("newsindex.preparing._CHARACTERS", 2_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dozen seeds, and two files that cannot be read."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for seed in sorted(SEEDS.iterdir())[:12]:
        shutil.copy(seed, articles)
    (articles / "brief-02b.txt").write_bytes(b"")
    (articles / "photo.txt").write_bytes(b"\x89PNG\x00\x01\x02" * 100)
    return articles


def built(articles: Path, where: Path, workers: int) -> dict[str, Any]:
    """All that an index holds that was made with so many workers, and all that was told on the way."""
    reported: list[str] = []
    seen: list[str] = []
    with Index.open(where, create=True) as index:
        count = index.add(
            articles,
            articles / "brief-01.txt",
            workers=workers,
            on_error=lambda problem: reported.append(str(problem)),
            on_article=lambda article: seen.append(article.id),
        )
    with Snapshot.open(DiskFolder(where)) as snapshot:
        files = [(where / entry.file.name).read_bytes() for entry in snapshot.manifest.segments]
        return {"count": count, "reported": reported, "seen": seen, "files": files, "notes": snapshot.notes}


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_the_index_of_several_processes_is_the_same_to_the_byte(
    folder: Path, tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = multiprocessing.get_context(method)
    monkeypatch.setattr(multiprocessing, "get_context", lambda: context)
    alone, together = built(folder, tmp_path / "alone", 1), built(folder, tmp_path / "together", 2)
    assert len(alone["reported"]) == 2
    assert together == alone


def test_a_refresh_by_several_processes_takes_in_replaces_and_removes(folder: Path, tmp_path: Path) -> None:
    indexes = [Index.open(tmp_path / f"by-{workers}", create=True) for workers in (1, 3)]
    for step in range(2):
        if step:
            (folder / "brief-03.txt").unlink()
            brief = (folder / "brief-04.txt").read_text(encoding="utf-8")
            (folder / "brief-04.txt").write_text(brief + "\n" + brief, encoding="utf-8")
            shutil.copy(folder / "brief-05.txt", folder / "brief-13.txt")
        counts = [
            index.refresh(folder, workers=workers, on_error=lambda _problem: None)
            for index, workers in zip(indexes, (1, 3), strict=True)
        ]
        assert counts[0] == counts[1]
        assert [article for article in indexes[0]] == [article for article in indexes[1]]  # noqa: C416


def name_of(record: ArticleRecord) -> str:
    if record.article.article_id == "bad":
        raise CorruptIndexError("some file", "is bad")
    if record.article.article_id == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{record.article.article_id} by {'another' if multiprocessing.parent_process() else 'this'}"


def articles_of(*ids: str) -> list[Article]:
    text = "Troops moved on Monday. " * 100
    return [Article.make(id=one, headline="Troops", text=text, published="2024-10-21") for one in ids]


def prepared(articles: list[Article], workers: int) -> list[str]:
    made: list[str] = []
    with Preparing(Recipe(name_of), lambda _article, one: made.append(one), workers=workers) as preparing:
        for article in articles:
            preparing.put(article)
    return made


def test_articles_come_out_in_the_order_they_went_in() -> None:
    assert prepared(articles_of(*map(str, range(20))), 3) == [f"{number} by another" for number in range(20)]


def test_less_than_a_batch_starts_no_process() -> None:
    assert prepared([Article.make(id="a", headline="A", text="Rain.", published="2024-10-21")], 4) == ["a by this"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_analysis_is_the_same_from_another_process(workers: int) -> None:
    with pytest.raises(CorruptIndexError, match="some file: is bad") as caught:
        prepared(articles_of("1", "2", "bad", "4", "5"), workers)
    assert caught.value.file == "some file"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_a_process_that_dies_is_told_and_nothing_is_added() -> None:
    with pytest.raises(WorkerError, match="ended before its work"):
        prepared(articles_of("1", "2", "deadly", "4", "5"), 2)


@pytest.mark.parametrize("workers", [0, -1, 62, 1.5, True, "2", None])
def test_a_number_of_processes_that_makes_no_sense_is_told(workers: Any) -> None:
    with pytest.raises(InvalidValueError, match="workers="):
        Index.in_memory().add(SEEDS, workers=workers)
    with pytest.raises(InvalidValueError, match="workers="):
        Index.in_memory().refresh(SEEDS, workers=workers)


@pytest.mark.parametrize("memory", [0, 7, -1, 0.5, True, "64"])
def test_an_amount_of_memory_that_makes_no_sense_is_told(tmp_path: Path, memory: Any) -> None:
    with pytest.raises(InvalidValueError, match=r"memory=.*from 8 up"):
        Index.open(tmp_path / "news.index", create=True, memory=memory)
    assert not (tmp_path / "news.index").exists()


def test_a_recogniser_that_cannot_be_sent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    context = multiprocessing.get_context("spawn")
    monkeypatch.setattr(multiprocessing, "get_context", lambda: context)

    class Unsendable:
        def recognize(self, *_given: Any) -> tuple[()]:
            return ()

    with pytest.raises(InvalidValueError, match="cannot be sent to another process"):
        Index(Index.in_memory()._engine, recognizer=Unsendable()).add(SEEDS, workers=2)


@pytest.mark.parametrize(
    "error",
    [
        ReadError("a.txt", "is empty"),
        QuerySyntaxError("no", "a b", 2),
        CorruptIndexError("a.seg", "is short"),
        MissingExtraError("pandas", "pandas"),
        InvalidValueError("no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_pass_between_processes(error: NewsIndexError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


BESIDE = """
import sys, threading
from newsindex import Article, Index
from newsindex.analysis.entities import default_recognizer

if __name__ == "__main__":
    held = threading.Event()

    def annotating():
        with default_recognizer()._turn:
            held.set()
            threading.Event().wait()

    threading.Thread(target=annotating, daemon=True).start()
    held.wait()
    text = "Troops moved on Monday. " * 1000
    articles = [Article.make(id=str(n), headline="Troops", text=text, published="2024-10-21") for n in range(4)]
    with Index.open(sys.argv[1], create=True) as index:
        # Two whole batches, so that nothing is left for this process to prepare.
        print(index.add(articles, workers=2))
"""


def test_a_thread_that_is_annotating_meanwhile_stops_no_other_process(tmp_path: Path) -> None:
    script = tmp_path / "beside.py"
    script.write_text(BESIDE, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "news.index")]
    assert subprocess.run(command, capture_output=True, check=True, timeout=60, cwd=ROOT).stdout == b"4\n"


ENDLESS = """
import signal, sys
from newsindex import Article, Index

def endless():
    number = 0
    while True:
        number += 1
        if number == 40:
            print("going", flush=True)
        yield Article.make(id=str(number), headline="Rain", text="It rained in Seoul. " * 300, published="2024-10-21")

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs begin without it
    with Index.open(sys.argv[1], create=True) as index:
        index.add(endless(), workers=2)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=["ctrl_c", "kill_9"])
def test_an_ended_program_leaves_no_process_no_lock_and_no_article(tmp_path: Path, ending: signal.Signals) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "news.index")]
    # A session of its own is a process group of its own, as a command has on a terminal.
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, cwd=ROOT, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "going\n"
    assert len(group(program.pid)) >= 3
    if ending == signal.SIGINT:
        os.killpg(program.pid, ending)
    else:
        program.kill()
    _, told = program.communicate(timeout=30)
    assert told.count("Traceback") == (ending == signal.SIGINT)
    deadline = time.monotonic() + 10
    while group(program.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert group(program.pid) == []
    with Index.open(tmp_path / "news.index", wait=0) as index:
        assert len(index) == 0
        assert index.add(SEEDS / "brief-01.txt") == 1


def group(number: int) -> list[int]:
    """The living processes of a group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            _name, _, rest = status.read_text().rpartition(")")
        except OSError:
            continue
        state, _parent, its_group = rest.split()[:3]
        if int(its_group) == number and state != "Z":
            found.append(int(status.parent.name))
    return found
