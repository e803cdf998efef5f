"""What an article says of a name in full holds for the short forms of it.

A model weighs each word by what stands around it, so after "Kyrylo Budanov" it may still take one of ten "Budanov" for
a place, and leave the "SOHR" of "Syrian Observatory for Human Rights (SOHR)" unmarked where nothing near it speaks of
an organisation. Here the names that were found in full decide: the last word of a person's name is that person, the
first word of a company's name the company, letters in brackets after an organisation's name the organisation. Nothing
is decided where names in full contradict one another, and a listed place stays one where places stand.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

import numpy as np

from newsindex.analysis.entities.consistency import names_in
from newsindex.analysis.entities.reading import COLUMNS, Reading, WordTable, word_keys
from newsindex.analysis.entities.word_types import KINDS
from newsindex.analysis.entities.wordlists import BIT

__all__ = ["agreed"]

_PERSON, _ORG, _PLACE = 1, 2, 3
_UPPER, _ALL_UPPER = 1, 2
_KIND = {kind: number for number, kind in enumerate(KINDS)}
_OPENS, _CLOSES, _THE = _KIND["open"], _KIND["close"], _KIND["the"]
_POSSESSIVE = _KIND["possessive"]
_BEFORE_NAMES = (_KIND["Title"], _KIND["Function"])
_BEFORE_PLACES = tuple(_KIND[kind] for kind in ("in", "of", "comma", "and", "open", "by", "dash"))
_COUNTRIES = BIT["country"] | BIT["region"] | BIT["demonym"]
_ORGS = BIT["org"] | BIT["club"]
_PLACES = BIT["city_big"] | BIT["city_mid"] | BIT["country"] | BIT["region"] | BIT["demonym"]
# Such a word at the head of a name does not stand for all of it.
_GENERAL = BIT["common"] | BIT["org_word"] | BIT["place_word"] | BIT["title"] | BIT["month"] | BIT["demonym"]
_NEVER_ALONE = BIT["common"] | BIT["demonym"] | BIT["month"]
_GENERATIONS = frozenset("Jr Jr. Sr Sr. II III".split())
_COMPANY_WORDS = frozenset(
    "Inc Corp Co Cos Ltd PLC Plc plc LLC AG NV Incorporated Corporation Company Limited Association Bancorp Bancshares"
    " Holdings Industries Motors Airlines Airways".split()
)
_SHORT_DAYS = frozenset("Mon Tue Wed Thu Fri Sat Sun".split())
_NEVER_A_COMPANY = BIT["demonym"] | BIT["title"] | BIT["country"] | BIT["city_big"]
_PHRASES = COLUMNS.index("listed phrase")
_ELSEWHERE = COLUMNS.index("elsewhere in the article")
_NOT_ONLY_ORGS = BIT["club"] | BIT["person"] | BIT["city_small"] | _PLACES
_SHORTEST = 3
_SURE, _SURER = 2, 3
"""A type that a name of several words, or of one, has so many times as often as another is its type throughout."""


def agreed(table: WordTable, reading: Reading, tags: np.ndarray) -> np.ndarray:
    """The ``tags`` of a reading, with short forms of names tagged as the names in full are."""
    tags = _with_listed_organisations(table, reading, tags)
    first, last, _ = names_in(tags)
    if not len(first):
        return tags
    result = tags.copy()
    names = _Names(table, reading, tags)
    for start, end in zip(first.tolist(), last.tolist(), strict=True):
        names.add(start, end)
    for start, end, kind in (*names.outvoted(), *names.owners_of_places()):
        result[start] = 2 * kind - 1
        result[start + 1 : end + 1] = 2 * kind
    for place in names.alike():
        now = int(tags[place] + 1) >> 1
        kind = names.meant(place, now)
        if kind and kind != now and (names.may_change(place) if now else names.stands_alone(place, kind)):
            result[place] = 2 * kind - 1
    return result


def _with_listed_organisations(table: WordTable, reading: Reading, tags: np.ndarray) -> np.ndarray:
    """The tags with organisations of several words that the lists have, and nothing was seen in, marked where alone."""
    codes = reading.codes[:, _PHRASES]
    found = (codes & 3 == 1) & (codes >> 2 & BIT["org"] != 0) & (codes >> 2 & _NOT_ONLY_ORGS == 0) & (tags == 0)
    if not found.any():
        return tags
    result = tags.copy()
    around, flags, kinds = reading.numbers, table.flags, table.kinds
    for start in np.flatnonzero(found).tolist():
        end = start + 1
        while end < len(tags) and codes[end] & 3 == 2:
            end += 1
        if end == len(tags) or codes[end] & 3 != 3 or tags[start : end + 1].any():
            continue
        before, after = int(around[reading.places[start] - 1]), int(around[reading.places[end] + 1])
        opens = kinds[around[reading.places[start]]] == _KIND["Function"]  # "The Hindu" may be a believer
        if not (opens or flags[before] & _UPPER or flags[after] & _UPPER):
            result[start], result[start + 1 : end + 1] = 2 * _ORG - 1, 2 * _ORG
    return result


class _Names:
    """What the names of each article tell of its words."""

    def __init__(self, table: WordTable, reading: Reading, tags: np.ndarray) -> None:
        numbers = reading.numbers[reading.places]
        self._table = table
        self._around = reading.numbers
        self._places = reading.places
        self._upper = (table.flags[numbers] & _UPPER) != 0
        self._words = reading.words
        # Lists, for one number of an array at a time is slow to get.
        self._numbers: list[int] = numbers.tolist()
        self._keys: list[int] = reading.words.tolist()
        self._bits: list[int] = table.bits[numbers].tolist()
        self._tags: list[int] = tags.tolist()
        self._last_words: dict[int, set[int]] = {}
        """For the last words of people's names, the first of organisations', and both of places', their types."""
        self._first_names: set[int] = set()
        self._acronyms: set[int] = set()
        self._companies: set[int] = set()
        """The first words of companies' names, also such as are usual words or places: "Sun", "Columbia"."""
        self._elsewhere = reading.codes[:, _ELSEWHERE]
        self._single: dict[int, set[int]] = {}
        """The types of names of one word."""
        self._rows: dict[int, list[int]] = {}
        """Where each name of one word stands."""
        self._whole: dict[tuple[int, ...], list[tuple[int, int, int]]] = {}
        self._ends: dict[int, int] = {}

    def add(self, start: int, end: int) -> None:
        """Take in the name from row ``start`` to row ``end``."""
        kind = (self._tags[start] + 1) >> 1
        head, tail = self._keys[start], self._keys[end]
        self._ends[start] = end
        if start == end:
            self._single.setdefault(head, set()).add(kind)
            self._rows.setdefault(head, []).append(start)
            return
        self._whole.setdefault(tuple(self._keys[start : end + 1]), []).append((start, end, kind))
        if kind == _PERSON:
            word = self._word(end)
            if len(word) >= _SHORTEST and word not in _GENERATIONS:
                self._last_words.setdefault(tail, set()).add(_PERSON)
                if not self._bits[start] & _GENERAL:
                    self._first_names.add(head)
            if self._surname_first(start, end):
                self._last_words.setdefault(head, set()).add(_PERSON)
        elif kind == _ORG:
            self._look_for_acronym(end)
            if len(self._word(start)) >= _SHORTEST and not self._bits[start] & (_GENERAL | _PLACES):
                self._last_words.setdefault(head, set()).add(_ORG)
            elif self._is_company(start, end):
                self._companies.add(head)
        else:
            for one in (head, tail):
                self._last_words.setdefault(one, set()).add(_PLACE)

    def outvoted(self) -> list[tuple[int, int, int]]:
        """First row, last row and better type of each name that nearly always has another type elsewhere."""
        found = []
        for same in self._whole.values():
            if len(same) == 1:  # as most are
                continue
            votes = Counter(kind for _, _, kind in same).most_common(2)
            if len(votes) > 1 and votes[0][1] >= _SURE * votes[1][1]:
                found += [(start, end, votes[0][0]) for start, end, kind in same if kind != votes[0][0]]
        for key, kinds in self._single.items():
            if kinds == {_ORG, _PLACE}:  # "Miami" may be a club and a city, but seldom in one article
                places = [row for row in self._rows[key] if self._tags[row] == 2 * _PLACE - 1]
                orgs = [row for row in self._rows[key] if self._tags[row] == 2 * _ORG - 1]
                if len(places) >= _SURER * len(orgs):
                    found += [(row, row, _PLACE) for row in orgs]
                elif len(orgs) >= _SURER * len(places):
                    found += [(row, row, _ORG) for row in places if not self._bits[row] & _PLACES]
        return found

    def owners_of_places(self) -> list[tuple[int, int, int]]:
        """The listed places that a place is said to belong to, "Florida's Big Bend", where they pass for clubs."""
        found = []
        for row in chain.from_iterable(self._rows.values()):
            if self._tags[row] == 2 * _ORG - 1 and self._bits[row] & _PLACES and row + 2 in self._ends:
                apart = int(self._places[row + 2] - self._places[row])
                owns = self._table.kinds[self._around[self._places[row] + 1]] == _POSSESSIVE
                if apart == 2 and owns and self._tags[row + 2] == 2 * _PLACE - 1:
                    found.append((row, row, _PLACE))
        return found

    def alike(self) -> list[int]:
        """The rows of capitalised words that may be short forms: names of one word, or none."""
        known = {*self._last_words, *self._first_names, *self._acronyms, *self._companies}
        known |= {key for key, kinds in self._single.items() if kinds == {_ORG}}
        alike = np.isin(self._words, np.array(list(known), np.int64)) & self._upper
        return [row for row in np.flatnonzero(alike).tolist() if not self._tags[row] or self._ends.get(row) == row]

    def meant(self, row: int, now: int) -> int:
        """The type that a word has by the names in full, 0 where they say nothing; ``now`` is what it has."""
        key = self._keys[row]
        if key in self._acronyms:
            return _ORG
        word = self._word(row)
        if not now and word.isupper() and len(word) >= _SHORTEST and self._single.get(key) == {_ORG}:
            return 0 if self._bits[row] & _PLACES else _ORG
        kinds = self._last_words.get(key)
        if kinds == {_PERSON}:
            return _PERSON
        if kinds == {_ORG} and key not in self._first_names:
            return _ORG
        if key in self._companies and not kinds and self._is_never_small(row):
            return _ORG
        if now == _ORG and kinds == {_PLACE} and self._bits[row] & BIT["country"]:
            return _PLACE
        if now == _ORG and not kinds and self._bits[row] & BIT["person"] and not self._bits[row] & _ORGS:
            return _PERSON
        return _PERSON if not kinds and now and key in self._first_names else 0

    def may_change(self, row: int) -> bool:
        """Whether a name of one word may become one of another type: a listed place only where none would stand."""
        if self._tags[row] != 2 * _PLACE - 1 or not self._bits[row] & _PLACES:
            return True
        before = int(self._around[self._places[row] - 1])
        return not self._bits[row] & _COUNTRIES and int(self._table.kinds[before]) not in _BEFORE_PLACES

    def stands_alone(self, row: int, kind: int) -> bool:
        """Whether a word that is no name yet may be one: it is not a usual word, nor part of something longer."""
        if self._bits[row] & _NEVER_ALONE and not self._is_told(self._keys[row]):
            return False
        place = self._places[row]
        before, after = int(self._around[place - 1]), int(self._around[place + 1])
        flags, kinds = self._table.flags, self._table.kinds
        if flags[after] & _UPPER and kinds[after] not in _BEFORE_NAMES:
            return False
        if flags[before] & _UPPER and kinds[before] not in _BEFORE_NAMES:
            return False
        return kind != _ORG or kinds[before] != _THE or self._word(row).isupper() or self._keys[row] in self._acronyms

    def _surname_first(self, start: int, end: int) -> bool:
        """Whether a given name of two parts stands last, as in "Kim Yong-hyun"; some texts set hyphens apart."""
        if end == start + 1:
            first, tie, second = self._word(end).partition("-")
        elif end == start + 3:
            first, tie, second = (self._word(row) for row in range(start + 1, end + 1))
        else:
            return False
        return tie == "-" and first.istitle() and second.islower() and not self._bits[start] & BIT["common"]

    def _is_told(self, key: int) -> bool:
        """Whether the article itself says that a word is an organisation's."""
        return key in self._acronyms or key in self._companies

    def _is_company(self, start: int, end: int) -> bool:
        """Whether a name ends with a word that only companies do, "Inc." or "Airlines"."""
        word, last = self._word(start), self._word(end - (self._word(end) == "."))
        if self._bits[start] & _NEVER_A_COMPANY or (self._bits[start] & BIT["month"] and word not in _SHORT_DAYS):
            return False
        return len(word) >= _SHORTEST and word.isalpha() and last in _COMPANY_WORDS

    def _is_never_small(self, row: int) -> bool:
        """Whether the article writes a word with a capital alone, and not only where a sentence begins."""
        code = int(self._elsewhere[row]) >> 6
        evidence, opens = divmod(code, 2)
        small, capital = divmod(evidence, 3)
        return not small and bool(capital or not opens)

    def _look_for_acronym(self, end: int) -> None:
        """Take in the letters in brackets after the name that ends at a row."""
        place = int(self._places[end])
        around = self._around[place + 1 : place + 4].tolist()
        if len(around) == 3 and self._table.kinds[around[0]] == _OPENS and self._table.kinds[around[2]] == _CLOSES:
            word = self._table.words[around[1]]
            if sum(char.isupper() for char in word) > 1 and not int(self._table.bits[around[1]]) & _PLACES:
                self._acronyms.add(int(word_keys(self._table.hashes[around[1]], self._words[end] >> 32)))

    def _word(self, row: int) -> str:
        return self._table.words[self._numbers[row]]
