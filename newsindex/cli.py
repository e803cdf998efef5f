"""The command line: it prints what the library returns.

Results go to standard output; progress and messages to standard error. The exit status is 0 with hits, 1 without, and 2
after an error, which is told in one line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, get_args

import click
from attrs import asdict
from tqdm import tqdm

from newsindex.analysis.annotated import EntityType
from newsindex.analysis.loading import annotate_articles
from newsindex.articles import Article
from newsindex.corpora import open_corpus
from newsindex.documents import NAME_TYPES
from newsindex.engines.base import FACET_FIELDS, Level, Sort
from newsindex.errors import InvalidValueError, NewsIndexError, ReadError
from newsindex.exports.ftm import entities_of
from newsindex.exports.lines import csv_lines, json_lines
from newsindex.index import Index
from newsindex.names.aliases import Aliases
from newsindex.preparing import MOST_WORKERS
from newsindex.questions import MOST_PASSAGES
from newsindex.readers import read
from newsindex.render.plain import annotated_to_dict, results_to_dict, to_json
from newsindex.render.terminal import show_annotated, show_entities, show_results, show_stats
from newsindex.render.timeline_html import timeline_page
from newsindex.render.timeline_terminal import show_timeline
from newsindex.results import Results
from newsindex.timeline import Timeline
from newsindex.version import VERSION

__all__ = ["main"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

NO_HITS = 1
ERROR = 2


class _Group(click.Group):
    """A group whose commands tell every error in one line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            _tell_usage(error, ctx)
            ctx.exit(ERROR)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NewsIndexError as error:
            click.echo(f"newsindex: {error}", err=True)
            ctx.exit(ERROR)
        except click.UsageError as error:
            _tell_usage(error, ctx)
            ctx.exit(ERROR)
        except BrokenPipeError:
            # The reader of our output (head, less) has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def _tell_usage(error: click.UsageError, ctx: click.Context) -> None:
    ctx = error.ctx or ctx
    minus = "; a query that begins with - goes after --" if isinstance(error, click.NoSuchOption) and ctx.parent else ""
    click.echo(f"newsindex: {error.format_message().rstrip('.')}{minus}; see {ctx.command_path} --help", err=True)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION)
def main() -> None:
    """Search news by when it happened, who was named and what was said."""


def _filters(command: _Command) -> _Command:
    """The options that narrow what is found, for every command that searches."""
    options = [
        click.option("--published", metavar="DAYS", help="Printed on these days: 2024-10-21, 2024-10, a..b."),
        click.option("--happened", metavar="DAYS", help="Telling of these days, whenever it was printed."),
        click.option("--person", multiple=True, metavar="NAME", help="Naming this person; may be given several times."),
        click.option("--org", multiple=True, metavar="NAME", help="Naming this organisation."),
        click.option("--place", multiple=True, metavar="NAME", help="Naming this place."),
        click.option("--entity", multiple=True, metavar="NAME", help="Naming this person, organisation or place."),
        click.option("--source", metavar="NAME", help="Attributed to this source."),
        click.option("--section", metavar="NAME", help="In this section: headline, lead, details, background, quote …"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _forms(*names: str) -> Callable[[_Command], _Command]:
    """The options that say in which form the answer is printed; of several, the last counts."""
    known = {
        "json": "Print JSON.",
        "jsonl": "Print JSON Lines, one hit or event a line.",
        "csv": "Print CSV.",
        "ftm": "Print FollowTheMoney entities, one a line.",
        "ics": "Print iCalendar.",
    }

    def add(command: _Command) -> _Command:
        for name in reversed(names):
            command = click.option(f"--{name}", "form", flag_value=name, help=known[name])(command)
        return command

    return add


_workers = click.option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), default=1, show_default=True, help="How many processes analyse."
)
_memory = click.option(
    "--memory", type=click.IntRange(1), default=256, metavar="MB", help="Memory for what one commit adds."
)
_receipt_file = click.option(
    "--receipt", type=click.Path(dir_okay=False), metavar="FILE", help="Tell FILE how the answer came about."
)


