"""The gold groupings of the seeds and of held-out articles, and B³ (Bagga and Baldwin, 1998) of a timeline by them."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from attrs import frozen

from newsindex.articles import Article
from newsindex.spans import DateSpan
from newsindex.timeline import EventMention, Timeline
from tests.conftest import ROOT

__all__ = ["Item", "Scores", "b_cubed", "conflicts_of_seeds", "gold_items", "homes", "marked_stories"]

_MARK = re.compile(r"<([\w-]+)>")


@frozen
class Item:
    """One telling of the gold grouping, found in its article."""

    event: str
    day: DateSpan
    article_id: str
    start: int


@frozen
class Scores:
    """Precision, recall and F1 over the listed tellings, and how many of them the timeline does not hold at all."""

    precision: float
    recall: float
    missing: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def gold_items(articles: Sequence[Article]) -> list[Item]:
    """The listed tellings; a file with two briefs holds the words in one of them."""
    events = tomllib.loads((ROOT / "tests" / "gold" / "events.toml").read_text(encoding="utf-8"))["event"]
    found = []
    for event in events:
        for telling in event["tellings"]:
            words = telling["starts"].replace("’", "'")
            (article,) = (one for one in articles if one.id.split("#")[0] == telling["file"] and words in one.text)
            found.append(Item(event["id"], DateSpan.parse(event["day"]), article.id, article.text.index(words)))
    return found


def marked_stories(name: str) -> tuple[list[Article], list[Item]]:
    """The articles of ``tests/gold/<name>.toml``, and the tellings that are marked in them."""
    told = tomllib.loads((ROOT / "tests" / "gold" / f"{name}.toml").read_text(encoding="utf-8"))
    articles, items = [], []
    for one in told["article"]:
        marked = one.pop("text")
        article = Article.make(text=_MARK.sub("", marked), **one)
        articles.append(article)
        for mark in _MARK.finditer(marked):
            words = re.split(r"[<\n]", marked[mark.end() :])[0].strip()
            day = DateSpan.parse(told["days"][mark[1]])
            items.append(Item(mark[1], day, article.id, article.text.index(words)))
    return articles, items


def homes(items: Sequence[Item], mentions: Sequence[EventMention]) -> dict[int, str]:
    """Which gold event each telling belongs to, by the number of the telling; those that no item names are left out."""
    told = _by_article(enumerate(mentions))
    found = {}
    for item in items:
        number = _nearest(item, told[item.article_id])
        if number is not None:
            found[number] = item.event
    return found


def b_cubed(timeline: Timeline, items: Sequence[Item]) -> Scores:
    """Precision and recall of the grouping of the listed tellings.

    A sentence may be in several events by several dates; the one nearest to the day of the gold event is meant. A
    telling that is in no event is a group of its own.
    """
    told = _by_article((number, mention) for number, event in enumerate(timeline) for mention in event.mentions)
    numbers = [_nearest(item, told[item.article_id]) for item in items]
    groups: list[Hashable] = [("nowhere", place) if number is None else number for place, number in enumerate(numbers)]
    gold = [item.event for item in items]
    return Scores(_overlap(groups, gold), _overlap(gold, groups), numbers.count(None))


def conflicts_of_seeds(timeline: Timeline, items: Sequence[Item]) -> tuple[int, int, int]:
    """How many of the listed conflicts are found, how many are listed, and how many others the timeline has."""
    events = tomllib.loads((ROOT / "tests" / "gold" / "events.toml").read_text(encoding="utf-8"))["event"]
    listed = {(event["id"], event["conflict"]) for event in events if "conflict" in event}
    found, others = set(), 0
    for event in timeline:
        gold = set(homes(items, event.mentions).values())
        for conflict in event.conflicts:
            meant = {(one, conflict.kind) for one in gold} & listed
            found |= meant
            others += not meant
    return len(found), len(listed), others


def _by_article(numbered: Iterable[tuple[int, EventMention]]) -> dict[str, list[tuple[int, EventMention]]]:
    told: dict[str, list[tuple[int, EventMention]]] = defaultdict(list)
    for number, mention in numbered:
        told[mention.article_id].append((number, mention))
    return told


def _nearest(item: Item, told: Iterable[tuple[int, EventMention]]) -> int | None:
    """The number of the telling in the same place by the nearest days, if there is one."""
    near = [
        (_apart(one.days, item.day), (one.days.last - one.days.first).days, number)
        for number, one in told
        if one.span.start <= item.start < one.span.end
    ]
    return min(near)[2] if near else None


def _overlap(groups: Sequence[Hashable], others: Sequence[Hashable]) -> float:
    """The mean share of each item's group that is in its other group too."""
    sizes: dict[Hashable, int] = defaultdict(int)
    both: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
    for one, other in zip(groups, others, strict=True):
        sizes[one] += 1
        both[one, other] += 1
    pairs = list(zip(groups, others, strict=True))
    return sum(both[pair] / sizes[pair[0]] for pair in pairs) / len(pairs)


def _apart(one: DateSpan, other: DateSpan) -> int:
    return max((one.first - other.last).days, (other.first - one.last).days, 0)
