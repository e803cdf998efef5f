"""Spellings that are one name, and names that sound alike and are two."""

from __future__ import annotations

import pytest

from newsindex.names.transliteration import skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        "Zelensky Zelenskyy Zelenskiy Zelenskyi Zelenskij ZELENSKI",
        "Shcherbytsky Shcherbytskyi",
        "Milosevic Milošević Milosevich",
        "Yeltsin Eltsin",
        "Lukashenko Lukashenka",
        "Medvedev Medvedeff",
        "Hussein Hussain Husayn",
        "Abdullah Abdulla",
        "Natalia Nataliya Natalya Nataliia",
        "Dostoyevsky Dostoevsky",
        "Zaluzhny Zaluzhnyi Zaluzhnyy Zaluzhniy",
        "Sikorski Sikorsky",
        "Petrov Petroff",
        "Schröder Schroeder",
        "Müller Mueller",
    ],
)
def test_transliterations_share_a_skeleton(spellings: str) -> None:
    first, *rest = spellings.split()
    assert {skeleton(one) for one in rest} == {skeleton(first)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Putin", "Patin"),
        ("Merkel", "Markel"),
        ("Marin", "Moran"),
        ("Kim", "Kam"),
        ("Ivanov", "Ivanova"),
        ("Walker", "Welker"),
        ("Johnson", "Jonson"),
        ("Bas", "Bass"),
        ("Dom", "Domm"),
    ],
)
def test_other_names_keep_their_own(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
