"""Minutes of trying to break an index. Each test says how often it tried and how often something was lost.

    python -m pytest -m soak tests/soak -s

How often is set by NEWSINDEX_SOAK_KILLS (500), _CUTS (200), _FLIPS (500) and _OPENS (10000); the faults of the disk
strike once at every step there is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import select
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from newsindex.engines.whoosh.check import check
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.store import Snapshot
from newsindex.errors import CorruptIndexError, IndexFormatError, StorageError
from tests.soak.disk import Disk, PowerCutError
from tests.soak.story import change, expected, held, holding_of, live, open_writer

pytestmark = pytest.mark.soak


def times(name: str, default: int) -> int:
    return int(os.environ.get(f"NEWSINDEX_SOAK_{name}", default))


def tell(what: str, tried: int, lost: int, more: str = "") -> None:
    print(f"\n{what}: {tried} tried, {lost} lost{more}", flush=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to start a process in a millisecond")
def test_nothing_that_was_committed_is_lost_by_kill_9(tmp_path: Path) -> None:
    tried, chance = times("KILLS", 500), random.Random(1)
    folder = DiskFolder(tmp_path / "index", create=True)
    open_writer(folder).close()
    turns, lost, in_between = 0, [], 0
    for attempt in range(tried):
        if turns > 400:  # telling what must be there takes longer with every turn
            shutil.rmtree(folder.path)
            folder = DiskFolder(tmp_path / "index", create=True)
            open_writer(folder).close()
            turns = 0
        receive, send = os.pipe()
        child = os.fork()
        if not child:
            try:

                def committed(safe: int, send: int = send) -> None:
                    os.write(send, safe.to_bytes(4, "little"))

                live(folder, turns, 1000, committed, background=attempt % 2 == 1)
            finally:
                os._exit(1)
        os.close(send)
        if attempt % 4:  # on a busy machine a process may need long to get anywhere
            select.select([receive], [], [], 10)
        time.sleep(chance.uniform(0.0, 0.08))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(receive, "rb") as pipe:
            told = pipe.read()
        safe = int.from_bytes(told[-4:], "little") if told else turns
        try:
            now = held(folder, at_least=safe, at_most=safe + 1)
            in_between += now > safe
            turns = now
        except (AssertionError, StorageError) as error:
            lost.append(f"attempt {attempt}: {error!r}")
            break
    tell("kill -9", tried, len(lost), f" ({in_between} after the commit and before it was told)")
    assert not lost, lost


def test_nothing_that_was_committed_is_lost_by_a_power_cut() -> None:
    tried, chance = times("CUTS", 200), random.Random(2)
    length = Disk()
    live(length, 0, 12, lambda safe: None)
    lost: list[str] = []
    for attempt in range(tried):
        # Every step is cut at once before any is cut twice.
        at = attempt % length.steps + 1 if tried >= length.steps else chance.randint(1, length.steps)
        off = False

        def fault(step: int, what: str, at: int = at) -> None:
            nonlocal off
            off = off or step == at
            if off:
                raise PowerCutError

        disk, safe = Disk(fault), 0

        def committed(turns: int) -> None:
            nonlocal safe
            safe = turns

        with contextlib.suppress(PowerCutError):
            live(disk, 0, 12, committed)
        found = disk.after_power_cut(chance)
        try:
            if any(name.startswith("manifest.0") for name in found.names()) or safe:
                now = held(found, at_least=safe, at_most=safe + 1)
                live(found, now, 3, lambda turns: None)
                held(found, at_least=now + 3, at_most=now + 3)
        except (AssertionError, StorageError) as error:
            lost.append(f"cut at step {at} after {safe} turns: {error!r}")
    tell("power cuts", tried, len(lost), f" (of {length.steps} steps)")
    assert not lost, lost[:5]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from_then_on"])
def test_a_failing_disk_loses_nothing_and_is_reported(number: int, lasting: bool) -> None:
    length = Disk()
    live(length, 0, 9, lambda safe: None)
    lost: list[str] = []
    for at in range(1, length.steps + 1):

        def fault(step: int, what: str, at: int = at) -> None:
            # A full disk still removes.
            if (step == at or (lasting and step > at)) and what != "remove":
                raise OSError(number, os.strerror(number))

        disk, safe = Disk(fault), 0

        def committed(turns: int) -> None:
            nonlocal safe
            safe = turns

        try:
            live(disk, 0, 9, committed)
        except StorageError:
            pass
        except Exception as error:
            lost.append(f"step {at}: {error!r} instead of a StorageError")
        disk.fault = None
        try:
            if any(name.startswith("manifest.0") for name in disk.names()) or safe:
                now = held(disk, at_least=safe, at_most=safe + 1)
            else:
                now = 0
            assert not disk.locked
            live(disk, now, 2, lambda turns: None)
            held(disk, at_least=now + 2, at_most=now + 2)
        except (AssertionError, StorageError) as error:
            lost.append(f"step {at} after {safe} turns: {error!r}")
    tell(f"{errno.errorcode[number]} {'from a step on' if lasting else 'at a step'}", length.steps, len(lost))
    assert not lost, lost[:5]


def damage(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    match chance.randrange(4):
        case 0:
            return data[:place]
        case 1:
            end = min(len(data), place + chance.choice([1, 16, 512, 4096]))
            return data[:place] + bytes(end - place) + data[end:]
        case 2:
            return b""
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def test_no_damage_is_silent(tmp_path: Path) -> None:
    tried, chance = times("FLIPS", 500), random.Random(3)
    folder = DiskFolder(tmp_path / "index", create=True)
    live(folder, 0, 27, lambda safe: None)
    with open_writer(folder) as writer:
        for turn in range(27, 30):
            change(writer, turn)
            writer.commit(merge=False)  # so that there are files of deletions to damage
    truth = expected(30)
    with Snapshot.open(folder) as snapshot:
        names = sorted(snapshot.manifest.file_names())
        assert any(segment.deleted is not None for segment in snapshot.segments)
    wrong: list[str] = []
    refused = harmless = 0
    for attempt in range(tried):
        path = folder.path / chance.choice(names)
        whole = path.read_bytes()
        broken = whole
        while broken == whole:  # zeros are now and then written over zeros
            broken = damage(whole, chance)
        path.write_bytes(broken)
        started = time.monotonic()
        try:
            if check(folder).ok:
                wrong.append(f"{attempt}: {path.name} passed the check")
            try:
                with Snapshot.open(folder) as snapshot:
                    harmless += holding_of(snapshot) == truth
            except (CorruptIndexError, IndexFormatError):
                refused += 1
            except AssertionError:  # wrong answers of an index that did not pass the check
                pass
        except Exception as error:
            wrong.append(f"{attempt}: {path.name}: {error!r}")
        if time.monotonic() - started > 30:
            wrong.append(f"{attempt}: {path.name} took {time.monotonic() - started:.0f} s")
        path.write_bytes(whole)
    tell(
        "flips, zeros and truncations",
        tried,
        len(wrong),
        f" ({refused} refused at open, {harmless} without effect on answers)",
    )
    assert not wrong, wrong[:5]
    held(folder, at_least=30, at_most=30)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_no_open_fails_while_a_writer_commits_and_merges(tmp_path: Path) -> None:
    tried = times("OPENS", 10_000)
    folder = DiskFolder(tmp_path / "index", create=True)
    live(folder, 0, 5, lambda safe: None)
    writer = os.fork()
    if not writer:
        try:
            with open_writer(folder, background=True, fsync=False) as w:
                for turn in range(5, sys.maxsize):
                    change(w, turn)
                    w.commit()
        finally:
            os._exit(1)
    failed: list[str] = []
    seen = set()
    try:
        for attempt in range(tried):
            try:
                with Snapshot.open(folder) as snapshot:
                    seen.add(snapshot.generation)
                    turns = int(snapshot.notes["turn"]) + 1
                    if attempt % 500 == 0:
                        assert holding_of(snapshot) == expected(turns)
                    else:
                        segment = snapshot.segments[-1]
                        assert "text" in segment.stored(int(segment.live_docs()[-1]))
            except Exception as error:
                failed.append(f"{attempt}: {error!r}")
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    tell("opens during commits and merges", tried, len(failed), f" ({len(seen)} generations seen)")
    assert not failed, failed[:5]
    assert len(seen) > 1
    report = check(folder)
    assert report.ok, report.problems
