"""CSV, iCalendar and terminal say what the timeline says, and nothing in an article can break out of them."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from newsindex.documents import StoredArticle
from newsindex.timeline import Timeline, build_timeline
from tests.timeline.conftest import Make

# Those used here, as followthemoney 4 has them.
EVENT_PROPERTIES = frozenset(
    "name summary description date startDate endDate involved location publisher sourceUrl proof".split()
)


@pytest.fixture(scope="module")
def timeline(seeds: list[StoredArticle]) -> Timeline:
    return build_timeline(seeds, query="troops", state="abc123", matched=40)


def test_csv_has_a_line_for_each_event_or_telling(timeline: Timeline) -> None:
    assert len(list(csv.DictReader(io.StringIO(timeline.to_csv())))) == len(timeline)
    rows = list(csv.DictReader(io.StringIO(timeline.to_csv(mentions=True))))
    assert [row["quote"] for row in rows] == [one.quote for event in timeline for one in event.mentions]


def test_json_lines_are_the_events_one_each(timeline: Timeline) -> None:
    assert [json.loads(line) for line in timeline.to_json_lines()] == timeline.to_dicts()


def test_no_cell_begins_like_a_formula(make: Make) -> None:
    evil = make("A", "It rained.\n+1 (555) 0100 was called on 3 May 2024 in Lisbon.", source="=HYPERLINK(A1)")
    timeline = build_timeline([evil])
    for text in (timeline.to_csv(), timeline.to_csv(mentions=True)):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert "'=HYPERLINK(A1)" in cells
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_calendar_carries_the_receipt(timeline: Timeline) -> None:
    text = timeline.to_ical().replace("\r\n ", "")
    (told,) = re.findall("^X-WR-CALDESC:(.*)\r$", text, re.M)
    assert re.sub(r"\\([;,])", r"\1", told) == str(timeline.receipt())


def test_a_receipt_tells_by_what_the_events_were_narrowed(timeline: Timeline) -> None:
    some = timeline.important(2).naming("Ukraine").happening("2024-10").disputed().top(1)
    assert some.receipt().filters == {
        "important": 2, "naming": "Ukraine", "happening": "2024-10", "disputed": True, "top": 1,
    }  # fmt: skip
    assert some.receipt().state == timeline.receipt().state


def test_followthemoney_has_an_event_for_each_with_what_it_points_to_before_it(timeline: Timeline) -> None:
    given: dict[str, str] = {}
    for entity in timeline.to_ftm():
        assert entity["id"] not in given
        given[entity["id"]] = entity["schema"]
        if entity["schema"] == "Event":
            properties = entity["properties"]
            assert set(properties) <= EVENT_PROPERTIES
            assert ("date" in properties) != ("startDate" in properties and "endDate" in properties)
            assert all(given[one] in ("Person", "Organization") for one in properties.get("involved", []))
            assert all(given[one] == "Article" for one in properties["proof"])
    assert list(given.values()).count("Event") == len(timeline)


def test_data_frames_have_a_row_for_each_event(timeline: Timeline) -> None:
    pytest.importorskip("pandas")
    frame = timeline.to_pandas()
    assert list(frame["text"]) == [event.text for event in timeline]
    assert list(frame["first"].dt.date) == [event.when.first for event in timeline]
    assert frame.attrs["receipt"] == timeline.receipt().to_dict()


def test_polars_has_the_same_events(timeline: Timeline) -> None:
    polars = pytest.importorskip("polars")
    frame = timeline.to_polars()
    assert frame["last"].to_list() == [event.when.last for event in timeline]
    assert Timeline(()).to_polars().schema == frame.schema
    assert frame.schema["people"] == polars.List(polars.String)


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


def test_no_character_of_an_article_steers_the_terminal(make: Make) -> None:
    evil = make("A", "It rained.\nOn 3 May 2024, Ana Brito spoke\x1b[2J in\x07 Lisbon.", source="The \x1b]0;x\x07A")
    shown = build_timeline([evil]).show(quotes=True)
    assert not {"\x1b", "\x07"} & set(shown)
    assert "Ana Brito" in shown


def test_the_terminal_uses_colour_only_if_asked(timeline: Timeline) -> None:
    assert "\x1b" not in timeline.show(width=80)
    assert "\x1b" in timeline.show(width=80, colour=True)
    assert max(map(len, timeline.show(width=80).splitlines())) <= 80
