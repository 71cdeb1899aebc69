"""Two lanes to the database, so that what a visitor's own SQL keeps busy never holds up a page that others read.

Datasette runs every query in one pool of threads; a handful of slow ones, each within its time limit, would make all
pages wait. Here requests that may take long share a few threads of their own, and what is too much is refused.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
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

THREADS = 2  # that queries share; the pages have Datasette's own
MOST = 12  # requests in the lane of the queries, running or waiting
RETRY_AFTER = 10  # seconds in which as many requests come to their end as wait at most
# Parameters of Datasette's tables that ask for little; columns to filter by have names without an underscore in front.
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


class Lanes(Executor):
    """Threads for a site's queries: those of its pages, and a few others for what may take long.

    Args:
        pages: The threads for pages.
    """

    def __init__(self, pages: Executor) -> None:
        self._pages = pages
        self._queries = ThreadPoolExecutor(THREADS, thread_name_prefix="queries")
        self._under_way = 0

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have work done in the lane of the request that asks for it.

        Raises:
            BusyError: The request was not let in.
        """
        lane = _LANE.get()
        if lane is Lane.CLOSED:
            raise BusyError
        executor = self._pages if lane is Lane.PAGES else self._queries
        return executor.submit(_letting_go, work, *arguments, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 as Executor has it
        """End all threads."""
        self._pages.shutdown(wait, cancel_futures=cancel_futures)
        self._queries.shutdown(wait, cancel_futures=cancel_futures)

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
        async def send_later(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
                MutableHeaders(scope=message)["Retry-After"] = str(RETRY_AFTER)
            await send(message)

        slow = scope["type"] == "http" and takes_long(scope, site.package)
        with site.executor.lane(takes_long=slow) as lane:
            await app(scope, receive, send_later if lane is Lane.CLOSED else send)

    return wrapped


def takes_long(scope: Scope, package: Package) -> bool:
    """Whether a request may keep the database busy: it brings SQL or conditions of its own, or runs a saved query.

    Args:
        scope: The ASGI scope of an HTTP request.
        package: What is asked.
    """
    first, _, rest = scope["path"].strip("/").partition("/")
    queries = package.metadata["databases"][package.name].get("queries", {})
    if rest and (first == "queries" or (first == package.name and rest.partition(".")[0] in queries)):
        return True
    names = (name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    return any(not _is_light(name) for name in names)


def _is_light(name: str) -> bool:
    if name.startswith("_"):
        return name in LIGHT
    operator = name.partition("__")[2]
    return name != "sql" and operator in {"", "exact"}
