"""Who does the work: this process, several processes, or any other executor, a cluster's for instance.

The result never depends on it. What is sent to another process says all that it needs.
"""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from recordpress.unusable import UnusableError

LOST = "a process that did a part of the work was ended from outside, perhaps for want of memory"
AHEAD = 8  # tasks handed out for each worker before the first result is awaited, so that results can't pile up
A = TypeVar("A")
T = TypeVar("T")


class Inline(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, function: Callable[..., T], /, *arguments: Any, **named: Any) -> Future[T]:
        """The finished work; what it raises is raised when the result is asked for."""
        future: Future[T] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
            future.set_exception(error)
        return future


class Crew:
    """The workers of one command; processes are started when they are first needed.

    Args:
        workers: Number of processes; as many as there are processors when None. With 1 none are started.
        cluster: Any executor that may be on other machines: it is given what is read, and returns what it made.
        reach: How many tasks the cluster works on at a time.
    """

    def __init__(self, workers: int | None = None, cluster: Executor | None = None, reach: int = 1) -> None:
        """Start nothing yet."""
        self.workers = workers or _processors()
        self.cluster = cluster
        self.reach = reach if cluster else self.workers
        self._processes: Executor | None = None

    def __enter__(self) -> Self:
        """The crew itself."""
        return self

    def __exit__(self, _type: object, error: BaseException | None, _place: object) -> None:
        """Let the processes end; what was not begun is left undone.

        Raises:
            UnusableError: A worker was ended from outside.
        """
        if self._processes is not None:
            self._processes.shutdown(wait=True, cancel_futures=True)
        if isinstance(error, BrokenExecutor):
            raise UnusableError(LOST) from None

    def local(self, *, worthwhile: bool = True) -> Executor:
        """An executor on this machine.

        Args:
            worthwhile: Whether the work is long enough for processes to be started for it.
        """
        if self._processes is None and worthwhile and self.workers > 1:
            from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - takes a while to be loaded

            self._processes = ProcessPoolExecutor(self.workers, initializer=_ready)
        return self._processes or Inline()


def spread(executor: Executor, workers: int, function: Callable[[A], T], tasks: Iterable[A]) -> Iterator[tuple[A, T]]:
    """Each task with its result, in the order of the tasks, of which only some are under way at a time."""
    waiting: deque[tuple[A, Future[T]]] = deque()
    for task in tasks:
        with signals_held():
            waiting.append((task, executor.submit(function, task)))
        if len(waiting) > AHEAD * workers:
            first, future = waiting.popleft()
            yield first, future.result()
    while waiting:
        first, future = waiting.popleft()
        yield first, future.result()


def _processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _ready() -> None:
    from recordpress.orphans import end_with_parent  # noqa: PLC0415 - as above

    end_with_parent()
    gc.disable()  # as `garbage.collection_paused`: what is made is sent away or written, and holds no circles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the others


@contextmanager
def signals_held() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started: they inherit that, so that none is ended before its work begins."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where a worker looks after itself once it runs
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
