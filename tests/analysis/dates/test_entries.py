"""Timelines and live reports: the day that heads an entry is that of the times which open its lines.

Each text is published on Monday, 21 October 2024; the expected values stand in order.
"""

from __future__ import annotations

from datetime import date

import pytest

from newsindex.analysis.dates import find_dates

PUBLISHED = date(2024, 10, 21)

TEXTS = {
    "a heading lends its day to the lines below it": (
        "How the sisters went missing\nSunday 4 August\nThe girls play in the garden.\n"
        "1704 BST - The last photo is taken.\n2030 BST - Their parents raise the alarm.\n",
        "2024-08-04 2024-08-04T17:04+01:00 2024-08-04T20:30+01:00",
    ),
    "a bullet that opens with a day of long ago": (
        "- July 28 1986: She leaves her office at 12.40pm.\nAt 10pm, her car is found.\n",
        "1986-07-28 1986-07-28T12:40 1986-07-28T22:00",
    ),
    "another heading ends it": (
        "Friday 4 October\n00.30: The first seat is won.\nSaturday 5 October\n10.30: Talks begin.\n",
        "2024-10-04 2024-10-04T00:30 2024-10-05 2024-10-05T10:30",
    ),
    "a weekday of an entry is reckoned from it": (
        "Thursday July 7 2005\nThursday morning: Three men drive south.\n7.40am: They board a train.\n",
        "2005-07-07 2005-07-07TMO 2005-07-07T07:40",
    ),
    "without a heading it is the day of publication": (
        "He was arrested on Friday.\n10.03am: He has been freed.\n0725: Police are at the gate.\n",
        "2024-10-18 2024-10-21T10:03 2024-10-21T07:25",
    ),
    "bare figures at the beginning of many lines are times, not years": (
        "2105 The premier is back.\n1947 The palace speaks.\n1816 Embassies close.\n",
        "2024-10-21T21:05 2024-10-21T19:47 2024-10-21T18:16",
    ),
    "bare figures at the beginning of one line are a year": ("1947 was a cold year.\n", "1947"),
    "days of a review lie behind, however near the next ones are": (
        "OCT. 26 — The choir sang in the hall.\nNov. 4: The governor was sworn in.\n",
        "2023-10-26 2023-11-04",
    ),
    "a day told within an entry takes its place": (
        "4 October: A guard speaks. He was seen on 2 October. At 9 p.m. he went home.\n",
        "2024-10-04 2024-10-02 2024-10-02T21:00",
    ),
}


@pytest.mark.parametrize(("text", "values"), TEXTS.values(), ids=list(TEXTS))
def test_an_entry_lends_its_day(text: str, values: str) -> None:
    assert [mention.timex for mention in find_dates(text, PUBLISHED)] == values.split()
