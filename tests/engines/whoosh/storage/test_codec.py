"""Stock Whoosh over our codec answers as it does over its own."""

from __future__ import annotations

import pickle
import random
from typing import Any

import pytest
from whoosh import columns, fields, formats, query, scoring
from whoosh.analysis import StandardAnalyzer
from whoosh.filedb.filestore import RamStorage
from whoosh.searching import Searcher

from newsindex.engines.whoosh.bulk import BulkWriter
from newsindex.engines.whoosh.codec import ArrayCodec, whoosh_reader
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument
from newsindex.engines.whoosh.manifest import Schema
from newsindex.engines.whoosh.store import Snapshot
from newsindex.engines.whoosh.values import Values
from newsindex.errors import CorruptIndexError, InvalidValueError

WORDS = "oil gold price bank trade ship grain wheat tariff yen".split()


def texts(count: int) -> list[str]:
    chance = random.Random(5)
    return [" ".join(chance.choices(WORDS, weights=range(10, 0, -1), k=chance.randint(1, 80))) for _ in range(count)]


def index_of(codec: Any, *, commits: int = 3) -> Any:
    schema = fields.Schema(
        id=fields.ID(stored=True, unique=True),
        text=fields.TEXT(vector=True, chars=True),
        day=fields.NUMERIC(sortable=True, stored=True),
        tag=fields.KEYWORD(sortable=columns.RefBytesColumn()),
    )
    index = RamStorage().create_index(schema)
    for part in range(commits):
        writer = index.writer(codec=codec)
        for number, text in list(enumerate(texts(120)))[part::commits]:
            writer.add_document(id=str(number), text=text, day=number % 17, tag=WORDS[number % 3])
        writer.commit(merge=False)
    return index


def hits(searcher: Searcher, what: Any, **options: Any) -> list[tuple[str, float]]:
    return [(hit["id"], round(hit.score or 0, 6)) for hit in searcher.search(what, limit=None, **options)]


QUERIES = [
    query.Term("text", "oil"),
    query.And([query.Term("text", "oil"), query.Term("text", "yen")]),
    query.Or([query.Term("text", "yen"), query.Term("text", "wheat", boost=2.0)]),
    query.Phrase("text", ["oil", "gold"]),
    query.Phrase("text", ["gold", "yen"], slop=3),
    query.Prefix("text", "g"),
    query.Wildcard("text", "*a*"),
    query.FuzzyTerm("text", "whest", maxdist=1),
    query.NumericRange("day", 3, 7),
    query.Not(query.Term("text", "oil")),
]


@pytest.mark.parametrize("what", QUERIES, ids=repr)
def test_a_stock_searcher_gives_the_same_hits_and_scores(what: Any) -> None:
    with index_of(None).searcher() as stock, index_of(ArrayCodec()).searcher() as ours:
        expected = hits(stock, what)
        assert expected
        assert hits(ours, what) == expected


def test_sorting_and_facets_are_the_same() -> None:
    with index_of(None).searcher() as stock, index_of(ArrayCodec()).searcher() as ours:
        for options in ({"sortedby": "day"}, {"sortedby": "day", "reverse": True}):
            assert hits(ours, QUERIES[0], **options) == hits(stock, QUERIES[0], **options)
        groups = [one.search(QUERIES[0], groupedby="tag", limit=None).groups() for one in (stock, ours)]
        assert groups[0] == groups[1]


def test_merges_deletes_and_replacements_are_the_same() -> None:
    found = []
    for codec in (None, ArrayCodec()):
        index = index_of(codec)
        writer = index.writer(codec=codec)
        writer.delete_by_term("id", "7")
        writer.update_document(id="8", text="oil oil oil", day=3, tag="new")
        writer.commit(optimize=True)
        with index.searcher() as searcher:
            found.append([hits(searcher, what) for what in QUERIES])
            assert searcher.doc_count_all() == 119
    assert found[0] == found[1]


