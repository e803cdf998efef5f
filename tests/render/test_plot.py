"""The bar chart of a histogram, where matplotlib is installed."""

from __future__ import annotations

import pytest

from newsindex import Article, Index


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
