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
"""What stands before the beginning of a stretch of time that is to come."""

UNTIL = frozenset("until till".split())
"""Limits that tell of time left, or of what was not so before."""

MISHAPS = frozenset("nosedive plunge slump slide crash selloff quake earthquake explosion blast bombing".split())
"""What nobody has a day for beforehand."""

OUTCOMES = frozenset(
    """defeat defeats victory win loss losses gain gains setback success turnout outcome result results aftershock
    aftermath wake""".split()
)
"""What is told of only once it is over."""

MOVED = frozenset(
    """moved postponed delayed pushed rescheduled extended adjourn adjourns adjourned adjournment slipped switched drawn
    stretched prolong prolonged""".split()
)
"""Verbs that give what is planned another day."""

PROSPECTS = frozenset(
    """expectations hopes hope preparations plans tickets permit permits permission guests favorites favourites
    favorite favourite odds appetite""".split()
)
"""What people have before a day comes: "hopes for Friday"."""

DECREED = frozenset("mourning curfew ban truce ceasefire holiday lockdown".split())
"""What is decreed beforehand: "three days of mourning from Tuesday"."""

DETERMINERS = frozenset("the a an its their his her".split())

LATELY = 3
"""A weekday so few days before publication is nearer than the next one."""

APPOINTMENTS = frozenset(
    """game match vote election hearing summit meeting final race debate session talks concert runoff
    ceremony debut premiere referendum ballot derby launch liftoff opener test kickoff parade vigil funeral
    primary carnival balloting tie demonstration march walkout stoppage contest by-election caucus caucuses
    rally replay auction slalom""".split()
)
"""What is known beforehand: "he will miss Saturday's game", but "he will appeal Saturday's ruling"."""

WAS = frozenset("was were".split())
"""The past of "is"."""

TOOK = frozenset("took taken came come went gone".split())
"""Beside what takes effect these tell that it has."""
