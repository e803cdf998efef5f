"""Commits, snapshots, locks and checks of an index in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh import index as whoosh_index

from newsindex import Index
from newsindex.engines.whoosh.bulk import BulkWriter
from newsindex.engines.whoosh.check import check
from newsindex.engines.whoosh.files import DiskFolder, is_plain_name
from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument
from newsindex.engines.whoosh.manifest import Manifest, Schema
from newsindex.engines.whoosh.store import Snapshot
from newsindex.errors import (
    CorruptIndexError,
    IndexFormatError,
    IndexLockedError,
    IndexNotFoundError,
    InvalidValueError,
    StorageError,
)

SCHEMA = Schema({"id": FieldSpec(positions=False), "text": FieldSpec()}, {"day": "int"}, key="id")


def doc(key: str, text: str = "oil price", day: int = 1) -> PreparedDocument:
    return PreparedDocument(
        fields={"id": [key], "text": text.split()}, columns={"day": day}, stored={"id": key, "text": text}
    )


def writer(folder: DiskFolder, *, memory: int = 256, wait: float = 0.0, background: bool = False) -> BulkWriter:
    return BulkWriter(folder, schema=SCHEMA, create=True, memory=memory, wait=wait, fsync=False, background=background)


def ids(snapshot: Snapshot) -> list[str]:
    return sorted(fields["id"] for segment in snapshot.segments for fields in segment)


@pytest.fixture
def folder(tmp_path: Path) -> DiskFolder:
    return DiskFolder(tmp_path / "index", create=True)


def test_what_is_committed_is_there_and_what_is_not_is_not(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.add(doc("a"))
        w.commit()
        w.add(doc("b"))
    with Snapshot.open(folder) as snapshot:
        assert ids(snapshot) == ["a"]


def test_replacing_leaves_one_document_of_a_key(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.replace(doc("a", "first"))
        w.replace(doc("a", "second"))
        w.commit()
        w.replace(doc("a", "third"))
        w.replace(doc("b"))
        assert w.doc_count == 2
        w.commit()
    with Snapshot.open(folder) as snapshot:
        assert ids(snapshot) == ["a", "b"]
        assert snapshot.doc_count == 2
        texts = [fields["text"] for segment in snapshot.segments for fields in segment]
        assert texts == ["third", "oil price"]


def test_deleting_by_any_field_reaches_written_and_waiting_documents(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.add(doc("a", "gold"))
        w.commit()
        w.add(doc("b", "gold"))
        w.add(doc("c", "oil"))
        assert w.delete("text", "gold") == 2
        w.add(doc("d", "gold"))
        w.commit()
    with Snapshot.open(folder) as snapshot:
        assert ids(snapshot) == ["c", "d"]


def test_notes_are_committed_with_the_documents(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.notes["files"] = {"a.txt": 1}
        w.commit()
        w.notes["files"] = {"b.txt": 2}
    with Snapshot.open(folder) as snapshot:
        assert snapshot.notes == {"files": {"a.txt": 1}}


def test_a_snapshot_does_not_change_while_a_writer_goes_on(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.add(doc("a"))
        w.commit()
        snapshot = Snapshot.open(folder)
        for number in range(9):
            w.replace(doc("a", f"again {number}"))
            w.add(doc(f"b{number}"))
            w.commit()
        assert ids(snapshot) == ["a"]
        assert snapshot.segments[0].stored(0)["text"] == "oil price"
        assert not snapshot.is_current(folder)


def test_opening_reads_no_notes(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.notes["files"] = {"a": 1}
        w.commit()
    manifest = Snapshot.open(folder).manifest
    assert "_values" not in vars(manifest.notes)
    assert (manifest.notes["files"], dict(manifest.notes)) == ({"a": 1}, {"files": {"a": 1}})
    assert "_values" in vars(manifest.notes)


def test_unchanged_segments_are_lent_to_the_next_snapshot(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.add(doc("a"))
        w.commit()
        first = Snapshot.open(folder)
        w.add(doc("b"))
        w.commit()
        second = Snapshot.open(folder, reuse=first)
    assert second.segments[0] is first.segments[0]
    assert len(second.segments) == 2


def test_only_this_generation_and_the_former_are_kept(folder: DiskFolder) -> None:
    with writer(folder) as w:
        for number in range(30):
            w.replace(doc(f"k{number % 4}", f"turn {number}"))
            w.commit()
    manifests = [name for name in folder.names() if name.startswith("manifest")]
    assert len(manifests) == 2
    needed = {name for text in manifests for name in Manifest.parse(folder.read(text), name=text).file_names()}
    assert set(folder.names()) == needed | {"write.lock"}


def test_many_small_commits_make_few_segments(folder: DiskFolder) -> None:
    with writer(folder) as w:
        for number in range(40):
            w.add(doc(f"k{number}"))
            w.commit()
        assert w.merge_error is None
    with Snapshot.open(folder) as snapshot:
        assert len(snapshot.segments) <= 4
        assert len(ids(snapshot)) == 40


def test_merging_in_the_background_loses_nothing(folder: DiskFolder) -> None:
    with writer(folder, background=True) as w:
        for number in range(40):
            w.replace(doc(f"k{number % 30}"))
            w.commit()
        w.wait_for_merge()
        assert w.merge_error is None
    with Snapshot.open(folder) as snapshot:
        assert ids(snapshot) == sorted(f"k{number}" for number in range(30))
    assert check(folder).ok


def test_a_merge_does_not_publish_notes_that_were_not_committed(folder: DiskFolder) -> None:
    with writer(folder) as w:
        for number in range(3):
            w.add(doc(f"k{number}"))
            w.commit()
        w.notes["n"] = 1
        w.add(doc("last"))
        w.commit(merge=False)
        w.notes["n"] = 2
        w._merge_due()
        assert len(w._segments) == 1
    with Snapshot.open(folder) as snapshot:
        assert snapshot.notes == {"n": 1}


def test_optimize_leaves_one_segment_without_deletions(folder: DiskFolder) -> None:
    with writer(folder) as w:
        for number in range(3):
            w.add(doc(f"k{number}"))
            w.commit()
        w.delete("id", "k1")
        w.optimize()
    with Snapshot.open(folder) as snapshot:
        (segment,) = snapshot.segments
        assert segment.deleted is None
        assert ids(snapshot) == ["k0", "k2"]


def test_little_memory_gives_the_same_index(tmp_path: Path) -> None:
    words = "alpha beta gamma delta " * 400
    snapshots = []
    for memory in (1, 256):
        folder = DiskFolder(tmp_path / str(memory), create=True)
        with writer(folder, memory=memory) as w:
            for number in range(60):
                w.add(doc(f"k{number}", f"{words} w{number}"))
            w.commit()
        snapshots.append(Snapshot.open(folder))
    small, large = snapshots
    assert len(small.segments) == len(large.segments) == 1
    one, other = small.segments[0].field("text"), large.segments[0].field("text")
    assert one is not None
    assert other is not None
    assert one.terms[:] == other.terms[:]
    assert [one.positions(r)[2].tolist() for r in range(9)] == [other.positions(r)[2].tolist() for r in range(9)]


HOLDING = """
import random, sys
from pathlib import Path
from newsindex.engines.whoosh.bulk import BulkWriter
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument
from newsindex.engines.whoosh.manifest import Schema

