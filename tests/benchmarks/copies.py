"""How well and how fast near-copies are found on Reuters-21578, beside a count of all pairs.

    python -m tests.benchmarks.copies [--stories N]

The reference looks at every pair of stories that share a run of five words at all, without any filter, in plain Python
sets. Recall and precision are over pairs with Jaccard 0.8 and more.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from newsindex.copies import LEAST_SHARED, RUN, copy_pairs, find_copies
from tests.benchmarks.corpus import CorpusMissing, stories

WORD = re.compile(r"[^\W_]+")


def reference(texts: Sequence[str], least: float = LEAST_SHARED) -> set[tuple[int, int]]:
    """The pairs of near-copies, by counting what every pair shares."""
    runs = [_runs(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(runs):
        for run in one:
            holders[run].append(number)
    found = set()
    for number, one in enumerate(runs):
        shared: Counter[int] = Counter()
        for run in one:
            shared.update(other for other in holders[run] if other > number)
        for other, common in shared.items():
            if common / (len(one) + len(runs[other]) - common) >= least:
                found.add((number, other))
    return found


def _runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    if not words:
        return set()
    return {tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print recall, precision and times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=0, help="only the first so many stories (0 for all)")
    options = parser.parse_args(arguments)
    try:
        texts = [story.text for story in stories()]
    except CorpusMissing as missing:
        print(f"skipped: {missing}")
        return 0
    texts = texts[: options.stories or None]
    start = time.process_time()
    pairs = {(left, right) for left, right, _ in copy_pairs(texts)}
    took = time.process_time() - start
    groups = find_copies({str(number): text for number, text in enumerate(texts)})
    start = time.process_time()
    wanted = reference(texts)
    reference_took = time.process_time() - start
    right = len(pairs & wanted)
    print(f"{len(texts):,} stories; {len(wanted):,} pairs of near-copies by the reference")
    print(f"found {len(pairs):,}: recall {right / max(1, len(wanted)):.4f}, precision {right / max(1, len(pairs)):.4f}")
    print(f"in {len(groups):,} groups of {sum(map(len, groups)):,} stories")
    print(f"{took:.1f} s of processor time; all pairs took {reference_took:.1f} s ({reference_took / took:.0f} times)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
