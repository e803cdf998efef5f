"""Which sentence tells of which days: by dates of its own, or by the date that its bullet or paragraph opened with.

A background bullet says "On 8 October, ... The minister denied it. On 13 October, ...": the denial belongs to the
8th although its sentence names no day. Such a date is lent to the sentences after it until another date is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from newsindex.analysis.annotated import DateMention, Telling
from newsindex.spans import Span

__all__ = ["tellings"]


def tellings(
    text: str,
    published: date,
    passages: Sequence[Span],
    sentences: Sequence[Span],
    dates: Sequence[DateMention],
) -> tuple[Telling, ...]:
    """For each sentence of each passage, the dates on the calendar that it tells of, in the order of the text.

    A sentence without a date of its own is lent the one that opens its passage, or that opened a later sentence of
    it; one with neither gets none. ``lent`` marks the borrowed ones.
    """
    told = [mention for mention in dates if mention.value is not None and mention.type in {"DATE", "TIME"}]
    found: list[Telling] = []
    for passage in passages:
        narrative: DateMention | None = None
        for sentence in sentences:
            if not passage.overlaps(sentence):
                continue
            own = [mention for mention in told if sentence.contains(mention.span)]
            found.extend(Telling(sentence, mention) for mention in own)
            if own:
                narrative = own[0]
            elif narrative is not None:
                found.append(Telling(sentence, narrative, lent=True))
    return tuple(found)
