"""CSV, iCalendar, terminal and page say what the timeline says, and nothing in an article can break out of them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from newsindex.documents import StoredArticle
from newsindex.timeline import Timeline, build_timeline
from tests.timeline.conftest import Make

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def timeline(seeds: list[StoredArticle]) -> Timeline:
    return build_timeline(seeds, query="troops", state="abc123", matched=40)


def test_csv_has_a_line_for_each_event_or_telling(timeline: Timeline) -> None:
    assert len(list(csv.DictReader(io.StringIO(timeline.to_csv())))) == len(timeline)
    rows = list(csv.DictReader(io.StringIO(timeline.to_csv(mentions=True))))
    assert [row["quote"] for row in rows] == [one.quote for event in timeline for one in event.mentions]


def test_calendar_lines_are_short_and_end_as_the_format_wants(timeline: Timeline) -> None:
    text = timeline.to_ical()
    assert text.count("\r\n") == text.count("\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_calendar_has_an_entry_with_its_own_name_for_each_event(timeline: Timeline) -> None:
    text = timeline.to_ical().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(timeline)
    assert len(set(re.findall(r"^UID:(.*)$", text, re.M))) == len(timeline)


def test_the_end_of_an_entry_is_the_day_after_its_last(make: Make) -> None:
    (event,) = build_timeline([make("A", "On 31 December 2023, Ana Brito spoke in Lisbon.", day="2024-01-02")])
    text = Timeline((event,)).to_ical()
    assert "DTSTART;VALUE=DATE:20231231\r\nDTEND;VALUE=DATE:20240101\r\n" in text


def test_the_terminal_uses_colour_only_if_asked(timeline: Timeline) -> None:
    assert "\x1b" not in timeline.show(width=80)
    assert "\x1b" in timeline.show(width=80, colour=True)
    assert max(map(len, timeline.show(width=80).splitlines())) <= 80


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


def browse(page: str, folder: Path) -> tuple[str, str]:
    """What the page is after a browser has run it, and what the browser's console said."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    options = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=3000 --dump-dom"
    ).split()
    done = subprocess.run(
        [str(CHROMIUM), *options, f"--user-data-dir={folder / 'profile'}", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_browser_runs_the_page_without_complaint(timeline: Timeline, tmp_path: Path) -> None:
    page, console = browse(timeline.to_html(), tmp_path)
    assert console == ""
    assert re.search(r'<form aria-label="Narrow the events"', page)  # the script has unveiled the filters
    assert f">{len(timeline)} events</p>" in page


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_the_word_filter_hides_all_other_events_in_a_browser(timeline: Timeline, tmp_path: Path) -> None:
    ask = (
        "<script>const box = document.forms[0].elements.words; box.value = 'hidankyo';"
        "box.dispatchEvent(new Event('input', {bubbles: true}));</script></body>"
    )
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", timeline.to_html()).replace("</body>", ask)
    shown, console = browse(page, tmp_path)
    left = len(re.findall(r'<li class="event"(?![^>]* hidden)[^>]*>', shown))
    fitting = len([event for event in timeline if "hidankyo" in str(event.to_dict()).lower()])
    assert console == ""
    assert 0 < left <= fitting < len(timeline)
    assert f"{left} of {len(timeline)} events" in shown
