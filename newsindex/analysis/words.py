"""Which words are searched: from the tokens of a text to the words of the index.

A token such as ``Zelenskyy's`` or ``north-western`` becomes zero or more *index words*, each with a folded ``form``
(lower case, without accents) and its ``stem``. Queries and documents go through the same function, so they agree.

    >>> [(word.form, word.stem) for word in index_words("North-Western")]
    [('north', 'north'), ('western', 'western')]
    >>> [word.stem for word in words_of("The U.S. weapons")]
    ['the', 'us', 'weapon']

Stems are those of the Snowball project's English stemmer (Porter 2, M. F. Porter, 2001, as revised since). It is called
through the project's own ``PyStemmer`` and not through NLTK, whose older copy of the same algorithm joins
"university" with "universal" and "evening" with "even", and whose import alone costs a second on every search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from operator import sub

import Stemmer
from attrs import frozen

__all__ = [
    "TOKEN_PATTERN",
    "IndexWord",
    "fold",
    "index_words",
    "name_key",
    "token_offsets",
    "token_starts_and_ends",
    "words_of",
]

TOKEN_PATTERN = (
    r"(?:[^\W\d_]\.){2,}"  # U.S., p.m.
    r"|['’][sS](?!\w)"  # the possessive, a token of its own
    r"|\d+(?:[.,:]\d+)*(?:[^\W\d_]+|(?=\W)|$)?"  # 1,500  10:30  3rd  1990s
    r"|[^\W_]+(?:['’](?![sS](?!\w))[^\W_]+|[-&][^\W_]+)*"  # words, O'Brien, re-elected, AT&T
    r"|[^\w\s]|_"
)
_TOKEN = re.compile(TOKEN_PATTERN)
# Most tokens are plain words before a blank or comma, and are told by that without the tests for all others.
_BLANKS_AND_TOKEN = re.compile(rf"\s*+(?:[A-Za-z][a-z]++(?=[\s,])|{TOKEN_PATTERN})")

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})


@frozen
class IndexWord:
    """A word as the index knows it: the folded form that was written, and its stem."""

    form: str
    stem: str


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """``text`` in lower case and without accents: "Erdoğan" becomes "erdogan"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)


@lru_cache(maxsize=200_000)
def index_words(token: str) -> tuple[IndexWord, ...]:
    """The index words of one token, in order: none for punctuation, several for a hyphenated word."""
    if token in ("'s", "’s", "'S", "’S"):
        return ()
    folded = fold(token).replace("’", "'")
    if len(folded) <= 1:  # of a lone accent nothing is left
        return (IndexWord(folded, folded),) if folded.isalnum() else ()
    for mark in "," if folded[0].isdigit() else "'.":
        folded = folded.replace(mark, "")
    forms = (form for form in folded.split("-") if any(char.isalnum() for char in form))
    return tuple(IndexWord(form, _stem(form)) for form in forms)


def words_of(text: str) -> tuple[IndexWord, ...]:
    """The index words of a text, in order."""
    return tuple(word for token in _TOKEN.findall(text) for word in index_words(token))


def token_offsets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each token: those of ``newsindex.analysis.tokens.tokenize``, without their texts."""
    return zip(*token_starts_and_ends(text), strict=True)


def token_starts_and_ends(text: str) -> tuple[list[int], list[int]]:
    """Where each token starts, and where each ends."""
    # Tokens and the blanks before them make up the text, so their lengths tell where they are.
    pieces = _BLANKS_AND_TOKEN.findall(text.rstrip())
    ends = list(accumulate(map(len, pieces)))
    return list(map(sub, ends, map(len, map(str.lstrip, pieces)))), ends


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """What two spellings of one name share: folded, with single blanks for everything but letters and digits."""
    return " ".join(re.findall(r"[^\W_]+", fold(name).replace("'", "").replace("’", "").replace(".", "")))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # without a memory of its own, which index_words has


def _stem(form: str) -> str:
    return str(_stemmer().stemWord(form)) if form.isascii() and form.isalpha() else form
