from itertools import pairwise, product

import numpy as np
import pytest

from newsindex.analysis.entities.clusters import WordClusters
from newsindex.analysis.entities.crf import CrfRecognizer
from newsindex.analysis.entities.model import TAGS, Model, best_tags
from newsindex.analysis.entities.reading import WordTable, read_words
from newsindex.analysis.entities.training.apart import set_apart
from newsindex.analysis.entities.training.fitting import fit
from newsindex.analysis.entities.training.marked_text import parse_article
from newsindex.analysis.entities.wordlists import BIT, WordLists

TEXTS = [
    parse_article(f"[PER {first} Moss] of [ORG Acme Bank] was in [LOC {place}] .\nThe [ORG Acme Bank] said no .")
    for first in ("Ada", "Bob", "Cy", "Dee")
    for place in ("Rome", "Oslo", "Lima")
]
LISTS = WordLists.make({"city_big": ["Rome", "New York"], "first_name": ["Ada"]})
CLUSTERS = WordClusters.make({"bank": (0, 32, 160, 672), "credit": (0, 32, 161, 673), "rome": (1, 33, 162, 674)})


def lawful(tags):
    before = "O"
    for tag in tags:
        if tag.startswith("I-") and before[2:] != tag[2:]:
            return False
        before = tag
    return True


def test_the_best_tags_are_those_of_a_search_through_all_chains():
    random = np.random.default_rng(7)
    transitions = random.normal(size=(7, 7)).astype(np.float32)
    lengths = np.array([3, 1, 4, 2])
    starts = np.array([0, 3, 4, 8])
    scores = random.normal(size=(10, 7)).astype(np.float32)
    found = best_tags(scores, transitions, starts, lengths)
    for start, length in zip(starts, lengths, strict=True):
        best = max(
            (chain for chain in product(range(7), repeat=length) if lawful([TAGS[tag] for tag in chain])),
            key=lambda chain: (
                sum(scores[start + step, tag] for step, tag in enumerate(chain))
                + sum(transitions[pair] for pair in pairwise(chain))
            ),
        )
        assert tuple(found[start : start + length]) == best


def test_a_saved_model_is_the_same_when_loaded(tmp_path):
    model = fit(TEXTS, LISTS, CLUSTERS)
    model.save(tmp_path / "one.bin")
    Model.load(tmp_path / "one.bin").save(tmp_path / "two.bin")
    assert (tmp_path / "one.bin").read_bytes() == (tmp_path / "two.bin").read_bytes()


def test_training_twice_gives_the_same_bytes(tmp_path):
    for name in ("one.bin", "two.bin"):
        fit(TEXTS, LISTS, CLUSTERS).save(tmp_path / name)
    assert (tmp_path / "one.bin").read_bytes() == (tmp_path / "two.bin").read_bytes()


def test_what_was_taught_is_found_again():
    table = WordTable(LISTS, CLUSTERS)
    words = "Dee Moss of Acme Bank was in Oslo .".split()
    reading = read_words(table, words, np.zeros(len(words), np.int64))
    tags = [TAGS[tag] for tag in CrfRecognizer(fit(TEXTS, LISTS, CLUSTERS), LISTS, CLUSTERS, table=table).tags(reading)]
    named = {words[token]: tag for token, tag in zip(reading.tokens[reading.places].tolist(), tags, strict=True)}
    assert named["Dee"] == "B-PER"
    assert named["Moss"] == "I-PER"
    assert named["Bank"] == "I-ORG"
    assert named["Oslo"] == "B-LOC"


def test_another_file_is_not_taken_for_a_model(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"something else")
    with pytest.raises(ValueError, match="not a model"):
        Model.load(path)


def test_word_lists_ignore_case_and_accents_and_know_phrases():
    lists = WordLists.make({"city_big": ["São Paulo", "Kyiv"], "country": ["Côte d'Ivoire"]})
    assert lists.bits_of(["KYIV", "Kiev"]).tolist() == [BIT["city_big"], 0]
    assert lists.phrase_bits(["Sao", "Paulo"]) == BIT["city_big"]
    assert lists.phrase_bits(["Sao", "Tome"]) == 0


def test_empty_word_lists_hold_nothing():
    assert WordLists.make({}).bits_of(["Kyiv"]).tolist() == [0]


def test_a_word_never_met_is_read_like_the_words_of_its_group():
    names = "Acme Zorro Bela Moss Dena Rask Ilo Temm".split()
    texts = [parse_article(f"near [ORG {name} Bank] .\nnear [LOC {name} River] .\nno {name} yet .") for name in names]
    money, water = (0, 32, 160, 672), (1, 33, 161, 673)
    clusters = WordClusters.make({"bank": money, "credit": money, "river": water, "lake": water})
    lists = WordLists.make({})
    table = WordTable(lists, clusters)
    recognizer = CrfRecognizer(fit(texts, lists, clusters), lists, clusters, table=table)
    for word, expected in (("Credit", "ORG"), ("Lake", "LOC")):
        reading = read_words(table, ["near", "Quux", word, "."], np.zeros(4, np.int64))
        assert [TAGS[tag] for tag in recognizer.tags(reading)] == [f"B-{expected}", f"I-{expected}", "O"]


def test_groups_are_found_by_the_folded_word_and_kept_in_a_file(tmp_path):
    clusters = WordClusters.make({"peña": (1, 40, 170, 700)})
    clusters.save(tmp_path / "clusters.bin")
    loaded = WordClusters.load(tmp_path / "clusters.bin")
    assert loaded.of(["PENA", "Pino"]).tolist() == [[1, 40, 170, 700], [-1, -1, -1, -1]]


def test_text_with_blanks_around_hyphens_keeps_its_marks():
    text = set_apart(parse_article("[ORG Al-Shabaab]'s [PER Abu-Bakr Isa-Omar] fled on an ill-lit road."))
    assert text.text == "Al - Shabaab ' s Abu - Bakr Isa - Omar fled on an ill - lit road."
    assert [mark.span.of(text.text) for mark in text.marks] == ["Al - Shabaab", "Abu - Bakr Isa - Omar"]
