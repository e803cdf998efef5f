import sys
from types import SimpleNamespace

import pytest

from newsindex.analysis.annotated import Tokens
from newsindex.analysis.entities.adapters import NltkRecognizer, SpacyRecognizer
from newsindex.analysis.words import token_offsets
from newsindex.errors import MissingExtraError
from newsindex.spans import Span


def prepared(text):
    offsets = list(token_offsets(text))
    return text, Tokens(text, [start for start, _ in offsets], [end for _, end in offsets]), (Span(0, len(text)),)


def test_entities_of_a_pipeline_become_mentions_without_article_and_possessive():
    text = "The Bank of Japan's Ada Moss left on Monday."

    def pipeline(text):
        wanted = (("The Bank of Japan's", "ORG"), ("Ada Moss", "PERSON"), ("Monday", "DATE"))
        ents = [
            SimpleNamespace(start_char=text.index(name), end_char=text.index(name) + len(name), label_=label)
            for name, label in wanted
        ]
        return SimpleNamespace(ents=ents)

    mentions = SpacyRecognizer(pipeline).recognize(*prepared(text))
    assert [(mention.type, mention.text) for mention in mentions] == [("org", "Bank of Japan"), ("person", "Ada Moss")]
    assert all(mention.span.of(text) == mention.text for mention in mentions)


def test_a_missing_spacy_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtraError, match=r"newsindex\[spacy\]"):
        SpacyRecognizer("en_core_web_sm")


def test_an_installed_spacy_pipeline_finds_names():
    spacy = pytest.importorskip("spacy")
    if not spacy.util.is_package("en_core_web_sm"):
        pytest.skip("the pipeline en_core_web_sm is not installed")
    mentions = SpacyRecognizer("en_core_web_sm").recognize(*prepared("Angela Merkel visited Paris."))
    assert ("place", "Paris") in [(mention.type, mention.text) for mention in mentions]


def test_ne_chunk_finds_names_where_its_data_is_installed():
    try:
        recognizer = NltkRecognizer()
    except MissingExtraError:
        pytest.skip("NLTK's tagger and chunker data are not installed")
    text = "Angela Merkel visited Paris on Monday."
    mentions = recognizer.recognize(*prepared(text))
    assert "Merkel" in " ".join(mention.text for mention in mentions)
    assert all(mention.span.of(text) == mention.text for mention in mentions)
