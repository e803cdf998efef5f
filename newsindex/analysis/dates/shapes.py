"""The structure of a pattern, as a tree: what a match can begin with, and which words it cannot do without.

The rules are compiled to regular expressions (see ``patterns``); what this module tells of them decides where those
are tried at all.

    >>> sorted(prefixes("(the )?{which} {unit}"))[0]
    ('=coming', ' ', 'unit')
    >>> sorted(needed("(the )?last {weekday}|nowadays", frozenset({"last", "the"})))[:2]
    ['friday', 'monday']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from newsindex.analysis.dates.lexicon import CLASSES, MACROS

__all__ = ["PREFIX", "Choice", "Leaf", "Maybe", "Node", "Run", "needed", "parse", "prefixes", "required", "tokens"]

_PATTERN = re.compile(r"\{([a-z]+)\}|([a-z]+)|(\(\?(?:!|=|<!|<=)|[()|?])|(.)", re.S)


class Leaf(NamedTuple):
    """A class, a word (as ``=word``) or a mark."""

    name: str


class Run(NamedTuple):
    """Parts one after the other."""

    parts: tuple[Node, ...]


class Choice(NamedTuple):
    """One of several."""

    options: tuple[Node, ...]


class Maybe(NamedTuple):
    """A part that may be left out."""

    part: Node


Node = Leaf | Run | Choice | Maybe


def tokens(pattern: str) -> list[tuple[str, str, str, str]]:
    """The parts of a pattern as written: of each the name in braces, the word, the operator or the mark."""
    return _PATTERN.findall(pattern)


@cache
def parse(pattern: str) -> Node:
    """The tree of a pattern, with its macros written out; what is only looked at is no part of it."""
    return _Parser(tokens(pattern)).choice()


class _Parser:
    """A recursive descent through the parts of a pattern."""

    def __init__(self, parts: Sequence[tuple[str, str, str, str]]) -> None:
        self._parts = parts
        self._at = 0

    def _operator(self) -> str:
        return self._parts[self._at][2] if self._at < len(self._parts) else ""

    def choice(self) -> Node:
        options = [self._run()]
        while self._operator() == "|":
            self._at += 1
            options.append(self._run())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _run(self) -> Node:
        parts: list[Node] = []
        while self._at < len(self._parts) and self._operator() not in {"|", ")"}:
            part = self._item()
            if self._operator() == "?":
                self._at += 1
                part = Maybe(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else Run(tuple(parts))

    def _item(self) -> Node:
        name, word, operator, mark = self._parts[self._at]
        self._at += 1
        if name:
            return parse(MACROS[name]) if name in MACROS else Leaf(name)
        if not operator:
            return Leaf(f"={word}" if word else mark)
        inside = self.choice()
        self._at += 1  # the closing parenthesis
        return inside if operator == "(" else Run(())


PREFIX = 3
"""How many pieces a pattern's beginning is looked at, to know where it cannot match: a word, a blank, a word."""


def prefixes(pattern: str) -> set[tuple[str, ...]]:
    """Every beginning that a match can have, as names of leaves. Those shorter than ``PREFIX`` are whole matches."""
    return _prefixes(parse(pattern))


def _prefixes(node: Node) -> set[tuple[str, ...]]:
    match node:
        case Leaf(name):
            return {(name,)}
        case Maybe(part):
            return _prefixes(part) | {()}
        case Choice(options):
            return set().union(*map(_prefixes, options))
        case Run(parts):
            found: set[tuple[str, ...]] = {()}
            for part in parts:
                if all(len(start) == PREFIX for start in found):
                    break
                more = _prefixes(part)
                short = {start for start in found if len(start) < PREFIX}
                found = (found - short) | {(*start, *rest)[:PREFIX] for start, rest in product(short, more)}
            return found


FOUR_FIGURES = frozenset({"yyyy", "hhmm"})
"""Classes that count as words, since four figures are seldom anything but a date."""


def needed(pattern: str, common: Collection[str]) -> set[str]:
    """Words (and classes of four figures) of which every match holds one, none of them ``common`` if that can be.

    Ways to match that hold none at all, only short figures and marks, are left out.
    """
    return set().union(*_ways(parse(pattern), common))


def required(pattern: str, common: Collection[str]) -> set[str]:
    """Words of which every match holds one, without exception; empty where some match needs none."""
    ways = _ways(parse(pattern), common)
    return set().union(*ways) if all(ways) else set()


def _ways(node: Node, common: Collection[str]) -> list[set[str]]:
    """For each way to match a set of words of which it holds one; the set is empty where it need hold none."""
    match node:
        case Leaf(name):
            if name in FOUR_FIGURES:
                return [{name}]
            return [{name[1:]} if name[0] == "=" else set(CLASSES.get(name, ()))]
        case Choice(options):
            return [words for option in options for words in _ways(option, common)]
        case Maybe():
            return [set()]
        case Run(parts):
            return min((_ways(part, common) for part in parts), key=lambda ways: _cost(ways, common), default=[set()])


def _cost(ways: Sequence[set[str]], common: Collection[str]) -> tuple[float, float, int]:
    """What share of the ways hold no word, what share of the words is common, and how many words there are."""
    words = set().union(*ways)
    return sum(not way for way in ways) / len(ways), len(words & set(common)) / max(len(words), 1), len(words)
