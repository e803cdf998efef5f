"""The plainest engine that could work: all documents in a list, every question a linear scan.

It is the oracle that the other engines are tested against, and a fake for the tests of programs that use newsindex.

    >>> from newsindex.query.model import Word
    >>> MemoryEngine().search(Request(Word("troops"))).total
    0
"""

from __future__ import annotations

import copy
import json
import math
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self

from attrs import evolve

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.words import name_key, words_of
from newsindex.buckets import Bucket, bucket_names
from newsindex.copy_marks import body_of, copy_marks
from newsindex.documents import NAME_TYPES, ArticleRecord, Document, label_key, own_key, prominent_keys
from newsindex.engines.base import (
    MAX_EXPANSIONS,
    OWN_NAME,
    PROMINENCE,
    EngineWriter,
    FacetField,
    Match,
    Matches,
    Request,
    SpelledField,
    asks_of_passages,
)
from newsindex.errors import IndexLockedError, QueryTooComplex, UnsupportedQuery
from newsindex.names.counts import NameCounts
from newsindex.query.matching import edit_distance_at_most, form_test, leaves, lower
from newsindex.query.model import (
    And,
    Boost,
    Dated,
    Everything,
    Fuzzy,
    Labelled,
    Named,
    NamedAs,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    TextField,
    Wildcard,
    Word,
)
from newsindex.spans import DateSpan

__all__ = ["MemoryEngine"]

# BM25 as Whoosh has it (Robertson and Zaragoza, 2009), without a field's own weight.
_B = 0.75
_K1 = 1.2


