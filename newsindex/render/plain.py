"""What programs read: JSON of what the library returns."""

from __future__ import annotations

import json
from typing import Any

from newsindex.analysis.annotated import AnnotatedArticle
from newsindex.results import Results

__all__ = ["annotated_to_dict", "results_to_dict", "to_json"]


def to_json(value: Any) -> str:
    """``value`` as JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def results_to_dict(results: Results) -> dict[str, Any]:
    """A page of hits with its counts and its receipt."""
    return {
        "query": results.query,
        "total": results.total,
        "complete": results.complete,
        "state": results.state,
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "hits": results.to_dicts(),
        "receipt": results.receipt().to_dict(),
    }


def annotated_to_dict(annotated: AnnotatedArticle) -> dict[str, Any]:
    """An article with the dates and names found in it."""
    article = annotated.article
    return {
        "id": article.id,
        "headline": article.headline,
        "published": article.published.isoformat(),
        "source": article.source,
        "url": article.url,
        "text": article.text,
        "sections": [{"name": section.name, "span": [*section.span]} for section in article.sections],
        "passages": [[*span] for span in article.passages],
        "sentences": [[*span] for span in annotated.sentences],
        "dates": [
            {
                "span": [*date.span],
                "text": date.text,
                "type": date.type,
                "timex": date.timex,
                "days": str(date.value) if date.value else None,
                "precision": date.value.precision.value if date.value else None,
            }
            for date in annotated.dates
        ],
        "entities": [
            {"span": [*entity.span], "text": entity.text, "type": entity.type, "name": entity.name}
            for entity in annotated.entities
        ],
        "tellings": [
            {"span": [*telling.span], "days": str(telling.date.value), "date": telling.date.text, "lent": telling.lent}
            for telling in annotated.tellings
        ],
    }
