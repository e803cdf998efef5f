"""The states and towns that stand behind the letter of a party, as American news writes them: "R-Utah".

They are parts of words, which the recogniser does not divide.

>>> [span.of("Sen. Ada Moss, R-Ind., said") for span in party_places("Sen. Ada Moss, R-Ind., said")]
['Ind.']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from newsindex.analysis.annotated import EntityMention
from newsindex.analysis.entities.edges import stop_of
from newsindex.spans import Span

__all__ = ["party_places", "with_party_places"]

_PARTY_PLACE = re.compile(r"[(, ][RDI]-((?:[A-Z]\.){2,}|[A-Z][a-z]+(?: [A-Z][a-z]+)*\.?)(?=[,);]|\.\s)")


def party_places(text: str) -> list[Span]:
    """Where such places stand, with the full stop of a shortened one."""
    if "R-" not in text and "D-" not in text and "I-" not in text:  # as most are
        return []
    places = (match.span(1) for match in _PARTY_PLACE.finditer(text))
    return [Span(start, end + len(stop_of(text, end, "place"))) for start, end in places]


def with_party_places(text: str, mentions: Sequence[EntityMention]) -> Sequence[EntityMention]:
    """The mentions of a text and such places, in order, instead of what overlaps them."""
    spans = party_places(text)
    if not spans:
        return mentions
    ends = [span.end for span in spans]

    def is_apart(mention: EntityMention) -> bool:
        first = bisect_right(ends, mention.span.start)
        return first == len(spans) or not mention.span.overlaps(spans[first])

    kept = [mention for mention in mentions if is_apart(mention)]
    places = [EntityMention(span, span.of(text), "place", span.of(text)) for span in spans]
    return sorted([*kept, *places], key=lambda mention: mention.span)
