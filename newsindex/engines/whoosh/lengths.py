"""Field lengths as Whoosh scores them: each rounded to one of the 256 steps that fit into a byte.

>>> rounded_lengths(np.array([3, 1_000])).tolist()
[3, 1032]
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.util.numeric import byte_to_length

__all__ = ["STEPS", "rounded_lengths"]

STEPS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
"""The lengths that a byte can tell."""


def rounded_lengths(lengths: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Field lengths as Whoosh scores them."""
    top = int(lengths.max()) if len(lengths) else 0
    if top < len(lengths):
        # Lengths are fewer than documents, so each is looked up once.
        return _rounded(np.arange(top + 1)).take(lengths)
    return _rounded(lengths)


def _rounded(lengths: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    steps: npt.NDArray[np.int64] = STEPS[np.minimum(np.searchsorted(STEPS, lengths), 255)]
    return steps
