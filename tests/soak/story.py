"""A writer's day, turn by turn, of which anybody can tell what the index must hold after each turn."""

from __future__ import annotations

import random
from collections.abc import Callable

from newsindex.engines.whoosh.bulk import BulkWriter
from newsindex.engines.whoosh.check import check
from newsindex.engines.whoosh.files import Folder
from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument
from newsindex.engines.whoosh.manifest import Schema
from newsindex.engines.whoosh.store import Snapshot

__all__ = ["SCHEMA", "Holding", "change", "expected", "held", "holding_of", "live", "open_writer"]

SCHEMA = Schema({"id": FieldSpec(positions=False), "text": FieldSpec()}, {"turn": "int", "raw": "bytes"}, key="id")
KEYS = 40

Holding = dict[str, int]
"""The turn that each key was last written in."""


def open_writer(folder: Folder, *, background: bool = False, fsync: bool = True) -> BulkWriter:
    return BulkWriter(folder, schema=SCHEMA, create=True, background=background, fsync=fsync, wait=20)


def _plan(turn: int) -> tuple[list[str], list[str], bool]:
    chance = random.Random(turn)
    keys = [f"k{number}" for number in range(KEYS)]
    return chance.sample(keys, 3 + turn % 5), chance.sample(keys, turn % 3), turn % 4 == 3


def _document(key: str, turn: int) -> PreparedDocument:
    words = [f"turn{turn}", key, *(f"w{(turn * 31 + place) % 97}" for place in range(12))]
    return PreparedDocument(
        fields={"id": [key], "text": words},
        columns={"turn": turn, "raw": key.encode()},
        stored={"id": key, "turn": turn, "text": " ".join(words)},
    )


def change(writer: BulkWriter, turn: int) -> None:
    """All that happens in a turn, up to its commit."""
    written, deleted, by_text = _plan(turn)
    for key in written[:2]:
        writer.replace(_document(key, turn))
    for key in deleted:
        writer.delete("id", key)
    if by_text:
        # A delete by a field that is not the key writes out what waits in memory: the commit then joins pieces.
        writer.delete("text", written[0])
    for key in written[2:]:
        writer.replace(_document(key, turn))
    writer.notes["turn"] = turn


def expected(turns: int) -> Holding:
    """What the index holds after turns 0 to ``turns`` - 1."""
    holding: Holding = {}
    for turn in range(turns):
        written, deleted, by_text = _plan(turn)
        for key in written[:2]:
            holding[key] = turn
        for key in deleted:
            holding.pop(key, None)
        if by_text:
            holding.pop(written[0], None)
        for key in written[2:]:
            holding[key] = turn
    return holding


def holding_of(snapshot: Snapshot) -> Holding:
    """What a snapshot holds, read from stored fields, postings and columns, which must agree."""
    holding: Holding = {}
    for segment in snapshot.segments:
        text, ids = segment.field("text"), segment.field("id")
        assert text is not None
        assert ids is not None
        for doc in segment.live_docs().tolist():
            fields = segment.stored(doc)
            assert {"id", "turn", "text"} <= fields.keys()
            key, turn = fields["id"], fields["turn"]
            assert key not in holding
            holding[key] = turn
            assert doc in ids.ids(ids.find(key.encode()))
            for place, word in enumerate(fields["text"].split()):
                found, offsets, positions = text.positions(text.find(word.encode()))
                at = int(found.searchsorted(doc))
                assert at < len(found)
                assert place in positions[offsets[at] : offsets[at + 1]]
            assert segment.column("turn").value(doc) == turn  # type: ignore[union-attr]
            assert segment.column("raw").value(doc) == key.encode()  # type: ignore[union-attr]
    assert len(holding) == snapshot.doc_count
    return holding


def held(folder: Folder, *, at_least: int, at_most: int) -> int:
    """The turns the index holds; asserts that it is whole and neither older nor newer than it may be."""
    report = check(folder)
    assert report.ok, [str(problem) for problem in report.problems]
    with Snapshot.open(folder) as snapshot:
        turns = int(snapshot.notes.get("turn", -1)) + 1
        assert at_least <= turns <= at_most, (at_least, turns, at_most)
        assert holding_of(snapshot) == expected(turns)
    return turns


def live(
    folder: Folder, start: int, turns: int, committed: Callable[[int], object], *, background: bool = False
) -> None:
    """Writes ``turns`` turns from ``start`` on; ``committed`` is told how many turns are safe after each commit."""
    with open_writer(folder, background=background) as writer:
        for turn in range(start, start + turns):
            change(writer, turn)
            writer.commit()
            committed(turn + 1)
