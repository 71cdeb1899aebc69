"""Pages for requests that can't be answered: what is wrong in plain words, and where to go on."""

import traceback
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from datasette.utils import add_cors_headers, tilde_decode
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from recordpress.publishing.asking import advice
from recordpress.publishing.lanes import BusyError
from recordpress.publishing.nearby import Nearby, nearby, wanted_words
from recordpress.publishing.outline import TableOutline

METHODS = ("GET", "HEAD", "OPTIONS")
TITLES: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "This can't be answered as it is asked",
    HTTPStatus.FORBIDDEN: "This is not open to readers",
    HTTPStatus.NOT_FOUND: "There is nothing at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "The site is there to be read",
}
FAILURE = "Something went wrong here"
NOT_TOLD = "The fault is the site's and not yours; it has been noted. Please try again later, or tell the publisher."


class MethodNotAllowed(Base400):  # type: ignore[misc]  # Datasette has no types
    """A request that would change something."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


def asked_table(site: Any, path: str) -> TableOutline | None:
    """The table whose rows a path asks for; None for another page."""
    outline = site.package.outline
    parts = [tilde_decode(part) for part in path.removesuffix(".json").removesuffix(".csv").split("/")[1:]]
    return outline.tables.get(parts[1]) if len(parts) == 2 and parts[0] == outline.database else None  # noqa: PLR2004


def explain(site: Any, request: Any, exception: Base400 | DatasetteError) -> None:
    """Let a refusal to show a table's rows say which parameter is why, and what it may hold."""
    table = asked_table(site, _path(site, request))
    said = advice(request, table, _said(exception)[1]) if table and exception.status == HTTPStatus.BAD_REQUEST else ""
    if said and isinstance(exception, DatasetteError):
        exception.message, exception.title = said, None
    elif said:
        exception.args = (said,)


async def error_page(site: Any, request: Any, exception: Exception) -> Any:
    """The page that says what is wrong.

    Args:
        site: The Datasette instance, with its package.
        request: Datasette's request.
        exception: What the request ended in. One that is no answer to the reader is a failure of ours: it goes to the
            log and is not told.

    Returns:
        A Datasette response with the exception's status.
    """
    status, message = _said(exception)
    path = _path(site, request)
    is_missing = status == HTTPStatus.NOT_FOUND
    context = {
        "status": status,
        "title": getattr(exception, "title", None) or TITLES.get(status, FAILURE),
        "error": message,
        "request": request,
        "urls": site.urls,
        "near": await _near(site, path) if is_missing else (),
        "words": wanted_words(path) if is_missing else "",
        "asked": asked_table(site, path) if status == HTTPStatus.BAD_REQUEST else None,
        "sql": request.args.get("sql") or "",
    }
    headers: dict[str, str] = {}
    add_cors_headers(headers)
    html = await site.jinja_env.get_template("error.html").render_async(context)
    return Response.html(html, status=status, headers=headers)


async def _near(site: Any, path: str) -> tuple[Nearby, ...]:
    """What may have been looked for; nothing where the database is too busy to be asked."""
    with suppress(BusyError):
        return await nearby(site, path)
    return ()


def _path(site: Any, request: Any) -> str:
    return str(request.path).removeprefix(site.setting("base_url").rstrip("/"))


def _said(exception: Exception) -> tuple[int, str]:
    if isinstance(exception, Base400):
        return int(exception.status), str(exception.args[0])
    if isinstance(exception, DatasetteError):
        return int(exception.status), str(exception.message)
    traceback.print_exception(exception)
    return int(HTTPStatus.INTERNAL_SERVER_ERROR), NOT_TOLD


def with_refusals(app: ASGIApp, site: Any) -> ASGIApp:
    """The application, which tells somebody with a browser in a page that nothing can be changed here."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        is_refused = scope["type"] == "http" and scope["method"] not in METHODS
        if not is_refused or "text/html" not in Headers(scope=scope).get("accept", ""):
            await app(scope, receive, send)
            return
        refusal = MethodNotAllowed(
            f"Requests by {scope['method'][:20]} are not answered: only {', '.join(METHODS)} are."
        )
        answer = await error_page(site, Request(scope, receive), refusal)
        answer.headers["Allow"] = ", ".join(METHODS)
        await answer.asgi_send(send)

    return wrapped
