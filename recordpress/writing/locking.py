"""One build at a time: a lock on a file, which the system takes away when the process ends, however it ends."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from recordpress.problems import Problem

PAUSE = 0.1  # seconds


class BlockedError(Exception):
    """A build cannot begin; `problem` says why.

    Args:
        problem: The problem to show.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@contextmanager
def locked(path: Path, wait: float, waiting: Callable[[], None] = lambda: None) -> Iterator[bool]:
    """Hold a lock, or find that somebody else does.

    Args:
        path: The file to lock; its folder exists.
        wait: Seconds to wait for it at most.
        waiting: Called once, before waiting begins.

    Yields:
        Whether the lock is held.

    Raises:
        OSError: The file cannot be opened.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        yield _acquire(descriptor, wait, waiting)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, wait: float, waiting: Callable[[], None]) -> bool:
    if _try(descriptor):
        return True
    if wait > 0:
        waiting()
    end = time.monotonic() + wait
    while time.monotonic() < end:
        time.sleep(PAUSE)
        if _try(descriptor):
            return True
    return False


if sys.platform == "win32":  # pragma: no cover (the tests run on one system at a time)
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
