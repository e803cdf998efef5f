"""When two names mean the same organisation.

Names are compared without a leading "the", without "and", with one spelling of "Defence" and "Defense", and with
"Department of X" turned to "X Department"; a "Ministry of X" only might be the "X Ministry", which is perhaps another
country's. "Inc", "Ltd" and their like may be missing, but two companies that differ in them stay apart, and so do
"NSA Inc" and the agency. An acronym joins the name that articles of the corpus define it as, or the one that it is
known for the world over. Otherwise it is left alone, for initials by themselves prove little: of those that fitted one
name of Reuters-21578, about a quarter meant another. Nor does one definition prove much of an acronym that many
articles use without explaining it. Bodies that many countries have are told apart by their countries, however these are
written ("Russian Defence Ministry", "Ministry of Defence (Russia)"); one whose country no article tells might be any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from newsindex.analysis.entities.bodies import body_of
from newsindex.analysis.words import name_key
from newsindex.names.counts import Spellings
from newsindex.names.facts import known_acronyms
from newsindex.names.joins import Joiner

__all__ = ["join_organisations", "organisation_keys", "organisation_links"]

_LEGAL = {
    word: usual
    for usual, words in {
        "co": "co company",
        "corp": "corp corporation",
        "inc": "inc incorporated",
        "ltd": "ltd limited",
        "llc": "llc",
        "llp": "llp",
        "plc": "plc",
        "gmbh": "gmbh",
        "ag": "ag aktiengesellschaft",
        "sa": "sa",
        "spa": "spa",
        "srl": "srl",
        "nv": "nv",
        "bv": "bv",
        "ab": "ab",
        "asa": "asa",
        "oyj": "oyj oy",
        "kk": "kk",
        "pty": "pty",
        "pte": "pte",
        "bhd": "bhd",
        "ooo": "ooo",
        "pjsc": "pjsc oao pao jsc",
    }.items()
    for word in words.split()
}
_SPELLED = {
    "defence": "defense",
    "organisation": "organization",
    "centre": "center",
    "labour": "labor",
    "programme": "program",
    "dept": "department",
    "intl": "international",
    "assn": "association",
    "natl": "national",
    "bros": "brothers",
}
# Such a word alone names no company, with whatever legal form.
_GENERIC = frozenset(
    "bank oil steel national american first general group trust company holding holdings international united "
    "central energy industries chemical electric power finance financial savings federal western southern northern "
    "eastern".split()
)
_OPENINGS: dict[tuple[str, ...], str] = {
    ("united", "states"): "us",
    ("united", "nations"): "un",
    ("european", "union"): "eu",
}
_ENOUGH = 5
"""Of so many articles that use an acronym, one that explains it is not enough."""
_SMALL = frozenset("of the and for in on to de la du des del der und et".split())
_WHOSE = " ="
"""Stands in a name as it is compared between a body and its country."""
_ACRONYM = re.compile(r"(?:[A-Z][A-Za-z]?[.&-]?){2,8}")


def organisation_links(name: str, spellings: Collection[str]) -> Iterator[str]:
    """What the rules compare organisations by: the name without its legal form, and the letters of an acronym."""
    base, _ = _normal(name)
    yield base
    body, mark, _ = base.partition(_WHOSE)
    if mark:
        yield body
    letters = _letters(name)
    yield from (f"~{one}" for one in (letters or _initials(name), *map(_letters, spellings)) if one)
    yield from (f"~{one}" for one in _famous().get(base, ()))


def join_organisations(joiner: Joiner, spellings: Spellings) -> Mapping[str, tuple[str, ...]]:
    """Join what is one organisation; for each name that fits several, the names that it might stand for.

    ``spellings`` has the other spellings that articles use for a name.
    """
    doubtful: dict[str, tuple[str, ...]] = {}
    explained = _explained(joiner, spellings)
    by_base: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for name in joiner.names:
        base, legal = _normal(name)
        by_base.setdefault(base, {}).setdefault(legal, []).append(name)
    famous: dict[str, set[str]] = {}
    for base in by_base:
        for letters in _famous().get(base, ()):
            famous.setdefault(letters, set()).add(base)
    companies = {base for base, by_form in by_base.items() if by_form.keys() - {()}}
    for base, by_form in by_base.items():
        ministries = _two_ministries(by_form.get((), ())) if base.endswith(" ministry") else ()
        for names in ministries or by_form.values():
            joiner.join_all(names, "spelling")
        if ministries:
            turned, straight = ministries
            doubtful.update({**dict.fromkeys(turned, (straight[0],)), **dict.fromkeys(straight, (turned[0],))})
        plain = by_form.pop((), [])
        letters = _letters(plain[0]) if plain else ""
        meant = {_normal(full)[0] for full in explained.get(letters, {})}
        meant |= famous.get(letters, set())
        if meant and not meant & companies:
            plain = []
        # "Ford Co" may be short for "Ford Co Ltd", but "Ford Inc" is another company.
        longest = max(by_form, key=len, default=())
        if base in _GENERIC:
            continue
        if all(set(form) <= set(longest) for form in by_form):
            joiner.join_all([*plain[:1], *(names[0] for names in by_form.values())], "legal form left out")
        else:
            others = tuple(sorted({joiner.root(names[0]) for names in by_form.values()}))
            doubtful.update(dict.fromkeys(plain, others))
    doubtful.update(_bodies_without_country(joiner))
    doubtful.update(_join_acronyms(joiner, explained))
    return doubtful


def _bodies_without_country(joiner: Joiner) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each body whose country no article tells, those of the same name that it might be."""
    of_countries: dict[str, set[str]] = {}
    bare: dict[str, list[str]] = {}
    for name in joiner.names:
        body, mark, _ = _normal(name)[0].partition(_WHOSE)
        if mark:
            of_countries.setdefault(body, set()).add(joiner.root(name))
        else:
            bare.setdefault(body, []).append(name)
    for body, roots in of_countries.items():
        for name in bare.get(body, ()):
            yield name, tuple(sorted(roots - {joiner.root(name)}))


