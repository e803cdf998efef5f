"""How alike two tellings are: pairs worth comparing, and one number for each.

Several measures together, since wording alone is known not to suffice: shared words, names, countries and figures, each
weighted by how rare it is among the tellings at hand; the days; whether both are statements, and of whom.

The pairs come from an inverted list over the features, so that tellings of other days, or without a rare feature in
common, are never compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from newsindex.timeline.told import Told
from newsindex.timeline.wording import feature_of, features

__all__ = ["Likeness", "Pairs", "compare"]

# How much the sentence before counts: much for one that leans on it, little for one that stands by itself.
_CONTEXT = 0.15
_CONTEXT_IF_ANAPHORIC = 0.5

# A feature of more tellings than this makes no pairs by itself; it is too common to tell events apart.
_MOST_TELLINGS = 150

# What a word counts that is only meant by initials.
_SPELLED_OUT = 0.6

# How long, beside the middling telling, the shorter of two counts at least when one is looked for in the other.
_SHORT = 0.7

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@frozen
class Pairs:
    """Pairs of tellings, by their numbers, with the likeness of their wording from 0 to 1."""

    left: _Ints
    right: _Ints
    wording: _Floats


@frozen
class Likeness:
    """The tellings of a timeline with what is needed to compare any two of them."""

    pairs: Pairs
    speakers: tuple[frozenset[str] | None, ...]
    """The features of whoever speaks; None where nobody does."""
    names: tuple[frozenset[str], ...]
    """The names, countries and figures told."""
    first: _Ints
    last: _Ints
    """Days, as ordinals."""


def compare(tellings: Sequence[Told]) -> Likeness:
    """The pairs of tellings that could tell the same event, and how alike their wording is."""
    proper = _proper(tellings)
    initialisms = _initialisms(tellings, proper)
    columns: dict[str, int] = {}
    rows: list[int] = []
    cols: list[int] = []
    weights: list[float] = []
    names: list[frozenset[str]] = []
    for number, told in enumerate(tellings):
        found = features(told.wording, proper)
        if told.context is not None:
            share = _CONTEXT_IF_ANAPHORIC if told.wording.anaphoric else _CONTEXT
            for name, weight in features(told.context, proper).items():
                found[name] = max(found.get(name, 0.0), share * weight)
        _spell_out(found, initialisms)
        names.append(frozenset(name for name in found if name[0] in "~@#"))
        for name, weight in found.items():
            rows.append(number)
            cols.append(columns.setdefault(name, len(columns)))
            weights.append(weight)
    first = np.array([told.mention.days.first.toordinal() for told in tellings], dtype=np.int64)
    last = np.array([told.mention.days.last.toordinal() for told in tellings], dtype=np.int64)
    row, col, weight_of = np.array(rows, np.int64), np.array(cols, np.int64), np.array(weights)
    spread = np.bincount(col, minlength=len(columns))
    rarity = np.log1p(len(tellings) / np.maximum(spread, 1))
    value = weight_of * rarity[col]
    return Likeness(
        pairs=_pairs(row, col, value, spread, first, last, len(tellings)),
        speakers=tuple(_speaker(told, proper, initialisms) for told in tellings),
        names=tuple(names),
        first=first,
        last=last,
    )


def _pairs(row: _Ints, col: _Ints, value: _Floats, spread: _Ints, first: _Ints, last: _Ints, count: int) -> Pairs:
    whole = np.bincount(row, weights=value, minlength=count)
    square = np.bincount(row, weights=value * value, minlength=count)
    usable = (spread[col] > 1) & (spread[col] <= _MOST_TELLINGS)
    row, col, value = row[usable], col[usable], value[usable]
    order = np.lexsort((first[row], col))
    row, col, value = row[order], col[order], value[order]
    # In each feature's list, sorted by first day, a telling is paired with those that begin no later than the day
    # after its last.
    key = col * 4_000_000 + first[row]
    until = np.searchsorted(key, col * 4_000_000 + last[row] + 1, side="right")
    place = np.arange(len(row), dtype=np.int64)
    many = np.maximum(until - place - 1, 0)
    a = np.repeat(place, many)
    offset = np.arange(len(a), dtype=np.int64) - np.repeat(np.cumsum(many) - many, many)
    b = a + 1 + offset
    left, right = np.minimum(row[a], row[b]), np.maximum(row[a], row[b])
    near = left != right
    left, right, a, b = left[near], right[near], a[near], b[near]
    both = left * count + right
    pair, inverse = np.unique(both, return_inverse=True)
    dot = np.bincount(inverse, weights=value[a] * value[b], minlength=len(pair))
    shared = np.bincount(inverse, weights=np.minimum(value[a], value[b]), minlength=len(pair))
    left, right = pair // count, pair % count
    cosine = dot / np.sqrt(square[left] * square[right])
    # A telling of three words is soon contained in another, so short ones are taken to be of middling length.
    contained = shared / np.maximum(np.minimum(whole[left], whole[right]), _SHORT * np.median(whole))
    return Pairs(left, right, (cosine + contained) / 2)


def _proper(tellings: Sequence[Told]) -> frozenset[str]:
    """The stems that are written with a capital more often than without, leaving out the first words of sentences."""
    balance: Counter[str] = Counter()
    for told in tellings:
        for word in told.wording.words:
            if not word.opens:
                balance[word.stem] += 1 if word.capital else -1
    return frozenset(stem for stem, count in balance.items() if count > 0)


def _initialisms(tellings: Sequence[Told], proper: frozenset[str]) -> dict[str, frozenset[str]]:
    """The features of the words that each set of initials stands for, where the initials are used as a word too."""
    used = {word.form for told in tellings for word in told.wording.words if word.capital}
    found: dict[str, frozenset[str]] = {}
    for told in tellings:
        for wording in filter(None, (told.wording, told.context)):
            for letters, words in wording.initialisms.items():
                if letters in used:
                    found[f"~{letters}"] = frozenset(feature_of(word, proper) for word in words)
    return found


def _spell_out(found: dict[str, float], initialisms: Mapping[str, frozenset[str]]) -> None:
    """Give initials the features of their words, and the words that of their initials."""
    for letters, words in initialisms.items():
        if letters in found:
            for word in words:
                found.setdefault(word, found[letters] * _SPELLED_OUT)
        elif all(word in found for word in words):
            found[letters] = min(found[word] for word in words)


def _speaker(told: Told, proper: frozenset[str], initialisms: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    who = told.wording.speaker
    if who is None:
        return None
    countries = told.wording.speaker_countries
    if not who and not countries and told.context is not None and told.context.speaker:
        who, countries = told.context.speaker, told.context.speaker_countries
    found = dict.fromkeys((feature_of(word, proper) for word in who), 1.0)
    _spell_out(found, initialisms)
    return frozenset(found) | {f"@{country}" for country in countries}
