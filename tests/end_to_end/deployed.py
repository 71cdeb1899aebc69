"""A deployed site as its README says how to start it without containers, and readers who ask it many things."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path

import pytest

from recordpress.deploying.places import MOST_PROCESSES, Wish
from tests.browser.addresses import ask

LONGEST = 120  # seconds that anything may take to start or to end
READERS = 8
PAUSE = 0.03  # seconds that each of them waits between two requests
MISSING = "nginx is missing: apt-get install nginx-light"


def nginx() -> str:
    """Path of nginx; without it the test is skipped, or fails where all tests must run."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def free_wish(processes: int = 2) -> Wish:
    """Ports that nobody uses, in both slots."""
    for first in range(18_200 + os.getpid() % 400 * 20, 32_000, 20):
        wanted = [first + slot + number for slot in (0, MOST_PROCESSES) for number in range(processes)]
        if all(map(_is_free, [first + processes, *wanted])):
            return Wish(processes, first + processes, first)
    raise AssertionError


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@contextmanager
def processes_of(release: Path, ports: tuple[int, ...]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes of a release, which run the engine that is in it, ready for requests; ended by SIGTERM."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON"))}
    started = [
        subprocess.Popen(
            [sys.executable, "-B", "-m", "recordpress", "serve", "--release", ".", "--port", str(port)],
            cwd=release,
            env=environment,
            stdout=subprocess.PIPE,
        )
        for port in ports
    ]
    try:
        for process in started:
            assert process.stdout
            assert b" at http://127.0.0.1:" in process.stdout.readline()
        yield started
    finally:
        for process in started:
            end(process)


def end(process: subprocess.Popen[bytes]) -> int:
    """Tell a process to end, if it still runs; its status."""
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=LONGEST)
    return process.returncode


@contextmanager
def front(folder: Path, wish: Wish) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Nginx as configured in a folder: the site's address, and the process."""
    # Nobody else may read the folders of a test; where the tests run as root, so do nginx's workers.
    as_root = ["-g", "user root;"] if os.geteuid() == 0 else []
    server = subprocess.Popen([nginx(), "-e", "stderr", "-p", str(folder), "-c", "nginx.conf", *as_root])
    try:
        wait_until(lambda: not _is_free(wish.port))
        yield f"http://127.0.0.1:{wish.port}", server
    finally:
        end(server)


def workers(server: subprocess.Popen[bytes]) -> set[str]:
    """Ids of nginx's processes that answer."""
    return set(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split())


def reload(server: subprocess.Popen[bytes]) -> None:
    """Have nginx read its configuration again; back when nobody works by the former one."""
    before = workers(server)
    server.send_signal(signal.SIGHUP)
    wait_until(lambda: workers(server) and not before & workers(server))


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for something, not for ever."""
    last = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


class Load:
    """Readers who ask one thing after another, each from an address of their own, on a new connection each time."""

    def __init__(self, base: str, address: Callable[[int], str]) -> None:
        self.outcomes: Counter[object] = Counter()
        self.caches: Counter[str | None] = Counter()
        self._base, self._address, self._numbers = base, address, count()
        self._over = threading.Event()

    def _read(self, reader: int) -> None:
        while not self._over.is_set():
            number = next(self._numbers)
            try:
                answer, body = ask(
                    self._base, self._address(number), **{"X-Forwarded-For": f"10.0.{reader}.{number % 100}"}
                )
                is_whole = len(body) == int(answer.getheader("Content-Length") or len(body))
                self.outcomes[answer.status if is_whole else "cut short"] += 1
                self.caches[answer.getheader("X-Cache-Status")] += 1
            except (OSError, HTTPException) as error:
                self.outcomes[repr(error)] += 1
            self._over.wait(PAUSE)

    @contextmanager
    def running(self, readers: int = READERS) -> Iterator[None]:
        """Readers at work while the block runs."""
        with ThreadPoolExecutor(readers) as pool:
            under_way = [pool.submit(self._read, reader) for reader in range(readers)]
            try:
                yield
            finally:
                self.stop()
            for one in under_way:
                one.result()

    def stop(self) -> None:
        """Have the readers ask nothing more."""
        self._over.set()

    def at_least(self, more: int) -> None:
        """Wait until so many more requests have been answered."""
        wanted = self.outcomes.total() + more
        wait_until(lambda: self.outcomes.total() >= wanted)


def stalled(base: str, path: str) -> HTTPConnection:
    """A request whose answer is not read yet."""
    connection = HTTPConnection(base.removeprefix("http://"), timeout=LONGEST)
    connection.request("GET", path)
    return connection
