"""One expression that a rule matched, and what the rule may ask of it: its words, its surroundings, the tense."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from newsindex.analysis.dates.context import Context
from newsindex.analysis.dates.tense import just_before, tense_around
from newsindex.analysis.dates.timex import Timex

__all__ = ["Match", "Piecewise", "Resolver", "Rule"]

Resolver = Callable[["Match"], "Timex | list[Piecewise] | None"]
Piecewise = tuple[int, int, "Timex"]
"""The first piece, the piece after the last, and what they come to: for patterns that hold several dates."""


_OFTEN, _FARTHEST = 5, 24
"""From how many words on they are kept for the next question, and how many are kept: no rule asks for more."""
_NEAR = 80
"""How many pieces on either side of an expression are read for its tense."""


class Rule:
    """A pattern and the function that resolves what it matches.

    ``nested`` rules may stand inside others. The words of an ``aside`` ("at 9") are no reason to read a sentence: it is
    looked for only where another rule may match, too.
    """

    __slots__ = ("aside", "nested", "pattern", "resolve")

    def __init__(self, pattern: str, resolve: Resolver, *, nested: bool = False, aside: bool = False) -> None:
        self.pattern = pattern
        self.resolve = resolve
        self.nested = nested
        self.aside = aside


_JOINS = frozenset(", and or to through until till & - – / possibly perhaps maybe".split())


class Match:
    """One expression that a rule matched: its named groups as text, and the context around it.

    An expression inside another (``outer``) has its own words and the surroundings of the whole.
    """

    __slots__ = ("_after", "_before", "_found", "context", "end", "inside", "published", "start")

    def __init__(self, found: re.Match[str], context: Context, outer: Match | None = None) -> None:
        self._found = found
        self._before: list[str] | None = None
        self._after: list[str] | None = None
        self.context = context
        self.published = context.published
        self.inside = outer is not None
        self.start: int = found.start() if outer is None else outer.start
        self.end: int = found.end() if outer is None else outer.end

    def __call__(self, group: str) -> str:
        """The words of a group in lower case, or the empty string; the first that took part, if it occurs often."""
        start, end = self.span(group)
        return "".join(self.context.pieces[start:end]).lower() if start >= 0 else ""

    @property
    def words(self) -> str:
        """The whole expression in lower case, with single blanks."""
        return " ".join("".join(self.context.pieces[slice(*self._found.span())]).lower().split())

    def span(self, group: str) -> tuple[int, int]:
        """The pieces of a group, (-1, -1) if it took no part.

        The second ``{weekday}`` of a pattern is the group ``weekday2``, the first alone ``weekday1``.
        """
        found = self._found
        names = found.re.groupindex
        if group not in names:
            first = group.removesuffix("1")
            return found.span(first) if first in names else (-1, -1)
        name, number = group, 1
        while name in names:
            span = found.span(name)
            if span[0] >= 0:
                return span
            number += 1
            name = f"{group}{number}"
        return (-1, -1)

    def sub(self, group: str) -> Timex | None:
        """What the expression inside a group comes to by itself."""
        start, end = self.span(group)
        return self.context.subresolve(start, end, self) if start >= 0 else None

    def before(self, count: int = 1, *, since_last: bool = False) -> list[str]:
        """The nearest ``count`` words or marks before the expression, nearest first, in lower case.

        With ``since_last`` only those after the date before it in the sentence.
        """
        pieces, last = self.context.pieces, self.context.last
        if since_last and last is not None:
            return _words(pieces[last[0] : self.start][::-1], count)
        if count < _OFTEN:
            return _words(pieces[max(self.start - 2 * count, 0) : self.start][::-1], count)
        if self._before is None:
            self._before = _words(pieces[max(self.start - 2 * _FARTHEST, 0) : self.start][::-1], _FARTHEST)
        return self._before[:count]

    def after(self, count: int = 1) -> list[str]:
        """The nearest ``count`` words or marks after the expression, in lower case."""
        pieces = self.context.pieces
        if count < _OFTEN:
            return _words(pieces[self.end : self.end + 2 * count], count)
        if self._after is None:
            self._after = _words(pieces[self.end : self.end + 2 * _FARTHEST], _FARTHEST)
        return self._after[:count]

    def joined(self) -> Timex | None:
        """The date of this sentence that the expression is joined to: "Thursday and Friday", "May to July"."""
        if self.context.last is None:
            return None
        end, found = self.context.last
        between = {piece.lower() for piece in self.context.pieces[end : self.start] if not piece.isspace()}
        return found if between and self.start - end < 6 and between <= _JOINS else None

    def tense(self) -> int:
        """PAST, FUTURE or UNKNOWN, read from the sentence around the expression."""
        pieces = self.context.pieces
        return tense_around(pieces[max(self.start - _NEAR, 0) : self.start], pieces[self.end : self.end + _NEAR])

    def tense_before(self) -> int:
        """PAST, FUTURE or UNKNOWN, read from the words before the expression alone."""
        return tense_around(self.context.pieces[max(self.start - _NEAR, 0) : self.start], ())

    def tense_after(self) -> int:
        """PAST, FUTURE or UNKNOWN, read from the words after the expression alone."""
        return tense_around((), self.context.pieces[self.end : self.end + _NEAR])

    def just_before(self) -> int:
        """PAST or FUTURE if the verb just before the expression says that something was or will be done then."""
        return just_before(self.context.pieces[max(self.start - _NEAR, 0) : self.start])

    def opens(self) -> bool:
        """Whether nothing but marks, such as a bullet, stands before it in its sentence."""
        return not any(map(str.isalnum, self.context.pieces[: self.start]))

    def raw(self, index: int) -> str:
        """The piece at ``index`` as written, or the empty string outside the sentence."""
        return self.context.pieces[index] if 0 <= index < len(self.context.pieces) else ""


def _words(pieces: Sequence[str], count: int) -> list[str]:
    """The first words or marks of twice as many pieces (no two blanks are neighbours), and nothing where they end."""
    found = [piece.lower() for piece in pieces if not piece.isspace()]
    return found[:count] if len(found) >= count else found + [""] * (count - len(found))
