"""CSV, iCalendar and terminal say what the timeline says, and nothing in an article can break out of them."""

from __future__ import annotations

import csv
import io
import re

import pytest

from newsindex.documents import StoredArticle
from newsindex.timeline import Timeline, build_timeline
from tests.timeline.conftest import Make


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


def read_calendar(text: str) -> list[dict[str, str]]:
    """The entries of an iCalendar text, read by the letter of RFC 5545: unfolded (3.1), and text unescaped (3.3.11)."""
    entries: list[dict[str, str]] = []
    inside = False
    for line in re.sub("\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n"):
        name, value = re.fullmatch(r'([A-Z-]+(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line).groups()  # type: ignore[union-attr]
        if (name, value) == ("BEGIN", "VEVENT"):
            inside = True
            entries.append({})
        elif (name, value) == ("END", "VEVENT"):
            inside = False
        elif inside:
            assert name.partition(";")[0] not in entries[-1]
            plain = re.sub(r"\\([\\;,nN])", lambda match: "\n" if match[1] in "nN" else match[1], value)
            entries[-1][name.partition(";")[0]] = value if name == "CATEGORIES" else plain
    return entries


def test_a_calendar_read_by_the_letter_of_the_format_says_what_the_timeline_says(make: Make) -> None:
    hard = 'On 3 May 2024, Ana Brito said: "Löhne; Preise, \\ n" – ' + "im Ärmelkanal, " * 12 + "in Lisbon."
    timeline = build_timeline([make("A", f"It rained.\n{hard}", source="Herald, The; Sunday")])
    entries = read_calendar(timeline.to_ical())
    assert len(entries) == len(timeline)
    for event, entry in zip(timeline, entries, strict=True):
        told = [f"“{one.quote}” – {one.source}, {one.published.isoformat()[:10]}" for one in event.mentions]
        assert entry["DESCRIPTION"] == "\n".join(told)
        assert entry["DTSTART"] == event.when.first.strftime("%Y%m%d")
        assert entry["SUMMARY"].removesuffix(" …") in event.text
        assert {"UID", "DTSTAMP"} <= entry.keys()


def test_all_entries_of_a_calendar_can_be_read(timeline: Timeline) -> None:
    entries = read_calendar(timeline.to_ical())
    assert [entry["DTSTART"] for entry in entries] == [event.when.first.strftime("%Y%m%d") for event in timeline]
    assert all(
        event.text.startswith(entry["SUMMARY"].removesuffix(" …"))
        for event, entry in zip(timeline, entries, strict=True)
    )


def test_the_end_of_an_entry_is_the_day_after_its_last(make: Make) -> None:
    (event,) = build_timeline([make("A", "On 31 December 2023, Ana Brito spoke in Lisbon.", day="2024-01-02")])
    text = Timeline((event,)).to_ical()
    assert "DTSTART;VALUE=DATE:20231231\r\nDTEND;VALUE=DATE:20240101\r\n" in text


def test_the_terminal_uses_colour_only_if_asked(timeline: Timeline) -> None:
    assert "\x1b" not in timeline.show(width=80)
    assert "\x1b" in timeline.show(width=80, colour=True)
    assert max(map(len, timeline.show(width=80).splitlines())) <= 80
