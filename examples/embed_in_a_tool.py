"""Answer a question from another program: a function that a chat bot or a web handler would call.

It returns plain values, bounds the time a question may take, and turns every error into one line for the user.
"""

from __future__ import annotations

import json
from typing import Any

from newsindex import NewsIndexError, search


def answer(question: str, corpus: str = "seeds", **filters: Any) -> dict[str, Any]:
    """The three best articles for a question, or one line that says what is wrong with it."""
    try:
        results = search(question, corpus, limit=3, timeout=2.0, partial=True, **filters)
    except NewsIndexError as error:
        return {"error": str(error)}
    return {
        "total": results.total,
        "complete": results.complete,
        "hits": [
            {"headline": hit.headline, "published": hit.published.isoformat(), "quote": hit.snippet} for hit in results
        ],
    }


if __name__ == "__main__":
    print(json.dumps(answer('"martial law" person:Yoon', happened="2024-12"), indent=2, ensure_ascii=False))
    print(json.dumps(answer("colour:red"), indent=2, ensure_ascii=False))
