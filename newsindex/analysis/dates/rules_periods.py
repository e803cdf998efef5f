"""Rules for what is longer than a day: months, quarters, halves, seasons, years, decades, centuries, their parts."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsindex.analysis.dates import timex
from newsindex.analysis.dates.context import Match, Piecewise, Rule
from newsindex.analysis.dates.direction import direction
from newsindex.analysis.dates.lexicon import DECADE_WORDS, MONTHS, SEASON_NAMES
from newsindex.analysis.dates.resolve import (
    compares,
    fit_month,
    is_habit,
    month_of,
    number,
    ordinal,
    shift_of,
    shifted,
    unit_code,
    year_written,
)
from newsindex.analysis.dates.tense import FUTURE, PAST
from newsindex.analysis.dates.timex import Timex
from newsindex.spans import DateSpan, Precision

__all__ = ["RULES", "months_ended"]


def month(match: Match) -> Timex | None:
    """A month with its year: ``October 2024``, ``Oct '89``, ``June last year``."""
    year = year_written(match)
    return timex.month(year, month_of(match("mon"))) if year is not None else None


_TAKES_MONTH = frozenset(
    """in by since until till last next this of from to into and between early late mid through during before after for
    or throughout around through – - , ( on late the that""".split()
)
_JOINS = frozenset("and or of to for , ( - – the that around".split())
_AS_SOON_AS = tuple(["as", word, "as"] for word in ("soon", "early", "late", "recently"))
_OF_A_MONTH = frozenset(
    """sales data figures exports imports output orders payrolls inflation prices retail consumer industrial crude
    futures contract delivery trade deliveries deficit surplus production""".split()
)
_AFTER_PERSON = frozenset(
    "said says told added was is has had will would who did does met wants wanted hopes called".split()
)


def bare_month(match: Match) -> Timex | None:
    """A month alone, where the words around it allow that it is one."""
    words = match.words.removeprefix("the month of ")
    before = match.before()[0]
    if not match.inside and words == match.words and _names_person(match, words, before):
        return None
    number_ = month_of(words)
    if is_habit(match):
        return timex.repeated(f"XXXX-{number_:02d}")
    joined = match.joined()
    if joined is not None and joined.days is not None and joined.days.precision in {Precision.MONTH, Precision.DAY}:
        first = joined.days.first.replace(day=1)
        ahead = (number_ - first.month) % 12
        near = timex.shift_months(first, ahead if ahead < 9 else ahead - 12)
        return timex.month(near.year, near.month)
    return timex.month(fit_month(match, number_), number_)


def _names_person(match: Match, words: str, before: str) -> bool:
    """Whether the words around it say that it is a verb or somebody's name: "April Jones", "In London, May said"."""
    if match.before(3) in _AS_SOON_AS:
        return False
    if words in {"may", "march", "august"} and before not in _TAKES_MONTH:
        following = match.after()[0]  # "March sales rose", "August was dry"
        begins = following in _OF_A_MONTH or (words != "may" and following in {"is", "was"})
        return before != "" or not begins
    following = match.raw(match.end + 1) if match.raw(match.end).isspace() else ""
    if following[:1].isupper() and (before not in _TAKES_MONTH or before in _JOINS):
        return True
    return words == "may" and before in _JOINS and match.after()[0] in _AFTER_PERSON


def month_beside(match: Match) -> Timex | None:
    """``the previous January``, ``the following May``: the nearest one before or after the date told last."""
    number_, shift = month_of(match("mon")), shift_of(match.words)
    told = match.context.told
    anchor = told.days.first if told is not None and told.days is not None else match.published
    if shift < 0:
        return timex.month(anchor.year - (number_ >= anchor.month), number_)
    return timex.month(anchor.year + (number_ <= anchor.month), number_)


def directed_month(match: Match) -> Timex | None:
    """``last October``, ``next May``, ``this June``."""
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


