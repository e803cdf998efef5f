"""Which sentence tells of which day."""

from __future__ import annotations

import re
from datetime import date

from newsindex.analysis.annotated import Telling
from newsindex.analysis.dates import find_dates, tellings
from newsindex.spans import Span

PUBLISHED = date(2024, 10, 21)


def told(text: str) -> list[tuple[str, str, bool]]:
    """The first word of each sentence, the days it tells of, and whether they are lent."""
    passages = [Span(*found.span()) for found in re.finditer(r"[^\n]+", text)]
    sentences = [Span(*found.span()) for found in re.finditer(r"\S[^\n]*?(?:\.(?= [A-Z])|(?=\n|$))", text)]
    found = tellings(text, PUBLISHED, passages, sentences, find_dates(text, PUBLISHED, sentences=sentences))
    assert all(isinstance(telling, Telling) for telling in found)
    return [(telling.span.of(text).strip("- ").split()[0], str(telling.date.value), telling.lent) for telling in found]


def test_the_date_that_opens_a_bullet_is_lent_to_the_sentences_after_it() -> None:
    text = "- On 8 October, troops came. Nobody saw them. They left again."
    assert told(text) == [("On", "2024-10-08", False), ("Nobody", "2024-10-08", True), ("They", "2024-10-08", True)]


def test_another_date_ends_the_lending() -> None:
    text = "- On 13 October, he spoke. Nobody heard. On 14 October, he spoke again. Many heard."
    assert told(text) == [
        ("On", "2024-10-13", False),
        ("Nobody", "2024-10-13", True),
        ("On", "2024-10-14", False),
        ("Many", "2024-10-14", True),
    ]


def test_nothing_is_lent_across_passages() -> None:
    assert told("- On 8 October, troops came.\n- Nobody saw them.") == [("On", "2024-10-08", False)]


def test_a_sentence_with_no_date_told_before_it_tells_of_no_day() -> None:
    assert told("Nobody saw them. They left.") == []


def test_a_deadline_is_told_but_not_lent() -> None:
    text = "- On 18 October, he spoke. They would be ready by 1 November. Nobody heard."
    assert told(text) == [("On", "2024-10-18", False), ("They", "2024-11-01", False), ("Nobody", "2024-10-18", True)]


def test_a_date_inside_a_sentence_is_told_but_not_lent() -> None:
    text = "He was born on 3 May 1960. Nobody knew him."
    assert told(text) == [("He", "1960-05-03", False)]


def test_vague_references_and_durations_are_not_told() -> None:
    assert told("Recently, it rained for three days. It rains every Monday.") == []


def test_both_ends_of_a_range_are_told_as_one_stretch() -> None:
    assert told("It sailed from 8 to 13 October.") == [("It", "2024-10-08..2024-10-13", False)]
    assert told("It sailed between 8 and 13 October.") == [("It", "2024-10-08..2024-10-13", False)]
    assert told("The war of 1939-45 ended.") == [("The", "1939-01-01..1945-12-31", False)]


def test_two_days_of_a_list_are_told_apart() -> None:
    assert told("It rained on 8 and 13 October.") == [("It", "2024-10-08", False), ("It", "2024-10-13", False)]


def test_what_was_moved_from_one_day_to_another_is_no_range() -> None:
    assert len(told("It was moved from Friday to Saturday.")) == 2


def test_the_words_of_a_range_are_kept_as_evidence() -> None:
    text = "It sailed from 8 to 13 October."
    whole = Span(0, len(text))
    (telling,) = tellings(text, PUBLISHED, [whole], [whole], find_dates(text, PUBLISHED))
    assert telling.date.text == "8 to 13 October"
    assert telling.date.span.of(text) == telling.date.text
