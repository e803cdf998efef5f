"""When two names mean the same person.

Full names are joined where their last words have the same skeleton (``transliteration``), their first words are forms
of one first name, and nothing between them speaks against it: "Joe Biden" and "Joseph R. Biden" are one, and so are
"Bashar al-Assad" and "Bashar Assad"; "George W. Bush" and "George H. W. Bush" are two, and "George Bush" might be
either. A bare surname joins the one person of the corpus who bears it. It stays alone where several do, where it
stands in capitals only ("CHASE" of a headline may be a bank) or is more often the name of a place or an organisation,
and where the surname is so common that one bearer in the corpus proves nothing. Among very many people that is true of
any surname: of those in Reuters-21578 that stood alone more than a third as often as their bearer's full name, half
meant somebody else, or a firm. Of so common a name "Bob Smith" is not "Robert Smith" either, and "William Smith"
only might be "William C. Smith", unless an article uses both for one person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from attrs import frozen

from newsindex.analysis.words import name_key
from newsindex.names.counts import Spellings
from newsindex.names.facts import same_first_name
from newsindex.names.joins import Joiner
from newsindex.names.transliteration import skeleton

__all__ = ["PersonName", "join_people", "person_keys", "person_links"]

_ARTICLE = re.compile(r"\b(?:(?:[AaEe]l|[Aa][dnrstz]|[Aa]sh)-|(?:al|el) )(?=\w)")
_INITIALS = re.compile(r"(?:\w\.\s?-?)+(?=\s?\w{2})|\w\s")
_SHORT = 5
"""Skeletons of up to so many letters are too often those of two names."""
_OFTENER = 3
"""Among very many people, so many times as often as a surname stands alone must its bearer be named in full."""
_HYPHENATED = re.compile(r"\w-\w+\Z")
_ABBREVIATED = re.compile(r"(?!St\.)\w+\.")
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sen senator rep congressman congresswoman gov governor gen general col "
    "colonel lt maj major capt captain sgt president chancellor minister premier ambassador secretary".split()
)
_PARTICLES = frozenset("von van der den de del della di da dos das du la le bin ibn ben bint st ter ten abu".split())
# Recognisers take some companies and offices for people; no rule for people fits them.
_COMPANY = frozenset("inc corp co ltd plc llc ag sa nv bv gmbh spa bank group".split())
_SUFFIXES = frozenset("jr sr ii iii iv junior senior".split())
_FAMILY_FIRST = frozenset(
    "kim lee park choi choe jung jeong jang cho yoon yun lim han seo shin kwon hwang ahn song yoo yu hong moon ri "
    "pak ko no xi li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo deng jiang mao "
    "wen tsai lai nguyen tran le pham ban roh noh chun chiang".split()
)
_ALSO_FIRST_NAMES = frozenset("lee kim han song ban ko no le ma".split())
# One bearer of such a surname in a corpus does not make every other mention of it his.
_COMMON = frozenset(
    "smith jones williams brown taylor davies wilson johnson miller davis anderson thomas jackson white harris "
    "martin thompson moore young allen king wright scott green baker adams nelson hill campbell mitchell roberts "
    "carter phillips evans turner parker collins edwards stewart morris murphy cook rogers morgan cooper reed "
    "bailey bell kelly howard ward cox richardson wood watson brooks bennett gray james hughes price myers long "
    "foster sanders ross morales powell sullivan russell ortiz jenkins gutierrez perry butler barnes fisher garcia "
    "martinez rodriguez hernandez lopez gonzalez perez sanchez ramirez torres flores rivera gomez diaz cruz silva "
    "santos oliveira souza pereira costa ferreira muller schmidt schneider fischer meyer weber kim lee park choi "
    "wang li zhang liu chen yang huang zhao wu zhou xu nguyen tran le pham singh kumar sharma patel gupta khan "
    "ahmed ali hussain hussein hassan mohammed muhammad abdullah ibrahim malik shah ivanov petrov smirnov kuznetsov "
    "sato suzuki tanaka takahashi watanabe ito yamamoto".split()
)


@frozen
class PersonName:
    """A person's name in its parts, each word as a skeleton."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str
    surnames: tuple[str, ...]
    """The skeletons under which the bare surname may stand."""
    bare: bool
    """A surname alone."""
    initial: bool
    """The first name is only its initial."""
    titled: bool = False
    """Titles stand before the name."""
    called: str = ""
    """The first name as it is written, of whatever name it is a form."""

    @classmethod
    def of(cls, name: str) -> PersonName | None:
        """The parts of a name; None where there is no word in it."""
        return _parts(name)


