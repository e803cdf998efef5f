"""Entities of Reuters-21578: what the registry of names costs, and whether its filters find what people tagged.

    python -m tests.benchmarks.entities [--index DIR]

Each story of the collection bears tags by people: the places and persons that it is about, in lower case
("west-germany", "james-baker"). For each tag that is used, the filter is asked as a user would write it (``place="West
Germany"``, ``person="James Baker"``), once as it is, and once with the names of articles taken literally, which is what
the registry is for. Tags are about the subject of a story, so precision cannot come near 100: a story that merely
mentions Japan is no mistake of the filter. Times are of the process, in milliseconds. Without ``--index``, the index is
built first, in a folder that is removed again; that takes some minutes.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from attrs import evolve

from newsindex.engines.base import Request
from newsindex.index import Index
from newsindex.names import Registry
from newsindex.query.model import Everything, Named
from newsindex.readers import read

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "reuters21578"

_STORY = re.compile(r'<REUTERS[^>]*NEWID="(\d+)"[^>]*>(.*?)</REUTERS>', re.DOTALL)
_TAGGED = re.compile(r"<D>(.*?)</D>")


def main() -> None:
    """Build or open the index and print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="an index of the collection, used or made")
    options = parser.parse_args()
    if not FOLDER.exists():
        sys.exit("skipped: Reuters-21578 is expected in ../shared/data/reuters21578")
    with tempfile.TemporaryDirectory() as folder:
        path = options.index or Path(folder) / "index"
        with Index.open(path, create=True) as index:
            if not len(index):
                index.add(FOLDER, on_error=lambda _problem: None)
        for kept in path.glob("kept-*"):
            kept.unlink()
        costs(path)
        judged(path)


def costs(path: Path) -> None:
    """Print what opening, the first filter and further ones take."""
    with Index.open(path) as index:
        print(f"{len(index):,} articles")
        _show("first name filter, registry made", lambda: index.search("", place="Japan"))
        registry = index._engine.registry()
        counts = index._engine.name_counts()
        names = sum(map(len, counts.names.values()))
        print(f"{names:,} names, {len(registry.groups):,} entities, {len(registry.joins):,} joins")
        print("joins:", dict(Counter(f"{join.type}, {join.rule}" for join in registry.joins)))
        _show("registry from counts", lambda: Registry.build(counts))
        size = sum(len(kept.read_bytes()) for kept in path.glob("kept-*"))
        print(f"kept: {size / 1e6:.1f} MB of {sum(file.stat().st_size for file in path.iterdir()) / 1e6:.1f} MB")
    some = [evolve(article, id=f"more-{number}") for number, article in enumerate(islice(read(SEEDS), 10))]
    with Index.open(path) as index:
        index._engine.registry()
        index.add(some)
        _show("registry after 10 more articles", index._engine.registry)
        with Index.open(path) as another:
            _show("the same, index opened anew", another._engine.registry)
        for article in some:
            index.remove(article.id)
        index._engine.registry()
    opened = []
    _show("open", lambda: opened.append(Index.open(path)))
    (index,) = opened
    _show("first name filter, registry kept", lambda: index.search("", place="Japan"))
    engine = index._engine._engine
    for kind, name in (("place", "Japan"), ("place", "USA"), ("person", "Reagan"), ("org", "OPEC")):
        request = Request(Named(kind, name))  # type: ignore[arg-type]
        plain = _time(lambda request=request: engine.search(request), times=50)
        ours = _time(lambda kind=kind, name=name: index._engine.search(Request(Named(kind, name))), times=50)
        print(f"{kind}={name:<8} one spelling {plain:.2f} ms, entity {ours:.2f} ms")
    facets = Request(Everything(), limit=0, facets=("person", "org", "place"))
    for what, action in (
        ("facets of names", lambda: engine.search(facets)),
        ("facets of entities", lambda: index._engine.search(facets)),
        ("entities(limit=10)", lambda: index.entities(limit=10)),
        ("entities(near='Reagan', limit=10)", lambda: index.entities(near="Reagan", limit=10)),
    ):
        print(f"{what}: {_time(action):.0f} ms")
    index.close()


def judged(path: Path) -> None:
    """Print precision, recall and F1 of the filters against the tags."""
    wanted: dict[str, dict[str, set[str]]] = {"place": defaultdict(set), "person": defaultdict(set)}
    for story_id, kind, tag in _tags():
        wanted[kind][tag].add(story_id)
    with Index.open(path) as index:
        engine = index._engine._engine
        for kind, by_tag in wanted.items():
            for label, ask in (("one spelling", engine), ("entity", index._engine)):
                right = found = total = 0
                for tag, stories in by_tag.items():
                    request = Request(Named(kind, _written(tag)), limit=30_000)  # type: ignore[arg-type]
                    got = {row.article_id for row in ask.search(request).rows}
                    right, found, total = right + len(got & stories), found + len(got), total + len(stories)
                print(
                    f"{kind}= by {label:<12} F1 {200 * right / (found + total):.1f}"
                    f"  precision {100 * right / max(1, found):.1f}  recall {100 * right / total:.1f}"
                )


def _tags() -> Iterator[tuple[str, str, str]]:
    """The id of a story, the kind of a tag, and the tag."""
    for path in sorted(FOLDER.glob("*.sgm.gz")):
        for number, story in _STORY.findall(gzip.decompress(path.read_bytes()).decode("latin-1")):
            for kind, element in (("place", "PLACES"), ("person", "PEOPLE")):
                inside = story.partition(f"<{element}>")[2].partition(f"</{element}>")[0]
                yield from ((f"reuters-21578/{number}", kind, tag) for tag in _TAGGED.findall(inside))


def _written(tag: str) -> str:
    """A tag as a user would write it; only the last part of some tags is spelled as in the stories."""
    return " ".join(part if len(part) < 2 else part.capitalize() for part in tag.split("-"))


def _time(action: Callable[[], object], times: int = 3) -> float:
    started = time.process_time()
    for _ in range(times):
        action()
    return 1e3 * (time.process_time() - started) / times


def _show(what: str, action: Callable[[], object]) -> None:
    print(f"{what}: {_time(action, times=1):.0f} ms")


if __name__ == "__main__":
    main()
