"""What each telling says, among all the others: its features, whoever speaks, and words that initials stand for.

Which stems are proper names, and which initials are used as words, only all the tellings together show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newsindex.timeline.speakers import Speaker
from newsindex.timeline.told import Told
from newsindex.timeline.wording import feature_of, features

__all__ = ["Initialisms", "features_of", "names_somebody", "proper_stems", "speaker_of"]

# How much the sentence before counts: much for one that leans on it, little for one that stands by itself.
_CONTEXT = 0.15
_CONTEXT_IF_ANAPHORIC = 0.5

# What a word counts that is only meant by initials.
_SPELLED_OUT = 0.6

# A single day so long ago is remembered for something, and is nearly a name of it.
_A_YEAR_AGO = 366


def proper_stems(tellings: Sequence[Told]) -> frozenset[str]:
    """The stems that are written with a capital more often than without, leaving out the first words of sentences."""
    balance: Counter[str] = Counter()
    for told in tellings:
        for word in told.wording.words:
            if not word.opens:
                balance[word.stem] += 1 if word.capital else -1
    return frozenset(stem for stem, count in balance.items() if count > 0)


class Initialisms:
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


def features_of(
    told: Told, proper: frozenset[str], initialisms: Initialisms, read: dict[int, dict[str, float]]
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


def names_somebody(told: Told, proper: frozenset[str]) -> bool:
    wording = told.wording
    return bool(wording.countries) or any(feature_of(word, proper)[0] == "~" for word in wording.words)


def speaker_of(told: Told, proper: frozenset[str], initialisms: Initialisms) -> Speaker | None:
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
