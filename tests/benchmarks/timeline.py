"""How well tellings are grouped, and how long a timeline over Reuters-21578 takes.

python -m tests.benchmarks.timeline [--tellings N] [--read N] [--fit]

``--read`` prints so many events of Reuters that two articles or more tell, drawn at random from stories that nothing
was chosen by, for a person to judge. ``--fit`` fits the weights of the evidence anew.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsindex.analysis.annotate import annotate_article
from newsindex.articles import Article
from newsindex.documents import StoredArticle
from newsindex.readers import read
from newsindex.timeline import Selection, Timeline, build_timeline
from newsindex.timeline.likeness import EVIDENCE, compare
from newsindex.timeline.merging import may_be_one
from newsindex.timeline.told import Told, told_in
from tests.benchmarks.corpus import FOLDER
from tests.conftest import SEEDS
from tests.timeline.browser import CHROMIUM, browse, with_script
from tests.timeline.gold import Item, b_cubed, conflicts_of_seeds, gold_items, homes, marked_stories

# The first files are for fitting and looking at; those after them are only read to judge.
_FITTED = ("reut2-000.sgm.gz", "reut2-001.sgm.gz")
_READ = "reut2-010.sgm.gz"
# So much the pairs from Reuters count together that are not one event: those of stories with another company in the
# headline, and those of stories without a word in common in their headlines.
_APART = 2_600
# And stories of one headline, or nearly so, tell one event in their leads.
_ALIKE = 0.6
# Notices of two companies in words this much alike, which are hard to tell apart, count so much together once more.
_NEARLY, _NOTICES = 0.4, 600
_RIDGE = 0.3

_Floats = NDArray[np.float64]


def stored(article: Article) -> StoredArticle:
    """An article as the index keeps it."""
    found = annotate_article(article)
    return StoredArticle(found.article, found.dates, found.entities, found.tellings)


def reuters(*names: str, tellings: int) -> list[StoredArticle]:
    """Stories of these files, until they hold so many dated sentences."""
    found: list[StoredArticle] = []
    count = 0
    for name in names:
        for article in read(FOLDER / name):
            found.append(stored(article))
            count += len(found[-1].tellings)
            if count >= tellings:
                return found
    return found


def gold() -> dict[str, tuple[list[StoredArticle], list[Item]]]:
    """The gold groupings with their articles."""
    seeds = [stored(article) for article in read(SEEDS)]
    found = {"seeds": (seeds, gold_items([one.article for one in seeds]))}
    for name in ("stories", "heldout"):
        articles, items = marked_stories(name)
        found[name] = [stored(article) for article in articles], items
    return found


def fit(groupings: Sequence[tuple[list[StoredArticle], list[Item]]], stories: list[StoredArticle]) -> dict[str, float]:
    """The weights of a logistic regression, with a ridge, by Newton's method."""
    rows: list[_Floats] = []
    same: list[_Floats] = []
    for articles, items in groupings:
        tellings = _told(articles)
        event = homes(items, [told.mention for told in tellings])
        pairs = compare(tellings)
        known = [
            place
            for place, (a, b) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
            if a in event and b in event and may_be_one(pairs, tellings, a, b)
        ]
        rows.append(pairs.evidence[known])
        same.append(
            np.array([event[int(pairs.left[n])] == event[int(pairs.right[n])] for n in known], dtype=np.float64)
        )
    tellings = _told(stories)
    pairs = compare(tellings)
    companies = [set(re.findall("<.+?>", told.mention.headline)) for told in tellings]
    words = [set(re.findall(r"[A-Z]{3,}", told.mention.headline)) for told in tellings]
    known = [
        place
        for place, (a, b) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
        if ((companies[a] and companies[b] and not companies[a] & companies[b]) or not words[a] & words[b])
        and may_be_one(pairs, tellings, a, b)
    ]
    again = [
        place
        for place, (a, b) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
        if tellings[a].place == tellings[b].place == "lead"
        and tellings[a].mention.article_id != tellings[b].mention.article_id
        and len(words[a] & words[b]) >= _ALIKE * len(words[a] | words[b])
        and companies[a] == companies[b]
        and may_be_one(pairs, tellings, a, b)
    ]
    alike = pairs.evidence[:, list(EVIDENCE).index("wording")]
    notices = [
        place
        for place in known
        if alike[place] >= _NEARLY
        and companies[pairs.left[place]]
        and companies[pairs.right[place]]
        and tellings[pairs.left[place]].place == tellings[pairs.right[place]].place == "lead"
    ]
    weight = np.concatenate(
        [
            np.ones(sum(map(len, same)) + len(again)),
            np.full(len(known), _APART / max(len(known), 1)),
            np.full(len(notices), _NOTICES / max(len(notices), 1)),
        ]
    )
    evidence = np.vstack([*rows, pairs.evidence[again], pairs.evidence[known], pairs.evidence[notices]])
    truth = np.concatenate([*same, np.ones(len(again)), np.zeros(len(known) + len(notices))])
    found = np.zeros(len(EVIDENCE))
    ridge = np.diag([0.0, *[_RIDGE] * (len(EVIDENCE) - 1)])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-evidence @ found))
        slope = evidence.T @ (weight * (truth - chance)) - ridge @ found
        bend = evidence.T @ (evidence * (weight * chance * (1 - chance))[:, None]) + ridge
        found = found + np.linalg.solve(bend, slope)
    return dict(zip(EVIDENCE, found.round(1).tolist(), strict=True))


