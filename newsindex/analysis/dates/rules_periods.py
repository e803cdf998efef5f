"""Rules for months and seasons, and for parts of what is longer than a day."""

from __future__ import annotations

import re
from datetime import date

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.direction import direction
from newsindex.analysis.dates.fitting import fit_month
from newsindex.analysis.dates.lexicon import CLASSES, NAMED_AFTER_DAYS, OWNERS, SEASON_NAMES, SMALL_NUMBERS
from newsindex.analysis.dates.match import Match, Piecewise, Rule
from newsindex.analysis.dates.resolve import is_habit, month_of, shift_of, shifted, unit_code, year_written
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import Precision

__all__ = ["RULES"]


def month(match: Match) -> Timex | None:
    """A month with its year: ``October 2024``, ``Oct '89``, ``June last year``."""
    year = year_written(match)
    if year is None or (year < _OLD and match("mon") not in _FULL and match.published.year > _OLD):
        return None  # prices: "Jan 1320, Mar 1330"
    return timex.month(year, month_of(match("mon")))


_OLD = 1900
_FULL = frozenset(CLASSES["month"]) - {"may"}


_TAKES_MONTH = frozenset(
    """in by since until till last next this of from to into and between early late mid through during before after for
    or throughout around through – - , ( on late the that / s a strong weak""".split()
)
_JOINS = frozenset("and or of to for , ( - – the that around".split())
_AS_SOON_AS = tuple(["as", word, "as"] for word in ("soon", "early", "late", "recently"))
_OF_A_MONTH = frozenset(
    """sales data figures exports imports output orders payrolls inflation prices retail consumer industrial crude
    futures contract delivery trade deliveries deficit surplus production housing factory manufacturing jobless auto
    single vehicle unemployment volume passenger traffic index performance tender results reading report survey rate
    payroll jobs claims spending income settlement expiry position positions""".split()
)
_AFTER_PERSON = frozenset(
    "said says told added was is has had will would who did does met wants wanted hopes called".split()
)


def bare_month(match: Match) -> Timex | None:
    """A month alone, where the words around it allow that it is one."""
    words = match.words.removeprefix("the month of ")
    before = match.before()[0]
    if match.after()[0] in NAMED_AFTER_DAYS and match.raw(match.end + 1).istitle():
        return None  # "the May Street car wash"
    if not match.inside and words == match.words and _names_person(match, words, before):
        return None
    number_ = month_of(words)
    if match.before()[0] in {"mr", "miss"} or match.before(2) == [".", "mr"]:
        return None
    if match.before()[0] in _RECORDS:
        return Timex("DATE", f"XXXX-{number_:02d}")  # "the hottest June on record"
    if is_habit(match) or not {"usually", "historically", "traditionally", "typically"}.isdisjoint(match.after(5)):
        return timex.repeated(f"XXXX-{number_:02d}")
    joined = match.joined()
    if match.before()[0] == "," and match.before(2)[1].isdigit() and len(match.before(2)[1]) == 4:
        joined = None  # "after the crash in October 1987, December's figures"
    if joined is not None and joined.days is not None and joined.days.precision in _JOINING:
        first = joined.days.first.replace(day=1)
        ahead = (number_ - first.month) % 12
        ranges = match.before()[0] in {"to", "through", "until", "till"}
        onward = ahead < 9 or (ranges and timex.shift_months(first, ahead) <= match.published)
        near = timex.shift_months(first, ahead if onward else ahead - 12)
        return timex.month(near.year, near.month)
    return timex.month(fit_month(match, number_), number_)


_RECORDS = frozenset("hottest warmest wettest driest coldest coolest busiest deadliest snowiest rainiest".split())
_AFTER_VERBS = frozenset("in on to for against at through with over into from as after and said says".split())
_JOINING = frozenset({Precision.MONTH, Precision.DAY, Precision.PART})


