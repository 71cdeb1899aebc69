"""Runs a command as a process of its own and measures it with all its children."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

INTERVAL = 0.05  # seconds between two looks at the memory


class CommandError(Exception):
    """A measured command failed, so that its figures would mean nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took, or a part of it.

    Args:
        wall: Seconds from start to end.
        cpu: Seconds of processor time, user and system, of the process and all its children.
        memory: Largest sum of the memory of all its processes, in bytes; 0 where nobody looked.
    """

    wall: float
    cpu: float
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A command that has ended well.

    Args:
        whole: What it took.
        parts: What it says itself of its parts, by name.
    """

    whole: Cost
    parts: Mapping[str, Cost] = field(default_factory=dict)


def run(command: Sequence[str], cwd: Path, *, reports: bool = False, memory: bool = False) -> Measured:
    """Run a command to its end.

    Args:
        command: Program and arguments.
        cwd: Folder to run it in.
        reports: Whether it prints what its parts took, as lines of JSON: `{"part": …, "wall": …, "cpu": …}`.
        memory: Whether to look at its memory, every 50 ms; that disturbs the times. On Linux memory that processes
            share is shared out among them (PSS); elsewhere it counts for each (RSS).

    Raises:
        CommandError: It failed; the text holds the end of what it said.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        watcher = _Watcher(process.pid) if memory else None
        try:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            peak = watcher.end() if watcher else 0
            if process.returncode is None:
                process.terminate()
        if process.returncode:
            said = " / ".join((_read(out) + _read(err)).strip().splitlines()[-3:])
            raise CommandError(f"{' '.join(command[:12])} failed with status {process.returncode}: {said}")
        whole = Cost(wall, usage.ru_utime + usage.ru_stime, peak)
        return Measured(whole, parts_of(_read(out)) if reports else {})


def environment() -> dict[str, str]:
    """The variables that commands are measured with: Python keeps what it compiles, as it does for whoever uses it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def parts_of(said: str) -> dict[str, Cost]:
    """What a command printed of its parts; one that was met several times counts as a whole.

    Raises:
        CommandError: It printed something else.
    """
    found: dict[str, Cost] = {}
    try:
        for line in said.splitlines():
            item = json.loads(line)
            before = found.get(item["part"], Cost(0, 0))
            found[item["part"]] = Cost(before.wall + item["wall"], before.cpu + item["cpu"])
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"the command printed something else than its parts: {said[:200]}") from error
    return found


def print_part(part: str, wall: float, cpu: float) -> None:
    """Print what a part of a command took, as `run` reads it."""
    print(json.dumps({"part": part, "wall": wall, "cpu": cpu}), flush=True)


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")


class _Watcher:
    """A thread that looks at the memory of a process and its children until it is told to end."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._ended = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(INTERVAL):
            self._peak = max(self._peak, _memory(self._pid))

    def end(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak


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
