"""Stories told twice: which texts are copies or near-copies of one another, and which of them came first.

Two texts are near-copies if, of all the runs of five words that either has, they share at least eight in ten (Jaccard
0.8 on word 5-grams). The search is exact: instead of sketches (MinHash), which may miss a pair, it looks only at the
rarest runs of each text, of which two near-copies always share one (prefix filtering: Bayardo, Ma and Srikant, 2007),
and then counts what each pair found that way really shares. All of it runs over arrays.

    >>> wire = "The storm reached the coast on Monday and left two towns without power for a day."
    >>> groups = find_copies({"a": wire, "b": wire + " Reuters", "c": "Something else altogether was told."})
    >>> [group.ids for group in groups]
    [('a', 'b')]
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from newsindex.articles import Article
from newsindex.errors import InvalidValueError

__all__ = ["LEAST_SHARED", "RUN", "CopyGroup", "article_copies", "copy_pairs", "find_copies", "first_copies"]

LEAST_SHARED = 0.8
"""The share of common runs from which two texts count as copies."""

RUN = 5
"""How many words a run has."""

_WORD = re.compile(r"[^\W_]+")

# So many candidate pairs are held at a time.
_CHUNK = 2_000_000

_Ints = NDArray[np.int64]
_Hashes = NDArray[np.uint64]


@frozen
class CopyGroup:
    """Texts that are copies of one another, directly or by way of others, the first one first."""

    ids: tuple[str, ...]

    @property
    def first(self) -> str:
        """The id of the first."""
        return self.ids[0]

    @property
    def others(self) -> tuple[str, ...]:
        """The ids of the rest."""
        return self.ids[1:]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)


def find_copies(texts: Mapping[str, str], *, least: float = LEAST_SHARED, run: int = RUN) -> tuple[CopyGroup, ...]:
    """The groups of two and more among ``texts`` (id to text), each in the order of the mapping.

    ``least`` is the share of common runs of ``run`` words, above 0 and at most 1. Raises ``InvalidValueError``.
    """
    ids = list(texts)
    return tuple(
        CopyGroup(tuple(ids[number] for number in group))
        for group in _joined(copy_pairs(texts.values(), least=least, run=run), len(ids))
    )


def article_copies(
    articles: Iterable[Article], *, newest_first: bool = False, least: float = LEAST_SHARED
) -> tuple[CopyGroup, ...]:
    """The groups of copies among articles, by their bodies: the earliest printed first, or the newest."""
    known = sorted(articles, key=_by_printing, reverse=newest_first)
    return find_copies({one.id: one.text[len(one.headline) :] or one.text for one in known}, least=least)


def first_copies(groups: Iterable[CopyGroup]) -> dict[str, str]:
    """For the id of each article that has copies, the id of the first of its group."""
    return {one: group.first for group in groups for one in group}


def copy_pairs(texts: Iterable[str], *, least: float = LEAST_SHARED, run: int = RUN) -> list[tuple[int, int, float]]:
    """The pairs of near-copies by their numbers, the lower first, with the share of runs in common, in order."""
    if not 0 < least <= 1:
        raise InvalidValueError(f"least={least!r} is no share; give one above 0 and at most 1, such as 0.8")
    if run < 1:
        raise InvalidValueError(f"run={run!r} is no number of words; give 1 or more, such as 5")
    text, gram = _runs(texts, run)
    if not len(text):
        return []
    sizes = np.bincount(text)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    left, right = _candidates(text, gram, sizes, starts, least)
    found: list[tuple[int, int, float]] = []
    for at in range(0, len(left), _CHUNK // 64):
        a, b = left[at : at + _CHUNK // 64], right[at : at + _CHUNK // 64]
        common = _common(a, b, text, gram, sizes, starts)
        share = common / (sizes[a] + sizes[b] - common)
        kept = share >= least
        found.extend(zip(a[kept].tolist(), b[kept].tolist(), share[kept].tolist(), strict=True))
    return sorted(found)


def _runs(texts: Iterable[str], run: int) -> tuple[_Ints, _Ints]:
    """The distinct runs of each text, as two arrays: the number of the text, and the rank of the run.

    Both are sorted, and the rarer a run is among the texts, the lower is its rank.
    """
    parts: list[_Hashes] = []
    hash_of = _WordHashes()
    for one in texts:
        parts.append(np.array([hash_of[word] for word in _WORD.findall(one.lower())], dtype=np.uint64))
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    lengths = np.array([len(part) for part in parts], dtype=np.int64)
    # A text shorter than one run is one run: it is filled up with noughts.
    padded = np.where(lengths > 0, np.maximum(lengths, run), 0)
    words_at = np.zeros(int(padded.sum()), dtype=np.uint64)
    begin = np.concatenate(([0], np.cumsum(padded)))
    for number, part in enumerate(parts):
        words_at[begin[number] : begin[number] + len(part)] = part
    count = max(0, len(words_at) - run + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_factors(run)):
        hashes += words_at[place : place + count] * factor
    hashes ^= hashes >> np.uint64(29)
    text = np.repeat(np.arange(len(parts), dtype=np.int64), padded)[:count]
    whole = np.arange(count) + run <= begin[text + 1]
    text, hashes = text[whole], hashes[whole]
    gram = _numbered(hashes)
    width = int(gram.max(initial=0)) + 1
    text, gram = np.divmod(_distinct(text * width + gram), width)
    frequency = np.bincount(gram)
    rank = np.empty_like(frequency)
    rank[np.argsort(frequency, kind="stable")] = np.arange(len(frequency))
    gram = rank[gram]
    text, gram = np.divmod(np.sort(text * width + gram), width)
    return text, gram


def _candidates(text: _Ints, gram: _Ints, sizes: _Ints, starts: _Ints, least: float) -> tuple[_Ints, _Ints]:
    """Pairs of texts that have one of their rarest runs in common and are of like size."""
    place = np.arange(len(text)) - starts[text]
    prefix = sizes - np.ceil(least * sizes - 1e-9).astype(np.int64) + 1
    leading = place < prefix[text]
    text, gram, place = text[leading], gram[leading], place[leading]
    # The lists of texts by run, the shorter texts first.
    order = np.lexsort((text, sizes[text], gram))
    text, gram, place = text[order], gram[order], place[order]
    last = np.searchsorted(gram, gram, side="right")
    many = last - np.arange(len(gram)) - 1
    found: list[_Ints] = []
    total = len(sizes)
    ends = np.cumsum(many)
    at = 0
    while at < len(many):
        until = int(np.searchsorted(ends, (ends[at - 1] if at else 0) + _CHUNK, side="right"))
        until = max(until, at + 1)
        part = many[at:until]
        a = np.repeat(np.arange(at, until), part)
        b = a + 1 + np.arange(len(a)) - np.repeat(np.cumsum(part) - part, part)
        small, large = sizes[text[a]], sizes[text[b]]
        # What can still be shared after this run bounds the share from above.
        rest = np.minimum(small - place[a], large - place[b])
        needed = np.ceil(least / (1 + least) * (small + large) - 1e-9)
        near = (small >= least * large - 1e-9) & (rest + np.minimum(place[a], place[b]) >= needed)
        first, second = np.minimum(text[a], text[b])[near], np.maximum(text[a], text[b])[near]
        found.append(_distinct(first * total + second))
        at = until
    pairs = _distinct(np.concatenate(found)) if found else np.empty(0, np.int64)
    return pairs // total, pairs % total


def _common(a: _Ints, b: _Ints, text: _Ints, gram: _Ints, sizes: _Ints, starts: _Ints) -> _Ints:
    """How many runs each text of ``a`` has in common with the one of ``b``."""
    width = int(gram.max()) + 1
    keys = text * width + gram
    many = sizes[a]
    pair = np.repeat(np.arange(len(a)), many)
    entry = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(starts[a], many)
    wanted = b[pair] * width + gram[entry]
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.bincount(pair[keys[at] == wanted], minlength=len(a))


def _joined(pairs: Sequence[tuple[int, int, float]], count: int) -> list[list[int]]:
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for left, right, _ in pairs:
        a, b = root(left), root(right)
        parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for number in sorted({one for left, right, _ in pairs for one in (left, right)}):
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())


def _numbered(values: _Hashes) -> _Ints:
    """Each value as a number from 0, the same for the same value."""
    order = np.argsort(values)
    ranked = values[order]
    numbers = np.empty(len(values), dtype=np.int64)
    numbers[order] = np.concatenate(([0], np.cumsum(ranked[1:] != ranked[:-1]))) if len(values) else order
    return numbers


def _distinct(values: _Ints) -> _Ints:
    """The values once each, in order: by sorting, which is faster here than the hashing of ``np.unique``."""
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


class _WordHashes(dict[str, int]):
    """The hash of each word, reckoned once."""

    def __missing__(self, word: str) -> int:
        value = self[word] = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
        return value


@cache
def _factors(run: int) -> _Hashes:
    return np.array(
        [int.from_bytes(hashlib.blake2b(b"%d" % place, digest_size=8).digest(), "little") | 1 for place in range(run)],
        dtype=np.uint64,
    )


def _by_printing(article: Article) -> tuple[date, str, str]:
    return article.published_day, article.published.isoformat(), article.id
