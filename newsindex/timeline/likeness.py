"""How likely two tellings tell the same event: pairs worth comparing, and the evidence for each.

Several measures together, since wording alone is known not to suffice: shared words, names and figures, each weighted
by how rare it is in the index; whether another sentence of the other article is more alike; whether each names somebody
whom the other article does not know, or begins an article whose headline is about other things; the days, and how many
others tell of them; whether both are statements, and of whom. They are added up as log-odds (logistic regression).

The pairs come from an inverted list over the features, so that tellings of other days, or without a rare feature in
common, are never compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from newsindex.timeline.background import Background
from newsindex.timeline.name_sets import Bools, Floats, Ints, NameSets, Numbers, counted
from newsindex.timeline.speakers import Speaker
from newsindex.timeline.told import Told
from newsindex.timeline.wording import feature_of, features

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

# How much the sentence before counts: much for one that leans on it, little for one that stands by itself.
_CONTEXT = 0.15
_CONTEXT_IF_ANAPHORIC = 0.5

# A feature of more tellings than this makes no pairs by itself; it is too common to tell events apart.
_MOST_TELLINGS = 150

# What a word counts that is only meant by initials.
_SPELLED_OUT = 0.6

# How long, beside the middling telling, the shorter of two counts at least when one is looked for in the other.
_SHORT = 0.7

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


# A single day so long ago is remembered for something, and is nearly a name of it.
_A_YEAR_AGO = 366


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
    proper = _proper(tellings)
    initialisms = _Initialisms(tellings, proper)
    read: dict[int, dict[str, float]] = {}
    said = [_features(told, proper, initialisms, read) for told in tellings]
    names = [frozenset(name for name in found if name[0] in "~@") for found in said]
    speakers = [_speaker(told, proper, initialisms) for told in tellings]
    days = _Days.of(tellings)
    left, right, wording = _pairs(said, days, _spreads(tellings, proper, background))
    article = _article_numbers(tellings)
    strange = _strangers(tellings, names, left, right)
    related = _related(tellings, left, right)
    named = np.array([_names_somebody(told, proper) for told in tellings], dtype=bool)
    worth = (wording >= _LEAST_WORDING) & (strange < _STRANGERS)
    worth &= (named[left] & named[right]) | (related >= _RELATED)
    left, right, wording = left[worth], right[worth], wording[worth]
    strange, related = strange[worth], related[worth]
    headlines = _other_headlines(tellings, names, article, left, right)
    columns = {
        "base": np.ones(len(left)),
        "wording": np.sqrt(wording),
        "outdone": _outdone(article, left, right, wording),
        **_of_figures(said, left, right),
        "related": np.where(article[left] == article[right], 0.0, related),
        "strangers": strange * strange,
        **_of_days(tellings, days, left, right, background),
        **_of_speakers(speakers, left, right),
        "other names": _other_names(tellings, names, article, left, right) * np.sqrt(headlines),
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


@frozen
class _Days:
    """The first and last days told, as ordinals."""

    first: Ints
    last: Ints

    @classmethod
    def of(cls, tellings: Sequence[Told]) -> _Days:
        return cls(
            np.array([told.mention.days.first.toordinal() for told in tellings], dtype=np.int64),
            np.array([told.mention.days.last.toordinal() for told in tellings], dtype=np.int64),
        )


def _features(
    told: Told, proper: frozenset[str], initialisms: _Initialisms, read: dict[int, dict[str, float]]
) -> dict[str, float]:
    """The features of a telling; ``read`` keeps those of wordings, of which most are somebody's context too."""
    own, before = (
        read.get(id(wording)) or read.setdefault(id(wording), features(wording, proper))
        for wording in (told.wording, told.context or told.wording)
    )
    found = dict(own)
    if told.context is not None:
        share = _CONTEXT_IF_ANAPHORIC if told.wording.anaphoric else _CONTEXT
        for name, weight in before.items():
            found[name] = max(found.get(name, 0.0), share * weight)
    initialisms.spell_out(found)
    days = told.mention.days
    if days.first == days.last and told.mention.published.toordinal() - days.last.toordinal() >= _A_YEAR_AGO:
        found[f"!{days.first}"] = 1.0
    return found


