"""Entities as a user of an index meets them: over both engines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsindex import Article, Index, InvalidValueError
from newsindex.analysis.annotated import EntityType
from newsindex.cli import main
from newsindex.engines.base import Engine
from newsindex.engines.entities import EntityEngine
from newsindex.engines.memory import MemoryEngine
from newsindex.engines.whoosh.engine import WhooshEngine
from newsindex.names import Aliases, Entity, Grouping, Registry
from tests.conftest import SEEDS
from tests.engines.examples import record

ARTICLES: dict[str, tuple[tuple[str, ...], dict[str, tuple[EntityType, str]]]] = {
    "a": (
        ("Zelenskyy met Budanov in Kyiv.", "The NIS agreed."),
        {
            "Zelenskyy": ("person", "Volodymyr Zelenskyy"),
            "Budanov": ("person", "Kyrylo Budanov"),
            "Kyiv": ("place", "Kyiv"),
            "NIS": ("org", "National Intelligence Service"),
        },
    ),
    "b": (
        ("Vladimir Zelensky spoke in Kiev.", "Budanov did not."),
        {
            "Vladimir Zelensky": ("person", "Vladimir Zelensky"),
            "Kiev": ("place", "Kiev"),
            "Budanov": ("person", "Budanov"),
        },
    ),
    "c": (
        ("Zelenskiy and Zelensky are two spellings.", "The NIS has one."),
        {
            "Zelenskiy": ("person", "Zelenskiy"),
            "Zelensky": ("person", "Zelensky"),
            "NIS": ("org", "NIS"),
        },
    ),
    "g": (
        ("The National Intelligence Service, or simply NIS, spoke.",),
        {"National Intelligence Service": ("org", "National Intelligence Service"), "NIS": ("org", "NIS")},
    ),
    "d": (("Biden spoke.", "It rained."), {"Biden": ("person", "Biden")}),
    "e": (("Joe Biden spoke.",), {"Joe Biden": ("person", "Joe Biden")}),
    "f": (("Jill Biden spoke.",), {"Jill Biden": ("person", "Jill Biden")}),
}


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index", create=True)
    with made.writer() as writer:
        for article_id, (lines, names) in ARTICLES.items():
            writer.add(record(article_id, *lines, names=names))
    yield made
    made.close()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("seeds") / "index", create=True) as made:
        made.add(SEEDS)
        yield made


@pytest.fixture
def index(engine: Engine) -> Index:
    return Index(engine)


def ids(index: Index, **filters: str) -> str:
    return "".join(sorted(hit.id for hit in index.search("", limit=100, **filters)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Zelenskiy", "ZELENSKY", "Volodymyr Zelenskyy", "zelenskyi", "Vladimir Zelenskii"])
def test_any_spelling_finds_every_article(index: Index, name: str) -> None:
    assert ids(index, person=name) == "abc"
    assert ids(index, entity=name) == "abc"


def test_an_acronym_finds_articles_with_the_full_name_and_the_other_way_round(index: Index) -> None:
    assert ids(index, org="NIS") == ids(index, org="national intelligence service") == "acg"


def test_names_in_a_query_take_aliases_too(index: Index) -> None:
    assert index.search("person:zelenskiy place:kiev").total == 2
    assert index.search("spoke -person:zelenskiy").total == 4
    assert index.search("(person:zelenskiy OR person:biden)^2").total == 6


def test_a_surname_of_two_finds_both_and_a_full_name_only_whom_it_surely_means(index: Index) -> None:
    assert ids(index, person="Biden") == "def"
    assert ids(index, person="Joe Biden") == "e"
    assert [one.name for one in index.resolve("biden")] == ["Biden", "Jill Biden", "Joe Biden"]


def test_passages_are_narrowed_by_their_own_names(index: Index) -> None:
    found = index.search("", level="passage", place="Kiev", limit=10)
    assert sorted((hit.id, hit.passage) for hit in found) == [("a", 0), ("b", 0)]


def test_an_entity_counts_once_however_often_an_article_respells_it(index: Index) -> None:
    facets = index.search("", facets=["person", "place", "org"], limit=0).facets
    assert facets["person"]["Volodymyr Zelenskyy"] == 3
    assert facets["place"] == {"Kiev": 2}
    assert facets["org"] == {"National Intelligence Service": 3}


def test_entities_are_listed_with_counts_and_aliases(index: Index) -> None:
    first = index.entities(type="person")[0]
    assert (first.name, first.type, first.articles) == ("Volodymyr Zelenskyy", "person", 3)
    assert set(first.aliases) == {"Zelensky", "Zelenskiy", "Vladimir Zelensky", "Zelenskyy"}
    assert [one.name for one in index.entities("ze")] == ["Volodymyr Zelenskyy"]
    assert [one.name for one in index.entities(type="place")] == ["Kiev"]


@pytest.mark.parametrize("kind", [None, "person"])
def test_the_first_entities_are_those_of_the_whole_list(index: Index, kind: EntityType | None) -> None:
    whole = index.entities(type=kind)
    assert len(whole) > 1
    assert all(index.entities(type=kind, limit=many) == whole[:many] for many in range(len(whole) + 2))


def test_who_is_named_near_somebody_comes_with_the_passages(index: Index) -> None:
    near = index.entities(near="budanov")
    assert {one.name: one.together for one in near} == {"Volodymyr Zelenskyy": (("a", 0),), "Kiev": (("a", 0),)}
    assert near[0].together_in == ("a",)
    assert [one.name for one in index.entities(near="Budanov", type="place")] == ["Kiev"]


def test_a_name_that_is_not_there_is_near_nobody_and_says_so(index: Index) -> None:
    with pytest.raises(InvalidValueError, match="'Nobody' is not named"):
        index.entities(near="Nobody")
    with pytest.raises(InvalidValueError, match="type='people'"):
        index.entities(type="people")  # type: ignore[arg-type]
    assert ids(index, person="Nobody") == ""
    assert index.resolve("Nobody") == ()


def test_joins_are_listed_undone_and_come_back(index: Index) -> None:
    (join,) = (one for one in index.joins() if one.type == "place")
    index.set_aliases(Aliases.parse(join.to_toml()))
    assert (ids(index, place="Kiev"), ids(index, place="Kyiv")) == ("b", "a")
    index.set_aliases(Aliases())
    assert ids(index, place="Kiev") == "ab"


def test_the_user_joins_and_a_rebuild_keeps_it(index: Index, engine: Engine) -> None:
    index.set_aliases(Aliases((Grouping("join", "person", "The Bidens", ("Joe Biden", "Jill Biden", "Biden")),)))
    assert ids(index, person="the bidens") == ids(index, person="joe biden") == "def"
    with engine.writer() as writer:
        for article_id, (lines, names) in ARTICLES.items():
            writer.add(record(article_id, *lines, names=names))
    assert ids(Index(engine), person="Jill Biden") == "def"
    assert Index(engine).search("", facets=["person"]).facets["person"]["The Bidens"] == 3


def test_the_passages_behind_a_pair(index: Index) -> None:
    for one in index.entities(near="Budanov"):
        hits = index.together("kyrylo budanov", one.name, limit=100)
        assert [(hit.id, hit.article().text[slice(*hit.span)]) for hit in hits] == [
            (article_id, index.article(article_id).passages[number].of(index.article(article_id).text))
            for article_id, number in one.together
        ]
    assert index.together("Kyrylo Budanov", "Nobody").total == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda index: index.search("", person=5),
        lambda index: index.search("", person=["Budanov", None]),
        lambda index: index.entities(3),
        lambda index: index.entities(near=3),
        lambda index: index.resolve(" "),
        lambda index: index.together("Budanov", ""),
    ],
)
def test_what_is_no_name_is_refused(index: Index, ask: Callable[[Index], object]) -> None:
    with pytest.raises(InvalidValueError, match=r"no text|names nothing"):
        ask(index)


def test_a_spelling_that_finds_somebody_is_not_doubted(index: Index) -> None:
    assert not index.suggest("person:Zelenskii")
    assert not index.suggest('place:"Kyiv"')
    assert index.suggest("person:Budanof").text == "person:budanov"


def test_a_question_without_names_needs_no_registry(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntityEngine, "_registry", lambda *_: pytest.fail("the registry was asked for"))
    assert index.search("spoke", published="2024", facets=["source", "published"]).total > 0


def test_new_articles_are_joined_at_once(index: Index, engine: Engine) -> None:
    assert ids(index, person="Joe Biden") == "e"
    with engine.writer() as writer:
        writer.remove("f")
    assert ids(index, person="Joe Biden") == "de"


def twice_committed(path: Path) -> tuple[Entity, ...]:
    """An index of the seeds, the last of which came by itself; its entities."""
    *most, last = sorted(SEEDS.glob("*.txt"))
    with Index.open(path, create=True) as made:
        made.add(*most)
    with Index.open(path) as made:
        made.add(last)
        return made.entities()


@pytest.mark.parametrize("damage", [b"", b"\0\0\0\0garbage"])
@pytest.mark.parametrize("part", ["names", "names_change"])
def test_what_is_kept_beside_the_index_may_be_lost_or_damaged(tmp_path: Path, part: str, damage: bytes) -> None:
    before = twice_committed(tmp_path / "index")
    (kept,) = (tmp_path / "index").glob(f"kept-{part}.*")
    kept.write_bytes(damage)
    with Index.open(tmp_path / "index") as again:
        assert again.entities() == before
        assert again.check() == []


def test_who_asks_after_a_commit_need_not_work_out_which_names_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = twice_committed(tmp_path / "index")
    monkeypatch.setattr(Registry, "updated", lambda *_: pytest.fail("the registry was made anew"))
    with Index.open(tmp_path / "index") as again:
        assert again.entities() == before
        assert again.search("", person="Zelenskiy").total > 0


@pytest.mark.parametrize(
    ("filters", "written"),
    [
        ({"person": "Zelenskiy"}, r"Zelensk"),
        ({"person": "volodymyr zelensky"}, r"Zelensk"),
        ({"person": "Budanov"}, r"Budanov"),
        ({"person": "Calin Georgescu"}, r"Georgescu"),
        ({"person": "YOON"}, r"Yoon"),
        ({"org": "NIS"}, r"\bNIS\b|National Intelligence Service"),
        ({"org": "African National Congress"}, r"\bANC\b|African National Congress"),
        ({"place": "Kiev"}, r"Kyiv"),
        ({"place": "Republic of Moldova"}, r"\bMoldova\b"),
    ],
)
def test_a_name_finds_every_seed_that_has_it_under_any_spelling(
    seeds: Index, filters: dict[str, str], written: str
) -> None:
    expected = {article.id for article in seeds if re.search(written, article.text)}
    assert {hit.id for hit in seeds.search("", limit=100, **filters)} == expected
    assert len(expected) > 1


def test_aliases_lie_with_the_articles(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(" date 2024-10-21 Talks\nKyrylo Budanov spoke.\n", encoding="utf-8")
    aliases = folder / "aliases.toml"
    aliases.write_text(Grouping("join", "person", "The General", ("Kyrylo Budanov",)).to_toml(), encoding="utf-8")
    with Index.open(tmp_path / "index", create=True) as made:
        made.add(folder)
        assert len(made) == 1
        assert made.search("", person="the general").total == 1
        aliases.write_text(Grouping("join", "person", "Uncle", ("Kyrylo Budanov",)).to_toml(), encoding="utf-8")
        made.refresh(folder)
        assert made.search("", person="the general").total == 0
        assert made.search("", person="uncle").total == 1
        aliases.unlink()
        made.refresh(folder)
        assert made.search("", person="uncle").total == 0
        assert made.refresh(folder) == 0


def test_aliases_can_be_handed_over_when_an_index_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(Grouping("join", "person", "The General", ("Kyrylo Budanov",)).to_toml(), encoding="utf-8")
    with Index.open(tmp_path / "index", create=True, aliases=file) as made:
        made.add(SEEDS)
        expected = made.search("", person="Kyrylo Budanov").total
        assert made.search("", person="the general").total == expected > 1
    with Index.open(tmp_path / "index") as again:
        assert again.search("", person="the general").total == expected


def test_a_file_of_aliases_that_is_not_understood_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[[joint]]", encoding="utf-8")
    with Index.open(tmp_path / "index", create=True) as made:
        made.add(SEEDS / "brief-01.txt")
        before = made.stats()
        with pytest.raises(InvalidValueError, match="joint"):
            made.set_aliases(tmp_path / "mine.toml")
        assert made.stats() == before


def test_the_command_line_refuses_a_file_of_aliases_before_it_indexes(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[[joint]]", encoding="utf-8")
    options = ["index", str(SEEDS), "--to", str(tmp_path / "index"), "--aliases", str(tmp_path / "mine.toml")]
    done = CliRunner().invoke(main, options)
    assert done.exit_code == 2
    assert not (tmp_path / "index").exists()


def test_the_command_line_lists_entities() -> None:
    def run(*options: str) -> str:
        done = CliRunner().invoke(main, ["entities", str(SEEDS), *options])
        assert done.exit_code == 0, done.output
        return done.stdout

    listed = json.loads(run("--prefix", "zelen", "--json"))
    assert [(one["name"], one["type"]) for one in listed] == [("Volodymyr Zelenskyy", "person")]
    assert "in: " in run("--near", "Budanov", "--limit", "1")
    assert Aliases.parse(run("--joins", "--type", "place"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30) | st.sampled_from(["Kyiv", "KYIV", "\u0345", "John Smith", "(NIS)"]), max_size=12))
def test_any_text_is_indexed_and_its_names_are_listed(words: list[str]) -> None:
    index = Index.in_memory()
    index.add(Article.make(id="a", headline="", text=" ".join(words), published="2024-10-21"))
    for one in index.entities():
        assert one.name.strip()
        assert one.articles == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["Zelensky", "Zelenskyy", "Vladimir Zelenskiy", "Biden", "Joe Biden", "Kim Jong-un"]),
            st.sampled_from(["Volodymyr Zelenskyy", "Jill Biden", "Kim Jong Un", "Kim Jong Il", "Kim", "Zelensky"]),
            max_size=3,
        ),
        max_size=6,
    )
)
def test_a_filter_finds_as_many_as_its_facet_counts(articles: list[dict[str, str]]) -> None:
    engine = MemoryEngine()
    with engine.writer() as writer:
        for number, names in enumerate(articles):
            lines = [f"{written} spoke." for written in names]
            writer.add(record(str(number), *lines, names={text: ("person", name) for text, name in names.items()}))
    index = Index(engine)
    facets = index.search("", facets=["person"], limit=0).facets["person"]
    assert {one.name: one.articles for one in index.entities()} == facets
    for one in index.entities():
        if not one.might_be:
            assert index.search("", person=one.name).total == facets[one.name]
