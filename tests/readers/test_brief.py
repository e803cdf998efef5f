"""The brief: its head, its labels, its bullets, and several in one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newsindex.articles import Article
from newsindex.errors import ReadError
from newsindex.readers import read

BRIEF = """ date 2024-10-21 South Korea weighs a step – media
The lead says it.
Source: Newsweek
Details: One paragraph.
Another one.

Background:
- On 8 October, this happened
  and went on.
• On 13 October, that.
"""


def article_of(folder: Path, text: str) -> Article:
    (folder / "brief.txt").write_text(text, encoding="utf-8")
    [article] = read(folder / "brief.txt")
    return article


def sections_of(folder: Path, body: str) -> dict[str, str]:
    article = article_of(folder, " date 2024-10-21 Headline\n" + body)
    return {section.name: article.quote(section.span) for section in article.sections if section.name != "headline"}


def test_the_parts_of_a_brief(tmp_path: Path) -> None:
    article = article_of(tmp_path, BRIEF)
    assert (article.headline, article.published, article.source) == (
        "South Korea weighs a step", date(2024, 10, 21), "Newsweek"
    )  # fmt: skip
    assert [(section.name, article.quote(section.span)) for section in article.sections] == [
        ("headline", "South Korea weighs a step"),
        ("lead", "The lead says it."),
        ("details", "One paragraph.\nAnother one."),
        ("background", "On 8 October, this happened and went on.\nOn 13 October, that."),
    ]
    assert [article.quote(passage) for passage in article.passages] == article.text.split("\n")


def test_the_text_is_the_headline_and_the_body(tmp_path: Path) -> None:
    article = article_of(tmp_path, BRIEF)
    assert article.text.startswith(article.headline + "\nThe lead")


@pytest.mark.parametrize(
    ("line", "headline", "source"),
    [
        (" date 2024-10-21 A step – media", "A step", "media"),
        ("date: 21 October 2024 A step — Le Monde", "A step", "Le Monde"),
        ("\ufeffDate 2024-10-21: A step - AP", "A step", "AP"),
        ("2024-10-21 A step", "A step", None),
        (" date 2024-10-21 A step – one – two", "A step – one", "two"),
        (" date 2024-10-21 North-South talks", "North-South talks", None),
        (" date 2024-10-21 A step – and far too many words for an attribution", None, None),
        (" date 2024-10-21 14:30 A step", "A step", None),
    ],
)
def test_the_head_line(tmp_path: Path, line: str, headline: str | None, source: str | None) -> None:
    article = article_of(tmp_path, line + "\nText.\n")
    assert article.headline == headline or (headline is None and "far too many words" in article.headline)
    assert (article.published_day, article.source) == (date(2024, 10, 21), source)


def test_a_source_line_outranks_the_attribution(tmp_path: Path) -> None:
    assert article_of(tmp_path, " date 2024-10-21 A – media\nSource: AP.\n").source == "AP"


def test_after_a_source_line_the_section_before_goes_on(tmp_path: Path) -> None:
    body = "One.\nSource: AP\nTwo.\nURL: https://x.org/1\nThree."
    assert sections_of(tmp_path, body) == {"lead": "One.\nTwo.\nThree."}


def test_a_source_may_stand_below_its_label(tmp_path: Path) -> None:
    article = article_of(tmp_path, " date 2024-10-21 A\nSource:\nAP\nOne.")
    assert (article.source, article.text) == ("AP", "A\nOne.")


@pytest.mark.parametrize(
    ("body", "sections"),
    [
        ("Details: x", {"details": "x"}),
        ("For reference: x", {"for reference": "x"}),
        ("reminder: x", {"reminder": "x"}),
        ("UPDATED: x", {"updated": "x"}),
        ("Weather report:\nx", {"weather report": "x"}),
        ("Reaction in Kyiv: They wait.", {"reaction in kyiv": "Reaction in Kyiv: They wait."}),
        ("Quote from Budanov: \"We wait.\"", {"quote": "Quote from Budanov: \"We wait.\""}),
        ("Quote: “We wait.”", {"quote": '"We wait."'}),
        ("He said: nothing.", {"lead": "He said: nothing."}),
        ("Zelensky added: We wait.", {"lead": "Zelensky added: We wait."}),
        ("One thing is clear: it rains.", {"lead": "One thing is clear: it rains."}),
        ("It began at 10:30 in Kyiv.", {"lead": "It began at 10:30 in Kyiv."}),
        ("The ministry, in a note: Rain.", {"lead": "The ministry, in a note: Rain."}),
        ("The minister said:\n- one", {"lead": "The minister said:\none"}),
        ("Details:\nBackground: x", {"background": "x"}),
    ],
)  # fmt: skip
def test_which_lines_begin_a_section(tmp_path: Path, body: str, sections: dict[str, str]) -> None:
    assert sections_of(tmp_path, body) == sections


@pytest.mark.parametrize("marker", ["- ", "* ", "• ", "– ", "  - ", "-- "])
def test_bullets_lose_their_marker(tmp_path: Path, marker: str) -> None:
    assert sections_of(tmp_path, f"Background:\n{marker}one\n{marker}two") == {"background": "one\ntwo"}


def test_a_minus_is_no_bullet(tmp_path: Path) -> None:
    assert sections_of(tmp_path, "-5 degrees in Oslo") == {"lead": "-5 degrees in Oslo"}


def test_several_briefs_in_a_file_have_ids_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_text(BRIEF + "\n" + BRIEF.replace("21 South", "22 North") + " date 2024-10-23 Third\n", encoding="utf-8")
    articles = list(read(path))
    assert [(article.id, article.published_day.day) for article in articles] == [
        ("day.txt", 21), ("day.txt#2", 22), ("day.txt#3", 23)
    ]  # fmt: skip
    assert articles[1].text.startswith("North Korea weighs a step\nThe lead")


def test_one_bad_brief_is_reported_by_line_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_text(" date 2024-13-45 A\nx\n\n date 2024-10-21 B\ny\n date 2024-02-30 C\n", encoding="utf-8")
    errors: list[ReadError] = []
    assert [(article.id, article.headline) for article in read(path, on_error=errors.append)] == [("day.txt#2", "B")]
    assert [error.place for error in errors] == [f"{path}, line 1", f"{path}, line 6"]
    assert "'2024-13-45' names no day" in errors[0].reason


def test_a_first_brief_without_date_does_not_spoil_the_file(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_text("date unknown A\nx\n date 2024-10-21 B\ny\n", encoding="utf-8")
    errors: list[ReadError] = []
    assert [article.headline for article in read(path, on_error=errors.append)] == ["B"]
    assert "no date before the headline" in errors[0].reason


def test_a_line_that_begins_with_a_bare_date_is_no_new_brief(tmp_path: Path) -> None:
    assert sections_of(tmp_path, "One.\n\n2024-10-08 was a Tuesday.") == {"lead": "One.\n2024-10-08 was a Tuesday."}


def test_briefs_with_bare_dates_are_parted_by_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_text("2024-10-21 A\nx\n2024-10-08 was a Tuesday.\n\n2024-10-22 B\ny\n", encoding="utf-8")
    assert [(article.headline, article.text.count("\n")) for article in read(path)] == [("A", 2), ("B", 1)]


@pytest.mark.parametrize(
    "raw",
    [
        BRIEF.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + BRIEF.encode(),
        BRIEF.encode("utf-16"),
        BRIEF.encode("cp1252"),
        BRIEF.replace(" weighs", "\u00a0wei\u00adghs").replace("–", "—").encode(),
    ],
)
def test_the_same_brief_in_other_bytes_is_the_same_article(tmp_path: Path, raw: bytes) -> None:
    expected = article_of(tmp_path, BRIEF)
    (tmp_path / "brief.txt").write_bytes(raw)
    assert list(read(tmp_path / "brief.txt")) == [expected]
