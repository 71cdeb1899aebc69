"""Answers for programs: bytes and files with entity tags, dates, ranges and conditions (RFC 9110), open to any site."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from recordpress.publishing.ranges import wanted_ranges

CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified, Location",
}
# The address stays the same in the next version, so that a reader has to ask each time whether it changed.
COMMON = {**CROSS_ORIGIN, "Cache-Control": "no-cache"}
_KEPT = ("cache-control", "etag", "last-modified")  # what an answer without its content says of it
Answer = Callable[[Any, Scope], Awaitable[Response]]
_CONDITIONS = StaticFiles(directory=".", check_dir=False)


def view(answer: Answer) -> Callable[..., Awaitable[None]]:
    """A view for Datasette from a function that makes the answer to a request."""

    async def answering(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
        response = await answer(datasette, scope)
        await response(scope, receive, send)

    return answering


def parts(scope: Scope) -> dict[str, str]:
    """The parts of the address, percent-decoded."""
    return {name: unquote(value) for name, value in scope["url_route"]["kwargs"].items()}


def bytes_answer(content: bytes, media_type: str, scope: Scope, modified: float | None = None) -> Response:
    """The answer to a GET or HEAD request for what is in memory.

    Args:
        content: What is asked for.
        media_type: Its media type.
        scope: The ASGI scope of the request.
        modified: When it last changed, in seconds since 1970; None where nobody knows.

    Returns:
        200 with the content, or 304 if the reader has it already. The entity tag is the content's SHA-256.
    """
    headers = {**COMMON, "ETag": f'"{hashlib.sha256(content).hexdigest()}"'}
    if modified is not None:
        headers["Last-Modified"] = formatdate(modified, usegmt=True)
    return _unless_known(Response(content, headers=headers, media_type=media_type), scope)


def file_answer(path: Path, media_type: str, scope: Scope, tag: str = "", filename: str | None = None) -> Response:
    """The answer to a GET or HEAD request for a file.

    Args:
        path: The file.
        media_type: Its media type.
        scope: The ASGI scope of the request; what it says of ranges that can't be given is taken out of it.
        tag: Its entity tag without the quotes; "" to take one from its size and date.
        filename: Name to save it under; None for a file that browsers show.

    Returns:
        200 with the file, 206 with the parts that are asked for, 304 if the reader has it already, 416 if it has none
        of the parts.
    """
    headers = {**COMMON, **({"ETag": f'"{tag}"'} if tag else {})}
    response = FileResponse(path, headers=headers, media_type=media_type, filename=filename, stat_result=path.stat())
    answer = _unless_known(response, scope)
    return _in_range(response, scope, path.stat().st_size) if answer is response else answer


def problem(status: HTTPStatus, title: str, detail: str) -> Response:
    """An answer that says in JSON what is wrong with a request (RFC 9457)."""
    document = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    content = json.dumps(document, ensure_ascii=False).encode()
    return Response(content, status, headers=COMMON, media_type="application/problem+json")


def not_found(detail: str) -> Response:
    """An answer that says that there is no such thing."""
    return problem(HTTPStatus.NOT_FOUND, "Not found", detail)


def moved(address: str) -> Response:
    """An answer that leads to the address that takes the place of the one asked for."""
    return Response(status_code=301, headers={**COMMON, "Location": address})


def _unless_known(response: Response, scope: Scope) -> Response:
    """The response, or one without its content if the reader has that already."""
    if not _CONDITIONS.is_not_modified(response.headers, Headers(scope=scope)):
        return response
    kept = {name: response.headers[name] for name in _KEPT if name in response.headers}
    return Response(status_code=304, headers={**CROSS_ORIGIN, **kept})


def _in_range(response: FileResponse, scope: Scope, size: int) -> Response:
    asked = MutableHeaders(scope=scope)
    valid = {response.headers["etag"], response.headers["last-modified"]}
    ranges = wanted_ranges(scope["method"], asked, valid, size)
    if ranges == "":
        return Response(status_code=416, headers={**CROSS_ORIGIN, "Content-Range": f"bytes */{size}"})
    del asked["range"], asked["if-range"]
    if ranges:
        asked["range"] = ranges
    scope["headers"] = asked.raw
    return response
