"""The words that dates are made of, each with its number or code: the only place where words are listed.

A class is a name for a set of words; rules write it in braces, ``{weekday}``. Words are listed in lower case and are
known as "monday", "Monday" and "MONDAY"; those of ``PROPER`` only with a capital, for "may", "march" and "sat" are
words of everyday English.
"""

from __future__ import annotations

from newsindex.analysis.dates.holidays import HOLIDAYS
from newsindex.analysis.dates.zones import AMERICAN, ZONES

__all__ = ["AFTER_ADVERB", "CLASSES", "MACROS", "NAMED_AFTER_DAYS", "OWNERS", "PROPER"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb", "febr"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed", "weds"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        ),
        start=1,
    )
    for name in names
}

UNITS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "2W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "semester": "6M",
    "year": "Y",
    "decade": "10Y",
    "century": "100Y",
    "millennium": "1000Y",
    "yr": "Y",
    "hr": "TH",
}
"""The letter of each unit in a duration; a ``T`` before it marks a unit of the clock, a number a multiple."""

PLURALS = {f"{unit}s": code for unit, code in UNITS.items() if unit not in {"century", "millennium", "yr", "hr"}} | {
    "centuries": "100Y",
    "millennia": "1000Y",
    "secs": "TS",
    "mins": "TM",
    "hrs": "TH",
    "yrs": "Y",
    "summers": "Y",
    "winters": "Y",
    "springs": "Y",
    "autumns": "Y",
    "seasons": "Y",
}

SEASON_NAMES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI", "summertime": "SU"}

DAYPARTS = {
    "morning": "MO",
    "dawn": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "night": "NI",
    "overnight": "NI",
    "daybreak": "MO",
    "sunrise": "MO",
    "sunset": "EV",
    "nightfall": "NI",
    "midmorning": "MO",
    "midafternoon": "AF",
}

SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split(),
        start=1,
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}

ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        start=1,
    )
}
DECADE_WORDS = {
    "noughties": 100,
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}

PROPER = frozenset(
    """may march august mar jan feb dec oct nov sat sun mon tue tues wed weds thu thur thurs fri est pst et ct mt
    pt""".split()
)

MULTIPLES = {
    "once": 1,
    "twice": 2,
    "thrice": 3,
}

ADVERB_SETS = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
    "annually": "P1Y",
}

SHIFTS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
}
"""Which way from the current one each word points; others, such as "this", stay with it."""

LONG_WORDS = {f"{unit}long": (unit, True) for unit in ("hour", "day", "week", "month", "year", "decade", "century")} | {
    f"{units}long": (units, False) for units in ("hours", "days", "weeks", "months", "years", "decades", "centuries")
}
"""Units that lasting is written with in one word, and whether it lasts just one of them."""

CLASSES: dict[str, tuple[str, ...]] = {
    "longword": tuple(LONG_WORDS),
    "month": tuple(name for name in MONTHS if len(name) > 4 or name in {"may", "june", "july"}),
    "monthabbr": tuple(name for name in MONTHS if len(name) < 5 and name not in {"may", "june", "july"}),
    "weekday": tuple(name for name in WEEKDAYS if len(name) > 5),
    "wdayabbr": tuple(name for name in WEEKDAYS if len(name) < 6),
    "weekdays": tuple(f"{name}s" for name in WEEKDAYS if len(name) > 5),
    "unit": tuple(unit for unit in UNITS if unit not in {"night", "weekend"}),
    "units": tuple(PLURALS),
    "season": tuple(SEASON_NAMES),
    "daypart": tuple(DAYPARTS),
    "twilight": ("dawn", "dusk", "daybreak", "sunrise", "sunset", "nightfall", "midmorning", "midafternoon"),
    "dayparts": ("mornings", "afternoons", "evenings", "nights"),
    "small": tuple(SMALL_NUMBERS),
    "daynumber": tuple(word for word, number in SMALL_NUMBERS.items() if number < 10),
    "teen": tuple(word for word, number in SMALL_NUMBERS.items() if number > 9),
    "tens": tuple(TENS),
    "scale": tuple(SCALES),
    "ordword": tuple(ORDINALS),
    "decadeword": tuple(DECADE_WORDS),
    "zone": (*ZONES, *AMERICAN),
    "bracket": ("(",),
    "closing": (")",),
    "multiple": tuple(MULTIPLES),
    "adverbset": tuple(ADVERB_SETS),
    "noon": ("noon", "noontime", "midday", "midnight"),
    "place": tuple(
        """uk eastern central pacific mountain moscow kyiv kiev london british greenwich lisbon paris french berlin
        german brussels italian spanish swiss geneva rome madrid vienna warsaw athens istanbul turkish european cairo
        jerusalem israel israeli tehran iran baghdad dubai delhi india indian bangkok jakarta manila beijing china
        shanghai taipei tokyo japan japanese seoul korean singapore sydney melbourne washington toronto havana
        brasilia nairobi""".split()
    ),
}

