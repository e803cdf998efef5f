"""What a telling says, as features that two tellings of one event share: words, names, countries, figures, a speaker.

Words are compared by stem and near-synonym; names by a skeleton that survives transliteration ("Zelenskyy",
"Zelensky"); figures by their value ("10.6 billion", "10.6bn"). Whoever is the subject of a verb of saying is the
speaker: statements of different people are different events even if they agree.

    >>> sorted(numbers_in("some 1,500 men and 10.6 billion euros").values())
    [1500.0, 10600000000.0]
    >>> skeleton("Zelenskyy") == skeleton("Zelensky") == skeleton("Zelenskiy")
    True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from attrs import field, frozen

from newsindex.analysis.annotated import EntityMention
from newsindex.analysis.words import fold, index_words, token_offsets
from newsindex.spans import Span
from newsindex.timeline.near_words import concept, countries_in, is_common

__all__ = [
    "ArticleNames",
    "Word",
    "Wording",
    "article_names",
    "dateline_of",
    "feature_of",
    "features",
    "numbers_in",
    "read_wording",
    "skeleton",
    "speaker_in",
]

# Words that say nothing about what happened.
_EMPTY = frozenset(
    "the a an of in on at to for from by with and or but nor as is are was were be been being am has have had "
    "having do does did it its he she his her him they them their theirs this that these those there here who "
    "whom whose which what when where why how not no so if then than also after before since until till while "
    "during about around some any all both each other another such same own more most less least very much many "
    "few several into out over under up down off between among against through without within across near would "
    "will shall should could can may might must ought only just even still already yet again once ever never now "
    "later earlier ago first one two s t day night morning evening afternoon week month year hour time today "
    "yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday mr mrs ms go went gone come came "
    "make made take took put set get got give gave let according mean part way well back too because however "
    "though although i we you us our your my me inc corp co ltd plc llc".split()
)

# Speakers that are nobody in particular.
_ANYBODY = frozenset("media outlet report agenc offici sourc newspap press statement broadcast state".split())

# Verbs after which a sentence is somebody's statement; what is promised, declared or demanded is done by saying so.
_SAYING = re.compile(
    r"\b(?:said|says|say|told|tells|spoke|speaks|reported|reports|confirmed|confirms|warned|warns|denied|denies|"
    r"acknowledged|acknowledges|admitted|admits|stated|states|estimated|insisted|argued|predicted|disclosed|put the|"
    r"(?:announced|announces|added|claimed|noted) that)\b"
)
_QUOTED_AS = re.compile(r"\bquot(?:ed|es|ing) (?P<who>.{3,120}?) as saying\b")
_PRONOUN = re.compile(r"(?:^|[\s,(])(?:he|she|they|it|this)\s*(?:also |then |later |had |has |have )*\Z", re.IGNORECASE)
_ANAPHORIC = re.compile(
    r"(?:he|she|they|it|this|that|these|those|his|her|their|him|them|both|the two)\b", re.IGNORECASE
)
_DEFINITE = re.compile(r"[Tt]he (?:\w+ly )?[a-z]")
_ANAPHORIC_OBJECT = re.compile(r"\b(?:it|this) (?:on|public|in)\b")
# A telling of fewer words leans on what stands before it.
_FEW_WORDS = 7
_CLAUSE_BORDER = re.compile(r"(?:\bin which|\bthat|\bwhen|\bafter|\bbefore|\bas|\bbecause|;|:|–|\bbut\b|, and)\s")

_LONG_NAME = re.compile(r"\b[A-Z][^\W\d_]+(?:[ -](?:(?:of|for|and|the|on) ){0,2}[A-Z][^\W\d_]+){2,5}")
_NUMBER = re.compile(
    r"(?<![\w.,:])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<scale>bn|billion|million|mn|m|trillion|"
    r"tn|thousand|hundred|k)?(?P<percent>%| per ?cent)?(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_SPELLED = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
# That something was said is told of most of what happens.
_SAYING_WEIGHT = 0.3

# "SALVADOR, Feb 26 - " and "LISBON (AP) – ": where the article was filed, which is not what happened.
_DATELINE = re.compile(
    r"[A-Z][\w.'/ -]{1,30}(?:, [A-Z][\w. ]{1,20}){0,2},? "
    r"(?:\([^()]{1,30}\)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2},?) ?[-–—]{1,2} ",
    re.IGNORECASE,
)
_LONGEST_DATELINE = 90
_DASH = re.compile("[-–—] ")

_WORDS = re.compile(r"[^\W_]+(?:[.,-][^\W_]+)*")
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]*")

_TENS = "|".join(_SPELLED)
_WORDED = re.compile(rf"\b(?P<tens>{_TENS})(?:-(?P<ones>{_TENS}))?(?: (?P<scale>hundred|thousand|million|billion))?\b")
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
# Spelled numbers below this are too common to tell anything ("two days", "three men").
_LEAST_SPELLED = 10

_DIGRAPHS = re.compile(r"tsch|tch|sch|sh|ch|zh|kh|ph|ck|gh|th|ts|dj|dzh|x|q|c|w|j")
_SOUNDS = {"tsch": "s", "tch": "s", "sch": "s", "sh": "s", "ch": "s", "zh": "z", "kh": "h", "ph": "f", "ck": "k",
           "gh": "g", "th": "t", "ts": "s", "dj": "g", "dzh": "g", "x": "ks", "q": "k", "c": "k", "w": "v",
           "j": "g"}  # fmt: skip


@frozen
class Word:
    """One word of a telling: how it is folded and stemmed, and whether it has a capital letter."""

    form: str
    stem: str
    capital: bool
    opens: bool
    """Whether it opens the stretch, where any word has a capital."""


@frozen
class Wording:
    """What one stretch of text says."""

    words: tuple[Word, ...] = field(repr=False)
    countries: frozenset[str]
    figures: Mapping[Span, float] = field(repr=False)
    """The figures by where they stand in the stretch; a percentage is below one."""
    speaker: tuple[Word, ...] | None
    """The words for whoever says it; None if nobody is said to say anything, empty if a pronoun stands there."""
    speaker_countries: frozenset[str]
    initialisms: Mapping[str, tuple[Word, ...]] = field(repr=False)
    """For a name of three words or more, its initials and its words: "nis" for "National Intelligence Service"."""
    anaphoric: bool
    """Whether it leans on what stands before it ("The agency made this public")."""
    unclear: bool
    """Whether it opens with a word for something named before ("He", "The agency")."""


def read_wording(
    text: str, *, without: Iterable[Span] = (), names: Sequence[EntityMention] = (), at: int = 0
) -> Wording:
    """The wording of a stretch of text.

    ``without`` are spans inside it that are left out (its dates), ``names`` the names in it; both count from the
    article's beginning, at whose offset ``at`` the stretch begins.
    """
    hidden = [(max(0, one.start - at), one.end - at) for one in without if one.end > at]
    named = [(one.span.start - at, one.span.end - at) for one in names if one.span.start >= at]
    lands = [(span, country, seat) for span, country, seat in countries_in(text) if not _meets_any(_ends(span), hidden)]
    peoples = [(span.start, span.end) for span, _, seat in lands if not seat]
    figures = {span: value for span, value in numbers_in(text).items() if not _meets_any(_ends(span), hidden)}
    words, tokens = _words(text, [*hidden, *peoples, *map(_ends, figures)], named)
    speaker = speaker_in(text)
    who: tuple[Word, ...] | None = None
    homes: frozenset[str] = frozenset()
    if speaker is not None:
        who = tuple(
            word for start, word in words.items() if speaker.start <= start < speaker.end and word.stem not in _ANYBODY
        )
        homes = frozenset(country for span, country, _ in lands if speaker.contains(span))
    opening = text.lstrip("-–• \t")
    for start, end in sorted(hidden):  # "On 14 October, he said" opens with the pronoun
        if start <= len(text) - len(opening) + 12:
            opening = text[end:].lstrip(" ,")
    return Wording(
        words=tuple(words.values()),
        countries=frozenset(country for _, country, _ in lands),
        figures=figures,
        speaker=who,
        speaker_countries=homes,
        initialisms=_initialisms(text, words),
        unclear=bool(_ANAPHORIC.match(opening) or _DEFINITE.match(opening)),
        anaphoric=bool(_ANAPHORIC.match(opening) or _ANAPHORIC_OBJECT.search(text)) or tokens < _FEW_WORDS,
    )


def features(wording: Wording, proper: frozenset[str]) -> dict[str, float]:
    """The features of a wording with their weights; ``proper`` are the stems of words that are names."""
    found: dict[str, float] = {}
    for word in wording.words:
        name = feature_of(word, proper)
        found[name] = _SAYING_WEIGHT if name == concept("say") else 1.0
    for country in wording.countries:
        found[f"@{country}"] = 0.7
    for value in wording.figures.values():
        found[f"#{value:g}"] = 1.2
    return found


@frozen
class ArticleNames:
    """The names of a whole article, as features, and its words."""

    canonical: frozenset[str] = field(repr=False)
    """Those of the people, organisations and places that were found in it, and of their countries."""
    written: frozenset[str] = field(repr=False)
    """These and all other words with a capital letter."""
    _headline: str = field(repr=False)
    _text: str = field(repr=False)

    @cached_property
    def headline(self) -> frozenset[str]:
        """What stands for each word of the headline that says something."""
        return _said(self._headline)

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands for each word of the article that says something."""
        return _said(self._text)


