"""JSON and tables: which field is what, and which records are refused."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsindex.articles import Article
from newsindex.errors import InvalidValueError, ReadError
from newsindex.readers import read

GOOD = {"headline": "Rain", "published": "2024-10-21", "text": "It rained.\nMuch."}


def read_all(path: Path, content: str | bytes, **options: dict[str, str]) -> tuple[list[Article], list[str]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    errors: list[ReadError] = []
    articles = list(read(path, on_error=errors.append, **options))
    return articles, [str(error).removeprefix(f"{path.parent}/") for error in errors]


def lines_of(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize(
    "record",
    [
        {"headline": "Rain", "published": "2024-10-21", "text": "Wet.", "source": "AP", "url": "u", "id": "7"},
        {"title": "Rain", "date": "2024-10-21", "body": "Wet.", "publisher": "AP", "link": "u", "uid": 7},
        {"Title": "Rain", "date_publish": "2024-10-21", "maintext": "Wet.", "source_domain": "AP", "URL": "u", "id": 7},
        {"title": "Rain", "publishedAt": "2024-10-21", "story": "Wet.", "source": {"name": "AP"}, "url": "u", "id": 7},
        {"title": "", "headline": "Rain", "Pub Date": {"$date": "2024-10-21"}, "text": ["Wet."], "outlet": "AP",
         "url": "u", "id": "7"},
    ],
)  # fmt: skip
def test_fields_are_found_by_their_usual_names(tmp_path: Path, record: object) -> None:
    [article], errors = read_all(tmp_path / "a.jsonl", lines_of(record))
    assert not errors
    assert (article.id, article.headline, article.text) == ("7", "Rain", "Rain\nWet.")
    assert (article.published, article.source, article.url) == (date(2024, 10, 21), "AP", "u")


def test_a_mapping_names_other_fields(tmp_path: Path) -> None:
    record = {"my_title": "Rain", "title": "no", "text": "Wet.", "meta": {"day": "2024-10-21"}}
    mapping = {"headline": "my_title", "date": "meta.day"}
    [article], _ = read_all(tmp_path / "a.jsonl", lines_of(record), mapping=mapping)
    assert (article.headline, article.published) == ("Rain", date(2024, 10, 21))


def test_a_mapping_of_no_part_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="'colour'"):
        read_all(tmp_path / "a.jsonl", lines_of(GOOD), mapping={"colour": "x"})


def test_records_without_id_are_numbered_by_their_lines(tmp_path: Path) -> None:
    articles, _ = read_all(tmp_path / "a.jsonl", lines_of(GOOD, GOOD) + "\n" + lines_of(GOOD))
    assert [article.id for article in articles] == ["a.jsonl", "a.jsonl#2", "a.jsonl#4"]


def test_seconds_since_1970_are_dates(tmp_path: Path) -> None:
    [article], _ = read_all(tmp_path / "a.ndjson", lines_of({**GOOD, "published": 1729504800}))
    assert article.published == datetime(2024, 10, 21, 10, tzinfo=UTC)


def test_curly_quotes_in_json_are_made_straight_after_parsing(tmp_path: Path) -> None:
    line = '{"title": "“Rain”", "date": "2024-10-21", "text": "It’s \\u201cwet\\u201d"}'
    [article], _ = read_all(tmp_path / "a.jsonl", line)
    assert article.text == '"Rain"\nIt\'s "wet"'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (json.dumps({"title": "a", "text": "b"}), "no date"),
        (json.dumps({"title": "a", "date": "2024-10-21"}), "no text"),
        (json.dumps({**GOOD, "published": "2024-13-45"}), "'2024-13-45' names no day"),
        (json.dumps({**GOOD, "published": ["2024"]}), "type list"),
        (json.dumps({**GOOD, "text": {"a": 1}}), "its text is an object, not text"),
        (json.dumps({**GOOD, "text": 5}), "its text is a number, not text"),
        (json.dumps({**GOOD, "headline": True}), "its headline is true or false, not text"),
        ("{bad", "is not JSON"),
        ("[1, 2]", "is not a JSON object"),
        ('"text"', "is not a JSON object"),
        ("null", "is not a JSON object"),
        ("[" * 100_000, "beyond all measure"),
        ('{"a": ' + "9" * 10_000 + "}", "beyond all measure"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(tmp_path: Path, line: str, reason: str) -> None:
    articles, errors = read_all(tmp_path / "a.jsonl", lines_of(GOOD) + line + "\n" + lines_of(GOOD))
    assert [article.id for article in articles] == ["a.jsonl", "a.jsonl#3"]
    assert len(errors) == 1
    assert errors[0].startswith("a.jsonl, line 2: ")
    assert reason in errors[0]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([GOOD, GOOD]),
        json.dumps([GOOD, GOOD], indent=1),
        json.dumps({"status": "ok", "articles": [GOOD, GOOD]}),
        json.dumps({"status": "ok", "articles": [GOOD, GOOD]}, indent=1),
        lines_of(GOOD, GOOD),
        "\ufeff" + lines_of(GOOD, GOOD),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a"])
def test_each_layout_of_json_is_told_from_the_others(tmp_path: Path, content: str, name: str) -> None:
    articles, errors = read_all(tmp_path / name, content)
    assert not errors
    assert [article.id for article in articles] == [name, f"{name}#2"]


def test_a_json_file_that_is_no_list_of_articles_says_so(tmp_path: Path) -> None:
    assert "is not JSON" in read_all(tmp_path / "a.json", "[1")[1][0]
    assert "no text" in read_all(tmp_path / "a.json", '{"a": 1}')[1][0]
    assert "object 2: is not a JSON object" in read_all(tmp_path / "a.json", json.dumps([GOOD, 2]))[1][0]


@pytest.mark.parametrize(
    "content",
    [
        b'Title,Date,Body\nRain,2024-10-21,"It rained.\nMuch."\n',
        b'Title;Date;Body\r\nRain;2024-10-21;"It rained.\r\nMuch."\r\n',
        b'\xef\xbb\xbf"Title"|"Date"|"Body"\nRain|2024-10-21|"It rained.\nMuch."',
        b'Title,Date,Body\rRain,2024-10-21,"It rained.\rMuch."\r',
        'Title,Date,Body\nRain,2024-10-21,"It rained.\nMuch."\n'.encode("utf-16"),
        gzip.compress(b'Title,Date,Body\n\nRain,2024-10-21,"It rained.\nMuch."\n\n'),
    ],
)
def test_tables_in_many_guises_hold_the_same_article(tmp_path: Path, content: bytes) -> None:
    [article], errors = read_all(tmp_path / "a.csv", content)
    assert not errors
    assert (article.headline, article.text) == ("Rain", "Rain\nIt rained.\nMuch.")


def test_a_tsv_is_cut_at_tabs(tmp_path: Path) -> None:
    [article], _ = read_all(tmp_path / "a.tsv", "title\tdate\ttext, full\ttext\na, b\t2024-10-21\tx\tWet, wet.\n")
    assert article.text == "a, b\nWet, wet."


def test_bytes_of_windows_1252_are_read_line_by_line(tmp_path: Path) -> None:
    content = b"title,date,text\nCaf\xe9,2024-10-21,\x93Wet\x94\n" + "Café,2024-10-21,„Wet“\n".encode()
    articles, _ = read_all(tmp_path / "a.csv", content)
    assert [article.text for article in articles] == ['Café\n"Wet"'] * 2


def test_bad_rows_are_reported_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    content = 'title,date,text\n"a\nb",2024-10-21,one\n,,two\nc,2024-13-45,three\nd,2024-10-21,f,our\n'
    content += '"e"x,2024-10-21,5\nf,2024-10-21,six\nshort\n'
    articles, errors = read_all(tmp_path / "a.csv", content)
    assert [article.headline for article in articles] == ["a b", "f"]
    assert [error.split(":")[0] for error in errors] == [f"a.csv, line {line}" for line in (4, 5, 6, 7, 9)]
    for error, reason in zip(errors, ["no date", "'2024-13-45'", "4 fields", "not a row", "no text"], strict=True):
        assert reason in error


def test_a_quote_that_is_never_closed_is_reported_where_it_opens(tmp_path: Path) -> None:
    articles, errors = read_all(tmp_path / "a.csv", 'title,date,text\na,2024-10-21,one\nb,2024-10-21,"two\nc\n')
    assert len(articles) == 1
    assert errors == [
        "a.csv, line 3: the quote that opens here is never closed; the rest of the file could not be read as rows"
    ]


def test_a_table_without_the_needed_columns_is_refused_with_what_it_has(tmp_path: Path) -> None:
    _, errors = read_all(tmp_path / "a.csv", "name,day\na,b\n")
    assert errors[0].startswith("a.csv, line 1: no column for published and text among 'name, day'")


def test_a_mapped_column_that_is_missing_is_told(tmp_path: Path) -> None:
    _, errors = read_all(tmp_path / "a.csv", "title,date,text\na,2024-10-21,x\n", mapping={"source": "paper"})
    assert "no column for source" in errors[0]


def test_a_field_may_be_longer_than_the_standard_limit(tmp_path: Path) -> None:
    [article], _ = read_all(tmp_path / "a.csv", "title,date,text\na,2024-10-21," + "wet " * 100_000)
    assert len(article.text) > 300_000


def test_a_binary_line_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    padding = lines_of(*[{**GOOD, "text": "x" * 1000}] * 70)
    articles, errors = read_all(tmp_path / "a.jsonl", padding + "{\0}\n" + lines_of(GOOD))
    assert (len(articles), len(errors)) == (71, 1)
    assert "line 71: is binary" in errors[0]


def test_a_gzip_that_is_cut_short_gives_what_it_holds_and_is_reported(tmp_path: Path) -> None:
    content = gzip.compress(lines_of(*[{**GOOD, "text": str(7**number)} for number in range(1500)]).encode())
    articles, errors = read_all(tmp_path / "a.jsonl.gz", content[: len(content) // 2])
    assert len(articles) > 500
    assert "cut short as a gzip file" in errors[-1]
