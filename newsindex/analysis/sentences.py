"""Where the sentences of a text are, by NLTK's Punkt with our own parameters, so that nothing is downloaded.

Punkt (Kiss and Strunk, 2006) needs to know which words end in a full stop without ending a sentence. It usually learns
them from text; here they are listed, as news uses them.

    >>> text = "Lt. Col. Ivanov spoke on Oct. 8. He left."
    >>> [span.of(text) for span in sentences(text, [Span(0, len(text))])]
    ['Lt. Col. Ivanov spoke on Oct. 8.', 'He left.']
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from newsindex.spans import Span

__all__ = ["ABBREVIATIONS", "sentences"]

_TITLES = "mr mrs ms dr prof rev hon sr jr st messrs mme mlle fr"
_RANKS = (
    "gen lt col maj capt cpt cmdr adm sgt cpl pvt brig comdr ens spc pfc msgt supt det insp ret lt.-gen maj.-gen "
    "lt.gen maj.gen brig.gen"
)
_OFFICES = "gov sen rep reps sens pres sec amb atty asst assoc dep dir min del"
_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec"
_DAYS = "mon tue tues wed thu thur thurs fri sat sun"
_FIRMS = "inc corp co cos ltd plc bros llc l.p s.a n.v a.g s.p.a k.k pty gmbh dept univ assn"
_PLACES = (
    "u.s u.k u.n e.u u.s.a u.s.s.r u.a.e d.c n.y n.j l.a ft mt ave blvd rd hwy ala ariz ark calif colo conn "
    "dela fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo"
)
_OTHER = "vs v no nos vol pp art cf e.g i.e etc al approx est a.m p.m b.c a.d ph.d m.p m.d b.a no.1 op viz fig"

ABBREVIATIONS = frozenset(" ".join((_TITLES, _RANKS, _OFFICES, _MONTHS, _DAYS, _FIRMS, _PLACES, _OTHER)).split())

# The first names of people who are known by two letters: "P.J. Proby".
_INITIALS = frozenset(f"{one}.{other}" for one in ascii_lowercase for other in ascii_lowercase)

# After an abbreviation, these words begin a sentence when they are capitalised.
_STARTERS = frozenset(
    "the a an he she it they we i this that these those there but and in on at for as if when while after before "
    "however his her its their our some many most several no not so then now since with what who".split()
)


def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = {*ABBREVIATIONS, *_INITIALS}
    parameters.sent_starters = set(_STARTERS)
    return PunktSentenceTokenizer(parameters)


_PUNKT = _punkt()


def sentences(text: str, passages: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences of ``text``, in order; none reaches over the border of a passage."""
    found: list[Span] = []
    for passage in passages:
        piece = passage.of(text)
        # Punkt costs some 30 times more than this look, and most bullets hold one sentence.
        if not any(mark in piece[:-1] for mark in ".!?"):
            found.append(passage)
            continue
        found.extend(Span(passage.start + start, passage.start + end) for start, end in _PUNKT.span_tokenize(piece))
    return tuple(found)
