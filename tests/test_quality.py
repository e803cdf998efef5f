"""The house keeps its own rules: types, style, imports, and what an import may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import newsindex
from tests.conftest import ROOT

PACKAGE = ROOT / "newsindex"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True, text=True, check=False)


def test_mypy_strict_is_clean() -> None:
    done = run("-m", "mypy")
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_is_clean() -> None:
    done = run("-m", "ruff", "check", "--quiet")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_exports_are_sorted_and_there() -> None:
    assert newsindex.__all__ == sorted(newsindex.__all__)
    assert [name for name in newsindex.__all__ if not hasattr(newsindex, name)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_imports_the_package_root(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.module != "newsindex"
            assert node.level == 0
        elif isinstance(node, ast.Import):
            assert "newsindex" not in {alias.name for alias in node.names}


def test_whoosh_is_imported_in_its_engine_only() -> None:
    importing = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "whoosh")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "whoosh" for alias in node.names))
    }
    assert importing
    assert all(path.startswith("engines/whoosh/") for path in importing)


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"nltk", "pandas", "pycrfsuite", "matplotlib"}
    done = run("-c", f"import sys, newsindex; print(*sorted({heavy} & set(sys.modules)))")
    assert done.stdout.split() == [], done.stderr


def test_a_search_on_an_existing_index_does_not_load_nltk(tmp_path: Path) -> None:
    with newsindex.Index.open(tmp_path / "index", create=True) as index:
        index.add(ROOT / "seeds" / "brief-01.txt")
    code = (
        "import sys; from newsindex import Index\n"
        f"hits = Index.open({str(tmp_path / 'index')!r}).search('weapons', happened='2024-10')\n"
        "print(len(hits), [hit.snippet for hit in hits] and 'nltk' in sys.modules)"
    )
    done = run("-c", code)
    assert done.stdout.split() == ["1", "False"], done.stderr


def test_the_top_level_is_as_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {path.split("/")[0] for path in listed.stdout.splitlines()}
    allowed = {"pyproject.toml", "README.md", "seeds", "newsindex", "tests", "examples", ".ci", ".gitignore", "LICENSE"}
    assert top <= allowed
