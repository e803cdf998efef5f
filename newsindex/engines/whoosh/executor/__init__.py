"""The executor: a whole query tree evaluated over arrays, document numbers and scores at a time.

``executor`` is the object that is asked. Way of a query: ``compiling`` turns Whoosh's query tree (and our ``queries``,
which Whoosh has no class for) into a plan of ``nodes``: ``leaves``, ``filters``, ``conjunction``, ``disjunction``.
These take decoded posting lists (``words``), scored by a ``weighting``, from the ``snapshot`` (one space of documents
over all segments) and meet, join and narrow them with a few numpy calls each; long lists meet by ``marks``, ``blocks``
skips what cannot be among the best, ``selection`` picks these. ``phrases`` looks at positions (``places``),
``expansion`` at the dictionary, ``unions`` joins the many terms found there, ``fallback`` asks Whoosh's own matchers
what is not known here. ``deadlines`` end the work in time. ``source`` is all that is asked of a segment.

    >>> from newsindex.engines.whoosh.executor import Executor  # doctest: +SKIP
    >>> Executor.over(segments, schema).search(Term("text", "oil"), total=True)  # doctest: +SKIP
"""

from __future__ import annotations

from newsindex.engines.whoosh.executor.executor import Answer, Executor
from newsindex.engines.whoosh.executor.fallback import through_matchers
from newsindex.engines.whoosh.executor.queries import InColumn, Near, Spelled
from newsindex.engines.whoosh.executor.snapshot import Snapshot

__all__ = [
    "Answer",
    "Executor",
    "InColumn",
    "Near",
    "Snapshot",
    "Spelled",
    "through_matchers",
]
