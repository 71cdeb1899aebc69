"""`serve --watch`: a server, and beside it what follows the files."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import uvicorn

from recordpress.publishing.server import configuration, greeting, listen, until_told
from recordpress.watching.board import Board
from recordpress.watching.following import Follower
from recordpress.watching.live import Live
from recordpress.watching.working_copies import space_of


def serve_watching(root: Path, host: str = "127.0.0.1", port: int = 8001) -> int:
    """Serve a dataset as it is edited, until a signal comes.

    Args:
        root: The dataset's folder.
        host: Address to listen at.
        port: Port to listen at; 0 for any free one.

    Returns:
        Exit status: 0 after SIGTERM, 2 when the address can't be used, 130 after Ctrl-C.
    """

    def work() -> None:
        with listen(host, port) as listening, space_of(root) as space:
            live = Live(Board())
            config = configuration(live)
            config.lifespan = "off"
            _Server(config, Follower(root, space, live), live).run(sockets=[listening])

    return until_told(work)


class _Server(uvicorn.Server):
    """A server that follows the files for as long as it runs."""

    def __init__(self, config: uvicorn.Config, follower: Follower, live: Live) -> None:
        super().__init__(config)
        self._follower, self._live = follower, live
        self._following: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._follower.show_last_build()
        await super().startup(sockets)
        if self.started and sockets:
            self._following = asyncio.create_task(self._follower.follow())
            served = self._live.served
            for line in greeting(served.site.package.name if served else "the dataset", sockets[0]):
                print(line, flush=True)
            print("Files are watched: an edit is shown as soon as it is saved.", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._following:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        await asyncio.to_thread(self._follower.end)
        await super().shutdown(sockets)
