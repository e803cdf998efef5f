"""The index as a user of the library meets it."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import newsindex
from newsindex import Article, DateSpan, Index, ReadError, corpora
from newsindex.errors import QueryTimeout
from newsindex.filters import filtered
from tests.conftest import SEEDS

BRIEF = """ date 2024-10-21 Troops move – Newsweek
South Korea said that troops moved.
Background:
- On 8 October, North Korea sent weapons.
- On 13 October, Volodymyr Zelenskyy spoke.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text(BRIEF, encoding="utf-8")
    (articles / "two.txt").write_text(BRIEF.replace("Troops move", "Rain falls"), encoding="utf-8")
    return articles


@pytest.fixture
def index(tmp_path: Path, folder: Path) -> Index:
    made = Index.open(tmp_path / "news.index", create=True)
    made.add(folder)
    return made


def test_add_returns_how_many_came_in(tmp_path: Path, folder: Path) -> None:
    with Index.open(tmp_path / "news.index", create=True) as made:
        assert made.add(folder) == 2
        assert len(made) == 2


def test_an_index_is_found_again(tmp_path: Path, folder: Path) -> None:
    with Index.open(tmp_path / "news.index", create=True) as made:
        made.add(folder)
    with Index.open(tmp_path / "news.index") as again:
        assert [article.id for article in again] == ["one.txt", "two.txt"]


def test_an_article_comes_back_as_it_was_read(index: Index, folder: Path) -> None:
    assert index.article("one.txt") == next(newsindex.read(folder))


def test_remove_takes_a_path_or_an_id(index: Index, folder: Path) -> None:
    assert index.remove(folder / "one.txt") == 1
    assert index.remove("two.txt") == 1
    assert index.remove("two.txt") == 0
    assert len(index) == 0


def test_refresh_reads_only_what_changed(index: Index, folder: Path) -> None:
    read: list[str] = []
    assert index.refresh(folder, on_article=lambda article: read.append(article.id)) == 0
    (folder / "one.txt").write_text(BRIEF.replace("moved", "marched on"), encoding="utf-8")
    assert index.refresh(folder, on_article=lambda article: read.append(article.id)) == 1
    assert read == ["one.txt"]
    assert index.search("marched").total == 1


def test_refresh_removes_articles_of_files_that_are_gone(index: Index, folder: Path) -> None:
    (folder / "one.txt").unlink()
    assert index.refresh(folder) == 1
    assert [article.id for article in index] == ["two.txt"]


def test_refresh_takes_in_new_files(index: Index, folder: Path) -> None:
    (folder / "three.txt").write_text(BRIEF, encoding="utf-8")
    assert index.refresh(folder) == 1
    assert "three.txt" in index


def test_a_file_that_loses_an_article_loses_it_in_the_index(index: Index, folder: Path) -> None:
    (folder / "one.txt").write_text(BRIEF + "\n" + BRIEF, encoding="utf-8")
    index.refresh(folder)
    assert len(index) == 3
    (folder / "one.txt").write_text(BRIEF, encoding="utf-8")
    index.refresh(folder)
    assert len(index) == 2


def test_what_was_read_stays_when_its_file_becomes_unreadable(index: Index, folder: Path) -> None:
    (folder / "one.txt").write_bytes(bytes(range(256)) * 20)
    problems: list[ReadError] = []
    index.refresh(folder, on_error=problems.append)
    assert len(problems) == 1
    assert "one.txt" in index


