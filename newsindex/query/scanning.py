"""The text of a query, read piece by piece: words, quotes, numbers, keywords, and what a backslash takes as it is."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from newsindex.characters import fold_marks, normalise
from newsindex.errors import QuerySyntaxError

__all__ = ["Run", "Scanner"]

_KEYWORD = re.compile(r"(AND|OR|NOT)(?=[\s()\"]|\Z)")
_KEYWORD_BEGINNINGS = ("A", "O", "N")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?(?![\w.])")

_BLANKS = re.compile(r"\s*")
_PLAIN = re.compile(r'[^\s()"^~\\]*')
_PLAIN_LITERALLY = re.compile(r'[^\s()"^\\]*')


class Run(NamedTuple):
    """The characters of one word or value, normalised, and what became of the stars and question marks in it."""

    text: str
    wild: bool = False
    """Whether there is a ``*`` or ``?`` without a backslash."""
    ends_in_star: bool = False
    """Whether the only such sign is a ``*`` at the end."""
    escaped_wild: bool = False
    """Whether there is one with a backslash."""


class Scanner:
    """A place in a query's text, which moves on as pieces are taken."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = fold_marks(text)
        self.at = 0

    def run(self, *, literally: bool = False) -> Run:
        """What stands up to a blank, a parenthesis, a quote or a suffix; ``literally`` takes ``~`` as a character."""
        plain = (_PLAIN_LITERALLY if literally else _PLAIN).match(self.text, self.at)
        assert plain is not None  # the pattern matches nothing, too
        if self.text[plain.end() : plain.end() + 1] == "\\":
            return self.run_with_escapes('()"^' if literally else '()"^~')
        self.at = plain.end()
        text = normalise(plain[0])
        stars, marks = text.count("*"), text.count("?")
        return Run(text, stars + marks > 0, stars == 1 and not marks and text[-1] == "*")

    def run_with_escapes(self, stops: str) -> Run:
        """The same where a backslash is among it, up to a blank or one of the signs in ``stops``."""
        run: list[tuple[str, bool]] = []
        while not self.ended():
            character = self.peek()
            if character.isspace() or character in stops:
                break
            character, escaped = self.escaped() if character == "\\" else (self.step(), False)
            # A soft hyphen or the like behind a * must not hide that the * ends the word.
            if normalise(character):
                run.append((character, escaped))
        wild = [place for place, (character, escaped) in enumerate(run) if character in "*?" and not escaped]
        return Run(
            normalise("".join(character for character, _ in run)),
            bool(wild),
            wild == [len(run) - 1] and run[-1][0] == "*",
            any(character in "*?" and escaped for character, escaped in run),
        )

    def quoted(self) -> list[tuple[str, bool]]:
        """The characters up to the closing quote, each with whether a backslash stood before it."""
        start = self.at
        self.at += 1
        run: list[tuple[str, bool]] = []
        while True:
            if self.ended():
                self.fail('this quote is never closed; add a " or write \\"', start)
            character = self.peek()
            if character == '"':
                self.at += 1
                return run
            run.append(self.escaped() if character == "\\" else (self.step(), False))

    def escaped(self) -> tuple[str, bool]:
        """The character behind a backslash, and True."""
        self.at += 1
        if self.ended():
            self.fail("a backslash at the end escapes nothing; write \\\\ for the sign itself", self.at - 1)
        return self.step(), True

    def number(self) -> float | None:
        """The number that stands here, taken; None where there is none."""
        match = _NUMBER.match(self.text, self.at)
        if match is None or not match[0].isascii():
            return None
        self.at = match.end()
        return float(match[0])

    def keyword(self) -> str | None:
        """The ``AND``, ``OR`` or ``NOT`` that stands here, not taken."""
        self.skip_blanks()
        if self.text[self.at : self.at + 1] not in _KEYWORD_BEGINNINGS:
            return None
        match = _KEYWORD.match(self.text, self.at)
        return match[1] if match else None

    def skip_blanks(self) -> None:
        """Move on to what is no blank."""
        if self.text[self.at : self.at + 1].isspace():
            self.at = _BLANKS.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches always

    def ended(self) -> bool:
        """Whether all has been taken."""
        return self.at >= len(self.text)

    def peek(self) -> str:
        """The next character, or a blank at the end."""
        return self.text[self.at] if self.at < len(self.text) else " "

    def step(self) -> str:
        """Take the next character."""
        self.at += 1
        return self.text[self.at - 1]

    def fail(self, message: str, at: int | None = None, *, cause: Exception | None = None) -> NoReturn:
        """Raise ``QuerySyntaxError`` for the mistake at a place, by default this one."""
        raise QuerySyntaxError(message, self.original, (self.at if at is None else at) + 1) from cause
