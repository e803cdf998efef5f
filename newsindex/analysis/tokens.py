"""Where the tokens of a text are, by NLTK's regular-expression tokeniser.

>>> list(tokenize("Zelenskyy's U.S. visit").words())
['Zelenskyy', "'s", 'U.S.', 'visit']
"""

from __future__ import annotations

from nltk.tokenize import RegexpTokenizer

from newsindex.analysis.annotated import Tokens
from newsindex.analysis.words import TOKEN_PATTERN

__all__ = ["tokenize"]

_TOKENIZER = RegexpTokenizer(TOKEN_PATTERN)


def tokenize(text: str) -> Tokens:
    """The tokens of ``text``: words (hyphenated ones whole), numbers, and single marks of punctuation."""
    spans = list(_TOKENIZER.span_tokenize(text))
    return Tokens(text, [start for start, _ in spans], [end for _, end in spans])
