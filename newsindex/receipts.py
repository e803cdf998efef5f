"""What was asked, how it was understood, over which state, and how much matched: enough to check a count again.

>>> print(index.search("troops", person="Budanov").receipt())  # doctest: +SKIP
asked 'troops' with person='Budanov'; understood as troops person:Budanov; 3 articles match (complete); …
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from newsindex.analysis.fingerprint import analysis_fingerprint
from newsindex.version import VERSION

__all__ = ["Receipt"]


@frozen
class Receipt:
    """How an answer came about; the same state and the same question give the same answer."""

    asked: str
    """The text of the query as it was given."""
    filters: Mapping[str, Any]
    """The filters as they were given, days as ISO text."""
    query: str
    """The question as it was understood, filters included, in the query language."""
    level: str
    sort: str
    state: str
    """The state of the index that answered: a digest of its manifest, which names every file with its checksum."""
    total: int
    """How many articles or passages matched."""
    complete: bool
    """False if a limit cut the work short, so that ``total`` is a lower bound."""
    newsindex: str = VERSION
    """The version of newsindex that answered."""
    analysis: str = field(factory=analysis_fingerprint)
    """The version of the analysis that found the dates and names."""

    def to_dict(self) -> dict[str, Any]:
        """The receipt as JSON-ready values."""
        return {
            "asked": self.asked,
            "filters": dict(self.filters),
            "query": self.query,
            "level": self.level,
            "sort": self.sort,
            "state": self.state,
            "total": self.total,
            "complete": self.complete,
            "newsindex": self.newsindex,
            "analysis": self.analysis,
        }

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.filters.items())
        noun = self.level if self.total == 1 else f"{self.level}s"
        return (
            f"asked {self.asked!r}{' with ' + given if given else ''}; understood as {self.query}; "
            f"{self.total:,} {noun} {'matches' if self.total == 1 else 'match'}"
            f" ({'complete' if self.complete else 'incomplete'}); index state {self.state}; "
            f"newsindex {self.newsindex}, analysis {self.analysis}"
        )
