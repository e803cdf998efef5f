"""Words beside an expression that tell which way it points, where more than one room reads them."""

from __future__ import annotations

__all__ = [
    "APPOINTMENTS",
    "DECREED",
    "DETERMINERS",
    "LATELY",
    "LIMITS",
    "MISHAPS",
    "MOVED",
    "ONWARD",
    "OUTCOMES",
    "PROSPECTS",
    "TOOK",
    "UNTIL",
    "WAS",
]

LIMITS = frozenset("by until till before through into".split())
"""What stands before the end of a stretch of time."""

ONWARD = frozenset("effective starting beginning commencing".split())

UNTIL = frozenset("until till".split())

MISHAPS = frozenset("nosedive plunge slump slide crash selloff quake earthquake explosion blast bombing".split())

OUTCOMES = frozenset(
    """defeat defeats victory win loss losses gain gains setback success turnout outcome result results aftershock
    aftermath wake""".split()
)

MOVED = frozenset(
    """moved postponed delayed pushed rescheduled extended adjourn adjourns adjourned adjournment slipped switched drawn
    stretched prolong prolonged""".split()
)

PROSPECTS = frozenset(
    """expectations hopes hope preparations plans tickets permit permits permission guests favorites favourites
    favorite favourite odds appetite""".split()
)

DECREED = frozenset("mourning curfew ban truce ceasefire holiday lockdown".split())
"""What is decreed beforehand: "three days of mourning from Tuesday"."""

DETERMINERS = frozenset("the a an its their his her".split())

LATELY = 3
"""A weekday so few days before publication is nearer than the next one."""

APPOINTMENTS = frozenset(
    """game match vote election hearing summit meeting final race debate session talks concert runoff ceremony debut
    premiere referendum ballot derby launch liftoff opener test kickoff parade vigil funeral primary carnival balloting
    tie demonstration march walkout stoppage by-election caucus caucuses rally replay auction slalom runoff""".split()
)
"""What is known beforehand: "he will miss Saturday's game", but "he will appeal Saturday's ruling"."""

WAS = frozenset("was were".split())

TOOK = frozenset("took taken came come went gone".split())
