"""Processes that work for the server: it goes on answering meanwhile, and outlives them if they end in a crash."""

import asyncio
import io
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from recordpress.building import build
from recordpress.crew import Crew, signals_held
from recordpress.orphans import end_with_parent
from recordpress.problems import has_errors
from recordpress.progress import Progress
from recordpress.unusable import UnusableError
from recordpress.watching.previewing import CURRENT, Preview, Previewer
from recordpress.writing.files import copy_files, remove

Work = Callable[[Path, Path, Connection], Callable[[], Preview]]
"""Takes the dataset, a folder of its own and who is told of stages; returns what is done whenever it is asked for."""


class HelperError(Exception):
    """The work came to nothing; the message is a sentence for people."""


class Helper:
    """A process that does one kind of work, started when it is first asked and again after it has ended.

    Args:
        work: Makes what is done.
        root: The dataset.
        space: A folder for what is made.
    """

    def __init__(self, work: Work, root: Path, space: Path) -> None:
        self._work, self._root, self._space = work, root, space
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self.stage = ""

    async def ask(self) -> Preview:
        """Have it done.

        Raises:
            HelperError: It can't be, or the process has ended.
        """
        if self._process is not None and not self._process.is_alive():
            self.end()  # it was ended while it waited for work: another one can do it
        connection = self._begin()
        connection.send(None)
        while True:
            try:
                told = await asyncio.to_thread(connection.recv)
            except (EOFError, OSError):
                status = await asyncio.to_thread(self.end)
                raise HelperError(f"the build ended before its time ({_ended(status)})") from None
            if isinstance(told, Preview):
                return told
            if isinstance(told, HelperError):
                raise told
            self.stage = told

    def end(self, patience: float = 0.2) -> int | None:
        """End the process, whatever it does; its exit status, None where there was none.

        Args:
            patience: Seconds that it has for ending by itself, so that its status tells why.
        """
        process, self._process, self.stage = self._process, None, ""
        if process is None:
            return None
        process.join(patience)
        process.terminate()
        process.join()
        return process.exitcode

    def _begin(self) -> Connection:
        if self._process is None or self._connection is None:
            way, context = multiprocessing.get_start_method(), multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(self._work, self._root, self._space, theirs, way))
            with signals_held():
                self._process.start()
            theirs.close()
        return self._connection


def _ended(status: int | None) -> str:
    return signal.Signals(-status).name if status and status < 0 else f"exit status {status}"


def _serve(work: Work, root: Path, space: Path, connection: Connection, way: str) -> None:
    """Do the work whenever it is asked for, in a process of its own."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to deal with
    multiprocessing.set_start_method(way, force=True)  # of processes of its own: as in every build
    do = work(root, space, connection)
    while True:
        try:
            connection.recv()
        except EOFError:
            return
        connection.send(_outcome(do))


def _outcome(do: Callable[[], Preview]) -> Preview | HelperError:
    try:
        return do()
    except UnusableError as error:
        return HelperError(str(error))
    except Exception as error:  # noqa: BLE001 whatever it is, the server goes on
        return HelperError(f"there is a bug in the engine: {type(error).__name__}: {error}")


def previews(root: Path, space: Path, _connection: Connection) -> Callable[[], Preview]:
    """Work that makes previews."""
    return Previewer(root, space, Crew()).preview


def builds(root: Path, space: Path, connection: Connection) -> Callable[[], Preview]:
    """Work that builds the whole package, and puts it where nobody removes it."""
    progress = _Stages(connection)
    target = space / "built"

    def work() -> Preview:
        built = build(root, progress)
        if has_errors(built.problems):
            return Preview(built.problems)
        remove(target)
        copy_files((root / CURRENT).resolve(), target)
        return Preview(built.problems, target, built.summary)

    return work


class _Stages(Progress):
    """Tells another process which stage has begun."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(io.StringIO())
        self._connection = connection

    def stage(self, name: str) -> None:
        """A stage begins."""
        self._connection.send(name)
