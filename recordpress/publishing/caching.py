"""Entity tags for pages, so that a reader who has a page already is told so and not sent it again (RFC 9110)."""

import hashlib
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 4_000_000  # bytes that are held back to be hashed; what is larger goes out as it comes
LONG_ENOUGH = 32  # digits of a hash
PAGE = "text/html"
_CONDITIONS = StaticFiles(directory=".", check_dir=False)
_OF_THE_CONTENT = ("content-length", "content-type", "content-encoding")


def with_entity_tags(app: ASGIApp) -> ASGIApp:
    """The application with an entity tag on each page, and answers of status 304 for who names it.

    Nobody logs in, and no page is made for one reader: `Vary`, by which Datasette says the contrary, is left out.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await app(scope, receive, _Held(Headers(scope=scope), send).send)
        else:
            await app(scope, receive, send)

    return wrapped


class _Held:
    """Keeps a page back until its tag is known; passes on all else, and what is too large."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self._asked = asked
        self._send = send
        self._headers: MutableHeaders | None = None  # those of the page that is kept back
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Take a part of the answer, and send what is ready."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._headers is None:
            await self._send(message)
        else:
            await self._go_on(self._headers, message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(raw=[(bytes(key).lower(), bytes(value)) for key, value in message["headers"]])
        del headers["vary"]
        if message["status"] == HTTPStatus.OK and headers.get("content-type", "").startswith(PAGE):
            self._headers = headers
        else:
            await self._send({**message, "headers": headers.raw})

    async def _go_on(self, headers: MutableHeaders, message: Message) -> None:
        self._body += message.get("body", b"")
        more = message.get("more_body", False)
        if more and len(self._body) <= LARGEST:
            return
        status = HTTPStatus.OK if more else _tagged(headers, self._body, self._asked)
        self._headers = None
        await self._send({"type": "http.response.start", "status": int(status), "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": bytes(self._body), "more_body": more})
        self._body.clear()


def _tagged(headers: MutableHeaders, body: bytearray, asked: Headers) -> HTTPStatus:
    """Name a page by its content, and take the content out if the reader has it."""
    headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:LONG_ENOUGH]}"'
    headers.setdefault("cache-control", "no-cache")
    if not _CONDITIONS.is_not_modified(headers, asked):
        headers["content-length"] = str(len(body))
        return HTTPStatus.OK
    body.clear()
    for name in _OF_THE_CONTENT:
        del headers[name]
    return HTTPStatus.NOT_MODIFIED