def test_terms_vectors_and_characters_are_the_same() -> None:
    seen = []
    for codec in (None, ArrayCodec()):
        reader = index_of(codec, commits=1).reader()
        vector = list(reader.vector_as("frequency", 5, "text"))
        matcher = reader.postings("text", "oil")
        infos = [
            (
                term,
                i.weight(),
                i.doc_frequency(),
                i.min_length(),
                i.max_length(),
                i.max_weight(),
                i.min_id(),
                i.max_id(),
            )
            for term, i in reader
        ]
        seen.append((list(matcher.items_as("characters")), vector, infos, list(reader.terms_within("text", "gild", 1))))
    assert seen[0] == seen[1]


def test_boosts_of_the_formats_come_back() -> None:
    format_ = formats.CharacterBoosts()
    rows = [[(0, 0, 3, 1.5), (4, 10, 12, 0.1)], [(2, 1, 2, 1.0)]]
    encoded = [format_.encode(row)[0] for row in rows]
    values = Values.of(format_, encoded)
    assert [values.rows(i) for i in range(2)] == rows
    assert [values.encoded(i, format_) for i in range(2)] == encoded


class Bomb:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return pytest.fail, ("a pickle was run",)


def test_bytes_from_disk_are_never_unpickled() -> None:
    poisoned = Values("opaque", None, edges=Values._opaque([pickle.dumps(Bomb())]).edges, blob=None)
    with pytest.raises(CorruptIndexError):
        poisoned.encoded(0, formats.Positions())
    assert poisoned.decoded(0, "positions") is None


def test_a_pickling_column_is_refused() -> None:
    schema = fields.Schema(x=fields.COLUMN(columns.PickleColumn(columns.VarBytesColumn())))
    writer = RamStorage().create_index(schema).writer(codec=ArrayCodec())
    writer.add_document(x={"a": 1})
    with pytest.raises(InvalidValueError, match="unpickling"):
        writer.commit()


def test_a_stock_searcher_reads_an_index_of_ours(tmp_path: Any) -> None:
    folder = DiskFolder(tmp_path / "index", create=True)
    storage = Schema({"id": FieldSpec(positions=False), "text": FieldSpec()}, {"day": "int"}, key="id")
    analyzer = StandardAnalyzer(stoplist=None, minsize=1)
    with BulkWriter(folder, schema=storage, create=True, fsync=False) as writer:
        for part in range(2):
            for number, text in list(enumerate(texts(60)))[part::2]:
                stored = {"id": str(number)}
                writer.add(
                    PreparedDocument(
                        fields={"id": [str(number)], "text": text.split()}, columns={"day": number}, stored=stored
                    )
                )
            writer.commit()
        writer.delete("id", "4")
        writer.commit()
    schema = fields.Schema(
        id=fields.ID(stored=True), text=fields.TEXT(analyzer=analyzer), day=fields.NUMERIC(sortable=True)
    )
    stock_index = RamStorage().create_index(schema)
    for part in range(2):
        stock_writer = stock_index.writer()
        for number, text in list(enumerate(texts(60)))[part::2]:
            stock_writer.add_document(id=str(number), text=text, day=number)
        stock_writer.commit(merge=False)
    stock_writer = stock_index.writer()
    stock_writer.delete_by_term("id", "4")
    stock_writer.commit(merge=False)
    with Snapshot.open(folder) as snapshot, stock_index.searcher() as stock:
        ours = Searcher(whoosh_reader(snapshot, schema), weighting=scoring.BM25F())
        for what in QUERIES[:8]:
            assert hits(ours, what) == hits(stock, what)
        by_day = [[hit["id"] for hit in one.search(QUERIES[0], limit=None, sortedby="day")] for one in (ours, stock)]
        assert by_day[0] == by_day[1]


def test_no_segment_file_holds_a_pickle() -> None:
    index = index_of(ArrayCodec(), commits=1)
    for name in index.storage.list():
        if not name.endswith(".toc"):
            head = index.storage.open_file(name).get(0, 8)
            assert head == b"NEWSARR1"
