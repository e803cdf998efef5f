"""Compile ``data/countries.txt`` from Unicode's CLDR: ``python -m newsindex.names.compile_countries``.

It needs Babel (``pip install babel``), which carries the CLDR tables, and nothing else; the same version of Babel gives
the same file. Names and codes in it are facts of CLDR, under the Unicode License v3 (https://www.unicode.org/license.txt).
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

__all__ = ["compile_countries"]

_HEAD = """\
# Countries and territories: ISO 3166 code, the usual name, further names and the three-letter code.
# Compiled from Unicode CLDR {version} by newsindex.names.compile_countries. Unicode License v3,
# https://www.unicode.org/license.txt, Copyright 2004-present Unicode, Inc.
"""

# What CLDR lists as a territory and no article means as one.
_NONE = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


def compile_countries() -> str:
    """The text of ``countries.txt``."""
    babel: Any = importlib.import_module("babel")
    core: Any = importlib.import_module("babel.core")
    names = {code: name for code, name in babel.Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    three: dict[str, list[str]] = {}
    for alias, codes in core.get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1:
            three.setdefault(codes[0], []).append(alias)
    lines = []
    for code, name in sorted(names.items()):
        if code in _NONE:
            continue
        # "Myanmar (Burma)" and "Côte d'Ivoire": CLDR writes a second name in brackets, and curly apostrophes.
        first, _, second = name.replace("\u2019", "'").replace(")", "").partition(" (")
        # The three-letter codes of today; CLDR also keeps those of countries that are no more.
        today = [alias for alias in sorted(three.get(code, [])) if alias not in ("SUN", "YUG", "SCG", "DDR", "ANT")]
        variants = dict.fromkeys(part for part in (first, second, *today) if part)
        lines.append(" | ".join((code, *variants)))
    return _HEAD.format(version=core.get_cldr_version()) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "data" / "countries.txt").write_text(compile_countries(), encoding="utf-8")