@main.command()
@click.argument("query")
@click.argument("corpus", default=".")
@_filters
@click.option("--level", type=click.Choice(get_args(Level)), default="article", help="What a hit is.")
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True)
@click.option("--facet", "facets", multiple=True, type=click.Choice(FACET_FIELDS), help="Count this over all matches.")
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="How many hits to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many hits to pass over.")
@click.option("--collapse", is_flag=True, help="One hit for copies and near-copies, with the names of the rest.")
@click.option("--timeout", type=float, help="Give up after so many seconds.")
@click.option("--all", "everything", is_flag=True, help="Every match and not one page; with --jsonl, --csv or --ftm.")
@_forms("json", "jsonl", "csv", "ftm")
@_receipt_file
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: str,
    corpus: str,
    everything: bool,
    form: str | None,
    receipt: str | None,
    **options: Any,
) -> None:
    """Search CORPUS: a folder, a file, or an index made by "newsindex index"."""
    if everything and form not in ("jsonl", "csv", "ftm"):
        raise InvalidValueError("--all prints a stream; add --jsonl, --csv or --ftm to say of what")
    index = _opened(corpus)
    results = index.search(query, **_given(options))
    _print_results(results, form, everything=everything)
    if receipt is not None:
        _write(receipt, [to_json(results.receipt().to_dict()), "\n"])
    if form is None and not results.total:
        _tell_why_not(index, results.query)
    ctx.exit(0 if results.total else NO_HITS)


@main.command()
@click.argument("query")
@click.argument("corpus", default=".")
@_filters
@click.option("--limit", type=click.IntRange(0), default=MOST_PASSAGES, show_default=True, help="Of how many passages.")
@click.option(
    "--important",
    type=float,
    metavar="N",
    help="Only events told by so many independent sources; a source "
    "that tells it in a headline or a lead counts for one and a half.",
)
@click.option("--disputed", is_flag=True, help="Only events on which accounts differ.")
@click.option("--top", type=click.IntRange(1), help="Only so many events, the most important.")
@click.option("--no-merge", "merge", flag_value=False, default=True, help="Leave each telling an event of its own.")
@click.option("--quotes", is_flag=True, help="Show every telling word for word.")
@click.option("--html", type=click.Path(dir_okay=False), metavar="FILE", help="Write one HTML page to FILE.")
@_forms("json", "jsonl", "csv", "ics", "ftm")
@_receipt_file
@click.pass_context
def timeline(
    ctx: click.Context,
    /,
    query: str,
    corpus: str,
    important: float | None,
    disputed: bool,
    top: int | None,
    quotes: bool,
    html: str | None,
    form: str | None,
    receipt: str | None,
    **options: Any,
) -> None:
    """Tell what happened when, by all the articles of CORPUS that tell of it."""
    index = _opened(corpus)
    found = everything = index.timeline(query, **_given(options))
    if important is not None:
        found = found.important(important)
    if disputed:
        found = found.disputed()
    if top is not None:
        found = found.top(top)
    if html is not None:
        _write(html, timeline_page(found))
        click.echo(f"{len(found):,} {'event' if len(found) == 1 else 'events'} in {html}", err=True)
    if form is not None or html is None:
        _print_timeline(found, form, quotes=quotes)
    if receipt is not None:
        _write(receipt, [to_json(found.receipt().to_dict()), "\n"])
    if form is None and not everything:
        _tell_why_not(index, everything.query)
    ctx.exit(0 if found else NO_HITS)


@main.command()
@click.argument("article_id", metavar="ID")
@click.argument("corpus", default=".")
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="How many hits to show.")
@_forms("json", "jsonl", "csv", "ftm")
@_receipt_file
@click.pass_context
def similar(
    ctx: click.Context, /, article_id: str, corpus: str, limit: int, form: str | None, receipt: str | None
) -> None:
    """Show the articles of CORPUS that are most like the one with this ID."""
    results = _opened(corpus).similar(article_id, limit=limit)
    _print_results(results, form, everything=False)
    if receipt is not None:
        _write(receipt, [to_json(results.receipt().to_dict()), "\n"])
    ctx.exit(0 if results.total else NO_HITS)


