"""A nickname in quotes belongs to the name that it stands in: ``Ernesto "Che" Guevara`` is one person.

The recogniser reads what stands between quotes apart, so it finds the parts of such a name, or some of them.

>>> [span.of('Gen. Leroy "Jazzy" Campbell left') for span in nicknames_in('Gen. Leroy "Jazzy" Campbell left')]
['Leroy "Jazzy" Campbell']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsindex.analysis.annotated import EntityMention
from newsindex.spans import Span

__all__ = ["nicknames_in", "with_nicknames"]

_QUOTED = re.compile(r"(?:``|[\"“])\s?[A-Z][\w.'-]*(?:\s[\w.-]+){0,2}?\s?(?:''|[\"”])\s(?=[A-Z])")
_LAST_BEFORE = re.compile(r"[A-Z][\w.'-]*\s\Z")
_FIRST_AFTER = re.compile(r"[A-Z][\w'-]*")
_LONGEST_WORD = 30


def nicknames_in(text: str) -> list[Span]:
    """Where a capitalised word stands on each side of a nickname in quotes: from the one to the other."""
    spans = []
    for quoted in _QUOTED.finditer(text):
        before = _LAST_BEFORE.search(text, max(0, quoted.start() - _LONGEST_WORD), quoted.start())
        after = _FIRST_AFTER.match(text, quoted.end())
        if before and after:
            spans.append(Span(before.start(), after.end()))
    return spans


def with_nicknames(text: str, mentions: Sequence[EntityMention]) -> Sequence[EntityMention]:
    """The mentions of a text, the parts of a person's name on both sides of a nickname joined into one.

    The word before the nickname must have been taken for a person, and the word after it for something.
    """
    around_all = nicknames_in(text)
    if not around_all:
        return mentions
    joined: list[EntityMention] = []
    place = 0
    for around in around_all:
        while place < len(mentions) and mentions[place].span.end <= around.start:
            joined.append(mentions[place])
            place += 1
        last = place
        while last < len(mentions) and mentions[last].span.start < around.end:
            last += 1
        before = joined[-1:] if joined and joined[-1].span.end > around.start else []
        parts = [*before, *mentions[place:last]]
        if parts and parts[0].type == "person" and _holds_ends(parts, around):
            del joined[len(joined) - len(before) :]
            span = Span(parts[0].span.start, parts[-1].span.end)
            joined.append(EntityMention(span, span.of(text), "person", span.of(text)))
            place = last
    return [*joined, *mentions[place:]]


def _holds_ends(parts: Sequence[EntityMention], around: Span) -> bool:
    return parts[0].span.start <= around.start and parts[-1].span.end >= around.end
