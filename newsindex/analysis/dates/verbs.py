"""Verbs, and words that go with them, by the time that they tell of: the lists that ``verb_tense`` reads by."""

from __future__ import annotations

__all__ = ["AHEAD", "ARRANGED", "BEHIND", "LEAVING", "MODALS", "NOT_PAST", "NOT_VERBS", "PROSPECTIVE", "SCHEDULED"]

ARRANGED = frozenset("due scheduled slated expected planned set anticipated awaited".split())
"""Participles of what is still to come."""
AHEAD = frozenset(
    """will shall ll deadline expire expires expiring upcoming expects expect plans
    plan planning intends intend forthcoming coming hopes hope anticipates predicts
    opens reopens reopen begins begin starts resumes resume meets meet arrives arrive faces hosts kicks
    ends plays travels flies leaves takes take sets departs visits speaks attends hears
    go goes returns holds runs
    forecast forecasts closes
    likely unlikely payable tomorrow matures maturing maturity could may might should must can cannot would""".split()
)
BEHIND = frozenset(
    """was were had did said told took came went began made gave found met saw left held fell rose got became sent
    won lost led broke brought bought built chose drew drove felt fought flew hit kept knew laid lay paid put ran sat
    sold spoke spent stood struck taught thought threw understood wore wrote has have been since shot swept seen
    chosen taken given shown known heard written driven drawn thrown fallen risen grown stolen broken beaten sworn
    begun hurt dead ended born grew slid slipped sank sang shook sought sprang stole stuck stung swore swam swung
    tore withdrew woke caught clung crept dealt dug drank ate fled forgave froze hid hung leapt lent meant overcame
    overtook overthrew overthrown pled rang rode slept strove undertook underwent upheld withheld done gone proven
    sunk torn hidden frozen forgotten ridden wound forbade awoke let bent bore fled flung forgot foresaw lit misled
    mistook burst quit flown withdrawn shaken spoken eaten bitten shone shrank sped spelled spent spun spat strode
    strung undid wept withstood wove""".split()
)
PROSPECTIVE = frozenset(
    """agreed agree agrees wanted want wants promised promises decided decides offered offers hoped intended
    threatened vowed vows pledged asked asks urged urges told ordered invited proposed proposes meant
    refuses ready likely unlikely leave permission permit voted vote mean vowing promising planning
    threatening hoping pledging right preparing prepared prepares supposed poised bound called calls going
    needs need would chance able aims aimed aim goal wish wishes means bail""".split()
)
MODALS = frozenset("will would shall to could may might should must can ll cannot".split())
NOT_VERBS = frozenset(
    """the a an his her its their our my your this that these those it him them me us you one two three four five ten
    today tomorrow yesterday now then noon midnight loss success business press class access progress
    death power work court jail prison school church office town police war peace about at least more most all any
    some both each every another life light home hospital""".split()
)
NOT_PAST = frozenset(
    """ended based need speed feed seed breed indeed red bed ted reed wed fed united agreed-upon hundred preferred
    limited unsecured subordinated""".split()
)
LEAVING = frozenset(
    """leaving arriving travelling traveling flying returning meeting hosting opening closing starting playing voting
    retiring launching visiting""".split()
)
"""Participles that after "is" or "are" tell of what is to come: "he is leaving on Friday"."""

_VERBS = """gather come appear decide reach fetch repeat replace succeed join convene adjourn sail dock tackle
compete perform sing debut premiere expire conclude commence bury wed retire testify plead receive welcome
deliver celebrate mourn elect choose swear inaugurate embark depart arrive return resume reopen begin open close
start meet leave travel fly sit see go hold take face host hear become grow descend disembark undock rehearse
audition""".split()


def _third_person(verb: str) -> str:
    """The form after "he": "reaches", "flies", "buries"."""
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


SCHEDULED = (
    {_third_person(verb): True for verb in _VERBS}
    | dict.fromkeys(_VERBS, False)
    | dict.fromkeys(("shuts", "passes"), True)
)
"""Verbs in the present that beside a day tell of what is to come, and whether one alone does it: "the bill reaches his
desk Tuesday", "creditors gather Tuesday"; what newspapers tell in the present in headlines is not among them.
"""
