"""From our query nodes to Whoosh's, with the prefixes, wildcards and fuzzy words already expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from whoosh import query as whoosh_query

from newsindex.analysis.words import name_key, words_of
from newsindex.documents import NAME_TYPES, label_key
from newsindex.engines.base import MAX_EXPANSIONS
from newsindex.engines.whoosh.daytree import query_terms
from newsindex.errors import QueryTooComplex, UnsupportedQuery
from newsindex.query.matching import form_test
from newsindex.query.model import (
    And,
    Boost,
    Dated,
    Everything,
    Fuzzy,
    Labelled,
    Named,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)

__all__ = ["Lexicon", "translate"]

Lexicon = Callable[[str, str], Iterable[str]]
"""From a field and a prefix to the terms of the field that begin so, in order."""


def translate(query: Query, *, kind: str, article_names: bool, lexicon: Lexicon) -> whoosh_query.Query:
    """The Whoosh query of a lowered query, over documents of one kind.

    ``article_names`` looks for names in the whole article that a passage belongs to.
    Raises ``QueryTooComplex`` where a word stands for too many others.
    """
    universe = _constant([whoosh_query.Term("kind", kind)])
    names = "passage.of" if kind == "passage" and article_names else kind

    # Boosts are carried down to the words, for Whoosh's constant scores know none.
    def convert(node: Query, boost: float = 1.0) -> whoosh_query.Query:
        match node:
            case Everything():
                return universe
            case Word(text, field):
                return whoosh_query.Term(f"{kind}.{field}", words_of(text)[0].stem, boost=boost)
            case Phrase(words, field, slop):
                stems = [words_of(word)[0].stem for word in words]
                if len(stems) == 1:
                    return whoosh_query.Term(f"{kind}.{field}", stems[0], boost=boost)
                return whoosh_query.Phrase(f"{kind}.{field}", stems, slop=slop + 1, boost=boost)
            case Prefix() | Wildcard() | Fuzzy():
                forms_field = f"{kind}.{node.field}.forms"
                forms = _expand(node, forms_field, lexicon)
                return _constant([whoosh_query.Term(forms_field, form) for form in forms], score=boost)
            case Named(field, name):
                types = NAME_TYPES if field == "entity" else (field,)
                return _constant([whoosh_query.Term(f"{names}.{one}", name_key(name)) for one in types])
            case Dated(field, days):
                terms = sorted(query_terms(days))
                return _constant([whoosh_query.Term(f"{kind}.{field}", term) for term in terms])
            case Labelled(field, value):
                return _constant([whoosh_query.Term(f"{kind}.{field}", label_key(value))])
            case And(parts):
                wanted = [convert(part, boost) for part in parts if not isinstance(part, Not)] or [universe]
                unwanted = [convert(part.part) for part in parts if isinstance(part, Not)]
                both = whoosh_query.And(wanted) if len(wanted) > 1 else wanted[0]
                return whoosh_query.AndNot(both, whoosh_query.Or(unwanted)) if unwanted else both
            case Or(parts):
                return whoosh_query.Or([convert(part, boost) for part in parts])
            case Not(part):
                return whoosh_query.AndNot(universe, convert(part))
            case Boost(part, factor):
                return convert(part, boost * factor)
        raise UnsupportedQuery(f"the Whoosh engine cannot answer {node!r}")

    return convert(query)


def _constant(terms: list[whoosh_query.Query], score: float = 0.0) -> whoosh_query.Query:
    if not terms:
        return whoosh_query.NullQuery
    return whoosh_query.ConstantScoreQuery(whoosh_query.Or(terms) if len(terms) > 1 else terms[0], score)


def _expand(node: Prefix | Wildcard | Fuzzy, field: str, lexicon: Lexicon) -> list[str]:
    match node:
        case Prefix(text):
            start = text
        case Wildcard(pattern):
            start = pattern[: min(pattern.find(mark) % (len(pattern) + 1) for mark in "*?")]
        case Fuzzy():
            start = ""
    forms = [form for form in lexicon(field, start) if form_test(node)(form)]
    if len(forms) > MAX_EXPANSIONS:
        raise QueryTooComplex(
            f"{node} stands for {len(forms):,} words of the index, more than {MAX_EXPANSIONS:,}; "
            "write more of the word"
        )
    return forms
