"""Recognisers that the user has installed, behind the same protocol.

    >>> import spacy                                                    # doctest: +SKIP
    >>> recognizer = SpacyRecognizer(spacy.load("en_core_web_sm"))      # doctest: +SKIP

``SpacyRecognizer`` takes a pipeline that is already loaded; ``NltkRecognizer`` uses ``nltk.ne_chunk`` and the tagger
and chunker data that the user has put where NLTK finds them. Nothing is downloaded here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from newsindex.analysis.annotated import EntityMention, EntityType, Tokens
from newsindex.errors import InvalidValueError, MissingExtraError
from newsindex.spans import Span

__all__ = ["MissingDataError", "NltkRecognizer", "SpacyRecognizer"]

# Labels of OntoNotes (spaCy) and ACE (NLTK) for what is named here too.
_TYPES: dict[str, EntityType] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "org",
    "ORGANIZATION": "org",
    "GPE": "place",
    "LOC": "place",
    "LOCATION": "place",
    "FAC": "place",
    "FACILITY": "place",
    "GSP": "place",
}


class MissingDataError(MissingExtraError):
    """The package is there, and the data that it needs is not."""

    def __init__(self, reason: str) -> None:
        ImportError.__init__(
            self,
            "NLTK's tagger and ne_chunk need averaged_perceptron_tagger_eng, maxent_ne_chunker_tab and words; "
            f"get them with nltk.download (NLTK says: {reason})",
        )


class SpacyRecognizer:
    """Names found by a spaCy pipeline, or by anything called with a text that returns a document with ``ents``."""

    def __init__(self, pipeline: Callable[[str], Any] | str) -> None:
        """``pipeline`` is a loaded pipeline, or the name of one that is installed.

        Raises ``MissingExtraError`` where a name is given and spaCy is not installed, and ``InvalidValueError`` where
        spaCy knows no pipeline of that name.
        """
        self._pipeline = _load_spacy(pipeline) if isinstance(pipeline, str) else pipeline

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The pipeline's names, with articles and possessive endings cut off; its own tokens are used."""
        mentions = []
        for entity in self._pipeline(text).ents:
            kind = _TYPES.get(entity.label_)
            span = _trimmed(text, entity.start_char, entity.end_char)
            if kind is not None and span is not None:
                mentions.append(EntityMention(span, span.of(text), kind, span.of(text)))
        return tuple(mentions)


class NltkRecognizer:
    """Names found by NLTK's part-of-speech tagger and ``ne_chunk``."""

    def __init__(self) -> None:
        """Raises ``MissingDataError`` where the data of NLTK's tagger or chunker is not installed."""
        nltk = import_module("nltk")
        self._tag: Callable[[list[str]], Any] = nltk.pos_tag
        self._chunk: Callable[[Any], Any] = nltk.ne_chunk
        try:
            self._chunk(self._tag(["Paris"]))
        except (LookupError, ImportError) as error:
            raise MissingDataError(str(error).strip().split("\n")[0].strip("* ")) from error

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        """The chunks that ``ne_chunk`` calls names, over our own tokens, sentence by sentence."""
        mentions: list[EntityMention] = []
        first = 0
        for sentence in sentences:
            while first < len(tokens) and tokens.starts[first] < sentence.start:
                first += 1
            last = first
            while last < len(tokens) and tokens.ends[last] <= sentence.end:
                last += 1
            if last > first:
                mentions.extend(self._in_sentence(text, tokens, first, last))
            first = last
        return tuple(mentions)

    def _in_sentence(self, text: str, tokens: Tokens, first: int, last: int) -> list[EntityMention]:
        words = [text[tokens.starts[index] : tokens.ends[index]] for index in range(first, last)]
        found, index = [], first
        for node in self._chunk(self._tag(words)):
            if not hasattr(node, "label"):
                index += 1
                continue
            end = index + len(node)
            kind = _TYPES.get(node.label())
            span = _trimmed(text, tokens.starts[index], tokens.ends[end - 1])
            if kind is not None and span is not None:
                found.append(EntityMention(span, span.of(text), kind, span.of(text)))
            index = end
        return found


def _load_spacy(name: str) -> Callable[[str], Any]:
    try:
        spacy = import_module("spacy")
    except ImportError as error:
        raise MissingExtraError("spaCy", "spacy") from error
    try:
        pipeline: Callable[[str], Any] = spacy.load(name)
    except OSError as error:
        raise InvalidValueError(
            f"spaCy has no pipeline {name!r}; install it with: python -m spacy download {name}"
        ) from error
    return pipeline


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The name inside ``text[start:end]``: without "the" before it and "'s" after it."""
    for article in ("the ", "The ", "THE "):
        if text.startswith(article, start):
            start += len(article)
    for ending in ("'s", "’s", "'", "’"):
        if text.endswith(ending, start, end):
            end -= len(ending)
            break
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