class MemoryEngine:
    """An engine that keeps everything in memory and forgets it at the end."""

    def __init__(self) -> None:
        self._records: dict[str, ArticleRecord] = {}
        self._notes: dict[str, Any] = {}
        self._kept: dict[str, tuple[str, bytes]] = {}
        self._commits = 0
        self._lock = threading.Lock()

    def search(self, request: Request) -> Matches:
        """The best matches, by looking at every document."""
        query = lower(request.query)
        records = self._records
        passages = request.level == "passage" or asks_of_passages(query)
        documents = [
            document for record in records.values() for document in (record.passages if passages else (record.article,))
        ]
        _bound_expansions(query, documents)
        # Names are the article's wherever articles are asked for, even where passages have to answer.
        scan = _Scan(documents, article_names=request.level == "article")
        best: dict[tuple[str, int | None], tuple[float, Document]] = {}
        matching: list[Document] = []
        for document in documents:
            if request.deadline is not None and time.monotonic() > request.deadline:
                break
            if scan.matches(query, document):
                matching.append(document)
                key = (document.article_id, document.passage if request.level == "passage" else None)
                score = scan.score(query, document)
                if key not in best or score > best[key][0]:
                    best[key] = score, document
        rows = [Match(document.article_id, score, document.passage) for score, document in best.values()]
        order = {article_id: number for number, article_id in enumerate(records)}
        rows.sort(key=lambda row: (order[row.article_id], -1 if row.passage is None else row.passage))
        rows.sort(key=self._sort_key(request, {id(document): document for document in matching}, best))
        return Matches(
            rows=tuple(rows[request.offset : request.offset + request.limit]),
            total=len(rows),
            facets={field: self._count(field, matching, request) for field in request.facets},
            complete=request.deadline is None or time.monotonic() <= request.deadline,
        )

    def stream(self, request: Request) -> Iterator[Match]:
        """All matches in order."""
        return iter(self.search(evolve(request, limit=sys.maxsize, offset=0, facets=(), deadline=None)).rows)

    def pinned(self) -> Self:
        """The engine as it stands: a commit puts a new state in place of the old one, and changes neither."""
        return copy.copy(self)

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """In how many articles each stem stands."""
        texts = [set(record.article.stems) for record in self._records.values()]
        return {stem: sum(stem in text for text in texts) for stem in stems}

    def spelled_like(self, text: str, distance: int, field: SpelledField) -> Mapping[str, int]:
        """What is written nearly so, and in how many articles."""
        counts: Counter[str] = Counter()
        for record in self._records.values():
            article = record.article
            counts.update(set(article.forms) if field == "text" else _folded(article.name_keys.get(field, ())))
        return {one: count for one, count in counts.items() if edit_distance_at_most(text, one, distance)}

    def marked(self, marks: Iterable[str]) -> list[str]:
        """The articles that have one of these marks."""
        wanted = frozenset(marks)
        return [
            article_id
            for article_id, record in self._records.items()
            if wanted.intersection(copy_marks(body_of(record.stored.article)))
        ]

    def name_counts(self) -> NameCounts:
        """How often each name stands."""
        names: dict[EntityType, Counter[str]] = {kind: Counter() for kind in NAME_TYPES}
        spellings: dict[EntityType, dict[str, Counter[str]]] = {kind: {} for kind in NAME_TYPES}
        for record in self._records.values():
            for kind in NAME_TYPES:
                names[kind].update(record.article.names.get(kind, ()))
                for name, spelling in record.article.spellings.get(kind, ()):
                    spellings[kind].setdefault(name, Counter())[spelling] += 1
        return NameCounts(names, spellings)

    def keep(self, what: str, data: bytes) -> None:
        """Keep bytes."""
        self._kept = {**self._kept, what: (self.state(), data)}

    def kept(self, what: str) -> tuple[str, bytes] | None:
        """What was last kept, and of which state."""
        return self._kept.get(what)

    def stored(self, article_id: str) -> Mapping[str, Any] | None:
        """What was kept of an article."""
        record = self._records.get(article_id)
        return record.stored.to_json() if record else None

    def article_ids(self) -> Iterator[str]:
        """The ids of all articles, in the order they came in."""
        return iter(tuple(self._records))

    def read_from(self, origin: str) -> list[str]:
        """The ids of the articles that were read from this file."""
        return [article_id for article_id, record in self._records.items() if record.stored.origin == origin]

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""
        return len(self._records), sum(len(record.passages) for record in self._records.values())

    def notes(self) -> Mapping[str, Any]:
        """The JSON values kept beside the index."""
        return self._notes

    def state(self) -> str:
        """How many commits there were."""
        return f"memory-{self._commits}"

    def writer(self, *, wait: float = 10.0) -> _Writer:
        """The one writer."""
        if not self._lock.acquire(timeout=wait):
            raise IndexLockedError(f"another writer has held the index for {wait:g} seconds; wait for it or close it")
        return _Writer(self, self._lock)

    def check(self) -> list[str]:
        """There are no files that could be wrong."""
        return []

    def close(self) -> None:
        """Nothing has to be let go of."""

    def replace(self, records: dict[str, ArticleRecord], notes: dict[str, Any]) -> None:
        """Put a new state in place of the old one; readers that began before keep theirs."""
        self._records, self._notes = records, notes
        self._commits += 1

    def _sort_key(
        self,
        request: Request,
        matching: Mapping[int, Document],
        best: Mapping[tuple[str, int | None], tuple[float, Document]],
    ) -> Callable[[Match], float]:
        match request.sort:
            case "relevance":
                return lambda row: -row.score
            case "newest":
                return lambda row: -self._records[row.article_id].article.published.toordinal()
            case "oldest":
                return lambda row: self._records[row.article_id].article.published.toordinal()
            case "happened":
                first: dict[tuple[str, int | None], float] = {}
                for document in matching.values():
                    key = (document.article_id, document.passage if request.level == "passage" else None)
                    days = [days.first.toordinal() for days in document.happened]
                    first[key] = min([first.get(key, math.inf), *days])
                return lambda row: first[row.article_id, row.passage if request.level == "passage" else None]

    def _count(self, field: FacetField, matching: Iterable[Document], request: Request) -> dict[str, int]:
        values: dict[tuple[str, int | None], set[str]] = {}
        for document in matching:
            key = (document.article_id, document.passage if request.level == "passage" else None)
            # What belongs to the passage is counted from the passages that match; all else from the article.
            own = request.level == "passage" or field in ("happened", "section")
            counted = document if own else self._records[document.article_id].article
            joined = request.joined.get(field, {})
            found = _facet_values(field, counted, request.by)
            values.setdefault(key, set()).update(joined.get(value, value) for value in found)
        counts = Counter(value for one in values.values() for value in one)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class _Writer(EngineWriter):
    """A copy of the state that becomes the state on commit."""

    def __init__(self, engine: MemoryEngine, lock: threading.Lock) -> None:
        self._engine = engine
        self._lock: threading.Lock | None = lock
        self._records = dict(engine._records)
        self._notes = dict(engine._notes)

    @property
    def preparation(self) -> Callable[[ArticleRecord], ArticleRecord]:
        return _as_it_is

    def take(self, record: ArticleRecord) -> bool:
        replaced = self._records.pop(record.article.article_id, None) is not None
        self._records[record.article.article_id] = record
        return replaced

    def remove(self, article_id: str) -> bool:
        return self._records.pop(article_id, None) is not None

    def note(self, name: str, value: Any) -> None:
        self._notes[name] = json.loads(json.dumps(value))

    def commit(self) -> None:
        self._engine.replace(self._records, self._notes)
        self._release()

    def cancel(self) -> None:
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def ended(self) -> bool:
        return self._lock is None


def _as_it_is(record: ArticleRecord) -> ArticleRecord:
    return record


