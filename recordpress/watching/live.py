"""The application that readers ask, over a site that is replaced while they do: each request is for one site alone."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from recordpress.publishing.history import History
from recordpress.publishing.package import open_package
from recordpress.publishing.security import HEADERS
from recordpress.publishing.site import HERE, open_site
from recordpress.watching.board import Board

STATE, BANNER, STATIC = "/-/watch.json", "/-/watch", "/-/recordpress"
POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'; style-src 'self'; "
    "script-src 'self'"
)
_FRESH = {**HEADERS, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}


@dataclass(slots=True, eq=False)
class Served:
    """A site, as long as somebody asks it.

    Args:
        site: The Datasette instance.
        app: Its application.
        folder: Its package.
        under_way: How many requests are being answered.
        is_past: Whether another one has taken its place.
    """

    site: Any
    app: ASGIApp
    folder: Path
    under_way: int = 0
    is_past: bool = False

    def close_if_done(self) -> None:
        """Let go of threads, connections and files, once nobody needs them."""
        if self.is_past and not self.under_way:
            self.site.executor.shutdown(wait=False)
            Thread(target=shutil.rmtree, args=(self.folder,), kwargs={"ignore_errors": True}).start()


def _write_in_place(site: Any) -> None:
    """Have Datasette's own notes on the schema be written without the thread that it would keep for ever."""
    database = site.get_database("_internal")
    connection = database.connect(write=True)
    site._prepare_connection(connection, database.name)  # noqa: SLF001 as Datasette does it

    async def write(work: Callable[[Any], Any], block: bool = True) -> Any:  # noqa: ARG001, FBT001, FBT002 as Datasette has it
        return work(connection)

    database.execute_write_fn = write


class _Compiled(BytecodeCache):
    """Templates as they were compiled: the next site has the same ones."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled, unless the template has changed, which Jinja sees to."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Live:
    """An ASGI application.

    Args:
        board: What readers are told.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.served: Served | None = None
        self._compiled = _Compiled()
        self._static = StaticFiles(directory=HERE / "static")

    async def show(self, folder: Path, history: History) -> None:
        """Have a package take the place of the one that is shown, once it is ready.

        Args:
            folder: The package, which is removed when another one has taken its place.
            history: Of the records' files.

        Raises:
            PackageError: It can't be shown.
        """
        site = open_site(open_package(folder), history)
        site.jinja_env.globals["watching"] = self.board
        site.jinja_env.bytecode_cache = self._compiled
        _write_in_place(site)
        await site.invoke_startup()
        await site.refresh_schemas()
        before, self.served = self.served, Served(site, site.app(), folder)
        if before:
            before.is_past = True
            before.close_if_done()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        own = self._own_answer(scope)
        if own is not None:
            await own(scope, receive, send)
        elif self.served is not None:
            await _answer(self.served, scope, receive, send)

    def _own_answer(self, scope: Scope) -> ASGIApp | None:
        path = scope["path"]
        if path == STATE:
            return JSONResponse(dict(self.board.state()), headers=_FRESH)
        if path == BANNER:
            return HTMLResponse(str(self.board.banner()), headers=_FRESH)
        if self.served is not None:
            return None
        if path.startswith(f"{STATIC}/"):
            return self._file
        return Response(self.board.waiting_page(), 503, {**_FRESH, "Retry-After": "1"}, "text/html")

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._static({**scope, "path": scope["path"].removeprefix(STATIC)}, receive, send)


async def _answer(served: Served, scope: Scope, receive: Receive, send: Send) -> None:
    served.under_way += 1
    try:
        await served.app(scope, receive, send)
    finally:
        served.under_way -= 1
        served.close_if_done()
