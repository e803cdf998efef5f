"""Articles as arrays: for each word that may belong to a name, numbers that say what stands around it.

Most words of a text are plain small ones that never stand in a name, so the text falls into short *pieces* of words
that may: "the |National Intelligence Service| said |North Korea| had sent". Only those are looked at, and all of them
at once: a word becomes the number of its type (``WordTable``), and what is seen around it becomes an integer *code* in
a few columns (``COLUMNS``). Training and recognition both read text here, so that they cannot differ. Several articles
may be read in one go, which shares the cost of the array arithmetic; what one says of a word is never told to another.

In text that is set in capitals, and in headlines that Capitalise Every Word, the case says nothing. There each word is
read as it is written elsewhere in the article, or else as the word lists have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import field, frozen

from newsindex.analysis.entities.clusters import LEVELS, WordClusters
from newsindex.analysis.entities.word_types import KINDS, kind_of
from newsindex.analysis.entities.wordlists import BIT, LONGEST_PHRASE, WordLists, first_hash, hash_of, joined_hash
from newsindex.analysis.words import fold

__all__ = ["COLUMNS", "PAD", "Reading", "WordTable", "read_words", "word_keys"]

PAD = 0
"""The number of the word type that stands before and after every sentence."""

COLUMNS = (
    "kinds around",
    "kinds before",
    "kinds after",
    "word before, kind",
    "word after, kind",
    "word, word after",
    "two words before, kind",
    "two words after, kind",
    "elsewhere in the article",
    "place in the sentence",
    "listed phrase",
    "ends of the run",
    "ends of the long run",
    "before the run",
    "after the run",
    "last word of the run",
    "first word of the run",
    "last word of the long run",
)
"""What each column of the codes tells."""

_KIND = {kind: number for number, kind in enumerate(KINDS)}
_UPPER, _ALL_UPPER, _JOINS, _WORD, _LINKS, _STARTS, _HYPHEN = 1, 2, 4, 8, 16, 32, 64
_JOINING_KINDS = frozenset("of the and particle comma stop dash possessive number ordinal mixed".split())
_JOINING_WORDS = frozenset("for in on to by a an with at off upon es arap ould über + ' ’ / @ !".split())
_LINKING_KINDS = frozenset("of and the particle possessive dash".split())
_LONGEST_PIECE = 128
_BREAKING_KINDS = ("pad", "stop", "quote", "colon", "open", "dash", "mark", "number", "slash")
_PLACE_BITS = BIT["city_big"] | BIT["city_mid"] | BIT["city_small"] | BIT["country"] | BIT["region"]
_NAME_BITS = (
    BIT["first_name"] | BIT["surname"] | BIT["city_big"] | BIT["city_mid"] | BIT["country"] | BIT["region"]
    | BIT["demonym"] | BIT["org"] | BIT["club"] | BIT["person"] | BIT["month"]
)  # fmt: skip


class WordTable:
    """The distinct words met so far, each with its number and what is known of it."""

    def __init__(self, lists: WordLists, clusters: WordClusters) -> None:
        self.lists = lists
        self.clusters = clusters
        self.numbers: dict[str, int] = {}
        self.words: list[str] = []
        self.kinds = np.zeros(1024, np.int64)
        self.hashes = np.zeros(1024, np.int64)
        self.flags = np.zeros(1024, np.uint8)
        self.bits = np.zeros(1024, np.uint32)
        self.groups = np.full((1024, len(LEVELS)), -1, np.int16)
        self.folded: list[str] = []
        self.phrase_lengths: dict[int, int] = {}
        """For each word that begins listed phrases their lengths: bit n for n words."""
        self.numbers[""] = PAD
        self.words.append("")
        self.folded.append("")

    def add(self, words: Iterable[str]) -> None:
        """Give numbers to those of ``words`` that have none yet."""
        new = [word for word in dict.fromkeys(words) if word not in self.numbers]
        if not new:
            return
        first = len(self.words)
        while first + len(new) > len(self.kinds):
            for name in ("kinds", "hashes", "flags", "bits", "groups"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
        last = first + len(new)
        folded = [fold(word) for word in new]
        hashes = [hash_of(word) for word in folded]
        # ``word_hash`` leaves out a full stop at the end.
        listed = [
            hash_of(word.rstrip(".")) if word[-1:] == "." else known for word, known in zip(folded, hashes, strict=True)
        ]
        bits = self.lists.find(listed)
        kinds = [kind_of(word, of) for word, of in zip(new, bits.tolist(), strict=True)]
        flags = [_flags(word, kind) for word, kind in zip(new, kinds, strict=True)]
        capitalised = [index for index, flag in enumerate(flags) if flag & _UPPER]
        lengths = self.lists.find([first_hash(folded[index]) for index in capitalised]).tolist()
        for index, length in zip(capitalised, lengths, strict=True):
            if length:
                flags[index] |= _STARTS
                self.phrase_lengths[first + index] = length
        self.bits[first:last] = bits
        self.groups[first:last] = self.clusters.find(listed)
        self.kinds[first:last] = [_KIND[kind] for kind in kinds]
        self.hashes[first:last] = hashes
        self.flags[first:last] = flags
        self.numbers.update(zip(new, range(first, last), strict=True))
        self.words += new
        self.folded += folded


def _flags(word: str, kind: str) -> int:
    flags = 0
    if word != word.lower():
        flags |= _UPPER
        if word.isupper() and sum(char.isalpha() for char in word) > 1:
            flags |= _ALL_UPPER
    if kind in _JOINING_KINDS or word in _JOINING_WORDS:
        flags |= _JOINS
    if word.isalpha():
        flags |= _WORD
    if word == "-":
        flags |= _HYPHEN
    if kind in _LINKING_KINDS or word == "for":
        flags |= _LINKS
    return flags


@frozen(eq=False)
class Reading:
    """The words of one or several articles that may belong to names, and their surroundings."""

    numbers: np.ndarray = field(repr=False)
    """Word types of all words, sentence by sentence, with two ``PAD`` around each sentence."""
    tokens: np.ndarray = field(repr=False)
    """For each place of ``numbers`` the index of its token, or -1."""
    places: np.ndarray = field(repr=False)
    """Ascending places in ``numbers`` of the words that may belong to names."""
    words: np.ndarray = field(repr=False)
    """int64 for each of ``places``: which word of which article stands there, ``word_keys`` of them."""
    codes: np.ndarray = field(repr=False)
    """int64, a row for each of ``places`` and a column for each of ``COLUMNS``."""
    starts: np.ndarray = field(repr=False)
    """Where in ``places`` each piece begins."""
    lengths: np.ndarray = field(repr=False)
    """How many words each piece has."""


def word_keys(hashes: np.ndarray, article_of: np.ndarray) -> np.ndarray:
    """One number for a word of an article, whatever its case and accents; other articles have other numbers for it."""
    keys: np.ndarray = article_of << 32 | hashes
    return keys


def read_words(
    table: WordTable, words: Sequence[str], sentence_of: np.ndarray, article_of: np.ndarray | None = None
) -> Reading:
    """The reading of articles whose word number i stands in the sentence ``sentence_of[i]``, of ``article_of[i]``.

    Both ascend. Without ``article_of`` all words are of one article.
    """
    count = len(words)
    numbers = table.numbers
    try:
        found = np.array([numbers[word] for word in words], np.int64)
    except KeyError:
        table.add(words)
        found = np.array([numbers[word] for word in words], np.int64)
    if article_of is None:
        article_of = np.zeros(count, np.int64)
    sentence_count = int(sentence_of[-1]) + 1 if count else 0
    at = np.arange(count) + 2 * (sentence_of + 1)
    tokens = np.full(count + 2 * (sentence_count + 1), -1, np.int64)
    tokens[at] = np.arange(count)

    flags = table.flags[found]
    ended = np.zeros(sentence_count, bool)
    ended[sentence_of[found == numbers.get(".", -1)]] = True
    shouting = _shouting(flags, sentence_of, ended)
    loud = shouting[sentence_of]
    keys, same = np.unique(word_keys(table.hashes[found], article_of), return_inverse=True)
    doc_low, doc_cap = _evidence(table, found, same, flags, sentence_of, loud)
    if shouting.any():
        said = np.zeros(len(keys), bool)
        said[same[loud != 0]] = True
        elsewhere = np.flatnonzero(said[same] & ((flags & _UPPER) != 0))
        reads = _as_elsewhere(table, words, found, article_of, elsewhere, loud, doc_low, doc_cap)
        table.add(reads.values())
        found[list(reads)] = [table.numbers[read] for read in reads.values()]
        flags = table.flags[found]

    padded = np.zeros(len(tokens), np.int64)
    padded[at] = found
    padded_flags = np.zeros(len(tokens), np.uint8)
    padded_flags[at] = flags
    places, starts, lengths = _pieces(padded_flags)
    named = tokens[places]
    keys = word_keys(table.hashes[found[named]], article_of[named])
    if not len(places):
        return Reading(padded, tokens, places, keys, np.zeros((0, len(COLUMNS)), np.int64), starts, lengths)
    evidence = doc_low[named] * 3 + doc_cap[named]
    codes = _codes(table, padded, padded_flags, places, evidence, loud[named])
    return Reading(padded, tokens, places, keys, codes, starts, lengths)


def _shouting(flags: np.ndarray, sentence_of: np.ndarray, ended: np.ndarray) -> np.ndarray:
    """For each sentence 1 where it is set in capitals, 2 where Every Word Is Capitalised, else 0.

    ``ended`` says which have a full stop: those are no headlines, however many names they hold.
    """
    sentence_count = len(ended)
    counted = (flags & _WORD) != 0
    long = counted & ((flags & _LINKS) == 0)
    words = np.bincount(sentence_of, long, sentence_count)
    upper = np.bincount(sentence_of, long & ((flags & _UPPER) != 0), sentence_count)
    whole = np.bincount(sentence_of, long & ((flags & _ALL_UPPER) != 0), sentence_count)
    caps = (words >= 2) & (whole >= 0.7 * words)
    title = (words >= 4) & (upper >= 0.75 * words) & ~caps & ~ended
    shouting: np.ndarray = caps.astype(np.int64) + 2 * title
    return shouting


def _evidence(
    table: WordTable,
    found: np.ndarray,
    same: np.ndarray,
    flags: np.ndarray,
    sentence_of: np.ndarray,
    loud: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """How often (up to 2) the same word stands in small letters, and capitalised for no other reason than its own.

    ``same`` numbers the words of an article, whatever their case.
    """
    if not len(found):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    upper = (flags & _UPPER) != 0
    quiet = loud == 0
    before = np.concatenate([[PAD], found[:-1]])
    inside = quiet & upper & ~_BREAKS[table.kinds[before]]
    inside[1:] &= sentence_of[1:] == sentence_of[:-1]
    inside[0] = False
    low = np.bincount(same, ~upper & quiet)[same]
    cap = np.bincount(same, inside)[same] - inside
    return np.minimum(low, 2).astype(np.int64), np.minimum(cap, 2).astype(np.int64)


_BREAKS = np.zeros(len(KINDS), bool)
_BREAKS[[_KIND[kind] for kind in _BREAKING_KINDS]] = True


def _as_elsewhere(
    table: WordTable,
    words: Sequence[str],
    found: np.ndarray,
    article_of: np.ndarray,
    capitalised: np.ndarray,
    loud: np.ndarray,
    low: np.ndarray,
    cap: np.ndarray,
) -> dict[int, str]:
    """How each shouted word reads: as it is written elsewhere in its article, or as the lists have it.

    ``capitalised`` are the capitalised words, in order, that are shouted, and the same words elsewhere.
    """
    written: dict[tuple[int, str], str] = {}
    reads: dict[int, str] = {}
    columns = (article_of, loud, low, cap, table.bits[found])
    rows = list(zip(capitalised.tolist(), *(column[capitalised].tolist() for column in columns), strict=True))
    for index, article, how, _, alone, _ in rows:
        if not how:
            key = article, words[index].lower()
            if alone or key not in written:
                written[key] = words[index]
    for index, article, how, small, alone, bits in rows:
        word = words[index]
        if not how or (len(word) == 1 and word not in ("A", "I")):
            continue
        if how == 2 and word.isupper() and len(word) > 1:
            continue
        lowered = word.lower()
        common = bits & BIT["common"]
        if alone and (article, lowered) in written:
            read = written[article, lowered]
        elif (small and not alone) or (common and not bits & _NAME_BITS):
            read = lowered
        elif how == 2 or "." in word or (bits & BIT["org"] and len(word) <= 5):
            read = word
        else:
            read = "-".join(part[:1] + part[1:].lower() for part in word.split("-"))
        reads[index] = read
    return reads


def _pieces(flags: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places of the words that may belong to names, and where the pieces begin and how long they are."""
    upper = (flags & _UPPER) != 0
    may = upper | ((flags & _JOINS) != 0)
    # "Kim Jong - un": some texts set hyphens apart.
    may[2:] |= upper[:-2] & ((flags[1:-1] & _HYPHEN) != 0) & ((flags[2:] & _WORD) != 0)
    edge = np.diff(may.astype(np.int8), prepend=0, append=0)
    first, last = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    total = np.concatenate([[0], np.cumsum(upper)])
    named = total[last] > total[first]
    first, last = first[named], last[named]
    # Joining words at the head of a piece never begin a name.
    next_upper = np.flatnonzero(upper)
    if len(first):
        first = next_upper[np.searchsorted(next_upper, first)]
    lengths = last - first
    if len(lengths) and lengths.max() > _LONGEST_PIECE:
        cuts = [np.arange(start, end, _LONGEST_PIECE) for start, end in zip(first, last, strict=True)]
        ends = [np.append(cut[1:], end) for cut, end in zip(cuts, last, strict=True)]
        first, last = np.concatenate(cuts), np.concatenate(ends)
        lengths = last - first
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if len(lengths) else np.zeros(0, np.int64)
    places = np.arange(int(lengths.sum())) - np.repeat(starts, lengths) + np.repeat(first, lengths)
    return places, starts, lengths