def _names_person(match: Match, words: str, before: str) -> bool:
    """Whether the words around it say that it is a verb or somebody's name: "April Jones", "In London, May said"."""
    if match.before(3) in _AS_SOON_AS:
        return False
    following = match.after()[0]
    beside = match.raw(match.start - 2)
    named = before == "the" or (beside.istitle() and before != "but")
    owner = following in {"'", "’"} and match.after(3)[1] == "s" and match.raw(match.end + 3).islower()
    if (words.rstrip(".") in _NO_PERSONS and not named) or (owner and words in {"august", "march"}):
        return False  # "November Inflation May Rise", "August's figures", "But March's figures"
    capitals = match.raw(match.start).isupper() and match.raw(match.end + 1).isupper() and len(words) > 3
    if capitals and following.isalpha() and following not in _AFTER_VERBS:
        return False  # "JAPAN MARCH MONEY SUPPLY RISES"
    if words in {"may", "march", "august"} and _follows_month(match, before):
        return following in _AFTER_PERSON - {"was", "is", "had"}
    if words in {"may", "march", "august"} and before not in _TAKES_MONTH | OWNERS:
        # "March sales rose", "August was dry"
        begins = following in _OF_A_MONTH or (words != "may" and following in {"is", "was"})
        if before == "":
            return not begins
        if match.raw(match.start - 2)[:1].isupper() or not match.raw(match.start).istitle():
            return True
        noun = words != "may" and match.raw(match.end + 1).islower() and following not in _AFTER_PERSON | {"of", "on"}
        return not (noun or following in _OF_A_MONTH)  # "a strong March performance"
    capital = match.raw(match.end).isspace() and match.raw(match.end + 1)[:1].isupper()
    if capital and (before not in _TAKES_MONTH or before in _JOINS):
        return not (before == "the" and match.raw(match.end + 3).islower())  # "the February Louvre accord"
    return words == "may" and before in _JOINS and (following in _AFTER_PERSON or following.endswith("ed"))


_NO_PERSONS = frozenset("january february july september october november december feb sept sep oct nov dec".split())


def _follows_month(match: Match, before: str) -> bool:
    """Whether it goes on from another month: "in April and May", "in April May and June"."""
    joined = match.joined()
    beside = joined is not None and joined.days is not None and joined.days.precision is Precision.MONTH
    return beside or before in _FULL


def month_of_told_year(match: Match) -> Timex | None:
    """``December of the same year``: of the year of the date told last."""
    told = match.context.planned or match.context.told
    year_ = told.days.first.year if told is not None and told.days is not None else match.published.year
    return timex.month(year_, month_of(match("mon")))


def month_beside(match: Match) -> Timex | None:
    """``the previous January``, ``the following May``: the nearest one before or after the date told last."""
    number_, shift = month_of(match("mon")), shift_of(match.words)
    told = match.context.told
    anchor = told.days.first if told is not None and told.days is not None else match.published
    if shift < 0:
        return timex.month(anchor.year - (number_ >= anchor.month), number_)
    return timex.month(anchor.year + (number_ <= anchor.month), number_)


def that_month(match: Match) -> Timex | None:
    """``that June``, of the year of the date told last; but not of "he said that June sales fell"."""
    told = match.context.told
    if told is None or told.days is None or match.before()[0] in _SAYING or match.after()[0] not in _AFTER_MONTH:
        return None
    number_ = month_of(match("mon"))
    return timex.month(told.days.first.year, number_)


_SAYING = frozenset("said says say saying told added believes believe hoped fears warned so".split())
_AFTER_MONTH = frozenset(", . ; and but he she they it the a an in by with for when after at to on of".split()) | {""}


def directed_month(match: Match) -> Timex | None:
    """``last October``, ``next May``, ``this June``."""
    if match("which") == "past":
        return None  # "it will go on six months past June"
    number_, published = month_of(match("mon")), match.published
    year, shift = published.year, shift_of(match("which").split()[0])
    if shift < 0:  # "last September", said in October, is not the month just over
        year -= number_ >= published.month - 1
    elif shift > 0:
        year += number_ <= published.month
    return timex.month(year, number_)


def two_months(match: Match) -> list[Piecewise] | None:
    """``between March and June 2021``, ``January to March this year``: the year is written once and meant twice."""
    year = year_written(match) or match.published.year
    first, last = month_of(match("mon1")), month_of(match("mon2"))
    return [
        (match.start, match.span("mon1")[1], timex.month(year - (first > last), first)),
        (match.span("mon2")[0], match.end, timex.month(year, last)),
    ]


def season(match: Match) -> Timex | None:
    """``last fall``, ``this summer``, ``the spring of 1998``, ``winter 2024``."""
    code = SEASON_NAMES[match("season")]
    published = match.published
    if (written := year_written(match)) is not None:
        return timex.season(written, code)
    bare = match.words in {match("season"), "the fall"} and not match.inside
    if bare and (
        (match.before()[0] not in _TAKES_SEASON and not _goes_on(match))
        or (code == "FA" and match.after()[0] in _FALLS)
    ):
        return None  # "to stop the fall", "in the fall of prices"
    following = match.raw(match.end + 1) if match.raw(match.end).isspace() else ""
    if (
        following == "of"
        or (code == "FA" and following == "in")
        or (following[:1].isupper() and match.raw(match.end - 1)[:1].isupper())
    ):
        return None  # "the fall of the Alamo", "the fall in prices", "the Winter Olympics"
    # The season's own year counts from its first month, so January's winter began the year before.
    now = published.year - (code == "WI" and published.month < 3)
    if code == "WI" and 3 <= published.month < 6 and match("which") == "this" and direction(match) != FUTURE:
        now -= 1
    begin = date(now, timex.SEASONS[code], 1)
    begun, over = published >= begin, published >= timex.shift_months(begin, 3)
    shift = shift_of(match("which"))
    coming = direction(match) == FUTURE or (bare and match.before()[0] in {"for", "to"})
    if shift < 0 or (not match("which") and not coming):
        back = over if shift else begun
        return timex.season(now if back else now - 1, code)
    ahead = begun if shift else over and not match("which")
    return timex.season(now + 1 if ahead else now, code)


