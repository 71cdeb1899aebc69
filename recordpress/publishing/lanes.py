"""Two lanes to the database, so that what a visitor's own SQL keeps busy never holds up a page that others read.

Datasette runs every query in one pool of threads; a handful of slow ones, each within its time limit, would make all
pages wait. Here requests that may take long share a few threads of their own, and what is too much is refused.
"""

import time
from asyncio import Semaphore
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from enum import Enum
from http import HTTPStatus
from traceback import clear_frames
from typing import Any
from urllib.parse import parse_qsl

from datasette.views.base import DatasetteError
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recordpress.publishing.package import Package
from recordpress.publishing.sending import Reader

THREADS = 2  # that queries share; the pages have Datasette's own
MOST = 12  # requests in the lane of the queries, running or waiting
TRIES, PAUSE = 40, 0.05  # times that a page tries to get memory, and seconds between them
RETRY_AFTER = 10  # seconds in which as many requests come to their end as wait at most
# Parameters of Datasette's tables that ask for little; columns to filter by have names without an underscore in front.
BIG = 200  # rows on a page, from which on it takes long
BIG_AT_ONCE = 2  # such pages that are made at a time, so that the rows of no more are in memory
OWN_SQL = frozenset({"sql", "_where"})
LIGHT = frozenset(
    "_search _sort _sort_desc _next _size _col _nocol _columns _facet_size _labels _shape _nl _json _hide_sql".split()
)


class BusyError(DatasetteError):  # type: ignore[misc] # Datasette comes without types
    """As many queries as may be asked for at a time are under way already."""

    def __init__(self) -> None:
        message = f"Too many queries are under way for others. Please try again in {RETRY_AFTER} seconds."
        super().__init__(message, title="Too busy", status=HTTPStatus.SERVICE_UNAVAILABLE)


class Lane(Enum):
    """How a request comes to the database."""

    PAGES = "pages"
    QUERIES = "queries"
    CLOSED = "closed"


_LANE: ContextVar[Lane] = ContextVar("lane", default=Lane.PAGES)
_OF_READERS: ContextVar[bool] = ContextVar("of_readers", default=False)


def runs_own_sql() -> bool:
    """Whether the request that is being answered brings SQL, or runs SQL of the dataset's."""
    return _OF_READERS.get()


class Lanes(Executor):
    """Threads for a site's queries: those of its pages, and a few others for what may take long.

    Args:
        pages: The threads for pages.
    """

    def __init__(self, pages: Executor) -> None:
        self._pages = pages
        self._queries = ThreadPoolExecutor(THREADS, thread_name_prefix="queries")
        self._under_way = 0
        self._big = Semaphore(BIG_AT_ONCE)

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have work done in the lane of the request that asks for it.

        Raises:
            BusyError: The request was not let in.
        """
        lane = _LANE.get()
        if lane is Lane.CLOSED:
            raise BusyError
        if lane is Lane.PAGES:
            return self._pages.submit(_letting_go, _patiently, work, *arguments, **named)
        return self._queries.submit(_letting_go, work, *arguments, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 as Executor has it
        """End all threads."""
        self._pages.shutdown(wait, cancel_futures=cancel_futures)
        self._queries.shutdown(wait, cancel_futures=cancel_futures)

    @asynccontextmanager
    async def turn(self, *, big: bool) -> AsyncIterator[None]:
        """The turn of a request, which comes at once unless a page of many rows is asked for."""
        async with self._big if big else nullcontext():
            yield

    @contextmanager
    def lane(self, *, takes_long: bool) -> Iterator[Lane]:
        """The lane of a request, until it is answered."""
        lane = Lane.PAGES if not takes_long else Lane.QUERIES if self._under_way < MOST else Lane.CLOSED
        token = _LANE.set(lane)
        self._under_way += lane is Lane.QUERIES
        try:
            yield lane
        finally:
            self._under_way -= lane is Lane.QUERIES
            _LANE.reset(token)


def _patiently(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Do the work, again and again while queries of others have taken all the memory there is for SQLite."""
    for _ in range(TRIES):
        try:
            return work(*arguments, **named)
        except MemoryError:
            time.sleep(PAUSE)
    return work(*arguments, **named)


def _letting_go(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Do the work; when it fails, keep nothing of it but the error.

    An error holds the variables of where it was raised, a cursor among them. The thread that the error is handed to
    would have to give the cursor back, and for that wait until the connection's next query has come to its end: the
    server's one thread would stand still for seconds.
    """
    try:
        return work(*arguments, **named)
    except BaseException as error:
        raised: BaseException | None = error
        while raised is not None:
            clear_frames(raised.__traceback__)
            raised = raised.__cause__ or raised.__context__
        raise


def in_lanes(app: ASGIApp, site: Any) -> ASGIApp:
    """The application with each request in its lane; one that is refused is told when to come back."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        is_request = scope["type"] == "http"
        _OF_READERS.set(is_request and brings_sql(scope, site.package))
        slow = is_request and takes_long(scope, site.package)
        with site.executor.lane(takes_long=slow) as lane:
            if lane is Lane.QUERIES:
                reader = Reader(receive, send)
                async with reader.watched(), site.executor.turn(big=is_big(scope)):
                    reader.require()
                    await app(scope, receive, reader.send)
            else:
                await app(scope, receive, _later(send) if lane is Lane.CLOSED else send)

    return wrapped


def _later(send: Send) -> Send:
    """Sends an answer that says when to ask again."""

    async def send_later(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
            MutableHeaders(scope=message)["Retry-After"] = str(RETRY_AFTER)
        await send(message)

    return send_later


def takes_long(scope: Scope, package: Package) -> bool:
    """Whether a request may keep the database busy: it brings SQL or conditions of its own, or runs a saved query.

    Args:
        scope: The ASGI scope of an HTTP request.
        package: What is asked.
    """
    return brings_sql(scope, package) or is_big(scope) or any(not _is_light(name) for name in _names(scope))


def is_big(scope: Scope) -> bool:
    """Whether a page of many rows is asked for; CSV is sent row by row."""
    asked = dict(_parameters(scope)).get("_size", "")
    return not scope["path"].endswith(".csv") and (asked == "max" or (asked.isdecimal() and int(asked[:9]) > BIG))


def brings_sql(scope: Scope, package: Package) -> bool:
    """Whether a request brings SQL of its own, or runs a saved query.

    Args:
        scope: The ASGI scope of an HTTP request.
        package: What is asked.
    """
    first, _, rest = scope["path"].strip("/").partition("/")
    queries = package.metadata["databases"][package.name].get("queries", {})
    is_query = first == "queries" or (first == package.name and rest.partition(".")[0] in queries)
    return (bool(rest) and is_query) or any(name in OWN_SQL for name in _names(scope))


def _names(scope: Scope) -> Iterator[str]:
    """The names of a request's parameters."""
    return (name for name, _ in _parameters(scope))


def _parameters(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _is_light(name: str) -> bool:
    if name.startswith("_"):
        return name in LIGHT
    operator = name.partition("__")[2]
    return operator in {"", "exact"}
