"""Data frames of pandas and polars, where they are installed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from newsindex import Article, Index, MissingExtraError
from newsindex.exports.frames import load_extra


@pytest.fixture
def index() -> Index:
    made = Index.in_memory()
    noon = datetime(2024, 10, 21, 12, tzinfo=UTC)
    made.add(Article.make(id="a", headline="Rain", text="Rain fell in Seoul.", published="2024-10-21", source="Yonhap"))
    made.add(Article.make(id="b", headline="Rain", text="More.", published=noon))
    return made


def test_pandas_has_a_row_for_each_hit_and_the_receipt(index: Index) -> None:
    pytest.importorskip("pandas")
    results = index.search("rain", limit=1)
    frame = results.to_pandas()
    assert list(frame["id"]) == [results[0].id]
    assert str(frame["published"].dtype).startswith("datetime64")
    assert frame.attrs["receipt"] == results.receipt().to_dict()
    assert len(results.to_pandas(all=True)) == 2
    assert len(index.search("volcano").to_pandas()) == 0


def test_polars_has_the_same_rows(index: Index) -> None:
    polars = pytest.importorskip("polars")
    frame = index.search("rain").to_polars()
    assert frame["published"].to_list() == [hit.published.replace(tzinfo=None) if isinstance(hit.published, datetime)
        else datetime(2024, 10, 21) for hit in index.search("rain")]  # fmt: skip
    assert frame.schema["places"] == polars.List(polars.String)
    assert index.search("volcano").to_polars().schema == frame.schema


def test_a_package_that_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"newsindex\[pandas\]"):
        load_extra("pandas")


def test_a_plot_without_matplotlib_names_its_extra(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingExtraError, match=r"newsindex\[plot\]"):
        index.search("rain").plot()
