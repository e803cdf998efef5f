"""The command line: it prints what the library returns.

Results go to standard output; progress and messages to standard error. The exit status is 0 with hits, 1 without, and 2
after an error, which is told in one line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, get_args

import click
from attrs import asdict
from tqdm import tqdm

from newsindex.analysis.loading import annotate_article
from newsindex.articles import Article
from newsindex.corpora import open_corpus
from newsindex.engines.base import FACET_FIELDS, Level, Sort
from newsindex.errors import NewsIndexError, ReadError
from newsindex.index import Index
from newsindex.readers import read
from newsindex.render.plain import annotated_to_dict, results_to_dict, to_json
from newsindex.render.terminal import show_annotated, show_results, show_stats

__all__ = ["main"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

NO_HITS = 1
ERROR = 2


class _Group(click.Group):
    """A group whose commands tell every error of ours in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NewsIndexError as error:
            click.echo(f"newsindex: {error}", err=True)
            ctx.exit(ERROR)
        except BrokenPipeError:
            # The reader of our output (head, less) has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsindex")
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


@main.command()
@click.argument("query")
@click.argument("corpus", default=".")
@_filters
@click.option("--level", type=click.Choice(get_args(Level)), default="article", help="What a hit is.")
@click.option("--sort", type=click.Choice(get_args(Sort)), default="relevance", show_default=True)
@click.option("--facet", "facets", multiple=True, type=click.Choice(FACET_FIELDS), help="Count this over all matches.")
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="How many hits to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many hits to pass over.")
@click.option("--timeout", type=float, help="Give up after so many seconds.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.pass_context
def search(ctx: click.Context, /, query: str, corpus: str, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Search CORPUS: a folder, a file, or an index made by "newsindex index"."""
    with _progress("indexing") as (on_article, on_error):
        index = open_corpus(corpus, on_error=on_error, on_article=on_article)
    results = index.search(query, **{name: value for name, value in options.items() if value not in (None, ())})
    if as_json:
        click.echo(to_json(results_to_dict(results)))
    elif as_csv:
        click.echo(results.to_csv(), nl=False)
    else:
        click.echo(show_results(results, colour=_colour()))
    ctx.exit(0 if results.total else NO_HITS)


@main.command("index")
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...")
@click.option("--to", "folder", required=True, metavar="DIR", help="Where the index is, or is to be made.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Name a column of CSV or JSON Lines.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def index_command(corpora: tuple[str, ...], folder: str, mapping: tuple[str, ...], as_json: bool) -> None:
    """Build or update the index in DIR from files and folders of articles."""
    columns = dict(_pair(item) for item in mapping)
    skipped: list[ReadError] = []
    changed = 0
    with Index.open(folder, create=True) as index, _progress("indexing") as (on_article, on_error):

        def report(problem: ReadError) -> None:
            skipped.append(problem)
            on_error(problem)

        for corpus in corpora:
            changed += index.refresh(corpus, mapping=columns or None, on_error=report, on_article=on_article)
        stats = index.stats()
    if not stats.articles:
        raise ReadError(", ".join(corpora), "no article could be read; see the README for the layouts that are known")
    if as_json:
        problems = [{"place": problem.place, "reason": problem.reason} for problem in skipped]
        click.echo(to_json({"changed": changed, "skipped": problems, "articles": stats.articles, "state": stats.state}))
    else:
        click.echo(f"{changed:,} changed, {len(skipped):,} skipped; {stats.articles:,} articles in {folder}")


@main.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one list for the file.")
def annotate(file: str, as_json: bool) -> None:
    """Show the dates and names in the articles of FILE, with their values."""
    with _progress("reading") as (_, on_error):
        annotated = [annotate_article(article) for article in read(file, on_error=on_error)]
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
    with Index.open(folder) as index:
        problems = index.check()
    if as_json:
        click.echo(to_json({"ok": not problems, "problems": problems}))
    elif problems:
        click.echo("\n".join(problems))
    else:
        click.echo(f"{folder}: no damage found")
    ctx.exit(ERROR if problems else 0)


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
