"""A tiny index of every format that there was, kept as files: later versions must read them, or refuse them clearly.

    python -m tests.engines.whoosh.storage.kept_formats

writes one of the format of today to ``formats/``, unless it lies there. The files of a format that was published never
change; who changes the format raises ``VERSION`` in ``newsindex/engines/whoosh/manifest.py`` and runs this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsindex.engines.whoosh.bulk import BulkWriter
from newsindex.engines.whoosh.files import DiskFolder
from newsindex.engines.whoosh.inverter import FieldSpec, PreparedDocument, Tokens
from newsindex.engines.whoosh.manifest import VERSION, Schema
from tests.engines.whoosh.storage.holding import COLUMNS, FIELDS

__all__ = ["DOCUMENTS", "FORMATS", "GONE", "NOTES", "write"]

FORMATS = Path(__file__).parent / "formats"

SCHEMA = Schema(fields={**FIELDS, "id": FieldSpec(positions=False, freqs=False)}, columns=COLUMNS, key="id")
TEXTS = (
    "Grain left the port on Monday and more grain will leave it on Friday",
    "The ministry said that the port had been closed for a day by fog",
    "Fog also closed two airports and the strait between them",
    "A ship with coffee waited in the strait until the fog had lifted",
    "The price of coffee rose for the third day and that of grain fell",
    "Über dem Hafen lag Nebel, wrote a reader in München",
)
NAMES = ("Port Authority", "Ministry of Transport", "Ana Kovač", "")
NOTES: dict[str, Any] = {"files": {"harbour.txt": [1200, 5]}, "spelling": "Kovač"}
GONE = "story-2"


def _document(number: int, text: str) -> PreparedDocument:
    words = text.lower().replace(",", "").split()
    name = NAMES[number % len(NAMES)]
    return PreparedDocument(
        fields={
            "id": [f"story-{number}"],
            "text": Tokens(words, positions=[2 * place for place in range(len(words))]) if number == 4 else words,
            "tag": ["sea", "sea", "weather"] if "fog" in words else [],
        },
        columns={
            "day": 738_000 + 40_000 * number,
            "score": number / 4,
            "raw": f"story-{number}".encode(),
            "names": [name.encode()] if name else [],
            "told": [(738_000 + number, 738_004 + number)],
            **({"place": b"harbour"} if number % 2 else {}),
        },
        stored={"id": f"story-{number}", "text": "\n".join([text] * (1 + number % 3))},
    )


DOCUMENTS = {f"story-{number}": _document(number, text) for number, text in enumerate(TEXTS)}


def write(folder: Path) -> None:
    """An index of two segments, one of them with a document deleted."""
    documents = list(DOCUMENTS.values())
    options: dict[str, Any] = {"schema": SCHEMA, "fingerprint": "words in lower case", "create": True}
    with BulkWriter(DiskFolder(folder, create=True), **options) as writer:
        for document in documents[:4]:
            writer.add(document)
        writer.commit()
        for document in documents[4:]:
            writer.add(document)
        writer.delete("id", GONE)
        writer.notes.update(NOTES)
        writer.commit()
    (folder / "write.lock").unlink()


if __name__ == "__main__":
    made = FORMATS / str(VERSION)
    if made.exists():
        print(f"{made} is there already")
    else:
        write(made)
        print(f"{made}: {sum(file.stat().st_size for file in made.iterdir()):,} bytes")
