"""Text without characters that would steer a terminal.

>>> without_controls("a\\x1b[2Jb\\nc")
'a[2Jb c'
"""

from __future__ import annotations

import unicodedata

__all__ = ["without_controls"]


def without_controls(text: str) -> str:
    """The text without control and format characters; line ends and tabs are blanks."""
    return "".join(
        char if unicodedata.category(char) not in ("Cc", "Cf") else " " if char in "\n\r\t" else "" for char in text
    )
