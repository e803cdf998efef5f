"""What a word tells by itself: its kind, its shape and the features that the model weighs.

Nothing here looks at the neighbours of a word, so all of it is worked out once for each distinct word and kept.

    >>> kind_of("spokesman", BIT["title"])
    'role'
    >>> shape_of("O'Brien-3")
    "X'Xx-9"
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from zlib import crc32

from newsindex.analysis.entities.wordlists import BIT, LISTS, hash_of
from newsindex.analysis.words import fold

__all__ = [
    "KINDS",
    "context_features",
    "context_hashes",
    "kind_of",
    "own_features",
    "own_hashes",
    "shape_of",
]

_WORD_KINDS = {
    "in": "in at near from to into across outside inside around toward towards throughout via off along",
    "of": "of",
    "the": "the",
    "a": "a an",
    "said": "said says say told added asked warned insisted replied argued wrote noted explained claimed denied"
    " recalled joked conceded complained admitted confirmed predicted testified writes adds",
    "and": "and & or",
    "by": "by with for against beat beats over between versus vs v than",
    "particle": "al el bin ibn de da di do du del della dos das der den von van la le los las ter ten zu y e i ul ur",
    "pronoun": "he she his her him who whom whose they their",
    "verb": "was is has had will would could have been be did does are were may might can should must",
}
_LOWER_KINDS = {word: kind for kind, words in _WORD_KINDS.items() for word in words.split()}
_MARK_KINDS = {
    ",": "comma",
    ".": "stop",
    "!": "stop",
    "?": "stop",
    "…": "stop",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    '"': "quote",
    "“": "quote",
    "”": "quote",
    "'": "quote",
    "’": "quote",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    ":": "colon",
    ";": "colon",
    "/": "slash",
    "&": "and",
    "'s": "possessive",
    "’s": "possessive",
    "'S": "possessive",
}

KINDS = (
    "pad",
    *_WORD_KINDS,
    *dict.fromkeys(_MARK_KINDS.values()),
    "mark",
    "role",
    "place_word",
    "lower",
    "number",
    "ordinal",
    "Function",
    "Title",
    "Month",
    "Demonym",
    "Country",
    "CityBig",
    "CityMid",
    "CitySmall",
    "Region",
    "First",
    "FirstSurname",
    "Surname",
    "FirstPlace",
    "SurnamePlace",
    "Person",
    "Org",
    "Club",
    "OrgWord",
    "PlaceWord",
    "Initial",
    "CAPS",
    "CAPS9",
    "mixed",
    "Common",
    "Unknown",
)
"""Every kind, at the position of its number; the first is the place before and after a sentence."""

_PLACES = BIT["city_big"] | BIT["city_mid"] | BIT["region"] | BIT["country"]
_RUNS = re.compile(r"(.)\1+")
_FUNCTION_WORDS = frozenset(
    "the a an in on at by for from to with and but or as if it its he she his her they their we our you your i my this"
    " that these those there here who what when where why how while after before since until because although though"
    " however meanwhile also not no yes so then than more most some many all both each every one two three four five"
    " six seven eight nine ten under over about into during according among between against without within only just"
    " even still yet now new last first second next other another such much few several".split()
)


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> str:
    """The shape of a word with runs drawn together: X for capitals, x for small letters, 9 for digits."""
    if word.isascii() and word.isalpha():  # most words are
        if word.islower():
            return "x"
        if word.isupper():
            return "X"
        if word.istitle():
            return "Xx"
    drawn = "".join(
        "X" if char.isupper() else "x" if char.islower() else "9" if char.isdigit() else "z" if char.isalpha() else char
        for char in word[:20]
    )
    return _RUNS.sub(r"\1", drawn)


def kind_of(word: str, bits: int) -> str:
    """The one kind of ``KINDS`` that says most about a word in the lists ``bits``."""
    mark = _MARK_KINDS.get(word)
    if mark is not None:
        return mark
    first = word[0]
    if first.isdigit():
        return "number" if word[-1].isdigit() else "ordinal"
    if not first.isalnum():
        return "mark"
    lowered = word.lower()
    if word == lowered:
        kind = _LOWER_KINDS.get(word)
        if kind is not None:
            return kind
        return "role" if bits & BIT["title"] else "place_word" if bits & BIT["place_word"] else "lower"
    if not first.isupper():
        return "mixed"
    if len(word) == 1 and word not in ("A", "I"):
        return "Initial"
    return _capitalised_kind(word, lowered, bits)


def _capitalised_kind(word: str, lowered: str, bits: int) -> str:
    if (lowered in _FUNCTION_WORDS and not word.isupper()) or word in ("A", "I"):
        return "Function"
    listed = _listed_kind(bits)
    if listed is not None:
        return listed
    if word.isupper():
        return "CAPS"
    if not word.isalpha() and any(char.isdigit() for char in word):
        return "CAPS9"
    if bits & BIT["common"]:
        return "Common"
    if bits & BIT["city_small"]:
        return "CitySmall"
    if not word[1:].islower() and word.isalpha():
        return "mixed"
    return "Unknown"


@cache
def _listed_kind(bits: int) -> str | None:
    """The kind of a capitalised word that is told by its lists alone."""
    for name, kind in (
        ("month", "Month"),
        ("country", "Country"),
        ("demonym", "Demonym"),
        ("title", "Title"),
        ("org_word", "OrgWord"),
        ("place_word", "PlaceWord"),
        ("org", "Org"),
        ("person", "Person"),
        ("city_big", "CityBig"),
        ("region", "Region"),
        ("club", "Club"),
    ):
        if bits & BIT[name]:
            return kind
    placed = bits & _PLACES
    if bits & BIT["first_name"]:
        return "FirstPlace" if placed else "FirstSurname" if bits & BIT["surname"] else "First"
    if bits & BIT["surname"]:
        return "SurnamePlace" if placed else "Surname"
    return "CityMid" if bits & BIT["city_mid"] else None


def context_features(word: str, bits: int) -> list[str]:
    """What a word tells about itself and about the words up to two places away."""
    lowered = fold(word)
    if lowered[:1].isdigit():  # of a lone accent nothing is left
        lowered = re.sub(r"\d", "0", lowered)
    features = ["w=" + lowered, "s=" + shape_of(word), "k=" + kind_of(word, bits)]
    features += ["l=" + name for name in LISTS if bits & BIT[name]]
    return features


def own_features(word: str) -> list[str]:
    """What a word tells about itself alone: its letters, its beginning and end."""
    features = ["W=" + word, "n=" + str(min(len(word), 8))]
    features += [f"p{size}=" + word[:size] for size in (1, 2, 3, 4) if len(word) > size]
    features += [f"e{size}=" + word[-size:].lower() for size in (1, 2, 3, 4) if len(word) > size]
    if "-" in word:
        parts = word.split("-")
        features += ["h1=" + parts[0], "h2=" + parts[-1], "hs=" + shape_of(parts[-1])[:1]]
    return features


_LOWERED, _SHAPE, _LETTERS, _PART_ONE, _PART_TWO, _TIE = map(hash_of, ("w=", "s=", "W=", "h1=", "h2=", "hs="))
_LENGTHS = [hash_of(f"n={size}") for size in range(9)]
_BEGINNINGS = [(size, hash_of(f"p{size}=")) for size in (1, 2, 3, 4)]
_ENDINGS = [(size, hash_of(f"e{size}=")) for size in (1, 2, 3, 4)]
_KIND_HASHES = [hash_of("k=" + kind) for kind in KINDS]


def context_hashes(word: str, folded: str, kind: int, bits: int) -> list[int]:
    """The hashes of ``context_features``, for a word that is known folded and by the number of its kind."""
    if folded[:1].isdigit():
        folded = re.sub(r"\d", "0", folded)
    return [hash_of(folded, _LOWERED), hash_of(shape_of(word), _SHAPE), _KIND_HASHES[kind], *_list_hashes(bits)]


@cache
def _list_hashes(bits: int) -> tuple[int, ...]:
    return tuple(hash_of("l=" + name) for name in LISTS if bits & BIT[name])


def own_hashes(word: str) -> list[int]:
    """The hashes of ``own_features``."""
    size = len(word)
    # A hash goes on where it stopped, so no feature need be written out.
    hashes = [hash_of(word, _LETTERS), _LENGTHS[min(size, 8)]]
    if word.isascii():  # a byte a letter, so that no part need be encoded by itself
        letters = word.encode()
        lowered = letters.lower()
        hashes += [crc32(letters[:length], mark) for length, mark in _BEGINNINGS[: size - 1]]
        hashes += [crc32(lowered[-length:], mark) for length, mark in _ENDINGS[: size - 1]]
    else:
        hashes += [hash_of(word[:length], mark) for length, mark in _BEGINNINGS[: size - 1]]
        hashes += [hash_of(word[-length:].lower(), mark) for length, mark in _ENDINGS[: size - 1]]
    if "-" in word:
        parts = word.split("-")
        last = parts[-1]
        hashes += [hash_of(parts[0], _PART_ONE), hash_of(last, _PART_TWO), hash_of(shape_of(last)[:1], _TIE)]
    return hashes
