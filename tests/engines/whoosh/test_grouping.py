"""Groups of passages and orders by a column agree with sorting one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.engines.whoosh.columns import SpansColumn
from newsindex.engines.whoosh.grouping import best_of_groups, earliest_days, in_order

modest = settings(max_examples=50, deadline=None)


@modest
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=30))
def test_the_best_passage_stands_for_its_article_the_first_of_equals(rows: list[tuple[int, int]]) -> None:
    rows.sort(key=lambda row: row[0])
    best: dict[int, int] = {}
    for place, (group, score) in enumerate(rows):
        if group not in best or score > rows[best[group]][1]:
            best[group] = place
    groups = np.array([group for group, _ in rows], np.int64)
    assert best_of_groups(groups, np.array([score for _, score in rows], np.float32)).tolist() == list(best.values())


@modest
@given(st.lists(st.integers(0, 6), max_size=60), st.integers(0, 70))
def test_the_first_few_by_a_key_are_those_of_a_stable_sort(keys: list[int], wanted: int) -> None:
    expected = sorted(range(len(keys)), key=keys.__getitem__)[:wanted]
    assert in_order(np.array(keys, np.int64), wanted).tolist() == expected


def test_a_document_without_days_comes_after_those_that_have_some() -> None:
    column = SpansColumn.of([[(738_000, 738_009), (737_000, 737_000)], [], [(736_000, 738_000)]])
    first = earliest_days(column, np.array([0, 1, 2]))
    assert (first.argsort().tolist(), first[[2, 0]].tolist()) == ([2, 0, 1], [736_000, 737_000])