@main.command()
@click.argument("query")
@click.argument("corpus", default=".")
@_forms("json")
@click.pass_context
def suggest(ctx: click.Context, /, query: str, corpus: str, form: str | None) -> None:
    """Tell what a misspelled QUERY may have meant, by the words and names of CORPUS."""
    meant = _opened(corpus).suggest(query)
    if form == "json":
        found = [{"written": one.written, "alternatives": [asdict(other) for other in one.alternatives]}
                 for one in meant.corrections]  # fmt: skip
        click.echo(to_json({"asked": query, "query": meant.text, "corrections": found, "unknown": meant.unknown}))
    elif meant:
        click.echo(meant.text)
    else:
        unknown = ", ".join(meant.unknown)
        click.echo(f"nowhere in the index: {unknown}" if unknown else "every word is in the index", err=True)
    ctx.exit(0 if meant else NO_HITS)


@main.command("entities")
@click.argument("corpus", default=".")
@click.option("--prefix", default="", metavar="TEXT", help="Only those with a name or alias in which a word begins so.")
@click.option("--type", "kind", type=click.Choice(NAME_TYPES), help="Only people, organisations or places.")
@click.option("--near", metavar="NAME", help="Who and what is named in the same passages, the most often first.")
@click.option("--limit", type=click.IntRange(0), default=50, show_default=True, help="How many to show.")
@click.option("--joins", is_flag=True, help="List which names were joined, as entries of aliases.toml that undo it.")
@_forms("json")
@click.pass_context
def entities_command(
    ctx: click.Context, /, corpus: str, prefix: str, kind: EntityType | None, near: str | None, limit: int,
    joins: bool, form: str | None,
) -> None:  # fmt: skip
    """List the people, organisations and places of CORPUS, with their aliases."""
    index = _opened(corpus)
    if joins:
        made = [join for join in index.joins() if kind in (None, join.type)]
        click.echo(to_json([asdict(join) for join in made]) if form else "\n".join(join.to_toml() for join in made))
        ctx.exit(0 if made else NO_HITS)
    found = index.entities(prefix, type=kind, near=near, limit=limit)
    if form == "json":
        click.echo(to_json([one.to_dict() for one in found]))
    else:
        click.echo(show_entities(found, near=near, colour=_colour()))
    ctx.exit(0 if found else NO_HITS)