def article_names(text: str, headline: str, names: Iterable[str]) -> ArticleNames:
    """The names and words of an article, by its text, its headline and the canonical names found in it."""
    canonical = frozenset[str]().union(*map(_features_of_name, names))
    return ArticleNames(
        canonical=canonical,
        written=canonical.union(f"~{skeleton(word)}" for word in set(_CAPITAL.findall(text))),
        headline=headline,
        text=text,
    )


def _said(text: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(_concepts_of, set(_WORDS.findall(text)))))


@lru_cache(maxsize=100_000)
def _concepts_of(token: str) -> tuple[str, ...]:
    return tuple(concept(word.stem) for _, word in _telling_words(token, False)[1])


@lru_cache(maxsize=50_000)
def _features_of_name(name: str) -> frozenset[str]:
    words = {f"~{skeleton(word)}" for word in _CAPITAL.findall(name) if fold(word) not in _EMPTY}
    return frozenset(words | {f"@{country}" for _, country, _ in countries_in(name)})


def dateline_of(text: str, span: Span) -> Span:
    """The dateline with which a stretch of a text begins; empty if there is none."""
    end = min(span.end, span.start + _LONGEST_DATELINE)
    match = _DATELINE.match(text, span.start, end) if _DASH.search(text, span.start, end) else None
    return Span(*match.span()) if match else Span(span.start, span.start)


