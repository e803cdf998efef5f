"""Whoosh's own public tests, run over our codec beside its own.

    pip download --no-deps --no-binary :all: whoosh3 && tar xzf whoosh3-*.tar.gz
    WHOOSH_SDIST=whoosh3-3.54.0 python -m tests.engines.whoosh.whoosh_suite

The tests stay in Whoosh's source distribution; nothing of them is kept here. Each of the two runs prints pytest's own
summary, and at the end the tests that pass with the stock codec and fail with ours are named. Arguments are handed
to pytest. The exit status is 0 where there are no such tests.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PLUGIN = "tests.engines.whoosh.array_codec_plugin"
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def run(sdist: Path, options: list[str]) -> tuple[set[str], str]:
    """The tests that failed, and pytest's summary."""
    root = str(Path(__file__).parents[3])
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts="]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
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
    stock_failed, stock = run(Path(place), chosen)
    print(f"stock codec: {stock}", flush=True)
    ours_failed, ours = run(Path(place), ["-p", PLUGIN, *chosen])
    print(f"our codec:   {ours}")
    for name in sorted(ours_failed - stock_failed):
        print(f"  only with ours: {name}")
    return 1 if ours_failed - stock_failed else 0


if __name__ == "__main__":
    sys.exit(main())
