"""Where the tokens of a text are.

>>> list(tokenize("Zelenskyy's U.S. visit").words())
['Zelenskyy', "'s", 'U.S.', 'visit']
"""

from __future__ import annotations

from newsindex.analysis.annotated import Tokens
from newsindex.analysis.words import token_starts_and_ends

__all__ = ["tokenize"]


def tokenize(text: str) -> Tokens:
    """The tokens of ``text``: words (hyphenated ones whole), numbers, and single marks of punctuation."""
    return Tokens(text, *token_starts_and_ends(text))