def most_held():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024

words = random.choices([f"word{number}" for number in range(5_000)], k=100_000)
schema = Schema({"text": FieldSpec()})
folder = DiskFolder(sys.argv[1], create=True)
with BulkWriter(folder, schema=schema, create=True, memory=int(sys.argv[2]), fsync=False) as writer:
    before = most_held()
    for number in range(4_000):
        start = number * 7_919 % 90_000
        writer.add(PreparedDocument(fields={"text": words[start : start + 1_000]}))
    writer.commit()
    print(most_held() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the most memory a process held")
def test_the_memory_of_a_writer_follows_what_it_may_take(tmp_path: Path) -> None:
    taken = {}
    for memory in (8, 256):
        command = [sys.executable, "-c", HOLDING, str(tmp_path / str(memory)), str(memory)]
        taken[memory] = int(subprocess.run(command, capture_output=True, check=True).stdout)
    assert taken[8] < taken[256] / 2, taken
    assert taken[256] < 256


def test_a_second_writer_is_told_that_the_index_is_locked(folder: DiskFolder) -> None:
    with writer(folder), pytest.raises(IndexLockedError, match="another process or thread"):
        writer(folder)


def test_a_second_writer_that_waits_gets_its_turn(folder: DiskFolder) -> None:
    first = writer(folder)
    timer = threading.Timer(0.1, first.close)
    timer.start()
    with writer(folder, wait=10) as second:
        second.add(doc("a"))
        second.commit()
    timer.join()


def test_the_lock_of_a_killed_process_is_free(folder: DiskFolder) -> None:
    program = (
        "import os, signal, sys\n"
        "from newsindex.engines.whoosh.bulk import BulkWriter\n"
        "from newsindex.engines.whoosh.files import DiskFolder\n"
        "BulkWriter(DiskFolder(sys.argv[1]), create=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, folder.place], check=False)
    with writer(folder) as w:
        w.add(doc("a"))
        w.commit()


def test_a_folder_without_an_index_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="no index at"):
        Snapshot.open(DiskFolder(tmp_path))
    with pytest.raises(IndexNotFoundError):
        Snapshot.open(DiskFolder(tmp_path / "nowhere"))


def test_other_peoples_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(IndexFormatError, match="other files"):
        writer(DiskFolder(tmp_path))
    assert os.listdir(tmp_path) == ["diary.txt"]


def test_an_index_of_stock_whoosh_is_refused_without_being_read(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(b"a pickle would lie here")
    for attempt in (lambda: Snapshot.open(DiskFolder(tmp_path)), lambda: writer(DiskFolder(tmp_path))):
        with pytest.raises(IndexFormatError, match="rebuild"):
            attempt()


def test_a_real_index_of_stock_whoosh_is_refused_by_everything_that_opens_one(tmp_path: Path) -> None:
    stock = whoosh_index.create_in(tmp_path, fields.Schema(text=fields.TEXT))
    with stock.writer() as stock_writer:
        stock_writer.add_document(text="oil price")
    for create in (False, True):
        with pytest.raises(IndexFormatError, match=r"Whoosh's own codec; rebuild.*newsindex index"):
            Index.open(tmp_path, create=create)
    assert whoosh_index.open_dir(tmp_path).doc_count() == 1


def rewrite_manifest(folder: DiskFolder, change: dict[str, object]) -> None:
    name = max(name for name in folder.names() if name.startswith("manifest"))
    whole = json.loads(folder.read(name))
    body = json.dumps(whole["manifest"] | change).encode() + b',\n "notes": ' + json.dumps(whole["notes"]).encode()
    (folder.path / name).write_bytes(b'{"crc32": "%08x", "manifest": %s}\n' % (zlib.crc32(body), body))


def test_another_format_version_is_refused_with_the_way_to_rebuild(folder: DiskFolder) -> None:
    writer(folder).close()
    rewrite_manifest(folder, {"version": 99})
    with pytest.raises(IndexFormatError, match=r"format 99.*rebuild"):
        Snapshot.open(folder)


@pytest.mark.parametrize("name", ["../secret.seg", "/etc/passwd", "a/b.seg", "", "con.seg", "..", "a\x00b"])
def test_a_manifest_reaches_no_file_outside_its_folder(folder: DiskFolder, name: str) -> None:
    writer(folder).close()
    entry = {"name": name, "size": 1, "crc32": 1, "docs": 1, "deleted": None}
    rewrite_manifest(folder, {"segments": [entry]})
    with pytest.raises(CorruptIndexError, match="plain file name"):
        Snapshot.open(folder)
    assert not is_plain_name(name)


def test_a_link_in_place_of_a_segment_is_not_followed(folder: DiskFolder, tmp_path: Path) -> None:
    with writer(folder) as w:
        w.add(doc("a"))
        w.commit()
    (name,) = [name for name in folder.names() if name.endswith(".seg")]
    (folder.path / name).rename(tmp_path / "outside.seg")
    (folder.path / name).symlink_to(tmp_path / "outside.seg")
    with pytest.raises(CorruptIndexError, match="link"):
        Snapshot.open(folder)
    assert [problem.file for problem in check(folder).problems][:1] == [name]


def test_a_missing_segment_is_named(folder: DiskFolder) -> None:
    with writer(folder) as w:
        w.add(doc("a"))
        w.commit()
    (name,) = [name for name in folder.names() if name.endswith(".seg")]
    folder.remove(name)
    with pytest.raises(CorruptIndexError, match=name):
        Snapshot.open(folder)
    assert {problem.file for problem in check(folder).problems} == {name}


def test_orphans_of_a_crash_are_reclaimed_and_strangers_are_not(folder: DiskFolder) -> None:
    writer(folder).close()
    for name in ("s0000000009-0badcafe.seg", "manifest.new", "notes.txt"):
        (folder.path / name).write_bytes(b"left over")
    writer(folder).close()
    assert "notes.txt" in folder.names()
    assert not {"s0000000009-0badcafe.seg", "manifest.new"} & set(folder.names())


def test_a_writer_is_no_use_after_it_was_closed(folder: DiskFolder) -> None:
    w = writer(folder)
    w.close()
    with pytest.raises(StorageError, match="closed"):
        w.add(doc("a"))


def test_the_kind_of_a_column_cannot_change(folder: DiskFolder) -> None:
    writer(folder).close()
    with pytest.raises(InvalidValueError, match="'day'"):
        BulkWriter(folder, schema=Schema({"id": FieldSpec()}, {"day": "float"}))
    writer(folder).close()


@settings(max_examples=25, deadline=None)
@given(
    actions=st.lists(
        st.one_of(
            st.tuples(st.just("replace"), st.integers(0, 9)),
            st.tuples(st.just("delete"), st.integers(0, 9)),
            st.tuples(st.just("commit"), st.booleans()),
            st.tuples(st.just("optimize"), st.none()),
            st.tuples(st.just("reopen"), st.none()),
        ),
        max_size=25,
    )
)
def test_an_index_holds_what_a_dictionary_would(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int]]
) -> None:
    folder = DiskFolder(tmp_path_factory.mktemp("index"))
    w = writer(folder)
    waiting: dict[str, str] = {}
    committed: dict[str, str] = {}
    for turn, (action, value) in enumerate(actions):
        match action:
            case "replace":
                w.replace(doc(f"k{value}", f"turn {turn}"))
                waiting[f"k{value}"] = f"turn {turn}"
            case "delete":
                assert w.delete("id", f"k{value}") == (waiting.pop(f"k{value}", None) is not None)
            case "commit" | "optimize":
                w.commit(merge=bool(value)) if action == "commit" else w.optimize()
                committed = dict(waiting)
            case _:
                w.close()
                w, waiting = writer(folder), dict(committed)
        assert w.doc_count == len(waiting)
        with Snapshot.open(folder) as snapshot:
            assert {f["id"]: f["text"] for s in snapshot.segments for f in s} == committed
    w.close()
    assert check(folder).ok


def test_every_flipped_byte_is_found_by_check(folder: DiskFolder) -> None:
    with writer(folder) as w:
        for number in range(5):
            w.add(doc(f"k{number}"))
        w.commit(merge=False)
        w.delete("id", "k1")
        w.commit(merge=False)
    generation = Snapshot.open(folder).manifest
    for name in sorted(generation.file_names()):
        path = folder.path / name
        whole = path.read_bytes()
        for place in range(0, len(whole), 13):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            report = check(folder)
            assert name in {problem.file for problem in report.problems}, place
        path.write_bytes(whole)
    assert check(folder).ok
