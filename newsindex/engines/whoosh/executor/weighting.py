"""How much a term counts for a document: BM25, with Whoosh's statistics or with those of the field alone.

Whoosh takes the number of documents and the average length of a field over the whole index. That is right where every
document has every field. In an index of articles and their passages a field belongs to a few of the documents, and the
average over all of them is many times too small: long articles are then held to be far longer than usual.
``BY_FIELD`` counts only the documents that have the field, and takes the inverse document frequency of Robertson and
Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), kept above 0 as Lucene does, by which a word
that nearly every document has counts next to nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen

__all__ = ["BY_FIELD", "LIKE_WHOOSH", "Weighting"]


@frozen
class Weighting:
    """The formula and its constants; usual values of the constants are B = 0.75 and K1 = 1.2."""

    by_field: bool = False
    """Whether documents without the field are left out of its statistics."""
    b: float = 0.75
    """How much the length of a document matters, from 0 to 1."""
    k1: float = 1.2
    """How slowly further occurrences stop counting."""

    def factors(self, documents: int, frequencies: Any) -> Any:
        """What terms that stand in so many of the documents are worth: idf × (K1 + 1); a number or an array."""
        if self.by_field:
            idf = np.log1p((documents - frequencies + 0.5) / (frequencies + 0.5))
        else:
            idf = np.log(documents / (frequencies + 1.0)) + 1
        return idf * (self.k1 + 1)

    def norms(self, lengths: Any, average: float) -> Any:
        """The part of the formula that belongs to documents: K1 × (1 − B + B × length ÷ average)."""
        return self.k1 * ((1 - self.b) + self.b * lengths / average)


LIKE_WHOOSH = Weighting()
"""The numbers of ``whoosh.scoring.BM25F``."""

BY_FIELD = Weighting(by_field=True)
"""The numbers by which newsindex ranks."""