@lru_cache(maxsize=200_000)
def _parts(name: str) -> PersonName | None:
    words = name_key(_ARTICLE.sub("", name)).split()
    # "Prime Minister Pedro Sánchez", but "Major" alone is somebody's name.
    whole = len(words)
    titles = [place for place, word in enumerate(words[:-2]) if word in _TITLES]
    del words[: titles[-1] + 1 if titles else len(words) > 1 and words[0] in _TITLES]
    titled = len(words) < whole
    suffix = ""
    while len(words) > 2 and words[-1] in _SUFFIXES:
        suffix = {"junior": "jr", "senior": "sr"}.get(words[-1], words[-1])
        del words[-1]
    if not words or words[-1] in _COMPANY or words[-1] in _TITLES:
        return None
    bones = [skeleton(word) for word in words]
    if len(words) == 1 or words[0] in _PARTICLES:
        surname = " ".join(bones)
        return PersonName("", (), bones[-1], suffix, (surname,), bare=True, initial=False, titled=titled)
    surnames = [bones[-1]]
    for place, word in enumerate(words[1:-1], 1):
        if word in _PARTICLES:
            surnames.append(" ".join(bones[place:]))
            break
    # Lee Iacocca and Kim Campbell have it as a first name.
    western = words[0] in _ALSO_FIRST_NAMES and (len(words) != 3 or len(words[1]) == 1)
    if words[0] in _FAMILY_FIRST and not western:
        # "Kim Jong Un", "Kim Jong-un" and "Kim Jongun": the given name is one, however it is parted.
        surnames.append(bones[0])
        if _HYPHENATED.search(name):
            # In "Kim Young-sam" the last word is no surname.
            del surnames[0]
        words[1:] = ["".join(words[1:])]
        bones[1:] = [skeleton(words[1])]
    first = same_first_name().get(words[0])
    initial = _INITIALS.match(name) is not None and len(words[0]) <= 3
    return PersonName(
        first=words[0][0] if initial else skeleton(first) if first else bones[0],
        middle=tuple(bone for word, bone in zip(words[1:-1], bones[1:-1], strict=True) if word not in _PARTICLES),
        last=bones[-1],
        suffix=suffix,
        surnames=tuple(surnames),
        bare=False,
        initial=initial,
        titled=titled,
        called=bones[0],
    )


def person_keys(name: str) -> Iterator[str]:
    """What a person may be looked up by besides the spellings that were met: first and last name, and the surname."""
    parts = PersonName.of(name)
    if parts is None:
        return
    if not parts.bare:
        yield f"{parts.first} {parts.last}"
    for surname in parts.surnames:
        yield f"~{surname}"


def person_links(name: str, spellings: Collection[str]) -> Iterator[str]:
    """What the rules compare people by: surnames, and the shorter names that articles use for this one."""
    parts = PersonName.of(name)
    if parts is None:
        return
    yield f"~{parts.last}"
    for surname in parts.surnames:
        yield f"~{surname}"
    for spelling in spellings:
        short = PersonName.of(spelling)
        if short is not None and not (short.bare or short.initial):
            yield f":{name_key(spelling)}"


