"""Connections within bounds: slow readers, many readers, and what is no request."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from recordpress.publishing import connections
from recordpress.publishing.connections import PatientProtocol
from recordpress.publishing.gathered_writes import GatheredWrites

REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
SOON = 10  # seconds that anything may take
Ask = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


async def app(scope: Any, _receive: Any, send: Any) -> None:
    """Answers with as many bytes as the path says."""
    size = int(scope["path"][1:] or 2)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % size)]})
    await send({"type": "http.response.body", "body": b"x" * size})


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[ServerState, Ask]]:
    """A server, and how to come to it."""
    config = uvicorn.Config(app, http=PatientProtocol, lifespan="off", log_config=None, timeout_keep_alive=1)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: PatientProtocol(config, state, {}), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    opened: list[asyncio.StreamWriter] = []

    async def come() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        opened.append(writer)
        return reader, writer

    try:
        yield state, come
    finally:
        for writer in opened:
            writer.close()
        server.close()
        await until(lambda: not state.connections)


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not holds():  # noqa: ASYNC110 what is waited for tells nobody
            await asyncio.sleep(0.01)


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What comes until the server ends the connection; nothing where it is cut off."""
    async with asyncio.timeout(SOON):
        try:
            return await reader.read(-1)
        except ConnectionError:
            return b""


async def test_a_request_that_does_not_arrive_in_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST", 0.2)
    async with listening() as (_, come):
        reader, writer = await come()
        writer.write(REQUEST[:-2])
        answer = await rest(reader)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert answer.endswith(b"did not arrive within ten seconds.\n")


async def test_a_connection_is_kept_for_a_while_and_a_second_request_may_not_dawdle_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "REQUEST", 0.3)
    async with listening() as (_, come):
        reader, writer = await come()
        writer.write(REQUEST)
        assert (await reader.readuntil(b"xx")).startswith(b"HTTP/1.1 200 ")
        writer.write(REQUEST[:5])
        assert b" 408 " in await rest(reader)


async def test_a_connection_that_is_not_used_again_is_ended() -> None:
    async with listening() as (state, come):
        reader, writer = await come()
        writer.write(REQUEST)
        assert (await rest(reader)).endswith(b"xx")
        await until(lambda: not state.connections)


async def test_an_answer_leaves_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []

    class Seen(GatheredWrites):
        def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
            write = transport.write
            monkeypatch.setattr(transport, "write", lambda data: (sent.append(bytes(data)), write(data)))
            super().__init__(transport, loop)

    monkeypatch.setattr(connections, "GatheredWrites", Seen)
    async with listening() as (_, come):
        reader, writer = await come()
        writer.write(REQUEST)
        await reader.readuntil(b"xx")
    assert [(piece[:12], piece[-2:]) for piece in sent] == [(b"HTTP/1.1 200", b"xx")]


async def test_beyond_the_bound_who_has_waited_longest_has_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 2)
    async with listening() as (state, come):
        first, second = await come(), await come()
        await until(lambda: len(state.connections) == 2)
        reader, writer = await come()
        writer.write(REQUEST)
        assert (await reader.readuntil(b"xx")).startswith(b"HTTP/1.1 200 ")
        assert await rest(first[0]) == b""
        second[1].write(REQUEST)
        assert (await second[0].readuntil(b"xx")).startswith(b"HTTP/1.1 200 ")


async def test_where_nobody_waits_who_comes_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 0)
    async with listening() as (_, come):
        reader, writer = await come()
        writer.write(REQUEST)
        answer = await rest(reader)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 10" in answer.lower()
        assert b"Please try again in 10 seconds." in answer


async def test_what_is_no_request_is_refused_and_the_rest_of_it_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LINGER", 0.2)
    async with listening() as (_, come):
        reader, writer = await come()
        writer.write(b"GET /" + b"a" * 5_000_000)
        answer = await rest(reader)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert answer.endswith(b"Invalid HTTP request received.\n")


async def test_who_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LOOK", 0.3)
    async with listening() as (state, come):
        _, writer = await come()
        writer.write(REQUEST.replace(b"/ ", b"/50000000 "))
        await until(lambda: any(one.unsent for one in state.connections if isinstance(one, PatientProtocol)))
        await until(lambda: not state.connections)


async def test_who_takes_something_may_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LOOK", 0.5)
    monkeypatch.setattr(connections, "LEAST", 1)
    async with listening() as (_, come):
        reader, writer = await come()
        writer.write(REQUEST.replace(b"/ ", b"/20000000 "))
        await reader.readuntil(b"\r\n\r\n")
        left = 20_000_000
        async with asyncio.timeout(60):
            while left:
                left -= len(await reader.read(1_000_000))
                await asyncio.sleep(0)


async def test_where_too_much_waits_the_largest_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNSENT", 30_000_000)
    async with listening() as (state, come):
        _, small = await come()
        small.write(REQUEST.replace(b"/ ", b"/20000000 "))
        await until(lambda: any(one.unsent for one in state.connections if isinstance(one, PatientProtocol)))
        large_reader, large = await come()
        large.write(REQUEST.replace(b"/ ", b"/40000000 "))
        assert len(await rest(large_reader)) < 40_000_000
        assert len(state.connections) == 1
