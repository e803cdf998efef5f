"""Rules for what names no day but the past, the present or the future: "recently", "now", "one day"."""

from __future__ import annotations

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.match import Resolver, Rule
from newsindex.analysis.dates.timex import Timex

__all__ = ["RULES"]


def _always(found: Timex) -> Resolver:
    return lambda match: found


def _as_noun(found: Timex) -> Resolver:
    return lambda match: found if match.after()[0] in _AFTER_NOUN else None


_AFTER_NOUN = frozenset(
    """, . ; : ) ? ! " ” ' ’ - – — and or but nor is was are were has have had will would can could may might should
    must that which when where who as at by for with than on in to from into through because while if
    behind it he she they we you there this the""".split()
) | {""}
"""What may follow "the past" where it is a noun: not "the past participation"."""

_NOUNS = {
    "the (recent |distant )?past": timex.PAST,
    "the present": timex.PRESENT,
    "the future|(the )?(near|foreseeable|immediate|(not(-| )too(-| ))?distant) future|(?<=in )future": timex.FUTURE,
}
"""References that are written like nouns, and so stand before others as well."""

_REFERENCES = {
    "recent": timex.PAST,
    "current(?!( |-)(account|accounts|affairs)| of| is| was)": timex.PRESENT,
    "(?<=between )now(?= and)": timex.PRESENT,
    "now(?! (and (then|again)|for (today|tonight)))": timex.PRESENT,
    "right now": timex.PRESENT,
    "currently": timex.PRESENT,
    "at present": timex.PRESENT,
    "nowadays": timex.PRESENT,
    "these days": timex.PRESENT,
    "(?<!as )recently": timex.PAST,
    "more recently": timex.PAST,
    "most recently": timex.PAST,
    "recent (days|years|decades|times)": timex.PAST,
    "recent (days|weeks|months|years) and (weeks|months|years)": timex.PAST,
    "lately": timex.PAST,
    "(?<=at )this point in time|present-day": timex.PRESENT,
    "(a long(, long)? time|not long|long|some time|a (little |short )?while) ago(?! as )": timex.PAST,
    "((just )?(a|a few) )?(moment|moments) ago": timex.PAST,
    "the other day": timex.PAST,
    "(?<=(had|have|has) in )the past": timex.PAST,
    "a later date": timex.FUTURE,
    "some day": timex.FUTURE,
    "(?<=(will|would|could|might|may) )one day": timex.FUTURE,
}

RULES = [
    *(Rule(words, _always(found)) for words, found in _REFERENCES.items()),
    *(Rule(words, _as_noun(found)) for words, found in _NOUNS.items()),
]
