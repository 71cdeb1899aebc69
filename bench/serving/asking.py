"""Readers: one who asks one thing after the other, and many at once."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from urllib.parse import quote_plus

LONGEST = 300  # seconds that an answer may take
RUNAWAY = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
PART = 1 << 20


_SENDERS = count()


class AnswerError(Exception):
    """A server did not answer as it should, so that its times would mean nothing."""


def seconds(address: str, path: str, **headers: str) -> float:
    """How long the whole answer to a request takes, on a connection of its own.

    Raises:
        AnswerError: Its status is not 200.
    """
    with closing(HTTPConnection(address, timeout=LONGEST)) as connection:
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        while answer.read(PART):
            pass
        taken = time.perf_counter() - begun
    if answer.status != 200:  # noqa: PLR2004
        message = f"{path} has status {answer.status}"
        raise AnswerError(message)
    return taken


def sender() -> str:
    """An address that a request may have come from: many readers ask, and a web server bounds what each may."""
    number = next(_SENDERS)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def share(times: Iterable[float], part: float) -> float:
    """The time that a part of the answers (0.5, 0.99) did not exceed; the nearest that was measured."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@dataclass(slots=True)
class Crowd:
    """What many readers at once met with.

    Args:
        times: Seconds of each answer.
        outcomes: How many answers there were of each status, or failures of each sort.
        seconds: From the first request to the last answer.
    """

    times: list[float] = field(default_factory=list)
    outcomes: Counter[object] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def errors(self) -> int:
        """Answers that are not 200, and requests without one."""
        return self.outcomes.total() - self.outcomes[200]


def crowd(address: str, paths: Iterable[str], readers: int, runaway: str = "") -> Crowd:
    """Have many readers share the requests, each on a kept connection.

    Args:
        address: Host and port.
        paths: What is asked for, each once.
        readers: How many ask at a time.
        runaway: What one further client asks for again and again meanwhile; "" for nobody.
    """
    return asyncio.run(_crowd(address, iter(paths), readers, runaway))


def runaway(database: str) -> str:
    """The address of a query without an end."""
    return f"/{database}.json?sql={quote_plus(RUNAWAY)}"


async def _crowd(address: str, paths: Iterator[str], readers: int, path: str) -> Crowd:
    met = Crowd()
    annoying = asyncio.create_task(_again_and_again(address, path)) if path else None
    begun = time.perf_counter()
    await asyncio.gather(*(_read(address, paths, met) for _ in range(readers)))
    met.seconds = time.perf_counter() - begun
    if annoying:
        annoying.cancel()
        with suppress(asyncio.CancelledError):
            await annoying
    return met


async def _read(address: str, paths: Iterator[str], met: Crowd) -> None:
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for path in paths:
        begun = time.perf_counter()
        try:
            met.outcomes[await _ask(reader, writer, path)] += 1
            met.times.append(time.perf_counter() - begun)
        except (OSError, EOFError) as error:
            met.outcomes[type(error).__name__] += 1
            reader, writer = await asyncio.open_connection(host, int(port))
    writer.close()


async def _again_and_again(address: str, path: str) -> None:
    host, _, port = address.partition(":")
    while True:
        with suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection(host, int(port))
            with closing(writer):
                await _ask(reader, writer, path)


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """The status of an answer, once all of it has come."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: bench.example\r\nX-Forwarded-For: {sender()}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
    return int(head[9:12])