def test_equal_file_names_in_two_folders_do_not_push_each_other_out(index: Index, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.txt").write_text(BRIEF, encoding="utf-8")
    index.add(other)
    assert len(index) == 3
    index.add(other)
    assert len(index) == 3


def test_bad_files_are_reported_and_the_rest_goes_in(tmp_path: Path, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "photo.txt").write_bytes(b"\x89PNG\x00\x01\x02" * 100)
    (folder / "undated.txt").write_text("No date anywhere\n\nJust words.", encoding="utf-8")
    (folder / "wrong.txt").write_text(" date 2024-13-45 Wrong – X\nText.\n", encoding="utf-8")
    problems: list[ReadError] = []
    with Index.open(tmp_path / "news.index", create=True) as made:
        assert made.add(folder, on_error=problems.append) == 2
    assert sorted(Path(problem.place.split(",")[0].split(":")[0]).name for problem in problems) == [
        "empty.txt",
        "photo.txt",
        "undated.txt",
        "wrong.txt",
    ]


def test_an_empty_folder_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with Index.open(tmp_path / "news.index", create=True) as made, pytest.raises(ReadError, match="no file"):
        made.add(tmp_path / "empty")


def test_articles_made_by_hand_go_in(tmp_path: Path) -> None:
    with Index.open(tmp_path / "news.index", create=True) as made:
        made.add(Article.make(id="x", headline="Rain", text="It rained in Seoul.", published="2024-10-21"))
        hit = made.search("rain", place="Seoul")[0]
    assert (hit.id, hit.headline, hit.published) == ("x", "Rain", date(2024, 10, 21))


def test_a_reader_keeps_answering_while_a_writer_writes(index: Index, folder: Path) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                assert index.search("troops", limit=5).total >= 1
            except BaseException as error:
                failures.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(3):
        (folder / f"new-{number}.txt").write_text(BRIEF, encoding="utf-8")
        index.refresh(folder)
    stop.set()
    reader.join()
    assert failures == []


def test_filters_of_every_form_mean_the_same_days(index: Index) -> None:
    for days in ("2024-10-08", date(2024, 10, 8), DateSpan.day(date(2024, 10, 8)), ("2024-10-08", "2024-10-08")):
        assert index.search("weapons", happened=days).total == 2


def test_evidence_shows_the_passage_the_words_and_the_day(index: Index) -> None:
    evidence = index.search("weapons", happened="2024-10-08")[0].evidence
    assert evidence is not None
    assert evidence.text == "On 8 October, North Korea sent weapons."
    assert evidence.date_text.removeprefix("On ") == "8 October"
    assert evidence.days == DateSpan.day(date(2024, 10, 8))


def test_every_highlight_and_snippet_is_the_articles_text(index: Index) -> None:
    for hit in index.search("troops OR weapons"):
        text = hit.article().text
        assert {span.of(text).lower() for span in hit.highlights} <= {"troops", "weapons"}
        assert hit.snippet.strip("…") in " ".join(text.split())


def test_the_query_says_what_was_really_asked(index: Index) -> None:
    results = index.search("troops", published="2024-10", place="North Korea")
    assert newsindex.parse(results.query) == newsindex.parse('troops published:2024-10 place:"North Korea"')


def test_a_histogram_counts_all_matches_and_fills_gaps(index: Index, folder: Path) -> None:
    (folder / "late.txt").write_text(BRIEF.replace("2024-10-21", "2024-12-02"), encoding="utf-8")
    index.refresh(folder)
    assert index.search("troops", limit=1).histogram() == {"2024-10": 2, "2024-11": 0, "2024-12": 1}


def test_a_second_call_on_an_unchanged_folder_reads_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsindex.search("troops", folder)
    monkeypatch.setattr("newsindex.recipe.annotate_articles", None)
    assert newsindex.search("troops", folder).total == 2


def test_search_sees_a_change_of_the_folder(folder: Path) -> None:
    assert newsindex.search("rain", folder).total == 1
    (folder / "three.txt").write_text(BRIEF.replace("Troops move", "More rain"), encoding="utf-8")
    assert newsindex.search("rain", folder).total == 2


def test_the_cached_index_of_another_analysis_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = corpora.cache_folder()
    before = set(cache.glob("*"))
    for analysis in ("one", "another"):
        monkeypatch.setattr("newsindex.corpora.analysis_fingerprint", lambda analysis=analysis: analysis)
        assert newsindex.search("troops", folder).total == 2
    (made,) = set(cache.glob("*")) - before
    assert made.name.endswith("-another")


def test_search_opens_an_index_as_it_is(index: Index, tmp_path: Path) -> None:
    assert newsindex.search("troops", tmp_path / "news.index").total == 2


def test_a_word_of_the_seeds_is_found_when_and_where_it_was_told() -> None:
    results = newsindex.search(
        "troops", SEEDS, place="North Korea", published="2024-10-21..2024-10-31", happened="2024-10-08"
    )
    assert results.total >= 1
    assert all(date(2024, 10, 21) <= hit.published <= date(2024, 10, 31) for hit in results)


def test_annotate_takes_bare_text() -> None:
    annotated = newsindex.annotate("On 8 October, Volodymyr Zelenskyy was in Kyiv.", "2024-10-21")
    assert [mention.timex for mention in annotated.dates] == ["2024-10-08"]
    assert {mention.text for mention in annotated.entities} >= {"Volodymyr Zelenskyy", "Kyiv"}


def test_the_time_allowed_covers_reading_the_question(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    read = filtered

    def slowly(*given: Any, **filters: Any) -> Any:
        time.sleep(0.02)
        return read(*given, **filters)

    monkeypatch.setattr("newsindex.index.filtered", slowly)
    with pytest.raises(QueryTimeout, match=r"longer than 0\.01 seconds"):
        index.search("troops", timeout=0.01)
    assert not index.search("troops", timeout=0.01, partial=True).complete
