"""When to stop: work is cut into steps, and between two steps it looks at the time."""

from __future__ import annotations

from time import monotonic

__all__ = ["OutOfTime", "check"]


class OutOfTime(Exception):  # noqa: N818  a state, not a fault
    """The deadline passed between two steps."""


def check(due: float) -> None:
    """Raises ``OutOfTime`` once ``time.monotonic`` is past ``due``."""
    if due < monotonic():
        raise OutOfTime
