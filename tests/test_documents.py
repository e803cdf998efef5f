"""What is indexed of an article."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from newsindex import Article, annotate
from newsindex.analysis.words import words_of
from newsindex.documents import make_record
from newsindex.spans import Span

TEXT = st.text(st.sampled_from("aS.19 ,:'’-&\n\u00a0é_$"), max_size=40)


@settings(deadline=None, max_examples=300)
@given(TEXT, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_the_words_of_a_passage_are_those_of_its_text(text: str, ends: list[tuple[int, int]]) -> None:
    passages = sorted(Span(min(start, end, len(text)), min(max(start, end), len(text))) for start, end in ends)
    article = Article(id="a", headline="", published=date(2024, 10, 21), text=text, passages=tuple(passages))
    record = make_record(annotate(article))
    for document, span in zip((record.article, *record.passages), (Span(0, len(text)), *passages), strict=True):
        words = words_of(span.of(text))
        assert document.stems == tuple(word.stem for word in words)
        assert document.forms == tuple(word.form for word in words)
