"""The charts, where matplotlib is installed."""

from __future__ import annotations

import sys

import pytest

from newsindex import Article, Index, MissingExtraError


def test_a_plot_has_a_bar_for_each_bucket() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    index = Index.in_memory()
    days = ("2024-09-01", "2024-11-02", "2024-11-03")
    index.add(Article.make(id=day, headline="", text="Rain.", published=day) for day in days)
    axes = index.search("rain").plot()
    assert [bar.get_height() for bar in axes.patches] == [1, 0, 2]
    assert axes.get_ylabel() == "articles"
    again = index.search("rain", level="passage").plot(by="year", ax=axes)
    assert again is axes


def stored(*days: str) -> Index:
    index = Index.in_memory()
    index.add(Article.make(id=day, headline="", text=f"On {day}, rain fell on Lisbon.", published=day) for day in days)
    return index


def test_a_timeline_draws_a_row_for_each_event() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    timeline = stored("2024-09-01", "2024-11-02", "2024-12-24").timeline("rain")
    axes = timeline.plot(top=2)
    assert [text.get_text() for text in axes.texts] == [
        "1 September 2024: On 2024-09-01, rain fell on Lisbon.",
        "2 November 2024: On 2024-11-02, rain fell on Lisbon.",
    ]
    assert timeline.plot(ax=axes) is axes


def test_a_timeline_without_events_can_be_drawn() -> None:
    pytest.importorskip("matplotlib").use("Agg")
    assert list(stored("2024-09-01").timeline("snow").plot().texts) == []


def test_without_matplotlib_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    index = stored("2024-09-01")
    for draw in (index.search("rain").plot, index.timeline("rain").plot):
        with pytest.raises(MissingExtraError, match=r"newsindex\[plot\]"):
            draw()
