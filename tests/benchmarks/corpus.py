"""Reuters-21578 as plain records, and questions drawn from it with a fixed seed.

The collection is read from ``../shared/data/reuters21578`` beside the repository; where it is missing, ``stories``
raises ``CorpusMissing`` and the benchmarks say so and stop. ``repeat`` lays the collection end to end for scale, with
new ids.

    >>> asked = questions(list(stories()), per_kind=5)         # doctest: +SKIP
"""

from __future__ import annotations

import gzip
import html
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal

from attrs import evolve, frozen

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "reuters21578"
WORD = re.compile(r"[^\W_]+")
KINDS = (
    "word, frequent",
    "word, medium",
    "word, rare",
    "and",
    "or",
    "phrase",
    "date range",
    "place",
    "place and date range",
)


class CorpusMissing(Exception):  # noqa: N818  it is a state of the machine, not a fault of the program
    """The folder with the collection is not beside the repository."""


@frozen
class Story:
    """One newswire story; ``text`` is its title and body, ``printed`` its moment to a hundredth of a second."""

    id: str
    headline: str
    text: str
    printed: datetime
    places: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day of printing."""
        return self.printed.date()


@frozen
class Question:
    """A question that every system is asked in its own way: words, and two filters that may be absent."""

    kind: str
    words: tuple[str, ...]
    how: Literal["and", "or", "phrase"]
    days: tuple[date, date] | None = None
    place: str | None = None

    @property
    def moments(self) -> tuple[datetime, datetime] | None:
        """The first and the last moment of its days."""
        if self.days is None:
            return None
        return datetime.combine(self.days[0], time.min), datetime.combine(self.days[1], time.max)


def stories(repeat: int = 1) -> Iterator[Story]:
    """All stories in order, ``repeat`` times over with ids of their own."""
    for lap in range(repeat):
        for story in _collection():
            yield story if not lap else evolve(story, id=f"{story.id}-{lap}")


def words_of(text: str) -> list[str]:
    """Runs of letters and digits in lower case: what every system here is told to index."""
    return WORD.findall(text.lower())


def questions(collection: Sequence[Story], *, per_kind: int, seed: int = 1987) -> list[Question]:
    """``per_kind`` questions of each kind, each drawn from a story of the collection so that it has an answer."""
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    for story in collection:
        counts.update(set(words_of(story.text)))
    total = len(collection)
    bands = {
        "word, frequent": sorted(word for word, n in counts.items() if n >= total * 0.1),
        "word, medium": sorted(word for word, n in counts.items() if total * 0.005 <= n <= total * 0.02),
        "word, rare": sorted(word for word, n in counts.items() if 5 <= n <= 50),
    }
    told = [story for story in collection if len(words_of(story.text)) >= 40 and story.places]
    days = sorted({story.day for story in collection})

    def several(story: Story, few: int, many: int) -> tuple[str, ...]:
        choice = sorted({word for word in words_of(story.text) if len(word) > 2})
        return tuple(rng.sample(choice, min(len(choice), rng.randint(few, many))))

    def around(day: date) -> tuple[date, date]:
        place, width = days.index(day), rng.randint(1, max(2, len(days) // 4))
        first = max(0, place - rng.randint(0, width))
        return days[first], days[min(len(days) - 1, first + width)]

    asked = []
    for kind in KINDS:
        for _ in range(per_kind):
            story = rng.choice(told)
            if kind in bands:
                asked.append(Question(kind, (rng.choice(bands[kind]),), "and"))
            elif kind == "and":
                asked.append(Question(kind, several(story, 2, 6), "and"))
            elif kind == "or":
                asked.append(Question(kind, several(story, 2, 6), "or"))
            elif kind == "phrase":
                said, length = words_of(story.text), rng.randint(2, 4)
                start = rng.randrange(len(said) - length)
                asked.append(Question(kind, tuple(said[start : start + length]), "phrase"))
            else:
                asked.append(
                    Question(
                        kind,
                        several(story, 1, 3),
                        "and",
                        around(story.day) if "date" in kind else None,
                        rng.choice(story.places) if "place" in kind else None,
                    )
                )
    return asked


@lru_cache(maxsize=1)
def _collection() -> tuple[Story, ...]:
    files = sorted(FOLDER.glob("reut2-*.sgm.gz"))
    if not files:
        raise CorpusMissing(f"Reuters-21578 is not at {FOLDER.name} in ../shared/data beside the repository")
    return tuple(story for file in files for story in _read(file))


_RECORD = re.compile(r'<REUTERS [^>]*NEWID="(\d+)">(.*?)</REUTERS>', re.DOTALL)
_TAGGED = {name: re.compile(rf"<{name}>(.*?)</{name}>", re.DOTALL) for name in ("DATE", "PLACES", "TITLE", "BODY")}
_TEXT = re.compile(r"<TEXT[^>]*>(.*?)</TEXT>", re.DOTALL)
_INDENT = r"&\t"
"""What the collection at hand has at the beginning of paragraphs, where the original has blanks."""
_DATE = re.compile(r"(\d{1,2}-[A-Z]{3}-\d{4})(?:\s+(\d\d?:\d\d:\d\d\.\d\d))?")


def _read(file: Path) -> Iterator[Story]:
    source = gzip.decompress(file.read_bytes()).decode("latin-1")
    for number, record in _RECORD.findall(source):
        piece = {name: (found[1] if (found := tag.search(record)) else "") for name, tag in _TAGGED.items()}
        body = piece["BODY"]
        if not body and not piece["TITLE"] and (found := _TEXT.search(record)):
            body = re.sub(r"<[^>]+>", " ", found[1])
        headline = html.unescape(piece["TITLE"]).strip()
        printed = _DATE.search(piece["DATE"])
        yield Story(
            f"reuters-{number}",
            headline,
            f"{headline}\n{html.unescape(body.replace(_INDENT, '    ')).strip()}",
            _moment(printed) if printed else datetime(1987, 1, 1),
            tuple(re.findall(r"<D>(.*?)</D>", piece["PLACES"])),
        )


def _moment(written: re.Match[str]) -> datetime:
    """A story whose hour is missing or garbled (one has "605:12:19.12") counts as printed at midnight."""
    return datetime.strptime(f"{written[1]} {written[2] or '0:00:00.00'}", "%d-%b-%Y %H:%M:%S.%f")
