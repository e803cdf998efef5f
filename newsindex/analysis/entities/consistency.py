"""What the rest of the article says about a word, after a first look at all of it.

"Budanov" alone may be a place; after "Kyrylo Budanov" it is a person. So names are found twice. Between the two looks,
each capitalised word is told how its other occurrences were tagged, whether it ended or began a longer name, and
whether its letters are the initials of an organisation; the second model learned how far to trust that. After
Krishnan and Manning, "An effective two-stage model for exploiting non-local dependencies in named entity recognition"
(2006).
"""

from __future__ import annotations

import numpy as np

from newsindex.analysis.entities.reading import Reading, WordTable
from newsindex.analysis.entities.wordlists import hash_of

__all__ = ["ARTICLE_COLUMNS", "article_codes", "names_in"]

ARTICLE_COLUMNS = (
    "tags around at first",
    "tags of the word elsewhere",
    "part of longer names elsewhere",
    "part of longer names and tag at first",
    "tags of the name elsewhere",
)
"""What each column tells; they follow the columns of the reading."""

_TYPES = 4  # outside, person, organisation, place


def article_codes(table: WordTable, reading: Reading, tags: np.ndarray) -> np.ndarray:
    """int64 codes, a row for each place of ``reading``, from the ``tags`` of the first look."""
    count = len(tags)
    if not count:
        return np.zeros((0, len(ARTICLE_COLUMNS)), np.int64)
    types = (tags + 1) >> 1
    numbers = reading.numbers[reading.places]
    kinds = table.kinds[numbers]
    upper = (table.flags[numbers] & 1) != 0
    _, word = np.unique(reading.words, return_inverse=True)
    words = int(word.max()) + 1

    # How the same word is tagged at its other capitalised places.
    tally = np.bincount(word * _TYPES + types, upper, words * _TYPES).reshape(words, _TYPES).astype(np.int64)
    others = tally[word]
    others[np.arange(count), types] -= upper
    elsewhere = _majority(others)

    # In what longer names it stands elsewhere, and where in them.
    first, last, name_of = names_in(tags)
    length = last - first + 1
    inside = name_of >= 0
    safe = np.maximum(name_of, 0)
    if len(first):
        long = inside & (length[safe] > 1)
        here = np.arange(count)
        role = np.where(here == last[safe], 2, np.where(here == first[safe], 0, 1))
    else:
        long = np.zeros(count, bool)
        role = np.zeros(count, np.int64)
    slots = np.where(long, (types - 1) * 3 + role, 0)
    longer = np.bincount(word * 9 + slots, long, words * 9).reshape(words, 9).astype(np.int64)[word]
    longer[np.arange(count), slots] -= long
    pattern = ((longer > 0) << np.arange(9)).sum(1)
    pattern = np.where(upper, pattern << 1 | _acronyms(table, reading, tags, first, last, numbers), 0)

    # How the same whole name is tagged elsewhere.
    whole = np.zeros(count, np.int64)
    if len(first):
        sums = np.concatenate([[0], np.cumsum(reading.words * (np.arange(count) + 1))])
        plain = np.concatenate([[0], np.cumsum(reading.words)])
        # A sum of words that are weighted by their place in the name does not depend on where the name stands.
        key = (sums[last + 1] - sums[first]) - first * (plain[last + 1] - plain[first])
        _, same = np.unique(key, return_inverse=True)
        kinds_of = types[first]
        size = int(same.max()) + 1
        votes = np.bincount(same * _TYPES + kinds_of, minlength=size * _TYPES).reshape(size, _TYPES)[same]
        votes[np.arange(len(first)), kinds_of] -= 1
        whole = np.where(inside, _majority(votes)[safe], 0)

    before = np.concatenate([[0], tags[:-1]])
    after = np.concatenate([tags[1:], [0]])
    joined = np.diff(reading.places, prepend=-2) == 1
    before = np.where(joined, before, 0)
    after = np.where(np.append(joined[1:], False), after, 0)
    columns = [
        before << 6 | tags << 3 | after,
        elsewhere << 9 | tags << 6 | kinds,
        pattern << 6 | kinds,
        pattern << 3 | tags,
        whole << 3 | tags,
    ]
    return np.stack(columns, 1)


def _majority(votes: np.ndarray) -> np.ndarray:
    """The type with most votes, how many it has (up to 3) and whether any other type has some; 0 without votes."""
    best = votes.argmax(1)
    most = votes.max(1)
    total = votes.sum(1)
    return np.where(total > 0, 1 + (best << 3 | np.minimum(most, 3) << 1 | (most < total)), 0)


def names_in(tags: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first and last row of each name, and for each row the number of its name or -1."""
    begins = tags % 2 == 1
    inside = tags > 0
    number = np.where(inside, np.cumsum(begins) - 1, -1)
    first = np.flatnonzero(begins)
    last = first + np.bincount(number[inside], minlength=len(first)) - 1 if len(first) else first
    return first, last, number


def _acronyms(
    table: WordTable, reading: Reading, tags: np.ndarray, first: np.ndarray, last: np.ndarray, numbers: np.ndarray
) -> np.ndarray:
    """For each row 1 where the word is made of the initials of an organisation in the article."""
    long = (tags[first] == 3) & (last > first)
    if not long.any():
        return np.zeros(len(numbers), np.int64)
    words = table.words
    initials = set()
    articles = reading.words[first[long]] >> 32
    for start, end, article in zip(first[long].tolist(), last[long].tolist(), articles.tolist(), strict=True):
        letters = [words[number][0] for number in numbers[start : end + 1].tolist()]
        initials.add(hash_of("".join(letter for letter in letters if letter.isupper()).lower()) | article << 32)
    return np.isin(reading.words, list(initials)).astype(np.int64)
