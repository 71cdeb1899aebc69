"""Addresses of what can be downloaded: the list, and each file."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError
from starlette.types import Receive, Scope, Send

from recordpress.publishing.citing import on_the_web
from recordpress.publishing.downloads import downloads, file_response
from recordpress.publishing.package import SUMS, Package
from recordpress.publishing.rendering import html_page
from recordpress.publishing.ways import SITE, ways


async def downloads_page(datasette: Any, request: Any) -> Any:
    """The list of what can be downloaded, and how to use it."""
    package: Package = datasette.package
    root = on_the_web(datasette, request, datasette.urls.path("/downloads"))
    shown = ways(package, root)
    context = {
        "downloads": downloads(package),
        "ways": shown,
        "site_is_unknown": any(SITE in way.lines for way in shown),
        "sums": package.files[SUMS],
        "files": package.files.values(),
    }
    return await html_page(datasette, request, "downloads.html", context)


async def download(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """A file of the package; only what its checksums name is a file, so that no path leads elsewhere."""
    await _send_file(datasette.package, unquote(scope["url_route"]["kwargs"]["path"]), scope, receive, send)


async def download_database(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """The database at the address that Datasette's pages link to, with a length and ranges unlike its own answer."""
    await _send_file(
        datasette.package, f"{tilde_decode(scope['url_route']['kwargs']['database'])}.db", scope, receive, send
    )


async def _send_file(package: Package, path: str, scope: Scope, receive: Receive, send: Send) -> None:
    file = package.files.get(path)
    if file is None:
        message = "There is no such file in this package; /downloads lists what there is."
        raise DatasetteError(message, title="No such file", status=404)
    await file_response(package, file, scope)(scope, receive, send)


async def addresses(_: Any) -> Iterable[str]:
    """The addresses of this area, but for the files themselves."""
    return ("/downloads",)


ROUTES = (
    (r"/downloads$", downloads_page),
    (r"/downloads/(?P<path>.+)$", download),
    (r"/(?P<database>[^/.]+)\.db$", download_database),
)
