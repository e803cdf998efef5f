"""Small articles and indexes that the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Where a change is judged, the same change gets the same verdict; at a desk, hypothesis goes on looking for new cases.
settings.register_profile("steady", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the cache folder of whoever runs the tests."""
    monkeypatch.setenv("NEWSINDEX_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
