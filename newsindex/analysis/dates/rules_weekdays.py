"""Rules for days by their weekday, and for weekends."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.cues import LIMITS
from newsindex.analysis.dates.direction import direction
from newsindex.analysis.dates.fitting import week_told
from newsindex.analysis.dates.lexicon import NAMED_AFTER_DAYS, SMALL_NUMBERS, WEEKDAYS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import days_since, is_habit, number, shift_of
from newsindex.analysis.dates.tense import FUTURE, PAST, UNKNOWN
from newsindex.analysis.dates.timex import Timex
from newsindex.analysis.dates.verbs import BEHIND, SCHEDULED
from newsindex.spans import Precision

__all__ = ["RULES", "names_show"]

_NAMED_BEFORE_DAYS = frozenset("super bloody ruby black mr mrs ms joe man".split())


def names_show(match: Match, at: int) -> bool:
    """Whether a weekday and the part of a day at a piece are the beginning of a name: "Saturday Night Live"."""
    return (
        match.raw(at) in _PARTS_IN_NAMES
        and match.raw(at + 1).isspace()
        and match.raw(at + 2)[:1].isupper()
        and not (match.raw(match.start - 2).istitle() and match.raw(match.start - 2) not in _BEFORE_NAMES)
    )


_PARTS_IN_NAMES = frozenset("Morning Night Evening Afternoon".split())
_BEFORE_NAMES = frozenset("The On A In".split())


def weekday(match: Match) -> Timex | None:
    """A weekday alone: near the day it is joined to, else that of publication, or before or after as the tense says."""
    named = match.after()[0] in NAMED_AFTER_DAYS and match.raw(match.end + 1)[:1].isupper()
    if named or (not match.inside and match.before()[0] in _NAMED_BEFORE_DAYS):
        return None  # "the Good Friday Agreement", "the Sunday Times", "Super Tuesday"
    if names_show(match, match.end + 1):
        return None  # "Saturday Night Live"
    if match.words == "sunday" and match.after()[0] in {"school", "schools"}:
        return None
    if (match.before()[0], match.words) in _NAMES:
        return None
    if match.after()[0] in _PAPERS and not match.inside:
        return None  # "a Sunday circulation of 30,000"
    if (
        match.before()[0] == "one"
        and not match.inside
        and match.before(2)[1] in {"", ",", "late", "early", "on", "until"}
    ):
        return Timex("DATE", f"XXXX-WXX-{WEEKDAYS[match('weekday')]}")  # "one Tuesday, he let himself in"
    if match.before(2) == ["a", "on"] and not match.inside and match.after()[0] in _AFTER_ANY_DAY:
        return Timex("DATE", f"XXXX-WXX-{WEEKDAYS[match('weekday')]}")  # "we meet on a Monday"
    told = match.context.told_day
    if match.before(2) == ["a", ","] and told is not None and told.isoweekday() == WEEKDAYS[match("weekday")]:
        return timex.day(told)  # "on Aug. 18, a Saturday"
    if match.after()[0] == "prayers" and told is not None and told.isoweekday() == WEEKDAYS[match("weekday")]:
        return timex.day(told)  # "On 26 June, a bomb went off during Friday prayers"
    if is_habit(match):
        return timex.repeated(f"XXXX-WXX-{WEEKDAYS[match('weekday')]}")
    entry = match.context.in_entry()
    if entry is not None and match.published - entry > _WEEK:
        ahead = (WEEKDAYS[match("weekday")] - entry.isoweekday()) % 7
        return timex.day(entry + timedelta(days=ahead - 7 * (ahead > 0 and match.tense() == PAST)))
    gap = days_since(match("weekday"), match.published)
    if match.before(2) == ["(", "today"]:
        return timex.day(match.published - timedelta(days=gap))
    first, second, third = match.before(3)
    beside_it = third if first in _DOUBTS or second in _PARTS else second
    joined = match.joined() if beside_it in WEEKDAYS or beside_it in _NAMED_DAYS else None
    if joined is not None and joined.days is not None and joined.days.first == joined.days.last:
        beside = (WEEKDAYS[match("weekday")] - joined.days.first.isoweekday()) % 7
        onward = beside < 4 or match.before()[0] in _ONWARD
        near = joined.days.first + timedelta(days=beside if onward else beside - 7)
        if near > match.published >= joined.days.first and beside_it in WEEKDAYS and direction(match) == PAST:
            near -= timedelta(days=7)
        return timex.day(near)
    ahead = gap > 0 and _lies_ahead(match, gap)
    if ahead and (next_week := _after_next(match)):
        return timex.day(next_week)
    if gap and not ahead and (listed := _in_list(match)):
        return timex.day(listed)
    return timex.day(match.published + timedelta(days=7 * ahead - gap))


def _lies_ahead(match: Match, gap: int) -> bool:
    """Whether a weekday is the next one: as is said, else the nearer one; yesterday's only if it plainly is."""
    way = direction(match)
    if way == UNKNOWN:
        return gap >= _NEARLY
    if way == PAST:  # in another time zone it is tomorrow already
        return gap == _TOMORROW and match.inside and match.raw(match.start).lower() == "early"
    if gap > 1 or match.before()[0] in LIMITS or match.before()[0] in _ONWARD_FROM:
        return True
    if (
        match.before()[0] == "for"
        or not {"is", "are"}.isdisjoint(match.before(3))
        or any(pair in _TO_BE for pair in pairwise(match.before(6)))
    ):
        return True
    beside = match.context.last[1].days if match.context.last is not None else None
    if beside is not None and beside.first > match.published:
        return True  # "he is to fly there on Saturday and meet him on Monday"
    near = {*match.before(24), *match.after(6)}
    told = not _PLAINLY.isdisjoint(near) or match.after(2) == ["to", "be"]
    return told or any(SCHEDULED.get(word) for word in match.before(5))


