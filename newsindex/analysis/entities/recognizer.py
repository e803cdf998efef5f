"""What finds names: the ``Recognizer`` protocol and the one that ships.

>>> recognizer = default_recognizer()
>>> recognizer.recognize(text, tokens, sentences)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol, runtime_checkable

from newsindex.analysis.annotated import EntityMention, Tokens
from newsindex.analysis.entities.batch import Sentenced
from newsindex.analysis.entities.crf import CrfRecognizer
from newsindex.spans import Span

__all__ = ["BatchRecognizer", "Recognizer", "default_recognizer", "recognize_all"]


class Recognizer(Protocol):
    """Anything that finds the names in a text."""

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The mentions in the order of the text, none overlapping another.

        ``tokens`` and ``sentences`` are those of ``text``. A mention's ``name`` may simply be its text; ``link`` finds
        the canonical one.
        """
        ...


@runtime_checkable
class BatchRecognizer(Recognizer, Protocol):
    """A recogniser that is faster when it is given several texts at once."""

    def recognize_all(self, texts: Sequence[Sentenced]) -> Sequence[tuple[EntityMention, ...]]:
        """What ``recognize`` finds in each text, given with its tokens and sentences."""
        ...


def recognize_all(recognizer: Recognizer, texts: Sequence[Sentenced]) -> Sequence[tuple[EntityMention, ...]]:
    """The mentions of each text, by whatever recogniser."""
    if isinstance(recognizer, BatchRecognizer):
        return recognizer.recognize_all(texts)
    return [recognizer.recognize(*text) for text in texts]


@cache
def default_recognizer() -> Recognizer:
    """The recogniser that ships with the package, loaded once for the process."""
    return CrfRecognizer.load()
