"""What a text has told so far: the day of publication, the date told last, the quarter that a report is about.

A ``Context`` lives for one text; while a sentence is read, it holds that, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from newsindex.analysis.dates.comparing import REACH, is_compared
from newsindex.analysis.dates.lexicon import MONTHS
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

if TYPE_CHECKING:  # an expression knows its context, which resolves what stands inside it
    from newsindex.analysis.dates.match import Match

__all__ = ["Context"]


class Context:
    """The state of one text: what is fixed (publication) and what was told last."""

    __slots__ = (
        "_attacks",
        "_fiscal_ends",
        "_quarter_ends",
        "_stamped",
        "by_half",
        "by_week",
        "clock_in_sentence",
        "codes",
        "dated",
        "day_first",
        "entry",
        "event_day",
        "event_turn",
        "half",
        "half_turn",
        "last",
        "offsets",
        "part_in_sentence",
        "pieces",
        "planned",
        "published",
        "quarter",
        "quarter_told",
        "subresolve",
        "text",
        "told",
        "told_clock",
        "told_day",
        "told_evening",
        "told_here",
        "told_in_sentence",
        "told_part",
        "turn",
        "week",
        "whole_years",
        "written",
    )

    def __init__(self, text: str, published: date, day_first: bool | None) -> None:
        self.text = text
        self.published = published
        self.written = published
        """The day of the dateline, "today" to the writer; that of publication, where no dateline names another."""
        self.day_first = day_first
        self.dated: dict[tuple[int, int], int] = {}
        """The years of the days, by month and day, that were told with their year."""
        self.told: Timex | None = None
        """The last date named, to which "the following day" refers."""
        self.planned: Timex | None = None
        """The date ahead of publication that was named last, if none that lies behind was named since."""
        self.by_week = False
        """Whether that date names its week."""
        self.told_day: date | None = None
        """The last single day named."""
        self.event_day: date | None = None
        """The same, but for days on which somebody only spoke of what was before: that of a time of day."""
        self.told_evening = False
        """Whether that day's evening or night was told, so that a morning told next is the following one."""
        self.told_clock: Timex | None = None
        """The clock time named last, in this sentence or in the one before it that names any time."""
        self.told_part: Timex | None = None
        """The part of a day named last, in this sentence or in the one before it: "Thursday night"."""
        self._attacks: int | None = None
        self._fiscal_ends: frozenset[int] | None = None
        self._quarter_ends: frozenset[int] | None = None
        self._stamped: bool | None = None
        self.part_in_sentence = False
        self.by_half = False
        """Whether it is known to be of the afternoon or evening, so that "at 9:15" may go on from "7 p.m."."""
        self.turn = 0
        """How many sentences were read that may name a time."""
        self.event_turn = 0
        """Which of them named the day of the event last."""
        self.clock_in_sentence = False
        """Whether this sentence has named a clock time already."""
        self.entry: date | None = None
        """The day that heads an entry of a timeline: "Sunday 4 August", "28 July 1986: ..."."""
        self.quarter: Timex | None = None
        """The first quarter named: what a report of earnings is about, to which its "a year earlier" refers."""
        self.half: Timex | None = None
        """The half of a year named last, if no quarter was named since."""
        self.half_turn = 0
        """In which of the sentences read it was named."""
        self.quarter_told: Timex | None = None
        """The last quarter named in this sentence."""
        self.told_here: Timex | None = None
        """The date that this sentence has told last, if it is not only compared with."""
        self.told_in_sentence = False
        """Whether this sentence has told a day already."""
        self.week: date | None = None
        """The last day of the week that a report is about: "the week ended Sept. 7"."""
        self.whole_years = False
        """Whether the report has turned from the quarter to longer spells, such as nine months."""
        self.last: tuple[int, Timex] | None = None
        """The piece after the last date of this sentence, and what that came to."""
        self.pieces: Sequence[str] = ()
        self.offsets: Sequence[int] = ()
        self.codes = ""
        self.subresolve: Callable[[int, int, Match], Timex | None] = lambda _start, _end, _outer: None

    def begin(self, pieces: Sequence[str], codes: str) -> None:
        """Turn to the next sentence that may name a time."""
        if not self.clock_in_sentence:
            self.told_clock = None
        if not self.part_in_sentence:
            self.told_part = None
        self.pieces, self.codes, self.offsets = pieces, codes, ()
        self.turn += 1
        self.told_in_sentence, self.clock_in_sentence, self.part_in_sentence = False, False, False
        self.last, self.told_here, self.quarter_told = None, None, None

    def tell(self, timex: Timex, first: int, last: int) -> None:
        """Keep a date as the one that "the next day" or "that year" will refer to.

        What lies ahead of publication is planned, not told. Of several days in one sentence, a later one carries the
        story on, while an earlier one ("recalled the attack of 7 October") is only looked back to, as is what a sum
        is compared with ("from $2 million a year earlier") and what stands like an adjective ("the 7 October attack").
        """
        days = timex.days
        if days is None:
            return
        if self.planned is None and self._tells_publication() and self._is_dateline(timex, first, last):
            self.written = days.first
            if days.first != self.published:  # from which "the next day" is reckoned where nothing else is told
                self.told, self.told_day = timex, days.first
            return
        if timex.type == "DATE" and self._heads(first, last):
            self.entry = days.first if days.first == days.last else None
        if _CLOCK(timex.value):
            self.told_clock, self.clock_in_sentence = timex, True
        elif timex.type == "TIME":
            self.told_part, self.part_in_sentence = timex, True
        if days.first > self.published:
            self.planned = timex
            return
        if self.pieces[:1] == ["With"]:
            return  # "With the votes counted on Monday, ..." is told in passing
        if self.pieces[last - 1] in _LOOKING_BACK or (days.first == days.last and self._qualifies(first, last)):
            return
        if (
            self.pieces[last - 1] == "ago"
            and days.precision is not Precision.YEAR
            and "year" in self.pieces[first:last]
        ):
            return  # "in October, from 3 percent a year ago"
        past = days.last < self.published and self.published - days.first > _LONG_PAST
        if past and self.pieces[max(first - 2, 0)] in _STARTING:
            return  # "the highest since July 30", "the index, base 1980"
        if is_compared(self.pieces[max(first - REACH, 0) : first], self.pieces[last : last + 1]):
            return
        if days.first != days.last and not _LAST_BUT_ONE.isdisjoint(self.pieces[first:last]):
            return  # "the previous year"
        self.told, self.planned, self.by_week = timex, None, self._is_week(first, last)
        if not self._ends_quarters(first):
            self.told_here = timex
        if days.first == days.last:
            if self._carries_on(self.event_day, days.first) and not (self.event_day and self._is_of_speaker(first)):
                self.event_day, self.event_turn = days.first, self.turn
            if self._carries_on(self.told_day, days.first):
                self.told_day = days.first
                self.told_evening = timex.type == "TIME" and _EVENING(timex.value) is not None
            self.told_in_sentence = True

    def _tells_publication(self) -> bool:
        """Whether nothing was told yet but, at the head of the page, the day of publication."""
        days = self.told.days if self.told is not None else None
        return self.told is None or (days is not None and days.first == days.last == self.published)

    def _is_dateline(self, timex: Timex, first: int, last: int) -> bool:
        """Whether a date at the head of a text is the day of writing: "NEW DELHI, July 17 (PTI) -"."""
        days, before = timex.days, [piece for piece in self.pieces[:first] if not piece.isspace()]
        if days is None or days.first != days.last or not timedelta(0) <= self.published - days.first <= _OLD_DATELINE:
            return False
        place = before[-2:-1] != [] and before[-1] == "," and before[-2][:1].isupper() and len(before) < _LONG_DATELINE
        following = next((piece for piece in self.pieces[last:] if not piece.isspace()), "")
        return place and following in _AFTER_DATELINE

    def _heads(self, first: int, last: int) -> bool:
        """Whether a date stands alone in its sentence, or at its beginning before a colon or a dash."""
        if any(map(str.isalnum, self.pieces[:first])):
            return False
        following = next((piece for piece in self.pieces[last:] if not piece.isspace()), "")
        return following in _AFTER_HEADING

    def in_entry(self) -> date | None:
        """The day of the timeline's entry, unless another day was told in it."""
        return self.entry if self.entry is not None and self.told_day in {self.entry, None} else None

    def is_stamped(self) -> bool:
        """Whether its lines begin with the time of day in bare figures: "1947 The palace says ..."."""
        if self._stamped is None:
            self._stamped = len(_STAMPS.findall(self.text)) >= _A_FEW
        return self._stamped

    def reviewed(self) -> int | None:
        """The year that a text printed at its end, or early in the next, looks back on: "Looking Back on 1988"."""
        if self.published.month not in {1, 12} or not _REVIEW.search(self.text, 0, _HEAD):
            return None
        return self.published.year - (self.published.month == 1)

    def attacks_told(self) -> int:
        """The year of the attacks of an 11 September that the text has words of, 2001 or 2012; 0 if of neither."""
        if self._attacks is None:
            self._attacks = 2012 if "Benghazi" in self.text else 2001 if _TERROR.search(self.text) else 0
        return self._attacks

    def quarter_end(self) -> int | None:
        """The last month of the quarter that the text tells of, if of one alone: "the quarter ended Sept. 29"."""
        if self._quarter_ends is None:
            self._quarter_ends = _months_named(_QUARTER_ENDS, self.text)
        return next(iter(self._quarter_ends)) if len(self._quarter_ends) == 1 else None

    def fiscal_year_end(self) -> int | None:
        """The last month of the fiscal year, if the text tells of one alone: "its fiscal year ended June 30"."""
        if self._fiscal_ends is None:
            self._fiscal_ends = _months_named(_FISCAL_ENDS, self.text)
        return next(iter(self._fiscal_ends)) if len(self._fiscal_ends) == 1 else None

    def tell_quarter(self, quarter: Timex, year: int) -> None:
        """Keep a quarter as the one that a report is about, unless another one before publication was told later."""
        self.quarter_told, self.whole_years, self.half = quarter, False, None
        kept, days = self.quarter, quarter.days
        over = days is not None and days.last < self.published
        if year >= self.published.year - 1 and (kept is None or (kept.value < quarter.value and over)):
            self.quarter = quarter

    def tell_half(self, half: Timex) -> None:
        """Keep a half of a year as that with which the next sentences may compare."""
        self.half, self.half_turn, self.whole_years = half, self.turn, False

    def half_told(self) -> Timex | None:
        """The half of a year named in this sentence or the last one."""
        return self.half if self.turn - self.half_turn <= 1 and not self.whole_years else None

    def _carries_on(self, told: date | None, day: date) -> bool:
        """Whether a day takes the place of the one told so far: of several in one sentence only a later one does."""
        return not self.told_in_sentence or told is None or day > told

    def _is_of_speaker(self, first: int) -> bool:
        """Whether a day only tells when somebody spoke: "police said on Thursday" of what was before."""
        near = [piece for piece in self.pieces[max(first - 6, 0) : first] if not piece.isspace() and piece != "on"]
        return near[-1:] != [] and near[-1] in _SPOKE

    def _is_week(self, first: int, last: int) -> bool:
        """Whether it names a week by one of its days: "the week ended 3 May", "the 3 May week"."""
        if "week" in self.pieces[last : last + 2]:
            return True
        near = self.pieces[max(first - 6, 0) : first]
        return "week" in near and [piece for piece in near if not piece.isspace()][-1] in _WEEK_ENDS

    def _ends_quarters(self, first: int) -> bool:
        """Whether a date only tells when quarters ended, with which others compare: "for quarters ended in July"."""
        before = self.pieces[:first]
        return "quarters" in before and not {"ended", "ending"}.isdisjoint(before)

    def _qualifies(self, first: int, last: int) -> bool:
        """Whether a date stands like an adjective, and so looks back: "after the July 30 ruling"."""
        before, after = self.pieces[max(first - 2, 0) : first], self.pieces[last : last + 2]
        noun = "".join(after[1:])
        return before[:1] in _ARTICLES and after[:1] == [" "] and noun.islower() and noun not in _FUNCTION_WORDS


