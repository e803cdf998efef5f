"""The human tags of Reuters-21578 as a judge: do the places and people that we find say what the story is about?

The tags are about the subject of a story, not about every mention, and countries are tagged by lower-case names
("west-germany"). So a place of ours counts where it is one of the countries that the collection ever tags, and a
person where the surname is one that it ever tags.
"""

from __future__ import annotations

import gzip
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path

from attrs import frozen

from newsindex.analysis.annotated import EntityMention

Annotate = Callable[[str], Sequence[EntityMention]]

_STORY = re.compile(r"<REUTERS.*?</REUTERS>", re.DOTALL)
_TAGGED = re.compile(r"<D>(.*?)</D>")
# How the stories write what the tags name otherwise.
_ALIASES = {"us": "usa", "united states": "usa", "america": "usa", "britain": "uk", "england": "uk",
            "united kingdom": "uk", "soviet union": "ussr", "russia": "ussr", "moscow": "ussr"}  # fmt: skip


@frozen
class Story:
    """A story and the tags that people gave to it."""

    text: str
    places: frozenset[str]
    people: frozenset[str]


def stories(folder: Path) -> Iterator[Story]:
    """The stories with a body, in order."""
    for path in sorted(folder.glob("*.sgm.gz")):
        source = gzip.decompress(path.read_bytes()).decode("latin-1")
        for match in _STORY.finditer(source):
            story = match.group()
            title, body = _element(story, "TITLE"), _element(story, "BODY")
            if body:
                text = f"{' '.join(unescape(title).split())}\n{_joined(unescape(body))}"
                yield Story(text, _tags(story, "PLACES"), _tags(story, "PEOPLE"))


def against_reuters(folder: Path, annotate: Annotate, *, every: int = 10) -> None:
    """Print F1 against the PLACES and PEOPLE tags over every so many stories, and the speed."""
    if not folder.exists():
        print("skipped: Reuters-21578 is expected in ../shared/data/reuters21578")
        return
    collection = list(stories(folder))
    tagged_places = frozenset().union(*(story.places for story in collection))
    tagged_people = frozenset().union(*(story.people for story in collection))
    surnames = {tag.split("-")[-1] for tag in tagged_people}
    counts: Counter[str] = Counter()
    start, words = time.process_time(), 0
    for story in collection[::every]:
        mentions = annotate(story.text)
        words += len(story.text.split())
        places = {_place_tag(m.name) for m in mentions if m.type == "place"} & tagged_places
        people = {m.name.lower().split()[-1] for m in mentions if m.type == "person"} & surnames
        for kind, found, wanted in (
            ("PLACES", places, story.places),
            ("PEOPLE", people, frozenset(tag.split("-")[-1] for tag in story.people)),
        ):
            counts[kind, "right"] += len(found & wanted)
            counts[kind, "found"] += len(found)
            counts[kind, "wanted"] += len(wanted)
    seconds = time.process_time() - start
    for kind in ("PLACES", "PEOPLE"):
        right, found, wanted = (counts[kind, what] for what in ("right", "found", "wanted"))
        print(
            f"Reuters    {kind}: F1 {200 * right / max(1, found + wanted):.1f}"
            f"  precision {100 * right / max(1, found):.1f}  recall {100 * right / max(1, wanted):.1f}"
        )
    print(f"Reuters    {words / seconds:,.0f} words a second with tokens, sentences and links")


def _element(story: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", story, re.DOTALL)
    return match[1] if match else ""


def _tags(story: str, name: str) -> frozenset[str]:
    return frozenset(_TAGGED.findall(_element(story, name)))


def _joined(body: str) -> str:
    """The body with a line for each paragraph, which Reuters marks by an indent of four blanks."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n {3,}", body))


def _place_tag(name: str) -> str:
    key = name.lower().replace(".", "")
    return _ALIASES.get(key, key.replace(" ", "-"))
