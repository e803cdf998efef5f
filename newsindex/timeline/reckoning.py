"""The day of a sentence that only tells how long before or after something else it happened.

"Two days after the vote, the count was stopped." happened two days after the day that the article gives for the vote;
and "The vote came a day after Ana Brito had resigned." tells when she resigned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from attrs import frozen

from newsindex.analysis.annotated import DateMention
from newsindex.analysis.words import index_words
from newsindex.spans import DateSpan, Precision, Span
from newsindex.timeline.near_words import concept

__all__ = ["Dated", "Reckoned", "reckon"]

_LENGTH = re.compile(r"P(?P<count>\d{1,3})(?P<unit>[DW])")
_DAYS = {"D": 1, "W": 7}
_OPENING = re.compile(r"(?:(?:About|Barely|Just|Only|Exactly) )?")
_WITHIN = re.compile(r"Within (?:the next )?")
_FROM_NOUN = re.compile(r" (?P<way>after|before) (?:the|that|this) (?P<noun>[a-z]+),")
_NOUN_CAME = re.compile(
    r"(?:The|That|This) (?P<noun>[a-z]+) (?:came|comes|follows|followed)(?: about| barely| just| only)? "
)
_FROM_CLAUSE = re.compile(r" (?P<way>after|before) (?=\w+ \w+)")
# A sentence is about what it names in so many words at its beginning, after the date.
_DATE = re.compile(r"(?:(?:Early|Late) )?[OI]n [^,]{3,25}, ")
_SUBJECT = 3


@frozen
class Dated:
    """An earlier sentence of the article, the paragraph it stands in, and its day."""

    span: Span
    passage: Span
    day: DateSpan


@frozen
class Reckoned:
    """The part of a sentence that tells of an event, and the days on which that happened."""

    part: Span
    days: DateSpan
    date: DateMention


def reckon(
    text: str,
    sentence: Span,
    lengths: Iterable[DateMention],
    before: Sequence[Dated],
    passages: Sequence[Span],
    news: DateSpan | None,
) -> Reckoned | None:
    """What a sentence without a date tells of, and when; None where that cannot be reckoned.

    ``lengths`` are the lengths of time told in it, ``before`` the dated sentences before it, ``passages`` the paragraph
    before its own and its own, and ``news`` the day of the article's own news.
    """
    for length in lengths:
        found = _LENGTH.fullmatch(length.timex)
        if found is None:
            continue
        many = int(found["count"]) * _DAYS[found["unit"]]
        near = [one for one in before if one.passage in passages]
        if _WITHIN.fullmatch(text, sentence.start, length.span.start):
            if near and near[-1].passage == passages[-1]:
                first = near[-1].day.first
                return Reckoned(sentence, DateSpan(first, first + timedelta(days=many), Precision.RANGE), length)
        elif _OPENING.fullmatch(text, sentence.start, length.span.start):
            if way := _FROM_NOUN.match(text, length.span.end, sentence.end):
                start = _day_of(way["noun"], text, before) or (near[-1].day if near else None)
                if start is not None:
                    return Reckoned(sentence, _moved(start, many if way["way"] == "after" else -many), length)
        elif (came := _NOUN_CAME.fullmatch(text, sentence.start, length.span.start)) and (
            way := _FROM_CLAUSE.match(text, length.span.end, sentence.end)
        ):
            # What is set beside something else without having been told of before is the article's own news.
            start = _day_of(came["noun"], text, before) or news
            if start is not None:
                days = _moved(start, many if way["way"] == "before" else -many)
                return Reckoned(Span(way.end(), sentence.end), days, length)
    return None


def _day_of(noun: str, text: str, before: Sequence[Dated]) -> DateSpan | None:
    """The day of the last sentence that is about it, under this or a like word or under the name that it has."""
    names = set(re.findall(rf"\b{noun.title()} ([A-Z]\w+)", text))
    meant = {concept(word.stem) for word in index_words(noun)}
    for one in reversed(before):
        opening = re.findall(r"\w+", _DATE.sub("", one.span.of(text), count=1))[:_SUBJECT]
        if names & set(opening) or any(concept(word.stem) in meant for form in opening for word in index_words(form)):
            return one.day
    return None


def _moved(day: DateSpan, many: int) -> DateSpan:
    there = day.first + timedelta(days=many)
    return DateSpan(there, there, Precision.DAY)