_EVENING = re.compile(r".*T(?:1[89]|2\d|EV|NI)").match
_OLD_DATELINE = timedelta(days=2)
_LONG_DATELINE = 8
_AFTER_DATELINE = frozenset(("(", ":", "-", "–", "—", ".", ""))
_AFTER_HEADING = frozenset((":", "-", "–", "—", ""))
_STAMPS = re.compile(r"(?m)^[^\w\n]{0,8}(?:[01]\d|2[0-3])[0-5]\d(?:[:–—-]|:? [A-Z])")
_A_FEW = 3
_TERROR = re.compile(r"(?i)\b(?:al[- ]qa[ei]da|hijack|world trade cent|twin towers|bin laden|terror)")
_ENDED = r" (?:that |which )?end(?:ed|s|ing) (?:on |in )?(?:\d\d? )?([A-Z][a-z]+\.?)"
_QUARTER_ENDS = re.compile((r"\b(?:quarter|three months)" + _ENDED).replace(" ", r"\s+"))
_FISCAL_ENDS = re.compile((r"\bfiscal year" + _ENDED).replace(" ", r"\s+"))


def _months_named(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    """The months that a pattern finds the names of."""
    names = (name.lower().rstrip(".") for name in pattern.findall(text))
    return frozenset(MONTHS[name] for name in names if name in MONTHS)


_REVIEW = re.compile(r"(?i)\b(?:looking back on|chronology of|year in review|review of the year|a look back at)\b")
_HEAD = 200
_CLOCK = re.compile(r".*T\d\d:\d\d").match
_SPOKE = frozenset("said says told reporters public published released".split())
_LONG_PAST = timedelta(days=14)
_LAST_BUT_ONE = frozenset("previous prior preceding".split())
_STARTING = frozenset("since base".split())
_WEEK_ENDS = frozenset("ended ending to of".split())
_LOOKING_BACK = frozenset("earlier before previously".split())
"""Last words of what only compares with an earlier time: "up from $3 million a year earlier"."""
_ARTICLES = (["the"], ["The"], ["a"], ["A"], ["its"], ["his"], ["her"], ["their"])
_FUNCTION_WORDS = frozenset("in at by for of to and or but when that was were is are had has".split())
