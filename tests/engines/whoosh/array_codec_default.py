"""Makes our codec the one that stock Whoosh writes with, in this process and, through ``FOLDER``, in others.

Whoosh's tests start processes of their own. Python imports a module named ``sitecustomize`` in each before anything
else, so a folder with such a module on ``PYTHONPATH`` reaches them all.
"""

from __future__ import annotations

from pathlib import Path

import whoosh.codec

from newsindex.engines.whoosh.codec import ArrayCodec

__all__ = ["sitecustomize", "use_array_codec"]


def use_array_codec() -> None:
    """From now on Whoosh's writers of this process write with our codec."""
    whoosh.codec.default_codec = lambda *_args, **_options: ArrayCodec()


def sitecustomize(folder: Path) -> Path:
    """Writes the module that does so for every process that has ``folder`` on its path; gives the folder."""
    module = f"from {__name__} import use_array_codec\n\nuse_array_codec()\n"
    (folder / "sitecustomize.py").write_text(module)
    return folder
