"""What is never part of a name, or never a name, wherever it stands: the guideline's plain cases.

>>> without_edges("London-based"), without_edges("Agricultural Fund ’"), without_edges("World Bank.")
('London', 'Agricultural Fund', 'World Bank')
>>> stop_of("He left Acme Corp. in May.", 17, "org"), stop_of("He left Acme.", 12, "org")
('.', '')
>>> parted("Britain-based Mines Group"), parted("Rolls-Royce Group")
(('Britain', 'Mines Group'), None)
>>> core_of("World Court Friday", "org").of("World Court Friday")
'World Court'
>>> is_people("North Korean"), storms_in("Hurricane Milton neared Florida.")
(True, {'Milton'})
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from newsindex.analysis.annotated import EntityType
from newsindex.spans import Span

__all__ = [
    "STORM_WORDS",
    "core_of",
    "is_people",
    "parted",
    "royal_title",
    "stop_of",
    "storms_in",
    "without_edges",
]

# A word tied to a name: "NATO-led". Second parts of names are written small, too ("Yong-hyun"), so these are listed.
_TIED_WORDS = (
    "aligned|appointed|area|assisted|backed|based|born|bound|bred|brokered|built|chaired|controlled|designed|dominated"
    "|educated|era|flagged|friendly|funded|held|hosted|imposed|inspired|issued|leaning|led|linked|listed|made|mandated"
    "|mediated|occupied|owned|produced|registered|ruled|run|sanctioned|sized|speaking|sponsored|style|supplied|supported"
    "|trained|wide"
)
_TIED = re.compile(rf"(?<=\w)[-–](?:{_TIED_WORDS})\Z")
_TIED_INSIDE = re.compile(rf"(.*\w\.?)\s?[-–]\s?(?:{_TIED_WORDS})\s(.+)", re.DOTALL)
_MARKS = re.compile(r"(?:\s*[-–—_]|\s['’‘]|['`”\"]['`”\"]?)+\Z")
# What is shortened keeps its full stop; any other at the end of a name is that of the sentence.
_SHORTENED: dict[EntityType, frozenset[str]] = {
    "org": frozenset("Inc Corp Co Cos Ltd Bros Assn".split()),
    "person": frozenset("Jr Sr".split()),
    "place": frozenset(
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa"
        " Tenn Tex Va Vt Wash Wis Wyo St Ave Blvd".split()
    ),
}
_SHORTENED_WORDS = frozenset().union(*_SHORTENED.values())
_INITIALS = re.compile(r"(?:\w\.)+\w")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
# "anti-Castro Cuban Foundation", "World Court Friday" (but not "Sheffield Wednesday"), "U.N. Secretary-General".
_STANCE = re.compile(r"(?:anti|pro|non|ex|pre|post|then)-\S+ (?=[A-Z])")
_DAY_AFTER = re.compile(rf"\S \S+( (?:{_DAYS}))\Z")
_OFFICES = ("Secretary-General", "Secretary General", "Ambassador", "Undersecretary", "Special Envoy")
_TWO_COMPANIES = re.compile(r"(.+ (?:Inc|Corp|Ltd|PLC|Cos|LLC)\.?),? and ([A-Z]\w.+)", re.DOTALL)
_LAST_WORD = re.compile(r"[\w.]*\Z")
_PEOPLE = re.compile(r"(?:North|South|East|West) (?:Korean|African|American|Asian|European|German|Indian|Slav)s?")
STORM_WORDS = ("Hurricane", "Cyclone", "Typhoon", "Tropical Storm")
_STORM = re.compile(rf"(?:{'|'.join(STORM_WORDS)}) ([A-Z]\w+)")
_ROYAL = re.compile(r"((?:King|Queen) )[A-Z]\w+")
_NONE: Set[str] = frozenset()
# A shorter last word may be an abbreviation that is not listed.
_SHORTEST_WHOLE = 4


def without_edges(name: str) -> str:
    """The name without marks at its end, the full stop of its sentence or a word that is tied to it."""
    if name[-1:].isalnum():
        return _TIED.sub("", name) if "-" in name or "–" in name else name
    if name[-1:] == "." and not _is_shortened(name[:-1]):
        name = name[:-1]
    return _TIED.sub("", _MARKS.sub("", name)) or name


def stop_of(text: str, end: int, kind: EntityType) -> str:
    """The full stop of the shortened word that a name ends with at ``end``, "Inc" or "U.S"; "" where it has none.

    An article that also writes "Inc" without a stop ends its sentence with this one.
    """
    if text[end : end + 1] != ".":
        return ""
    match = _LAST_WORD.search(text, max(0, end - 12), end)
    word = match[0] if match else ""
    if word in _SHORTENED[kind]:
        return "" if _is_written_bare(text, word) else "."
    return "." if _INITIALS.fullmatch(word) else ""


@lru_cache(maxsize=16)  # an article asks for one word as often as it writes it
def _is_written_bare(text: str, word: str) -> bool:
    return f" {word} " in text or f" {word}," in text


def _is_shortened(name: str) -> bool:
    word = name.rpartition(" ")[2]
    return word in _SHORTENED_WORDS or len(word) < _SHORTEST_WHOLE or "." in word


def core_of(name: str, kind: EntityType) -> Span:
    """Which part of a name of several words is left without a stance before it, and a day or an office behind it."""
    stance = _STANCE.match(name) if name[:1].islower() else None
    start, end = stance.end() if stance else 0, len(name)
    if name.endswith("day"):
        day = _DAY_AFTER.search(name, start)
        end = day.start(1) if day else end
    elif kind != "person" and name.endswith(_OFFICES):
        end = max(name.rfind(f" {office}") for office in _OFFICES)
    return Span(start, end)


def parted(name: str) -> tuple[str, str] | None:
    """The two names that a tied word stands between, "Britain-based Mines Group", or two companies joined by "and".

    None for any other name.
    """
    match = _TIED_INSIDE.fullmatch(name) or _TWO_COMPANIES.fullmatch(name)
    return (match[1], match[2]) if match else None


def royal_title(name: str) -> str:
    """The title and blank before a name of one word, "King " of "King Felipe"; "" for any other name."""
    match = _ROYAL.fullmatch(name)
    return match[1] if match else ""


def is_people(name: str) -> bool:
    """Whether a name of two words is that of a people: "South Africans"."""
    return _PEOPLE.fullmatch(name) is not None


def storms_in(text: str) -> Set[str]:
    """What the storms of a text are called; they are events, though they bear the names of people."""
    if any(word in text for word in STORM_WORDS):
        return {*_STORM.findall(text)}
    return _NONE
