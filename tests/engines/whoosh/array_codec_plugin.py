"""A pytest plugin that makes our codec the one stock Whoosh writes with; ``whoosh_suite`` hands it to pytest."""

from __future__ import annotations

from typing import Any

import whoosh.codec

from newsindex.engines.whoosh.codec import ArrayCodec


def pytest_configure(config: Any) -> None:
    whoosh.codec.default_codec = lambda *_args, **_options: ArrayCodec()
