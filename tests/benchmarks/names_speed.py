"""How fast names are found, and how fast an article is analysed: ``python -m tests.benchmarks.names_speed``.

Each figure is words (tokens) a second of processor time of one core, measured in a process of its own, over texts that
it has not met, after the recogniser, the rules of dates and the texts were loaded; behind it, the same over the same
texts once more. The median of several such processes counts. Texts are the development sets of names, and every tenth
story of Reuters-21578, which are short. Loading is measured apart, and so is the memory that it adds.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date

from newsindex.analysis.annotate import annotate_article, annotate_articles
from newsindex.analysis.entities import Recognizer, default_recognizer, recognize_all
from newsindex.analysis.entities.batch import Sentenced
from newsindex.analysis.entities.crf import DATA
from newsindex.analysis.sentences import sentences
from newsindex.analysis.tokens import tokenize
from newsindex.articles import Article
from tests.benchmarks.names_reuters import stories
from tests.benchmarks.names_texts import SHARED, development_sets

AT_ONCE = 40_000
"""Characters in each batch of names alone: as many as bulk indexing takes."""
PROCESSES = 3
EVERY = 10
DAY = date(2024, 10, 8)
COLLECTIONS = ("dev", "reuters")


def words_a_second(recognizer: Recognizer, texts: Sequence[Sentenced], *, together: bool) -> float:
    """Names alone: tokens a second, for one text after the other or for batches of them."""
    batches = batched(texts) if together else [[text] for text in texts]
    start = time.process_time()
    for batch in batches:
        recognize_all(recognizer, batch)
    return sum(len(tokens) for _, tokens, _ in texts) / (time.process_time() - start)


def batched(texts: Iterable[Sentenced]) -> list[list[Sentenced]]:
    """The texts in lists of about ``AT_ONCE`` characters."""
    batches: list[list[Sentenced]] = [[]]
    characters = 0
    for text in texts:
        if characters >= AT_ONCE:
            batches.append([])
            characters = 0
        batches[-1].append(text)
        characters += len(text[0])
    return batches


def analysis_a_second(articles: Sequence[Article], *, together: bool) -> float:
    """Tokens a second for sentences, tokens, dates, names and links, for one article after the other or in bulk."""
    start = time.process_time()
    found = annotate_articles(articles) if together else map(annotate_article, articles)
    words = sum(len(one.tokens) for one in found)
    return words / (time.process_time() - start)


def articles_of(collection: str) -> list[Article]:
    """The development texts or the Reuters stories as articles; none where the collection is missing."""
    if collection == "dev":
        texts = [text.text for texts in development_sets().values() for text in texts]
    else:
        texts = [story.text for story in stories(SHARED / "reuters21578")][::EVERY]
    split = [text.partition("\n") for text in texts]
    return [
        Article.make(id=str(number), headline=headline, text=body, published=DAY)
        for number, (headline, _, body) in enumerate(split)
        if body.strip()
    ]


def measured(kind: str, collection: str, how: str) -> tuple[float, float]:
    """Words a second on what was never met and on what was, in this process."""
    articles = articles_of(collection)
    together = how == "together"
    warm = Article.make(id="warm", headline="Rain", text="It rained on Monday.", published=DAY)
    annotate_article(warm)  # loads the recogniser and the rules of dates
    if kind == "analysis":
        return analysis_a_second(articles, together=together), analysis_a_second(articles, together=together)
    texts = [(one.text, tokenize(one.text), sentences(one.text, one.passages)) for one in articles]
    recognizer = default_recognizer()
    first = words_a_second(recognizer, texts, together=together)
    return first, words_a_second(recognizer, texts, together=together)


def in_a_fresh_process(*arguments: str) -> list[float]:
    """What this module prints when it is run with the arguments."""
    command = [sys.executable, "-m", "tests.benchmarks.names_speed", *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [float(number) for number in json.loads(answer)]


def load_cost() -> tuple[float, float | None]:
    """Seconds to load the shipped recogniser after its modules, and the megabytes it adds, where that can be told."""
    program = (
        "import time; from pathlib import Path\n"
        "from newsindex.analysis.entities import default_recognizer\n"
        "status = Path('/proc/self/status')\n"
        "held = lambda: int(status.read_text().split('VmRSS:')[1].split()[0]) if status.exists() else 0\n"
        "before, start = held(), time.process_time()\n"
        "default_recognizer()\n"
        "print(time.process_time() - start, (held() - before) / 1024)"
    )
    answers = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(PROCESSES)
    ]
    seconds, megabytes = (statistics.median(float(answer[index]) for answer in answers) for index in (0, 1))
    return seconds, megabytes or None


def report() -> None:
    """Print all figures of the recogniser that ships."""
    for collection in COLLECTIONS:
        if collection == "reuters" and not (SHARED / "reuters21578").exists():
            print("skipped: Reuters-21578 is expected in ../shared/data/reuters21578")
            continue
        for kind in ("names", "analysis"):
            for how in ("together", "one by one"):
                runs = [in_a_fresh_process(kind, collection, how) for _ in range(PROCESSES)]
                first, again = (statistics.median(run[index] for run in runs) for index in (0, 1))
                what = f"{kind}, {collection}, {how}"
                print(f"newsindex  {what:32} {first:9,.0f} words a second, {again:9,.0f} the second time")
    seconds, megabytes = load_cost()
    memory = "" if megabytes is None else f", adds {megabytes:.0f} MB of memory"
    size = sum(path.stat().st_size for path in DATA.iterdir()) / 1e6
    print(f"newsindex  loads in {seconds:.3f} s{memory}, ships {size:.1f} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(*sys.argv[1:])))
    else:
        report()
