"""Whom and what one telling names that the other's article does not know: evidence that they tell of two events."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsindex.timeline.name_sets import Floats, Ints, NameSets, Numbers
from newsindex.timeline.told import Told

__all__ = ["article_numbers", "other_headlines", "other_names", "relatedness", "strangers"]


def article_numbers(tellings: Sequence[Told]) -> Ints:
    numbers = Numbers()
    return np.array([numbers[told.mention.article_id] for told in tellings], dtype=np.int64)


def relatedness(tellings: Sequence[Told], left: Ints, right: Ints) -> Floats:
    """What share of the names of either article, whichever is greater, stands in the other too."""
    homes = article_numbers(tellings)
    names = NameSets(list({told.mention.article_id: told.article.canonical for told in tellings}.values()))
    whole = names.weighed(names.rarity)
    pair, inverse = np.unique(homes[left] * len(whole) + homes[right], return_inverse=True)
    one, other = pair // max(len(whole), 1), pair % max(len(whole), 1)
    shared = names.shared(one, names, other, names.rarity)
    share: Floats = shared / np.maximum(np.minimum(whole[one], whole[other]), 1e-9)
    return share[inverse]


def other_names(
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


def other_headlines(
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


def strangers(tellings: Sequence[Told], names: Sequence[frozenset[str]], left: Ints, right: Ints) -> Floats:
    """How much of what each names stands nowhere in the other's article: the lesser share of the two.

    A telling that names nobody speaks of those whom its article names. Notices of one form differ in little else; and
    whoever tells an event in other words still knows who was in it.
    """
    homes = article_numbers(tellings)
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
