"""Who could answer: the ``Engine`` protocol that every engine keeps, and what goes in and comes out.

An engine is handed query nodes, never strings. Its rule for a question at the level of articles is

- a question without ``happened`` and ``section`` is asked of the articles' own documents;
- a question with one of them is asked of the passages (words, days and sections must be found in *one* passage, names
  anywhere in its article), and an article is as good as its best passage.

``newsindex.engines.memory`` is the plainest engine that could work and the oracle of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from attrs import field, frozen

from newsindex.buckets import Bucket
from newsindex.documents import ArticleRecord
from newsindex.names.counts import NameCounts
from newsindex.query.model import And, Boost, Dated, Labelled, Not, Or, Query

__all__ = [
    "FACET_FIELDS",
    "MAX_EXPANSIONS",
    "OWN_NAME",
    "PROMINENCE",
    "Engine",
    "EngineWriter",
    "FacetField",
    "Level",
    "Match",
    "Matches",
    "Request",
    "Sort",
    "SpelledField",
    "asks_of_passages",
]

Level = Literal["article", "passage"]
Sort = Literal["relevance", "newest", "oldest", "happened"]
SpelledField = Literal["text", "person", "org", "place"]
FacetField = Literal["person", "org", "place", "source", "section", "published", "happened"]
FACET_FIELDS: tuple[FacetField, ...] = ("person", "org", "place", "source", "section", "published", "happened")

MAX_EXPANSIONS = 1_024
"""A prefix, wildcard or fuzzy word may stand for this many words of the index; more is ``QueryTooComplex``."""

OWN_NAME = 1.0
"""What a name adds to the score of a passage that has it itself, where it may stand anywhere in the article."""

PROMINENCE = 0.5
"""What a name adds to the score of an article in which it is prominent, and as much again if the headline has it."""


@frozen
class Request:
    """A question to an engine."""

    query: Query
    level: Level = "article"
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    facets: tuple[FacetField, ...] = ()
    by: Bucket | None = None
    """Count days in buckets of this length; None counts each day, month or range as it was written."""
    joined: Mapping[str, Mapping[str, str]] = field(factory=dict, repr=False)
    """For fields of names, which values are counted as another one: a match that has both counts once."""
    deadline: float | None = None
    """When to stop, in ``time.monotonic()`` seconds."""


@frozen
class Match:
    """An article that answers, or one passage of it; ``passage`` is also the best passage where passages were asked."""

    article_id: str
    score: float
    passage: int | None = None


@frozen
class Matches:
    """The page that was asked for, and how many matched in all."""

    rows: tuple[Match, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(factory=dict)
    """For each field asked: each value and in how many of *all* matches it stands; days as ISO text."""
    complete: bool = True


class EngineWriter(Protocol):
    """One change to an index, seen by nobody until ``commit``, which leaving its ``with`` brings about."""

    @property
    def preparation(self) -> Callable[[ArticleRecord], Any]:
        """What can be done to a record before it is taken in: a function that another process may call (it pickles)."""

    def take(self, prepared: Any) -> bool:
        """Take in what ``preparation`` made of an article, in place of one with the same id; whether one was there."""

    def add(self, record: ArticleRecord) -> bool:
        """Prepare an article and take it in; whether one with its id was there."""
        return self.take(self.preparation(record))

    def remove(self, article_id: str) -> bool:
        """Take an article out; whether it was there."""

    def note(self, name: str, value: Any) -> None:
        """Keep a JSON value beside the index, committed together with it."""

    def commit(self) -> None:
        """Make the change, all of it."""

    def cancel(self) -> None:
        """Forget the change."""

    @property
    def ended(self) -> bool:
        """Whether the change was committed or cancelled."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.ended:
            self.cancel() if kind else self.commit()


class Engine(Protocol):
    """An index that can be asked and written to; each answer is over one committed state."""

    def search(self, request: Request) -> Matches:
        """The best matches. Raises ``QueryTooComplex`` or ``UnsupportedQuery``."""

    def stream(self, request: Request) -> Iterator[Match]:
        """All matches in the order of the request, one at a time; its page, facets and deadline count for nothing."""

    def pinned(self) -> Engine:
        """This engine as it stands now, for reading: what is committed later does not change its answers."""

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands as scores count them: removed ones may still be among them."""

    def spelled_like(self, text: str, distance: int, field: SpelledField) -> Mapping[str, int]:
        """What is written within so many edits of a folded word or name, and in how many articles.

        Of ``text`` these are written forms, of the rest the keys of names (``analysis.words.name_key``).
        """

    def marked(self, marks: Iterable[str]) -> list[str]:
        """The ids of the articles that have one of these marks (``newsindex.copy_marks``), as they came in."""

    def name_counts(self) -> NameCounts:
        """In how many articles each name and each spelling of it stands."""

    def keep(self, what: str, data: bytes) -> None:
        """Keep bytes that follow from the committed state alone, in place of what was kept so; they may be lost."""

    def kept(self, what: str) -> tuple[str, bytes] | None:
        """What was last kept, and of which ``state()``; None if nothing was or it was lost."""

    def stored(self, article_id: str) -> Mapping[str, Any] | None:
        """What was kept of an article (``StoredArticle.to_json``), or None if it is not in the index."""

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order they came in."""

    def read_from(self, origin: str) -> list[str]:
        """The ids of the articles that were read from this file."""

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""

    def notes(self) -> Mapping[str, Any]:
        """The JSON values kept beside the index."""

    def state(self) -> str:
        """A short digest of the committed state: the same text means the same answers."""

    def writer(self, *, wait: float = 10.0) -> EngineWriter:
        """The one writer. Raises ``IndexLockedError`` if another still holds it after ``wait`` seconds."""

    def check(self) -> list[str]:
        """What is wrong with the files, one line each; nothing if all is well."""

    def close(self) -> None:
        """Let go of files; the engine is of no use afterwards."""


def asks_of_passages(query: Query) -> bool:
    """Whether a question speaks of what happened or of a section, which only a passage can answer."""
    match query:
        case Dated(field="happened") | Labelled(field="section"):
            return True
        case And(parts) | Or(parts):
            return any(asks_of_passages(part) for part in parts)
        case Not(part) | Boost(part):
            return asks_of_passages(part)
    return False
