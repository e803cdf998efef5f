"""Build an index of one's own, add an article by hand, change it, and ask how large it is."""

from __future__ import annotations

import tempfile
from pathlib import Path

from newsindex import Article, Index

with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder) / "news.index", create=True) as index:
    print(index.add("seeds"), "articles added")
    index.add(
        Article.make(
            id="desk-1",
            headline="A note from the desk",
            text="On 13 October, Volodymyr Zelenskyy spoke of North Korean weapons.",
            published="2024-10-22",
            source="The desk",
        )
    )
    print([hit.id for hit in index.search("weapons", source="The desk")])
    print(index.remove("desk-1"), "article removed")
    stats = index.stats()
    print(stats.articles, "articles and", stats.passages, "passages")
    print("damage:", index.check() or "none")