def _names_somebody(told: Told, proper: frozenset[str]) -> bool:
    wording = told.wording
    return bool(wording.countries) or any(feature_of(word, proper)[0] == "~" for word in wording.words)


def _spreads(tellings: Sequence[Told], proper: frozenset[str], background: Background | None) -> dict[str, float]:
    """For each feature that is a word, in how large a share of all articles it stands; none without a background."""
    if background is None or not background.articles:
        return {}
    stems: dict[str, set[str]] = {}
    for told in tellings:
        for word in told.wording.words:
            stems.setdefault(feature_of(word, proper), set()).add(word.stem)
    having = background.frequencies({stem for some in stems.values() for stem in some})
    return {name: max(having.get(stem, 0) for stem in some) / background.articles for name, some in stems.items()}


def _pairs(said: Sequence[Mapping[str, float]], days: _Days, spreads: Mapping[str, float]) -> tuple[Ints, Ints, Floats]:
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


def _related(tellings: Sequence[Told], left: Ints, right: Ints) -> Floats:
    """What share of the names of either article, whichever is greater, stands in the other too."""
    homes = _article_numbers(tellings)
    names = NameSets(list({told.mention.article_id: told.article.canonical for told in tellings}.values()))
    whole = names.weighed(names.rarity)
    pair, inverse = np.unique(homes[left] * len(whole) + homes[right], return_inverse=True)
    one, other = pair // max(len(whole), 1), pair % max(len(whole), 1)
    shared = names.shared(one, names, other, names.rarity)
    share: Floats = shared / np.maximum(np.minimum(whole[one], whole[other]), 1e-9)
    return share[inverse]


def _other_names(
    tellings: Sequence[Told], names: Sequence[frozenset[str]], article: Ints, left: Ints, right: Ints
) -> Floats:
    """Whether each names somebody who stands nowhere in the other's article, or nobody at all."""
    nobody = np.array([own.isdisjoint(one.article.canonical) for own, one in zip(names, tellings, strict=True)])
    told = NameSets(names)
    known = told.like(list({one.mention.article_id: one.article.written for one in tellings}.values()))
    alike = np.ones(len(told.rarity))
    whole = told.weighed(alike)
    strange = [
        nobody[one] | (whole[one] > told.shared(one, known, article[other], alike))
        for one, other in ((left, right), (right, left))
    ]
    return (strange[0] & strange[1]).astype(np.float64)


def _other_headlines(
    tellings: Sequence[Told], names: Sequence[frozenset[str]], article: Ints, left: Ints, right: Ints
) -> Floats:
    """How much of the headline of each of two pieces of news stands nowhere in the other's article: the lesser share.

    A headline is about what the article begins with. Notices of one form differ in little else.
    """
    begins = np.array(
        [
            told.place == "lead" or told.mention.section == "headline" or (told.place == "next" and not own)
            for told, own in zip(tellings, names, strict=True)
        ],
        dtype=bool,
    )
    found = np.zeros(len(left))
    both = np.flatnonzero(begins[left] & begins[right] & (article[left] != article[right]))
    asked, place = np.unique(np.concatenate((article[left[both]], article[right[both]])), return_inverse=True)
    articles = list({told.mention.article_id: told.article for told in tellings}.values())
    a, b = place[: len(both)], place[len(both) :]
    headlines = NameSets([articles[number].headline for number in asked.tolist()])
    known = headlines.like([articles[number].words for number in asked.tolist()])
    weight = known.rarity
    whole = headlines.weighed(weight)
    strange = [
        1 - headlines.shared(one, known, other, weight) / np.maximum(whole[one], 1e-9)
        for one, other in ((a, b), (b, a))
    ]
    found[both] = np.where((whole[a] > 0) & (whole[b] > 0), np.minimum(*strange), 0.0)
    return found


