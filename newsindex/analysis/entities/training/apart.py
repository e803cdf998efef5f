"""Text as some archives keep it, with a blank on either side of hyphens and apostrophes: "Al - Shabaab ' s men".

A collection that was cut into words and put together again looks like that, and so do pages that were typed or scanned
badly. A recogniser that never learned from such text takes "Kim Jong - un" for two names.

    >>> text = MarkedText("Al-Shabaab's men", (Mark(Span(0, 10), "ORG"),))
    >>> apart = set_apart(text)
    >>> apart.text, [mark.span.of(apart.text) for mark in apart.marks]
    ("Al - Shabaab ' s men", ['Al - Shabaab'])
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from newsindex.analysis.entities.training.marked_text import Mark, MarkedText
from newsindex.spans import Span

__all__ = ["set_apart"]

_TIED = re.compile(r"(?<=[^\W\d_])-(?=[^\W_])|(?<=\w)['’](?=s\b)")


def set_apart(text: MarkedText) -> MarkedText:
    """The same text and marks with blanks around its hyphens and the apostrophes of possessives."""
    cuts = [place for match in _TIED.finditer(text.text) for place in match.span()]
    pieces = (text.text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text.text)], strict=True))
    marks = (
        # A blank that comes to stand at the edge of a name is left outside it.
        Mark(
            Span(
                mark.span.start + bisect_right(cuts, mark.span.start), mark.span.end + bisect_left(cuts, mark.span.end)
            ),
            mark.type,
        )
        for mark in text.marks
    )
    return MarkedText(" ".join(pieces), tuple(marks))
