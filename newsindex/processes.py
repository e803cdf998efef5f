"""Other processes that prepare articles: started, handed batches of articles, ended.

They are started as ``multiprocessing`` is set to start them, end with this process, however it ends, and leave Ctrl-C
to it. ``newsindex.preparing`` loads this module when a first batch is there for them.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from ctypes import c_byte
from multiprocessing.connection import wait
from typing import Any

from newsindex.analysis.entities import default_recognizer
from newsindex.errors import InvalidValueError, WorkerError
from newsindex.recipe import Batch, Recipe

__all__ = ["Processes"]


class Processes:
    """So many processes that prepare articles by one recipe."""

    def __init__(self, recipe: Recipe, workers: int) -> None:
        """Raises ``InvalidValueError`` if the recipe has to be sent to them and cannot be."""
        context = multiprocessing.get_context()
        if context.get_start_method() != "fork":
            try:
                pickle.dumps(recipe)
            except Exception as error:
                raise InvalidValueError(
                    f"recognizer={recipe.recognizer!r} cannot be sent to another process ({error}); "
                    "give one that can be pickled, or workers=1"
                ) from error
        # Without a lock, which a process that is killed might take with it.
        self._stop = context.RawValue("b", 0)
        self._pool = ProcessPoolExecutor(workers, context, _begin, (recipe, self._stop))

    def send(self, batch: Batch) -> Future[list[Any]]:
        """Have a batch prepared."""
        try:
            with _interrupted_later():  # what starts processes must not be left half done
                return self._pool.submit(_prepare, batch)
        except BrokenProcessPool as error:
            raise _broken() from error

    def receive(self, sent: Future[list[Any]]) -> list[Any]:
        """What was made of a batch, once it is. Raises what preparing it raised, or ``WorkerError``."""
        try:
            return sent.result()
        except BrokenProcessPool as error:
            raise _broken() from error

    def end(self) -> None:
        """Let each finish the batch it is at, and no more."""
        self._stop.value = 1
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Ctrl-C comes at the end of the ``with``; processes that are started within never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _broken() -> WorkerError:
    return WorkerError(
        "a process that prepared articles ended before its work, so nothing was added: it was killed, memory ran out, "
        'or the program that started it does not keep its own work under if __name__ == "__main__"; try fewer workers'
    )


# What follows runs in the other processes.

_given: list[tuple[Recipe, c_byte]] = []


def _begin(recipe: Recipe, stop: c_byte) -> None:
    # Ctrl-C reaches every process of a terminal; it is for the first one to say how the work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # At a fork, another thread may have been using the one that the parent has, and would never let go of it here.
    default_recognizer.cache_clear()
    threading.Thread(target=_end_with_parent, name="newsindex-parent", daemon=True).start()
    _given[:] = [(recipe, stop)]


def _end_with_parent() -> None:
    """A parent that is killed tells nobody; without this its children would wait for work forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _prepare(batch: Batch) -> list[Any]:
    ((recipe, stop),) = _given
    return [] if stop.value else recipe.prepared(batch)
