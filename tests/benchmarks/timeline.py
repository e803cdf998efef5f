"""How well the seeds are grouped, and how long a timeline over Reuters-21578 takes.

python -m tests.benchmarks.timeline [--tellings N]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from newsindex.analysis.annotate import annotate_article
from newsindex.articles import Article
from newsindex.documents import StoredArticle
from newsindex.readers import read
from newsindex.timeline import build_timeline
from tests.benchmarks.corpus import CorpusMissing, stories
from tests.conftest import SEEDS
from tests.timeline.gold import b_cubed, gold_items


def stored(article: Article) -> StoredArticle:
    """An article as the index keeps it."""
    found = annotate_article(article)
    return StoredArticle(found.article, found.dates, found.entities, found.tellings)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print B³ on the seeds, and processor time and size of a timeline over dated passages of Reuters-21578."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tellings", type=int, default=5_000, help="so many dated sentences")
    options = parser.parse_args(arguments)
    seeds = [stored(article) for article in read(SEEDS)]
    scores = b_cubed(build_timeline(seeds), gold_items([one.article for one in seeds]))
    print(
        f"seeds: B³ precision {scores.precision:.3f}, recall {scores.recall:.3f}, F1 {scores.f1:.3f}; "
        f"{scores.missing} listed tellings are in no event"
    )
    articles: list[StoredArticle] = []
    count = 0
    try:
        for story in stories():
            body = story.text[len(story.headline) :].strip()
            articles.append(stored(Article.make(id=story.id, headline=story.headline, text=body, published=story.day)))
            count += len(articles[-1].tellings)
            if count >= options.tellings:
                break
    except CorpusMissing as missing:
        print(f"skipped: {missing}")
        return 0
    start = time.process_time()
    timeline = build_timeline(articles)
    took = time.process_time() - start
    print(
        f"Reuters: {count:,} dated sentences of {len(articles):,} stories in {took:.1f} s of processor time; "
        f"with undated leads {timeline.tellings:,} tellings, {len(timeline):,} events"
    )
    start = time.process_time()
    page = timeline[:1000].to_html()
    print(f"page of 1,000 events: {len(page.encode()) / 1e6:.2f} MB in {time.process_time() - start:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
