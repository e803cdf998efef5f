from pathlib import Path

import pytest

from newsindex.analysis.entities.training.iob2 import plain_text, read_iob2
from newsindex.analysis.entities.training.marked_text import NEWS, parse_article, problems, read_marked
from newsindex.errors import ReadError


def names(article):
    return [(mark.type, mark.span.of(article.text)) for mark in article.marks]


def test_marks_are_taken_out_of_the_text_and_point_into_it():
    article = parse_article("[LOC Dnipro] waits\n[PER Ada Moss]'s word")
    assert article.text == "Dnipro waits\nAda Moss's word"
    assert names(article) == [("LOC", "Dnipro"), ("PER", "Ada Moss")]


@pytest.mark.parametrize(
    "source", ["[PER Ada Moss", "Ada Moss]", "[MAN Ada Moss]", "[PER [LOC Ada] Moss]", "[PER Ada Moss ] left", "[PER]"]
)
def test_a_bracket_that_is_no_whole_mark_is_refused(source):
    with pytest.raises(ValueError, match=r"mark|type"):
        parse_article(source)


def test_a_wrong_mark_is_reported_with_file_and_line(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("One headline\nA line.\n---\nOther headline\n[XYZ Ada] left.\n")
    with pytest.raises(ReadError, match=r"news\.txt, article at line 4.*XYZ"):
        list(read_marked([path]))


def test_articles_are_apart_by_a_line_of_dashes(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text("One headline\nA line.\n---\n\nOther headline\n[PER Ada] left.\n")
    assert [article.text for article in read_marked([path])] == ["One headline\nA line.", "Other headline\nAda left."]


def test_the_check_finds_paragraphs_that_occur_twice_and_headlines_alone(tmp_path):
    path = tmp_path / "news.txt"
    line = "This is one line of six words."
    path.write_text(f"Head one\n{line}\n---\nHead two\n{line}\n---\nAlone\n")
    found = list(problems([path]))
    assert any("news.txt:5: the same paragraph as news.txt:2" in line for line in found)
    assert any("news.txt:7: a headline without a paragraph" in line for line in found)


def test_every_mark_of_our_own_text_is_in_order():
    files = sorted(NEWS.glob("*.txt"))
    assert files
    assert list(problems(files)) == []


def test_our_own_text_has_at_least_sixty_thousand_words():
    assert sum(len(article.text.split()) for article in read_marked(sorted(NEWS.glob("*.txt")))) >= 60_000


def test_tagged_tokens_become_text_as_print_sets_it():
    owner = [("Ada", "B-PER"), ("Moss", "I-PER"), ("'s", "O")]
    sentence = [*owner, ("firm", "O"), ("(", "O"), ("Acme", "B-ORG"), (")", "O")]
    article = plain_text([[*sentence, (",", "O"), ("of", "O"), ("Rome", "B-LOC"), (".", "O")]])
    assert article.text == "Ada Moss's firm (Acme), of Rome."
    assert names(article) == [("PER", "Ada Moss"), ("ORG", "Acme"), ("LOC", "Rome")]


def test_other_types_are_dropped_and_neighbouring_names_stay_apart():
    article = plain_text([[("French", "B-MISC"), ("Ada", "B-PER"), ("Bob", "B-PER")]])
    assert names(article) == [("PER", "Ada"), ("PER", "Bob")]


def test_documents_of_a_tagged_file_are_apart_by_docstart(tmp_path):
    path = Path(tmp_path) / "set.iob2"
    path.write_text("-DOCSTART- O\n\nOne O\n\n-DOCSTART- O\n\nRome B-LOC\n\nTwo O\n")
    assert [article.text for article in read_iob2(path) if article.text] == ["One", "Rome\nTwo"]
