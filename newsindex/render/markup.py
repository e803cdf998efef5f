"""Texts with marked words as HTML for notebooks: everything escaped, and kinds told apart by more than colour.

A word that answered is bold on a tint; below a date runs a solid line, below a person a dotted one, an organisation a
dashed one and a place a double one, each with its kind and value as the title. The letters keep the colour of the
page, light or dark. Styles stand on the elements themselves, for notebooks remove style sheets.

    >>> marked_html("On 8 October", Span(0, 12), [Mark(Span(3, 12), "date", "2024-10-08")])
    'On <time style="..." title="date: 2024-10-08">8 October</time>'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import islice, pairwise

from attrs import frozen

from newsindex.spans import Span

__all__ = ["Mark", "card_html", "counts_html", "list_html", "marked_html"]

_LINE = "text-decoration:underline {};text-decoration-thickness:1.5px;text-underline-offset:0.15em"
_STYLES = {
    "match": "font-weight:bold;background:#fff3b0;color:#000",
    "date": _LINE.format("solid #0087bd"),
    "person": _LINE.format("dotted #2a9d4a"),
    "org": _LINE.format("dashed #b04fa3"),
    "place": _LINE.format("double #5b7be0"),
}
_TAGS = {"match": "mark", "date": "time"}


@frozen
class Mark:
    """Words that are shown otherwise than the rest: their kind, and what they stand for."""

    span: Span
    kind: str
    label: str = ""


def marked_html(text: str, piece: Span, marks: Iterable[Mark]) -> str:
    """A piece of a text on one line with its marks; where marks overlap, the words show all of them."""
    inside = [mark for mark in marks if piece.contains(mark.span) and mark.span]
    edges = sorted({piece.start, piece.end, *(edge for mark in inside for edge in mark.span)})
    shown = (
        _styled(text[start:end], [mark for mark in inside if mark.span.start <= start and end <= mark.span.end])
        for start, end in pairwise(edges)
    )
    return " ".join("".join(shown).split())


def _styled(words: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return escape(words)
    marks = sorted(marks, key=lambda mark: list(_STYLES).index(mark.kind))
    style = ";".join(dict.fromkeys(_STYLES[mark.kind] for mark in marks))
    title = ", ".join(dict.fromkeys(mark.kind + (f": {mark.label}" if mark.label else "") for mark in marks))
    tag = _TAGS.get(marks[0].kind, "span")
    return f'<{tag} style="{style}" title="{escape(title)}">{escape(words)}</{tag}>'


def card_html(
    *, headline: str, about: Sequence[str], body: str, notes: Sequence[str] = (), url: str | None = None
) -> str:
    """One hit: headline, where it is from, the snippet (already HTML), and further lines."""
    title = escape(headline)
    if url is not None and url.startswith(("https://", "http://")):
        title = f'<a href="{escape(url)}" rel="noopener noreferrer">{title}</a>'
    lines = "".join(f'<div style="font-size:90%">{escape(note)}</div>' for note in notes)
    return (
        '<article style="margin:0 0 1.1em;max-width:46em;line-height:1.6">'
        f'<div style="font-weight:bold;font-size:108%">{title}</div>'
        f'<div style="opacity:0.75;font-size:90%">{escape(" · ".join(about))}</div>'
        f"<div>{body}</div>{lines}</article>"
    )


def counts_html(name: str, counts: Mapping[str, int], *, noun: str = "article", most: int = 10) -> str:
    """One facet as a table, the most frequent values first."""
    rows = "".join(
        f'<tr><td style="text-align:left">{escape(value)}</td><td style="text-align:right">{count:,}</td></tr>'
        for value, count in islice(counts.items(), most)
    )
    hidden = len(counts) - most
    more = f'<caption style="caption-side:bottom">and {hidden:,} more</caption>' if hidden > 0 else ""
    return (
        '<table style="display:inline-table;vertical-align:top;margin-right:2em">'
        f'{more}<thead><tr><th style="text-align:left">{escape(name)}</th><th>{escape(noun)}s</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def list_html(cards: Sequence[str], *, summary: str, tables: Sequence[str] = ()) -> str:
    """Several cards under a line that says how many there are."""
    return f"<section><p><b>{escape(summary)}</b></p>{''.join(cards)}{''.join(tables)}</section>"