def _strangers(tellings: Sequence[Told], names: Sequence[frozenset[str]], left: Ints, right: Ints) -> Floats:
    """How much of what each names stands nowhere in the other's article: the lesser share of the two.

    A telling that names nobody speaks of those whom its article names. Notices of one form differ in little else; and
    whoever tells an event in other words still knows who was in it.
    """
    homes = _article_numbers(tellings)
    written = {told.mention.article_id: told.article.written for told in tellings}
    told = NameSets([own or told.article.canonical for own, told in zip(names, tellings, strict=True)])
    known = told.like(list(written.values()))
    weight = told.rarity
    whole = told.weighed(weight)
    strange = [
        1 - told.shared(a, known, homes[b], weight) / np.maximum(whole[a], 1e-9)
        for a, b in ((left, right), (right, left))
    ]
    both = (whole[left] > 0) & (whole[right] > 0)
    lesser: Floats = np.where(both, np.minimum(strange[0], strange[1]), 0.0)
    return lesser


def _of_days(
    tellings: Sequence[Told], days: _Days, left: Ints, right: Ints, background: Background | None
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
    article = _article_numbers(tellings)
    printed = np.array([told.mention.published.toordinal() for told in tellings], dtype=np.int64)
    ago = (printed - last >= _LONG_AGO) & ~long
    return {
        "only one of its day": np.where(article[left] == article[right], 0.0, alone[left] * alone[right]),
        "same days": same.astype(np.float64),
        "same long span": (same & long[left]).astype(np.float64),
        "crowded day": np.maximum(crowd[left], crowd[right]),
        "long ago": (same & ago[left] & ago[right]).astype(np.float64),
    }


def _one_night(tellings: Sequence[Told], days: _Days, left: Ints, right: Ints) -> Bools:
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


def _article_numbers(tellings: Sequence[Told]) -> Ints:
    numbers = Numbers()
    return np.array([numbers[told.mention.article_id] for told in tellings], dtype=np.int64)


def _proper(tellings: Sequence[Told]) -> frozenset[str]:
    """The stems that are written with a capital more often than without, leaving out the first words of sentences."""
    balance: Counter[str] = Counter()
    for told in tellings:
        for word in told.wording.words:
            if not word.opens:
                balance[word.stem] += 1 if word.capital else -1
    return frozenset(stem for stem, count in balance.items() if count > 0)


class _Initialisms:
    """Which words each set of initials stands for, where the initials are used as a word too."""

    def __init__(self, tellings: Sequence[Told], proper: frozenset[str]) -> None:
        used = {word.form for told in tellings for word in told.wording.words if word.capital}
        self._words: dict[str, frozenset[str]] = {}
        for told in tellings:
            for wording in filter(None, (told.wording, told.context)):
                for letters, words in wording.initialisms.items():
                    if letters in used:
                        self._words[f"~{letters}"] = frozenset(feature_of(word, proper) for word in words)
        self._with: dict[str, list[str]] = {}
        for letters, features_ in self._words.items():
            self._with.setdefault(min(features_), []).append(letters)

    def spell_out(self, found: dict[str, float]) -> None:
        """Give initials the features of their words, and the words that of their initials."""
        for letters in found.keys() & self._words.keys():
            for word in self._words[letters]:
                found.setdefault(word, found[letters] * _SPELLED_OUT)
        for word in found.keys() & self._with.keys():
            for letters in self._with[word]:
                if letters not in found and self._words[letters] <= found.keys():
                    found[letters] = min(found[one] for one in self._words[letters])


def _speaker(told: Told, proper: frozenset[str], initialisms: _Initialisms) -> Speaker | None:
    """Whoever speaks; None where nobody does."""
    who = told.wording.speaker
    if who is None:
        return None
    countries = told.wording.speaker_countries
    if not who and not countries and told.context is not None and told.context.speaker:
        who, countries = told.context.speaker, told.context.speaker_countries
    found = dict.fromkeys((feature_of(word, proper) for word in who), 1.0)
    initialisms.spell_out(found)
    return Speaker(
        names=frozenset(one for one in found if one[0] == "~"),
        roles=frozenset(one for one in found if one[0] not in "~@"),
        countries=frozenset(countries),
    )