def feature_of(word: Word, proper: frozenset[str]) -> str:
    """The feature of one word: a near-synonym's group, a stem, or the skeleton of a name."""
    if word.capital and word.stem in proper and not is_common(word.stem):
        return f"~{skeleton(word.form)}"
    return concept(word.stem)


@lru_cache(maxsize=100_000)
def skeleton(form: str) -> str:
    """What the spellings of a transliterated name share; short names are left as they are."""
    folded = fold(form)
    if len(folded) < 5 or not folded.isalpha():
        return folded
    sounds = _DIGRAPHS.sub(lambda match: _SOUNDS[match.group()], folded)
    bones = sounds[0] + re.sub(r"[aeiouy]", "", sounds[1:])
    bones = re.sub(r"(.)\1+", r"\1", bones)
    return bones if len(bones) >= 4 else folded


def numbers_in(text: str, *, least: int = _LEAST_SPELLED) -> dict[Span, float]:
    """The figures in ``text`` by where they stand; a percentage is its hundredth part, and what is spelled out and
    below ``least`` is left out.
    """
    found: dict[Span, float] = {}
    for match in _NUMBER.finditer(text):
        value = float(match["digits"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
        found[Span(*match.span())] = value / 100 if match["percent"] else value
    lowered = text.lower()  # asking in one case is three times as fast as asking in both
    for match in _WORDED.finditer(lowered if len(lowered) == len(text) else text):
        value = _SPELLED[match["tens"].lower()] + (_SPELLED[match["ones"].lower()] if match["ones"] else 0)
        scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
        if value * scale >= least:
            span = Span(*match.span())
            if not any(span.overlaps(other) for other in found):
                found[span] = value * scale
    return found


def _words(
    text: str, hidden: Sequence[tuple[int, int]], named: Sequence[tuple[int, int]]
) -> tuple[dict[int, Word], int]:
    """The words that say something by where they stand, and how many words there are in all."""
    found: dict[int, Word] = {}
    count = 0
    opening = re.search(r"\w", text)
    first = opening.start() if opening else -1
    for start, end in hidden:
        text = text[:start] + " " * (end - start) + text[end:]
    for start, end in token_offsets(text):
        words, telling = _telling_words(text[start:end], start == first and not _meets_any((start, end), named))
        count += words
        for offset, word in telling:
            found[start + offset] = word
    return found, count


@lru_cache(maxsize=100_000)
def _telling_words(token: str, opens: bool) -> tuple[int, tuple[tuple[int, Word], ...]]:
    """How many words a token has, and those that say something, each with its place among them."""
    if not token[0].isalnum():
        return 0, ()
    words = index_words(token)
    telling = (
        (place, Word(word.form, word.stem, token[0].isupper(), opens))
        for place, word in enumerate(words)
        if word.form not in _EMPTY and word.stem not in _EMPTY
    )
    return len(words), tuple(telling)


def _initialisms(text: str, words: Mapping[int, Word]) -> dict[str, tuple[Word, ...]]:
    found = {}
    for match in _LONG_NAME.finditer(text):
        inside = tuple(word for start, word in words.items() if match.start() <= start < match.end())
        letters = "".join(part[0] for part in re.findall(r"[^\W_]+", match.group()) if part[0].isupper())
        if inside:
            found[fold(letters)] = inside
    return found


def speaker_in(text: str) -> Span | None:
    """Where the subject of the first verb of saying stands."""
    quoted = _QUOTED_AS.search(text)
    if quoted:
        return Span(*quoted.span("who"))
    verb = _SAYING.search(text)
    if verb is None:
        return None
    before = text[: verb.start()]
    start = 0
    for border in _CLAUSE_BORDER.finditer(before):
        if before[border.end() :].strip():
            start = border.end()
    # "..., Russian agencies reported": the subject stands after the last comma, unless that closes an apposition.
    comma = before.rfind(", ")
    if comma >= start and before[comma + 2 :].strip():
        start = comma + 2
    if _PRONOUN.search(before[start:]):
        return Span(verb.start(), verb.start())
    return Span(start, verb.start())


def _meets_any(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    start, end = span
    for other in others:  # noqa: SIM110  this is asked of every word, and a generator takes twice as long
        if other[0] < end and start < other[1]:
            return True
    return False


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
