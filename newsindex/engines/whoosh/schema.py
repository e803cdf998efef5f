"""The fields of the index, and how a document of ours fills them.

Articles and passages share one index; the name of a field begins with the kind of document it belongs to
(``article.text``, ``passage.text``), so that word statistics never mix. On passages, ``passage.of.person`` and its
like hold the names of the whole article. The passages of an article follow its own document, in order, always.

| field | holds |
| --- | --- |
| ``kind`` | ``article`` or ``passage`` |
| ``key`` | the article's id: all documents of an article are removed by it |
| ``origin`` | the file that an article was read from |
| ``article.mark`` | marks by which copies of an article are found |
| ``.text``, ``.headline`` | stems with positions |
| ``.text.forms``, ``.headline.forms`` | the words as written, for prefixes, wildcards and fuzzy words |
| ``.person``, ``.org``, ``.place`` | names, folded and as they are (``documents.own_key``) |
| ``.source``, ``.section``, ``.url``, ``.id`` | folded labels |

| column | holds, of articles and passages |
| --- | --- |
| ``id`` | the article's id (of articles only) |
| ``published`` | the day as ``date.toordinal`` counts it |
| ``happened`` | the first and last day of each span told of |
| ``person``, ``org``, ``place``, ``source``, ``section`` | values as facets show them |
| ``person.spelled``, … | of articles: a name, a tab, and another spelling of it in the article |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen
from whoosh import analysis, fields, formats

from newsindex.copy_marks import body_of, copy_marks
from newsindex.documents import NAME_TYPES, ArticleRecord, Document, StoredArticle, label_key
from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument
from newsindex.engines.whoosh.manifest import Schema
from newsindex.engines.whoosh.stored import dump

__all__ = ["KINDS", "SCHEMA", "WHOOSH_SCHEMA", "PreparedArticle", "prepare"]

KINDS = ("article", "passage")

_TEXTS = tuple(f"{kind}.{name}" for kind in KINDS for name in ("text", "headline"))
_TERMS = (
    "kind",
    "key",
    "origin",
    "article.mark",
    *(f"{text}.forms" for text in _TEXTS),
    *(f"{kind}.{name}" for kind in KINDS for name in (*NAME_TYPES, "source", "section", "url", "id")),
    *(f"passage.of.{name}" for name in NAME_TYPES),
)

SCHEMA = Schema(
    fields={
        **{name: FieldSpec(positions=True) for name in _TEXTS},
        **{name: FieldSpec(positions=False, freqs=False) for name in _TERMS},
    },
    columns={
        "id": "bytes",
        "published": "int",
        "happened": "spans",
        "source": "keyword",
        **dict.fromkeys((*NAME_TYPES, "section"), "keywords"),
        **{f"{name}.spelled": "keywords" for name in NAME_TYPES},
    },
    key="key",
)
"""The schema as our own writer and segments have it."""


class PreparedTerms(analysis.Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """An analyzer for terms that are ready: each item of a sequence is one term, at the next position."""

    def __call__(self, value: Iterable[str], positions: bool = False, **_options: Any) -> Iterator[analysis.Token]:
        """The terms as Whoosh tokens."""
        token = analysis.Token(positions=positions, boost=1.0)
        for position, text in enumerate(value):
            token.text, token.pos, token.boost, token.stopped = text, position, 1.0, False
            yield token


def _whoosh_schema() -> fields.Schema:
    schema = fields.Schema()
    for name in _TEXTS:
        schema.add(name, fields.FieldType(format=formats.Positions(), analyzer=PreparedTerms(), scorable=True))
    for name in _TERMS:
        schema.add(name, fields.FieldType(format=formats.Existence(), analyzer=PreparedTerms()))
    return schema


WHOOSH_SCHEMA = _whoosh_schema()
"""The same schema as Whoosh's queries and searchers have it."""


@frozen
class PreparedArticle:
    """An article as the writer takes it in: cheap to send from one process to another."""

    article_id: str
    documents: tuple[PreparedDocument, ...]
    """Its own, then its passages in order."""


def prepare(record: ArticleRecord) -> PreparedArticle:
    """All that can be done for an article without the index."""
    stored = record.stored
    documents = tuple(
        PreparedDocument(
            fields={name: terms for name, terms in _fields(document, stored) if terms},
            columns=_columns(document),
            stored=dump(stored.to_json()) if document.passage is None else b"",
        )
        for document in (record.article, *record.passages)
    )
    return PreparedArticle(record.article.article_id, documents)


def _fields(document: Document, stored: StoredArticle) -> Iterator[tuple[str, tuple[str, ...]]]:
    kind = KINDS[document.passage is not None]
    yield "kind", (kind,)
    yield "key", (document.article_id,)
    if document.passage is None:
        yield "article.mark", copy_marks(body_of(stored.article))
        if stored.origin is not None:
            yield "origin", (stored.origin,)
    yield f"{kind}.text", document.stems
    yield f"{kind}.text.forms", tuple(set(document.forms))
    yield f"{kind}.headline", document.headline
    yield f"{kind}.headline.forms", tuple(set(document.headline_forms))
    for name in NAME_TYPES:
        yield f"{kind}.{name}", tuple(document.name_keys.get(name, ()))
        if document.passage is not None:
            yield f"passage.of.{name}", tuple(document.article_name_keys.get(name, ()))
    yield f"{kind}.section", tuple(map(label_key, document.sections))
    for label, value in (("source", document.source), ("url", document.url), ("id", document.article_id)):
        yield f"{kind}.{label}", (label_key(value),) if value else ()


def _columns(document: Document) -> dict[str, Any]:
    values: dict[str, Any] = {
        "published": document.published.toordinal(),
        "happened": [(days.first.toordinal(), days.last.toordinal()) for days in document.happened],
        "section": _encoded(document.sections),
    }
    if document.passage is None:
        values["id"] = document.article_id.encode("utf-8", "surrogatepass")
    if document.source:
        (values["source"],) = _encoded((document.source,))
    for name in NAME_TYPES:
        values[name] = _encoded(document.names.get(name, ()))
        if document.passage is None:
            values[f"{name}.spelled"] = _encoded(map("\t".join, document.spellings.get(name, ())))
    return values


def _encoded(values: Iterable[str]) -> list[bytes]:
    # A dictionary of terms has one term a line.
    return [value.replace("\n", " ").encode("utf-8", "surrogatepass") for value in values]
