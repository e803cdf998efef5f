"""Which sentence tells of which days: by dates of its own, or by the date that its bullet or paragraph opened with.

A background bullet says "On 8 October, ... The minister denied it. On 13 October, ...": the denial belongs to the
8th although its sentence names no day. Such a date is lent to the sentences after it until another date is told.

Two dates that are the ends of a range ("from 8 to 13 October", "1939-45") are told as one stretch of days, so that a
day in between is found as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from newsindex.analysis.annotated import DateMention, Telling
from newsindex.spans import DateSpan, Precision, Span

__all__ = ["tellings"]

_DASH = re.compile(r"\s?[-–—−]\s?\Z")
_TO = re.compile(r",?\s(?:to|until|till|through)\s(?:the\s)?\Z")
_AND = re.compile(r",?\sand\s(?:the\s)?\Z")
_BETWEEN = re.compile(r"\bbetween(?:\s\S+){0,2}\s\Z", re.IGNORECASE)
_MOVED = re.compile(r"\b(?:moved|postponed|delayed|pushed|brought forward|changed)\b")
_LIMIT = re.compile(
    r"\b(?:by|until|till|before|since|due|deadline|scheduled|set for|planned for|expected)"
    r"(?:\s(?:on|in|the|late|early|mid))?[\s-]\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:[A-Z][\w ]{1,24}:)?[\s•*–—\"'“‘(-]*"
    r"(?:(?:also|earlier|later|late|early|then|meanwhile|but|and|the same|that)[,\s]+){0,2}"
    r"(?:(?:on|in|at|during|over|from|between|around|about)\s)?(?:the\s)?\Z",
    re.IGNORECASE,
)


def tellings(
    text: str,
    published: date,
    passages: Sequence[Span],
    sentences: Sequence[Span],
    dates: Sequence[DateMention],
) -> tuple[Telling, ...]:
    """For each sentence of each passage, the dates on the calendar that it tells of, in the order of the text.

    A date that opens a sentence is lent (``lent`` is True) to those after it in the passage that have none, until
    another is told. A deadline ("by 1 November") and a day still ahead are told by their own sentence, but neither
    lent nor the end of lending. Vague references, durations and sets are not told.
    """
    day = published.date() if isinstance(published, datetime) else published
    told = list(_joined(text, [mention for mention in dates if mention.value and mention.type in {"DATE", "TIME"}]))
    starts = [mention.span.start for mention in told]
    beginnings = [sentence.start for sentence in sentences]
    found: list[Telling] = []
    for passage in passages:
        narrative: DateMention | None = None
        first = max(bisect_left(beginnings, passage.start + 1) - 1, 0)
        for sentence in sentences[first : bisect_left(beginnings, passage.end)]:
            if not passage.overlaps(sentence):
                continue
            low, high = max(sentence.start, passage.start), min(sentence.end, passage.end)
            own = told[bisect_left(starts, low) : bisect_left(starts, high)]
            found.extend(Telling(sentence, mention) for mention in own)
            carrying = [mention for mention in own if _happened(text, day, mention)]
            if carrying:
                narrative = _lender(text, sentence, carrying)
            elif narrative is not None and not own:
                found.append(Telling(sentence, narrative, lent=True))
    return tuple(found)


def _happened(text: str, published: date, mention: DateMention) -> bool:
    """Whether a date is told as having come, and is not a limit, a plan or a day ahead."""
    if mention.value is None or mention.value.first > published:
        return False
    return _LIMIT.search(text, max(mention.span.start - 24, 0), mention.span.start) is None


def _lender(text: str, sentence: Span, own: Sequence[DateMention]) -> DateMention | None:
    """The date that a sentence hands on: its opening one, or a later day of the same sentence."""
    if not _OPENING.fullmatch(text, sentence.start, own[0].span.start):
        return None
    lender = own[0]
    for mention in own[1:]:
        if lender.value is not None and mention.value is not None and mention.value.first > lender.value.first:
            lender = mention
    return lender


def _joined(text: str, told: Sequence[DateMention]) -> Iterator[DateMention]:
    """The dates, with the two ends of each range joined into one that spans the words from end to end."""
    index = 0
    while index < len(told):
        mention = told[index]
        after = told[index + 1] if index + 1 < len(told) else None
        joined = _range(text, mention, after) if after is not None else None
        if joined is None:
            yield mention
            index += 1
        else:
            yield joined
            index += 2


def _range(text: str, first: DateMention, last: DateMention) -> DateMention | None:
    if first.value is None or last.value is None or first.value.first > last.value.first:
        return None
    between = text[first.span.end : last.span.start]
    if len(between) > 12:
        return None
    start = max(first.span.start - 40, 0)
    if _MOVED.search(text, start, first.span.start):
        return None  # "moved from Friday to Monday"
    if not (
        _DASH.fullmatch(between)
        or (_TO.fullmatch(between))
        or (_AND.fullmatch(between) and _BETWEEN.search(text, start, first.span.start))
    ):
        return None
    span = Span(first.span.start, last.span.end)
    days = DateSpan(first.value.first, max(first.value.last, last.value.last), Precision.RANGE)
    length = (days.last - days.first).days + 1
    return DateMention(span, span.of(text), "DURATION", f"P{length}D", days)
