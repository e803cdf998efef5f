"""The human tags of Reuters-21578 as a judge: do the places and people that we find say what the story is about?

Countries are tagged by lower-case names ("west-germany"), so a place of ours counts where it is one of the countries
that the collection ever tags, and a person where the surname is one that it ever tags. The tags are about the subject
of a story, not about every mention: one that says once what Japan thinks of it is not tagged "japan". So two figures
are printed. The first takes every name in the story. The second takes what the story is about as a reader would: the
names in its headline and its first paragraph, and those that it mentions at least three times. And most stories of
American companies are tagged "usa" without a word of it in the text, so each figure also stands beside one for the tags
that the text writes out, by name or by one of the aliases below.
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
    counts: Counter[tuple[str, str, str]] = Counter()
    start, words = time.process_time(), 0
    for story in collection[::every]:
        mentions = annotate(story.text)
        words += len(story.text.split())
        for choice, chosen in (("any mention", mentions), ("prominent", _prominent(story.text, mentions))):
            places = {_place_tag(m.name) for m in chosen if m.type == "place"} & tagged_places
            people = {m.name.lower().split()[-1] for m in chosen if m.type == "person"} & surnames
            for kind, found, wanted in (
                ("PLACES", places, story.places),
                ("PEOPLE", people, frozenset(tag.split("-")[-1] for tag in story.people)),
            ):
                written = frozenset(tag for tag in wanted if _is_written(tag, story.text))
                counts[kind, choice, "right"] += len(found & wanted)
                counts[kind, choice, "found"] += len(found)
                counts[kind, choice, "wanted"] += len(wanted)
                counts[kind, choice, "written right"] += len(found & written)
                counts[kind, choice, "written"] += len(written)
    seconds = time.process_time() - start
    for kind in ("PLACES", "PEOPLE"):
        for choice in ("any mention", "prominent"):
            right, found, wanted, written_right, written = (
                counts[kind, choice, what] for what in ("right", "found", "wanted", "written right", "written")
            )
            print(
                f"Reuters    {kind} by {choice:12} F1 {200 * right / max(1, found + wanted):.1f}"
                f"  precision {100 * right / max(1, found):.1f}  recall {100 * right / max(1, wanted):.1f}"
                f"  of tags written out: F1 {200 * written_right / max(1, found + written):.1f}"
                f"  recall {100 * written_right / max(1, written):.1f}"
            )
    print(f"Reuters    {words / seconds:,.0f} words a second with tokens, sentences and links")


def _prominent(text: str, mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """The mentions of what is named in the headline, in the first paragraph, or three times."""
    lead = text.find("\n", text.find("\n") + 1)
    times = Counter((mention.type, mention.name) for mention in mentions)
    early = {(mention.type, mention.name) for mention in mentions if lead < 0 or mention.span.start < lead}
    return [m for m in mentions if (m.type, m.name) in early or times[m.type, m.name] >= 3]


def _element(story: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", story, re.DOTALL)
    return match[1] if match else ""


def _tags(story: str, name: str) -> frozenset[str]:
    return frozenset(_TAGGED.findall(_element(story, name)))


def _joined(body: str) -> str:
    """The body with a line for each paragraph, which Reuters marks by an indent of four blanks."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n {3,}", body))


def _is_written(tag: str, text: str) -> bool:
    names = [tag.replace("-", " "), *(alias for alias, of in _ALIASES.items() if of == tag)]
    plain = text.replace(".", "")
    # "US" is no pronoun in capitals.
    forms = [name.upper() if len(name) == 2 else f"(?i:{re.escape(name)})" for name in names]
    return re.search(rf"\b(?:{'|'.join(forms)})\b", plain) is not None


def _place_tag(name: str) -> str:
    key = name.lower().replace(".", "")
    return _ALIASES.get(key, key.replace(" ", "-"))
