"""Bodies that many countries have, and whose each one is: "the National Assembly", "Russia's Defence Ministry".

Such a name means another body in another article. Whose it is, the article says beside it ("South Korea's National
Assembly", "the Foreign Ministry in Seoul", "the Russian Defence Ministry"), at another mention of it, in the place that
the report comes from, or by what its headline and first sentence are about. Where none of that holds, or two countries
are as likely, nothing is said.

    >>> body_of("Russian Defence Ministry"), body_of("National Assembly (South Korea)"), body_of("Bank of Japan")
    (('Defence Ministry', 'Russia'), ('National Assembly', 'South Korea'), None)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from newsindex.analysis.annotated import EntityMention
from newsindex.analysis.countries import countries
from newsindex.spans import Span

__all__ = ["body_of", "countries_of", "with_country"]

# "Foreign Office" and the like are one country's alone.
_BODY = re.compile(
    r"(?:Ministry (?:of|for) [\w', ]+|[\w', ]+ Ministry|Parliament|National Assembly|National Council|Senate"
    r"|House of Representatives|Chamber of Deputies|Council of Ministers|Council of State|State Council|Supreme Court"
    r"|Supreme Administrative Court|Constitutional (?:Court|Council|Tribunal)|High Court|Court of (?:Appeal|Cassation)"
    r"|Central Bank|(?:Central|National|Independent|Supreme)? ?(?:Election|Electoral) (?:Commission|Council|Board)"
    r"|Army|Navy|Air Force|Armed Forces|Coast Guard|National Guard|National Police|Federal Police|Red Cross"
    r"|Civil Aviation Authority|Defen[cs]e Intelligence|Football Federation|Football Association|Olympic Committee)"
)
_BRACKETED = re.compile(r"(.+) \(([^()]+)\)")
_OF = re.compile(r"(.+) of (?:the )?([^()]+)")
_BEFORE = re.compile(r"((?:[A-Z][\w.’'-]*\s)*[A-Z][\w.-]*)(?:['’]s?)?\s\Z")
_AFTER = re.compile(r"(?:\s\([^()\n]{2,12}\))?,?\s(?:of|in)\s(?:the\s)?((?:[A-Z][\w.’'-]*\s?){1,4})")
_DATELINE = re.compile(r"\s?(?:\([^()\n]+\)\s?)?(?:[-–—_]|,[^,\n]{3,30}(?:\([^()\n]+\)\s?)?[-–—_])")
_CAPITALISED = re.compile(r"(?:[NS]\. )?[A-Z][\w.’']*(?:-[A-Z]\w+)?(?: (?:of |and )?[A-Z][\w.]*){0,3}")
_NEAR = 60
_END = re.compile(r"[.!?]\s+[A-Z]")


def with_country(body: str, country: str) -> str:
    """How a body is told from those of other countries."""
    return f"{body} ({country})"


@lru_cache(maxsize=200_000)
def body_of(name: str) -> tuple[str, str] | None:
    """The body that a name means and its country, "" where the name does not say; None for any other name."""
    bracketed = _BRACKETED.fullmatch(name)
    if bracketed and bracketed[2] in _countries():
        return (bracketed[1], bracketed[2]) if _BODY.fullmatch(bracketed[1]) else None
    of = _OF.fullmatch(name)
    if of and of[2] in _countries() and _BODY.fullmatch(of[1]):
        return of[1], _countries()[of[2]]
    words = name.split(" ")
    for cut in range(min(3, len(words) - 1), 0, -1):
        country, body = _adjectives().get(" ".join(words[:cut])), " ".join(words[cut:])
        if country:
            return (body, country) if _BODY.fullmatch(body) else None
    return (name, "") if _BODY.fullmatch(name) else None


def countries_of(
    text: str, headline: Span | None, mentions: Sequence[EntityMention], names: Sequence[str]
) -> Mapping[int, str]:
    """The countries of the mentions of bodies, by number; ``names`` are the mentions' plain ones.

    A mention whose own name says its country is left out.
    """
    bodies: dict[int, tuple[str, str]] = {}
    for number, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        found = body_of(name) if mention.type == "org" else None
        if found:
            bodies[number] = found
    if not any(not country for _, country in bodies.values()):
        return {}
    known: dict[int, str] = {}
    of_body: dict[str, set[str]] = {}
    for number, (body, country) in bodies.items():
        country = country or _beside(text, mentions[number].span)
        if country:
            known[number] = country
            of_body.setdefault(body, set()).add(country)
    home = ""
    for number, (body, _) in bodies.items():
        if number in known:
            continue
        if body in of_body:
            if len(of_body[body]) == 1:
                (known[number],) = of_body[body]
            continue
        home = home or _home(text, headline, mentions) or "-"
        if home != "-":
            known[number] = home
    return {number: country for number, country in known.items() if not bodies[number][1]}


def _beside(text: str, span: Span) -> str:
    """The country that stands before or after a name."""
    before = _BEFORE.search(text, max(0, span.start - _NEAR), span.start)
    if before:
        words = before[1].split()
        for first in range(max(0, len(words) - 3), len(words)):
            run = " ".join(words[first:]).removesuffix("'s").removesuffix("’s")
            country = _adjectives().get(run) or _countries().get(run)
            if country:
                return country
    after = _AFTER.match(text, span.end)
    if after:
        words = after[1].split()
        for last in range(min(3, len(words)), 0, -1):
            run = " ".join(words[:last]).rstrip(".,;:").removesuffix("'s").removesuffix("’s")
            country = _countries().get(run) or _capitals().get(run)
            if country:
                return country
    return ""


def _home(text: str, headline: Span | None, mentions: Sequence[EntityMention]) -> str:
    """The country that a report comes from, or that its beginning is about."""
    start = headline.end if headline else 0
    while start < len(text) and text[start].isspace():
        start += 1
    for mention in mentions:
        if mention.type == "place" and mention.span.start == start and _DATELINE.match(text, mention.span.end):
            place = mention.text.title() if mention.text.isupper() else mention.text
            country = _capitals().get(place) or _countries().get(place)
            if country:
                return country
    end = _END.search(text, start)
    opening = Counter(_named(text[: end.start() if end else len(text)]))
    if len(opening) != 1:
        return ""
    (country,) = opening
    everywhere = Counter(_named(text)).most_common(2)
    return (
        country if everywhere[0][0] == country and everywhere[0][1] > everywhere[-1][1] * (len(everywhere) > 1) else ""
    )


def _named(text: str) -> Iterator[str]:
    """The countries that a text names by their names, peoples or capitals, each time that it does."""
    for match in _CAPITALISED.finditer(text):
        words = match[0].split(" ")
        place = 0
        while place < len(words):
            for length in range(min(3, len(words) - place), 0, -1):
                run = " ".join(words[place : place + length]).removesuffix("'s").removesuffix("’s").rstrip(".,")
                country = _countries().get(run) or _adjectives().get(run) or _capitals().get(run)
                if country:
                    yield country
                    place += length - 1
                    break
            place += 1


@cache
def _countries() -> Mapping[str, str]:
    return {name: country.name for country in countries() for name in country.names}


@cache
def _adjectives() -> Mapping[str, str]:
    return {word: country.name for country in countries() for word in country.peoples}


@cache
def _capitals() -> Mapping[str, str]:
    return {city: country.name for country in countries() for city in country.capitals}
