"""The page that explains the folder of the engine tells of every module in it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest


@pytest.mark.parametrize("package", ["newsindex.engines.whoosh", "newsindex.engines.whoosh.executor"])
def test_the_page_of_a_package_names_each_of_its_modules_and_no_others(package: str) -> None:
    page = import_module(package)
    folder = Path(str(page.__file__)).parent
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    told = set(re.findall(r"``(\w+)``", str(page.__doc__)))
    assert told == modules - {"__init__"}
