"""Runs a command as a process of its own and measures it with all its children."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

INTERVAL = 0.05  # seconds between two looks at the memory


class CommandError(Exception):
    """A measured command failed, so that its figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took.

    Args:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, user and system, of the process and all its children.
    """

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What several runs of a command took.

    Args:
        wall: Median of the seconds.
        fastest: Least of them.
        slowest: Most of them.
        cpu: Median of the processor seconds.
        memory: Largest sum of the memory of all its processes, in bytes.
    """

    wall: float
    fastest: float
    slowest: float
    cpu: float
    memory: int


def run(command: Sequence[str], cwd: Path) -> Cost:
    """Run a command to its end.

    Raises:
        CommandError: It failed; the text holds the end of what it said.
    """
    start = time.perf_counter()
    with _start(command, cwd) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    _require(process, command, said)
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Sequence[str], cwd: Path) -> int:
    """Largest sum of the memory of a command's processes, in bytes, looked at every 50 ms.

    On Linux memory that processes share is shared out among them (PSS); elsewhere it counts for each (RSS).
    This is a run of its own, because looking disturbs the times.

    Raises:
        CommandError: It failed.
    """
    process = _start(command, cwd)
    ended = threading.Event()
    peaks = [0]

    def watch() -> None:
        while not ended.wait(INTERVAL):
            peaks[0] = max(peaks[0], _memory(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, said = process.communicate()
    ended.set()
    watcher.join()
    _require(process, command, said)
    return peaks[0]


def summary(costs: Sequence[Cost], memory: int) -> Summary:
    """The medians of some runs."""
    walls = [cost.wall for cost in costs]
    cpu = statistics.median(cost.cpu for cost in costs)
    return Summary(statistics.median(walls), min(walls), max(walls), cpu, memory)


def _start(command: Sequence[str], cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _require(process: subprocess.Popen[bytes], command: Sequence[str], said: bytes) -> None:
    if process.returncode:
        words = said.decode(errors="replace").strip().splitlines()[-3:]
        message = f"{' '.join(command)} failed with status {process.returncode}: {' / '.join(words)}"
        raise CommandError(message)


def _memory(pid: int) -> int:
    try:
        parent = psutil.Process(pid)
        return sum(_memory_of(process) for process in (parent, *parent.children(recursive=True)))
    except psutil.Error:
        return 0


def _memory_of(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info() if sys.platform == "linux" else process.memory_info()
    except psutil.Error:  # it has just ended
        return 0
    return int(getattr(full, "pss", full.rss))
