"""Whether a date without a year or a bare weekday lies before or after publication, read from the words around it.

News says "closed Friday" of the Friday before and "will close Friday" of the one to come. A verb right beside the
expression decides, else the nearest one before it, else the first one after it; where the expression opens a clause,
the one after it comes first. A cue such as "by" or "due" outweighs them (``direction``).

    >>> tense_around("The shop will close on ".split() , "Friday .".split())
    1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsindex.analysis.dates.verb_tense import FUTURE, PAST, UNKNOWN, is_past, tense_at
from newsindex.analysis.dates.verbs import ARRANGED, NOT_PAST

__all__ = ["FUTURE", "PAST", "UNKNOWN", "just_before", "tense_around"]

_FIXES = frozenset(
    """said told announced agreed set called proposed extended moved postponed delayed put pushed gave named fixed
    made has have had was were sent given chosen picked""".split()
)


def tense_around(before: Sequence[str], after: Iterable[str]) -> int:
    """PAST, FUTURE or UNKNOWN, from the words before (in the order of the text) and after an expression."""
    words = [word for word in before if not word.isspace()]
    following = [word for word in after if not word.isspace()]
    if tense := _beside(words, following):
        return tense
    if words[:1] == ["Will"] and "?" in following:
        return FUTURE
    if words[:1] == ["When"] and following[:1] == [","] and not _nearest(words, _backwards(words)):
        return FUTURE  # "When it unveils its decision on Wednesday, ..."
    if not {"if", "If", "unless", "Unless"}.isdisjoint(words[-14:]) and "would" in following[:12]:
        return FUTURE  # "if she did not see them on Tuesday she would decide without them"
    behind = _of_main_clause(words, _nearest(words, _backwards(words)))
    if behind and not _opens(words, following):
        return behind
    if not behind and following[:1] != ["will"] and not _OCCURRENCES.isdisjoint(words[-2:]):
        return PAST
    return _nearest(following, _untold(following)) or behind


def _of_main_clause(words: Sequence[str], tense: int) -> int:
    """The tense of "it would be signed" in "it would be signed when ministers met on Friday"."""
    start = next((place for place in range(len(words) - 1, max(len(words) - 12, 0), -1) if words[place] == "when"), 0)
    if "first" in words[start:] or words[start - 1 : start] in _TIMES:
        return tense  # "when it first announced the deal", "in the year when it fell"
    main = _nearest(words, range(start - 1, -1, -1)) if start and tense == PAST else tense
    return FUTURE if main == FUTURE else tense


_TIMES = (["year"], ["month"], ["week"], ["day"], ["time"], ["quarter"], ["period"])


def _backwards(words: Sequence[str]) -> Iterator[int]:
    """The places of the words before an expression, nearest first, without what is put in between commas.

    In "he will sign the accord, reached in May, on Friday" it is the signing that Friday tells of.
    """
    place = len(words) - 1
    while place >= 0:
        within = words[place - 1].isdigit() and words[place + 1 : place + 2] != [] and words[place + 1].isdigit()
        closing = words[place] == "," and "and" not in words[place:] and not within  # "4,100 pounds"
        opened = _put_in(words, place) if closing else -1
        if opened > 0:
            place = opened
        else:
            yield place
        place -= 1


def _put_in(words: Sequence[str], end: int) -> int:
    """The place of the comma that opens a participle or a relative clause which the one at ``end`` closes, or -1."""
    start = next((place for place in range(end - 1, max(end - 14, -1), -1) if words[place] == ","), -1)
    first = words[start + 1]
    return start if first in _RELATIVES or (first.endswith("ed") and first not in NOT_PAST) else -1


_RELATIVES = frozenset("which who whose led held made".split())


def _nearest(words: Sequence[str], places: Iterable[int]) -> int:
    return next((tense for place in places if (tense := tense_at(words, place))), UNKNOWN)


_OCCURRENCES = frozenset(
    """attack attacks blast bombing bombings shooting crash explosion ruling decision announcement killing killings
    raid raids quake earthquake defeat collapse""".split()
)
"""What is told of only once it has happened: "the ruling on Friday means that ..."."""


def _untold(following: Sequence[str]) -> Iterator[int]:
    """The places of the words after an expression, but for those of its speaker: ", he said.", ", answering it,"."""
    reach = min(len(following), 25)
    put_in = range(0)
    for place in range(reach):
        if following[place] == "," and "".join(following[place + 1 : place + 2]).endswith("ing"):
            put_in = range(place, next((end for end in range(place + 1, reach) if following[end] == ","), place))
        told = following[place] in _TOLD and following[place + 1 : place + 2] in ([], ["."], [","])
        if not told and place not in put_in:
            yield place


_TOLD = frozenset("said told says".split())


def _opens(words: Sequence[str], following: Sequence[str]) -> bool:
    """Whether a clause begins with the expression: "it ruled; in May, it will hear", "said that on Friday he will"."""
    before = [word for word in words[-3:] if word.lower() not in _NO_SUBJECT and word != "on"]
    relative = words[-2:-1] in (["that"], ["which"], ["who"], ["where"]) and words[-1] in {"on", "in", "by", "from"}
    if "that" in words[-1:] or relative:
        return True
    if following[:1] != [","]:
        return False
    return before[-1:] in ([";"], [":"]) or [word.lower() for word in before[-2:]] in ([",", "and"], [",", "but"])


def _beside(words: Sequence[str], following: Sequence[str]) -> int:
    """The tense of the verb beside it: "the court on Saturday ruled", "directors Monday will discuss", "is Monday"."""
    if words and words[-2 if words[-1] in {"on", "at"} and len(words) > 1 else -1] in {"is", "are"}:
        return FUTURE
    verb = next((word for word in following[:3] if not word.endswith("ly") and word not in _BETWEEN), "")
    place = words[-2:-1] if words[-1:] == ["on"] else words[-1:]
    if not place or not place[0].isalpha() or place[0].lower() in _NO_SUBJECT or tense_at(words, len(words) - 1):
        return UNKNOWN
    done = any(is_past(word) for word in words[-6:])  # "residents who fled Thursday can go home"
    if verb in _MODALS_BESIDE and words[-1] != "on" and (verb == "will" or not done):
        return FUTURE
    return PAST if verb in _FINITE or (verb.endswith("ed") and verb not in NOT_PAST) else UNKNOWN


_MODALS_BESIDE = frozenset("will would can may must shall".split())
_BETWEEN = frozenset("also again morning night evening afternoon".split())
_FINITE = frozenset(
    """said told took came went began gave found met saw left held fell rose got became won lost led broke brought
    bought chose drew fought struck threw wrote shot swept sent""".split()
)
_NO_SUBJECT = frozenset(
    "in by since until till for from to of before after during through late early next last".split()
)


def just_before(before: Sequence[str]) -> int:
    """The tense of the verb within a few words before an expression, if it tells of more than saying or fixing."""
    words = [word for word in before if not word.isspace()]
    for index in range(len(words) - 1, max(len(words) - 6, -1), -1):
        tense = tense_at(words, index)
        if tense:
            fixed = words[index].lower() in _FIXES | ARRANGED or words[index - 1 : index] == ["to"]
            return UNKNOWN if tense == PAST and fixed else tense
    return UNKNOWN
