"""The page of a timeline: what it is made of, and what a real browser makes of it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newsindex.documents import StoredArticle
from newsindex.timeline import Event, Timeline, build_timeline
from tests.timeline.browser import browse, needs_browser, print_page, with_script
from tests.timeline.conftest import Make

VOID = frozenset("meta input br hr img link".split())


@pytest.fixture(scope="module")
def timeline(seeds: list[StoredArticle]) -> Timeline:
    return build_timeline(seeds, query="troops", state="abc123", matched=40)


class Outline(HTMLParser):
    """The elements of a page in order, and the parents of each form control."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.controls: list[list[str]] = []
        self.ids: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.left_open = list(self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids.extend(value or "" for name, value in attrs if name == "id")
        if tag in ("input", "select"):
            self.controls.append(list(self._open))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def test_every_element_is_closed_and_every_id_is_its_own(timeline: Timeline) -> None:
    outline = Outline(timeline.to_html())
    assert outline.left_open == []
    assert len(set(outline.ids)) == len(outline.ids)


def test_a_screen_reader_finds_landmarks_headings_and_labels(timeline: Timeline) -> None:
    page = timeline.to_html()
    outline = Outline(page)
    assert '<html lang="en">' in page
    assert [outline.tags.count(tag) for tag in ("header", "main", "footer", "h1", "form")] == [1, 1, 1, 1, 1]
    assert outline.tags.count("h3") == len(timeline)
    assert all("label" in parents for parents in outline.controls)
    assert page.index('class="skip"') < page.index("<header>")


def test_text_that_looks_like_markup_stays_text(make: Make) -> None:
    evil = 'On 3 May 2024, Ana Brito wrote <script>alert("x")</script> & left <b>Lisbon</b>.'
    articles = [make("A", evil, source='<img src=x onerror="alert(1)">')]
    page = build_timeline(articles, query="</title><script>").to_html()
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page


def test_the_page_asks_for_nothing_from_the_network(timeline: Timeline) -> None:
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', timeline.to_html())


def test_the_page_shows_the_receipt(timeline: Timeline) -> None:
    page = timeline.to_html()
    assert "Asked: troops; matched: 40; complete; state of the index: abc123" in page


def test_a_page_of_a_thousand_events_is_below_a_megabyte_and_a_half(timeline: Timeline) -> None:
    many = Timeline((timeline.events * 5)[:1000])
    assert len(many.to_html().encode()) < 1_500_000


def test_a_timeline_without_events_is_a_page_too() -> None:
    assert "No event was found." in Timeline(()).to_html()


@needs_browser
def test_a_browser_runs_the_page_without_complaint(timeline: Timeline, tmp_path: Path) -> None:
    page, console = browse(timeline.to_html(), tmp_path)
    assert console == ""
    assert re.search(r'<form aria-label="Narrow the events"', page)  # the script has unveiled the filters
    assert f">{len(timeline)} events</p>" in page


def shown_after(timeline: Timeline, script: str, folder: Path) -> list[int]:
    """The numbers of the events that are left when a reader has used the filters."""
    change = "document.forms[0].dispatchEvent(new Event('input', {bubbles: true}));"
    page, console = browse(with_script(timeline.to_html(), f"const form = document.forms[0];{script}{change}"), folder)
    assert console == ""
    found = [int(number) for number in re.findall(r'<li class="event" id="e(\d+)"(?![^>]* hidden)[^>]*>', page)]
    assert f">{len(found)} of {len(timeline)} events</p>" in page
    return found


def choose(control: str, words: str) -> str:
    """The script that chooses the option that begins with these words."""
    return (
        f"const box = form.elements['{control}'];"
        f"box.value = [...box.options].find((one) => one.text.startsWith({json.dumps(words)})).value;"
    )


def numbers(timeline: Timeline, wanted: list[Event]) -> list[int]:
    return [number for number, event in enumerate(timeline) if event in wanted]


@needs_browser
def test_the_word_filter_leaves_the_events_with_the_word(timeline: Timeline, tmp_path: Path) -> None:
    left = shown_after(timeline, "form.elements.words.value = 'hidankyo';", tmp_path)
    fitting = [event for event in timeline if "hidankyo" in str(event.to_dict()).lower()]
    assert 0 < len(left) <= len(fitting) < len(timeline)
    assert set(left) <= set(numbers(timeline, fitting))


@needs_browser
def test_the_name_filter_leaves_the_events_that_name_somebody(timeline: Timeline, tmp_path: Path) -> None:
    left = shown_after(timeline, choose("name", "Kyrylo Budanov ("), tmp_path)
    assert left == numbers(timeline, [event for event in timeline if "Kyrylo Budanov" in event.people])


@needs_browser
def test_the_source_filter_leaves_the_events_of_a_source(timeline: Timeline, tmp_path: Path) -> None:
    left = shown_after(timeline, choose("source", "Newsweek ("), tmp_path)
    assert left == numbers(timeline, [event for event in timeline if "Newsweek" in event.sources])


@needs_browser
def test_filters_narrow_together_and_are_taken_back_together(timeline: Timeline, tmp_path: Path) -> None:
    both = "form.elements.least.value = '2'; form.elements.disputed.checked = true;"
    left = shown_after(timeline, both, tmp_path)
    assert left == numbers(
        timeline, [event for event in timeline if event.independent_sources >= 2 and event.conflicts]
    )
    taken_back = "setTimeout(() => document.querySelector('button[type=reset]').click(), 500);"
    page, _ = browse(with_script(timeline.to_html(), f"const form = document.forms[0];{both}{taken_back}"), tmp_path)
    assert f">{len(timeline)} events</p>" in page


@needs_browser
def test_a_quote_opens_to_its_passage(timeline: Timeline, tmp_path: Path) -> None:
    event = max(timeline, key=lambda one: len(one.mentions))
    number = timeline.events.index(event)
    script = (
        f"const home = document.getElementById('e{number}');"
        "for (const one of home.querySelectorAll('summary')) one.click();"
        "const seen = [...home.querySelectorAll('.passage')].filter((one) => one.offsetHeight > 0);"
        "document.title = JSON.stringify(seen.map((one) => [one.querySelector('mark').textContent, one.textContent]));"
    )
    page, _ = browse(with_script(timeline.to_html(), script), tmp_path)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    seen = json.loads(title[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
    expected = [(one.quote, one.passage) for one in event.mentions if one.quote.strip() != one.passage.strip()]
    assert seen == [list(pair) for pair in expected]
    assert expected


@needs_browser
def test_the_page_can_be_printed(timeline: Timeline, tmp_path: Path) -> None:
    printed = print_page(timeline[:60].to_html(), tmp_path)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 2
