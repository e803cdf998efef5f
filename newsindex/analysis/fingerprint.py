"""Which analysis is this? A short text that is another one whenever the same article might be analysed otherwise.

Nobody has to remember to raise a number: it is the digest of the very files that analysis and the documents made of it
consist of (rules, word lists, model, marks of copies) and of what they use of other packages. Reading these three
megabytes takes some five milliseconds, once in a process. An index keeps it, and is refused by another analysis.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import Stemmer

__all__ = ["analysis_fingerprint", "fingerprinted_files"]

_PACKAGE = Path(__file__).resolve().parent.parent
_OF_OURS = """
    articles.py characters.py copies.py copy_marks.py documents.py spans.py engines/whoosh/schema.py
    analysis/*.py analysis/data/*.* analysis/dates/*.py analysis/entities/*.py analysis/entities/data/*.*
"""
_OF_OTHERS = {"nltk": "tokenize/punkt.py"}


@cache
def analysis_fingerprint() -> str:
    """The fingerprint of the analysis that is installed: sixteen hexadecimal digits."""
    # What is compiled differs between machines, so it counts by its version.
    digest = hashlib.sha256(f"Stemmer {Stemmer.version()}\n".encode())
    for name, path in fingerprinted_files():
        # Line ends depend on how a source came to be there.
        data = path.read_bytes().replace(b"\r\n", b"\n") if path.suffix == ".py" else path.read_bytes()
        digest.update(f"{name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def fingerprinted_files() -> Iterator[tuple[str, Path]]:
    """The files it is taken of, each with a name that is the same on every machine."""
    for pattern in _OF_OURS.split():
        for path in sorted(_PACKAGE.glob(pattern)):
            yield path.relative_to(_PACKAGE).as_posix(), path
    for package, patterns in _OF_OTHERS.items():
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            for pattern in patterns.split():
                yield f"{package}: {pattern}", Path(spec.origin).parent / pattern
