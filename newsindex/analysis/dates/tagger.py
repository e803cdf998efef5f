"""From text to date mentions: scan for triggers, encode the sentences that hold one, match the rules, resolve.

Most sentences name no time. One regular expression looks for the words that every rule needs one of (a month, a unit,
a year, "ago"), and only the sentences around its hits are cut into pieces. There the leftmost match wins, and of
those the longest whose resolver does not decline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from itertools import accumulate

from newsindex.analysis.annotated import DateMention
from newsindex.analysis.dates import rules_calendar, rules_clock, rules_relative, rules_spans
from newsindex.analysis.dates.context import Context, Match, Rule
from newsindex.analysis.dates.patterns import Symbols, pieces_of
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Span

__all__ = ["find_dates"]

_TRIGGER = re.compile(
    r"""(?ix)\b(?:
    (?:jan|febr?|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b
    | january|february|march|april|may\b|june|july|august|september|october|november|december
    | (?:mon|tues|wednes|thurs|fri|satur|sun)day | (?:mon|tue|wed|thu|fri|sat|sun)\b
    | (?:second|minute|hour|day|night|week|fortnight|weekend|month|quarter|year|decade|century|centuries|summer
        |winter|spring|autumn|fall|morning|afternoon|evening|noon|midday|midnight|semester|min|hr|yr)s?\b
    | today|yesterday|tomorrow|tonight|overnight|now\b|nowadays|current|recent|lately|previously|future|past\b|soon\b
    | daily|weekly|monthly|yearly|hourly|nightly|quarterly|annually|fiscal|later\b|half\b|time\b|moment\b|present\b
    | (?:1[0-9]|2[01])[0-9][0-9](?:s?\b|-) | (?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies
    | nineteen\b | twenty[ -](?:ten|eleven|twelve|\w+teen|twenty)|two\sthousand
    | \d\d?[:/.]\d\d | \d\d?(?:[ ]?[ap]\.?m\b) | \d{4}[ ](?:gmt|utc) | [']\d0s | o['’]clock)
    | '\d\d\b
    """
)
_SENTENCE_END = re.compile(r"[.!?][\"')\]”’]*\s+(?=[\"'(\[“‘`]*[A-Z0-9])|\n(?=\s*[^\sa-z])|\n\s*\n")
_LONGEST_SENTENCE = 4_000


class Grammar:
    """All rules, compiled."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.symbols = Symbols(rule.pattern for rule in rules)
        self.any = re.compile("|".join(f"(?:{self.symbols.source(rule.pattern, capture=False)})" for rule in rules))
        compiled = [(self.symbols.compile(rule.pattern), rule) for rule in rules]
        self.by_first: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
        self._compiled = compiled

    def starting_with(self, symbol: str) -> list[tuple[re.Pattern[str], Rule]]:
        """The rules that a match beginning with this symbol may come from."""
        return self._compiled


@cache
def grammar() -> Grammar:
    """The compiled rules; made at the first call, which takes a moment."""
    return Grammar([*rules_calendar.RULES, *rules_clock.RULES, *rules_relative.RULES, *rules_spans.RULES])


def find_dates(
    text: str,
    published: date,
    *,
    sentences: Sequence[Span] | None = None,
    day_first: bool | None = None,
) -> tuple[DateMention, ...]:
    """The date expressions of ``text`` in order, resolved against the day of publication.

    ``sentences`` are spans of ``text``; without them sentence ends are guessed. ``day_first`` says whether 03/04/2024
    is the third of April; without it slashes are read month first and points day first, unless only the other fits.
    """
    day = published.date() if isinstance(published, datetime) else published
    context = Context(text, day, day_first)
    rules = grammar()
    mentions: list[DateMention] = []
    for start, end in _triggered(text, sentences):
        _tag(rules, context, start, end, mentions)
    return tuple(mentions)


def _triggered(text: str, sentences: Sequence[Span] | None) -> Iterator[tuple[int, int]]:
    """The sentences that hold a trigger."""
    spans: Iterator[tuple[int, int]] = iter(
        _guessed(text) if sentences is None else ((span.start, span.end) for span in sentences)
    )
    found = _TRIGGER.search(text)
    for start, end in spans:
        if found is None:
            return
        if found.start() < start:
            found = _TRIGGER.search(text, start)
            if found is None:
                return
        if found.start() < end:
            yield from _bounded(start, end)
            found = _TRIGGER.search(text, end)


def _bounded(start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        yield start, min(end, start + _LONGEST_SENTENCE)
        start += _LONGEST_SENTENCE


_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|[ap]\.?m|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Col|Lt|Gov|Prof|St|Sgt|Capt|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\Z"
)


def _guessed(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE_END.finditer(text):
        stop = found.start()
        if text[stop] == "." and found.end() - stop < 4 and _ABBREVIATION.search(text[max(stop - 5, start) : stop]):
            continue
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _tag(rules: Grammar, context: Context, start: int, end: int, mentions: list[DateMention]) -> None:
    pieces = pieces_of(context.text, start, end)
    codes = rules.symbols.encode(pieces)
    if rules.any.search(codes) is None:
        return
    context.pieces, context.codes, context.told_in_sentence = pieces, codes, False
    context.offsets = [start, *accumulate(map(len, pieces), initial=start)][1:]
    context.subresolve = lambda first, last, outer: _resolve_exactly(rules, context, first, last, outer)
    position = 0
    while (found := rules.any.search(codes, position)) is not None:
        position = _tag_at(rules, context, found.start(), mentions) or found.start() + 1


def _tag_at(rules: Grammar, context: Context, start: int, mentions: list[DateMention]) -> int | None:
    codes = context.codes
    candidates = [
        (found.end(), -order, found, rule)
        for order, (pattern, rule) in enumerate(rules.starting_with(codes[start]))
        if (found := pattern.match(codes, start))
    ]
    candidates.sort(key=lambda candidate: candidate[:2], reverse=True)
    for end, _, found, rule in candidates:
        if not _stands_alone(context, start, end):
            continue
        match = Match(found, context)
        result = rule.resolve(match)
        if result is None:
            continue
        if isinstance(result, list):
            for first, last, timex in result:
                _mention(context, first, last, timex, mentions)
        else:
            _mention(context, start, end, result, mentions)
        return end
    return None


def _resolve_exactly(rules: Grammar, context: Context, start: int, end: int, outer: Match) -> Timex | None:
    for pattern, rule in rules.starting_with(context.codes[start]):
        if rule.nested and (found := pattern.fullmatch(context.codes, start, end)):
            result = rule.resolve(Match(found, context, outer))
            if isinstance(result, Timex):
                return result
    return None


_MONEY = frozenset("$£€¥#%")


def _stands_alone(context: Context, start: int, end: int) -> bool:
    """Whether the figures at either end are whole numbers of their own, not parts of "1,500", "2-0" or "$1990"."""
    pieces = context.pieces
    if pieces[start][0].isdigit() and start:
        before = pieces[start - 1]
        if before in _MONEY or (before in ".,:/" and start > 1 and pieces[start - 2][-1].isdigit()):
            return False
        if before[-1].isalpha():
            return False
    elif start and pieces[start - 1][-1].isalnum():
        return False
    if end < len(pieces):
        after = pieces[end]
        if after[0].isalnum():
            return False
        if pieces[end - 1][-1].isdigit():
            if after in _MONEY:
                return False
            if after in ".,:/" and end + 1 < len(pieces) and pieces[end + 1][0].isdigit():
                return False
    return True


def _mention(context: Context, first: int, last: int, timex: Timex, mentions: list[DateMention]) -> None:
    while context.pieces[last - 1].isspace():
        last -= 1
    span = Span(context.offsets[first], context.offsets[last])
    if timex.type != "SET":
        context.tell(timex)
    mentions.append(DateMention(span, span.of(context.text), timex.type, timex.value, timex.days))
