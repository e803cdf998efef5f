"""Questions that Whoosh has no query class for; the executor answers them, Whoosh's own matchers do not.

And([Term("text", "troops"), InColumn("published", 738_000, 738_030)])
"""

from __future__ import annotations

from typing import Any

from whoosh import query as whoosh_query

__all__ = ["InColumn", "Near", "Spelled"]


class InColumn(whoosh_query.Query):  # type: ignore[misc]  # Whoosh has no types
    """Documents whose number in a column lies from ``low`` to ``high``, both included; None leaves an end open.

    In a column of spans of days: documents with a span that has a day in common with them. Each match scores ``score``.
    """

    def __init__(self, fieldname: str, low: int | None, high: int | None, *, score: float = 0.0) -> None:
        self.fieldname = fieldname
        self.low = low
        self.high = high
        self.score = score

    def __repr__(self) -> str:
        return f"InColumn({self.fieldname!r}, {self.low!r}, {self.high!r}, score={self.score!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is InColumn and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash((self.fieldname, self.low, self.high, self.score))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        raise NotImplementedError("InColumn is answered by the executor only")


class Near(whoosh_query.Phrase):  # type: ignore[misc]  # as above
    """A phrase whose words may have ``slop - 1`` other words between them in all (Whoosh's: between each two)."""


class Spelled(whoosh_query.FuzzyTerm):  # type: ignore[misc]  # as above
    """A fuzzy term that also counts the exchange of two neighbours as one edit."""
