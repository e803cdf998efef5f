"""The README tells the truth: its code runs, its outputs are real, and its folders exist."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import click
import pytest

from newsindex.cli import main
from tests.conftest import ROOT
from tests.regenerate import CONSOLE, run_console

README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"^```pycon\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
EXTRAS = re.findall(r"^```pycon extras\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CONSOLES = CONSOLE.findall(README)


def test_the_sessions_run_as_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert SESSIONS
    monkeypatch.chdir(ROOT)
    _run("\n".join(SESSIONS).replace("news.index", str(tmp_path / "news.index")))


def test_the_sessions_with_extras_run_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("pandas", "polars", "matplotlib"):
        pytest.importorskip(package)
    assert EXTRAS
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    _run("\n".join(EXTRAS))


def _run(code: str) -> None:
    test = doctest.DocTestParser().get_doctest(code, {}, "README", "README.md", 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("block", CONSOLES, ids=lambda block: block.splitlines()[0][2:60])
def test_the_commands_print_what_is_shown(block: str) -> None:
    assert run_console(block) == block


def test_every_command_and_option_is_documented() -> None:
    missing = []
    for name, command in main.commands.items():
        if f"newsindex {name}" not in README:
            missing.append(name)
        for option in command.params:
            if isinstance(option, click.Option):
                missing.extend(flag for flag in option.opts if flag.startswith("--") and flag not in README)
    assert not missing


def test_the_folders_of_the_house_exist() -> None:
    rows = re.findall(r"^\| `([\w/.]+)` \|", README.split("## The house")[1].split("\n## ")[0], re.MULTILINE)
    assert len(rows) > 10
    assert [row for row in rows if not (ROOT / "newsindex" / row).exists()] == []


def test_every_folder_and_module_of_the_package_is_in_the_house() -> None:
    house = README.split("## The house")[1].split("\n## ")[0]
    rooms = {path.name for path in (ROOT / "newsindex").iterdir() if not path.name.startswith(("_", "py.typed"))}
    assert {room for room in rooms if f"`{room}" not in house} == set()