@main.command("index")
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@click.option("--to", "folder", required=True, metavar="DIR", help="Where the index is, or is to be made.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Name a column of CSV or JSON Lines.")
@click.option("--aliases", metavar="FILE", help="Keep what this file says of names with the index (aliases.toml).")
@_workers
@_memory
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def index_command(
    corpora: tuple[str, ...], folder: str, mapping: tuple[str, ...], aliases: str | None, workers: int, memory: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Build or update the index in DIR from files and folders of articles."""
    columns = dict(_pair(item) for item in mapping)
    # What is not understood is told before anything is indexed.
    said = None if aliases is None else Aliases.read(aliases)
    skipped: list[ReadError] = []
    changed = 0
    with Index.open(folder, create=True, memory=memory) as index, _progress("indexing") as (on_article, on_error):

        def report(problem: ReadError) -> None:
            skipped.append(problem)
            on_error(problem)

        for corpus in corpora:
            changed += index.refresh(
                corpus, mapping=columns or None, on_error=report, on_article=on_article, workers=workers
            )
        if said is not None:
            index.set_aliases(said)
        stats = index.stats()
    if not stats.articles:
        raise ReadError(", ".join(corpora), "no article could be read; see the README for the layouts that are known")
    if as_json:
        problems = [{"place": problem.place, "reason": problem.reason} for problem in skipped]
        click.echo(to_json({"changed": changed, "skipped": problems, "articles": stats.articles, "state": stats.state}))
    else:
        click.echo(f"{changed:,} changed, {len(skipped):,} skipped; {stats.articles:,} articles in {folder}")


@main.command()
@click.argument("folder", metavar="DIR")
@_workers
@_memory
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def rebuild(folder: str, workers: int, memory: int, as_json: bool) -> None:
    """Analyse the articles of the index in DIR again, which another version of newsindex made."""
    with _progress("analysing") as (on_article, _):
        count = Index.rebuild(folder, memory=memory, on_article=on_article, workers=workers)
    with Index.open(folder) as index:
        state = index.stats().state
    if as_json:
        click.echo(to_json({"articles": count, "state": state}))
    else:
        click.echo(f"{count:,} articles analysed again in {folder}")


@main.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one list for the file.")
def annotate(file: str, as_json: bool) -> None:
    """Show the dates and names in the articles of FILE, with their values."""
    with _progress("reading") as (_, on_error):
        annotated = list(annotate_articles(read(file, on_error=on_error)))
    if not annotated:
        raise ReadError(file, "no article could be read from it; see the README for the layouts that are known")
    if as_json:
        click.echo(to_json([annotated_to_dict(one) for one in annotated]))
    else:
        click.echo("\n\n".join(show_annotated(one, colour=_colour()) for one in annotated))


@main.command()
@click.argument("folder", metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def stats(folder: str, as_json: bool) -> None:
    """Tell how large the index in DIR is."""
    with Index.open(folder) as index:
        found = index.stats()
    if as_json:
        click.echo(to_json(asdict(found)))
    else:
        click.echo(show_stats(found))


@main.command()
@click.argument("folder", metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, folder: str, as_json: bool) -> None:
    """Look for damage in the index in DIR; the exit status is 0 if there is none, else 2."""
    problems = Index.check_files(folder)
    if as_json:
        click.echo(to_json({"ok": not problems, "problems": problems}))
    elif problems:
        click.echo("\n".join(problems))
    else:
        click.echo(f"{folder}: no damage found")
    ctx.exit(ERROR if problems else 0)


def _opened(corpus: str) -> Index:
    with _progress("indexing") as (on_article, on_error):
        return open_corpus(corpus, on_error=on_error, on_article=on_article)


def _tell_why_not(index: Index, query: str) -> None:
    """What of a question without an answer the index does not know, filters included."""
    meant = index.suggest(query)
    if meant:
        click.echo(f"did you mean: {meant}", err=True)
    if meant.unknown:
        click.echo(f"nowhere in the index: {', '.join(meant.unknown)}", err=True)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value not in (None, ())}


def _print_results(results: Results, form: str | None, *, everything: bool) -> None:
    hits = results.all() if everything else iter(results)
    match form:
        case "json":
            click.echo(to_json(results_to_dict(results)))
        case "jsonl":
            for line in json_lines(hit.to_dict() for hit in hits):
                click.echo(line)
        case "csv":
            for line in csv_lines(hit.to_dict() for hit in hits):
                click.echo(line, nl=False)
        case "ftm":
            for line in json_lines(entities_of(hits)):
                click.echo(line)
        case _:
            click.echo(show_results(results, colour=_colour()))


def _print_timeline(timeline: Timeline, form: str | None, *, quotes: bool) -> None:
    match form:
        case "json":
            click.echo(timeline.to_json())
        case "jsonl":
            for line in timeline.to_json_lines():
                click.echo(line)
        case "csv":
            click.echo(timeline.to_csv(), nl=False)
        case "ics":
            click.echo(timeline.to_ical(), nl=False)
        case "ftm":
            for line in json_lines(timeline.to_ftm()):
                click.echo(line)
        case _:
            click.echo(show_timeline(timeline, colour=_colour(), quotes=quotes))


def _write(file: str, pieces: Iterable[str]) -> None:
    try:
        with open(file, "w", encoding="utf-8", newline="") as out:
            out.writelines(pieces)
    except OSError as error:
        raise InvalidValueError(f"{file} cannot be written: {error.strerror or error}") from error


@contextmanager
def _progress(label: str) -> Iterator[tuple[Callable[[Article], None], Callable[[ReadError], None]]]:
    """A count of articles on the terminal, and a line for each file that is skipped."""
    with tqdm(desc=label, unit=" articles", file=sys.stderr, disable=not sys.stderr.isatty(), delay=0.5) as bar:

        def on_article(_article: Article) -> None:
            bar.update()

        def on_error(problem: ReadError) -> None:
            bar.clear()
            click.echo(f"skipped {problem}", err=True)

        yield on_article, on_error


def _pair(item: str) -> tuple[str, str]:
    field, equals, column = item.partition("=")
    if not (field and equals and column):
        raise click.BadParameter(f"{item!r} is not FIELD=COLUMN, such as headline=my_title")
    return field, column


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


if __name__ == "__main__":
    main()
