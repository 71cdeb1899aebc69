"""Long answers: others are answered meanwhile, and nothing is made for a reader who has gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from starlette.types import Message, Receive, Send

PARTS = 50  # of an answer that are sent before other requests get their turn


class GoneError(BaseException):
    """The reader has gone; no error, and not to be caught as one."""


class Reader:
    """Who has asked for what may take long.

    Args:
        receive: The request's.
        send: Likewise. Nobody else may wait for what the reader sends: a request that only reads has no body.
    """

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._parts = count(1)
        self._gone = False

    async def send(self, message: Message) -> None:
        """Send a part of the answer.

        Raises:
            GoneError: The reader has gone.
        """
        await self._send(message)
        if next(self._parts) % PARTS == 0:  # thousands of rows, sent one by one
            await asyncio.sleep(0)
            self.require()

    def require(self) -> None:
        """See that the reader is still there.

        Raises:
            GoneError: That is not so.
        """
        if self._gone:
            raise GoneError

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Notice while the block runs when the reader goes, and leave the block then."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        except GoneError:
            pass
        finally:
            watching.cancel()

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
