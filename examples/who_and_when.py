"""Narrow a search by who was named, by when it was printed, and by when it happened."""

from __future__ import annotations

from newsindex import search

results = search("", "seeds", happened="2024-10-18", person="Kyrylo Budanov", sort="oldest")
print(results.total, "articles tell what Budanov did on 18 October 2024:")
for hit in results:
    if hit.evidence:
        print(f"  {hit.published}  {hit.source}: {hit.evidence.text}")

results = search("troops", "seeds", published="2024-10-21..2024-10-31", facets=["person", "place", "source"])
print(results.total, "articles of late October speak of troops; named in them:")
for name, count in list(results.facets["person"].items())[:5]:
    print(f"  {count:3} {name}")
