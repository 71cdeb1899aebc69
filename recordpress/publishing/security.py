"""Headers that keep a hostile cell from doing anything in a reader's browser."""

import base64
import hashlib
import re
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from recordpress.publishing.answers import CROSS_ORIGIN, problem

READING = frozenset({"GET", "HEAD"})
ALLOWED = {"Allow": "GET, HEAD, OPTIONS"}
_HOST = re.compile(r"(?:[\w.%-]*|\[[0-9a-fA-F:.]+\])(?::[0-9]*)?", re.ASCII)
_INLINE_SCRIPT = re.compile(r"<script>(.+?)</script>", re.DOTALL)
_FIXED = {"{{ datasette_allow_facet }}": "true"}  # the one value that an inline script of Datasette's holds

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def content_security_policy(environment: Any) -> str:
    """The policy of all pages: nothing from elsewhere, and of inline scripts only those of the templates.

    Args:
        environment: The Jinja environment whose templates are used. Their inline scripts are the same on every page,
            so that hashes name them, and pages stay the same bytes for every reader.

    Returns:
        The value of `Content-Security-Policy`. No style stands inline: the templates of Datasette's that have some
        are replaced, or their pages are closed.
    """
    scripts = {script for name in environment.list_templates() for script in _inline_scripts(environment, name)}
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in sorted(scripts))
    return (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'; "
        f"img-src 'self' data:; style-src 'self'; script-src 'self' {hashes}"
    )


def _inline_scripts(environment: Any, name: str) -> list[str]:
    source = environment.loader.get_source(environment, name)[0]
    for placeholder, value in _FIXED.items():
        source = source.replace(placeholder, value)
    return [script for script in _INLINE_SCRIPT.findall(source) if "{" + "{" not in script]


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def read_only(app: ASGIApp) -> ASGIApp:
    """The application for those who read: it is never asked to change anything, and may be asked from any site."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING:
            await app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={**CROSS_ORIGIN, **ALLOWED})(scope, receive, send)
        else:
            detail = f"This site can only be read: {ALLOWED['Allow']}."
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", detail)
            response.headers.update(ALLOWED)
            await response(scope, receive, send)

    return wrapped


def at_a_host(app: ASGIApp) -> ASGIApp:
    """The application for requests that name a host, or none: what else stands there would fail where links are made.

    RFC 9112, section 3.2, wants status 400.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _HOST.fullmatch(Headers(scope=scope).get("host", "")):
            refusal = problem(HTTPStatus.BAD_REQUEST, "Bad request", "The header Host names no host.")
            await refusal(scope, receive, send)
        else:
            await app(scope, receive, send)

    return wrapped


def with_headers(app: ASGIApp, policy: str) -> ASGIApp:
    """The application with security headers on every answer."""
    fixed = {**HEADERS, "Content-Security-Policy": policy}

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(bytes(key).lower(), bytes(value)) for key, value in message.get("headers", ())]
                headers = MutableHeaders(scope=message)
                for name, value in fixed.items():
                    headers[name] = value
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped
