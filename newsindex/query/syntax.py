r"""From the text of a query to its nodes.

Words are all required; ``OR``, ``AND``, ``NOT`` (capitals) and a ``-`` straight before something join and exclude.

    >>> parse("troops (infantry OR marines) -drill")  # doctest: +ELLIPSIS
    And(parts=(Word(text='troops', field='text'), Or(parts=(...)), Not(part=Word(text='drill', field='text'))))

From tightest to loosest: ``word^2``, ``NOT`` and ``-``, then ``AND`` (written or by standing side by side), then
``OR``; so ``a OR b c`` is ``a OR (b AND c)``.

=====================  ================================================================================
``"exact phrase"``     these words next to each other; ``"near these"~5`` lets five others stand between
``troop*  w?ld*card``  words of this shape
``Zelensky~1``         words within one edit (or two); ``~`` alone means one
``field:value``        ``text``, ``headline`` (words, phrases, groups); ``person``, ``org``, ``place``, ``entity``;
                       ``published``, ``happened`` (``2024-10-08``, ``2024-10``, ``2024``, ``2024-10..2024-11``,
                       ``..2024``, ``2024..``); ``source``, ``section``, ``url``, ``id``
``headline:(a OR b)``  a group of words in a field of text
``word^2  (a b)^1.5``  counts more, or with ``^0.5`` less, in the order of the hits
``\``                  takes the next character as it is: ``\-5``, ``\AND``, ``a\:b``
=====================  ================================================================================

Nothing, or ``*``, asks for everything. A colon makes a field only after letters: ``10:30`` and ``Q3:2024`` are words.
A bare address, ``https://…``, asks for the article with that ``url``.

Bounds, beyond which ``QueryTooComplex`` is raised before any work is done: 4,096 bytes of text, 256 words and other
terms, 50 levels of nesting, 2 edits, 1,000 words between the words of a phrase.
"""

from __future__ import annotations

import difflib
import re
from typing import TypeVar, cast, get_args

from newsindex.characters import normalise
from newsindex.errors import InvalidValueError, QueryTooComplex
from newsindex.query.model import (
    And,
    Boost,
    Dated,
    DateField,
    Everything,
    Fuzzy,
    LabelField,
    Labelled,
    Named,
    NameField,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    TextField,
    Wildcard,
    Word,
)
from newsindex.query.scanning import Scanner
from newsindex.spans import DateSpan

__all__ = ["FIELDS", "parse"]

MAX_BYTES = 4_096
MAX_TERMS = 256
MAX_NESTING = 50
MAX_EDITS = 2
MAX_SLOP = 1_000
MAX_BOOST = 1_000

_TEXT_FIELDS = get_args(TextField)
_NAME_FIELDS = get_args(NameField)
_DATE_FIELDS = get_args(DateField)
_LABEL_FIELDS = get_args(LabelField)
FIELDS: tuple[str, ...] = (*_TEXT_FIELDS, *_NAME_FIELDS, *_DATE_FIELDS, *_LABEL_FIELDS)
"""Every field that a query may name."""

# What people write who know another search tool.
_OTHER_NAMES = {
    "author": "person", "body": "text", "city": "place", "content": "text", "country": "place", "date": "published",
    "event": "happened", "gpe": "place", "link": "url", "loc": "place", "location": "place", "name": "entity",
    "organisation": "org", "organization": "org", "outlet": "source", "people": "person", "publisher": "source",
    "site": "source", "title": "headline", "when": "happened", "who": "person",
}  # fmt: skip

_FIELD = re.compile(r"([^\W\d](?:-?[^\W\d])*):(?!//)")
_ADDRESS = re.compile(r"https?://[^\s\"]+", re.IGNORECASE)

Joined = TypeVar("Joined", And, Or)


def parse(text: str) -> Query:
    """The query that ``text`` asks, in the language of this module.

    Raises ``QuerySyntaxError`` with the column of the mistake, or ``QueryTooComplex`` beyond the bounds.
    """
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise QueryTooComplex(f"the query is {size:,} bytes long; at most {MAX_BYTES:,} are read, so shorten it")
    return _Parser(text).query()


