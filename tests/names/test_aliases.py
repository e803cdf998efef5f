"""The user's file of aliases."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsindex import InvalidValueError
from newsindex.names import Aliases, Grouping

TEXT = """
[[join]]
type = "person"
name = "Volodymyr Zelenskyy"
aliases = ["Zelya", "the \\"comedian\\""]

[[apart]]
type = "org"
name = "National Intelligence Service"
aliases = ["NIS"]
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "aliases.toml").write_text(TEXT, encoding="utf-8")
    assert Aliases.read(tmp_path / "aliases.toml").groupings == (
        Grouping("join", "person", "Volodymyr Zelenskyy", ("Zelya", 'the "comedian"')),
        Grouping("apart", "org", "National Intelligence Service", ("NIS",)),
    )


def test_toml_and_json_read_back_the_same() -> None:
    aliases = Aliases.parse(TEXT)
    assert Aliases.parse(aliases.to_toml()) == aliases
    assert Aliases.from_json(aliases.to_json()) == aliases


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[join", "is not TOML"),
        ("[[joined]]\n", r"\[\[joined\]\] is not known"),
        ("join = 3\n", "not a list of tables"),
        ('[[join]]\ntype = "people"\nname = "A"\naliases = ["B"]', r"number 1: type = 'people'"),
        ('[[join]]\ntype = "person"\nname = "A"\naliases = "B"', "not a list of names"),
        ('[[join]]\ntype = "person"\nname = "A"\naliases = []', "not a list of names"),
        ('[[apart]]\ntype = "person"\nname = "?"\naliases = ["B"]', r"\[\[apart\]\] number 1: '\?' is not a name"),
        ('[[join]]\ntype = "person"\nname = "A"\nalias = ["B"]', "'alias' is not known"),
    ],
)
def test_what_is_not_understood_is_named(text: str, says: str) -> None:
    with pytest.raises(InvalidValueError, match=says):
        Aliases.parse(text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match=r"nowhere\.toml.*cannot be read"):
        Aliases.read(tmp_path / "nowhere.toml")
