"""The fingerprint of analysis covers everything that analysis consists of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import newsindex
from newsindex import Index, IndexFormatError
from newsindex.analysis.fingerprint import analysis_fingerprint, fingerprinted_files
from tests.conftest import SEEDS

PACKAGE = Path(newsindex.__file__).parent

RUNS = """
import json, sys
from newsindex import Article
from newsindex.analysis.loading import annotate_article
from newsindex.documents import make_record
from newsindex.engines.whoosh.schema import prepare
article = Article.of_text(open(sys.argv[1], encoding="utf-8").read(), published="2024-10-21")
called = set()
sys.setprofile(lambda frame, event, _: called.add(frame.f_code.co_filename) if event == "call" else None)
prepare(make_record(annotate_article(article)))
sys.setprofile(None)
print(json.dumps(sorted(called)))
"""


def test_every_module_that_runs_for_an_article_is_fingerprinted() -> None:
    command = [sys.executable, "-c", RUNS, str(SEEDS / "brief-01.txt")]
    ran = {Path(file) for file in json.loads(subprocess.run(command, capture_output=True, check=True).stdout)}
    covered = {path for _, path in fingerprinted_files()}
    # The last turns values into JSON and takes nothing from the text.
    allowed = {PACKAGE / "engines/whoosh/stored.py"}
    assert {path for path in ran if path.is_relative_to(PACKAGE)} - covered - allowed == set()


def test_it_is_taken_of_rules_lists_model_and_other_packages() -> None:
    names = {name for name, _ in fingerprinted_files()}
    assert {"analysis/entities/data/model.bin", "analysis/entities/data/lists.bin", "copy_marks.py"} <= names
    assert "nltk: tokenize/punkt.py" in names
    assert not any("training" in name for name in names)


def test_a_changed_rule_gives_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = analysis_fingerprint.__wrapped__()
    assert before == analysis_fingerprint()
    files = list(fingerprinted_files())
    changed = tmp_path / "words.py"
    changed.write_bytes((PACKAGE / "analysis/words.py").read_bytes() + b"# more\n")
    swapped = [(name, changed if name == "analysis/words.py" else path) for name, path in files]
    monkeypatch.setattr("newsindex.analysis.fingerprint.fingerprinted_files", lambda: swapped)
    assert analysis_fingerprint.__wrapped__() != before


def test_another_stemmer_gives_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = analysis_fingerprint()
    monkeypatch.setattr("Stemmer.version", lambda: "0.0.0")
    assert analysis_fingerprint.__wrapped__() != before


def test_an_index_of_another_analysis_is_refused_with_the_way_to_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "news.index"
    with Index.open(folder, create=True) as index:
        index.add(SEEDS / "brief-01.txt")
    Index.open(folder).close()
    monkeypatch.setattr("newsindex.index.analysis_fingerprint", lambda: "another")
    with pytest.raises(IndexFormatError, match=r"another version of newsindex.*newsindex index CORPUS --to"):
        Index.open(folder)
