"""What a terminal shows: hits with the words that answered, and texts with their dates and names told apart.

Colour is for terminals only: it is left out when the output goes elsewhere or ``NO_COLOR`` is set.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Mapping

from attrs import frozen

from newsindex.analysis.annotated import AnnotatedArticle
from newsindex.articles import Article
from newsindex.index import Stats
from newsindex.results import Hit, Results
from newsindex.spans import Span

__all__ = ["show_annotated", "show_results", "show_stats"]

_CODES = {"match": "1;33", "headline": "1", "dim": "2", "date": "36", "person": "32", "org": "35", "place": "34"}


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


def show_stats(stats: Stats) -> str:
    """The size of an index."""
    return (
        f"{stats.articles:,} articles, {stats.passages:,} passages from {stats.files:,} files\n"
        f"state {stats.state}"
    )


def _hit(hit: Hit, *, colour: bool, width: int) -> str:
    about = " · ".join(filter(None, (hit.published.isoformat()[:10], hit.source, hit.id)))
    lines = [_styled(hit.headline, "headline", colour), _styled(about, "dim", colour)]
    text = hit.article().text
    marks = [_Mark(span, "match") for span in hit.highlights]
    evidence = hit.evidence
    if evidence is not None:
        marks.append(_Mark(evidence.date_span, "date", str(evidence.days)))
    shown = _marked(text, hit.snippet_span, marks, colour=colour)
    plain = hit.snippet
    shown = ("…" if plain.startswith("…") else "") + shown + ("…" if plain.endswith("…") else "")
    lines.append(_wrapped(shown, width))
    if evidence is not None and not hit.snippet_span.contains(evidence.date_span):
        lines.append(_styled(f"  [{evidence.days} told as {evidence.date_text!r}]", "date", colour))
    return "\n".join(lines)


def _facet(name: str, counts: Mapping[str, int], *, colour: bool, most: int = 15) -> str:
    rows = [f"  {count:>7,}  {value}" for value, count in list(counts.items())[:most]]
    if len(counts) > most:
        rows.append(f"  … and {len(counts) - most:,} more")
    return "\n".join([_styled(name, "headline", colour), *(rows or ["  none"])])


def _told(annotated: AnnotatedArticle, article: Article, *, colour: bool) -> str:
    lines = []
    for telling in annotated.tellings:
        if telling.lent and telling.date.value is not None:
            quote = textwrap.shorten(article.quote(telling.span), 70, placeholder=" …")
            lines.append(f"  {telling.date.value}  {quote}")
    return "\n".join([_styled("Dated by the words before them:", "dim", colour), *lines]) if lines else ""


def _marked(text: str, piece: Span, marks: Iterable[_Mark], *, colour: bool) -> str:
    shown = []
    position = piece.start
    for mark in sorted(marks, key=lambda one: (one.span.start, -one.span.end)):
        if mark.span.start < position or not piece.contains(mark.span):
            continue
        shown.append(text[position : mark.span.start])
        words = mark.span.of(text)
        shown.append(_styled(words, mark.style, colour) if colour or not mark.label else words)
        if mark.label:
            shown.append(_styled(f" [{mark.label}]", "dim", colour))
        position = mark.span.end
    shown.append(text[position : piece.end])
    return " ".join("".join(shown).split())


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
            size += 1
    return size


def _width() -> int:
    return max(40, min(100, shutil.get_terminal_size((88, 24)).columns))


