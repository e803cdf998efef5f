"""Debian's Chromium, headless, as a reader of a page; tests that need it skip where it is not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["CHROMIUM", "browse", "needs_browser", "print_page", "with_script"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr"
).split()
# So many milliseconds of its own time a page has; they pass as fast as the machine can.
_VIRTUAL_TIME = "--virtual-time-budget=3000"


def browse(page: str, folder: Path, *, real_time: bool = False) -> tuple[str, str]:
    """What the page is after a browser has run it, and what the browser's console said.

    With ``real_time`` the clock of the page is that of the machine, and timers do not run out.
    """
    done = _run(page, folder, "--dump-dom", *([] if real_time else [_VIRTUAL_TIME]))
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


def print_page(page: str, folder: Path) -> bytes:
    """The page printed, as a PDF file."""
    file = folder / "page.pdf"
    _run(page, folder, f"--print-to-pdf={file}", "--no-pdf-header-footer", _VIRTUAL_TIME)
    return file.read_bytes()


def with_script(page: str, script: str) -> str:
    """The page with what a reader would do, as a script; the policy of the page would forbid it."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    return page.replace("</body>", f"<script>{script}</script></body>")


def _run(page: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    return subprocess.run(
        [str(CHROMIUM), *_OPTIONS, f"--user-data-dir={folder / 'profile'}", *options, file.as_uri()],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