_TAKES_YEAR = frozenset(
    """in by since until till of from to and between early late mid through during before after for or throughout
    around the his her its their a an – - ( post pre circa as than into on fiscal""".split()
)
_DATES_OLD_YEARS = frozenset("in since until till around circa about by before after of from to and between c".split())
_AFTER_OLD_YEAR = frozenset(
    ", . ; : ) ' ’ - – and or but when where who by was were the he she it they his her its their to at with as".split()
) | {""}
_UNITS_AFTER = frozenset(
    """soldiers people troops men women miles km kilometers kilometres meters metres feet points shares dollars pounds
    euros percent % jobs homes houses workers employees votes tons tonnes barrels francs marks yen lire rubles
    roubles pesos won acres hectares times workers members students children feet ft lb lbs kg mm cm m megawatts mw
    rpm cc gallons pages copies units vehicles cars planes aircraft tanks drones prisoners refugees hours days weeks
    minutes words deaths cases patients civilians others more fewer so degrees gmt utc""".split()
)
_NUMBERED = frozenset(
    """flight room resolution route number no nos section article page pages channel highway unit model chapter
    interstate runway gate flat apartment suite box code convention category version lot bus train hull""".split()
)


def bare_year(match: Match) -> Timex | None:
    """Four figures that stand where a year stands and not as a count, a number in a name, or a sum."""
    year = int(match("yyyy"))
    before = match.before()[0]
    following = match.after()[0]
    if match.raw(match.end) == "-" and match.raw(match.end + 1).isdigit() and len(match.raw(match.end + 1)) < 3:
        return None
    counted = following in _UNITS_AFTER or (following == "or" and match.after(2)[1] in _UNITS_AFTER)
    if counted or before in _NUMBERED or before in {"$", "£", "€", "#", "no", "number"}:
        return None
    if not 1800 <= year <= match.published.year + 60:
        named = match.raw(match.end).isspace() and match.raw(match.end + 1)[:1].isupper()
        if before not in _DATES_OLD_YEARS or not (named or following in _AFTER_OLD_YEAR) or year > 1800:
            return None
    previous = match.raw(match.start - 2) if match.raw(match.start - 1).isspace() else ""
    named = previous[:1].isupper() and not previous.isupper() and previous not in _DAYS_BEFORE_YEAR
    if not match.inside and before not in _TAKES_YEAR and named:
        return None  # "Expo 2020", "Windows 2000"
    return timex.year(year)


_DAYS_BEFORE_YEAR = frozenset("Day Eve".split())


def spoken_year(match: Match) -> Timex | None:
    """``nineteen ninety-six``, ``two thousand and four`` where a year may stand."""
    words = match("spoken").replace("-", " ").split()
    if match.start and match.raw(match.start).istitle() and match.raw(match.end - 1).istitle():
        return None  # "he read Nineteen Eighty-Four"
    named = bool(match("mon")) or match.words.startswith("the year")
    if "thousand" in words:
        if not named and (len(words) < 3 or match.before()[0] not in _DATES_OLD_YEARS):
            return None
        year = int(number(" ".join(word for word in words if word != "and")) or 0)
    else:
        first, rest = number(words[0]), number(" ".join(words[1:]))
        if not first or rest is None or (first == 20 and not 10 <= rest < 30) or rest < 10:
            return None
        year = int(first * 100 + (0 if words[1] == "hundred" else rest))
    return timex.month(year, month_of(match("mon"))) if match("mon") else timex.year(year)


def year(match: Match) -> Timex | None:
    """``'89``, ``fiscal 1990``, ``FY24``: the year that is written."""
    written = year_written(match)
    return timex.year(written) if written is not None else None


def two_years(match: Match) -> list[Piecewise] | None:
    """``1939-45``, ``1991–97``, ``2022/2023``: both years."""
    first = int(match("yyyy1"))
    second = int(match("yyyy2")) if match("yyyy2") else first - first % 100 + int(match("yy"))
    if not 1500 <= first <= match.published.year + 50:
        return None
    if second <= first:
        months = match("yy") and 1 <= int(match("yy")) <= 12 and match.raw(match.start + 1) == "-"
        return [(match.start, match.end, timex.month(first, int(match("yy"))))] if months else None
    return [(*match.span("yyyy1"), timex.year(first)), (match.end - 1, match.end, timex.year(second))]


_DEGREES = frozenset("temperature temperatures degrees highs lows °".split())
_OWNERS = frozenset("his her their my your our its".split())


