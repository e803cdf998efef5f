"""Charts by matplotlib, which is an extra and loaded only when asked for: counts over time, and events on an axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newsindex.exports.frames import load_extra
from newsindex.render.day_words import days_in_words

if TYPE_CHECKING:  # a timeline draws itself by these functions
    from newsindex.timeline.events import Event

__all__ = ["plot_counts", "plot_events"]

_MOST_LABELS = 12
_LABEL_LENGTH = 70
_BLUE, _GREY = "#33658a", "#888888"


def plot_counts(counts: Mapping[str, int], *, title: str, about: str, ax: Any = None) -> Any:
    """The matplotlib axes with a bar for each bucket; ``ax`` draws into axes that are there already.

    Raises ``MissingExtraError``.
    """
    if ax is None:
        pyplot = load_extra("matplotlib", extra="plot", module="matplotlib.pyplot")
        _, ax = pyplot.subplots(figsize=(8, 3), layout="constrained")
    names = list(counts)
    places = range(len(names))
    ax.bar(places, list(counts.values()), color=_BLUE)
    step = max(1, -(-len(names) // _MOST_LABELS))
    ax.set_xticks(list(places)[::step], names[::step], rotation=30, ha="right")
    ax.yaxis.get_major_locator().set_params(integer=True)
    ax.set_title(title, loc="left")
    ax.set_ylabel(about)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    return ax


def plot_events(events: Sequence[Event], *, title: str, ax: Any = None) -> Any:
    """The matplotlib axes with a row for each event, the earliest above: a dot or a line on its days, and its words.

    A dot is the larger, the more independent sources tell the event. ``ax`` draws into axes that are there already.
    Raises ``MissingExtraError``.
    """
    if ax is None:
        pyplot = load_extra("matplotlib", extra="plot", module="matplotlib.pyplot")
        _, ax = pyplot.subplots(figsize=(10, 1.2 + 0.42 * max(len(events), 1)), layout="constrained")
    days = [event.when.first for event in events] + [event.when.last for event in events]
    middle = min(days).toordinal() + (max(days) - min(days)).days / 2 if days else 0
    for row, event in enumerate(events):
        first, last = event.when.first, event.when.last
        ax.plot([first, last], [row, row], color=_BLUE, linewidth=2, solid_capstyle="round")
        ax.scatter([first], [row], s=25 + 20 * (event.independent_sources - 1), color=_BLUE, zorder=3)
        left = first.toordinal() <= middle
        ax.annotate(
            f"{days_in_words(event.when)}: {_short(event.text)}",
            (last if left else first, row),
            xytext=(9 if left else -9, 0),
            textcoords="offset points",
            ha="left" if left else "right",
            va="center",
            fontsize=8.5,
            annotation_clip=False,
        )
    ax.set_ylim(len(events) - 0.4, -0.6)
    ax.set_yticks([])
    dates = load_extra("matplotlib", extra="plot", module="matplotlib.dates")
    locator = dates.AutoDateLocator()
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    ax.set_title(title, loc="left")
    ax.tick_params(axis="x", colors=_GREY)
    ax.grid(axis="x", color="#e4e4e4", linewidth=0.8)
    ax.set_axisbelow(True)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    return ax


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LABEL_LENGTH else text[:_LABEL_LENGTH].rpartition(" ")[0] + " …"