_NEARLY, _TOMORROW = 5, 6
_ONWARD_FROM = frozenset("from effective starting beginning".split())
_TO_BE = {("be", word) for word in ("can", "may", "must", "should", "to")}
_PLAINLY = frozenset(
    """will ll shall due scheduled next expires reopens await awaits awaited awaiting means plans intends hopes aims
    expects vote votes report reports face faces host hosts plays""".split()
)
"""Without these "they were told to leave Tuesday" was yesterday, if it is Wednesday."""


def _in_list(match: Match) -> date | None:
    """The day after one to come that it is listed with: "they strike two hours on Thursday, four on Friday"."""
    end, found = match.context.last or (0, timex.PAST)
    days = found.days
    if days is None or days.first != days.last or match.start - end > _LIST:
        return None
    if not timedelta(0) < days.first - match.published < _FORTNIGHT:
        return None
    between = [piece for piece in match.context.pieces[end : match.start] if not piece.isspace()]
    if between[:1] not in ([","], ["and"]) or not all(word in _LISTED or word[0].isupper() for word in between):
        return None
    return days.first + timedelta(days=(WEEKDAYS[match("weekday")] - days.first.isoweekday()) % 7)


_LIST, _FORTNIGHT = 12, timedelta(days=14)
_LISTED = frozenset((*SMALL_NUMBERS, *", and on in at then again".split()))


def _after_next(match: Match) -> date | None:
    """The day in the week of the one before it: "they meet next Monday, and on Friday"."""
    end, found = match.context.last or (0, timex.PAST)
    days = found.days
    if days is None or days.first != days.last or "next" not in match.context.pieces[:end]:
        return None
    when = days.first + timedelta(days=WEEKDAYS[match("weekday")] - days.first.isoweekday())
    return when if when >= days.first > match.published else None


_WEEK = timedelta(days=6)
_NAMES = (("sheffield", "wednesday"), ("good", "friday"))
_PARTS = frozenset("morning afternoon evening night".split())
_DOUBTS = frozenset("possibly perhaps maybe".split())
_ONWARD = frozenset("to through until till".split())
_PAPERS = frozenset("circulation paper papers newspaper newspapers edition editions".split())
_NAMED_DAYS = frozenset("yesterday today tonight tomorrow".split())
_AFTER_ANY_DAY = frozenset(", . ; : ) and or but to in at when that because if as is was for with".split()) | {""}


def directed_weekday(match: Match) -> Timex | list[Piecewise] | None:
    """``last Friday``: the nearest before yesterday; ``next Friday``: that of next week."""
    if match("which") == "coming" and match.words.startswith("coming"):
        when = match.published + timedelta(days=7 - days_since(match("weekday"), match.published))
        return [(match.start + 2, match.end, timex.day(when))]  # "figures coming Thursday"
    gap, shift = days_since(match("weekday"), match.published), shift_of(match("which"))
    if match("which") == "next":
        return timex.day(
            match.published + timedelta(days=7 - match.published.isoweekday() + WEEKDAYS[match("weekday")])
        )
    if shift < 0 and gap == 1 and match("which") == "last":
        gap += 7  # yesterday is not called so
    if shift < 0 or (not shift and match.before()[0] not in _FOR and direction(match) == PAST):
        return timex.day(match.published - timedelta(days=gap or 7 * -shift))
    return timex.day(match.published + timedelta(days=(7 - gap) if shift or gap else 0))


_FOR = frozenset("for by until till".split())


def following_weekday(match: Match) -> Timex | None:
    """``the following Monday``, after the day told last; ``the previous Friday``, before publication or that day."""
    if shift_of(match.words) > 0:
        anchor = match.context.told_day or match.published
        return timex.day(anchor + timedelta(days=(WEEKDAYS[match("weekday")] - anchor.isoweekday() - 1) % 7 + 1))
    told = match.context.told_day if match.context.told_in_sentence else None
    anchor = told or match.published
    return timex.day(anchor - timedelta(days=(anchor.isoweekday() - WEEKDAYS[match("weekday")]) % 7 or 7))