# Numbers are classes too; their words are made, not listed: see patterns.Symbols.
MACROS: dict[str, str] = {
    # A number of something: "3", "2 1/2", "2.5", "1,500", "twenty-one", "two hundred", "a hundred", "two and a half".
    "count": (
        r"({n}((,{thousands})?,{thousands}|.{n}|( |-){n}/{n}|½)?( {scale})?|{tens}(-| ){small}|{small}(-| ){scale}"
        r"|{tens}(-| ){scale}|{small}|{tens}|(a|an|half a|half)( |-){scale})(( |-)and( |-)a( |-)half)?"
    ),
    "vague": (
        r"((several|a few)( more| dozen| hundred| thousand)?|few|some|many|many more|a number of|a couple of|a couple"
        r"|couple of|a handful of|scores of|dozens of|(tens of |hundreds of )?thousands of|hundreds of|millions of"
        r"|countless|numerous)"
    ),
    # What may stand between a number and its unit: "two more years", "three straight days".
    "between": (
        "( |-|(-odd|-some|-plus|+| plus| or so| or more) "
        "| (more|full|whole|long|consecutive|straight|successive|additional|extra|further|solid|business|working"
        "|trading|calendar|previous|tense|agonizing|agonising|frantic|anxious|hectic|dramatic|painful|turbulent|gruelling"
        "|grueling|bloody|busy) )"
    ),
    "roughly": (
        "(nearly|almost|more than|less than|fewer than|at least|at most|no more than|no less than|no fewer than"
        "|around|approximately|roughly|just over|just under|well over|well under|a little over|a little more than|up to"
        "|not even|close to|little more than|the (better|best) part of)"
    ),
    "fraction": "(half(-| )(a|an)|a half|a quarter of (a|an)|a quarter|three(-| )quarters of (a|an))",
    "mon": "({month}|{monthabbr}.?)",
    "wday": "({weekday}|{wdayabbr}.?)",
    "ord": "({ordword}|{tens}-{ordword}|{n}(st|nd|rd|th))",
    "which": ("(this coming|this past|this|last|next|the past|the last|the next|the coming|past|coming|the current)"),
    "direction": "(later|earlier|before|after|previously)",
    "adjective": "year(-| )(earlier|ago)",
    "half": "(first|second|last|latter)",
    "part": (
        "((very )?early|(very )?late|mid|mid(-| )to(-| )late|early(-| )to(-| )mid"
        "|(the )?(beginning|start|middle|end) of|the close of)"
    ),
    "spoken": (
        "((eighteen|nineteen|twenty)(-| )({tens}((-| ){small})?|{teen}|hundred)|two thousand(( and)? {small})?)"
    ),
    "holiday": "("
    + "|".join(sorted(HOLIDAYS, key=len, reverse=True))
    .replace("'", "'?")
    .replace("st ", "st.? ")
    .replace("jr ", "jr.? ")
    + ")",
    "feast": "(ramadan|eid( |-)(al|ul)( |-)(fitr|adha)|eid|(lunar|chinese) new year|diwali|deepavali|nowruz)",
    "suffix": "(st|nd|rd|th)",
    "ampm": "((a|p).?m.?|am|pm)",
    "sign": "(+|-)",
    "hour": "{n}((:|.){sixty})?",
    "clock": (
        "(({n}|{hh})(:{sixty}(:{sixty})?|.{sixty})?( |-)?{ampm}|{hh}:{sixty}(:{sixty})?|({n}|{small}) o'clock"
        "|{hh}.{sixty} ({zone}|hours|hrs)|(half|quarter|a quarter|five|ten|twenty|twenty-five) (past|to) {small}"
        "|{hhmm} ?({zone}|hours|hrs)|{hhmm}(?= (local|{place}) time)|({n} ?)?({noon}|mid-day)"
        "|({hh}|{small}) in the {daypart})"
        "( (local|((hong|new|central|u.s.) )?{place}|hong kong|new york)( (standard|daylight|summer|mean))? time"
        "| (eastern|pacific)| in the {daypart}| at night)?"
    ),
    # A day that a clock time may be joined to.
    "dayname": (
        "(({wday},? )?({mon} {dd}(st|nd|rd|th)?(,? {yyyy}|( of)? (last|this) year)?"
        "|{dd}(st|nd|rd|th)?( of)? {mon}(,? {yyyy}|( of)? (last|this) year)?)"
        "|((last|next|this|that) )?{weekday}|{holiday}|today|yesterday|tomorrow|that day|the same day"
        "|the (previous|next|following|same) day|the day before|this (morning|afternoon|evening)|last night|tonight)"
    ),
    # A day in figures, as it stands in stamps.
    "stampday": "({dd}/{dd}/({yyyy}|{yy})|{dd}-{mon}-({yyyy}|{yy})|{yyyy}-{mm}-{dd})",
    # A stretch that has an early and a late part.
    "stretch": (
        "((this|last|next|that|the (current|same|last|past|following|next|previous)|the) "
        "(year|month|week|quarter|decade|century|{season})|(the|this|last|next) weekend"
        "|{mon},? {yyyy}|{mon} (of )?(last|this|next) year|((last|this|next) )?{mon}|{season}(( of)? {yyyy})?"
        "|(fiscal )?{yyyy}|{weekday}|today|yesterday|tomorrow)"
    ),
    "era": "({yyyy}'?s|'{yy}s|{decadeword}|{ord} century)",
}

NAMED_AFTER_DAYS = frozenset(
    """stadium street avenue square plaza brigade bridge boulevard university airport island agreement accords rising
    times telegraph mirror herald tribune express""".split()
)
"""What is named after a day, so that no day is meant: "Easter Island", "the 30 June Stadium"."""

OWNERS = frozenset("his her their my your our its".split())
"""Before "twenties" or "late fifties", they make it an age."""

AFTER_ADVERB = frozenset(
    """, . ; : ) ? ! " ” ' ’ - – — there it he she they we i and or but as after before when while in at on to into from
    by with near against because that for since until through amid following despite about off over under between along
    across""".split()
)
"""What may follow an adverb of time: "it happened overnight as"; not a noun, to which it would belong."""
