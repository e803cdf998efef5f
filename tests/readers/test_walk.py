"""From a path to its articles: order, links, refusals, and that nothing but ReadError ever comes out."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsindex import Index
from newsindex.errors import ReadError
from newsindex.readers import assembly, files, read, read_file, read_with_origin

BRIEF = " date 2024-10-21 Rain\nIt rained.\n"


def put(path: Path, content: str | bytes = BRIEF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_folder_is_read_in_sorted_order_with_ids_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/deep/x.txt", "c.txt"):
        put(tmp_path / name)
    assert [article.id for article in read(tmp_path)] == ["a/deep/x.txt", "a/z.txt", "b.txt", "c.txt"]


def test_an_index_among_the_articles_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    with Index.open(tmp_path / "news.index", create=True) as index:
        index.add(tmp_path / "a.txt")
    assert [path.name for path in files(tmp_path)] == ["a.txt"]


def test_an_index_is_no_folder_of_articles(tmp_path: Path) -> None:
    Index.open(tmp_path / "news.index", create=True).close()
    with pytest.raises(ReadError, match="is an index and no folder of articles"):
        list(read(tmp_path / "news.index"))


def test_a_single_file_gives_its_name_as_id(tmp_path: Path) -> None:
    assert [article.id for article in read(str(put(tmp_path / "a/z.txt")))] == ["z.txt"]


def test_a_file_read_alone_can_have_the_id_it_has_in_the_folder(tmp_path: Path) -> None:
    assert [article.id for article in read_file(put(tmp_path / "a/z.txt"), root=tmp_path)] == ["a/z.txt"]


def test_each_article_comes_with_its_file(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", BRIEF * 2)
    found = [(origin, article.id) for origin, article in read_with_origin(tmp_path)]
    assert found == [(path, "a.txt"), (path, "a.txt#2")]


def test_files_are_those_that_would_be_read(tmp_path: Path) -> None:
    paths = [put(tmp_path / name) for name in ("a/x.txt", "b.csv")]
    put(tmp_path / ".hidden")
    put(tmp_path / ".git/x.txt")
    assert list(files(tmp_path)) == paths
    assert list(files(paths[1])) == [paths[1]]


def test_an_empty_folder_yields_nothing(tmp_path: Path) -> None:
    assert list(read(tmp_path)) == []


def test_a_path_that_does_not_exist_raises_in_any_case(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "a\0b", tmp_path / ("x" * 300)):
        with pytest.raises(ReadError):
            list(read(path, on_error=lambda _: None))


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path / "a/x.txt")
    (tmp_path / "a/again").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    errors: list[ReadError] = []
    assert [article.id for article in read(tmp_path, on_error=errors.append)] == ["a/x.txt"]
    assert [error.place for error in errors] == [f"{tmp_path}/self"]


def test_what_is_no_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "dead").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path / "x.txt")
    errors: list[ReadError] = []
    assert len(list(read(tmp_path, on_error=errors.append))) == 1
    assert [error.reason for error in errors] == ["is a link to nothing", "is not a regular file"]
    with pytest.raises(ReadError, match="not a regular file"):
        list(read(tmp_path / "pipe"))


def test_a_folder_that_may_not_be_listed_is_reported_and_the_rest_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "closed/x.txt")
    put(tmp_path / "open/x.txt")
    listdir = os.listdir

    def guarded(path: Path) -> list[str]:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", guarded)
    errors: list[ReadError] = []
    assert [article.id for article in read(tmp_path, on_error=errors.append)] == ["open/x.txt"]
    assert str(errors[0]) == f"{tmp_path}/closed: this folder cannot be listed: Permission denied"


def test_without_a_callback_the_first_problem_raises(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "b.txt", b"")
    reading = read(tmp_path)
    assert next(reading).id == "a.txt"
    with pytest.raises(ReadError, match=r"b\.txt: is empty \(0 bytes\)"):
        next(reading)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty (0 bytes)"),
        (gzip.compress(b""), "is empty (0 bytes)"),
        (b"\x7fELF\x00\x00\x01", "is binary"),
        (bytes(range(1, 32)) * 9, "is binary"),
        (b"%PDF-1.4\nx", "is a PDF"),
        (b"PK\x03\x04x", "is a zip"),
        (b"<!DOCTYPE html>\n<p>2024-10-21", "is HTML"),
        (b"\x1f\x8bnot really", "damaged or cut short as a gzip file"),
        (gzip.compress(BRIEF.encode())[:-9], "damaged or cut short as a gzip file"),
        (b"\xff\xfea", "begins like utf-16 but is not"),
        (b"just words", "no date"),
        (b" \n\n", "no text"),
    ],
)
def test_garbage_is_named_for_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    errors: list[ReadError] = []
    assert list(read(put(tmp_path / "x", content), on_error=errors.append)) == []
    assert len(errors) == 1
    assert reason in str(errors[0])


def test_an_id_given_twice_is_reported_not_replaced(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", "id,date,text\n1,2024-10-21,a\n1,2024-10-21,b\n")
    put(tmp_path / "b.csv", "id,date,text\n1,2024-10-21,c\n2,2024-10-21,d\n")
    errors: list[ReadError] = []
    assert [article.text for article in read(tmp_path, on_error=errors.append)] == ["\na", "\nd"]
    assert all("'1' was given before" in error.reason and "a.csv" in error.reason for error in errors)
    assert len(errors) == 2


def test_an_article_beyond_the_limit_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "MAX_ARTICLE_CHARACTERS", 100_000)
    long = "wet " * 25_001
    put(tmp_path / "a.txt", BRIEF + long)
    put(tmp_path / "b.jsonl", '{"date": "2024-10-21", "text": "' + long + '"}\n{"date": "2024-10-21", "text": "x"}')
    errors: list[ReadError] = []
    assert [article.id for article in read(tmp_path, on_error=errors.append)] == ["b.jsonl#2"]
    assert ["an article has at most" in error.reason for error in errors] == [True, True]


def test_a_name_that_is_no_text_still_gives_an_id_that_is(tmp_path: Path) -> None:
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")))
    [article] = read(tmp_path)
    assert article.id == "caf\ufffd.txt"


@pytest.mark.parametrize(("name", "content"), [("a.csv", b"title,date,text\n"), ("a.jsonl", b"\n"), ("a.json", b"[]")])
def test_a_file_without_any_record_is_reported(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(ReadError, match="holds no article"):
        list(read(put(tmp_path / name, content)))


NAMES = st.sampled_from(["x.txt", "x", "x.jsonl", "x.json", "x.csv", "x.tsv", "x.sgm", "x.csv.gz", "x.bin"])
SCRAPS = st.sampled_from(
    [b" date 2024-10-21 Head\n", b"Details: x\n", b"- y\n", b'{"title": "a", "date": "2024-10-21", "text": "b"}\n',
     b"{", b"[", b'"', b",", b"\n", b"\r", b"title,date,text\n", b"a,2024-10-21,b\n", b"\xff\xfe", b"\xef\xbb\xbf",
     b'<REUTERS NEWID="1">', b"<DATE>26-FEB-1987</DATE>", b"<TEXT>", b"<TITLE>T</TITLE>", b"</TEXT></REUTERS>", b"&#3;",
     b"\x00", b"\x93", b"&#9999999;", b"Date: 2024-13-45\n", b"21 October 2024\n", b"Source:", b"\xc3\xa9"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, st.binary(max_size=80) | st.lists(SCRAPS, max_size=12).map(b"".join), st.booleans())
@example("x.json", b"[" * 100_000, False)
@example("x", b"\x1f\x8b\x08\x00", False)
def test_any_bytes_give_articles_or_reports(tmp_path: Path, name: str, content: bytes, packed: bool) -> None:
    path = put(tmp_path / name, gzip.compress(content) if packed else content)
    errors: list[ReadError] = []
    articles = list(read(path, on_error=errors.append))
    assert articles or errors
    assert all(isinstance(error, ReadError) and error.place.startswith(str(path)) for error in errors)
    for article in articles:
        assert article.text.startswith(f"{article.headline}\n")
        lines = [line for line in article.text.split("\n") if line]
        assert [article.quote(passage) for passage in article.passages] == lines
        for section in article.sections:
            assert article.quote(section.span).strip() == article.quote(section.span) != ""