def _two_ministries(names: Sequence[str]) -> tuple[list[str], list[str]] | tuple[()]:
    """The names of a ministry in two lists, if some are turned round; none where all are written one way.

    Many countries have a Ministry of Defence, and some call it the Defence Ministry; that it is one is not proven.
    """
    turned: list[str] = []
    straight: list[str] = []
    for name in names:
        (turned if name_key(name).removeprefix("the ").startswith("ministry ") else straight).append(name)
    return (turned, straight) if turned and straight else ()


def organisation_keys(name: str) -> Iterator[str]:
    """What an organisation may be looked up by besides the spellings that were met."""
    base, _ = _normal(name)
    yield base
    initials = _initials(name)
    if initials:
        yield "~" + initials
    letters = _letters(name)
    if letters:
        yield "~" + letters
    for full in known_acronyms().get(name_key(name), ()):
        yield _normal(full)[0]


def _explained(joiner: Joiner, spellings: Spellings) -> Mapping[str, Mapping[str, int]]:
    """For each acronym, by its letters, the names that articles explain it as, each with the number of articles."""
    found: dict[str, dict[str, int]] = {}
    for full, others in spellings.items():
        if full in joiner.names and not _letters(full):
            for spelling, number in others.items():
                if letters := _letters(spelling):
                    meant = found.setdefault(letters, {})
                    meant[full] = meant.get(full, 0) + number
    return found


def _join_acronyms(joiner: Joiner, explained: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    short = {name: letters for name in joiner.names if (letters := _letters(name))}
    if not short:
        return
    by_initials: dict[str, set[str]] = {}
    by_fame: dict[str, set[str]] = {}
    for name in joiner.names:
        if name not in short:
            initials = _initials(name)
            if initials:
                by_initials.setdefault(initials, set()).add(name)
            for letters in _famous().get(_normal(name)[0], ()):
                by_fame.setdefault(letters, set()).add(name)
    unexplained = Counter[str]()
    for name, letters in short.items():
        unexplained[letters] += joiner.names[name]
    for name, letters in short.items():
        famous = by_fame.get(letters, set())
        fitting = by_initials.get(letters, set()) if len(letters) > 2 else set()
        meant = explained.get(letters, {})
        alone = unexplained[letters]
        proven = bool(famous) or alone < _ENOUGH * sum(meant.values())
        for names, rule in (
            (meant, "acronym as articles define it" if proven else ""),
            (famous, "acronym known the world over"),
            (fitting, ""),
        ):
            if names:
                roots = sorted({joiner.root(one) for one in names})
                if len(roots) == 1 and rule:
                    joiner.join(name, roots[0], rule)
                elif roots != [joiner.root(name)]:
                    yield name, tuple(roots)
                break


@cache
def _famous() -> Mapping[str, Collection[str]]:
    """For each full name that an acronym is known for the world over, as it is compared, the letters."""
    found: dict[str, set[str]] = {}
    for short, fulls in known_acronyms().items():
        for full in fulls:
            found.setdefault(_normal(full)[0], set()).add(short.replace(" ", ""))
    return found


@lru_cache(maxsize=200_000)
def _normal(name: str) -> tuple[str, tuple[str, ...]]:
    """The name as it is compared, and its legal forms."""
    body = body_of(name)
    if body and body[1]:
        return _normal(body[0])[0] + _WHOSE + name_key(body[1]), ()
    words = [word for word in name_key(name).split() if word != "and"]
    if len(words) > 1:
        # By themselves, Labour and Labor are parties of two countries.
        words = [_SPELLED.get(word, word) for word in words]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    legal: list[str] = []
    while len(words) > 1 and words[-1] in _LEGAL:
        legal.insert(0, _LEGAL[words.pop()])
    opening = _OPENINGS.get(tuple(words[:2])) if len(words) > 2 else None
    if opening:
        words[:2] = [opening]
    if len(words) > 2 and words[0] in ("ministry", "department") and words[1] in ("of", "for"):
        rest = words[2:]
        # "Department of Defense of Ukraine" is not turned: whose it is would be lost in the middle.
        if "of" not in rest:
            words = [*(rest[1:] if len(rest) > 1 and rest[0] == "the" else rest), words[0]]
    if words[-3:] == ["foreign", "affairs", "ministry"]:
        words[-3:] = ["foreign", "ministry"]
    return " ".join(words), tuple(legal)


@lru_cache(maxsize=200_000)
def _letters(name: str) -> str:
    """The letters of an acronym, folded; "" for a name that is none."""
    name = name.removeprefix("the ").removeprefix("The ")
    if not _ACRONYM.fullmatch(name) or sum(char.isupper() for char in name) * 2 <= len(name):
        return ""
    return name_key(name).replace(" ", "")


@lru_cache(maxsize=200_000)
def _initials(name: str) -> str:
    """The initials of a name of three or more words that count; "" for a shorter one."""
    words = [word for word in _normal(name)[0].partition(_WHOSE)[0].split() if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 2 else ""
