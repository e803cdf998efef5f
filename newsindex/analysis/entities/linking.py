"""From mentions to names within one article.

A mention is not yet an entity. The fullest form in the article lends its name to the shorter ones: "Budanov" bears the
name "Kyrylo Budanov" once that has been written out, and "NIS" that of "National Intelligence Service (NIS)". A bare
surname that fits two people of the article is that of the one who was introduced when only one of them had been;
otherwise it fits neither for certain, and stays as it is. A body that many countries have gets its country behind it
where the article tells: "National Assembly (South Korea)" (``bodies``).

    >>> text = "Kyrylo Budanov spoke. Budanov left."
    >>> spans = [Span(0, 14), Span(22, 29)]
    >>> mentions = [EntityMention(span, span.of(text), "person", span.of(text)) for span in spans]
    >>> [mention.name for mention in link(text, None, mentions)]
    ['Kyrylo Budanov', 'Kyrylo Budanov']
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from newsindex.analysis.annotated import EntityMention, EntityType
from newsindex.analysis.entities.bodies import body_of, countries_of, with_country
from newsindex.analysis.words import name_key
from newsindex.spans import Span

__all__ = ["link"]

# What stands before a name and is no part of it; our own recogniser leaves it out, others may not.
_ROLES = re.compile(
    r"(?:(?:the|mr|mrs|ms|dr|prof|sir|lord|gen|lt|col|maj|capt|sen|rep|gov|president|vice|prime|minister|premier"
    r"|chancellor|senator|governor|mayor|general|colonel|captain|king|queen|prince|princess|pope)\b\.?\s+)+(?=\S)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’](?:s|S)?\Z")
# Organisations whose own name ends like a possessive.
_WITH_S = frozenset(
    "moody's mcdonald's sotheby's christie's macy's lloyd's sainsbury's kellogg's domino's wendy's denny's arby's "
    "barclay's bloomingdale's harrah's levi's men's women's".split()
)
_BRACKETED = re.compile(r"\s?\(\s?(?:the\s)?([^()\n]{2,60}?)\s?\)")
_ACRONYM = re.compile(r"[^\W\d_a-z][^\W_]{1,9}")
# What companies end in, and their acronyms leave out: "Kansas City Southern Industries Inc" is KCSI.
_LEGAL = frozenset("ab ag bhd bv co corp corporation gmbh inc kk limited llc ltd nv oy plc pty sa spa srl".split())
# Words that acronyms pass over.
_SMALL = frozenset("a and de del des di du for in of on the to".split())
_LONGEST_NAME = 8

_Words = tuple[str, ...]


def link(article_text: str, headline_span: Span | None, mentions: Sequence[EntityMention]) -> tuple[EntityMention, ...]:
    """The same mentions, each with the fullest name that the article supports.

    ``headline_span`` tells which part of ``article_text`` is the headline, where there is one: a spelling in the body
    is preferred to one in a headline or in capitals.
    """
    plain = [_plain(mention) for mention in mentions]
    spellings = _spellings(mentions, plain, headline_span)
    people = _people(mentions, plain, headline_span)
    acronyms = _acronyms(article_text, mentions, plain)
    countries = countries_of(article_text, headline_span, mentions, plain)
    linked = []
    for number, (mention, text) in enumerate(zip(mentions, plain, strict=True)):
        fuller = people.get(number) if mention.type == "person" else acronyms.get((mention.type, name_key(text)))
        name = fuller or text
        name = spellings.get((mention.type, name_key(name)), name)
        if number in countries and body_of(name):
            name = with_country(name, countries[number])
        same = mention.name == name
        linked.append(mention if same else EntityMention(mention.span, mention.text, mention.type, name))
    return tuple(linked)


def _plain(mention: EntityMention) -> str:
    """The words of a mention without role, article, bullet and possessive ending, on one line."""
    text = " ".join(mention.text.split())
    # A dash or bullet before a name is no part of it.
    text = text.lstrip("-–—•*· ") or text
    ending = "'" in text or "’" in text
    if ending and (mention.type != "org" or text.casefold().replace("’", "'") not in _WITH_S):
        text = _POSSESSIVE.sub("", text) or mention.text
    if mention.type == "person":
        return _ROLES.sub("", text, count=1) if _ROLES.match(text) else text
    return re.sub(r"\A[Tt]he\s+(?=\S)", "", text) if mention.type == "org" else text


def _spellings(
    mentions: Sequence[EntityMention], plain: Sequence[str], headline: Span | None
) -> Mapping[tuple[EntityType, str], str]:
    """For each name, ignoring case and accents, the spelling that the article prefers."""
    votes: dict[tuple[EntityType, str], dict[str, int]] = {}
    for mention, text in zip(mentions, plain, strict=True):
        shouted = text.isupper() and len(text) > 5
        in_headline = headline is not None and headline.contains(mention.span)
        counts = votes.setdefault((mention.type, name_key(text)), {})
        counts[text] = counts.get(text, 0) + (1 if shouted else 2 if in_headline else 1000)
    return {key: max(counts, key=lambda text: (counts[text], text)) for key, counts in votes.items()}


def _people(mentions: Sequence[EntityMention], plain: Sequence[str], headline: Span | None) -> Mapping[int, str]:
    """For each mention of a person, by its number, the full name."""
    texts = {number: plain[number] for number, mention in enumerate(mentions) if mention.type == "person"}
    keys = {number: tuple(name_key(text).split()) for number, text in texts.items()}
    full: dict[_Words, str] = {}
    for text, _ in sorted(Counter(texts.values()).items(), key=lambda pair: (-pair[1], pair[0])):
        full.setdefault(tuple(name_key(text).split()), text)
    bearers = _Bearers(words for words in full if 1 < len(words) <= _LONGEST_NAME)
    meant = {words: _different(bearers.of(words)) for words in full if words}
    found = {number: full[meant[words][0]] for number, words in keys.items() if words and len(meant[words]) == 1}
    doubtful = {words for words, people in meant.items() if len(people) > 1}
    if doubtful:
        found.update(_introduced(mentions, keys, full, bearers, doubtful, headline))
    return found


def _introduced(
    mentions: Sequence[EntityMention],
    keys: Mapping[int, _Words],
    full: Mapping[_Words, str],
    bearers: _Bearers,
    doubtful: Set[_Words],
    headline: Span | None,
) -> Iterator[tuple[int, str]]:
    """The mentions of a name that fits several people which come when only one of them has been introduced.

    One in the headline is whoever the name is in the text, if that is one person throughout.
    """
    fitting: dict[_Words, list[_Words]] = defaultdict(list)
    for short in doubtful:
        for words in bearers.of(short):
            fitting[words].append(short)
    so_far: dict[_Words, list[_Words]] = defaultdict(list)
    in_text: dict[_Words, set[_Words]] = defaultdict(set)
    in_headline: list[tuple[int, _Words]] = []
    for number, words in keys.items():
        if headline is not None and headline.contains(mentions[number].span):
            in_headline.append((number, words))
            continue
        for short in fitting.get(words, ()):
            so_far[short] = _different((*so_far[short], words))
        if words in doubtful and len(so_far[words]) == 1:
            in_text[words].add(so_far[words][0])
            yield number, full[so_far[words][0]]
    for number, words in in_headline:
        if len(in_text.get(words, ())) == 1:
            yield number, full[next(iter(in_text[words]))]


class _Bearers:
    """The longer names of an article by what they may be shortened to."""

    def __init__(self, names: Iterable[_Words]) -> None:
        self._by_end: dict[_Words, set[_Words]] = defaultdict(set)
        self._by_beginning: dict[_Words, set[_Words]] = defaultdict(set)
        for words in names:
            for cut in range(1, len(words)):
                self._by_end[words[cut:]].add(words)
                self._by_beginning[words[:cut]].add(words)
            if len(words) > 2:
                self._by_end[words[0], words[-1]].add(words)
            self._by_end[words[0][:1], words[-1]].add(words)

    def of(self, words: _Words) -> Set[_Words]:
        """The longer names that ``words`` may shorten; ``words`` themselves where there are none."""
        found = self._by_end.get(words, set()) - {words}
        # A first name alone, or a family name that comes first: Kim for Kim Jong Un.
        return found or self._by_beginning.get(words) or {words}


def _different(names: Iterable[_Words]) -> list[_Words]:
    """Up to two of the names that no longer one of them includes: a name with and without its middle counts once."""
    kept: list[_Words] = []
    for name in sorted(names, key=lambda words: (-len(words), words)):
        if not any(_shortens(name, other) for other in kept):
            kept.append(name)
            if len(kept) > 1:
                break
    return kept


def _shortens(short: _Words, long: _Words) -> bool:
    rest = iter(long)
    return short[-1] == long[-1] and all(
        any(word == other or (len(word) == 1 and other.startswith(word)) for other in rest) for word in short
    )


def _acronyms(
    text: str, mentions: Sequence[EntityMention], plain: Sequence[str]
) -> Mapping[tuple[EntityType, str], str]:
    """For each acronym that the article explains, by type and key, the name that it stands for."""
    found: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
    written = Counter((mention.type, name_key(name)) for mention, name in zip(mentions, plain, strict=True))
    for mention, name in zip(mentions, plain, strict=True):
        if mention.type == "person":
            continue
        bracket = _BRACKETED.match(text, mention.span.end)
        if bracket is None:
            continue
        inner = bracket[1].strip()
        if _ACRONYM.fullmatch(inner) and " " in name:
            # "Security Service of Ukraine (SBU)" has foreign letters; the article must then use them again as a name.
            if _stands_for(inner, name) or written[mention.type, name_key(inner)] > 1:
                found[mention.type, name_key(inner)].add(name)
        elif _ACRONYM.fullmatch(name) and " " in inner and _stands_for(name, inner):
            found[mention.type, name_key(name)].add(inner)
    initials: dict[str, set[str]] = defaultdict(set)
    for mention, name in zip(mentions, plain, strict=True):
        if mention.type == "org" and " " in name:
            for letters in _initials(name):
                if len(letters) > 2:
                    initials[letters.lower()].add(name)
    for letters, names in initials.items():
        if ("org", letters) not in found and len({name_key(name) for name in names}) == 1:
            found["org", letters] = {min(names)}
    return {key: next(iter(names)) for key, names in found.items() if len({name_key(name) for name in names}) == 1}


def _stands_for(acronym: str, name: str) -> bool:
    return acronym.replace(".", "").upper() in _initials(name)


@lru_cache(maxsize=50_000)
def _initials(name: str) -> frozenset[str]:
    """The letters that may stand for a name: of all its words, without the small ones, and without a legal form."""
    words = [word for word in re.split(r"[\s\-–]+", name) if word and word[0].isalnum()]
    found = set()
    while words:
        found.add("".join(word[0] for word in words).upper())
        found.add("".join(word[0] for word in words if word.lower() not in _SMALL).upper())
        if words[-1].rstrip(".").lower() not in _LEGAL:
            break
        words.pop()
    return frozenset(found)
