"""Count what was printed and what happened, month by month, and let somebody else check the count."""

from __future__ import annotations

from newsindex import search

results = search("korea", "seeds", facets=["source"], limit=0)
print("printed:", results.histogram("published", by="month"))
happened = results.histogram("happened", by="month")
print("told of, the busiest:", sorted(happened, key=lambda month: -happened[month])[:3])
print("sources:", dict(list(results.facets["source"].items())[:3]))
print(results.receipt())
