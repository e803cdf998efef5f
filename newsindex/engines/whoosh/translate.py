"""From our query nodes to Whoosh's, for the executor to answer."""

from __future__ import annotations

from datetime import date

from whoosh import query as whoosh_query

from newsindex.analysis.words import fold, name_key, words_of
from newsindex.documents import NAME_TYPES, label_key, own_key, prominent_keys
from newsindex.engines.base import OWN_NAME, PROMINENCE
from newsindex.engines.whoosh.executor import InColumn, Spelled
from newsindex.errors import UnsupportedQuery
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
    Wildcard,
    Word,
)

__all__ = ["translate"]


def translate(query: Query, *, kind: str, article_names: bool) -> whoosh_query.Query:
    """The Whoosh query of a lowered query, over documents of one kind.

    ``article_names`` looks for names in the whole article that a passage belongs to.
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
            case Prefix(text, field):
                return _flat(whoosh_query.Prefix(f"{kind}.{field}.forms", fold(text)), boost)
            case Wildcard(pattern, field):
                return _flat(whoosh_query.Wildcard(f"{kind}.{field}.forms", fold(pattern)), boost)
            case Fuzzy(text, distance, field):
                spelled = Spelled(f"{kind}.{field}.forms", fold(text), maxdist=distance, prefixlength=0)
                return _flat(spelled, boost)
            case Named(field, name):
                types = NAME_TYPES if field == "entity" else (field,)
                named = _constant([whoosh_query.Term(f"{names}.{one}", name_key(name)) for one in types])
                if names == kind:
                    return named
                # Of an article's passages, one that has the name itself answers better.
                own = whoosh_query.Or([whoosh_query.Term(f"{kind}.{one}", name_key(name)) for one in types])
                return whoosh_query.AndMaybe(named, _flat(own, OWN_NAME * boost))
            case NamedAs(field, whole_names):
                if not whole_names:
                    return whoosh_query.NullQuery
                keys = list(map(own_key, whole_names))
                named = _constant([whoosh_query.Term(f"{names}.{field}", key) for key in keys])
                if kind == "article":
                    grades = [
                        _flat(whoosh_query.Or([whoosh_query.Term(f"article.{field}", key) for key in grade]), weight)
                        for weight in [PROMINENCE * boost]
                        for grade in zip(*map(prominent_keys, whole_names), strict=True)
                    ]
                    return whoosh_query.AndMaybe(named, whoosh_query.Or(grades))
                if names == kind:
                    return named
                own = whoosh_query.Or([whoosh_query.Term(f"{kind}.{field}", key) for key in keys])
                return whoosh_query.AndMaybe(named, _flat(own, OWN_NAME * boost))
            case Dated(field, days):
                low = None if days.first == date.min else days.first.toordinal()
                high = None if days.last == date.max else days.last.toordinal()
                return whoosh_query.And([universe, InColumn(field, low, high)])
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


def _constant(terms: list[whoosh_query.Query]) -> whoosh_query.Query:
    return _flat(whoosh_query.Or(terms) if len(terms) > 1 else terms[0], 0.0)


def _flat(query: whoosh_query.Query, score: float) -> whoosh_query.Query:
    return whoosh_query.ConstantScoreQuery(query, score)
