"""The servers that are measured, each started anew for each round, at a port of its own."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from recordpress.deploying.places import Wish
from recordpress.deploying.whole import deploy

LONGEST = 60  # seconds that a server may take to start
FRONT = 8880
WISH = Wish(processes=2, port=FRONT, first_port=8901)


@dataclass(frozen=True, slots=True)
class Side:
    """A server over the rows of a package.

    Args:
        name: Short name.
        title: What it is, for the page.
        command: Starts it at a port.
    """

    name: str
    title: str
    command: Callable[[int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: host and port, and its process."""

    address: str
    process: psutil.Process

    def cpu(self) -> float:
        """Seconds of processor time that it has taken."""
        taken = self.process.cpu_times()
        return float(taken.user + taken.system)

    def peak(self) -> int:
        """The most memory that it had at a time, in bytes; what it has now where the system doesn't tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        peaks = (int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
        return next(peaks, int(self.process.memory_info().rss))


def sides(database: Path, bare: Path, release: Path) -> tuple[Side, ...]:
    """Datasette over the rows alone and over the published file, and the engine.

    Args:
        database: The SQLite file of the package.
        bare: The same without indexes, as `write_bare` makes it.
        release: The package as `deploy` writes it.
    """

    def datasette(file: Path) -> Callable[[int], Sequence[str]]:
        return lambda port: (sys.executable, "-m", "datasette", "serve", str(file), "--port", str(port))

    return (
        Side("bare", "Datasette, rows alone", datasette(bare)),
        Side("same", "Datasette, same file", datasette(database)),
        Side("ours", "recordpress", partial(serve, release)),
    )


def serve(release: Path, port: int) -> Sequence[str]:
    """The command that serves a release."""
    return (sys.executable, "-m", "recordpress", "serve", "--release", str(release), "--port", str(port))


def write_bare(database: Path, bare: Path) -> None:
    """Copy a database without the indexes and the planner's figures on them; keys and full-text search stay."""
    bare.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database, bare)
    with closing(sqlite3.connect(bare)) as connection, connection:
        named = "select name from sqlite_master where type = 'index' and sql is not null"
        for (name,) in connection.execute(named).fetchall():
            connection.execute(f'drop index "{name}"')
        connection.execute("delete from sqlite_stat1")  # what the planner was told of them


def write_release(root: Path, folder: Path) -> Path:
    """Deploy the package of a dataset; the release's folder."""
    deploy(root, folder, WISH)
    (release,) = (folder / "releases").iterdir()
    return release


@contextmanager
def running(command: Sequence[str], port: int, cwd: Path, ready: str = "/-/versions.json") -> Iterator[Running]:
    """A server while the block runs.

    Raises:
        TimeoutError: It did not answer in time.
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}{ready}")
        yield Running(f"127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait(address: str) -> None:
    last = time.monotonic() + LONGEST
    while time.monotonic() < last:
        try:
            with urlopen(address, timeout=LONGEST):  # noqa: S310 an address of our own
                return
        except (URLError, OSError):
            time.sleep(0.1)
    message = f"{address} does not answer"
    raise TimeoutError(message)
