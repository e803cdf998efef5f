"""What finds names: the ``Recognizer`` protocol and the one that ships.

>>> recognizer = default_recognizer()
>>> recognizer.recognize(text, tokens, sentences)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from newsindex.analysis.annotated import EntityMention, Tokens
from newsindex.analysis.entities.crf import CrfRecognizer
from newsindex.spans import Span

__all__ = ["Recognizer", "default_recognizer"]


class Recognizer(Protocol):
    """Anything that finds the names in a text."""

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The mentions in the order of the text, none overlapping another.

        ``tokens`` and ``sentences`` are those of ``text``. A mention's ``name`` may simply be its text; ``link`` finds
        the canonical one.
        """
        ...


@cache
def default_recognizer() -> Recognizer:
    """The recogniser that ships with the package, loaded once for the process."""
    return CrfRecognizer.load()
