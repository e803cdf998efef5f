"""What happened when, by all the articles together: passages with a day become events, and tellings of one event join.

>>> timeline = build_timeline(stored_articles)  # doctest: +SKIP
>>> for event in timeline:  # doctest: +SKIP
...     print(event.when, event.text, len(event.mentions))
"""

from __future__ import annotations

from newsindex.timeline.background import Background
from newsindex.timeline.building import build_timeline
from newsindex.timeline.conflicts import Claim, Conflict
from newsindex.timeline.events import Event
from newsindex.timeline.mentions import EventMention
from newsindex.timeline.model import Timeline
from newsindex.timeline.told import Selection

__all__ = ["Background", "Claim", "Conflict", "Event", "EventMention", "Selection", "Timeline", "build_timeline"]