class _Scan:
    """Matching and scoring against one collection of documents."""

    def __init__(self, documents: list[Document], *, article_names: bool) -> None:
        self._documents = documents
        self._article_names = article_names
        self._idf: dict[tuple[str, TextField], float] = {}
        self._mean: dict[TextField, float] = {}

    def matches(self, query: Query, document: Document) -> bool:
        match query:
            case Everything():
                return True
            case Word(text, field):
                return words_of(text)[0].stem in _stems(document, field)
            case Phrase(words, field, slop):
                return _phrase_count([words_of(word)[0].stem for word in words], _stems(document, field), slop) > 0
            case Prefix() | Wildcard() | Fuzzy():
                return any(map(form_test(query), _forms(document, query.field)))
            case Named():
                return _has_name(query, document.article_name_keys if self._article_names else document.name_keys)
            case NamedAs(field, names):
                keys = document.article_name_keys if self._article_names else document.name_keys
                return any(own_key(name) in keys.get(field, ()) for name in names)
            case Dated("published", days):
                return days.contains(document.published)
            case Dated("happened", days):
                return any(days.meets(told) for told in document.happened)
            case Labelled(field, value):
                return label_key(value) in _labels(document, field)
            case And(parts):
                return all(self.matches(part, document) for part in parts)
            case Or(parts):
                return any(self.matches(part, document) for part in parts)
            case Not(part):
                return not self.matches(part, document)
            case Boost(part):
                return self.matches(part, document)
        raise UnsupportedQuery(f"the memory engine cannot answer {query!r}")

    def score(self, query: Query, document: Document) -> float:
        match query:
            case Word(text, field):
                stem = words_of(text)[0].stem
                return self._bm25(stem, field, _stems(document, field).count(stem), document)
            case Phrase(words, field):
                if not self.matches(query, document):
                    return 0.0
                return sum(self.score(Word(word, field), document) for word in words)
            case Prefix() | Wildcard() | Fuzzy():
                return float(self.matches(query, document))
            case Named() if self._article_names and document.passage is not None:
                return OWN_NAME * _has_name(query, document.name_keys)
            case NamedAs(field, names) if self._article_names and document.passage is not None:
                return OWN_NAME * any(own_key(name) in document.name_keys.get(field, ()) for name in names)
            case NamedAs(field, names) if document.passage is None:
                keys = document.name_keys.get(field, frozenset())
                grades = zip(*map(prominent_keys, names), strict=True)
                return PROMINENCE * sum(not keys.isdisjoint(grade) for grade in grades)
            case And(parts):
                return sum(self.score(part, document) for part in parts) if self.matches(query, document) else 0.0
            case Or(parts):
                return sum(self.score(part, document) for part in parts)
            case Boost(part, factor):
                return factor * self.score(part, document)
        return 0.0

    def _bm25(self, stem: str, field: TextField, frequency: int, document: Document) -> float:
        if not frequency:
            return 0.0
        if (stem, field) not in self._idf:
            having = sum(stem in _stems(other, field) for other in self._documents)
            worded = sum(bool(_stems(other, field)) for other in self._documents)
            self._idf[stem, field] = math.log1p((worded - having + 0.5) / (having + 0.5))
        if field not in self._mean:
            lengths = [len(_stems(other, field)) for other in self._documents]
            self._mean[field] = sum(lengths) / max(1, sum(length > 0 for length in lengths))
        ratio = len(_stems(document, field)) / self._mean[field]
        return self._idf[stem, field] * frequency * (_K1 + 1) / (frequency + _K1 * (1 - _B + _B * ratio))


def _has_name(query: Named, keys: Mapping[EntityType, frozenset[str]]) -> bool:
    key = name_key(query.name)
    return any(key in keys.get(kind, ()) for kind in NAME_TYPES if query.field in (kind, "entity"))


def _folded(keys: Iterable[str]) -> Iterator[str]:
    """The keys that ``name_key`` made."""
    return (key for key in keys if not key.startswith(own_key("")))


def _stems(document: Document, field: TextField) -> tuple[str, ...]:
    return document.headline if field == "headline" else document.stems


def _forms(document: Document, field: TextField) -> tuple[str, ...]:
    return document.headline_forms if field == "headline" else document.forms


def _labels(document: Document, field: str) -> tuple[str, ...]:
    match field:
        case "section":
            return tuple(map(label_key, document.sections))
        case "source":
            return (label_key(document.source),) if document.source else ()
        case "url":
            return (label_key(document.url),) if document.url else ()
    return (label_key(document.article_id),)


def _phrase_count(stems: list[str], text: tuple[str, ...], slop: int) -> int:
    """How many places end a chain of the stems in order, at most ``slop`` other words between neighbours."""
    ends = {position for position, stem in enumerate(text) if stem == stems[0]}
    for wanted in stems[1:]:
        ends = {
            position
            for position, stem in enumerate(text)
            if stem == wanted and any(position - gap in ends for gap in range(1, slop + 2))
        }
    return len(ends)


def _bound_expansions(query: Query, documents: list[Document]) -> None:
    for node in leaves(query, wanted=False):
        if isinstance(node, Prefix | Wildcard | Fuzzy):
            test = form_test(node)
            forms = {form for document in documents for form in _forms(document, node.field) if test(form)}
            if len(forms) > MAX_EXPANSIONS:
                raise QueryTooComplex(
                    f"{node} stands for {len(forms):,} words of the index, more than {MAX_EXPANSIONS:,}; "
                    "write more of the word"
                )


def _facet_values(field: FacetField, document: Document, by: Bucket | None) -> set[str]:
    match field:
        case "person" | "org" | "place":
            return set(document.names.get(field, ()))
        case "source":
            return {document.source} if document.source else set()
        case "section":
            return set(document.sections)
        case "published":
            return set(bucket_names((DateSpan.day(document.published),), by))
        case "happened":
            return set(bucket_names(document.happened, by))
