"""What one word tells of the time of a clause: "fell" that it is over, "will" or "is due" that it is to come.

A word tells by its form and by its neighbours: "set" was set in "the record set on Monday" and will be in "to set". An
infinitive tells nothing by itself but goes with the verb that it hangs from (``_of_infinitive``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from newsindex.analysis.dates.lexicon import MONTHS
from newsindex.analysis.dates.verbs import (
    AHEAD,
    ARRANGED,
    BEHIND,
    LEAVING,
    MODALS,
    NOT_PAST,
    NOT_VERBS,
    PROSPECTIVE,
    SCHEDULED,
)

__all__ = ["FUTURE", "PAST", "UNKNOWN", "is_past", "tense_at"]

PAST, UNKNOWN, FUTURE = -1, 0, 1

_DETERMINERS = frozenset("a an the its his her their our still of".split())
_QUALIFIERS = _DETERMINERS | frozenset("high new any no this that main own current previous big".split())
_RECORDS = frozenset("record records peak peaks high highs low lows mark marks".split())
"""Before "set" these were set already: "the record set on Monday"."""
_ARTICLES = (["a"], ["an"], ["the"], ["his"], ["her"], ["its"], ["their"])
_NOUNS_TOO = frozenset(
    "forecast forecasts visits sets plan plans hope hopes faces hosts plays ends holds runs goes returns".split()
)
"""Verbs that after "the" or "his" are nouns, and tell of no time."""
_PLANNERS = frozenset("they we you I who people to".split())
_PLAYED = frozenset("face host play visit tour".split())
"""Nouns that after a name are verbs: "England face Moldova"."""
_WHEN = (["in"], ["on"], ["at"], ["by"], ["last"], ["for"], ["of"])
_OPENING = frozenset("open close reopen".split())
_OPENED = frozenset("Polls polls schools Schools shops Shops markets Markets doors Doors banks Banks stations".split())
_PREPARED = frozenset("prepared prepares preparing braced bracing".split())


def tense_at(words: Sequence[str], index: int) -> int:
    """PAST or FUTURE if the word at ``index`` is a verb, or stands for one, that tells so; else UNKNOWN."""
    word = words[index].lower()
    if words[index] == "May" and index:
        return UNKNOWN
    if (
        word == "would"
        and words[index + 1 : index + 2] == ["not"]
        and not _SAYING.isdisjoint(words[index + 2 : index + 4])
    ):
        return PAST  # "she would not comment Monday"
    if word == "won" and [mark.lower() for mark in words[index + 1 : index + 3]] in (["'", "t"], ["’", "t"]):
        return FUTURE
    before = words[index - 1] if index else ""
    following = words[index + 1] if index + 1 < len(words) else ""
    if word in {"has", "have"} and following == "to":
        return FUTURE  # "on Thursday he has to persuade them"
    if word == "would" and following == "have" and is_past("".join(words[index + 2 : index + 3])):
        return UNKNOWN  # "income for the year would have been higher"
    if word == "coming" and following in _BACK and before not in {"is", "are", "be", "m", "re"}:
        return UNKNOWN  # "coming back from a drop on Thursday"
    if word == "coming" and words[max(index - 3, 0) : index] == ["said", "to", "be"]:
        return PAST  # "they were said to be coming back when they were seized"
    if word == "have" and before.lower() in _CONDITIONAL and (is_past(following) or following in _ALSO_PAST):
        return PAST  # "figures that should have come out Tuesday"
    if _is_scheduled(words, index):
        return FUTURE
    if "did" in words[max(index - 2, 0) : index] and before in {"not", "did"}:
        return PAST  # "he did not go down the shaft"
    if before == "to" and word == "have" and (is_past(following) or following in _ALSO_PAST):
        return PAST  # "they are said to have left"
    if (
        before.lower() == "to"
        and _may_be_verb(word if before.isupper() else words[index])
        and not _is_end(words, index)
    ):
        return _of_infinitive(words, index - 1)
    if word in ARRANGED:
        done = word == "set" and (before in _RECORDS or before in _SETTERS)
        return PAST if done else _arranged(words, index)
    if word == "likely" and before.lower() in _NUMBERS and "".join(words[index + 1 : index + 2]) != "to":
        return UNKNOWN  # "two likely cases"
    if word == "plan" and not before.endswith("s") and before not in _PLANNERS:
        return UNKNOWN  # "a new truce plan"
    if word == "sets" and before.lower() in _NUMBERS:
        return UNKNOWN
    if word == "cut" and following == "short":
        return PAST
    relative = before == "that" and word.endswith("s")  # "a curfew that runs to Thursday"
    noun = before.lower() in _QUALIFIERS or before.endswith("ed") or before in {"found", "saw", "gave"}
    if word in _NOUNS_TOO and noun and not relative:
        return UNKNOWN
    if word == "hold" and not _HELD.isdisjoint(words[index + 1 : index + 4]):
        return FUTURE  # "two countries hold elections over the weekend"
    if word in _PLAYED and before.istitle():
        return FUTURE
    if word == "could" and not {"not", "no"}.isdisjoint(words[index + 1 : index + 3]):
        return PAST  # "he could not say", "he could give no reason"
    if word in _OPENING and before in _OPENED:
        return FUTURE  # "polls open at 6 a.m. on Tuesday"
    if word == "pricing" and words[index + 1 : index + 2] in (["in"], ["a"]):
        return FUTURE  # "markets were pricing in a rise in September"
    if word == "go" and "let" in words[max(index - 2, 0) : index]:
        return PAST
    if word == "go" and before.islower() and not before.endswith("s") and before not in _GOERS:
        return UNKNOWN  # "he felt a hamstring go in training on Thursday"
    if word in LEAVING and before.lower() in {"is", "are", "m", "re"}:
        return FUTURE
    if word.startswith("forecast") and words[index + 1 : index + 2] in _WHEN:
        return UNKNOWN  # "growth, forecast in December at 4 percent"
    if word in AHEAD or (word == "for" and before.lower() in _PREPARED):
        return FUTURE
    if not is_past(word) or (index and words[index].istitle() and word not in BEHIND):
        return UNKNOWN  # "Mohamed and his father are to travel"
    return _of_participle(words, index)


_BACK = frozenset("back after from off as amid".split())
_SETTERS = frozenset("it he she they".split())
"""Before "set" they had set it: "above the high it set Monday"."""
_NUMBERS = frozenset("the a two three four five six seven eight nine ten several some no".split())
_GOERS = frozenset("who which they we you to will would can could may might should must not people".split())
_CONDITIONAL = frozenset("should could might may must".split())
_ALSO_PAST = frozenset("come become run overcome".split())
"""Participles that are no past forms by themselves."""


def _is_scheduled(words: Sequence[str], index: int) -> bool:
    """Whether a verb in the present tells of what is to come: "who vote Wednesday", "the bill reaches his desk"."""
    word, before = words[index], words[index - 1] if index else ""
    following = words[index + 1] if index + 1 < len(words) else ""
    if word == "report" and following in {"their", "its"} and before.endswith("s"):
        return True  # "retailers report their sales Thursday"
    if word in {"names", "unveils"} and following in _OWNERS and before.isalpha():
        return True  # "the coach names his squad on Sunday"
    if word in {"vote", "votes", "report", "reports", "race", "races"} and (before in _WHO or before == ","):
        return True
    alone = SCHEDULED.get(word)
    if alone is None or not index or before.lower() in _QUALIFIERS or following in {"of", "-"}:
        return False
    if alone:
        return before in _WHO or before.isalpha() or before == ","
    if before in _WHO:
        return word not in _STATES
    plural = before.endswith("s") and before[1:].islower() and not before.endswith(("ss", "us", "is", "as"))
    return plural and _LETTING.isdisjoint(words[max(index - 5, 0) : index])


_STATES = frozenset("hold face see sit".split())
"""What is so rather than happens: "people they say they hold"."""
_LETTING = frozenset("let made make saw seen watched help helped had to".split())
"""Before a noun and a verb these have the noun do it: "he had let shops start again on Friday"."""


_WHO = frozenset("who which where it he she they".split())
_HELD = frozenset("election elections referendum talks vote votes meeting summit hearing hearings rally".split())
_SAYING = frozenset("talk comment say discuss speak confirm identify elaborate disclose reveal release".split())


def _is_end(words: Sequence[str], index: int) -> bool:
    """Whether what stands after "to" ends a stretch of time, as in "the ten months to end January"."""
    return any(word.lower() in MONTHS and not word.islower() for word in words[index : index + 2])


def is_past(word: str) -> bool:
    """Whether a word may be a past tense or a participle."""
    return word in BEHIND or (len(word) > 3 and word.endswith("ed") and word not in NOT_PAST)


def _arranged(words: Sequence[str], index: int) -> int:
    near = {word.lower() for word in words[max(index - 3, 0) : index]}
    following = words[index + 1].lower() if index + 1 < len(words) else ""
    if words[index].lower() == "due" and following == "to" and not _may_be_verb("".join(words[index + 2 : index + 3])):
        return UNKNOWN  # "due to the strike"
    if near & {"is", "are", "be", "not"} or words[max(index - 1, 0)].lower() in {"s", "re"}:
        return FUTURE
    if "had" in near:
        return PAST
    if near & {"was", "were", "been", "previously", "as"}:
        return PAST if words[index].lower() in {"set", "planned"} else FUTURE
    return FUTURE if following in {"to", "for", ""} or words[index].lower() != "set" else PAST


def _of_participle(words: Sequence[str], index: int) -> int:
    # A minister May is not the verb.
    near = [word if word == "May" else word.lower() for word in words[max(index - 4, 0) : index]]
    if not near:
        return PAST
    if near[-1] in _DETERMINERS or (near[-1].endswith("ly") and near[-2:-1] in _ARTICLES):
        return UNKNOWN  # "an unspecified date", "a nationally televised speech"
    if near[-1] == "to":
        return _of_infinitive(words, index - 1)
    if near[-1] == "-" and words[index] in {"ended", "backed", "led", "brokered"}:
        return UNKNOWN  # "open-ended talks"
    if near[-1] in {"has", "have"} and not _ONCE.isdisjoint(near):
        return FUTURE  # "it goes to New York once it has closed here on Sunday"
    if near[-1] == "being" and index > _SUBJECT and not {"is", "are"}.isdisjoint(near):
        return FUTURE  # "a colleague is being flown in to sing on Wednesday"
    if words[index] == "promised" and near[-1] == "been":
        return FUTURE
    if any(second in {"have", "get"} and first in MODALS - {"to"} for first, second in pairwise(near[:-1])):
        return FUTURE  # "they will have their appeal heard on Saturday"
    if not {"want", "wants"}.isdisjoint(near[:-1]):
        return FUTURE  # "they want leave cancelled over the weekend"
    if near[-2:-1] != [] and near[-2] in MODALS - {"to"} and near[-1] not in {"be", "have", "not"}:
        return UNKNOWN  # "it will take sworn evidence on Monday"
    if words[index] == "threatened" and near[-2:-1] in _ARTICLES and words[index + 1 : index + 2] in (["for"], ["on"]):
        return FUTURE  # "with a strike threatened for two hours on Thursday"
    if "could" in near and "not" in near:
        return PAST  # "he could not be reached on Friday"
    if ("be" in near and near[-1] != ",") or near[-1] in MODALS:
        return FUTURE
    if near[-1] in {"is", "are"}:
        return UNKNOWN if words[index] in _HELD_OF else FUTURE
    return PAST


_SUBJECT = 2
"""In fewer words than these after a day, the day itself is the subject: "Monday is being called the worst day"."""
_ONCE = frozenset("once until when".split())
_HELD_OF = frozenset("blamed accused suspected believed thought feared alleged reported".split())
"""What is held of somebody tells no time of what he did: "storms are blamed for deaths over the weekend"."""


def _of_infinitive(words: Sequence[str], index: int) -> int:
    """What "to leave" tells: nothing by itself; "used force to hit" happened, "agreed to leave" is to come."""
    if index and words[index - 1].lower() in _DIRECTLY:
        return FUTURE
    if index and words[index - 1].lower() in _UNDONE:
        return PAST
    if index > 1 and words[index - 1] in _FIRST and words[index - 2] == "the":
        return PAST  # "the first to raise the alarm, on Monday"
    for place in range(index - 1, max(index - 20, -1), -1):
        word = words[place].lower()
        if word in {"is", "are"} and words[place + 1] == "to":
            return FUTURE  # "they are to try again to enter the country"
        if word == "sets" and words[place - 1].lower() in _NUMBERS:
            continue
        if word in _OWNED and words[place - 1].lower() in _OWNERS:
            continue  # "they extended their offers to buy it Friday"
        if word in PROSPECTIVE or word in ARRANGED or word in AHEAD:
            return PAST if not _LET_GO.isdisjoint(words[max(place - 2, 0) : place]) else FUTURE
        if is_past(word) and words[place - 1].lower() not in {"to", "will", "would", "may"}:
            return FUTURE if _of_participle(words, place) == FUTURE else PAST  # "will be allowed to run until"
    return FUTURE


_FIRST = frozenset("first last only second latest".split())
_OWNED = frozenset("offer offers call calls goal goals aim aims wish wishes bid bids proposal proposals".split())
_OWNERS = frozenset("a an its their his her".split())
"""Before an offer these leave it to the verb before whether it was made or is to be: "they extended their offers"."""
_LET_GO = frozenset("had missed wasted squandered".split())
"""Before "the chance to act" these tell that it went by."""
_DIRECTLY = frozenset("has have about is are s re was were be".split())
"""Before "to leave" these plan it; farther off they plan nothing."""


_UNDONE = frozenset("failure inability refusal fails failing refusing".split())
"""Before "to act" these tell of what was not done."""


_VERBS_LIKE_NOUNS = frozenset(
    """comment complement implement supplement experiment mention question function caution finance balance advance
    influence""".split()
)


_VERBS_LIKE_PARTICIPLES = frozenset("bring sing ring swing feed need proceed exceed succeed shed speed bleed".split())


def _may_be_verb(word: str) -> bool:
    if not word.isalpha() or not word.islower() or word in NOT_VERBS:
        return False
    if word.endswith(("ing", "ed")) and word not in _VERBS_LIKE_PARTICIPLES:
        return False
    if word.endswith("s") and not word.endswith("ss"):
        return False
    return word in _VERBS_LIKE_NOUNS or not word.endswith(
        ("ment", "tion", "sion", "ness", "ance", "ence", "ship", "ism")
    )
