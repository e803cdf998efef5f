"""Write the timeline of a question as one HTML page that needs no network."""

from __future__ import annotations

import tempfile
from pathlib import Path

from newsindex import timeline

found = timeline("troops", "seeds", published="2024-10..2024-12")
with tempfile.TemporaryDirectory() as folder:
    page = Path(folder) / "troops.html"
    page.write_text(found.to_html(title="Troops"), encoding="utf-8")
    print(len(found), "events,", found.tellings, "tellings,", page.stat().st_size // 1000, "kB")
for event in found.top(3):
    print(event.when, f"({event.independent_sources} sources)", event.text[:90])