def join_people(
    joiner: Joiner, spellings: Spellings, elsewhere: Mapping[str, int], *, crowded: bool = False
) -> Mapping[str, tuple[str, ...]]:
    """Join what is one person; for each name that fits several, the names that it might stand for.

    ``spellings`` has the other spellings that articles use for a name, ``elsewhere`` for names that are also those of
    organisations or places how many articles have them so; ``crowded`` where the corpus names very many people.
    """
    parts = {name: known for name in joiner.names if (known := PersonName.of(name)) is not None}
    doubtful = dict(_join_full_names(joiner, parts))
    by_key: dict[str, str] = {}
    for name, known in parts.items():
        if not (known.bare or known.initial):
            by_key.setdefault(name_key(name), name)
    shortened: dict[str, set[str]] = {}
    for full, others in spellings.items():
        for short in {by_key.get(name_key(spelling)) for spelling in others} - {None}:
            if short and full in parts:
                shortened.setdefault(short, set()).add(joiner.root(full))
    for name, whole in shortened.items():
        roots = whole - {joiner.root(name)}
        # Where it might be any of several people, what one article means by it settles nothing for the others.
        if len(roots) == 1 and len(doubtful.get(name, ())) < 2:
            joiner.join(name, next(iter(roots)), "shortened so by an article")
            doubtful.pop(name, None)
        elif roots and name not in doubtful:
            doubtful[name] = tuple(sorted(roots))
    bearers = _bearers(joiner, parts)
    for name, known in parts.items():
        if known.initial:
            # "J. Thomas Clark" is called Thomas, and is not Joe Clark.
            same = {
                joiner.root(other)
                for other in bearers.get(known.last, ())
                if parts[other].first.startswith(known.first)
                and (not known.middle or known.middle == parts[other].middle)
            }
            _join_or_doubt(joiner, doubtful, name, same, "initial of the first name")
    alone: dict[str, list[str]] = {}
    for name, known in parts.items():
        if known.bare:
            alone.setdefault(known.surnames[0], []).append(name)
    for surname, names in alone.items():
        same = {joiner.root(other) for other in bearers.get(surname, ())}
        if len(surname) > _SHORT:
            joiner.join_all(names, "transliteration")
        for name in names:
            members = joiner.members(name)
            if _ABBREVIATED.match(name) or name_key(name) in same_first_name():
                continue
            # The headline of an article that itself has no such person, or what is mostly no person at all.
            unproven = all(other.isupper() for other in members) or (
                sum(elsewhere.get(other, 0) for other in members) > sum(joiner.names[other] for other in members)
            )
            bearing = [member for other in bearers.get(surname, ()) for member in joiner.members(other)]
            if crowded and not unproven:
                in_full = sum(joiner.names[other] for other in bearing if not parts[other].bare)
                unproven = in_full < _OFTENER * sum(joiner.names[other] for other in members)
            if unproven or not any(_has_word(member, name) for member in bearing):
                if same - {joiner.root(name)}:
                    doubtful[name] = tuple(sorted(same))
                continue
            _join_or_doubt(joiner, doubtful, name, same, "surname borne by one person")
    return doubtful


def _join_full_names(joiner: Joiner, parts: Mapping[str, PersonName]) -> Iterator[tuple[str, tuple[str, ...]]]:
    blocks: dict[tuple[str, ...], list[str]] = {}
    for name, known in parts.items():
        if not known.bare and not known.initial:
            called = known.called if known.last in _common_surnames() else ""
            blocks.setdefault((known.first, known.last, known.suffix, called), []).append(name)
    for names in blocks.values():
        if len(names) == 1:
            continue
        # Names with different middle names are different people, and one without might be any of them.
        by_middle: dict[tuple[str, ...], list[str]] = {}
        for name in sorted(names, key=lambda name: -len(" ".join(parts[name].middle))):
            by_middle.setdefault(_known_middle(parts[name].middle, by_middle), []).append(name)
        without = by_middle.pop((), [])
        for same in (*by_middle.values(), without):
            joiner.join_all(same, "transliteration or form of the first name")
        if not without:
            continue
        if len(by_middle) == 1 and parts[without[0]].last not in _common_surnames():
            (same,) = by_middle.values()
            joiner.join(same[0], without[0], "middle name left out")
        elif by_middle:
            others = tuple(sorted({joiner.root(same[0]) for same in by_middle.values()}))
            yield from ((name, others) for name in without)


def _known_middle(middle: tuple[str, ...], known: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The middle names among ``known`` that these may abbreviate, or these themselves."""
    for other in known:
        if len(other) == len(middle) and all(
            long == short or (len(short) == 1 and long.startswith(short))
            for long, short in zip(other, middle, strict=True)
        ):
            return other
    return middle


def _bearers(joiner: Joiner, parts: Mapping[str, PersonName]) -> dict[str, list[str]]:
    """For each surname one name of each person who bears it."""
    found: dict[str, dict[str, str]] = {}
    for name, known in parts.items():
        # Of a headline in capitals nobody can tell where a name ends: "BYRD URGES REAGAN".
        if not known.bare and not known.initial and not name.isupper():
            for surname in known.surnames:
                found.setdefault(surname, {}).setdefault(joiner.root(name), name)
    return {surname: list(people.values()) for surname, people in found.items()}


def _join_or_doubt(joiner: Joiner, doubtful: dict[str, tuple[str, ...]], name: str, same: set[str], rule: str) -> None:
    parts = PersonName.of(name)
    if len(same) == 1 and (parts is None or parts.last not in _common_surnames()):
        joiner.join(name, next(iter(same)), rule)
    elif same:
        doubtful[name] = tuple(sorted(same))


def _has_word(full: str, bare: str) -> bool:
    """Whether a bare surname is one of the words of a full name, or so long that its skeleton is enough."""
    word = name_key(_ARTICLE.sub("", bare))
    return f" {word} " in f" {name_key(_ARTICLE.sub('', full))} " or len(skeleton(word.split()[-1])) > _SHORT


@cache
def _common_surnames() -> frozenset[str]:
    return frozenset(map(skeleton, _COMMON))