def that_weekday(match: Match) -> Timex | list[Piecewise] | None:
    """``that Tuesday``, ``the same Friday``: of the week that the story has come to."""
    if match.words.startswith("that ") and match.after()[0] in {"'", "’", "would", "will"}:
        plain = match.sub("weekday")  # "he said that Friday's vote was lost"
        return None if plain is None else [(match.start + 2, match.end, plain)]
    anchor = _story_day(match) or match.published
    gap = WEEKDAYS[match("weekday")] - anchor.isoweekday()
    onward = gap < 0 and anchor.isoweekday() >= _FRIDAY and "had" not in match.after(_REACH)
    return timex.day(anchor + timedelta(days=gap + 7 * onward))


_FRIDAY, _REACH = 5, 6


def _story_day(match: Match) -> date | None:
    """The day that a story has come to, or the last one of its weekend."""
    told = match.context.told
    if told is not None and told.days is not None and told.days.precision is Precision.WEEKEND:
        return told.days.last
    return match.context.told_day


def the_weekday(match: Match) -> Timex | None:
    """``on the Sunday``: the next one after the day that a story has come to."""
    told, following = _story_day(match), match.after()[0]
    closed = following in _AFTER_ANY_DAY or following in BEHIND or following.endswith("ed")
    if told is None or not closed or match.published - told < _WEEK:
        return None
    return timex.day(told + timedelta(days=(WEEKDAYS[match("weekday")] - told.isoweekday() - 1) % 7 + 1))


def weekday_of_week(match: Match) -> Timex | None:
    """``Tuesday of last week``, ``Friday next week``, ``Monday this week``."""
    shift = shift_of(match("which"))
    told = week_told(match, shift)
    return timex.day(told + timedelta(days=7 * shift + WEEKDAYS[match("weekday")] - told.isoweekday()))


def week_after(match: Match) -> Timex:
    """``on Friday week``: seven days after the one to come."""
    return timex.day(match.published + timedelta(days=14 - days_since(match("weekday"), match.published)))


def weekdays_ago(match: Match) -> Timex | None:
    """``two Tuesdays ago``: the last one but one."""
    count = number(match("count"))
    if not count or count % 1:
        return None
    gap = days_since(match("weekdays").removesuffix("s"), match.published) or 7
    return timex.day(match.published - timedelta(days=gap + 7 * (int(count) - 1)))


def weekday_span(match: Match) -> list[Piecewise] | None:
    """``from Monday to Friday``: the second follows the first."""
    published = match.published
    gap = days_since(match("wday1"), match.published)
    width = (WEEKDAYS[match("wday2").rstrip(".")] - WEEKDAYS[match("wday1").rstrip(".")]) % 7
    begin = published - timedelta(days=gap)
    if gap and direction(match) == FUTURE:
        begin += timedelta(days=7)
    elif gap and begin + timedelta(days=width) > published:
        begin -= timedelta(days=7)
    return [
        (*match.span("wday1"), timex.day(begin)),
        (*match.span("wday2"), timex.day(begin + timedelta(days=width))),
    ]


def weekend(match: Match) -> Timex | None:
    """``last weekend``, ``the weekend``."""
    which = match("which")
    weekday = match.published.isoweekday()
    if not which:
        shift = -1 if weekday < 6 and direction(match) != FUTURE else 0
    else:
        shift = shift_of(which)
        if "past" in which and weekday == 7:
            shift = 0  # said on a Sunday
        elif shift > 0 and "coming" in which:
            shift = 0
        elif which == "this" and weekday < 4 and direction(match) == PAST:
            shift = -1  # said on Monday of what "took place this weekend"
    return timex.weekend(match.published + timedelta(days=7 * shift))


def weekend_as_adjective(match: Match) -> Timex | None:
    """``weekend talks``; but not "a long weekend", "a weekend break"."""
    following = match.after()[0]
    happened = following in _EVENTS and match.before()[0] in {"a", "of"}
    return None if not happened and (match.before()[0] in _ANY or not following.isalpha()) else weekend(match)


_EVENTS = frozenset(
    """assault attack attacks blast blizzard bombing bombings briefing clashes fighting fire fires killings march
    meeting protests raid raids rally riots session shelling shooting shootings storm storms strikes summit talks
    violence vote""".split()
)
_ANY = frozenset("a an any one each every long day first second last - or and of".split()) | {""}


RULES = [
    Rule("{weekday}", weekday, nested=True),
    Rule("(early|late) on {dayname}", lambda match: match.sub("dayname")),
    Rule("((very )?(early|late) )?{which} {weekday}", directed_weekday, nested=True),
    Rule("the (following|next|previous|preceding) {weekday}", following_weekday, nested=True),
    Rule("(that|the same|that same) {weekday}", that_weekday, nested=True),
    Rule("(?<=(on|until|by|since) )the {weekday}", the_weekday),
    Rule("{weekday} (of )?{which} week", weekday_of_week, nested=True),
    Rule("(?<=(on|until|by|from) ){weekday} week", week_after),
    Rule("{count} {weekdays} ago", weekdays_ago),
    Rule("{wday}( (to|through) | ?(–|-) ?){wday}", weekday_span),
    Rule("(?<=(from|between) ){wday} (to|and|through|until|till) {wday}", weekday_span),
    Rule("({which}|the) weekend", weekend, nested=True),
    Rule("weekend(?= )", weekend_as_adjective),
]
