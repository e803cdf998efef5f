"""From articles to what an engine takes in, by this process alone or by several.

An article is analysed, made the record of its documents, and brought into the form that the engine of the index keeps.
All of that needs nothing but the article, so it can be done by other processes; what comes out is taken in by this one,
in the order in which the articles went in. An index is therefore the same whoever prepared its articles.

    >>> from newsindex.engines.memory import MemoryEngine
    >>> article = Article.make(id="a", headline="Rain", text="It rained in Seoul.", published="2024-10-21")
    >>> with MemoryEngine().writer() as writer:
    ...     with Preparing(Recipe(writer.preparation), lambda one, prepared: print(one.id)) as preparing:
    ...         preparing.put(article)
    a
"""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from newsindex.articles import Article
from newsindex.errors import InvalidValueError
from newsindex.recipe import Batch, Recipe

if TYPE_CHECKING:
    from concurrent.futures import Future

    from newsindex.processes import Processes

__all__ = ["MOST_WORKERS", "Preparing", "check_workers"]

MOST_WORKERS = 61
"""Windows cannot wait for more; and long before that, taking in what they prepare is the slowest part."""

# A tenth of a second's work or so: enough to be worth sending and for names to be found in all of it at once, little
# enough to keep every process busy to the end.
_CHARACTERS = 40_000
_AHEAD = 3


class Preparing:
    """Articles are put in and handed on prepared, in the same order; a context manager, at whose end all is done.

    ``ready`` is called in this process with each article and what was made of it. Articles are prepared in batches of
    some dozen, above ``workers=1`` by so many processes, and ``drain`` waits for what is still in hand. An error in
    preparing an article is raised by a later ``put`` or ``drain``. Raises ``WorkerError`` if a process ends before its
    work.
    """

    def __init__(self, recipe: Recipe, ready: Callable[[Article, Any], object], *, workers: int = 1) -> None:
        check_workers(workers)
        self._recipe = recipe
        self._ready = ready
        self._workers = workers
        self._processes: Processes | None = None
        self._batch: Batch = []
        self._characters = 0
        self._sent: deque[tuple[Batch, Future[list[Any]]]] = deque()

    def put(self, article: Article, origin: str | None = None) -> None:
        """Have an article prepared; ``origin`` is the file it was read from."""
        self._batch.append((article, origin))
        self._characters += len(article.text)
        if self._characters >= _CHARACTERS:
            self._prepare() if self._workers == 1 else self._send()

    def drain(self) -> None:
        """Wait until all that was put in has been handed on."""
        if self._batch and self._processes is not None:
            self._send()
        while self._sent:
            self._receive()
        self._prepare()  # less than one batch from beginning to end is not worth a process

    def _prepare(self) -> None:
        batch = self._taken()
        for (article, _), prepared in zip(batch, self._recipe.prepared(batch), strict=True):
            self._ready(article, prepared)

    def _send(self) -> None:
        if self._processes is None:
            # Loaded when it is needed and not before: a search starts no processes.
            room = importlib.import_module("newsindex.processes")
            self._processes = room.Processes(self._recipe, self._workers)
        batch = self._taken()
        self._sent.append((batch, self._processes.send(batch)))
        while len(self._sent) > _AHEAD * self._workers:
            self._receive()

    def _receive(self) -> None:
        assert self._processes is not None
        batch, sent = self._sent.popleft()
        for (article, _), prepared in zip(batch, self._processes.receive(sent), strict=True):
            self._ready(article, prepared)

    def _taken(self) -> Batch:
        batch, self._batch, self._characters = self._batch, [], 0
        return batch

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.drain()
        finally:
            if self._processes is not None:
                self._processes.end()


def check_workers(workers: int) -> None:
    """Raise ``InvalidValueError`` for what is not a number of processes."""
    if isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= MOST_WORKERS:
        raise InvalidValueError(f"workers={workers!r} is not a number of processes; give one from 1 to {MOST_WORKERS}")
