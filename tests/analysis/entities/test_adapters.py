import importlib
import sys
from datetime import date
from types import SimpleNamespace

import nltk
import pytest

from newsindex.analysis.annotate import annotate_article
from newsindex.analysis.annotated import Tokens
from newsindex.analysis.entities.adapters import MissingDataError, NltkRecognizer, SpacyRecognizer
from newsindex.analysis.words import token_offsets
from newsindex.articles import Article
from newsindex.errors import InvalidValueError, MissingExtraError
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


def test_an_unknown_spacy_pipeline_says_how_to_install_it():
    pytest.importorskip("spacy")
    with pytest.raises(InvalidValueError, match="spacy download no_such_pipeline"):
        SpacyRecognizer("no_such_pipeline")


def test_a_real_spacy_pipeline_with_rules_finds_names():
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "Ada Moss"},
            {"label": "ORG", "pattern": "the Bank of Japan"},
            {"label": "GPE", "pattern": "Paris"},
            {"label": "DATE", "pattern": "Monday"},
        ]
    )
    text = "Ada Moss of the Bank of Japan’s board came to Paris on Monday."
    mentions = SpacyRecognizer(pipeline).recognize(*prepared(text))
    assert [(mention.type, mention.text) for mention in mentions] == [
        ("person", "Ada Moss"),
        ("org", "Bank of Japan"),
        ("place", "Paris"),
    ]
    assert all(mention.span.of(text) == mention.text for mention in mentions)


def test_a_spacy_pipeline_that_was_trained_and_saved_is_loaded_by_its_folder(tmp_path):
    spacy = pytest.importorskip("spacy")
    example = importlib.import_module("spacy.training").Example
    spacy.util.fix_random_seed(0)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("ner")
    taught = [
        ("Ada Moss spoke in Oslo.", [(0, 8, "PERSON"), (18, 22, "GPE")]),
        ("Acme Corp hired Bob Reed.", [(0, 9, "ORG"), (16, 24, "PERSON")]),
    ]
    examples = [example.from_dict(pipeline.make_doc(text), {"entities": marks}) for text, marks in taught]
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(30):
        pipeline.update(examples, sgd=optimizer)
    pipeline.to_disk(tmp_path / "names")
    mentions = SpacyRecognizer(str(tmp_path / "names")).recognize(*prepared("Ada Moss spoke in Oslo."))
    assert [(mention.type, mention.text) for mention in mentions] == [("person", "Ada Moss"), ("place", "Oslo")]


def test_the_analysis_of_an_article_takes_a_spacy_recognizer():
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "quux the elder"}])
    article = Article.make(
        id="a", headline="Talks", text="On Friday quux the elder spoke.", published=date(2024, 10, 8)
    )
    found = annotate_article(article, recognizer=SpacyRecognizer(pipeline)).entities
    assert [(mention.type, mention.name) for mention in found] == [("person", "quux the elder")]


def test_nltk_without_its_data_says_what_to_fetch(monkeypatch):
    monkeypatch.setattr("nltk.data.path", [])
    with pytest.raises(MissingDataError, match=r"averaged_perceptron_tagger_eng.*nltk\.download"):
        NltkRecognizer()


def test_chunks_of_an_nltk_chunker_become_mentions(monkeypatch):
    tag = nltk.RegexpTagger([(r"[A-Z]\w+", "NNP"), (r".*", "NN")]).tag
    people = nltk.RegexpParser("PERSON: {<NNP><NNP>}\nGPE: {<NNP>}").parse
    monkeypatch.setattr("nltk.pos_tag", tag)
    monkeypatch.setattr("nltk.ne_chunk", people)
    text = "Ada Moss saw it. She then left Oslo's docks."
    spans = (Span(0, 16), Span(17, len(text)))
    mentions = NltkRecognizer().recognize(*prepared(text)[:2], spans)
    assert [(mention.type, mention.text) for mention in mentions] == [
        ("person", "Ada Moss"),
        ("place", "She"),
        ("place", "Oslo"),
    ]
    assert all(mention.span.of(text) == mention.text for mention in mentions)


def test_ne_chunk_finds_names_where_its_data_is_installed():
    try:
        recognizer = NltkRecognizer()
    except MissingExtraError:
        pytest.skip("NLTK's tagger and chunker data are not installed")
    text = "Angela Merkel visited Paris on Monday."
    mentions = recognizer.recognize(*prepared(text))
    assert "Merkel" in " ".join(mention.text for mention in mentions)
    assert all(mention.span.of(text) == mention.text for mention in mentions)
