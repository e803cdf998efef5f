"""The fingerprint of analysis covers everything that analysis consists of."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import newsindex
from newsindex import Article, Index, IndexFormatError, Span
from newsindex.analysis.annotated import EntityMention, Tokens
from newsindex.analysis.fingerprint import analysis_fingerprint, fingerprinted_files
from newsindex.cli import main
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


def test_every_file_of_data_that_analysis_reads_is_fingerprinted() -> None:
    data = {path for path in (PACKAGE / "analysis").rglob("data/*") if path.is_file()}
    assert data
    assert data - {path for _, path in fingerprinted_files()} == set()


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
    with pytest.raises(IndexFormatError, match=r"another version of newsindex.*newsindex rebuild"):
        Index.open(folder)


@pytest.fixture
def outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of two articles by another analysis; their files are gone."""
    folder, articles = tmp_path / "news.index", tmp_path / "articles"
    articles.mkdir()
    for name in ("brief-01.txt", "brief-05.txt"):
        (articles / name).write_bytes((SEEDS / name).read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr("newsindex.index.analysis_fingerprint", lambda: "another")
        with Index.open(folder, create=True, recognizer=_Nobody()) as index:
            index.add(articles)
            index.add(Article.make(id="desk-1", headline="A note", text="Snow fell.", published="2024-11-28"))
    shutil.rmtree(articles)
    return folder


class _Nobody:
    """A recogniser that finds no names."""

    def recognize(self, text: str, tokens: Tokens, sentences: Sequence[Span]) -> tuple[EntityMention, ...]:
        return ()


def test_an_index_of_another_analysis_is_rebuilt_from_itself(outdated: Path) -> None:
    assert Index.rebuild(outdated) == 3
    with Index.open(outdated) as index, Index.in_memory() as expected:
        expected.add(SEEDS / "brief-01.txt", SEEDS / "brief-05.txt")
        assert list(index)[:2] == list(expected)
        assert index.search(person="Budanov").total == expected.search(person="Budanov").total == 2
        assert not index.check()


def test_a_rebuilt_index_still_knows_the_files(outdated: Path) -> None:
    Index.rebuild(outdated, workers=2)
    with Index.open(outdated) as index:
        assert index.stats().files == 2
        assert index.remove(outdated.parent / "articles/brief-01.txt") == 1


def test_an_index_that_cannot_be_rebuilt_stays_as_it_was(outdated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_article: Article) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Index.rebuild(outdated, on_article=fail)
    monkeypatch.setattr("newsindex.index.analysis_fingerprint", lambda: "another")
    with Index.open(outdated) as index:
        assert len(index) == 3


def test_a_reader_is_told_when_another_version_has_rebuilt_its_index(
    outdated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("newsindex.index.analysis_fingerprint", lambda: "another")
        reader = Index.open(outdated)
    assert len(reader) == 3
    Index.rebuild(outdated)
    with pytest.raises(IndexFormatError, match="another version of newsindex"):
        reader.search("snow")
    reader.close()


def test_the_command_rebuilds(outdated: Path) -> None:
    done = CliRunner().invoke(main, ["rebuild", str(outdated), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["articles"] == 3
