"""Serve a package over HTTP, in this process, until told to stop."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import uvicorn

from recordpress.publishing.history import History, history_of, read_history
from recordpress.publishing.limits import limit_memory
from recordpress.publishing.package import Package, PackageError, open_package
from recordpress.publishing.record_documents import entries
from recordpress.unusable import UnusableError

CURRENT = "dist/current"
PACKAGE, HISTORY = "package", "history"  # what a release holds beside the engine
OK, UNUSABLE, INTERRUPTED = 0, 2, 130
HIGHEST_PORT = 65_535
GRACE = 3  # seconds that answers under way get when the server is told to stop


class ServeError(UnusableError):
    """The server can't start as asked; the message is a sentence for people."""


def serve(root: Path, host: str = "127.0.0.1", port: int = 8001) -> int:
    """Serve the current package of a dataset until a signal comes.

    Args:
        root: The dataset's folder.
        host: Address to listen at.
        port: Port to listen at; 0 for any free one.

    Returns:
        Exit status: 0 after SIGTERM, 2 when there is no package or the address can't be used, 130 after Ctrl-C.
    """
    return _serve(root / CURRENT, lambda: read_history(root), host, port)


def serve_release(release: Path, host: str = "127.0.0.1", port: int = 8001) -> int:
    """Serve a release, as `deploy` writes it, until a signal comes; nothing is built, and nothing written.

    Args:
        release: Its folder, with the package and what git told of the records when it was made.
        host: Address to listen at.
        port: Port to listen at; 0 for any free one.

    Returns:
        Exit status, as `serve` gives it.
    """
    return _serve(release / PACKAGE, lambda: _kept(release / HISTORY), host, port)


def _kept(file: Path) -> History:
    return history_of(file.read_bytes() if file.exists() else b"")


def _serve(folder: Path, history: Callable[[], History], host: str, port: int) -> int:
    def work() -> None:
        package = open_package(folder)
        with listen(host, port) as listening:
            _run(package, history(), listening)

    return until_told(work)


def until_told(work: Callable[[], None]) -> int:
    """Serve until a signal comes; the exit status is as `serve` gives it."""
    try:
        with told_to_end():
            work()
    except (PackageError, ServeError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except TerminatedError:
        pass
    return OK


def require_free(host: str, port: int) -> None:
    """See that the address can be listened at, before a build takes its time.

    Raises:
        ServeError: It can't.
    """
    with listen(host, port):
        return


def _run(package: Package, history: History, listening: socket.socket) -> None:
    from recordpress.publishing.site import open_site  # noqa: PLC0415 a second that a refused start needn't take

    site = open_site(package, history)
    _Server(configuration(site.app()), site).run(sockets=[listening])


def configuration(app: Any) -> uvicorn.Config:
    """How an application is served, here as everywhere; what the process needs for it is seen to."""
    from recordpress.publishing.connections import PatientProtocol  # noqa: PLC0415 as above

    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of each part that a reader who has gone would get
    limit_memory()
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        http=PatientProtocol,
        ws="none",
        timeout_graceful_shutdown=GRACE,
    )


class _Server(uvicorn.Server):
    """A server that is ready for the first request before it says so."""

    def __init__(self, config: uvicorn.Config, site: Any) -> None:
        super().__init__(config)
        self._site = site
        self._counting: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        from recordpress.publishing.keeping import count_ahead  # noqa: PLC0415 as below

        await self._site.invoke_startup()
        await self._site.refresh_schemas()
        entries(self._site.package.folder)
        gc.collect()
        gc.freeze()  # what stays for good is not to be looked through again and again, while readers wait
        await super().startup(sockets)
        if self.started and sockets:
            self._counting = asyncio.create_task(count_ahead(self._site))
            for line in greeting(self._site.package.name, sockets[0]):
                print(line, flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._counting:
            self._counting.cancel()
        await super().shutdown(sockets)


def greeting(name: str, listening: socket.socket) -> Iterator[str]:
    """What is said when the server is ready."""
    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    yield f"Serving {name} at {address}/ (downloads: {address}/downloads). Stop with Ctrl-C."
    if not ip_address(host).is_loopback:
        yield f"Warning: {host} is open to other machines, without encryption."


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; asked for before anything slow, and kept, so that nobody can take the port meanwhile."""
    if not 0 <= port <= HIGHEST_PORT:
        message = f"{port} is no port: choose one from 1 to {HIGHEST_PORT}, or 0 for any free one."
        raise ServeError(message)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"Port {port} at {host} can't be used ({_reason(error)}): stop what uses it, or choose another."
        raise ServeError(message) from None


def _reason(error: OSError) -> str:
    words = error.strerror or str(error)
    return words.partition(" (while")[0].rstrip(".").lower()  # Python adds the address, which is named already


class TerminatedError(BaseException):
    """SIGTERM came; no error, and not to be caught as one."""


@contextmanager
def told_to_end() -> Iterator[None]:
    """Turn SIGTERM into an exception, before the server runs and after it has shut down for it."""

    def end(*_: object) -> None:
        raise TerminatedError

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
