"""More like this: the words that tell most about an article, as a question to the index.

A word tells the more, the oftener it stands in the article and the fewer other articles have it (tf-idf: Spärck Jones,
1972). The words of names, and those of the headline, weigh more than the rest.

    >>> index.search(more_like(stored, index.frequencies, articles=40))  # doctest: +SKIP
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from newsindex.analysis.words import words_of
from newsindex.documents import StoredArticle
from newsindex.query.model import And, Boost, Everything, Labelled, Not, Or, Query, Word

__all__ = ["MOST_WORDS", "more_like"]

MOST_WORDS = 25
"""So many of an article's words are asked for."""

_IN_NAME = 1.5
_IN_HEADLINE = 1.5

Frequencies = Callable[[Iterable[str]], Mapping[str, int]]


def more_like(stored: StoredArticle, frequencies: Frequencies, *, articles: int) -> Query:
    """The question whose best answers are most like the article, which is itself left out.

    ``frequencies`` tells in how many of the ``articles`` of the index each stem stands.
    """
    article = stored.article
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for word in words_of(article.text):
        counts[word.stem] += 1
        spelled.setdefault(word.stem, Counter())[word.form] += 1
    in_names = {word.stem for mention in stored.entities for word in words_of(mention.text)}
    in_headline = {word.stem for word in words_of(article.headline)}
    having = frequencies(counts)
    weights: dict[str, float] = {}
    boosts: dict[str, float] = {}
    for stem, count in counts.items():
        # A word of this article alone leads nowhere; one of half of all articles tells nothing.
        if not 1 < having[stem] <= max(2, articles / 2):
            continue
        boost = 1 + math.log(count)
        boost *= (_IN_NAME if stem in in_names else 1) * (_IN_HEADLINE if stem in in_headline else 1)
        boosts[stem] = boost
        weights[stem] = boost * math.log(articles / having[stem])
    best = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_WORDS]
    if not best:
        return Not(Everything())
    words = tuple(Boost(Word(_form(spelled[stem], stem)), round(boosts[stem], 2)) for stem in best)
    return And((Or(words), Not(Labelled("id", article.id))))


def _form(forms: Counter[str], stem: str) -> str:
    """The commonest form of a stem that leads back to it when it is asked for."""
    ranked = sorted(forms, key=lambda form: (-forms[form], form))
    return next((form for form in ranked if [word.stem for word in words_of(form)] == [stem]), stem)
