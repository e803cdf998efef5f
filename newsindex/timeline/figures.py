"""The figures of a telling: how many, of what, and what is told of them.

    >>> [(one.text, one.word) for one in figures_of("Six missiles were fired, and five of them were shot down.")]
    [('Six', 'missiles'), ('five', '')]

Two tellings give figures for one quantity if they count the same thing and tell the same of it: "killed 37 people" and
"more than 40 people were killed" do, "900 people lost their homes" does not. Figures are of one version if one is the
other, rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from newsindex.spans import Span
from newsindex.timeline.near_words import concept
from newsindex.timeline.wording import Word, numbers_in, read_wording

__all__ = ["Figure", "figures_of"]

# What is counted in these is how long it took.
_TIMES = frozenset("second minut hour day night week month year decad centuri time".split())

_WORD = re.compile(r"\s*([^\W\d_]+(?:-[^\W\d_]+)?)")
# After these a figure counts what was named before.
_NO_NOUN = re.compile(r"\s*(?:$|[.,;:)–]|(?:and|but|in|on|at|by|to|of|from|when|were|had|have|would)\b)")
_DESCRIBING = ("ish", "ed", "ing", "al")
_HEDGED = re.compile(
    r"\b(?:about|some|nearly|almost|around|roughly|over|(?:more|fewer|less) than|up to|at (?:least|most))\s+[$€£]?\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NAME = re.compile(r"\b(?:No|no|Nos|[Nn]umber|[Ff]light|[Aa]rticle|[Cc]hapter)\.?\s\Z")
_LOST_LIVES = re.compile(r"\b(?:lost|lose|loses|losing) (?:their|his|her) (?:lives|life)\b")
_BORDER = re.compile(r"[,;:–]\s|\s(?:and|but|that|while|of which|of whom)\s")
# Below this, a nought at the end of a number is counted, not rounded.
_ROUND_FROM = 100


@frozen
class Figure:
    """A figure, the word that it counts, and what the clause around it tells."""

    value: float
    text: str
    noun: str
    """What stands for the word and its near-synonyms; empty where only the words before tell what is counted."""
    word: str
    """The word as it is written; empty for a percentage."""
    told: frozenset[str]
    """What stands for the nearest words of its clause that are no names: one before the figure, two after the word."""
    hedged: bool
    """Whether it is said to be no exact figure."""

    def counts_like(self, other: Figure) -> bool:
        """Whether both are figures for one quantity."""
        shared = self.told & other.told
        if self.noun and other.noun:
            return self.noun == other.noun and bool(shared)
        # Without the word, what is done has to be one of the things that news tells in many words.
        return "percent" not in (self.noun, other.noun) and any(one[0] == "=" for one in shared)

    def agrees(self, other: Figure) -> bool:
        """Whether either is the other, rounded."""
        return abs(self.value - other.value) <= max(self._rounding, other._rounding)

    @property
    def _rounding(self) -> float:
        """How far what was counted may be from the figure: half a unit of its last digit that is no nought."""
        scale = 100 if self.noun == "percent" else 1
        amount = round(self.value * scale, 9)
        if amount == int(amount) and amount < _ROUND_FROM and not self.hedged:
            return 0.5 / scale if self.noun == "percent" else 0.0
        mantissa, exponent = f"{amount:.9e}".split("e")
        return 0.5 * 10.0 ** (int(exponent) - len(mantissa.rstrip("0")) + 2) / scale


def figures_of(text: str, *, without: Sequence[Span] = ()) -> Iterator[Figure]:
    """The figures in ``text``, outside the spans ``without``; how long something took is left out."""
    numbers = [
        (span, value)
        for span, value in sorted(numbers_in(text, least=2).items())
        if not any(span.overlaps(one) for one in without)
    ]
    for span, value in numbers:
        written = span.of(text).rstrip()
        percent = written.endswith(("%", "cent"))
        if _YEAR.fullmatch(written) or _NAME.search(text, max(0, span.start - 9), span.start):
            continue
        noun, after = _counted(text, span) if not percent else (None, span.end)
        if noun is not None and noun.stem in _TIMES:
            continue
        if noun is None and not percent and not _NO_NOUN.match(text, span.end):
            continue
        clause = _clause(text, span)
        before, behind = (_telling(text[a:b]) for a, b in ((clause.start, span.start), (after, clause.end)))
        yield Figure(
            value=value,
            text=written,
            noun="percent" if percent else concept(noun.stem) if noun else "",
            word=text[span.end : after].split()[-1] if noun else "",
            told=frozenset([*before[-1:], *behind[:2]]),
            hedged=_HEDGED.search(text, max(0, span.start - 14), span.start) is not None,
        )


def _counted(text: str, figure: Span) -> tuple[Word | None, int]:
    """The word that a figure counts, and where it ends."""
    match = _WORD.match(text, figure.end)
    while match is not None and match[1].endswith(_DESCRIBING):
        match = _WORD.match(text, match.end())
    if match is None or not match[1][0].islower():
        return None, figure.end
    words = read_wording(f"the {match[1]}").words
    return (words[-1], match.end()) if words else (None, figure.end)


def _telling(text: str) -> list[str]:
    words = read_wording(_LOST_LIVES.sub("killed", text)).words
    return [concept(word.stem) for word in words if word.opens or not word.capital]


def _clause(text: str, figure: Span) -> Span:
    start = max((one.end() for one in _BORDER.finditer(text, 0, figure.start)), default=0)
    border = _BORDER.search(text, figure.end)
    return Span(start, border.start() if border else len(text))
