"""What a terminal shows: hits with the words that answered, and texts with their dates and names told apart.

Colour is for terminals only: it is left out when the output goes elsewhere or ``NO_COLOR`` is set. Kinds differ by more
than colour: words that answered are bold, dates underlined, names in italics. Control characters of an article never
reach the terminal.
"""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise

from attrs import frozen

from newsindex.analysis.annotated import AnnotatedArticle
from newsindex.articles import Article
from newsindex.hits import Hit
from newsindex.index import Stats
from newsindex.names.entity import Entity
from newsindex.render.controls import without_controls
from newsindex.results import Results
from newsindex.spans import Span

__all__ = ["show_annotated", "show_entities", "show_results", "show_stats"]

_CODES = {
    "match": "1;33",
    "headline": "1",
    "dim": "2",
    "date": "4;36",
    "person": "3;32",
    "org": "3;35",
    "place": "3;94",
}


@frozen
class _Mark:
    span: Span
    style: str
    label: str = ""


def show_results(results: Results, *, colour: bool, width: int | None = None) -> str:
    """The hits, one block each, then the facets, then how many matched in all."""
    width = width or _width()
    blocks = [_hit(hit, colour=colour, width=width) for hit in results]
    blocks.extend(_facet(name, counts, colour=colour) for name, counts in results.facets.items())
    shown = f"{len(results):,} of {results.total:,}" if len(results) != results.total else f"{results.total:,}"
    ending = "" if results.complete else "; the time limit cut the search short"
    blocks.append(_styled(f"{shown} {'match' if results.total == 1 else 'matches'}{ending}", "dim", colour))
    return "\n\n".join(blocks)


def show_annotated(annotated: AnnotatedArticle, *, colour: bool, width: int | None = None) -> str:
    """The text with its dates and names marked, each date with its value and each name with the name it stands for."""
    article = annotated.article
    marks = [_Mark(date.span, "date", date.timex) for date in annotated.dates]
    for entity in annotated.entities:
        label = entity.type if entity.name == entity.text else f"{entity.type}: {entity.name}"
        marks.append(_Mark(entity.span, entity.type, label))
    lines = [
        _wrapped(_marked(article.text, passage, marks, colour=colour), width or _width())
        for passage in article.passages
    ]
    told = _told(annotated, article, colour=colour)
    return "\n\n".join([*lines, *([told] if told else [])])


def show_entities(found: Sequence[Entity], *, near: str | None = None, colour: bool, width: int | None = None) -> str:
    """One entity a line with its count, then its aliases; near somebody, the count is of passages that name both."""
    width = width or _width()
    lines = []
    for one in found:
        count = f"{len(one.together) if near else one.articles:>7,}  "
        lines.append(
            count + _styled(without_controls(one.name), one.type, colour) + _styled(f"  {one.type}", "dim", colour)
        )
        for label, names in (("also", one.aliases), ("might be", one.might_be)):
            if names:
                lines.append(_block(" " * 9 + f"{label}: " + ", ".join(names), "dim", colour, width))
        if near:
            lines.append(_block(" " * 9 + "in: " + ", ".join(one.together_in), "dim", colour, width))
    return "\n".join(lines)


def show_stats(stats: Stats) -> str:
    """The size of an index."""
    return f"{stats.articles:,} articles, {stats.passages:,} passages from {stats.files:,} files\nstate {stats.state}"


def _hit(hit: Hit, *, colour: bool, width: int) -> str:
    about = " · ".join(filter(None, (hit.published.isoformat()[:10], hit.source, hit.id)))
    lines = [_block(hit.headline, "headline", colour, width), _block(about, "dim", colour, width)]
    evidence = hit.evidence
    marks = [_Mark(mark.span, mark.kind) for mark in hit.marks]
    if evidence is not None:
        marks = [mark for mark in marks if mark.span != evidence.date_span or mark.style != "date"]
        marks.append(_Mark(evidence.date_span, "date", str(evidence.days)))
    shown = _marked(hit.text, hit.snippet_span, marks, colour=colour)
    plain = hit.snippet
    shown = ("…" if plain.startswith("…") else "") + shown + ("…" if plain.endswith("…") else "")
    lines.append(_wrapped(shown, width))
    if evidence is not None and not hit.snippet_span.contains(evidence.date_span):
        lines.append(_block(f"  [{evidence.days} told as {evidence.date_text!r}]", "dim", colour, width))
    if hit.copies:
        lines.append(_block(f"  {hit.copies_told}", "dim", colour, width))
    return "\n".join(lines)


def _facet(name: str, counts: Mapping[str, int], *, colour: bool, most: int = 15) -> str:
    rows = [f"  {count:>7,}  {without_controls(value)}" for value, count in islice(counts.items(), most)]
    if len(counts) > most:
        rows.append(f"  … and {len(counts) - most:,} more")
    return "\n".join([_styled(name, "headline", colour), *(rows or ["  none"])])


def _told(annotated: AnnotatedArticle, article: Article, *, colour: bool) -> str:
    lines = []
    for telling in annotated.tellings:
        if telling.lent and telling.date.value is not None:
            quote = textwrap.shorten(without_controls(article.quote(telling.span)), 70, placeholder=" …")
            lines.append(f"  {telling.date.value}  {quote}")
    return "\n".join([_styled("Dated by the words before them:", "dim", colour), *lines]) if lines else ""


def _marked(text: str, piece: Span, marks: Iterable[_Mark], *, colour: bool) -> str:
    """The piece on one line with its marks, each label behind its words; where marks overlap, all of them show."""
    inside = [mark for mark in marks if piece.contains(mark.span) and mark.span]
    edges = sorted({piece.start, piece.end, *(edge for mark in inside for edge in mark.span)})
    shown = []
    for start, end in pairwise(edges):
        styles = {mark.style for mark in inside if mark.span.start <= start and end <= mark.span.end}
        codes = ";".join(_CODES[style] for style in reversed(_CODES) if style in styles)
        words = without_controls(text[start:end])
        shown.append(f"\x1b[{codes}m{words}\x1b[0m" if colour and codes else words)
        labels = (mark.label for mark in inside if mark.span.end == end and mark.label)
        shown.extend(_styled(f" [{without_controls(label)}]", "dim", colour) for label in labels)
    return " ".join("".join(shown).split())


def _block(text: str, style: str, colour: bool, width: int) -> str:
    """A text in one style, broken into lines, the later ones as far in as the first."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    lines = _wrapped(without_controls(text.strip()), width - len(indent)).split("\n")
    return "\n".join(indent + _styled(line, style, colour) for line in lines)


def _styled(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour and text else text


def _wrapped(text: str, width: int) -> str:
    lines: list[str] = []
    length = 0
    for word in text.split(" "):
        size = _visible(word)
        if lines and length + 1 + size <= width:
            lines[-1] += " " + word
            length += 1 + size
        else:
            lines.append(word)
            length = size
    return "\n".join(lines)


def _visible(text: str) -> int:
    """How many columns ``text`` takes, without its colour codes."""
    size, inside = 0, False
    for char in text:
        if char == "\x1b":
            inside = True
        elif inside:
            inside = char != "m"
        else:
            size += 0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return size


def _width() -> int:
    return max(40, min(100, shutil.get_terminal_size((88, 24)).columns))