def _told(articles: Sequence[StoredArticle]) -> list[Told]:
    return [told for one in articles for told in told_in(Selection(one)) if told.place != "follower"]


def print_events(timeline: Timeline, count: int) -> None:
    """Some of the events that two articles or more tell."""
    several = [event for event in timeline if len(event.articles) > 1]
    print(f"{len(several):,} events of two articles or more; here are {min(count, len(several))}:")
    for number, event in enumerate(random.Random(1).sample(several, min(count, len(several)))):
        print(f"{number}. {event.when}")
        for one in event.mentions:
            print(f"    {one.article_id} {one.headline[:50]!r}: {' '.join(one.quote.split())[:160]}")


def interactive(page: str) -> str:
    """How long a browser takes until the filters of a page work, from the start of its loading; best of three."""
    if CHROMIUM is None:
        return "skipped: there is no Chromium to open the page"
    script = "document.title = [performance.now(), document.querySelectorAll('.event').length].join(' ');"
    took = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            shown, _console = browse(with_script(page, script), Path(folder), real_time=True)
        ready, events = re.search("<title>([0-9.]+) ([0-9]+)</title>", shown).groups()  # type: ignore[union-attr]
        took.append(float(ready) / 1000)
    return f"in Chromium, the filters of {events} events work after {min(took):.2f} to {max(took):.2f} s (three times)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print B³ on the gold groupings, and processor time and size of a timeline over Reuters-21578."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tellings", type=int, default=5_000, help="so many dated sentences")
    parser.add_argument("--read", type=int, default=0, metavar="N", help="print N events of Reuters")
    parser.add_argument("--fit", action="store_true", help="fit the weights of the evidence")
    options = parser.parse_args(arguments)
    groupings = gold()
    for name, (articles, items) in groupings.items():
        timeline = build_timeline(articles)
        scores = b_cubed(timeline, items)
        print(
            f"{name}: B³ precision {scores.precision:.3f}, recall {scores.recall:.3f}, F1 {scores.f1:.3f}; "
            f"{scores.missing} of {len(items)} listed tellings are in no event"
        )
        if name == "seeds":
            right, listed, others = conflicts_of_seeds(timeline, items)
            print(f"seeds: {right} of {listed} listed conflicts of days and figures are found, and {others} others")
    if not FOLDER.is_dir():
        print("skipped: Reuters-21578 is not in ../shared/data/reuters21578")
        return 0
    stories = reuters(*_FITTED, tellings=options.tellings)
    if options.fit:
        print(fit([groupings["seeds"], groupings["stories"]], stories))
    start = time.process_time()
    timeline = build_timeline(stories)
    took = time.process_time() - start
    print(
        f"Reuters: {sum(len(one.tellings) for one in stories):,} dated sentences of {len(stories):,} stories in "
        f"{took:.1f} s of processor time; {timeline.tellings:,} tellings, {len(timeline):,} events"
    )
    start = time.process_time()
    page = timeline[:1000].to_html()
    print(f"page of 1,000 events: {len(page.encode()) / 1e6:.2f} MB in {time.process_time() - start:.2f} s")
    print(interactive(page))
    if options.read:
        print_events(build_timeline(reuters(_READ, tellings=options.tellings)), options.read)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader of the output (head) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
