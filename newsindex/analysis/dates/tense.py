"""Whether a date without a year or a bare weekday lies before or after publication, read from the words around it.

News says "closed Friday" of the Friday before and "will close Friday" of the one to come. The nearest verb before the
expression decides, else the first one after it; a cue such as "by" or "due" outweighs both.

    >>> tense_around("The shop will close on ".split() , "Friday .".split())
    1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["FUTURE", "PAST", "UNKNOWN", "tense_around"]

PAST, UNKNOWN, FUTURE = -1, 0, 1

_AHEAD = frozenset(
    """will shall won ll due deadline expire expires expiring upcoming scheduled slated expected expects expect plans
    plan planned planning set intends intend forthcoming coming hopes hope until till anticipated anticipates predicts
    predicted forecast tomorrow matures maturing maturity could may might should must can would""".split()
)
_BEHIND = frozenset(
    """was were had did said told took came went began made gave found met saw left held fell rose got became sent
    won lost led broke brought bought built chose drew drove felt fought flew hit kept knew laid lay paid put ran sat
    sold spoke spent stood struck taught thought threw understood wore wrote has have been since shot swept seen
    dead ended""".split()
)
_BASE_AFTER_TO = frozenset(
    """be close begin open start end meet vote announce release report visit return leave arrive resume take make hold
    complete decide travel pay receive join become attend speak appear go come sign testify expire sell buy vote
    discuss deliver issue publish present finish launch run submit file respond face play host see continue
    move hear rule consider travel mark celebrate convene""".split()
)
_MODALS = frozenset("will would shall to could may might should must can ll won cannot".split())
_NOT_PAST = frozenset("need speed feed seed breed indeed red bed ted reed wed fed united agreed-upon hundred".split())
_STRONG = frozenset("by until till due expires expire deadline effective from".split())


def tense_around(before: Sequence[str], after: Iterable[str]) -> int:
    """PAST, FUTURE or UNKNOWN, from the words before (in the order of the text) and after an expression."""
    words = [word for word in before if not word.isspace()]
    for index in range(len(words) - 1, -1, -1):
        tense = _tense_at(words, index)
        if tense:
            return tense
    following = [word for word in after if not word.isspace()]
    for index in range(min(len(following), 25)):
        tense = _tense_at(following, index)
        if tense:
            return tense
    return UNKNOWN


def _tense_at(words: Sequence[str], index: int) -> int:
    word = words[index].lower()
    if word in _AHEAD:
        if word in {"expected", "scheduled", "planned", "set", "due", "slated"} and _preceded(words, index, {"had", "was", "were"}):
            return FUTURE if word in {"scheduled", "expected", "slated"} else PAST
        if word in {"would", "could", "might"}:
            return FUTURE
        return FUTURE
    if word in _BEHIND or (len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST):
        return FUTURE if _governed(words, index) else PAST
    if word in _BASE_AFTER_TO and index and words[index - 1].lower() == "to":
        return FUTURE
    return UNKNOWN


def _preceded(words: Sequence[str], index: int, by: set[str]) -> bool:
    return any(word.lower() in by for word in words[max(index - 2, 0) : index])


def _governed(words: Sequence[str], index: int) -> bool:
    near = [word.lower() for word in words[max(index - 4, 0) : index]]
    if "be" in near:
        return True
    return bool(near) and near[-1] in _MODALS