def _goes_on(match: Match) -> bool:
    """Whether it is joined to another season, or is looked ahead to: "during the spring and summer", "for spring"."""
    joined, (before, following) = match.joined(), (match.before()[0], match.after()[0])
    if before == "for" and match.words == match("season") and (following in _STOPS or following in {"than", "and"}):
        return match("season") != "fall"  # "they are ordering more for spring than last year"
    if before == "to" and match.words.startswith("the ") and not _PUT_OFF.isdisjoint(match.before(7)):
        return True  # "it was moved from June to the fall"
    return joined is not None and joined.days is not None and joined.days.precision is Precision.SEASON


_STOPS = frozenset((",", ".", ";", ""))
_PUT_OFF = frozenset("moved postponed delayed pushed put rescheduled adjourned".split())


def season_beside(match: Match) -> Timex | None:
    """``the previous summer``, ``that autumn``, ``the following winter``: beside the date told last, or in its year."""
    code, shift = SEASON_NAMES[match("season")], shift_of(match.words)
    if match.words == "that fall" and match.after()[0] in _FALLS | {
        "into",
        "short",
        "behind",
        "below",
        "within",
        "under",
    }:
        return None
    told = match.context.told if shift else match.context.planned or match.context.told
    anchor = told.days.first if told is not None and told.days is not None else match.published
    begin = date(anchor.year, timex.SEASONS[code], 1)
    if shift < 0:
        return timex.season(anchor.year - (timex.shift_months(begin, 3) > anchor), code)
    last = told.days.last if told is not None and told.days is not None else anchor
    return timex.season(anchor.year + (shift > 0 and begin <= last), code)


_TAKES_SEASON = frozenset("in into since by until during through throughout early late mid".split())
_FALLS = frozenset("of in from on against to".split())


def part_of(match: Match) -> Timex | None:
    """``late 2022``, ``mid-June``, ``early next year``, ``the end of 1990``, ``the late 1970s``."""
    whole = match.sub("stretch") or match.sub("era")
    if whole is None or (match("era") and OWNERS & set(match.before(2))):
        return None
    words = [word for word in re.split(r"\W+", match("part")) if word in timex.PARTS]
    ended = match.words.endswith("end of the month") and match.before()[0] == "at"
    if ended and match.published.day < 15 and match.tense() == PAST:
        when = timex.shift_months(match.published, -1)  # said early in the next month
        whole = timex.month(when.year, when.month)
    return timex.part(whole, words[0], words[-1])


def end_of(match: Match) -> Timex | None:
    """``end-June``, ``end-1986``, ``at end June``: as British papers write."""
    verb = match.raw(match.start + 1) == " " and (match.after()[0].isdigit() or match.after()[0] in SMALL_NUMBERS)
    if verb:
        return None  # "to end July 1"
    whole = match.sub("stretch")
    return whole and timex.part(whole, "end")


def first_or_last_part(match: Match) -> Timex | None:
    """``the first part of October``, ``the latter part of 1994``."""
    whole = match.sub("stretch")
    return whole and timex.part(whole, "early" if match.words.startswith(("the first", "the early")) else "late")


def share_of(match: Match) -> Timex | None:
    """``most of October``, ``all of 2012``, with which a report turns to a whole year."""
    whole = match.sub("stretch")
    if match("yyyy") and match.words.startswith(("all", "the whole")):
        match.context.whole_years = True
    return whole


def half_of_era(match: Match) -> Timex | None:
    """``the second half of the 1980s``: its value is that of the whole."""
    return match.sub("era")


def half_of_this(match: Match) -> Timex | None:
    """``the second half of this century``: the century that publication lies in, or one beside it."""
    words = match.words.split()
    return shifted(match.published, shift_of(words[-2]), unit_code(words[-1]))


