"""A record of an article holds what was stored, and reads its long lists only where they are asked for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex.articles import Article
from newsindex.documents import StoredArticle
from newsindex.engines.whoosh.records import Record
from newsindex.engines.whoosh.stored import dump
from newsindex.errors import CorruptIndexError

texts = st.text(max_size=20) | st.sampled_from(['","sections":[', '\\","sections":{', "\x00", "\ud800", "Rain\0 " * 50])


@settings(max_examples=50, deadline=None)
@given(texts, texts, st.none() | texts)
def test_a_record_is_what_was_stored(headline: str, text: str, source: str | None) -> None:
    article = Article.make(id="a", headline=headline, text=text, published=date(2024, 10, 21), source=source)
    stored = StoredArticle(article, (), (), ()).to_json()
    record = Record(dump(stored))
    assert record["text"] == stored["text"]
    assert record == stored
    assert list(record) == list(stored)
    assert len(record) == len(stored)
    assert "teller" not in record


def test_the_lists_of_an_article_are_not_read_for_a_hit() -> None:
    record = Record(b'\x00{"id":"a","headline":"Rain","sections":[not JSON\x00')
    assert record["headline"] == "Rain"
    with pytest.raises(CorruptIndexError, match="memory"):
        record["sections"]


def test_what_is_no_record_is_a_damaged_index() -> None:
    for data in (b"", b"{}", b"\x00[1\x00", b'\x00{"id":"a"} and more\x00', b'text\x00[["id","a"]]\x00Rain'):
        with pytest.raises(CorruptIndexError):
            Record(data)