def decade(match: Match) -> Timex | None:
    """``the 1990s``, ``the '90s``, ``the nineties``; but not an age ("in his fifties") or degrees ("in the 60s")."""
    if not match("yyyy") and (_OWNERS & set(match.before(3)) or not _DEGREES.isdisjoint(match.context.pieces)):
        return None
    if match.words[0].isdigit() and not match("yyyy"):
        return None  # "the DC 10-30s"
    if match("decadeword"):
        first = 1900 + DECADE_WORDS[match("decadeword")]
    elif match("yyyy"):
        first = int(match("yyyy"))
    else:
        first = 1900 + int(match("yy")) if int(match("yy")) > 20 else 2000 + int(match("yy"))
    if first % 10 or not 1000 <= first <= 2190:
        return None
    if match("yyyy") and not first % 100 and first < 1900:
        return timex.century(first // 100 + 1)  # "the 1600s"
    return timex.decade(first)


def century(match: Match) -> Timex | None:
    """``the 20th century``."""
    which = ordinal(match("ord"))
    return timex.century(which) if which and which <= 22 else None


def two_centuries(match: Match) -> list[Piecewise] | None:
    """``the late 18th and early 19th centuries``."""
    first, last = ordinal(match("ord1")), ordinal(match("ord2"))
    if not first or not last or not first < last <= 22:
        return None
    begins = match.span("part2")[0] if match.span("part2")[0] > match.span("ord1")[1] else match.span("ord2")[0]
    return [
        (match.start, match.span("ord1")[1], timex.century(first)),
        (begins, match.end, timex.century(last)),
    ]


def two_quarters(match: Match) -> list[Piecewise] | None:
    """``the first and second quarters``."""
    first, last = ordinal(match("ordword1")), ordinal(match("ordword2"))
    if not first or not last or not first < last <= 4 or not _GAMES.isdisjoint(match.context.pieces):
        return None
    published = match.published
    year_ = int(match("yyyy")) if match("yyyy") else published.year - (published.month < 3 * last - 2)
    found = [timex.quarter(year_, first), timex.quarter(year_, last)]
    if not match("yyyy") and is_habit(match):
        found = [timex.repeated(f"XXXX-Q{first}"), timex.repeated(f"XXXX-Q{last}")]
    return [
        (match.start, match.span("ordword1")[1], found[0]),
        (match.span("ordword2")[0], match.end, found[1]),
    ]


def century_bc(match: Match) -> Timex | None:
    """``the fifth century BC``."""
    which = ordinal(match("ord"))
    return timex.before_christ(which - 1, 2) if which and which <= 100 else None


def year_bc(match: Match) -> Timex | None:
    """``around 500 BC``."""
    return timex.before_christ(int(match("n")), 4) if match.before()[0] in _DATES_OLD_YEARS else None


def season(match: Match) -> Timex | None:
    """``last fall``, ``this summer``, ``the spring of 1998``, ``winter 2024``."""
    code = SEASON_NAMES[match("season")]
    published = match.published
    if (written := year_written(match)) is not None:
        return timex.season(written, code)
    bare = match.words in {match("season"), "the fall"} and not match.inside
    if bare and (match.before()[0] not in _TAKES_SEASON or (code == "FA" and match.after()[0] in _FALLS)):
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
    if shift < 0 or (not match("which") and direction(match) != FUTURE):
        back = over if shift else begun
        return timex.season(now if back else now - 1, code)
    ahead = begun if shift else over and not match("which")
    return timex.season(now + 1 if ahead else now, code)


def season_beside(match: Match) -> Timex | None:
    """``the previous summer``, ``that autumn``, ``the following winter``: beside the date told last, or in its year."""
    code, shift = SEASON_NAMES[match("season")], shift_of(match.words)
    told = match.context.told if shift else match.context.planned or match.context.told
    anchor = told.days.first if told is not None and told.days is not None else match.published
    begin = date(anchor.year, timex.SEASONS[code], 1)
    if shift < 0:
        return timex.season(anchor.year - (timex.shift_months(begin, 3) > anchor), code)
    return timex.season(anchor.year + (shift > 0 and begin <= anchor), code)


_TAKES_SEASON = frozenset("in since by until during through throughout early late mid".split())
_FALLS = frozenset("of in from on against to".split())


def quarter(match: Match) -> Timex | None:
    """``the third quarter``, ``the 1988 second quarter``, ``fourth-quarter``, ``Q3 2024``."""
    which = ordinal(match("ordword")) if match("ordword") else int(match("n") or 4)
    if not which or which > 4 or match.words.startswith("q") != (match.raw(match.start) == "Q"):
        return None
    published, year_ = match.published, year_written(match)
    if year_ is None and is_habit(match):
        return timex.repeated(f"XXXX-Q{which}")
    if year_ is None and not _GAMES.isdisjoint(match.context.pieces):
        return None  # "two goals in the third quarter"
    if year_ is None:
        started = published.month >= 3 * which - 2
        year_ = published.year - (not started and match.tense() != FUTURE)
    found = timex.quarter(year_, which)
    context = match.context
    context.quarter_told = found
    kept = context.quarter
    recent = year_ >= published.year - 1
    if recent and (kept is None or (kept.value < found.value and found.days and found.days.last < published)):
        context.quarter = found
    context.whole_years = False
    fiscal = months_ended(match)
    return found if fiscal is None else found._replace(days=fiscal)


def months_ended(match: Match) -> DateSpan | None:
    """The three months to the one named after a quarter: ``the third quarter ended March 31``."""
    words = [word for word in match.after(6) if word not in {",", "."}]
    name = words[2] if words[1].isdigit() else words[1]  # "ended 31 March"
    if words[0] not in {"ended", "ending", "end"} or name not in MONTHS:
        return None
    month_ = MONTHS[name]
    written = next((int(word) for word in words[2:4] if word.isdigit() and len(word) == 4), None)
    last = date(written or match.published.year, month_, 1)
    if words[0] != "ending" and last > match.published:
        last = timex.shift_months(last, -12)
    first = timex.shift_months(last, -2)
    return DateSpan(first, timex.shift_months(last, 1) - timedelta(days=1), Precision.QUARTER)


_GAMES = frozenset(
    """game games touchdown touchdowns quarterback halftime coach scored scoring yards rebounds goal goals basket
    layup""".split()
)


def months_quarter(match: Match) -> Timex | None:
    """``the July-September quarter``: the last one of these months that has begun."""
    first, last = month_of(match("month1")), month_of(match("month2"))
    if first % 3 != 1 or last != first + 2:
        return None
    published = match.published
    if match("yyyy"):
        return timex.quarter(int(match("yyyy")), last // 3)
    return timex.quarter(published.year - (first > published.month and match.tense() != FUTURE), last // 3)


def half(match: Match) -> Timex | None:
    """``the first half of 2023``, ``the second half of the year``; alone only beside sums, for matches have halves."""
    which = int(match("n") or 0) or (1 if match("half") == "first" else 2)
    alone = match.words.endswith("half")
    if which > 2 or (alone and (match.after()[0] == "of" or not compares(match))):
        return None
    published, year_ = match.published, year_written(match)
    if year_ is None:
        year_ = published.year - (which == 2 and published.month < 7 and match.tense() == PAST)
    return timex.half(year_, which)


def half_month(match: Match) -> Timex | None:
    """``the first half of October``: TIMEX3 has no value for it but the month's."""
    if match("mon"):
        number_ = month_of(match("mon"))
        whole = timex.month(year_written(match) or fit_month(match, number_), number_)
    else:
        target = timex.shift_months(match.published, shift_of(match.words.rpartition(" of ")[2]))
        whole = timex.month(target.year, target.month)
    days = whole.days
    if days is None:
        return None
    first, last = (days.first, days.first.replace(day=15))
    if match("half") != "first":
        first, last = days.first.replace(day=16), days.last
    return whole._replace(days=DateSpan(first, last, Precision.PART))


def part_of(match: Match) -> Timex | None:
    """``late 2022``, ``mid-June``, ``early next year``, ``the end of 1990``, ``the late 1970s``."""
    whole = match.sub("stretch") or match.sub("era")
    if whole is None or _OWNERS & set(match.before(2)):
        return None
    words = [word for word in re.split(r"\W+", match("part")) if word in timex.PARTS]
    ended = match.words.endswith("end of the month") and match.before()[0] == "at"
    if ended and match.published.day < 15 and match.tense() == PAST:
        when = timex.shift_months(match.published, -1)  # said early in the next month
        whole = timex.month(when.year, when.month)
    return timex.part(whole, words[0], words[-1])


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
    return timex.year(match.published.year) if written is None else timex.part(timex.year(written), "end")


def mid_unit(match: Match) -> Timex | None:
    """``mid-year``: the middle of the one that publication lies in."""
    whole = shifted(match.published, 0, unit_code(re.split("[- ]", match.words)[1]))
    return whole and timex.part(whole, "mid")


def unit_end(match: Match) -> Timex | None:
    """``month-end``, ``the decade's end``: the one that publication lies in."""
    unit = next(word for word in re.findall("[a-z]+", match.words) if word != "the")
    whole = shifted(match.published, 0, unit_code(unit))
    return whole and timex.part(whole, "end")


RULES = [
    Rule("(the month of )?{mon}((,| of)? {yyyy}| '{yy}| (of )?{which} year)", month, nested=True),
    Rule("(the month of )?{month}|{monthabbr}.", bare_month, nested=True),
    Rule("{which} {mon}", directed_month, nested=True),
    Rule("the (previous|preceding|following) {mon}", month_beside, nested=True),
    Rule("{mon}(,? (and|or|to|through|until|till) | ?(-|–) ?|/){mon}((,| of)? {yyyy}| (of )?{which} year)", two_months),
    Rule("(the year (of )?)?{yyyy}", bare_year, nested=True),
    Rule("{yyyy}(-|–|/)({yy}|{yyyy})", two_years),
    Rule("'{yy}", year, nested=True),
    Rule("({mon} |the year )?{spoken}", spoken_year, nested=True),
    Rule("(the )?fiscal( year)? ({yyyy}|'{yy})", year, nested=True),
    Rule("(the )?{yyyy} (fiscal|financial) year", year, nested=True),
    Rule("fy ?({yyyy}|{yy})", year, nested=True),
    Rule("(the )?({yyyy}s|'{yy}s|{yy}s|{decadeword})", decade, nested=True),
    Rule("(the )?{ord}(-| )century", century, nested=True),
    Rule("(the )?({part} )?{ord} (and|or|to) ({part} )?{ord} centuries", two_centuries),
    Rule("(the )?{ordword} (and|or) {ordword} quarters( of {yyyy})?", two_quarters),
    Rule("(the )?{ord}(-| )century (bc|bce|b.c.|b.c.e.)", century_bc),
    Rule("{n} (bc|bce|b.c.|b.c.e.)", year_bc),
    Rule("(the (previous|preceding|following)|that( same)?) {season}", season_beside, nested=True),
    Rule("({which} |the )?{season}(( of)? {yyyy}((-|/){yy})?| of '{yy}| months)?", season, nested=True),
    Rule("(the )?{season} season of {yyyy}((-|/)({yy}|{yyyy}))?", season),
    Rule(
        "(the )?(fiscal(-| ))?{ordword} (fiscal )?quarter(( of| in|,)?( fiscal)? {yyyy}| (of )?{which} year"
        "| of the year)?",
        quarter,
        nested=True,
    ),
    Rule("(the )?(last|final) quarter (of |in )({yyyy}|{which} year)", quarter, nested=True),
    Rule("(the )?q{n}( of)?( {yyyy})?", quarter, nested=True),
    Rule("the {month}( to |-to-|-|–|/){month} (quarter|period)( (of )?{yyyy})?", months_quarter, nested=True),
    Rule("{ordword}-quarter", quarter, nested=True),
    Rule("(the )?{yyyy} (fiscal )?{ordword}(-| )quarter", quarter, nested=True),
    Rule("(h{n}|{n}h) {yyyy}", half, nested=True),
    Rule("(the )?{half} half(( of)?( fiscal)? {yyyy}| (of )?{which} year| of the year)?", half, nested=True),
    Rule("{half}-half( {yyyy})?", half),
    Rule("(the )?{half} half of (last |this |next )?({mon}( {yyyy})?|month)", half_month, nested=True),
    Rule("(the )?{half} half of (the )?{era}", half_of_era),
    Rule("(the )?{half} half of (this|the|last|next) (century|decade)", half_of_this),
    Rule("{part}( |-| in ){stretch}", part_of, nested=True),
    Rule("(the )?{part}( |-)(the )?{era}", part_of, nested=True),
    Rule("sometime {stretch}", lambda match: match.sub("stretch")),
    Rule(
        "(most|much|the (rest|remainder|bulk|better part)|a good part) of {stretch}", lambda match: match.sub("stretch")
    ),
    Rule("(most|much|the (rest|remainder|bulk|better part)) of (the )?{era}", half_of_era),
    Rule("(?<=(in|by|from|until|since|at|before) )midweek", lambda match: timex.week(match.published)),
    Rule("mid(-| )(week|month|year|decade|century)", mid_unit),
    Rule("(the )?((week|month|decade|century)'s end|(month|quarter)(-| )end)", unit_end),
    Rule("(the |around )?year(-| |'s )end( {yyyy})?|(the )?{yyyy} year(-| )end", year_end, nested=True),
]
