"""Lines of JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from newsindex import Article, Index
from newsindex.exports.lines import CSV_COLUMNS, csv_lines, json_lines


def row(**values: Any) -> dict[str, Any]:
    return {**dict.fromkeys(CSV_COLUMNS, ""), "people": [], "orgs": [], "places": [], **values}


def read_back(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(csv_lines(rows)), newline="")))


def test_csv_reads_back_whatever_stands_in_it() -> None:
    (found,) = read_back([row(headline='He said "no", twice\nand left', people=["A B", "C"])])
    assert found["headline"] == 'He said "no", twice\nand left'
    assert found["people"] == "A B; C"


def test_csv_of_nothing_has_its_heading() -> None:
    assert "".join(csv_lines([])) == ",".join(CSV_COLUMNS) + "\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    (found,) = read_back([row(headline=text)])
    assert found["headline"] == "'" + text


def test_lines_are_made_one_at_a_time() -> None:
    def endless() -> Iterator[dict[str, Any]]:
        while True:
            yield row(id="a")

    assert json.loads(next(json_lines(endless())))["id"] == "a"
    lines = csv_lines(endless())
    assert next(lines).startswith("id,")
    assert next(lines).startswith("a,")


def test_each_line_of_json_is_one_hit() -> None:
    index = Index.in_memory()
    index.add(Article.make(id=name, headline="Rain", text="one\ntwo", published="2024-10-21") for name in "abc")
    lines = list(index.search("rain").to_json_lines())
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "c"]
    assert all("\n" not in line for line in lines)
