"""Small articles and indexes that the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the cache folder of whoever runs the tests."""
    monkeypatch.setenv("NEWSINDEX_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
