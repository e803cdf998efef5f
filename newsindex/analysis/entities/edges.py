"""What is never part of a name, or never a name, wherever it stands: the guideline's plain cases.

>>> without_edges("London-based"), without_edges("Agricultural Fund ’"), without_edges("Kim Yong-hyun")
('London', 'Agricultural Fund', 'Kim Yong-hyun')
>>> parted("Britain-based Mines Group"), parted("Rolls-Royce Group")
(('Britain', 'Mines Group'), None)
>>> is_people("North Korean"), storms_in("Hurricane Milton neared Florida.")
(True, {'Milton'})
"""

from __future__ import annotations

import re
from collections.abc import Set

__all__ = ["STORM_WORDS", "is_people", "parted", "royal_title", "storms_in", "without_edges"]

# A word tied to a name: "NATO-led". Second parts of names are written small, too ("Yong-hyun"), so these are listed.
_TIED_WORDS = (
    "aligned|appointed|area|assisted|backed|based|born|bound|bred|brokered|built|chaired|controlled|designed|dominated"
    "|educated|era|flagged|friendly|funded|held|hosted|imposed|inspired|issued|leaning|led|linked|listed|made|mandated"
    "|mediated|occupied|owned|produced|registered|ruled|run|sanctioned|sized|speaking|sponsored|style|supplied|supported"
    "|trained|wide"
)
_TIED = re.compile(rf"(?<=\w)[-–](?:{_TIED_WORDS})\Z")
_TIED_INSIDE = re.compile(rf"(.*\w\.?)\s?[-–]\s?(?:{_TIED_WORDS})\s(.+)", re.DOTALL)
_MARKS = re.compile(r"(?:\s*[-–—_]|\s['’‘])+\Z")
_PEOPLE = re.compile(r"(?:North|South|East|West) (?:Korean|African|American|Asian|European|German|Indian|Slav)s?")
STORM_WORDS = ("Hurricane", "Cyclone", "Typhoon", "Tropical Storm")
_STORM = re.compile(rf"(?:{'|'.join(STORM_WORDS)}) ([A-Z]\w+)")
_ROYAL = re.compile(r"((?:King|Queen) )[A-Z]\w+")
_NONE: Set[str] = frozenset()


def without_edges(name: str) -> str:
    """The name without marks at its end and without a word that is tied to it."""
    if name[-1:].isalnum() and "-" not in name and "–" not in name:
        return name
    return _TIED.sub("", _MARKS.sub("", name)) or name


def parted(name: str) -> tuple[str, str] | None:
    """The two names that a tied word stands between, "Britain-based Mines Group"; None for any other name."""
    match = _TIED_INSIDE.fullmatch(name)
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
