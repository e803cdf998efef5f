"""From a Whoosh query tree to a plan of nodes (``nodes``), with every rule of Whoosh's scoring that a tree can call on.

What is not known here becomes a ``Given`` node that asks Whoosh's own matchers (the ``fallback``), so a tree is never
answered wrongly, only more slowly. Two differences from stock Whoosh are on purpose: ``DisjunctionMax`` gives the
maximum over the parts that match the *same* document (stock compares the current documents of two cursors), and
documents that were removed never come back through ``Not``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import frozen
from whoosh import query as whoosh_query
from whoosh.fields import NUMERIC

from newsindex.engines.whoosh.array_types import Ints
from newsindex.engines.whoosh.columns import Column, IntColumn, SpansColumn
from newsindex.engines.whoosh.executor.conjunction import Both, Less, Maybe, Narrowed
from newsindex.engines.whoosh.executor.disjunction import Either, Highest
from newsindex.engines.whoosh.executor.expansion import matching, prefix_range, spelled_like
from newsindex.engines.whoosh.executor.filters import AnyOf, Columned, Flat, InField, Meeting, Outside
from newsindex.engines.whoosh.executor.leaves import Everything, Given, Nothing, Phrase, Word
from newsindex.engines.whoosh.executor.nodes import Node, Scaled, Scores
from newsindex.engines.whoosh.executor.phrases import with_exact_phrase, with_phrase
from newsindex.engines.whoosh.executor.places import LONGEST_PHRASE
from newsindex.engines.whoosh.executor.queries import InColumn, Near, Spelled
from newsindex.engines.whoosh.executor.snapshot import Snapshot
from newsindex.engines.whoosh.executor.source import Source
from newsindex.engines.whoosh.executor.unions import scored_union
from newsindex.errors import QueryTooComplex, UnsupportedQuery

__all__ = ["Compiler", "Fallback"]

Fallback = Callable[[Any, float], tuple[Ints, Scores]]
"""From a query and the time to stop to all its documents (numbers of the whole index, ascending) and their scores."""


@frozen(slots=True)
class Compiler:
    """Turns queries into nodes over one snapshot."""

    snapshot: Snapshot
    fallback: Fallback | None = None
    max_expansions: int | None = None

    def node(self, query: Any, due: float) -> Node:
        """The plan of a query."""
        return _RULES.get(type(query), Compiler._foreign)(self, query, due)

    def _nodes(self, query: Any, due: float) -> list[Node]:
        """The plans of the parts of a query."""
        return [_RULES.get(type(part), Compiler._foreign)(self, part, due) for part in query.subqueries]

    def _foreign(self, query: Any, due: float) -> Node:
        if self.fallback is None:
            raise UnsupportedQuery(f"the executor does not know {type(query).__name__} queries and has no fallback")
        docs, scores = self.fallback(query, due)
        return Given(self.snapshot, docs, scores)

    # Terms

    def _term(self, query: Any, due: float) -> Node:
        if query.minquality:
            return self._foreign(query, due)
        postings = self.snapshot.word(query.fieldname, query.text)
        if query.boost != 1.0:
            return Word(self.snapshot, postings, query.boost)
        if postings.as_word is None:
            postings.as_word = Word(self.snapshot, postings, 1.0)
        return postings.as_word

    def _multi(self, query: Any, due: float) -> Node:
        """Prefix, Wildcard, Regex, TermRange, FuzzyTerm, Variations: many terms of one field."""
        if query.fieldname not in self.snapshot.schema:
            return self._foreign(query, due)
        if _stands_for_all(query):
            return self._every(whoosh_query.Every(query.fieldname, boost=query.boost), due)
        constant = getattr(query, "constantscore", False)
        ordinals = self._expanded(query)
        found = scored_union(self.snapshot, query.fieldname, ordinals, due, constant=constant, boost=query.boost)
        return Given(self.snapshot, *found)

    def _expanded(self, query: Any) -> list[Ints]:
        """The places of the terms in each segment."""
        ordinals = [self._expand(query, source) for source in self.snapshot.sources]
        total = sum(map(len, ordinals))
        if self.max_expansions is not None and total > self.max_expansions * len(self.snapshot.sources):
            raise QueryTooComplex(
                f"{query} stands for {total:,} words of the index, more than {self.max_expansions:,}; "
                "write more of the word"
            )
        return ordinals

    def _expand(self, query: Any, source: Source) -> Ints:
        field = query.fieldname
        kind = type(query)
        if kind is whoosh_query.Prefix:
            first, last = prefix_range(source, field, query.text.encode())
            return _without_empty(source, field, first, last)
        if kind is whoosh_query.TermRange:
            first, last = self._term_range(query, source)
            return _without_empty(source, field, first, last)
        if kind is whoosh_query.FuzzyTerm or kind is Spelled:
            swaps = kind is Spelled
            return spelled_like(source, field, query.text, query.maxdist, query.prefixlength, swaps=swaps)
        if kind is whoosh_query.Variations:
            found = {source.ordinal(field, term) for term in query._btexts(_Words(self.snapshot, source))}
            return np.array(sorted(found - {-1}), np.int64)
        prefix = query._find_prefix(query.text).encode()
        return matching(source, field, query._get_pattern(), prefix)

    def _term_range(self, query: Any, source: Source) -> tuple[int, int]:
        field, encode = query.fieldname, self.snapshot.schema[query.fieldname].to_bytes
        try:
            low = b"" if query.start is None else encode(query.start)
            high = b"\xff\xff\xff\xff" if query.end is None else encode(query.end)
        except ValueError:
            return 0, 0
        first = source.ordinal_from(field, low)
        last = source.ordinal_from(field, high)
        if not query.endexcl:
            last += source.ordinal(field, high) >= 0
        if query.startexcl and query.start is not None:
            first += source.ordinal(field, low) >= 0
        return first, max(first, last)

    def _every(self, query: Any, due: float) -> Node:
        if query.fieldname is None:
            return Everything(self.snapshot, query.boost)
        return Flat(InField(self.snapshot, query.fieldname), query.boost)

    # Combinations

    def _and(self, query: Any, due: float) -> Node:
        if len(query.subqueries) == 1:
            return self.node(query.subqueries[0], due)
        parts = self._gathered(query, due, [])
        if not parts:
            return Nothing(self.snapshot)
        both = Both(self.snapshot, parts)
        return both if query.boost == 1.0 else Scaled(both, query.boost)

    def _gathered(self, query: Any, due: float, parts: list[Node]) -> list[Node]:
        """The plans of the parts of an AND; an AND inside it adds up to the same, so that all are met in one go."""
        for part in query.subqueries:
            kind = type(part)
            if kind is whoosh_query.And and part.boost == 1.0 and part.subqueries:
                self._gathered(part, due, parts)
            else:
                parts.append(_RULES.get(kind, Compiler._foreign)(self, part, due))
        return parts

    def _or(self, query: Any, due: float) -> Node:
        if query.scale or query.matcher_type:
            return self._foreign(query, due)
        parts = self._nodes(query, due)
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return Nothing(self.snapshot)
        either = Either(self.snapshot, parts)
        return either if query.boost == 1.0 else Scaled(either, query.boost)

    def _highest(self, query: Any, due: float) -> Node:
        if query.tiebreak:
            return self._foreign(query, due)
        parts = self._nodes(query, due)
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return Nothing(self.snapshot)
        highest = Highest(self.snapshot, parts)
        return highest if query.boost == 1.0 else Scaled(highest, query.boost)

    def _not(self, query: Any, due: float) -> Node:
        return Outside(self.node(query.query, due))

    def _and_not(self, query: Any, due: float) -> Node:
        return Less(self.node(query.a, due), self.node(query.b, due))

    def _and_maybe(self, query: Any, due: float) -> Node:
        return Maybe(self.node(query.a, due), self.node(query.b, due))

    def _require(self, query: Any, due: float) -> Node:
        return Narrowed(self.node(query.a, due), self.node(query.b, due))

    def _constant(self, query: Any, due: float) -> Node:
        inner = query.child
        if not query.score and type(inner) is whoosh_query.Term and inner.boost == 1.0 and not inner.minquality:
            postings = self.snapshot.word(inner.fieldname, inner.text)
            if postings.as_filter is None:
                postings.as_filter = Flat(Word(self.snapshot, postings, 1.0), 0.0)
            return postings.as_filter
        many = _RULES.get(type(inner)) is Compiler._multi and inner.fieldname in self.snapshot.schema
        if many and not _stands_for_all(inner):
            ordinals = self._expanded(inner)
            return Flat(AnyOf(self.snapshot, inner.fieldname, ordinals, _key(inner)), query.score)
        return Flat(self.node(inner, due), query.score)

    def _null(self, query: Any, due: float) -> Node:
        return Nothing(self.snapshot)

    # Phrases

    def _phrase(self, query: Any, due: float) -> Node:
        snapshot = self.snapshot
        field = query.fieldname
        if not query.words or not snapshot.keeps_positions(field):
            return self._foreign(query, due)
        lists = [snapshot.word(field, word) for word in query.words]
        found: Node
        if len(lists) == 1:
            found = Word(snapshot, lists[0], 1.0)
        elif query.slop == 1 and len(lists) <= LONGEST_PHRASE:
            found = Phrase(snapshot, with_exact_phrase(snapshot, lists), lists)
        else:
            together = Both(snapshot, [Word(snapshot, each, 1.0) for each in lists]).docs(due)
            docs = with_phrase(snapshot, lists, together, query.slop, total=type(query) is Near)
            found = Phrase(snapshot, docs, lists)
        return found if query.boost == 1.0 else Scaled(found, query.boost)

    # Ranges

    def _numbers(self, query: Any, due: float) -> Node:
        snapshot = self.snapshot
        if query.fieldname not in snapshot.schema or not isinstance(snapshot.schema[query.fieldname], NUMERIC):
            return self._foreign(query, due)
        return self.node(query._compile_query(_Words(snapshot, None)), due)

    def _in_column(self, query: Any, due: float) -> Node:
        column = self.snapshot.column(query.fieldname)
        if not isinstance(column, IntColumn):
            return self._in_other_column(query, column)
        base, top = column.base, column.top
        low = 0 if query.low is None or query.low < base else query.low - base
        high = top if query.high is None or query.high - base > top else query.high - base
        if low > high:
            return Nothing(self.snapshot)
        return Columned(self.snapshot, query.fieldname, column, low, high, query.score)

    def _in_other_column(self, query: Any, column: Column | None) -> Node:
        if column is None:
            return Nothing(self.snapshot)
        if not isinstance(column, SpansColumn):
            raise UnsupportedQuery(f"the column {query.fieldname!r} holds no numbers; only numbers have ranges")
        low = 1 if query.low is None else query.low
        high = 1 << 32 if query.high is None else query.high
        return Flat(Meeting(self.snapshot, query.fieldname, column, low, high), query.score)


class _Words:
    """As much of a Whoosh reader as a query needs to spell out its terms."""

    def __init__(self, snapshot: Snapshot, source: Source | None) -> None:
        self.schema = snapshot.schema
        self._source = source

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._source is not None and self._source.ordinal(*term) >= 0


def _key(query: Any) -> tuple[Any, ...] | None:
    """What tells a query of many terms from others; None where its parts do not tell."""
    parts = sorted(vars(query).items())
    if all(part is None or isinstance(part, str | bytes | int | float) for _, part in parts):
        return (type(query), *parts)
    return None


def _stands_for_all(query: Any) -> bool:
    return bool(getattr(query, "text", None) == _EVERY_TEXT.get(type(query), _NEVER))


def _without_empty(source: Source, field: str, first: int, last: int) -> Ints:
    """Places as an array; the empty term, which Whoosh passes over, is left out."""
    if first == 0 and last and source.texts(field, 0, 1) == [b""]:
        first = 1
    return np.arange(first, max(first, last))


_NEVER = object()
_EVERY_TEXT: dict[type, str] = {whoosh_query.Prefix: "", whoosh_query.Wildcard: "*", whoosh_query.Regex: ".*"}
_RULES: dict[type, Callable[[Compiler, Any, float], Node]] = {
    whoosh_query.And: Compiler._and,
    whoosh_query.AndMaybe: Compiler._and_maybe,
    whoosh_query.AndNot: Compiler._and_not,
    whoosh_query.ConstantScoreQuery: Compiler._constant,
    whoosh_query.DateRange: Compiler._numbers,
    whoosh_query.DisjunctionMax: Compiler._highest,
    whoosh_query.Every: Compiler._every,
    whoosh_query.FuzzyTerm: Compiler._multi,
    whoosh_query.Not: Compiler._not,
    whoosh_query.NumericRange: Compiler._numbers,
    whoosh_query.Or: Compiler._or,
    whoosh_query.Phrase: Compiler._phrase,
    whoosh_query.Prefix: Compiler._multi,
    whoosh_query.Regex: Compiler._multi,
    whoosh_query.Require: Compiler._require,
    whoosh_query.Term: Compiler._term,
    whoosh_query.TermRange: Compiler._multi,
    whoosh_query.Variations: Compiler._multi,
    whoosh_query.Wildcard: Compiler._multi,
    InColumn: Compiler._in_column,
    Near: Compiler._phrase,
    Spelled: Compiler._multi,
    type(whoosh_query.NullQuery): Compiler._null,
}