def _codes(
    table: WordTable, numbers: np.ndarray, flags: np.ndarray, places: np.ndarray, evidence: np.ndarray, loud: np.ndarray
) -> np.ndarray:
    """The codes of ``places``, whose evidence and loudness are given."""
    kinds, hashes = table.kinds[numbers], table.hashes[numbers]
    before2, before, here, after, after2 = (kinds[places + offset] for offset in (-2, -1, 0, 1, 2))
    word_before2, word_before, word_here = hashes[places - 2], hashes[places - 1], hashes[places]
    word_after, word_after2 = hashes[places + 1], hashes[places + 2]
    first = (before == 0).astype(np.int64)
    opening = _BREAKS[before].astype(np.int64)
    short = _runs(flags, np.zeros(len(flags), bool))
    long = _runs(flags, (flags & _LINKS) != 0)
    columns = [
        before << 12 | here << 6 | after,
        before2 << 12 | before << 6 | here,
        here << 12 | after << 6 | after2,
        word_before << 6 | here,
        word_after << 6 | here,
        _mixed(word_here, word_after),
        _mixed(word_before2, word_before) ^ here,
        _mixed(word_after2, word_after) ^ here,
        (evidence << 1 | opening) << 6 | here,
        (first << 2 | loud) << 6 | here,
        _phrases(table, numbers, flags)[places],
    ]
    for start, end in (short, long):
        begins, ends = start[places], end[places]
        length = np.minimum(ends - begins, 7)
        into = np.minimum(places - begins, 3)
        columns.append((((kinds[begins] << 6 | kinds[ends]) << 3 | length) << 2 | into) << 6 | here)
    begins, ends = short[0][places], short[1][places]
    into = (places > begins).astype(np.int64) << 1 | (places < ends)
    columns.append(hashes[begins - 1] << 2 | into)
    columns.append(hashes[ends + 1] << 2 | into)
    columns.append(hashes[ends] << 2 | into)
    columns.append(hashes[begins] << 2 | into)
    begins, ends = long[0][places], long[1][places]
    columns.append(hashes[ends] << 2 | (places > begins).astype(np.int64) << 1 | (places < ends))
    return np.stack(columns, 1)