class _Parser(Scanner):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.nesting = 0
        self.terms = 0

    def query(self) -> Query:
        self.skip_blanks()
        if self.ended():
            return Everything()
        query = self.alternatives("text")
        if not self.ended():
            self.fail("this ')' closes nothing; remove it or write \\)")
        return query

    # The grammar, loosest first.

    def alternatives(self, field: TextField) -> Query:
        parts = [self.conjunction(field)]
        while self.keyword() == "OR":
            self.take_keyword(needs_left=False)
            parts.append(self.conjunction(field))
        return _join(Or, parts)

    def conjunction(self, field: TextField) -> Query:
        parts: list[Query] = []
        while True:
            self.skip_blanks()
            keyword = self.keyword()
            if parts and (self.ended() or self.peek() == ")" or keyword == "OR"):
                return _join(And, parts)
            if keyword == "AND":
                self.take_keyword(needs_left=not parts)
            parts.append(self.negation(field))

    def negation(self, field: TextField) -> Query:
        if self.keyword() == "NOT":
            self.take_keyword(needs_left=False)
        elif self.peek() == "-" and self.begins_operand():
            self.at += 1
            if self.ended() or self.peek().isspace() or self.peek() == ")":
                self.fail("this '-' excludes nothing; join it to a word, or leave it out", self.at - 1)
        else:
            return self.weighted(field)
        self.deeper()
        part = self.negation(field)
        self.nesting -= 1
        return Not(part)

    def weighted(self, field: TextField) -> Query:
        query = self.operand(field)
        if self.peek() != "^":
            return query
        start = self.at
        self.at += 1
        factor = self.number()
        if factor is None or not 0 < factor <= MAX_BOOST:
            self.fail(f"a boost is a number above 0 and up to {MAX_BOOST:,}, as in word^2 (or write \\^)", start)
        if self.peek() in ("^", "~"):
            self.fail(f"{self.peek()!r} cannot follow a boost; put the boost last, and once")
        return Boost(query, factor)

    def operand(self, field: TextField) -> Query:
        if self.keyword() is not None or self.ended() or self.peek() == ")":
            self.fail("something to look for is missing here")
        if self.peek() == "(":
            return self.group(field)
        if self.peek() == '"':
            return self.phrase(field)
        address = _ADDRESS.match(self.text, self.at)
        if address:
            self.count(1)
            return Labelled("url", self.value_of(self.run(literally=True).text, self.at))
        named = _FIELD.match(self.text, self.at)
        return self.fielded(named) if named else self.word(field)

    def group(self, field: TextField) -> Query:
        start = self.at
        self.at += 1
        self.deeper(start)
        self.skip_blanks()
        if self.peek() == ")":
            self.fail("this group is empty; put words between ( and )", start)
        if self.ended():
            self.fail("this '(' is never closed; add a ) or write \\(", start)
        query = self.alternatives(field)
        if self.peek() != ")":
            self.fail("this '(' is never closed; add a ) or write \\(", start)
        self.at += 1
        self.nesting -= 1
        return query

    def fielded(self, named: re.Match[str]) -> Query:
        start, field = self.at, named[1].lower()
        if field not in FIELDS:
            self.fail(_unknown(named[1]))
        self.at = named.end()
        if self.ended() or self.peek().isspace() or self.peek() in (")", "^", "~"):
            self.fail(f"{field}: needs its value straight after the colon (or write {field}\\: for the word)", start)
        if field in _TEXT_FIELDS:
            return self.fielded_text(cast(TextField, field))
        if self.peek() == "(":
            self.fail(f'a group works in {" and ".join(_TEXT_FIELDS)} only; write {field}:"…" for each value')
        if field in _DATE_FIELDS:
            return Dated(cast(DateField, field), self.days())
        start = self.at
        self.count(1)
        if self.peek() == '"':
            value = self.value_of("".join(character for character, _ in self.quoted()), start)
            if self.peek() == "~":
                self.fail(f"{field}: knows no ~; names are found under their other spellings without it")
        elif field in _NAME_FIELDS:
            run = self.run()
            if run.wild:
                self.fail(f"{field}: knows no * or ?; write a whole name, or look for the words in text", start)
            if self.peek() == "~":
                self.fail(f"{field}: knows no ~; names are found under their other spellings without it")
            value = self.value_of(run.text, start)
        else:
            run = self.run(literally=True)
            if run.wild and "*" in run.text:
                self.fail(f"{field}: knows no *; write the whole value", start)
            value = self.value_of(run.text, start)
        if field in _NAME_FIELDS:
            return Named(cast(NameField, field), value)
        return Labelled(cast(LabelField, field), value)

    def fielded_text(self, field: TextField) -> Query:
        match self.peek():
            case "(":
                return self.group(field)
            case '"':
                return self.phrase(field)
            case "-":
                self.fail(f"write -{field}:word to exclude a word of {field}")
        return self.word(field, lone_star=False)

    # The smallest pieces.

    def word(self, field: TextField, *, lone_star: bool = True) -> Query:
        start = self.at
        text, wild, ends_in_star, escaped_wild = self.run()
        self.count(1)
        if text == "*" and wild:
            if field != "text" or not lone_star:
                self.fail(f"a lone * stands for everything and goes without {field}:", start)
            return Everything()
        if not text.isalnum() and not any(character.isalnum() for character in text):
            self.fail(f"{text!r} holds no letter or digit to look for", start)
        if self.peek() == "~":
            if wild:
                self.fail("~ works on a plain word, not beside * or ?")
            return Fuzzy(text, self.edits(), field)
        if not wild:
            return Word(text, field)
        if escaped_wild:
            self.fail("an escaped * or ? cannot stand beside one that is not", start)
        return Prefix(text[:-1], field) if ends_in_star else Wildcard(text, field)

    def edits(self) -> int:
        start = self.at
        self.at += 1
        if self.ended() or self.peek().isspace() or self.peek() in ")^":
            return 1
        edits = self.number()
        if edits is None or edits < 1 or edits != int(edits):
            self.fail("the number of edits is missing; write word~1 or word~2 (or \\~ for the sign)", start)
        if edits > MAX_EDITS:
            raise QueryTooComplex(f"~{int(edits)} asks for more than {MAX_EDITS} edits; write ~1 or ~2")
        return int(edits)

    def phrase(self, field: TextField) -> Query:
        start = self.at
        words: list[str] = []
        word: list[str] = []
        for character, escaped in [*self.quoted(), (" ", False)]:
            if escaped or not character.isspace():
                word.append(character)
                continue
            text = normalise("".join(word))
            if any(letter.isalnum() for letter in text):
                words.append(text)
            word.clear()
        if not words:
            self.fail("this phrase holds no word", start)
        self.count(len(words))
        return Phrase(tuple(words), field, self.slop())

    def slop(self) -> int:
        if self.peek() != "~":
            return 0
        start = self.at
        self.at += 1
        slop = self.number()
        if slop is None or slop != int(slop):
            self.fail('how many words may stand between is missing; write "these words"~5', start)
        if slop > MAX_SLOP:
            raise QueryTooComplex(f"~{int(slop)} lets more than {MAX_SLOP:,} words stand between; write less")
        return int(slop)

    def days(self) -> DateSpan:
        start = self.at
        self.count(1)
        if self.peek() == '"':
            text = "".join(character for character, _ in self.quoted())
        else:
            text = self.run(literally=True).text
        if self.peek() == "~":
            self.fail("a date knows no ~")
        try:
            days = DateSpan.parse(text)
        except InvalidValueError as error:
            self.fail(str(error), start, cause=error)
        # "2024-10-08..2024-10-08" is one day, however it was written.
        return DateSpan.day(days.first) if days.first == days.last else days

    def value_of(self, text: str, start: int) -> str:
        value = " ".join(normalise(text).split())
        if not value:
            self.fail("the value is empty", start)
        return value

    # Between the pieces, and the bounds.

    def take_keyword(self, *, needs_left: bool) -> None:
        start, keyword = self.at, self.keyword() or ""
        if needs_left:
            self.fail(f"{keyword} needs something before it; write \\{keyword} for the word itself", start)
        self.at += len(keyword)
        following = self.keyword()
        if self.ended() or self.peek() == ")" or following in ("AND", "OR"):
            self.fail(f"{keyword} needs something after it; write \\{keyword} for the word itself", start)

    def begins_operand(self) -> bool:
        return self.at == 0 or self.text[self.at - 1].isspace() or self.text[self.at - 1] in "()-"

    def deeper(self, start: int | None = None) -> None:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            column = (self.at if start is None else start) + 1
            raise QueryTooComplex(f"the query is nested more than {MAX_NESTING} deep at column {column}; flatten it")

    def count(self, terms: int) -> None:
        self.terms += terms
        if self.terms > MAX_TERMS:
            raise QueryTooComplex(f"the query has more than {MAX_TERMS} terms; ask for fewer at once")


def _join(kind: type[Joined], parts: list[Query]) -> Query:
    """``parts`` under one node of ``kind``: a single part stands for itself, parts of the same kind are merged."""
    if len(parts) == 1:
        return parts[0]
    merged: list[Query] = []
    for part in parts:
        merged.extend(part.parts if isinstance(part, kind) else [part])
    return kind(tuple(merged))


def _unknown(name: str) -> str:
    near = _OTHER_NAMES.get(name.lower()) or next(iter(difflib.get_close_matches(name.lower(), FIELDS, 1)), None)
    meant = f"did you mean {near}:? the" if near else "the"
    return f"there is no field {name!r}; {meant} fields are {', '.join(FIELDS)}; write {name}\\: for the word itself"
