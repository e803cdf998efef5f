"""From text to date mentions: scan for triggers, encode the sentences that hold one, match the rules, resolve.

Most sentences name no time. One regular expression looks for the words that every rule needs one of (a month, a unit,
a year, "ago"), and only the sentences around its hits are cut into pieces. There the leftmost match wins, and of
those the longest whose resolver does not decline.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from itertools import accumulate

from newsindex.analysis.annotated import DateMention
from newsindex.analysis.dates import (
    rules_anchored,
    rules_clock,
    rules_dayparts,
    rules_days,
    rules_holidays,
    rules_periods,
    rules_quarters,
    rules_references,
    rules_relative,
    rules_reports,
    rules_sets,
    rules_spans,
    rules_the_year,
    rules_weekdays,
    rules_years,
)
from newsindex.analysis.dates.context import Context
from newsindex.analysis.dates.lexicon import AFTER_ADVERB
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.patterns import OTHER, Symbols, pieces_of
from newsindex.analysis.dates.shapes import PREFIX, prefixes, required
from newsindex.analysis.dates.timex import Timex
from newsindex.analysis.dates.triggers import COMMON, Triggers
from newsindex.spans import Precision, Span

__all__ = ["find_dates"]

_Compiled = tuple[re.Pattern[str], Rule, int, frozenset[str]]
"""A pattern, its rule, its place in the order, and the symbols of which a sentence must hold one (none: any may)."""

# One set of characters first: the search then looks for nothing else at most places.
_STOP = r"(?<!\n)[\"')\]”’]*\s+(?=[\"'(\[“‘`]*[A-Z0-9])"
_SENTENCE_END = re.compile(rf"[.!?\n](?:(?<=\n)(?:(?<!,\n)(?=\s*[^\sa-z])|\s*\n)|{_STOP})")
_WRAPPED_END = re.compile(rf"[.!?\n](?:(?<=\n)(?:(?<!,\n)(?=\s+[^\sa-z]|[-*•] )|\s*\n)|{_STOP})")
_WRAPPED = re.compile(r"\n[a-z]")
_LONGEST_SENTENCE = 4_000


class Grammar:
    """All rules, compiled, and known by how they begin."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.symbols = Symbols(rule.pattern for rule in rules)
        self._begins: dict[str, list[tuple[_Compiled, str, str]]] = {}
        for order, rule in enumerate(rules):
            words = required(rule.pattern, COMMON)
            compiled = (self.symbols.compile(rule.pattern), rule, order, self.symbols.of_words(words))
            for (first, second), thirds in self._beginnings(rule.pattern).items():
                self._begins.setdefault(first, []).append((compiled, second, thirds))
        self.triggers = Triggers(rule.pattern for rule in rules if not rule.aside)
        self.starts = re.compile(f"[{re.escape(''.join(self._begins))}]")
        self._known: dict[str, tuple[_Compiled, ...]] = {}
        self._after: dict[str, list[tuple[_Compiled, str]]] = {}

    def _beginnings(self, pattern: str) -> dict[tuple[str, str], str]:
        """The first two symbols that a match can have, and which may come third; the empty string stands for any."""
        found: dict[tuple[str, str], str] = {}
        for beginning in prefixes(pattern):
            members = self.symbols.members
            seconds = members(beginning[1]) if len(beginning) > 1 else ("",)
            thirds = members(beginning[2]) if len(beginning) == PREFIX else ""
            for first in members(beginning[0]):
                for second in seconds:
                    known = found.setdefault((first, second), thirds)
                    found[first, second] = known + thirds if known and thirds else ""
        return found

    def beginning(self, codes: str) -> tuple[_Compiled, ...]:
        """The rules that a match may come from whose first three symbols are ``codes``."""
        known = self._known.get(codes)
        if known is None:
            after = self._after.get(codes[:2])
            if after is None:
                begins = self._begins.get(codes[:1], ())
                after = [(compiled, thirds) for compiled, second, thirds in begins if second in {"", codes[1:2]}]
                self._after[codes[:2]] = after
            third = codes[2:]
            possible = {compiled[2]: compiled for compiled, thirds in after if not thirds or third in thirds}
            known = self._known[codes] = tuple(possible[order] for order in sorted(possible))
        return known


@cache
def grammar() -> Grammar:
    """The compiled rules; made at the first call, which takes a moment."""
    modules = (
        rules_days,
        rules_weekdays,
        rules_holidays,
        rules_periods,
        rules_years,
        rules_quarters,
        rules_clock,
        rules_dayparts,
        rules_relative,
        rules_anchored,
        rules_the_year,
        rules_reports,
        rules_references,
        rules_spans,
        rules_sets,
    )
    return Grammar([rule for module in modules for rule in module.RULES])


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
    context.subresolve = lambda first, last, outer: _resolve_exactly(rules, context, first, last, outer)
    mentions: list[DateMention] = []
    spans = _guessed(text) if sentences is None else ((span.start, span.end) for span in sentences)
    for start, end in rules.triggers.sentences(text, spans):
        for cut in range(start, end, _LONGEST_SENTENCE):
            _tag(rules, context, cut, min(end, cut + _LONGEST_SENTENCE), mentions)
    return tuple(mentions)


_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|[ap]\.?m|Mr|Mrs|Ms|Dr|Jr|Sr|Gen|Sen|Rep|Col|Lt|Gov|Prof|St|Sgt|Capt|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat"
    r"|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\Z"
)