def year_end(match: Match) -> Timex | None:
    """``year-end``: the year; ``year-end 1990``: its last days."""
    written = year_written(match)
    if written is not None:
        return timex.part(timex.year(written), "end")
    month_ = match.published.month
    early = month_ < _EARLY and (match.before()[0] in _AT_YEAR_END or (month_ == 1 and match.after()[0].isalpha()))
    first = match.before(2)[1] == "" or match.before()[0] not in _AT_YEAR_END
    tense = match.tense_after() if first else match.tense_before()
    over = early and tense == PAST  # "it had assets of $3 billion at year-end"
    if month_ == 1 and match.published.day < _TENTH and match.after()[0].isalpha() and tense != FUTURE:
        over = True  # "in other year-end market news"
    return timex.year(match.published.year - over)


_EARLY, _TENTH = 5, 10
_AT_YEAR_END = frozenset("at since had".split())


def new_year(match: Match) -> Timex | None:
    """``the new year``: the one to come from autumn on, else that of publication."""
    if match.raw(match.end - 1)[:1].isupper():
        return None
    return timex.year(match.published.year + (match.published.month > _AUTUMN))


_MIDSUMMER, _AUTUMN = 6, 8


def mid_unit(match: Match) -> Timex | None:
    """``mid-year``: the middle of the one that publication lies in, or the next if it is a limit and over."""
    unit = match.words.removeprefix("mid").strip("- ")
    over = unit == "year" and match.published.month > _MIDSUMMER and match.before()[0] in {"by", "until", "before"}
    ahead = int(over and match.tense() == FUTURE)
    behind = int(unit == "year" and match.published.month < _EARLY and match.before()[0] in _AT_YEAR_END)
    whole = shifted(match.published, ahead - behind, unit_code(unit))
    return whole and timex.part(whole, "mid")


def unit_end(match: Match) -> Timex | None:
    """``month-end``, ``the decade's end``: the one that publication lies in."""
    unit = next(word for word in re.findall("[a-z]+", match.words) if word != "the")
    whole = shifted(match.published, 0, unit_code(unit))
    return whole and timex.part(whole, "end")


RULES = [
    Rule("(the month of )?{mon}((,| of)? {yyyy}| '{yy}| (of )?{which} year)", month, nested=True),
    Rule("(the month of )?{month}|{monthabbr}.", bare_month, nested=True),
    Rule("{mon} of (that|the same) year", month_of_told_year),
    Rule("{which} {mon}", directed_month, nested=True),
    Rule("the (previous|preceding|following) {mon}", month_beside, nested=True),
    Rule("that( same)? {mon}", that_month, nested=True),
    Rule("{mon}(,? (and|or|to|through|until|till) | ?(-|–) ?|/){mon}((,| of)? {yyyy}| (of )?{which} year)", two_months),
    Rule("(the (previous|preceding|following)|that( same)?) {season}", season_beside, nested=True),
    Rule("({which} |the )?{season}(( of)? {yyyy}((-|/){yy})?| of '{yy}| months)?", season, nested=True),
    Rule("(the )?{season} season of {yyyy}((-|/)({yy}|{yyyy}))?", season),
    Rule("(the )?{half} half of (the )?{era}", half_of_era),
    Rule("(the )?{half} half of (this|the|last|next) (century|decade)", half_of_this),
    Rule("(around )?{part}( |-| in ){stretch}", part_of, nested=True),
    Rule("(the )?{part}( |-)(the )?{era}", part_of, nested=True),
    Rule("end-{stretch}", end_of, nested=True),
    Rule("(?<=(to|by|at|since|until|from|before) )end (?=({mon}|{yyyy})){stretch}", end_of),
    Rule("(the )?(beginning|start|middle|end) of (the )?{dayname}", lambda match: match.sub("dayname")),
    Rule("(earlier|later) in ((?!(the|this|that)){stretch})", lambda match: match.sub("stretch")),
    Rule("sometime {stretch}", lambda match: match.sub("stretch")),
    Rule(
        "(most|much|the (rest|remainder|bulk|better part|whole)|a good part|all) of {stretch}",
        share_of,
    ),
    Rule("(most|much|all|the (rest|remainder|bulk|better part|whole)) of (the )?{era}", half_of_era),
    Rule("the (first|early|latter|last|final|later) part of {stretch}", first_or_last_part),
    Rule("(?<=(in|by|from|until|since|at|before) )midweek", lambda match: timex.week(match.published)),
    Rule("(the (beginning|start) of )?the new year", new_year),
    Rule("mid(-| )(week|month|year|decade|century)|midyear", mid_unit),
    Rule("(the )?((week|month|decade|century)'s end|(month|quarter)(-| )end)", unit_end),
    Rule("(the |around )?year(-| |'s )end( {yyyy})?|(the )?{yyyy} year(-| )end", year_end, nested=True),
]
