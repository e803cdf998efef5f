"""What is never part of a name, or never a name, wherever it stands: the guideline's plain cases.

>>> without_edges("London-based"), without_edges("Agricultural Fund ’"), without_edges("Kim Yong-hyun")
('London', 'Agricultural Fund', 'Kim Yong-hyun')
>>> is_people("North Korean"), storms_in("Hurricane Milton neared Florida.")
(True, {'Milton'})
"""

from __future__ import annotations

import re
from collections.abc import Set

__all__ = ["STORM_WORDS", "is_people", "storms_in", "without_edges"]

# A word tied to a name: "NATO-led". Second parts of names are written small, too ("Yong-hyun"), so these are listed.
_TIED = re.compile(
    r"(?<=\w)[-–](?:aligned|appointed|area|assisted|backed|based|born|bound|bred|brokered|built|chaired|controlled"
    r"|designed|dominated|educated|era|flagged|friendly|funded|held|hosted|imposed|inspired|issued|leaning|led|linked"
    r"|listed|made|mandated|mediated|occupied|owned|produced|registered|ruled|run|sanctioned|sized|speaking|sponsored"
    r"|style|supplied|supported|trained|wide)\Z"
)
_MARKS = re.compile(r"(?:\s*[-–—_]|\s['’‘])+\Z")
_PEOPLE = re.compile(r"(?:North|South|East|West) (?:Korean|African|American|Asian|European|German|Indian|Slav)s?")
STORM_WORDS = ("Hurricane", "Cyclone", "Typhoon", "Tropical Storm")
_STORM = re.compile(rf"(?:{'|'.join(STORM_WORDS)}) ([A-Z]\w+)")
_NONE: Set[str] = frozenset()


def without_edges(name: str) -> str:
    """The name without marks at its end and without a word that is tied to it."""
    if name[-1:].isalnum() and "-" not in name and "–" not in name:
        return name
    return _TIED.sub("", _MARKS.sub("", name)) or name


def is_people(name: str) -> bool:
    """Whether a name of two words is that of a people: "South Africans"."""
    return _PEOPLE.fullmatch(name) is not None


def storms_in(text: str) -> Set[str]:
    """What the storms of a text are called; they are events, though they bear the names of people."""
    if any(word in text for word in STORM_WORDS):
        return {*_STORM.findall(text)}
    return _NONE
