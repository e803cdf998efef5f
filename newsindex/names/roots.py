"""Groups that grow by joining two at a time: each name points to another of its group, and the last one stands for all.

A disjoint-set forest; the ways are halved as they are walked (Tarjan and van Leeuwen, 1984).

    >>> root_of({"Kiev": "Kyiv"}, "Kiev"), root_of({"Kiev": "Kyiv"}, "Kyiv")
    ('Kyiv', 'Kyiv')
"""

from __future__ import annotations

__all__ = ["root_of"]


def root_of(parent: dict[str, str], name: str) -> str:
    """The name that stands for the group of ``name``; the ways to it in ``parent`` become shorter."""
    while name in parent:
        above = parent[name]
        if above in parent:
            parent[name] = parent[above]
        name = above
    return name
