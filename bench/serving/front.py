"""Requests a second through nginx, of pages that it has kept and of ones that it has not."""

import os
import shutil
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path

from bench.serving.asking import AnswerError, crowd, sender
from bench.serving.sides import FRONT, WISH, running, serve
from recordpress.deploying.places import slot_for

AT_ONCE = 50  # requests that are sent in one go where pages are kept, so that the client is not what is measured
GOES = 18  # of them on a connection; nginx ends one after a thousand requests
CONNECTIONS = 8


def nginx() -> str:
    """Path of nginx; "" where it is missing."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""


@contextmanager
def deployed(release: Path) -> Iterator[str]:
    """The processes of a release behind nginx, as its README says: host and port."""
    folder = release.parent.parent
    as_root = ["-g", "user root;"] if os.geteuid() == 0 else []
    front = [nginx(), "-e", "stderr", "-p", str(folder), "-c", "nginx.conf", *as_root]
    with ExitStack() as stack:
        for port in slot_for(release.name, WISH, (folder / "nginx.conf").read_text(encoding="utf-8")).ports:
            stack.enter_context(running(serve(release, port), port, release))
        yield stack.enter_context(running(front, FRONT, folder)).address


def not_kept(address: str, paths: Iterable[str]) -> float:
    """Requests a second for pages that were not asked for before.

    Raises:
        AnswerError: One was not answered.
    """
    met = crowd(address, paths, CONNECTIONS)
    if met.errors:
        message = f"uncached pages: {dict(met.outcomes)}"
        raise AnswerError(message)
    return met.outcomes[200] / met.seconds


def kept(address: str, paths: Sequence[str], requests: int) -> float:
    """Requests a second for pages that were asked for before.

    Raises:
        AnswerError: One was not answered.
    """
    sizes = {path: len(_answers(address, [path])) for path in paths}
    numbers = count()
    begun = time.perf_counter()
    done = 0
    while done < requests:
        with _connection(address) as connection:
            for _ in range(GOES):
                asked = [paths[next(numbers) % len(paths)] for _ in range(AT_ONCE)]
                _ask(connection, asked, sum(map(sizes.__getitem__, asked)))
                done += AT_ONCE
    return done / (time.perf_counter() - begun)


def _answers(address: str, paths: Sequence[str]) -> bytes:
    """What nginx sends for the second request of each, when it has kept the page."""
    answer = b""
    for _ in range(2):
        with _connection(address) as connection:
            connection.sendall(b"".join(map(_request, paths)).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            answer = b"".join(iter(lambda: connection.recv(1 << 20), b""))
    if b"X-Cache-Status: HIT" not in answer:
        message = f"{paths[0]} was not kept"
        raise AnswerError(message)
    return answer.replace(b"Connection: close", b"Connection: keep-alive")


def _ask(connection: socket.socket, paths: Sequence[str], size: int) -> None:
    connection.sendall(b"".join(map(_request, paths)))
    left, good = size, 0
    while left > 0:
        part = connection.recv(1 << 20)
        if not part:
            message = f"nginx ended the connection, {left} bytes early"
            raise AnswerError(message)
        left -= len(part)
        good += part.count(b"X-Cache-Status: HIT")
    if left < 0 or good < len(paths) - 2:  # a header may come in two parts
        message = f"{good} of {len(paths)} kept pages came"
        raise AnswerError(message)


def _request(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench.example\r\nX-Forwarded-For: {sender()}\r\n\r\n".encode()


def _connection(address: str) -> "closing[socket.socket]":
    host, _, port = address.partition(":")
    return closing(socket.create_connection((host, int(port)), timeout=60))
