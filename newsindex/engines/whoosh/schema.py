"""The fields of the Whoosh index, and how a document of ours fills them.

Articles and passages share one index; the name of a field begins with the kind of document it belongs to
(``article.text``, ``passage.text``), so that word statistics never mix. On passages, ``passage.of.person`` and its
like hold the names of the whole article.

| field | holds |
| --- | --- |
| ``kind`` | ``article``, ``passage`` or ``note`` |
| ``key`` | the article's id: all documents of an article are removed by it |
| ``.text``, ``.headline`` | stems with positions |
| ``.text.forms``, ``.headline.forms`` | the words as written, for prefixes, wildcards and fuzzy words |
| ``.published``, ``.happened`` | days as terms (see ``daytree``) |
| ``.person``, ``.org``, ``.place`` | folded names |
| ``.source``, ``.section``, ``.url``, ``.id`` | folded labels |
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import analysis, fields, formats

from newsindex.documents import NAME_TYPES, ArticleRecord, Document, label_key
from newsindex.engines.whoosh.daytree import index_terms
from newsindex.spans import DateSpan

__all__ = ["KINDS", "make_schema", "whoosh_documents"]

KINDS = ("article", "passage")


class PreparedTerms(analysis.Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """An analyzer for terms that are ready: each item of a sequence is one term, at the next position."""

    def __call__(self, value: Iterable[str], positions: bool = False, **_options: Any) -> Iterator[analysis.Token]:
        """The terms as Whoosh tokens."""
        token = analysis.Token(positions=positions, boost=1.0)
        for position, text in enumerate(value):
            token.text, token.pos, token.boost, token.stopped = text, position, 1.0, False
            yield token


def make_schema() -> fields.Schema:
    """The Whoosh schema of an index."""

    def text() -> fields.FieldType:
        return fields.FieldType(format=formats.Positions(), analyzer=PreparedTerms(), scorable=True)

    def terms() -> fields.FieldType:
        return fields.FieldType(format=formats.Existence(), analyzer=PreparedTerms())

    schema = fields.Schema(kind=terms(), key=terms(), stored=fields.STORED())
    for kind in KINDS:
        for name in ("text", "headline"):
            schema.add(f"{kind}.{name}", text())
            schema.add(f"{kind}.{name}.forms", terms())
        for name in ("published", "happened", *NAME_TYPES, "source", "section", "url", "id"):
            schema.add(f"{kind}.{name}", terms())
    for name in NAME_TYPES:
        schema.add(f"passage.of.{name}", terms())
    return schema


def whoosh_documents(record: ArticleRecord) -> Iterator[dict[str, Any]]:
    """The fields of each Whoosh document of an article; the article's own comes first."""
    for document in (record.article, *record.passages):
        values = dict(_fields(document))
        values["stored"] = json.dumps(
            {
                "article": document.article_id,
                "passage": document.passage,
                "published": document.published.toordinal(),
                "facets": _facets(document),
                **({"whole": record.stored.to_json()} if document.passage is None else {}),
            },
            ensure_ascii=False,
        )
        yield values


def _fields(document: Document) -> Iterator[tuple[str, Any]]:
    kind = KINDS[document.passage is not None]
    yield "kind", (kind,)
    yield "key", (document.article_id,)
    yield f"{kind}.text", document.stems
    yield f"{kind}.text.forms", tuple(set(document.forms))
    yield f"{kind}.headline", document.headline
    yield f"{kind}.headline.forms", tuple(set(document.headline_forms))
    yield f"{kind}.published", tuple(index_terms(DateSpan.day(document.published)))
    yield f"{kind}.happened", tuple({term for days in document.happened for term in index_terms(days)})
    for name in NAME_TYPES:
        yield f"{kind}.{name}", tuple(document.name_keys.get(name, ()))
        if document.passage is not None:
            yield f"passage.of.{name}", tuple(document.article_name_keys.get(name, ()))
    yield f"{kind}.section", tuple(map(label_key, document.sections))
    for label, value in (("source", document.source), ("url", document.url), ("id", document.article_id)):
        yield f"{kind}.{label}", (label_key(value),) if value else ()


def _facets(document: Document) -> dict[str, list[str]]:
    return {
        **{name: list(document.names.get(name, ())) for name in NAME_TYPES},
        "source": [document.source] if document.source else [],
        "section": list(document.sections),
        "published": [document.published.isoformat()],
        "happened": [str(days) for days in document.happened],
    }
