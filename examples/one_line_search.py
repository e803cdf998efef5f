"""Search a folder in one line: it is indexed on first use and kept up to date from then on."""

from __future__ import annotations

from newsindex import search

for hit in search("lethal weapons", "seeds"):
    print(hit.published, hit.headline)
    print("   ", hit.snippet)
