"""When things happened: date expressions found in news text and resolved against the day of publication.

>>> from datetime import date
>>> [(d.text, d.timex) for d in find_dates("Troops arrived on 8 October.", date(2024, 10, 21))]
[('8 October', '2024-10-08')]

The rules stand in tables by what they tell of: ``rules_days``, ``rules_weekdays``, ``rules_holidays``,
``rules_periods`` (months, seasons and their parts), ``rules_quarters``, ``rules_years`` (to centuries),
``rules_the_year`` ("the year" and "the fiscal year", which reports tell without a number),
``rules_clock``, ``rules_dayparts``, ``rules_relative`` (what is reckoned from publication), ``rules_anchored`` (from a
date told before), ``rules_reports`` (what reports of figures compare), ``rules_references`` (past, present and future),
``rules_spans`` (lengths of time) and ``rules_sets`` (what comes round again). Another expression is one line there,
with words of ``lexicon``, and one in the tables of ``tests/analysis/dates/test_expressions.py``; which sentences are
read at all follows from the rules by itself.

Which way "Friday" or "May" points, ``direction`` says: by the words beside it (``coming``, ``bygone``, ``owners``, with
the lists of ``cues``), else by the verbs around it (``tense`` picks one, ``verb_tense`` reads it,
by the lists of ``verbs``).
"""

from __future__ import annotations

from newsindex.analysis.dates.narrative import tellings
from newsindex.analysis.dates.tagger import find_dates

__all__ = ["find_dates", "tellings"]
