"""Which words a word of a query stands for, so that every engine and the highlighter agree.

``lower`` rewrites a query into one whose words are exactly the words of an index: what was written as one word but
is two for the index ("north-western") becomes a phrase, and a word without a letter or digit is an error.
``form_test`` says which written forms a prefix, a wildcard or a fuzzy word stands for.

    >>> lower(Word("North-Western"))
    Phrase(words=('North', 'Western'), field='text', slop=0)
    >>> form_test(Prefix("troop"))("troops")
    True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newsindex.analysis.words import fold, words_of
from newsindex.errors import QuerySyntaxError
from newsindex.query.model import And, Boost, Fuzzy, Not, Or, Phrase, Prefix, Query, Wildcard, Word

__all__ = ["edit_distance_at_most", "form_test", "leaves", "lower"]

FormNode = Prefix | Wildcard | Fuzzy


def lower(query: Query) -> Query:
    """The same question in words of the index.

    Raises ``QuerySyntaxError`` for a word that holds nothing that could be searched for.
    """
    match query:
        case Word(text, field):
            forms = _forms(text)
            return Word(forms[0], field) if len(forms) == 1 else Phrase(forms, field)
        case Phrase(words, field, slop):
            return Phrase(tuple(form for form in _forms(" ".join(words))), field, slop)
        case Prefix(text, field):
            *before, last = _pieces(text)
            return _after(before, Prefix(last, field))
        case Fuzzy(text, distance, field):
            *before, last = _pieces(text)
            return _after(before, Fuzzy(last, distance, field))
        case Wildcard(pattern, field):
            *before, last = _pieces(pattern)
            return _after(before, Wildcard(last, field))
        case And(parts):
            return And(tuple(lower(part) for part in parts))
        case Or(parts):
            return Or(tuple(lower(part) for part in parts))
        case Not(part):
            return Not(lower(part))
        case Boost(part, factor):
            return Boost(lower(part), factor)
    return query


def leaves(query: Query, *, wanted: bool = True) -> Iterator[Query]:
    """The nodes without parts; with ``wanted``, those under a ``Not`` are left out."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, wanted=wanted)
        case Boost(part):
            yield from leaves(part, wanted=wanted)
        case Not(part):
            if not wanted:
                yield from leaves(part, wanted=wanted)
        case _:
            yield query


def form_test(node: FormNode) -> Callable[[str], bool]:
    """Whether a folded form is one of those that ``node`` stands for."""
    match node:
        case Prefix(text):
            start = fold(text)
            return lambda form: form.startswith(start)
        case Wildcard(pattern):
            whole = re.compile(wildcard_regex(pattern)).fullmatch
            return lambda form: whole(form) is not None
        case Fuzzy(text, distance):
            word = fold(text)
            return lambda form: edit_distance_at_most(word, form, distance)


def wildcard_regex(pattern: str) -> str:
    """The regular expression of a wildcard pattern, over folded forms."""
    # Runs of * are one *, and each is followed by a literal, so matching takes at most quadratic time.
    parts = re.split(r"(\*+|\?)", fold(pattern))
    return "".join(".*" if part[:1] == "*" else "." if part == "?" else re.escape(part) for part in parts)


def edit_distance_at_most(one: str, other: str, limit: int) -> bool:
    """Whether ``limit`` edits turn one word into the other (optimal string alignment: a swap of neighbours is one)."""
    if abs(len(one) - len(other)) > limit:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, other_char in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other_char))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == other_char:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return False
    return row[-1] <= limit


def _forms(text: str) -> tuple[str, ...]:
    # Words stay as they were written as far as they can, so that they can still be shown.
    pieces = [piece for piece in re.split(r"[-\s]+", text) if words_of(piece)]
    forms = tuple(piece if len(words_of(piece)) == 1 else word.form for piece in pieces for word in words_of(piece))
    if not forms:
        raise QuerySyntaxError(f"{text!r} holds no letter or digit to search for; leave it out", text, 1)
    return forms


def _pieces(text: str) -> list[str]:
    pieces = [piece for piece in re.split(r"[^\w*?]+", fold(text).replace("'", "").replace(".", "")) if piece]
    if not pieces:
        raise QuerySyntaxError(f"{text!r} holds no letter or digit to search for; leave it out", text, 1)
    return pieces


def _after(before: list[str], last: FormNode) -> Query:
    return And((*(lower(Word(piece, last.field)) for piece in before), last)) if before else last
