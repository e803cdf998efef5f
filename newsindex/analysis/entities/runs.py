"""Names as runs of capitalised words: the plainest recogniser that could work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsindex.analysis.annotated import EntityMention, EntityType, Tokens
from newsindex.spans import Span

__all__ = ["RunRecognizer"]

_ORG_WORDS = frozenset(
    "Agency Army Association Authority Bank Board Bureau Club Commission Committee Company Congress Corp Corporation"
    " Council Court Department Federation Forces Foundation Group Inc Institute Intelligence Ltd Ministry NATO"
    " Organisation Organization Parliament Party Police Senate Service Union United University".split()
)
_PLACES = frozenset(
    "Africa America Asia Australia Beijing Belarus Brazil Britain Canada China Crimea England Europe France Germany"
    " India Iran Iraq Israel Italy Japan Korea Kursk Kyiv London Mexico Moscow Paris Poland Pyongyang Russia Seoul"
    " Spain Syria Taiwan Tokyo Turkey UK US USA Ukraine Vladivostok Washington".split()
)
_NOT_NAMES = frozenset(
    "A After An And As At Background But By Details During For From He Her His I If In It Its January February March"
    " April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday"
    " Sunday More No Not Now On One Our Previously Quote Reminder She Since So Some Source That The Their There These"
    " They This Those To Two Under We What When Where While Who With You President Minister Mr Mrs Ms General Prime"
    " Foreign Chief Head".split()
)


class RunRecognizer:
    """Takes each run of capitalised words for a name and types it by small lists."""

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The runs in the order of the text."""
        return tuple(
            EntityMention(Span(start, end), text[start:end], kind, text[start:end])
            for start, end, kind in self._runs(text, tokens)
        )

    def _runs(self, text: str, tokens: Tokens) -> Iterator[tuple[int, int, EntityType]]:
        run: list[int] = []
        for index in range(len(tokens) + 1):
            if index < len(tokens):
                word = text[tokens.starts[index] : tokens.ends[index]]
                joined = not run or text[tokens.ends[run[-1]] : tokens.starts[index]] == " "
                if word[0].isupper() and word not in _NOT_NAMES and joined:
                    run.append(index)
                    continue
            if run:
                words = [text[tokens.starts[i] : tokens.ends[i]] for i in run]
                yield tokens.starts[run[0]], tokens.ends[run[-1]], _kind(words)
                run = []


def _kind(words: list[str]) -> EntityType:
    if any(word in _ORG_WORDS for word in words):
        return "org"
    if any(word in _PLACES for word in words):
        return "place"
    if len(words) == 1 and words[0].isupper():
        return "org"
    return "person"
