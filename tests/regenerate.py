"""Write the golden files of the seeds anew, and the outputs in the README: ``python -m tests.regenerate``.

The diff is to be read like code: each line of a golden file is a claim about a seed that a person has agreed to.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from newsindex.analysis.annotate import annotate_article
from newsindex.articles import Article
from newsindex.documents import NAME_TYPES
from newsindex.index import Index
from newsindex.readers import read

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
ENTITIES = GOLDEN / "entities.txt"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def golden_path(article: Article) -> Path:
    """The golden file of a seed."""
    return GOLDEN / (article.id.replace(".txt", "").replace("#", "-") + ".json")


def described(article: Article) -> dict[str, Any]:
    """A seed as its golden file has it: everything in words, nothing in offsets."""
    annotated = annotate_article(article)
    return {
        "id": article.id,
        "headline": article.headline,
        "published": article.published.isoformat(),
        "source": article.source,
        "sections": [f"{section.name}: {section.span.of(article.text)[:60]}" for section in article.sections],
        "passages": [span.of(article.text) for span in article.passages],
        "sentences": len(annotated.sentences),
        "dates": [f"{date.text} = {date.type} {date.timex} ({date.value})" for date in annotated.dates],
        "tellings": [
            f"{telling.date.value}{' (lent)' if telling.lent else ''}: {telling.span.of(article.text)[:60]}"
            for telling in annotated.tellings
        ],
        "names": sorted({f"{one.type}: {one.text} = {one.name}" for one in annotated.entities}),
    }


def entities_text() -> str:
    """Who and what all seeds together name, an entity a line: type, name, number of articles, aliases."""
    index = Index.in_memory()
    index.add(ROOT / "seeds")
    lines = []
    for kind in NAME_TYPES:
        for one in sorted(index.entities(type=kind), key=lambda one: one.name):
            also = f" = {', '.join(sorted(one.aliases))}" if one.aliases else ""
            doubt = f" (might be {', '.join(one.might_be)})" if one.might_be else ""
            lines.append(f"{kind}: {one.name} [{one.articles}]{also}{doubt}\n")
    return "".join(lines)


def as_text(value: dict[str, Any]) -> str:
    """A golden file's text."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def run_console(block: str) -> str:
    """A console block of the README with the outputs that its commands give now."""
    lines = []
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "88", "PYTHONPATH": str(ROOT)}
    for line in block.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line[2:])
            command = {"newsindex": ["-m", "newsindex.cli"], "python": []}[program]
            done = subprocess.run(
                [sys.executable, *command, *arguments],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            lines.extend((line, *done.stdout.rstrip("\n").splitlines(), *done.stderr.rstrip("\n").splitlines()))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write all of them."""
    for stale in GOLDEN.glob("*.json"):
        stale.unlink()
    for article in read(ROOT / "seeds"):
        golden_path(article).write_text(as_text(described(article)), encoding="utf-8")
    ENTITIES.write_text(entities_text(), encoding="utf-8")
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as cache:
        os.environ["NEWSINDEX_CACHE"] = cache
        text = readme.read_text(encoding="utf-8")
        text = CONSOLE.sub(lambda block: f"```console\n{run_console(block[1])}```", text)
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
