"""Runs commands in processes that were forked from this one, so that hundreds of builds need not load their code anew.

Each command is the leader of a session of its own: whatever it leaves running can be found, and ended, by that.
"""

import importlib
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from recordpress.cli import main

LONGEST = 150.0  # seconds, against hangs only
PATIENCE = 5.0  # seconds that workers have to notice that their build is gone
PAUSE = 0.005  # seconds between two looks
KILL, STOP = 9, 2


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit status (-9 when killed), what it said, and how many processes outlived it."""

    status: int
    said: str
    seconds: float
    orphans: int

    @property
    def told(self) -> tuple[str, ...]:
        """Its problems, as `CODE message`, without warnings of the data; what else it said of failure, as it is."""
        lines = [line for line in self.said.splitlines() if line and not line.startswith(" ")]
        found = (line.partition(" ")[2] for line in lines if line.partition(" ")[0].count(":") >= 2)
        others = (line for line in lines if line.startswith(("error:", "bug in the engine", "Traceback")))
        return tuple(dict.fromkeys((*(one for one in found if not _is_usual(one)), *others)))


def _is_usual(message: str) -> bool:
    return " warning: " in message and not message.startswith("W")


class Running:
    """A command that runs."""

    def __init__(self, work: Callable[[], int], temporary: Path) -> None:
        """Begin with `work` in a child that has a folder for temporary files."""
        self._reader, writer = os.pipe()  # no file, which a disk that is full would not take
        os.set_blocking(self._reader, False)
        self._said = b""
        self.begun = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _child(work, writer, temporary)
        os.close(writer)
        self.status: int | None = None

    def signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.is_running():
            os.kill(self.pid, number)

    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        self._listen()
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def wait(self) -> Ended:
        """Wait for its end, and look at what it left running; nothing of that runs on afterwards."""
        while self.is_running() and time.monotonic() < self.begun + LONGEST:
            time.sleep(PAUSE)
        hangs = self.is_running()
        self.signal(KILL)
        while self.is_running():
            time.sleep(PAUSE)
        seconds = time.monotonic() - self.begun
        self._listen()
        os.close(self._reader)
        said = self._said.decode("utf-8", "replace")
        said += f"\nerror: it had not ended after {LONGEST:g} seconds" if hangs else ""
        return Ended(self.status or 0, said, seconds, self._orphans())

    def _listen(self) -> None:
        with suppress(BlockingIOError):
            while found := os.read(self._reader, 1 << 16):
                self._said += found

    def _orphans(self) -> int:
        end = time.monotonic() + PATIENCE
        while (left := members(self.pid)) and time.monotonic() < end:
            time.sleep(PAUSE * 10)
        for pid in left:
            os.kill(pid, KILL)
        while members(self.pid):
            time.sleep(PAUSE)
        return len(left)


def members(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for pid in psutil.pids():
        with suppress(psutil.Error, OSError):
            if os.getsid(pid) == session and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


class Runner:
    """Starts the program's commands.

    Args:
        folder: For what is noted of commands, and their temporary files.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folders."""
        self.folder, self.temporary = folder, folder / "temporary"
        self.temporary.mkdir(parents=True)

    def start(self, *arguments: str | Path, prepare: Callable[[], object] = lambda: None) -> Running:
        """Start a command of the program in a process that `prepare` was called in."""

        def work() -> int:
            prepare()
            return main([str(argument) for argument in arguments])

        return self.fork(work)

    def fork(self, work: Callable[[], int]) -> Running:
        """Start anything else."""
        return Running(work, self.temporary)

    def run(self, *arguments: str | Path, prepare: Callable[[], object] = lambda: None) -> Ended:
        """Run a command to its end."""
        return self.start(*arguments, prepare=prepare).wait()

    def load_what_is_used(self, *arguments: str | Path) -> None:
        """Run a command once, and load here what it loaded there: later processes have it from the start."""
        listing = self.folder / "modules"

        def work() -> int:
            status = main([str(argument) for argument in arguments])
            listing.write_text("\n".join(sys.modules), encoding="utf-8")
            return status

        ended = self.fork(work).wait()
        if ended.status:
            raise RuntimeError(ended.said)
        for name in listing.read_text(encoding="utf-8").split():
            if name not in sys.modules and name != "__mp_main__":
                importlib.import_module(name)


def _child(work: Callable[[], int], output: int, temporary: Path) -> None:
    status = 99
    try:
        os.setsid()
        for stream in (1, 2):
            os.dup2(output, stream)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        tempfile.tempdir = str(temporary)
        os.environ["TMPDIR"] = str(temporary)
        status = work()
    except BaseException:  # noqa: BLE001 (a child must not go on as its parent)
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
