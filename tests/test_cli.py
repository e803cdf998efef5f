"""The command line: results on standard output, one line for an error, and the exit status as documented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsindex import Index
from newsindex.cli import main
from tests.conftest import SEEDS

BRIEF = " date 2024-10-21 Troops move – Newsweek\nSouth Korea said that troops moved.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text(BRIEF, encoding="utf-8")
    return articles


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def fails(*arguments: object) -> str:
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_hits_give_status_0(folder: Path) -> None:
    done = run("search", "troops", folder)
    assert done.exit_code == 0
    assert "Troops move" in done.stdout


def test_no_hits_give_status_1(folder: Path) -> None:
    assert run("search", "volcano", folder).exit_code == 1


def test_json_is_valid(folder: Path) -> None:
    found = json.loads(run("search", "troops", folder, "--json", "--facet", "place").stdout)
    assert found["total"] == 1
    assert found["hits"][0]["headline"] == "Troops move"
    assert "place" in found["facets"]


def test_csv_has_a_row_for_each_hit(folder: Path) -> None:
    lines = run("search", "troops", folder, "--csv").stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("id,published")


def test_output_that_is_no_terminal_has_no_colour(folder: Path) -> None:
    assert "\x1b" not in run("search", "troops", folder).stdout


def test_index_then_search_stats_and_check(folder: Path, tmp_path: Path) -> None:
    made = run("index", folder, "--to", tmp_path / "i")
    assert (made.exit_code, made.stdout) == (0, f"1 changed, 0 skipped; 1 articles in {tmp_path / 'i'}\n")
    assert run("search", "troops", tmp_path / "i").exit_code == 0
    assert json.loads(run("stats", tmp_path / "i", "--json").stdout)["articles"] == 1
    assert run("check", tmp_path / "i").exit_code == 0


def test_check_names_each_damaged_file_and_gives_status_2(folder: Path, tmp_path: Path) -> None:
    run("index", folder, "--to", tmp_path / "i")
    (segment,) = (tmp_path / "i").glob("*.seg")
    whole = segment.read_bytes()
    segment.write_bytes(whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:])
    done = run("check", tmp_path / "i")
    assert (done.exit_code, f"{segment.name}: its checksum is wrong" in done.stdout) == (2, True)
    told = json.loads(run("check", tmp_path / "i", "--json").stdout)
    assert told["ok"] is False
    assert all(segment.name in problem for problem in told["problems"])


def test_check_names_every_file_of_an_index_that_does_not_open(folder: Path, tmp_path: Path) -> None:
    run("index", folder, "--to", tmp_path / "i")
    (folder / "two.txt").write_text(BRIEF, encoding="utf-8")
    run("index", folder, "--to", tmp_path / "i")
    segments = sorted((tmp_path / "i").glob("*.seg"))
    for segment in segments:
        segment.write_bytes(segment.read_bytes()[:100])
    assert segments[0].name in fails("search", "troops", tmp_path / "i")
    done = run("check", tmp_path / "i")
    assert (done.exit_code, [segment.name in done.stdout for segment in segments]) == (2, [True, True])


def test_check_of_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    assert "there is no index" in fails("check", tmp_path)
    assert "there is no index" in fails("check", tmp_path / "nowhere")


def test_index_by_several_processes(tmp_path: Path) -> None:
    done = run("index", SEEDS, "--to", tmp_path / "i", "--workers", 2, "--memory", 64)
    assert (done.exit_code, done.stdout) == (0, f"42 changed, 0 skipped; 42 articles in {tmp_path / 'i'}\n")
    assert run("index", SEEDS, "--to", tmp_path / "i", "--workers", 0).exit_code == 2


def test_index_again_changes_nothing(folder: Path, tmp_path: Path) -> None:
    run("index", folder, "--to", tmp_path / "i")
    assert json.loads(run("index", folder, "--to", tmp_path / "i", "--json").stdout)["changed"] == 0


def test_index_reports_what_it_skips_and_takes_the_rest(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    done = run("index", folder, "--to", tmp_path / "i")
    assert done.exit_code == 0
    assert "1 changed, 1 skipped" in done.stdout
    assert "empty.txt" in done.stderr


def test_annotate_shows_values(folder: Path) -> None:
    done = run("annotate", SEEDS / "brief-01.txt")
    assert "8 October [2024-10-08]" in done.stdout
    assert json.loads(run("annotate", SEEDS / "brief-01.txt", "--json").stdout)[0]["published"] == "2024-10-21"


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    assert "nowhere" in fails("search", "troops", tmp_path / "nowhere")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "no article could be read" in fails("search", "troops", tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02" * 999, b"no date\n\nat all", b" date 2024-13-45 X \xe2\x80\x93 Y\ntext\n"],
    ids=["empty", "binary", "undated", "impossible date"],
)
def test_a_file_that_is_no_article(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file.txt").write_bytes(content)
    done = run("annotate", tmp_path / "file.txt")
    assert done.exit_code == 2
    assert "file.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_of_50_megabytes(folder: Path, tmp_path: Path) -> None:
    (folder / "long.txt").write_bytes(b"a" * 50_000_000)
    done = run("index", folder, "--to", tmp_path / "i")
    assert done.exit_code == 0
    assert "long.txt" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission(folder: Path, tmp_path: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    done = run("index", folder, "--to", tmp_path / "i")
    assert done.exit_code == 0
    assert "closed" in done.stderr


def test_a_folder_that_cannot_be_listed_is_told_of_at_every_search(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    listed = os.listdir

    def listdir(path: Path) -> list[str]:
        if path == folder / "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "listdir", listdir)
    for _ in range(2):
        assert "closed: this folder cannot be listed" in run("search", "troops", folder).stderr


def test_an_index_path_below_a_file(folder: Path) -> None:
    assert "cannot hold an index" in fails("index", folder, "--to", folder / "one.txt" / "index")


def test_an_index_path_that_is_a_file(folder: Path) -> None:
    assert "one.txt" in fails("index", folder, "--to", folder / "one.txt")
    assert "one.txt" in fails("stats", folder / "one.txt")


def test_an_index_path_that_holds_other_files(folder: Path) -> None:
    assert "no index" in fails("index", folder, "--to", folder)


def test_an_index_that_is_not_there(tmp_path: Path) -> None:
    assert "newsindex index" in fails("check", tmp_path / "none")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("colour:red", "column 1"),
        ('troops "left', "column 8"),
        ("(troops", "column"),
        ("published:2024-13-45", "2024-13-45"),
        ("a" * 5_000, "4,096"),
        ("(" * 60 + "a" + ")" * 60, "50"),
    ],
)
def test_a_query_that_cannot_be_understood(folder: Path, query: str, told: str) -> None:
    assert told in fails("search", query, folder)


def test_a_filter_that_means_nothing(folder: Path) -> None:
    assert "published='soon'" in fails("search", "troops", folder, "--published", "soon")


def test_a_second_writer_waits_and_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index.open(tmp_path / "i", create=True, wait=0.1) as index:
        index.add(folder)
        with index._engine.writer():
            other = Index.open(tmp_path / "i", wait=0.1)
            monkeypatch.setattr("newsindex.cli.Index.open", lambda *_args, **_options: other)
            (folder / "two.txt").write_text(BRIEF, encoding="utf-8")
            assert "writing to this index" in fails("index", folder, "--to", tmp_path / "i")


def test_a_reader_that_stops_early_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m newsindex.cli search '*' {SEEDS} --limit 40 | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_json_has_the_receipt(folder: Path) -> None:
    receipt = json.loads(run("search", "troops", folder, "--source", "newsweek", "--json").stdout)["receipt"]
    assert (receipt["asked"], receipt["filters"]) == ("troops", {"source": "newsweek"})
    assert (receipt["total"], receipt["complete"]) == (1, True)


@pytest.mark.parametrize("command", ["search", "timeline"])
def test_a_receipt_is_written_beside_any_form(folder: Path, tmp_path: Path, command: str) -> None:
    run(command, "troops", folder, "--source", "Newsweek", "--csv", "--receipt", tmp_path / "receipt.json")
    receipt = json.loads((tmp_path / "receipt.json").read_text())
    assert (receipt["asked"], receipt["query"]) == ("troops", "troops source:Newsweek")


def test_all_gives_every_match_as_lines() -> None:
    pages = json.loads(run("search", "*", SEEDS, "--json", "--limit", "1").stdout)
    lines = run("search", "*", SEEDS, "--jsonl", "--all").stdout.splitlines()
    assert len(pages["hits"]) == 1
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) == pages["total"] > 30
    assert len(run("search", "*", SEEDS, "--jsonl", "--limit", "3").stdout.splitlines()) == 3


def test_all_without_a_stream_is_told(folder: Path) -> None:
    assert "--jsonl" in fails("search", "troops", folder, "--all")


def test_entities_of_followthemoney_are_lines_of_json(folder: Path) -> None:
    lines = [json.loads(line) for line in run("search", "troops", folder, "--ftm").stdout.splitlines()]
    assert lines[0]["schema"] == "Article"


def test_no_hits_for_a_misspelled_word_say_what_it_may_have_meant(folder: Path) -> None:
    done = run("search", "trops", folder)
    assert (done.exit_code, done.stderr) == (1, "did you mean: troops\n")


def test_suggest_prints_the_corrected_query(folder: Path) -> None:
    assert (run("suggest", "trops moved", folder).stdout, run("suggest", "troops", folder).exit_code) == (
        "troops moved\n",
        1,
    )
    assert json.loads(run("suggest", "trops", folder, "--json").stdout)["corrections"][0]["written"] == "trops"


def test_similar_takes_an_id() -> None:
    found = json.loads(run("similar", "brief-33.txt", SEEDS, "--limit", "2", "--json").stdout)
    assert "brief-33.txt" not in [hit["id"] for hit in found["hits"]]
    assert len(found["hits"]) == 2
    assert "no-such-id" in fails("similar", "no-such-id", SEEDS)


def test_timeline_prints_events_in_each_form(tmp_path: Path) -> None:
    shown = run("timeline", "troops", SEEDS, "--happened", "2024-10")
    assert shown.exit_code == 0
    assert "8 October 2024" in shown.stdout
    events = json.loads(run("timeline", "troops", SEEDS, "--happened", "2024-10", "--json").stdout)
    assert events["events"] == len(events["timeline"])
    assert run("timeline", "troops", SEEDS, "--csv").stdout.startswith("when,")
    assert run("timeline", "troops", SEEDS, "--ics").stdout.startswith("BEGIN:VCALENDAR")


def test_timeline_writes_a_page(tmp_path: Path) -> None:
    done = run("timeline", "troops", SEEDS, "--html", tmp_path / "page.html")
    assert done.stdout == ""
    assert "page.html" in done.stderr
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!")
    assert "cannot be written" in fails("timeline", "troops", SEEDS, "--html", tmp_path / "none" / "page.html")


def test_a_timeline_of_nothing_gives_status_1() -> None:
    assert run("timeline", "volcano", SEEDS).exit_code == 1


def test_top_and_no_merge_choose_events() -> None:
    def count(*options: str) -> int:
        return int(json.loads(run("timeline", "troops", SEEDS, "--json", *options).stdout)["events"])

    assert count("--top", "2") == 2
    assert count("--no-merge") > count()


def test_a_timeline_is_narrowed_to_what_is_important_or_disputed(tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    lines = run("timeline", "", SEEDS, "--jsonl", "--important", "4", "--receipt", file).stdout.splitlines()
    assert lines
    assert all(json.loads(line)["importance"] >= 4 for line in lines)
    assert json.loads(file.read_text(encoding="utf-8"))["filters"]["important"] == 4
    disputed = run("timeline", "", SEEDS, "--jsonl", "--disputed").stdout.splitlines()
    assert disputed
    assert all(json.loads(line)["conflicts"] for line in disputed)


def test_a_timeline_is_printed_as_followthemoney_entities_too() -> None:
    lines = run("timeline", "troops", SEEDS, "--ftm").stdout.splitlines()
    assert "Event" in {json.loads(line)["schema"] for line in lines}


def test_a_timeline_of_nothing_tells_what_may_have_been_meant(folder: Path) -> None:
    assert run("timeline", "trops", folder).stderr == "did you mean: troops\n"


def test_suggest_tells_that_nothing_is_in_doubt(folder: Path) -> None:
    assert run("suggest", "troops", folder).stderr == "every word is in the index\n"
    assert run("suggest", "xqzzyvw", folder).stderr == "nowhere in the index: xqzzyvw\n"


def test_similar_writes_a_receipt(tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    run("similar", "brief-01.txt", SEEDS, "--receipt", file)
    assert json.loads(file.read_text(encoding="utf-8"))["asked"] == "similar to brief-01.txt"


def test_a_wrong_use_is_told_in_one_line_like_any_error(folder: Path) -> None:
    assert "search --help" in fails("search", "troops", folder, "--limit", "-1")
    assert "'frob'" in fails("frob")
    assert "'--frob'" in fails("--frob")
    assert "goes after --" in fails("search", "-troops", folder)


def test_no_hits_for_an_unknown_name_say_that_the_index_has_it_nowhere(folder: Path) -> None:
    done = run("search", "troops", folder, "--person", "Nobody")
    assert (done.exit_code, done.stderr) == (1, "nowhere in the index: Nobody\n")
