"""Go through a list of names: who is in the news, since when, beside whom, and the latest sentence about each."""

from __future__ import annotations

from newsindex import search

WATCHED = ("Kyrylo Budanov", "Yoon Suk Yeol", "Bashar al-Assad", "Somebody Else")

for name in WATCHED:
    results = search("", "seeds", person=name, level="passage", sort="newest", limit=1, facets=["published", "person"])
    if not results.total:
        print(f"{name}: nothing")
        continue
    first, last = min(results.facets["published"]), max(results.facets["published"])
    beside = [other for other in results.facets["person"] if other not in results[0].people][:2]
    print(f"{name}: {results.total} passages, {first} to {last}; beside {', '.join(beside) or 'nobody'}")
    print(f"    {results[0].published} {results[0].source}: {results[0].snippet[:90]}")