_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_STATE = re.compile(r", [A-Z][a-z]{1,4}\Z")
"""An abbreviated state, after which a weekday begins no sentence: "a court in Orlando, Fla. Monday"."""
_OPENER = re.compile(r"(?:On|In|At|By|The|He|She|It|They|We|But|And|That|This|There|When|While|After|Before|If)\b")
"""Words that begin a sentence even after an abbreviation: "at 4:30 a.m. On Friday, ..."."""


def _guessed(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    ends = _WRAPPED_END if _WRAPPED.search(text) else _SENTENCE_END
    for found in ends.finditer(text):
        stop = found.start()
        short = text[stop] == "." and found.end() - stop < 4 and _ABBREVIATION.search(text[max(stop - 5, start) : stop])
        if short and not _OPENER.match(text, found.end()):
            continue
        if text[stop] == "." and _WEEKDAY.match(text, found.end()) and _STATE.search(text[max(stop - 8, start) : stop]):
            continue
        yield start, found.end()
        start = found.end()
    if start < len(text):
        yield start, len(text)


def _tag(rules: Grammar, context: Context, start: int, end: int, mentions: list[DateMention]) -> None:
    pieces = pieces_of(context.text, start, end)
    codes = rules.symbols.encode(pieces)
    if "://" in context.text[start:end]:
        codes = _without_addresses(context.text[start:end], pieces, codes)
    context.begin(pieces, codes)
    present = frozenset(codes)
    beginning, done = rules.beginning, 0
    for found in rules.starts.finditer(codes):
        at = found.start()
        if at >= done:
            possible = beginning(codes[at : at + PREFIX])
            if possible:
                done = _tag_at(possible, context, start, at, present, mentions) or done


_ADDRESS = re.compile(r"\w+://\S*")


def _without_addresses(text: str, pieces: Sequence[str], codes: str) -> str:
    """The symbols of a sentence with those inside web addresses made unknown: what stands there is not told."""
    starts = list(accumulate(map(len, pieces), initial=0))
    known = list(codes)
    for found in _ADDRESS.finditer(text):
        first, last = bisect_left(starts, found.start()), bisect_left(starts, found.end())
        known[first:last] = OTHER * (last - first)
    return "".join(known)


def _tag_at(
    possible: Sequence[_Compiled],
    context: Context,
    offset: int,
    start: int,
    present: frozenset[str],
    mentions: list[DateMention],
) -> int | None:
    codes = context.codes
    candidates = [
        (found.end(), -order, found, rule)
        for pattern, rule, order, needs in possible
        if not (needs and needs.isdisjoint(present)) and (found := pattern.match(codes, start))
    ]
    if not candidates:
        return None
    candidates.sort(key=_longest, reverse=True)
    for end, _, found, rule in candidates:
        if not _stands_alone(context, start, end):
            continue
        match = Match(found, context)
        result = _resolved(rule, match)
        if result is None:
            continue
        if not context.offsets:
            context.offsets = list(accumulate(map(len, context.pieces), initial=offset))
        if isinstance(result, list):
            for first, last, timex in result:
                _mention(context, first, last, timex, mentions)
        else:
            _mention(context, start, end, result, mentions)
        return end
    return None


def _resolved(rule: Rule, match: Match) -> Timex | list[Piecewise] | None:
    """What a rule comes to; nothing if that lies outside the calendar, which ends with the year 9999."""
    try:
        return rule.resolve(match)
    except (OverflowError, ValueError):
        return None


def _longest(candidate: tuple[int, int, re.Match[str], Rule]) -> tuple[int, int]:
    return candidate[0], candidate[1]


def _resolve_exactly(rules: Grammar, context: Context, start: int, end: int, outer: Match) -> Timex | None:
    for pattern, rule, _, _ in rules.beginning(context.codes[start : start + PREFIX]):
        if rule.nested and (found := pattern.fullmatch(context.codes, start, end)):
            result = _resolved(rule, Match(found, context, outer))
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
    first = _with_adjective(context, first, last, timex)
    span = Span(context.offsets[first], context.offsets[last])
    if timex.type != "SET":
        context.tell(timex, first, last)
    context.last = (last, timex)
    mentions.append(DateMention(span, span.of(context.text), timex.type, timex.value, timex.days))


def _with_adjective(context: Context, first: int, last: int, timex: Timex) -> int:
    """Where an expression begins that has an adjective of its own: "after a flat second quarter", "a strong March"."""
    days = timex.days
    if days is None or days.precision not in _QUALIFIED or first < _ARTICLE_AND_ADJECTIVE:
        return first
    following = "".join(context.pieces[last + 1 : last + 2])
    if following.islower() and following not in _ENDS_NOUN and not following.endswith("ed"):
        return first  # "a strong January performance"
    begins = first
    while begins > 1 and context.pieces[begins - 2] in _ADJECTIVES:
        begins -= 2
    return begins - 2 if begins < first and begins > 1 and context.pieces[begins - 2] in _ARTICLES else first


_ENDS_NOUN = AFTER_ADVERB | frozenset("of than was were is are has had will would could brought came".split())
_QUALIFIED = frozenset({Precision.MONTH, Precision.QUARTER, Precision.SEASON, Precision.DECADE, Precision.WEEKEND})
_ARTICLE_AND_ADJECTIVE = 4
_ARTICLES = frozenset("a an the A An The".split())
_ADJECTIVES = frozenset(
    """very rather unusually flat strong weak poor good great bad rough tough slow busy stormy dismal
    disappointing robust solid soft sluggish down rainy long hectic lost warm cold hot dry wet mild harsh record
    terrible boom roaring booming lean quiet turbulent tumultuous choppy extended holiday three-day four-day
    blockbuster dreadful snowy""".split()
)
"""What a month or a quarter may be; its article then belongs to the expression, too."""
