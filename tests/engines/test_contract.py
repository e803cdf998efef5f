"""What every engine promises, run over each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsindex.engines.base import Engine, Matches, Request
from newsindex.engines.memory import MemoryEngine
from newsindex.engines.whoosh.engine import WhooshEngine
from newsindex.errors import IndexLockedError, QuerySyntaxError, QueryTooComplex
from newsindex.query.model import And, Boost, Dated, NamedAs, Query, Word
from newsindex.query.syntax import parse
from newsindex.spans import DateSpan
from tests.engines.examples import record

KIM = ("person", "Kim Jong Un")
SEOUL = ("place", "Seoul")
MOSCOW = ("place", "Moscow")
NIS = ("org", "National Intelligence Service")


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index", create=True)
    yield made
    made.close()


@pytest.fixture
def news(engine: Engine) -> Engine:
    with engine.writer() as writer:
        writer.add(
            record(
                "a",
                "Troops left Seoul on 8 October, the NIS said.",
                "Weapons were sent north-west in October.",
                headline="Troops on the move",
                published="2024-10-21",
                source="Newsweek",
                url="https://example.org/A",
                names={"Seoul": SEOUL, "NIS": NIS},
                days={"8 October": "2024-10-08", "in October": "2024-10"},
            )
        )
        writer.add(
            record(
                "b",
                "Kim spoke in Moscow. Erdoğan's troop numbers grew to 1,500.",
                "On 18 October the troops trained.",
                headline="Talks in Moscow",
                published="2024-10-25",
                source="Yonhap",
                names={"Kim": KIM, "Moscow": MOSCOW},
                days={"18 October": "2024-10-18"},
            )
        )
        rain = record("c", "Rain fell on Seoul.", headline="Weather", published="2024-11-02", names={"Seoul": SEOUL})
        writer.add(rain)
    return engine


def ids(engine: Engine, query: str | Query, **options: Any) -> list[str]:
    return [row.article_id for row in ask(engine, query, **options).rows]


def ask(engine: Engine, query: str | Query, **options: Any) -> Matches:
    return engine.search(Request(parse(query) if isinstance(query, str) else query, **options))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("troops", {"a", "b"}),
        ("TROOP", {"a", "b"}),
        ("troops seoul", {"a"}),
        ("rain OR weapons", {"a", "c"}),
        ("troops -seoul", {"b"}),
        ("-troops", {"c"}),
        ("NOT (rain OR weapons)", {"b"}),
        ("*", {"a", "b", "c"}),
        ('"troops left seoul"', {"a"}),
        ('"troops seoul"', set()),
        ('"troops seoul"~1', {"a"}),
        ('"seoul troops"~5', set()),
        ("north-west", {"a"}),
        ("northwest", set()),
        ("erdogan", {"b"}),
        ("1500", {"b"}),
        ("weap*", {"a"}),
        ("w*ns", {"a"}),
        ("r?in", {"c"}),
        ("weapens~1", {"a"}),
        ("waepons~1", {"a"}),
        ("wxxpons~1", set()),
        ("wxxpons~2", {"a"}),
        ("headline:moscow", {"b"}),
        ("headline:seoul", set()),
        ("headline:mov*", {"a"}),
        ('person:"kim jong un"', {"b"}),
        ("person:KIM", {"b"}),
        ("place:seoul", {"a", "c"}),
        ("entity:seoul OR entity:kim", {"a", "b", "c"}),
        ("org:nis", {"a"}),
        ('org:"National Intelligence Service"', {"a"}),
        ("place:kim", set()),
        ("source:newsweek", {"a"}),
        ('url:"https://example.org/a"', {"a"}),
        ("id:c", {"c"}),
        ("published:2024-10-21", {"a"}),
        ("published:2024-10", {"a", "b"}),
        ("published:2024-10-22..", {"b", "c"}),
        ("published:..2024-10-24", {"a"}),
        ("published:2023..2024", {"a", "b", "c"}),
        ("published:2025", set()),
        ("happened:2024-10-08", {"a"}),
        ("happened:2024-10-09", {"a"}),
        ("happened:2024-10-18 troops", {"b"}),
        ("happened:2024-10-18 weapons", {"a"}),
        ("happened:2024-10-08 weapons", {"a"}),
        ("happened:2024-09", set()),
        ("happened:2024", {"a", "b"}),
        ("happened:2024-10-18 person:kim troops", {"b"}),
        ("section:headline moscow", {"b"}),
        ("section:details moscow", set()),
    ],
)
def test_matches(news: Engine, query: str, expected: set[str]) -> None:
    assert set(ids(news, query)) == expected


def test_words_and_days_must_stand_in_one_passage(news: Engine) -> None:
    assert ids(news, "happened:2024-10-08 -weapons troops") == ["a"]
    assert ids(news, "happened:2024-10-18 moscow") == []


def test_a_passage_is_found_by_its_own_names_only(news: Engine) -> None:
    assert ids(news, "troops place:moscow", level="passage") == ["b"]
    assert ids(news, "trained place:moscow", level="passage") == []


def test_passages_are_numbered_from_the_headline(news: Engine) -> None:
    rows = ask(news, "trained", level="passage").rows
    assert [(row.article_id, row.passage) for row in rows] == [("b", 2)]


def test_an_article_asked_what_happened_names_its_best_passage(news: Engine) -> None:
    assert [row.passage for row in ask(news, "happened:2024-10-08 troops").rows] == [1]


def test_the_passage_that_names_the_person_itself_is_the_better_evidence(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(
            record(
                "a",
                "On 8 October troops left, and troops came.",
                "On 8 October troops met Kim.",
                names={"Kim": KIM},
                days={"8 October": "2024-10-08"},
            )
        )
    assert [row.passage for row in ask(engine, "troops happened:2024-10-08 person:kim").rows] == [1]


def test_total_counts_beyond_the_page(news: Engine) -> None:
    matches = ask(news, "*", limit=1)
    assert (len(matches.rows), matches.total) == (1, 3)


def test_a_page_past_the_end_is_empty(news: Engine) -> None:
    matches = ask(news, "*", offset=10)
    assert (matches.rows, matches.total) == ((), 3)


def test_pages_do_not_overlap(news: Engine) -> None:
    pages = [ids(news, "troops OR rain", limit=1, offset=offset) for offset in range(3)]
    assert sorted(one for page in pages for one in page) == ["a", "b", "c"]


def test_newest_and_oldest_sort_by_publication(news: Engine) -> None:
    assert ids(news, "*", sort="newest") == ["c", "b", "a"]
    assert ids(news, "*", sort="oldest") == ["a", "b", "c"]


def test_sort_by_happened_puts_undated_last(news: Engine) -> None:
    assert ids(news, "*", sort="happened")[-1] == "c"


def test_more_frequent_words_score_higher(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(record("one", "troops met in the town hall today"))
        writer.add(record("two", "troops met troops in the hall today"))
        writer.add(record("none", "rain fell in the town today again"))
    assert ids(engine, "troops") == ["two", "one"]


def test_a_boost_changes_the_order(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(record("rain", "rain fell"))
        writer.add(record("snow", "snow fell"))
        writer.add(record("sun", "sun shone"))
    assert ids(engine, "rain^5 OR snow") == ["rain", "snow"]
    assert ids(engine, "rain OR snow^5") == ["snow", "rain"]


def test_facets_count_all_matches(news: Engine) -> None:
    matches = ask(news, "*", limit=0, facets=("place", "person", "org", "source", "published", "happened", "section"))
    assert matches.facets["place"] == {"Seoul": 2, "Moscow": 1}
    assert matches.facets["person"] == {"Kim Jong Un": 1}
    assert matches.facets["org"] == {"National Intelligence Service": 1}
    assert matches.facets["source"] == {"Newsweek": 1, "Yonhap": 1}
    assert matches.facets["published"] == {"2024-10-21": 1, "2024-10-25": 1, "2024-11-02": 1}
    assert matches.facets["happened"] == {"2024-10": 1, "2024-10-08": 1, "2024-10-18": 1}
    assert matches.facets["section"] == {"headline": 3, "lead": 3, "details": 2}


def test_days_can_be_counted_in_buckets(news: Engine) -> None:
    assert ask(news, "*", facets=("published",), by="month").facets["published"] == {"2024-10": 2, "2024-11": 1}
    assert ask(news, "*", facets=("happened",), by="day").facets["happened"] == {"2024-10-08": 1, "2024-10-18": 1}


def test_own_names_are_compared_letter_for_letter(news: Engine) -> None:
    assert ids(news, NamedAs("person", ("Kim Jong Un",))) == ["b"]
    assert ids(news, NamedAs("person", ("Kim", "kim jong un"))) == []
    assert set(ids(news, NamedAs("place", ("Seoul", "Moscow")))) == {"a", "b", "c"}
    assert ids(news, NamedAs("org", ("Seoul",))) == []
    assert ids(news, And((Word("trained"), NamedAs("place", ("Moscow",)))), level="passage") == []
    assert ids(news, NamedAs("place", ())) == []


def test_an_article_that_is_about_somebody_comes_first(engine: Engine) -> None:
    names = {"Kim": KIM}
    with engine.writer() as writer:
        writer.add(record("late", "Rain fell.", "Kim spoke.", names=names))
        writer.add(record("lead", "Kim spoke.", "Rain fell.", names=names))
        writer.add(record("headline", "Rain fell.", headline="Kim speaks", names=names))
        writer.add(record("often", "Rain fell.", "Kim spoke, Kim ate, Kim slept.", names=names))
    rows = ask(engine, NamedAs("person", ("Kim Jong Un",))).rows
    assert {row.article_id: row.score for row in rows} == {"headline": 1.0, "lead": 0.5, "often": 0.5, "late": 0.0}
    assert rows[0].article_id == "headline"
    assert rows[-1].article_id == "late"
    boosted = ask(engine, Boost(NamedAs("person", ("Kim Jong Un",)), 3.0)).rows
    assert boosted[0].score == 3.0


def test_joined_names_count_once_in_a_match(news: Engine) -> None:
    joined = {"place": {"Seoul": "Capitals", "Moscow": "Capitals"}}
    with news.writer() as writer:
        writer.add(record("d", "From Seoul to Moscow.", names={"Seoul": SEOUL, "Moscow": MOSCOW}))
    assert ask(news, "*", facets=("place",), joined=joined).facets["place"] == {"Capitals": 4}
    passages = ask(news, "*", facets=("place",), joined=joined, level="passage").facets["place"]
    assert passages == {"Capitals": 5}


def test_names_and_their_spellings_are_counted_by_articles(news: Engine) -> None:
    counts = news.name_counts()
    assert dict(counts.names["place"]) == {"Seoul": 2, "Moscow": 1}
    assert dict(counts.spellings["org"]) == {"National Intelligence Service": {"NIS": 1}}
    assert dict(counts.spellings["place"]) == {}


def test_names_are_counted_anew_when_articles_come_and_go(news: Engine) -> None:
    news.name_counts()
    with news.writer() as writer:
        writer.add(record("d", "From Seoul to Kyiv.", names={"Seoul": SEOUL, "Kyiv": ("place", "Kyiv")}))
    assert dict(news.name_counts().names["place"]) == {"Seoul": 3, "Moscow": 1, "Kyiv": 1}
    with news.writer() as writer:
        writer.remove("d")
        writer.add(record("a", "Nobody went anywhere."))
    counts = news.name_counts()
    assert dict(counts.names["place"]) == ask(news, "*", facets=("place",)).facets["place"]
    assert not any(counts.spellings["org"].values())


def test_what_was_last_kept_tells_its_state(news: Engine) -> None:
    assert news.kept("names") is None
    news.keep("names", b"bytes")
    state = news.state()
    assert news.kept("names") == (state, b"bytes")
    with news.writer() as writer:
        writer.remove("c")
    assert news.kept("names") == (state, b"bytes")
    assert news.state() != state
    news.keep("names", b"more")
    assert news.kept("names") == (news.state(), b"more")


def test_names_of_an_article_asked_what_happened_are_counted_from_the_article(news: Engine) -> None:
    matches = ask(news, "happened:2024-10-18 trained", facets=("person",))
    assert matches.facets["person"] == {"Kim Jong Un": 1}


def test_what_was_stored_comes_back(news: Engine) -> None:
    stored = news.stored("a")
    assert stored is not None
    assert stored["headline"] == "Troops on the move"
    assert news.stored("zzz") is None


def test_counts_articles_and_passages(news: Engine) -> None:
    assert news.counts() == (3, 8)
    assert list(news.article_ids()) == ["a", "b", "c"]


def test_adding_again_replaces(news: Engine) -> None:
    with news.writer() as writer:
        assert writer.add(record("a", "Snow fell.", headline="Snow"))
        assert not writer.add(record("d", "Hail fell."))
    assert ids(news, "troops") == ["b"]
    assert set(ids(news, "snow OR hail")) == {"a", "d"}
    assert news.counts()[0] == 4


def test_adding_twice_in_one_commit_keeps_the_last(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(record("a", "Snow fell."))
        assert writer.add(record("a", "Rain fell."))
    assert ids(engine, "snow OR rain") == ["a"]
    assert ids(engine, "snow") == []


def test_removed_articles_are_gone(news: Engine) -> None:
    with news.writer() as writer:
        assert writer.remove("a")
        assert not writer.remove("a")
        assert not writer.remove("zzz")
    assert ids(news, "*") == ["b", "c"] or set(ids(news, "*")) == {"b", "c"}
    assert news.stored("a") is None


def test_a_cancelled_change_leaves_no_trace(news: Engine) -> None:
    before = news.state()
    writer = news.writer()
    writer.remove("a")
    writer.add(record("d", "Hail fell."))
    writer.cancel()
    assert set(ids(news, "*")) == {"a", "b", "c"}
    assert news.state() == before


def test_an_exception_cancels_the_change(news: Engine) -> None:
    def fail() -> None:
        with news.writer() as writer:
            writer.remove("a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert set(ids(news, "*")) == {"a", "b", "c"}


def test_notes_are_committed_with_the_change(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.note("files", {"x": [1, 2]})
    with engine.writer() as writer:
        writer.note("files", {"x": [3]})
    writer = engine.writer()
    writer.note("files", {})
    writer.cancel()
    assert engine.notes()["files"] == {"x": [3]}


def test_the_state_changes_with_each_commit(engine: Engine) -> None:
    before = engine.state()
    with engine.writer() as writer:
        writer.add(record("a", "Snow fell."))
    assert engine.state() != before


def test_a_second_writer_is_refused_after_waiting(engine: Engine) -> None:
    with engine.writer(), pytest.raises(IndexLockedError, match=r"writer|writing to this index"):
        engine.writer(wait=0.1)


def test_the_writer_can_be_had_again_after_a_commit(engine: Engine) -> None:
    for _ in range(2):
        with engine.writer(wait=0.1) as writer:
            writer.add(record("a", "Snow fell."))


def test_an_empty_index_answers_with_nothing(engine: Engine) -> None:
    assert ask(engine, "troops", facets=("place",)) == Matches((), 0, {"place": {}})
    assert ids(engine, "*") == []


def test_too_many_expansions_are_refused(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.add(record("a", " ".join(f"w{number}" for number in range(1_100))))
    with pytest.raises(QueryTooComplex, match="1,100"):
        ask(engine, "w*")
    assert ids(engine, "w10*") == ["a"]


def test_a_word_without_letters_is_an_error_and_not_a_miss(engine: Engine) -> None:
    with pytest.raises(QuerySyntaxError, match="no letter or digit"):
        ask(engine, "…")


def test_a_deadline_that_has_passed_gives_an_incomplete_answer(news: Engine) -> None:
    assert not ask(news, "troops", deadline=0.0).complete


def test_a_range_over_all_time_meets_every_dated_document(news: Engine) -> None:
    everything = DateSpan(date.min, date.max)
    assert set(ids(news, Dated("published", everything))) == {"a", "b", "c"}
    assert set(ids(news, Dated("happened", everything))) == {"a", "b"}


def test_a_stream_gives_all_matches_in_the_order_of_the_pages(news: Engine) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("troops", {}),
        ("*", {"sort": "newest"}),
        ("happened:2024-10", {}),
        ("troops", {"level": "passage"}),
    ]
    for query, options in asked:
        whole = ask(news, query, limit=100, **options).rows
        streamed = tuple(news.stream(Request(parse(query), limit=1, offset=1, **options)))
        assert [(row.article_id, row.passage) for row in streamed] == [(row.article_id, row.passage) for row in whole]
        assert [row.score for row in streamed] == pytest.approx([row.score for row in whole], rel=1e-5)


def test_a_pinned_engine_does_not_see_later_commits(news: Engine) -> None:
    before = news.pinned()
    state = before.state()
    streamed = before.stream(Request(parse("*")))
    with news.writer() as writer:
        writer.remove("a")
        writer.add(record("d", "More troops."))
    assert (sorted(ids(before, "troops")), before.state()) == (["a", "b"], state)
    assert sorted(row.article_id for row in streamed) == ["a", "b", "c"]
    assert before.stored("a") is not None
    assert sorted(ids(news, "troops")) == ["b", "d"]


def test_frequencies_are_counts_of_articles(news: Engine) -> None:
    assert news.frequencies(["troop", "rain", "volcano"]) == {"troop": 2, "rain": 1, "volcano": 0}


def test_near_spellings_of_words_and_names_are_counted(news: Engine) -> None:
    assert news.spelled_like("troups", 1, "text") == {"troops": 2}
    assert news.spelled_like("kim jong on", 1, "person") == {"kim jong un": 1}
    assert news.spelled_like("soeul", 1, "place") == {"seoul": 2}
    with news.writer() as writer:
        writer.remove("a")
    assert news.spelled_like("troups", 1, "text") == {"troops": 1}
    assert news.spelled_like("xxxxxx", 2, "text") == {}
