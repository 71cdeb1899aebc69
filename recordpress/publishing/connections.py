"""Connections of readers, within bounds: who sends or takes bytes too slowly gives way to others.

A web server in front sees to this by itself; these bounds are for a server that is asked directly.
"""

import asyncio
import socket
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from recordpress.publishing.answers import problem
from recordpress.publishing.gathered_writes import GatheredWrites
from recordpress.publishing.lanes import RETRY_AFTER

MOST = 400  # connections at a time; a process may usually have 1,024 files open
REQUEST = 10.0  # seconds that a request may take to arrive
LOOK = 10.0  # seconds between two looks at an answer that waits to be taken
LEAST = 100_000  # bytes that a reader has to take in that time
UNSENT = 100_000_000  # bytes of answers that may wait to be taken by all readers together
_SAID = b"The request did not arrive within ten seconds.\n"
LINGER = 2.0  # seconds that the rest of a refused request is still taken


async def _too_many(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to who comes when there are as many readers as there may be."""
    words = f"Too many readers are here. Please try again in {RETRY_AFTER} seconds."
    answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "Too busy", words)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    answer.headers["Connection"] = "close"
    await answer(scope, receive, send)


def _refusal(status: bytes, words: bytes) -> bytes:
    """A whole answer to what is no request."""
    kind = b"Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff"
    return b"HTTP/1.1 %s\r\nConnection: close\r\n%s\r\nContent-Length: %d\r\n\r\n%s" % (status, kind, len(words), words)


class PatientProtocol(H11Protocol):
    """HTTP/1.1 with a reader whose patience, and whose share of the memory, is bounded."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._late: asyncio.TimerHandle | None = None  # runs while a request arrives
        self._look: asyncio.TimerHandle | None = None  # runs while an answer waits to be taken

        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; beyond the bound, somebody who has not sent one yet has to go."""
        super().connection_made(GatheredWrites(transport, self.loop))  # type: ignore[arg-type]
        _send_at_once(transport)
        if len(self.connections) > MOST and not self._drop_a_waiting_one():
            self.app = _too_many
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget about it."""
        for timer in filter(None, (self._late, self._look)):
            timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; one that is not whole has to be so soon."""
        if not self._refused:
            super().data_received(data)
            self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, and go on taking the rest of it for a while: else the answer would be lost."""
        self._refused = True
        if self._late:
            self._late.cancel()
        self.transport.write(_refusal(b"400 Bad Request", f"{msg}\n".encode()))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.abort)

    def pause_writing(self) -> None:
        """See to it that the reader takes what waits, and that not too much waits for all readers."""
        super().pause_writing()
        self._look_later()
        self._drop_the_largest()

    def resume_writing(self) -> None:
        """The reader has taken enough."""
        super().resume_writing()
        if self._look:
            self._look.cancel()
            self._look = None

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection, also to a reader who does not take the rest."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(LOOK, self.transport.abort)

    @property
    def is_waiting(self) -> bool:
        """Whether no request is being answered."""
        cycle: Any = self.cycle
        return cycle is None or cycle.response_complete

    @property
    def unsent(self) -> int:
        """Bytes that the reader has not taken yet."""
        return int(self.transport.get_write_buffer_size())

    def _watch(self) -> None:
        if not self.is_waiting and self._late:
            self._late.cancel()
            self._late = None
        elif self.is_waiting and self._late is None:
            self._late = self.loop.call_later(REQUEST, self._give_up)

    def _give_up(self) -> None:
        self._late = None
        if self.is_waiting and not self.transport.is_closing():
            if not self.unsent:
                self.transport.write(_refusal(b"408 Request Timeout", _SAID))
            self.transport.close()
            self.loop.call_later(LOOK, self.transport.abort)

    def _look_later(self) -> None:
        if self._look is None:
            self._look = self.loop.call_later(LOOK, self._look_again, self.unsent)

    def _look_again(self, before: int) -> None:
        self._look = None
        if before - self.unsent < LEAST:
            self.transport.abort()
        else:
            self._look_later()

    def _drop_a_waiting_one(self) -> bool:
        """Close the connection that has waited longest for a request; false where none waits."""
        waiting = [one for one in self._others() if one.is_waiting and one._late]  # noqa: SLF001 of the same class
        if not waiting:
            return False
        min(waiting, key=lambda one: one._late.when() if one._late else 0.0).transport.abort()  # noqa: SLF001
        return True

    def _drop_the_largest(self) -> None:
        """Where too much waits to be taken, let the reader go for whom most does."""
        every = [self, *self._others()]
        if sum(one.unsent for one in every) > UNSENT:
            max(every, key=lambda one: one.unsent).transport.abort()

    def _others(self) -> list["PatientProtocol"]:
        return [one for one in self.connections if isinstance(one, PatientProtocol) and one is not self]


def _send_at_once(transport: asyncio.Transport) -> None:
    """Don't hold small parts of an answer back: a reader's machine may wait 40 ms before it confirms the first."""
    with suppress(OSError, AttributeError):
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
