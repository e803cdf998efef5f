"""What a notebook shows: run each part as a cell, and the last line of it is displayed.

Outside a notebook this prints how large each display is.
"""

from __future__ import annotations

from importlib.util import find_spec

from newsindex import annotate, search

# %% Hits, with the words that answered, dates and names told apart
results = search("troops", "seeds", happened="2024-10", facets=["source"])
print("results:", len(results._repr_html_()), "characters of HTML")

# %% One article with everything that was found in it
annotated = annotate(results[0].article())
print("article:", len(annotated._repr_html_()), "characters of HTML")

# %% A timeline
events = results.timeline()
print("timeline:", len(events._repr_html_()), "characters of HTML")

# %% A data frame and a chart, where the extras pandas and plot are installed
if find_spec("pandas"):
    print(results.to_pandas()[["published", "source"]].head(2))
if find_spec("matplotlib"):
    axes = results.plot("published", by="week")
    print("chart:", len(axes.patches), "bars")
    axes = events.plot(top=5)
    print("chart of the timeline:", len(axes.texts), "events")
