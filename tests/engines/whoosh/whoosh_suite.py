"""Whoosh's own public tests, run over our codec beside its own. One command, in an empty folder of your own:

    pip download --no-deps --no-binary :all: whoosh3==3.54.0 && tar xzf whoosh3-3.54.0.tar.gz
    WHOOSH_SDIST=$PWD/whoosh3-3.54.0 python -m tests.engines.whoosh.whoosh_suite       # in the repository

The tests stay in Whoosh's source distribution; nothing of them is kept here. Each of the two runs prints pytest's own
summary, and at the end the tests are named that pass with the stock codec and fail with ours: those of ``EXPECTED``,
each with its reason, and any others, which make the exit status 1. Arguments are handed to pytest. Tests that fail with
both (some 45, with 3.54.0) want files that the source distribution leaves out: examples, scripts and pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.engines.whoosh.array_codec_default import sitecustomize

_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)

_BYTES = "looks inside the files of the stock codec"
_PICKLES = "writes posting values that its format cannot read; our codec keeps them and never hands them to unpickling"
EXPECTED = {
    "tests/test_codecs.py::test_corrupt_postings_block_raises_clear_error": _BYTES,
    "tests/test_codecs.py::test_tiny_blocks_stored_uncompressed_round_trip": _BYTES,
    "tests/test_columns.py::test_varbytes_offsets": _BYTES,
    "tests/test_codecs.py::test_fieldwriter_multiblock": _PICKLES,
    "tests/test_codecs.py::test_vector": _PICKLES,
}
"""The tests that our codec is not made to pass, and why."""


def run(sdist: Path, options: list[str], path: list[str]) -> tuple[set[str], str]:
    """The tests that failed, and pytest's summary; ``path`` goes before all else on PYTHONPATH."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts="]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*path, os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([*command, *options], cwd=sdist, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    return set(_FAILED.findall(done.stdout)), lines[-1] if lines else done.stderr


def main() -> int:
    """Runs both, prints both; the exit status."""
    place = os.environ.get("WHOOSH_SDIST")
    if not place or not (Path(place) / "tests").is_dir():
        print(__doc__)
        return 2
    chosen = sys.argv[1:] or ["tests"]
    root = str(Path(__file__).parents[3])
    stock_failed, stock = run(Path(place), chosen, [root])
    print(f"stock codec: {stock}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ours_failed, ours = run(Path(place), chosen, [str(sitecustomize(Path(folder))), root])
    print(f"our codec:   {ours}")
    only_ours = ours_failed - stock_failed
    for name in sorted(only_ours):
        print(f"  only with ours: {name}: {EXPECTED.get(name, 'UNEXPECTED')}")
    return 1 if only_ours - EXPECTED.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
