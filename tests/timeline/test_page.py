"""The page of a timeline: what it is made of, and what a real browser makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

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


def test_the_axis_names_the_months_and_the_year_once(make: Make) -> None:
    days = ("2024-10-03", "2024-10-20", "2024-11-05", "2024-11-28", "2024-12-10", "2025-01-15")
    told = (f"On {day}, Ana Brito opened school number {number} in Lisbon." for number, day in enumerate(days))
    page = build_timeline([make("A", "Ministers met.\n" + "\n".join(told), day="2025-02-01")]).to_html()
    assert re.findall(r'<span style="left:[\d.]+%">(.*?)</span>', page) == ["Oct 2024", "Nov", "Dec"]


def test_a_page_of_a_thousand_events_is_below_a_megabyte_and_a_half(timeline: Timeline) -> None:
    many = Timeline((timeline.events * 5)[:1000])
    assert len(many.to_html().encode()) < 1_500_000


def test_a_timeline_without_events_is_a_page_too() -> None:
    assert "No event was found." in Timeline(()).to_html()


def numbers(timeline: Timeline, wanted: Callable[[Event], bool]) -> list[int]:
    return [number for number, event in enumerate(timeline) if wanted(event)]


# What a reader does with the page, one thing after the other, and what is then to be seen of it.
READER = """
const form = document.forms[0];
const seen = {form: !form.hidden};
const left = () => [...document.querySelectorAll(".event:not([hidden])")].map((one) => Number(one.id.slice(1)));
const looked = async (name) => {
  form.dispatchEvent(new Event("input", {bubbles: true}));
  await new Promise((done) => setTimeout(done, 100));
  seen[name] = [left(), document.querySelector(".count").textContent];
};
const choose = (control, words) => {
  const box = form.elements[control];
  box.value = [...box.options].find((one) => one.text.startsWith(words)).value;
};
const shownAgain = async () => {
  form.querySelector("button[type=reset]").click();
  await new Promise((done) => setTimeout(done, 100));
};
(async () => {
  await looked("opened");
  const stops = () => [...document.querySelectorAll(".bars a")].filter((bar) => bar.tabIndex === 0);
  const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  const first = stops()[0];
  first.focus();
  press("ArrowRight");
  seen.keys = [stops().length, document.activeElement !== first, document.activeElement === stops()[0]];
  press("Home");
  seen.keys.push(document.activeElement === first);
  form.elements.words.value = "hidankyo"; await looked("words"); await shownAgain();
  choose("name", "Kyrylo Budanov ("); await looked("name"); await shownAgain();
  choose("source", "Newsweek ("); await looked("source"); await shownAgain();
  form.elements.least.value = "2"; form.elements.disputed.checked = true; await looked("together"); await shownAgain();
  await looked("reset");
  const home = document.getElementById("eNUMBER");
  for (const one of home.querySelectorAll("summary")) one.click();
  seen.passages = [...home.querySelectorAll(".passage")].filter((one) => one.offsetHeight > 0)
    .map((one) => [one.querySelector("mark").textContent, one.textContent]);
  const told = document.createElement("pre");
  told.id = "seen";
  told.textContent = JSON.stringify(seen);
  document.body.append(told);
})();
"""


@pytest.fixture(scope="module")
def largest(timeline: Timeline) -> Event:
    return max(timeline, key=lambda one: len(one.mentions))


@pytest.fixture(scope="module")
def seen(timeline: Timeline, largest: Event, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a reader saw of the page in a browser."""
    script = READER.replace("NUMBER", str(timeline.events.index(largest)))
    page, console = browse(with_script(timeline.to_html(), script), tmp_path_factory.mktemp("page"))
    assert console == ""
    told = re.search(r'<pre id="seen">(.*?)</pre>', page, re.DOTALL)
    assert told is not None
    return json.loads(unescape(told[1]))  # type: ignore[no-any-return]


@needs_browser
def test_a_browser_runs_the_page_under_its_own_policy_without_complaint(timeline: Timeline, tmp_path: Path) -> None:
    page, console = browse(timeline.to_html(), tmp_path)
    assert console == ""
    assert re.search(r'<form aria-label="Narrow the events"', page)  # the script has unveiled the filters


@needs_browser
def test_at_first_all_events_are_shown(timeline: Timeline, seen: dict[str, Any]) -> None:
    assert seen["opened"] == [list(range(len(timeline))), f"{len(timeline)} events"]


@needs_browser
def test_the_histogram_is_one_stop_and_arrow_keys_go_from_bar_to_bar(seen: dict[str, Any]) -> None:
    assert seen["keys"] == [1, True, True, True]


@needs_browser
def test_the_word_filter_leaves_the_events_with_the_word(timeline: Timeline, seen: dict[str, Any]) -> None:
    fitting = numbers(timeline, lambda event: "hidankyo" in str(event.to_dict()).lower())
    left, count = seen["words"]
    assert 0 < len(left) < len(timeline)
    assert set(left) <= set(fitting)
    assert count == f"{len(left)} of {len(timeline)} events"


@needs_browser
def test_the_name_filter_leaves_the_events_that_name_somebody(timeline: Timeline, seen: dict[str, Any]) -> None:
    assert seen["name"][0] == numbers(timeline, lambda event: "Kyrylo Budanov" in event.people) != []


@needs_browser
def test_the_source_filter_leaves_the_events_of_a_source(timeline: Timeline, seen: dict[str, Any]) -> None:
    assert seen["source"][0] == numbers(timeline, lambda event: "Newsweek" in event.sources) != []


@needs_browser
def test_filters_narrow_together_and_are_taken_back_together(timeline: Timeline, seen: dict[str, Any]) -> None:
    both = numbers(timeline, lambda event: event.independent_sources >= 2 and bool(event.conflicts))
    assert seen["together"][0] == both != []
    assert seen["reset"] == seen["opened"]


@needs_browser
def test_a_quote_opens_to_its_passage(largest: Event, seen: dict[str, Any]) -> None:
    expected = [[one.quote, one.passage] for one in largest.mentions if one.quote.strip() != one.passage.strip()]
    assert seen["passages"] == expected != []


@needs_browser
def test_the_page_can_be_printed(timeline: Timeline, tmp_path: Path) -> None:
    printed = print_page(timeline[:60].to_html(), tmp_path)
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") >= 2
