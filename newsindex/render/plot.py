"""Counts over time as a bar chart, by matplotlib, which is an extra and loaded only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsindex.exports.frames import load_extra

__all__ = ["plot_counts"]

_MOST_LABELS = 12


def plot_counts(counts: Mapping[str, int], *, title: str, about: str, ax: Any = None) -> Any:
    """The matplotlib axes with a bar for each bucket; ``ax`` draws into axes that are there already.

    Raises ``MissingExtraError``.
    """
    if ax is None:
        pyplot = load_extra("matplotlib", extra="plot", module="matplotlib.pyplot")
        _, ax = pyplot.subplots(figsize=(8, 3), layout="constrained")
    names = list(counts)
    places = range(len(names))
    ax.bar(places, list(counts.values()), color="#33658a")
    step = max(1, -(-len(names) // _MOST_LABELS))
    ax.set_xticks(list(places)[::step], names[::step], rotation=30, ha="right")
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set_title(title)
    ax.set_ylabel(about)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax
