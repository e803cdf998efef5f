"""Which day, week or year an expression means that leaves it out: by publication, tense and the words around it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, takewhile

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.cues import LIMITS, ONWARD, UNTIL
from newsindex.analysis.dates.direction import direction
from newsindex.analysis.dates.match import Match
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.spans import Precision

__all__ = ["SOON", "day_told", "fit_day", "fit_month", "is_stamp", "week_told"]

_NEAR = timedelta(days=60)
_FORTNIGHT = timedelta(days=14)
_FORESEEN = timedelta(days=250)
"""Only "will" beside a day without a year places it farther ahead than this; the tense alone does not."""


def fit_day(match: Match, month: int, day: int, weekday: int = 0) -> date | None:
    """The day of that month and day whose year fits publication and tense, or first the weekday (1 is Monday)."""
    published = match.published
    told = match.context.last[1].days if match.context.last is not None else None
    if told is not None and told.first == told.last and told.first > published and _ends_range(match, told.first):
        after = [when for year in (0, 1) if (when := _date(told.first.year + year, month, day))]
        found = next((when for when in after if when > told.first), None)
        if found is None or found - told.first < _FORESEEN:
            return found  # "from 24 July 2030 to 9 August"
    days = [when for year in (-1, 0, 1) if (when := _date(published.year + year, month, day))]
    if agreeing := [when for when in days if when.isoweekday() == weekday]:
        days = agreeing
    if not days:  # the 29th of February in no near year
        days = [when for year in range(-4, 5) if (when := _date(published.year + year, month, day))]
    if not days:
        return None
    behind = max((when for when in days if when <= published), default=None)
    ahead = min((when for when in days if when >= published), default=None)
    if behind is None or ahead is None:
        return behind or ahead
    nearest = behind if published - behind <= ahead - published else ahead
    before = match.before()[0]
    following = match.after()[0]
    if before == "ending" and published - behind < _REPORTED and not _PERIODS.isdisjoint(match.before(6)):
        return behind  # "in the quarter ending Sept. 30", told in October
    if before in {"is", "are", "ending"} or (before in UNTIL and following not in _DONE and direction(match) == FUTURE):
        return ahead
    if before in LIMITS:
        due = before != "through" and published - behind > _NEAR and direction(match) == FUTURE
        return ahead if due else nearest  # "their goal of a deal by Sept. 13"
    if match.before(2) in _FALLS_ON or before in _LISTED or not _HELD.isdisjoint(match.before(4)):
        return nearest
    if before in ONWARD:
        return nearest if published - behind < _REPORTED else ahead
    if before == "the" and following in _EVENTS:
        return nearest  # "they clung to the July 24 opening"
    if _is_delivered(match):
        return ahead if published - behind > _FORTNIGHT else behind
    far = ahead - published > _FORTNIGHT or not _ENDED.isdisjoint(match.before(4))
    done = before not in _OFFSETS and match.just_before() == PAST and following != "will"
    if nearest is ahead and far and done:
        return behind
    if nearest is ahead and match.opens() and following in _HEADS:
        entry = match.context.entry
        if match.tense_after() == PAST or (entry is not None and entry <= behind):
            return behind  # "Jan. 4: The choir sang", in a review of the year
    if abs(nearest - published) < _NEAR:
        return nearest
    tense = direction(match)
    if (
        tense == FUTURE
        and told is not None
        and published < told.first == told.last < ahead
        and "and" in match.before(6)
    ):
        return ahead  # "he will become chief executive Dec. 2 and chairman April 28"
    if tense == FUTURE:
        certain = not {"will", "ending"}.isdisjoint(match.before(4))
        return ahead if certain or ahead - published < _FORESEEN else nearest
    return behind if tense == PAST else nearest


def _ends_range(match: Match, first: date) -> bool:
    """Whether it ends what begins with the day told before it: "from May 3 to 9 August", "between May 3 and June 4"."""
    before = match.before()[0]
    if before in _RUNS_TO:
        return first.year > match.published.year or "from" in match.before(8)
    return before == "and" and "between" in match.before(8)


_RUNS_TO = frozenset("to until till through".split())
_REPORTED = timedelta(days=120)
_OFFSETS = frozenset("after for of from to effective".split())
"""Between a verb and a day these say nothing of when it was done: "shares held as of March 20"."""
_PERIODS = frozenset("quarter days months month weeks week half period".split())
_HELD = frozenset("record registered pledged redeemable".split())
_EVENTS = frozenset("opening deadline election vote referendum launch ballot runoff primary date".split())
_ENDING = (("in", "ending"), ("in", "ends"))
_LISTED = frozenset("registered record proposed planned scheduled expected associated".split())
_ENDED = frozenset("died killed born murdered arrested".split())
"""What nobody tells of beforehand: "he died on 5 January"."""
_HEADS = frozenset((":", "-", "–", "—"))
_FALLS_ON = (["on", "falling"], ["on", "falls"], ["on", "fall"])
_WITHIN = frozenset("in early late mid".split())
_DONE = frozenset("was were had met died began came went left fell won lost".split())
"""Verbs that cannot be taken for a participle, as "approved" or "planned" can."""


def fit_month(match: Match, month: int) -> int:
    """The year of a month named without one: what is a month ahead, or nearly a year, outweighs the tense."""
    published, entry = match.published, match.context.in_entry()
    ahead = (month - published.month) % 12
    if entry is not None and published - entry > _REPORTED:
        return entry.year - (month > entry.month)  # "Jan. 18: In January it had ..."
    if (story := _year_of_story(match, month) or match.context.reviewed()) is not None:
        return story
    if not ahead:
        return published.year
    before, farther = match.before(2)
    if before == "ending" and len(farther) == 4 and farther.isdigit():
        return int(farther)  # "fiscal 1986 ending September"
    if before in UNTIL and farther == "not":
        return published.year - (month > published.month)  # "it was not until August that they followed him"
    if ahead < 10 and (_is_delivery(match) or not UNTIL.isdisjoint(match.before(3))):
        future = True
    elif before in LIMITS or before == "ending" or (before, farther) in _ENDING:
        future = ahead <= 6 or (ahead < 10 and direction(match) == FUTURE)
    elif before in {"since", "last"} or not _MADE.isdisjoint(word for word in match.after(2) if word != ")"):
        future = False
    elif farther == "forecast" or _comes_after(match):
        future = False  # "against growth of 6 percent forecast in December", "after the storms in April"
    elif _goes_on(match, ahead) or (ahead < 10 and _is_planned(match, ahead)):
        future = True
    elif ahead == 1:
        near = match.before(6)
        done = not _DONE.isdisjoint(near[:5]) or any(word.endswith("ed") and word not in _LISTED for word in near)
        future = before not in _WITHIN or match.just_before() != PAST or not done
    else:
        # What has been already in this year is seldom meant of the next: "growth fell from 4 percent in January".
        likely = ahead < 10 if month > published.month or _CERTAIN & set(match.before(8)) else ahead < 7
        future = likely and direction(match) == FUTURE
    if future:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _year_of_story(match: Match, month: int) -> int | None:
    """The year of a month in a story that is long over: "In 1982 a strike closed the plant; in May the banks ..."."""
    told = match.context.told_here
    days = told.days if told is not None else None
    if days is None or match.published.year - days.last.year < _STORY or match.tense() != PAST:
        return None
    end = match.context.last[0] if match.context.last is not None else 0
    between = match.context.pieces[end : match.start]
    if match.before()[0] != "in" or any(piece[0].isdigit() for piece in between) or _CLAUSE_MARKS.isdisjoint(between):
        return None  # "the index, base 1980, stood at 98.6 in May"
    if days.precision is Precision.YEAR:
        return days.first.year
    if days.precision not in {Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.PART}:
        return None
    return days.first.year + (month < days.first.month)


_STORY = 2
_CLAUSE_MARKS = frozenset(", ; : and but when".split())


def _comes_after(match: Match) -> bool:
    """Whether it tells when something else happened first: "to be rebuilt after the storms in April"."""
    near = match.before(7)
    return near[0] == "in" and "after" in near[:5] and UNTIL.isdisjoint(near)


def _is_planned(match: Match, ahead: int) -> bool:
    """Whether it is still to come: "between now and June", "the need for a budget in May", "a meeting in June"."""
    near = match.before(9)
    if near[:2] == ["and", "now"] or (near[0] == "in" and ("for", "need") in pairwise(near)):
        return True
    if near[:3] == ["in", "approval", "for"]:
        return True
    return near[0] == "in" and near[1] in _GATHERINGS and ahead < _SEASON and match.tense() != PAST


_SEASON = 5
_GATHERINGS = frozenset("meeting summit election elections referendum conference congress vote".split())


def _goes_on(match: Match, ahead: int) -> bool:
    """Whether the sentence lists what is to come: "Italy in November, Spain in December, Mexico in January"."""
    end, found = match.context.last or (0, timex.PAST)
    days = found.days
    if match.inside or days is None or days.first <= match.published or not 1 < ahead < 10:
        return False
    if days.precision not in {Precision.MONTH, Precision.DAY, Precision.PART}:
        return False
    later = 12 * (days.first.year - match.published.year) + days.first.month - match.published.month
    return later <= ahead and not any(_ends_list(word) for word in match.context.pieces[end : match.start])


def _ends_list(word: str) -> bool:
    return word in _DONE or word in {";", "since"} or word.endswith("ed")


def _is_delivered(match: Match) -> bool:
    """Whether goods are to be shipped on that day: "for May 15/June 15 shipment", "for delivery between May 3 and"."""
    near = list(takewhile(lambda word: word not in _CLAUSES, match.before(8)))
    return not _SHIPPED.isdisjoint(near) or not _SHIPPED.isdisjoint(match.after(6))


_SHIPPED = frozenset("shipment delivery laydays lading".split())


def _is_delivery(match: Match) -> bool:
    """Whether goods are sold or traded for that month, which is then to come: "crude for June delivery"."""
    goods = (word for word in match.after(6) if word != "/")
    following = list(takewhile(lambda word: word.isalpha() and word not in _CLAUSES, goods))[:4]
    frozen = following[:1] == ["frozen"]
    following = following[1:] if frozen else following
    if not _DELIVERIES.isdisjoint(following):
        return True
    if match.before()[0] == "for" and following[:1] and following[0] in _MOVED and match.after(2)[1].isdigit():
        return True  # "crude for January fell 46 cents"
    if _TRADED.isdisjoint(match.context.pieces):
        return False
    before, moves = match.before()[0], following[:1] != [] and following[0] in _MOVED
    if before in _NEARBY or (moves and (before in _OPENS or not before)):
        return True  # "nearby June fell 45 points", "July was up 13 cents"
    return not _CONTRACTS.isdisjoint(following[:1]) or not {"contract", "contracts"}.isdisjoint(following)


_CLAUSES = frozenset("that which who when as after because".split())
_MOVED = frozenset("fell rose gained lost dropped jumped slid settled closed ended was".split())
_DELIVERIES = frozenset("delivery settlement deliveries futures shipment shipments arrival loading onwards".split())
_CONTRACTS = frozenset(
    """contract contracts options brent oil yen sterling mark marks franc francs wheat corn soybeans soybean
    soyoil soymeal cotton sugar coffee cocoa gold silver platinum copper hogs cattle pork bellies crude gasoline
    eurodollars""".split()
)
"""What is bought and sold for a month to come, where its trade is told of: "June yen closed at"."""
_TRADED = frozenset(
    "futures cents barrel ounce bushel tonne traded traders dealers settled trading points contract nearby".split()
)
_NEARBY = frozenset("nearby near".split())
_OPENS = frozenset(", ; : and while but as".split())
_CERTAIN = frozenset("will due scheduled next soon".split())
_MADE = frozenset(
    """agreement accord pact deal decision ruling decree attack attacks bombing bombings coup uprising massacre crash
    earthquake announcement""".split()
)
"""What a month that stands before it tells of as done: "the December agreement"."""


def week_told(match: Match, shift: int) -> date:
    """A day of the week that "this week", and those before and after it, are reckoned from.

    On a Sunday the wires look ahead: their last week is the one just over, and this week has yet to begin.
    """
    published = match.published
    if published.isoweekday() in {5, 6} and match.words.endswith("past week"):
        return published + timedelta(days=7)  # "in the past week", when most of this one is over
    if published.isoweekday() < 7 or shift > 0:
        return published
    over = not shift and (match.before()[0] == "earlier" or match.tense() == PAST)
    return published if over else published + timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


SOON = timedelta(days=14)
_LONG_PAST = timedelta(days=60)
_FAR_PAST = timedelta(days=1100)
_SENTENCES = 1
"""A day long past is still told of in no more sentences than these after it was named."""


def day_told(match: Match, clock: str) -> date:
    """The day of a time without one: that told last, or the one after its evening; no past day of what is to come."""
    context = match.context
    if (entry := context.in_entry()) is not None:
        return entry
    if is_stamp(match):
        return context.entry or match.published
    if match.tense() == FUTURE:
        planned = context.planned.days if context.planned is not None else None
        soon = planned is not None and planned.first == planned.last < match.published + SOON
        return planned.first if planned is not None and soon else match.published
    if (within := _of_part_told(match, clock)) is not None:
        return within
    day = context.event_day or match.published
    told_on = context.turn - context.event_turn <= _SENTENCES and match.tense() == PAST and not context.by_week
    if not context.told_in_sentence and day < match.published - (_FAR_PAST if told_on else _LONG_PAST):
        day = match.published
    if context.told_evening and (clock < "12" or clock in {"MO", "AF"}) and day < match.published:
        day += timedelta(days=1)  # "at 11 p.m. on Monday ... by 8 a.m."
    return day


def _of_part_told(match: Match, clock: str) -> date | None:
    """The day of the part of a day told last, if the time lies in it: "on Thursday night. At 9:30 p.m., it ..."."""
    part = match.context.told_part
    if part is None or part.days is None or part.days.first > match.published or not clock[:2].isdigit():
        return None
    hours = _HOURS.get(part.value[10:])
    return part.days.first if hours is not None and hours[0] <= clock < hours[1] else None


_HOURS = {"TMO": ("05", "12"), "TAF": ("12", "18"), "TEV": ("17", "22"), "TNI": ("18", "24")}
"""From when to when each part of the day goes, where a time is told in it; but past midnight is another day."""


def is_stamp(match: Match) -> bool:
    """Whether it only tells when what follows was written or happened: "10.03am: ..." in a live report."""
    return match.after()[0] in {":", "-", "–", "—", ""} and match.opens()
