"""Index files of every format that there was still open, or are refused with the way to rebuild."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from newsindex.engines.whoosh.bulk import BulkWriter
from newsindex.engines.whoosh.check import check
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.manifest import VERSION
from newsindex.engines.whoosh.store import Snapshot
from newsindex.errors import IndexFormatError
from tests.engines.whoosh.storage.holding import assert_holds, merged
from tests.engines.whoosh.storage.kept_formats import DOCUMENTS, FORMATS, GONE, NOTES

KEPT = sorted(FORMATS.iterdir())
TODAY = FORMATS / str(VERSION)


def test_an_index_of_todays_format_is_kept() -> None:
    assert TODAY in KEPT, "the format is new: python -m tests.engines.whoosh.storage.kept_formats"


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: f"format {kept.name}")
def test_a_kept_index_holds_what_was_written_or_is_refused(kept: Path) -> None:
    if kept != TODAY:
        with pytest.raises(IndexFormatError, match=rf"format {kept.name}.*rebuild"):
            Snapshot.open(DiskFolder(kept))
        return
    report = check(DiskFolder(kept))
    assert report.ok, "the format is another one: raise VERSION in newsindex/engines/whoosh/manifest.py"
    with Snapshot.open(DiskFolder(kept)) as snapshot:
        assert (dict(snapshot.notes), snapshot.fingerprint) == (NOTES, "words in lower case")
        assert_holds(merged(list(snapshot.segments)), [one for key, one in DOCUMENTS.items() if key != GONE])


def test_a_kept_index_can_be_written_to(tmp_path: Path) -> None:
    shutil.copytree(TODAY, tmp_path / "index")
    folder = DiskFolder(tmp_path / "index")
    with BulkWriter(folder) as writer:
        writer.replace(DOCUMENTS["story-0"])
        writer.add(DOCUMENTS[GONE])
        writer.optimize()
    assert check(folder).ok
    with Snapshot.open(folder) as snapshot:
        assert snapshot.doc_count == len(DOCUMENTS)
