"""Field lengths as Whoosh scores them: each rounded to one of the 256 steps that fit into a byte.

>>> rounded_lengths(np.array([3, 1_000])).tolist()
[3, 1032]
"""

from __future__ import annotations

import numpy as np
from whoosh.util.numeric import byte_to_length

from newsindex.engines.whoosh.array_types import AnyArray, Ints

__all__ = ["STEPS", "rounded_lengths"]

STEPS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
"""The lengths that a byte can tell."""


def rounded_lengths(lengths: AnyArray) -> Ints:
    """Field lengths as Whoosh scores them."""
    top = int(lengths.max()) if len(lengths) else 0
    if top < len(lengths):
        # Lengths are fewer than documents, so each is looked up once.
        return _rounded(np.arange(top + 1)).take(lengths)
    return _rounded(lengths)


def _rounded(lengths: AnyArray) -> Ints:
    steps: Ints = STEPS[np.minimum(np.searchsorted(STEPS, lengths), 255)]
    return steps
