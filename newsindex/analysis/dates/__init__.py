"""When things happened: date expressions found in news text and resolved against the day of publication.

>>> from datetime import date
>>> [(d.text, d.timex) for d in find_dates("Troops arrived on 8 October.", date(2024, 10, 21))]
[('8 October', '2024-10-08')]
"""

from __future__ import annotations

from newsindex.analysis.dates.narrative import tellings
from newsindex.analysis.dates.tagger import find_dates

__all__ = ["find_dates", "tellings"]
