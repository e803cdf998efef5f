"""Which tellings are worth comparing: pairs with days that meet and a rare feature in common, and how alike they are.

They come from an inverted list over the features, so that tellings of other days, or without a rare feature in common,
are never compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from newsindex.timeline.background import Background
from newsindex.timeline.name_sets import Floats, Ints, Numbers, counted
from newsindex.timeline.told import Told
from newsindex.timeline.wording import feature_of

__all__ = ["Days", "pairs_of", "spreads_of"]

# A feature of more tellings than this makes no pairs by itself; it is too common to tell events apart.
_MOST_TELLINGS = 150

# How long, beside the middling telling, the shorter of two counts at least when one is looked for in the other.
_SHORT = 0.7


@frozen
class Days:
    """The first and last days told, as ordinals."""

    first: Ints
    last: Ints

    @classmethod
    def of(cls, tellings: Sequence[Told]) -> Days:
        return cls(
            np.array([told.mention.days.first.toordinal() for told in tellings], dtype=np.int64),
            np.array([told.mention.days.last.toordinal() for told in tellings], dtype=np.int64),
        )


def spreads_of(tellings: Sequence[Told], proper: frozenset[str], background: Background | None) -> dict[str, float]:
    """For each feature that is a word, in how large a share of all articles it stands; none without a background."""
    if background is None or not background.articles:
        return {}
    stems: dict[str, set[str]] = {}
    for told in tellings:
        for word in told.wording.words:
            stems.setdefault(feature_of(word, proper), set()).add(word.stem)
    having = background.frequencies({stem for some in stems.values() for stem in some})
    return {name: max(having.get(stem, 0) for stem in some) / background.articles for name, some in stems.items()}


def pairs_of(
    said: Sequence[Mapping[str, float]], days: Days, spreads: Mapping[str, float]
) -> tuple[Ints, Ints, Floats]:
    """Pairs with a rare enough feature in common and days that meet or follow on one another; how alike they are."""
    count = len(said)
    numbers = Numbers()
    row = np.repeat(np.arange(count), [len(found) for found in said])
    col = np.array([numbers[name] for found in said for name in found], dtype=np.int64)
    weight = np.array([one for found in said for one in found.values()])
    spread = np.bincount(col, minlength=len(numbers))
    share = np.maximum(spread, 1) / max(count, 1)
    for name, wide in spreads.items():
        if name in numbers and wide:
            share[numbers[name]] = wide
    value = weight * np.log1p(1 / share)[col]
    whole = np.bincount(row, weights=value, minlength=count)
    square = np.bincount(row, weights=value * value, minlength=count)
    usable = (spread[col] > 1) & (spread[col] <= _MOST_TELLINGS)
    row, col, value = row[usable], col[usable], value[usable]
    order = np.lexsort((days.first[row], col))
    row, col, value = row[order], col[order], value[order]
    # In each feature's list, sorted by first day, a telling is paired with those that begin no later than the day
    # after its last.
    key = col * 4_000_000 + days.first[row]
    until = np.searchsorted(key, col * 4_000_000 + days.last[row] + 1, side="right")
    place = np.arange(len(row), dtype=np.int64)
    many = np.maximum(until - place - 1, 0)
    a = np.repeat(place, many)
    b = a + 1 + counted(many)
    left, right = np.minimum(row[a], row[b]), np.maximum(row[a], row[b])
    apart = left != right
    left, right, a, b = left[apart], right[apart], a[apart], b[apart]
    pair, inverse = np.unique(left * count + right, return_inverse=True)
    dot = np.bincount(inverse, weights=value[a] * value[b], minlength=len(pair))
    shared = np.bincount(inverse, weights=np.minimum(value[a], value[b]), minlength=len(pair))
    left, right = pair // count, pair % count
    cosine = dot / np.sqrt(square[left] * square[right])
    # A telling of three words is soon contained in another, so short ones are taken to be of middling length.
    middling = np.median(whole) if count else 0.0
    contained = shared / np.maximum(np.minimum(whole[left], whole[right]), _SHORT * middling)
    return left, right, (cosine + contained) / 2
