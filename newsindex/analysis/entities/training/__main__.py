"""Train the recogniser that ships: ``python -m newsindex.analysis.entities.training --help``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from newsindex.analysis.entities.clusters import WordClusters
from newsindex.analysis.entities.crf import CLUSTERS_FILE, DATA, LISTS_FILE, MODEL_FILE
from newsindex.analysis.entities.training.apart import set_apart
from newsindex.analysis.entities.training.fitting import fit
from newsindex.analysis.entities.training.iob2 import read_iob2
from newsindex.analysis.entities.training.marked_text import NEWS, MarkedText, read_marked
from newsindex.analysis.entities.training.wordlists_building import build_lists
from newsindex.analysis.words import token_offsets

OPEN_SETS = ("wikigold.iob2",)
APART = 3
"""One text in so many is learned from with blanks around its hyphens."""


@click.command()
@click.option("--own-text-only", is_flag=True, help="Learn from training/news alone.")
@click.option(
    "--open-sets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds wikigold.iob2.",
)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), default=DATA, help="Where to write.")
def main(own_text_only: bool, open_sets: Path | None, folder: Path) -> None:
    """Train the name recogniser and write model.bin and lists.bin; the same input gives the same bytes.

    It learns from the annotated news of training/news and from an open set in one token and tag a line: WikiGold
    (Balasuriya and others, 2009; CC BY 4.0). The word lists need: pip install 'newsindex[training]'.
    """
    texts = list(read_marked(sorted(NEWS.glob("*.txt"))))
    if not own_text_only:
        if open_sets is None:
            raise click.UsageError("say where the open set is with --open-sets, or give --own-text-only")
        for name in OPEN_SETS:
            texts += read_iob2(open_sets / name)
    lists = build_lists(_small_words(texts))
    texts[::APART] = [set_apart(text) for text in texts[::APART]]
    clusters = WordClusters.load(DATA / CLUSTERS_FILE)
    model = fit(texts, lists, clusters)
    folder.mkdir(parents=True, exist_ok=True)
    lists.save(folder / LISTS_FILE)
    clusters.save(folder / CLUSTERS_FILE)
    model.save(folder / MODEL_FILE)
    size = sum((folder / name).stat().st_size for name in (LISTS_FILE, CLUSTERS_FILE, MODEL_FILE))
    click.echo(f"learned from {len(texts)} texts; {len(lists.hashes)} list entries; {size / 1e6:.1f} MB")


def _small_words(texts: Iterable[MarkedText]) -> list[str]:
    """The words that the texts write in small letters more than once."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = (text.text[start:end] for start, end in token_offsets(text.text))
        counts.update(word for word in words if word.isalpha() and word.islower())
    return sorted(word for word, count in counts.items() if count > 1)


if __name__ == "__main__":
    main()