def _mixed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One number below 2**52 for an ordered pair of hashes."""
    mixed: np.ndarray = ((one * 1_000_003) ^ (other << 12)) & ((1 << 52) - 1)
    return mixed


def _runs(flags: np.ndarray, links: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each place the first and the last place of the run of capitalised words that it is in (else itself)."""
    upper = (flags & _UPPER) != 0
    inside = upper.copy()
    if links.any():
        alone = links[1:-1] & upper[:-2] & upper[2:]
        inside[1:-1] |= alone
        pair = links[1:-2] & links[2:-1] & upper[:-3] & upper[3:]
        inside[1:-2] |= pair
        inside[2:-1] |= pair
    here = np.arange(len(flags))
    opens = inside & ~np.concatenate([[False], inside[:-1]]) | ~inside
    closes = inside & ~np.concatenate([inside[1:], [False]]) | ~inside
    start = np.maximum.accumulate(np.where(opens, here, 0))
    end = np.minimum.accumulate(np.where(closes, here, len(flags))[::-1])[::-1]
    return start, end


def _phrases(table: WordTable, numbers: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """For each place the lists of the longest listed phrase over it and whether it begins, goes on or ends there."""
    starts = np.flatnonzero(flags & _STARTS)
    spans: list[tuple[int, int]] = []
    hashes: list[int] = []
    for start, phrase in zip(starts.tolist(), table.hashes[numbers[starts]].tolist(), strict=True):
        following = numbers[start : start + LONGEST_PHRASE].tolist()
        lengths = table.phrase_lengths[following[0]]
        for length in range(2, lengths.bit_length()):
            if following[length - 1] == PAD:
                break
            phrase = joined_hash(phrase, table.folded[following[length - 1]])
            if lengths >> length & 1:
                spans.append((start, start + length - 1))
                hashes.append(phrase)
    result = np.zeros(len(numbers), np.int64)
    found = ((*span, bits) for span, bits in zip(spans, table.lists.find(hashes).tolist(), strict=True) if bits)
    done = -1
    for start, end, bits in sorted(found, key=lambda one: (one[0], -one[1])):
        if start > done:
            result[start] = bits << 2 | 1
            result[start + 1 : end] = bits << 2 | 2
            result[end] = bits << 2 | 3
            done = end
    return result
