"""Plain text: where its date stands, what its headline is, and what is left of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from newsindex.articles import Article
from newsindex.errors import ReadError
from newsindex.readers import read

DAY = date(2024, 10, 21)


def article_of(folder: Path, text: str) -> Article:
    (folder / "story.txt").write_text(text, encoding="utf-8")
    [article] = read(folder / "story.txt")
    return article


@pytest.mark.parametrize(
    "line",
    [
        "2024-10-21", "21 October 2024", "Monday, 21 October 2024", "(Oct. 21, 2024)", "Date: 2024-10-21",
        "DATE 2024-10-21", "Published: 21 October 2024", "Published on Oct. 21, 2024", "Updated 21/10/2024",
    ],
)  # fmt: skip
def test_a_date_line_is_no_part_of_the_text(tmp_path: Path, line: str) -> None:
    article = article_of(tmp_path, f"Rain falls\n{line}\nIt rained.\nMuch.\n")
    assert (article.id, article.published, article.headline) == ("story.txt", DAY, "Rain falls")
    assert article.text == "Rain falls\nIt rained.\nMuch."
    assert [section.name for section in article.sections] == ["headline", "lead", "details"]


def test_the_date_line_may_come_first(tmp_path: Path) -> None:
    assert article_of(tmp_path, "Date: 2024-10-21\n\nRain falls\n\nIt rained.").text == "Rain falls\nIt rained."


def test_the_date_line_may_have_a_time(tmp_path: Path) -> None:
    article = article_of(tmp_path, "Rain\nPublished: 21 October 2024, 14:41\nWet.")
    assert article.published == datetime(2024, 10, 21, 14, 41)


@pytest.mark.parametrize("line", ["By Jane Doe, 21 October 2024", "By Jane Doe (2024-10-21)"])
def test_a_byline_keeps_its_name_and_loses_its_date(tmp_path: Path, line: str) -> None:
    article = article_of(tmp_path, f"Rain falls\n{line}\nIt rained.")
    assert (article.published, article.sections[1].name) == (DAY, "byline")
    assert article.text == "Rain falls\nBy Jane Doe\nIt rained."


def test_a_dateline_stays_in_the_text(tmp_path: Path) -> None:
    article = article_of(tmp_path, "Rain falls\nKYIV, October 21, 2024 – It rained.\nMuch.")
    assert (article.published, article.passages[1].of(article.text)) == (DAY, "KYIV, October 21, 2024 – It rained.")


def test_a_labelled_date_outranks_one_in_the_headline(tmp_path: Path) -> None:
    article = article_of(tmp_path, "The storm of 1 January 2024\nIn brief\nDate: 2024-10-21\nIt rained.")
    assert (article.published, article.headline) == (DAY, "The storm of 1 January 2024")


def test_a_date_beyond_the_fifth_line_is_no_date_line(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no date in its first 5 lines"):
        article_of(tmp_path, "a\nb\nc\nd\ne\n2024-10-21\n")


def test_source_and_address_are_taken_from_the_head(tmp_path: Path) -> None:
    article = article_of(tmp_path, "Rain\nDate: 2024-10-21\nSource: AP\nURL: https://x.org/1\nWet.")
    assert (article.source, article.url, article.text) == ("AP", "https://x.org/1", "Rain\nWet.")


def test_wrapped_paragraphs_are_joined(tmp_path: Path) -> None:
    line = "this line of the story was cut at some sixty signs or so as"
    article = article_of(tmp_path, f"Rain\n2024-10-21\n\n{line}\n{line}\nthe end.\n\n{line}\nmail does.\n")
    assert article.text.split("\n")[1:] == [f"{line} {line} the end.", f"{line} mail does."]


def test_a_first_line_as_long_as_a_paragraph_is_no_headline(tmp_path: Path) -> None:
    article = article_of(tmp_path, "2024-10-21\n" + "It rained. " * 60)
    assert (article.headline, article.text[:11]) == ("", "\nIt rained.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Rain\nDate: 2024-13-45\nWet.", "'2024-13-45' names no day"),
        ("Rain\nDate: yesterday\nWet.", "'Date: yesterday' cannot be read"),
        ("Rain\nWet.", "no date"),
        (" \n\n", "no text"),
        ("Date: 2024-10-21\n", "no text"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        article_of(tmp_path, text)
    assert caught.value.place == f"{tmp_path}/story.txt"
