"""How likely two tellings tell the same event: the evidence for each pair worth comparing.

Several measures together, since wording alone is known not to suffice: shared words, names and figures, each weighted
by how rare it is in the index; whether another sentence of the other article is more alike; whether each names somebody
whom the other article does not know, or begins an article whose headline is about other things; the days, and how many
others tell of them; whether both are statements, and of whom. They are added up as log-odds (logistic regression).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from newsindex.timeline.background import Background
from newsindex.timeline.name_sets import Bools, Floats, Ints, NameSets
from newsindex.timeline.pairs import Days, pairs_of, spreads_of
from newsindex.timeline.said import Initialisms, features_of, names_somebody, proper_stems, speaker_of
from newsindex.timeline.speakers import Speaker
from newsindex.timeline.strangers import article_numbers, other_headlines, other_names, relatedness, strangers
from newsindex.timeline.told import Told

__all__ = ["EVIDENCE", "Likeness", "compare", "probability"]

# What speaks for or against one event, in log-odds: fitted to the gold groupings of the seeds and of
# tests/gold/stories.toml, with pairs from Reuters-21578 that are one event (leads under nearly the same headline) and
# that are not (of different companies, or of stories without a word in common in their headlines), and rounded.
# `python -m tests.benchmarks.timeline --fit` fits anew.
EVIDENCE: dict[str, float] = {
    "base": -6.3,
    "wording": 6.7,
    "outdone": -3.8,
    "figures": 1.5,
    "other figures": 0.1,
    "related": 1.8,
    "strangers": -1.1,
    "only one of its day": 1.7,
    "same days": 3.3,
    "same long span": -2.3,
    "crowded day": -0.6,
    "long ago": 0.8,
    "same speaker": 1.4,
    "other speaker": -2.5,
    "one speaks": -1.4,
    "other names": -3.5,
    "other headlines": -3.6,
    "same article": 2.0,
}

# Pairs whose wording is less alike than this are left out, however much else speaks for them.
_LEAST_WORDING = 0.01

# And so are pairs of which each names, by this share, only what is nowhere in the other's article.
_STRANGERS = 0.9

# A telling that names nobody may be of anything, so the two articles have to have this share of their names in common.
_RELATED = 0.25

# From so many days on, that two tellings are of the same days says little.
_LONG = 28

# Of a day so long before the day of printing, articles tell only what is still remembered.
_LONG_AGO = 28


@frozen
class Likeness:
    """Pairs of tellings, by their numbers, with the evidence that they tell the same event."""

    left: Ints
    right: Ints
    evidence: Floats
    """A row for each pair, a column for each kind of ``EVIDENCE``."""
    speakers: tuple[frozenset[str], ...]
    """The names of whoever speaks; empty where nobody does who is named."""
    names: tuple[frozenset[str], ...]
    """The names and countries told."""


def probability(evidence: Floats) -> Floats:
    """How likely it is, from 0 to 1, that each pair tells the same event."""
    odds: Floats = evidence @ np.array(list(EVIDENCE.values()))
    return 1 / (1 + np.exp(-odds))


def compare(tellings: Sequence[Told], background: Background | None = None) -> Likeness:
    """The pairs of tellings that could tell the same event, with what speaks for and against each.

    What is rare is judged by the ``background``, or by the tellings alone.
    """
    proper = proper_stems(tellings)
    initialisms = Initialisms(tellings, proper)
    read: dict[int, dict[str, float]] = {}
    said = [features_of(told, proper, initialisms, read) for told in tellings]
    names = [frozenset(name for name in found if name[0] in "~@") for found in said]
    speakers = [speaker_of(told, proper, initialisms) for told in tellings]
    days = Days.of(tellings)
    left, right, wording = pairs_of(said, days, spreads_of(tellings, proper, background))
    article = article_numbers(tellings)
    strange = strangers(tellings, names, left, right)
    related = relatedness(tellings, left, right)
    named = np.array([names_somebody(told, proper) for told in tellings], dtype=bool)
    worth = (wording >= _LEAST_WORDING) & (strange < _STRANGERS)
    worth &= (named[left] & named[right]) | (related >= _RELATED)
    left, right, wording = left[worth], right[worth], wording[worth]
    strange, related = strange[worth], related[worth]
    headlines = other_headlines(tellings, names, article, left, right)
    columns = {
        "base": np.ones(len(left)),
        "wording": np.sqrt(wording),
        "outdone": _outdone(article, left, right, wording),
        **_of_figures(said, left, right),
        "related": np.where(article[left] == article[right], 0.0, related),
        "strangers": strange * strange,
        **_of_days(tellings, days, left, right, background),
        **_of_speakers(speakers, left, right),
        "other names": other_names(tellings, names, article, left, right) * np.sqrt(headlines),
        "other headlines": headlines,
        "same article": (article[left] == article[right]).astype(np.float64),
    }
    return Likeness(
        left=left,
        right=right,
        evidence=np.column_stack([columns[name] for name in EVIDENCE]).astype(np.float64),
        speakers=tuple(speaker.names if speaker else frozenset() for speaker in speakers),
        names=tuple(names),
    )


def _outdone(article: Ints, left: Ints, right: Ints, wording: Floats) -> Floats:
    """How much more alike either of the two is to another telling in the other's article; 0 if to none.

    An article tells an event once, so what is likelier told there by another sentence is not told by this one. (The
    ratio test of feature matching: Lowe, 2004.)
    """
    found = np.zeros(len(left))
    many = int(article.max(initial=0)) + 1
    for one, other in ((left, right), (right, left)):
        _, group = np.unique(one * many + article[other], return_inverse=True)
        best = np.zeros(int(group.max(initial=-1)) + 1)
        np.maximum.at(best, group, wording)
        found = np.maximum(found, np.sqrt(best[group]) - np.sqrt(wording))
    return np.where(article[left] == article[right], 0.0, found)


def _of_figures(said: Sequence[Mapping[str, float]], left: Ints, right: Ints) -> dict[str, Floats]:
    """Whether a figure is told by both, and whether both tell figures but none in common."""
    figures = NameSets([frozenset(one for one in found if one[0] == "#") for found in said])
    told = np.bincount(figures.row, minlength=len(said)) > 0
    met = figures.shared(left, figures, right, figures.rarity) > 0
    return {
        "figures": met.astype(np.float64),
        "other figures": np.where(told[left] & told[right] & ~met, 1.0, 0.0),
    }


def _of_days(
    tellings: Sequence[Told], days: Days, left: Ints, right: Ints, background: Background | None
) -> dict[str, Floats]:
    first, last = days.first, days.last
    long = last - first >= _LONG
    apart = (first[left] > last[right]) | (first[right] > last[left])
    # An undated lead tells of one of two days, so it may be the very day of any telling that it meets.
    inferred = np.array([told.inferred for told in tellings], dtype=bool)
    same = (first[left] == first[right]) & (last[left] == last[right])
    same |= ~apart & (inferred[left] | inferred[right]) & ~long[left] & ~long[right]
    same |= _one_night(tellings, days, left, right)
    tellers: dict[tuple[int, int], set[str]] = {}
    stretches = list(zip(first.tolist(), last.tolist(), strict=True))
    for stretch, told in zip(stretches, tellings, strict=True):
        tellers.setdefault(stretch, set()).add(told.mention.article_id)
    many = {stretch: len(articles) for stretch, articles in tellers.items()}
    if background is not None:
        named = dict(zip(stretches, (str(told.mention.days) for told in tellings), strict=True))
        many = {stretch: background.tell_of(named[stretch], count) for stretch, count in many.items()}
    crowd = np.log(np.array([many[stretch] for stretch in stretches], dtype=np.float64))
    of_day = Counter((told.mention.article_id, stretch) for told, stretch in zip(tellings, stretches, strict=True))
    alone = np.array(
        [1 / of_day[told.mention.article_id, stretch] for told, stretch in zip(tellings, stretches, strict=True)]
    )
    article = article_numbers(tellings)
    printed = np.array([told.mention.published.toordinal() for told in tellings], dtype=np.int64)
    ago = (printed - last >= _LONG_AGO) & ~long
    return {
        "only one of its day": np.where(article[left] == article[right], 0.0, alone[left] * alone[right]),
        "same days": same.astype(np.float64),
        "same long span": (same & long[left]).astype(np.float64),
        "crowded day": np.maximum(crowd[left], crowd[right]),
        "long ago": (same & ago[left] & ago[right]).astype(np.float64),
    }


def _one_night(tellings: Sequence[Told], days: Days, left: Ints, right: Ints) -> Bools:
    """Whether one tells of the night of a day, and the other of the first hours of the next."""
    night = np.array([told.night for told in tellings], dtype=bool)
    early = np.array([told.early for told in tellings], dtype=bool)
    found = np.zeros(len(left), dtype=bool)
    for one, other in ((left, right), (right, left)):
        found |= night[one] & early[other] & (days.last[one] + 1 == days.first[other])
    return found


def _of_speakers(speakers: Sequence[Speaker | None], left: Ints, right: Ints) -> dict[str, Floats]:
    speaks = np.array([speaker is not None for speaker in speakers], dtype=bool)
    same, other = np.zeros(len(left)), np.zeros(len(left))
    both = np.flatnonzero(speaks[left] & speaks[right])
    for place, a, b in zip(both.tolist(), left[both].tolist(), right[both].tolist(), strict=True):
        one, two = speakers[a], speakers[b]
        verdict = None if one is None or two is None else one.is_same(two)
        if verdict is not None:
            (same if verdict else other)[place] = 1.0
    return {
        "same speaker": same,
        "other speaker": other,
        "one speaks": (speaks[left] != speaks[right]).astype(np.float64),
    }
