"""Reuters-21578: SGML stories, whole and damaged."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from pathlib import Path

import pytest

from newsindex.errors import ReadError
from newsindex.readers import read
from tests.conftest import SHARED_DATA

HEAD = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'


def story(number: int, text: str, *, day: str = "26-FEB-1987 15:01:01.79") -> str:
    return (
        f'<REUTERS TOPICS="YES" OLDID="9" NEWID="{number}">\n<DATE>{day}</DATE>\n<PLACES><D>usa</D></PLACES>\n'
        f"<UNKNOWN>&#5;&#5;C</UNKNOWN>\n<TEXT{text}</TEXT>\n</REUTERS>\n"
    )


WHOLE = (
    ">&#2;\n<TITLE>RAIN &lt;WET> IN A&amp;B</TITLE>\n<AUTHOR>    by Jane Doe, Reuters</AUTHOR>\n"
    "<DATELINE>    OSLO, Feb 26 - </DATELINE><BODY>It rained in\nthe north.\n    It also\nsnowed.\n Oslo   1  2\n"
    " Bergen 3 4\n Reuter\n&#3;</BODY>"
)


def file_of(folder: Path, *stories: str, name: str = "reut2-000.sgm") -> Path:
    path = folder / name
    path.write_bytes((HEAD + "".join(stories)).encode("latin-1"))
    return path


def test_a_story_is_headline_byline_and_paragraphs(tmp_path: Path) -> None:
    [article] = read(file_of(tmp_path, story(7, WHOLE)))
    assert (article.id, article.source) == ("reuters-21578/7", "Reuters")
    assert article.published == datetime(1987, 2, 26, 15, 1, 1, 790000)
    assert article.text.split("\n") == [
        "RAIN <WET> IN A&B",
        "by Jane Doe, Reuters",
        "OSLO, Feb 26 - It rained in the north.",
        "It also snowed.",
        "Oslo 1 2",
        "Bergen 3 4",
    ]
    assert [section.name for section in article.sections] == ["headline", "byline", "lead", "details"]


def test_indents_written_as_signs_part_paragraphs_too(tmp_path: Path) -> None:
    [article] = read(file_of(tmp_path, story(7, WHOLE.replace("\n    It also", "\n&\\tIt also"))))
    assert "\nIt also snowed.\n" in article.text


def test_a_bulletin_is_its_title(tmp_path: Path) -> None:
    [article] = read(file_of(tmp_path, story(8, ' TYPE="BRIEF">&#2;\n<TITLE>RAIN EXPECTED</TITLE>\n&#3;\n')))
    assert (article.headline, article.text) == ("RAIN EXPECTED", "RAIN EXPECTED\n")


def test_an_unprocessed_report_has_its_first_paragraph_as_headline(tmp_path: Path) -> None:
    [article] = read(file_of(tmp_path, story(9, ' TYPE="UNPROC">&#2;\nRAIN REPORT\n Oslo 1\n REUTER\n&#3;\n\n')))
    assert (article.headline, article.text) == ("RAIN REPORT", "RAIN REPORT\nOslo 1")


def test_a_story_that_lost_its_text_is_taken_for_its_date(tmp_path: Path) -> None:
    [article] = read(file_of(tmp_path, story(9, ' TYPE="UNPROC">&#2;\n&#3;\n\n')))
    assert (article.headline, article.passages, article.published_day) == ("", (), date(1987, 2, 26))


@pytest.mark.parametrize(
    "day", [" 2-MAR-1987 00:02:59.13&#5;&#5;&#5;RM", " 2-MAR-1987  00:02:59.13", "2-MAR-1987 605:12:19.12"]
)
def test_dates_with_garbage_around_are_read(tmp_path: Path, day: str) -> None:
    [article] = read(file_of(tmp_path, story(1, WHOLE, day=day)))
    assert article.published_day == date(1987, 3, 2)


def test_a_damaged_story_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    cut = story(3, WHOLE).replace("</REUTERS>", "")
    path = file_of(
        tmp_path, story(1, WHOLE), story(2, WHOLE, day="45-FEB-1987"), cut, story(4, WHOLE, day="soon"), story(5, WHOLE)
    )
    errors: list[ReadError] = []
    articles = list(read(path, on_error=errors.append))
    assert [article.id for article in articles] == ["reuters-21578/1", "reuters-21578/5"]
    assert [error.place.removeprefix(f"{path}, ") for error in errors] == ["line 18", "line 34", "line 50"]
    for word, error in zip(["45-FEB-1987", "</REUTERS>", "soon"], errors, strict=True):
        assert word in error.reason
    assert "(NEWID 2)" in errors[0].reason


def test_without_a_suffix_the_content_tells(tmp_path: Path) -> None:
    path = file_of(tmp_path, story(1, WHOLE), name="stories")
    assert [article.id for article in read(path)] == ["reuters-21578/1"]
    packed = tmp_path / "packed.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert [article.id for article in read(packed)] == ["reuters-21578/1"]


@pytest.mark.parametrize(
    "content", ["<REUTERS>" * 40_000, "<REUTERS " * 40_000, story(1, "><BODY>" * 40_000), story(1, "<TEXT" * 40_000)]
)
def test_tags_without_end_are_read_in_one_pass(tmp_path: Path, content: str) -> None:
    errors: list[ReadError] = []
    articles = list(read(file_of(tmp_path, content), on_error=errors.append))
    assert articles or errors


@pytest.mark.skipif(
    not (SHARED_DATA / "reuters21578").is_dir(), reason="the collection is not in ../shared/data/reuters21578"
)
@pytest.mark.benchmark
def test_all_stories_of_the_collection_are_read() -> None:
    ids = {article.id for article in read(SHARED_DATA / "reuters21578")}
    assert ids == {f"reuters-21578/{number}" for number in range(1, 21_579)}
