"""What is common in all articles of an index, so that two tellings are judged alike whatever question chose them.

Of the few articles that answer a question, "oil" may tell nothing apart, and a day on which all the world had news may
look quiet. How rare a word is, and how many articles tell of a day, is therefore asked of the whole index.

    >>> Background(articles=2_000, days={"1987-03-11": 621}).tell_of("1987-03-11", 3)
    621
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import field, frozen

__all__ = ["Background"]


@frozen
class Background:
    """Counts over all articles of an index."""

    articles: int
    days: Mapping[str, int] = field(repr=False)
    """For each stretch of days as ISO text, how many articles tell of just it."""
    frequencies: Callable[[Iterable[str]], Mapping[str, int]] = field(default=lambda _: {}, repr=False)
    """In how many articles each of some stems stands."""

    def tell_of(self, days: str, known: int) -> int:
        """How many articles tell of a stretch of days, of which so many are known."""
        return max(known, self.days.get(days, 0))
