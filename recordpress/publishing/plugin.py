"""The Datasette plugin: downloads, bounds for SQL, defaults of saved queries, headers, and words for errors.

It serves the package that `recordpress.publishing.site.open_site` attaches to the Datasette instance.
"""

import re
from collections.abc import Callable, Generator
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

from datasette import handle_exception as standard_handler
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, NotFound, Response
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker
from starlette.types import ASGIApp, Receive, Scope, Send

from recordpress.publishing import asking, listing
from recordpress.publishing.downloads import file_response, groups
from recordpress.publishing.home import newest
from recordpress.publishing.kinds import page_address
from recordpress.publishing.limits import limit_connection
from recordpress.publishing.outline import PLUGIN
from recordpress.publishing.package import Package
from recordpress.publishing.record_documents import document_response, record_document
from recordpress.publishing.record_page import other_id, record_page, source_link
from recordpress.publishing.security import with_headers

hookimpl = HookimplMarker("datasette")
# Datasette's pages for its own developers and for logging in: nobody logs in here, and one tells of local paths.
CLOSED = r"/-/(allow-debug|auth-token|databases|logout|messages|patterns|permissions|threads)(\.json)?$"
_QUERY_PATH = re.compile(r"/(?P<database>[^/.]+)/(?P<query>[^/.]+)(\.\w+)?$")


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """Bound what a visitor's SQL may do; Datasette's own `_internal` database is written to."""
    if database == datasette.package.name:
        limit_connection(conn)


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Routes of ours, which Datasette asks before its own."""
    kinds = (datasette.plugin_config(PLUGIN) or {}).get("kinds", {})  # the package is not there yet
    any_kind = "|".join(map(re.escape, kinds)) or "(?!)"
    return [
        (rf"/(?P<kind>{any_kind})/(?P<id>[^/]+)$", record_view),
        (r"/$", home_page),
        (r"/downloads$", downloads_page),
        (r"/downloads/(?P<path>.+)$", download),
        (r"/records/(?P<ref>[^/]+/[^/]+)\.json$", record_json),
        (r"/(?P<database>[^/.]+)\.db$", download_database),
        (CLOSED, closed),
    ]


async def home_page(datasette: Any, request: Any) -> Any:
    """The home page; Datasette's own would look at every table first."""
    context = {
        "metadata": datasette.metadata(),
        "alternate_url_json": datasette.urls.path("/.json"),
        "newest": await newest(datasette),
    }
    return Response.html(await datasette.render_template("index.html", context, request=request))


async def record_view(datasette: Any, request: Any) -> Any:
    """The page of a record; another id of it leads there.

    Raises:
        DatasetteError: There is no such record.
    """
    kind, record = request.url_vars["kind"], tilde_decode(request.url_vars["id"])
    page = await record_page(datasette, kind, record)
    if page is not None:
        helpers = {"source_link": partial(source_link, datasette), "page_address": partial(page_address, datasette)}
        context = {"page": page, **helpers, "metadata": datasette.metadata()}
        return Response.html(await datasette.render_template("record.html", context, request=request))
    other = await other_id(datasette, f"{kind}/{record}")
    if other:
        return Response.redirect(page_address(datasette, other), status=301)
    message = f"There is no {kind} of the id {record}; the search finds records by their names."
    raise DatasetteError(message, title="No such record", status=404)


async def downloads_page(datasette: Any, request: Any) -> Any:
    """The list of what can be downloaded."""
    package: Package = datasette.package
    context = {"groups": groups(package.files.values()), "metadata": datasette.metadata()}
    return Response.html(await datasette.render_template("downloads.html", context, request=request))


async def download(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """A file of the package; only what its checksums name is a file, so that no path leads elsewhere."""
    await _send_file(datasette.package, unquote(scope["url_route"]["kwargs"]["path"]), scope, receive, send)


async def record_json(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """One record as a JSON document."""
    document = record_document(datasette.package.folder, unquote(scope["url_route"]["kwargs"]["ref"]))
    if document is None:
        message = "There is no such record; the address is /records/, the kind, / and the id, then .json."
        raise DatasetteError(message, title="No such record", status=404)
    await document_response(document, scope)(scope, receive, send)


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


async def closed() -> None:
    """Answer for the pages that are not offered here.

    Raises:
        NotFound: Always.
    """
    message = "404"
    raise NotFound(message)


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Cells of table pages that read better in another way than Datasette's; a query's result belongs to no table."""
    return listing.cell(datasette, datasette.package.outline.table(table), row, column, value) if table else None


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, list[Any], list[Any]]:
    """Say in plain words what Datasette says as HTML with a script, also within JSON, or in words of its own.

    Returns:
        The answers to choose from: one of status 400 or 404 where the request is what is wrong, else Datasette's own.
    """
    answer = None
    if isinstance(exception, DatasetteError):
        _in_plain_words(datasette, exception)
    elif isinstance(exception, NotFound) and exception.args[0] in {"404", "Database not found"}:
        exception.args = ("There is no such page.",)
    elif not isinstance(exception, Base400):
        answer = asking.mistake(request, exception)
    answers = yield
    return [standard_handler.handle_exception(datasette, request, answer)] if answer else answers


def _in_plain_words(datasette: Any, exception: Any) -> None:
    if exception.message_is_html:
        seconds = datasette.setting("sql_time_limit_ms") / 1000
        exception.message = f"The query was stopped after {seconds:g} seconds, which is what a query may take here."
        exception.message_is_html = False
    if exception.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # what Datasette gives when it names no other
        exception.status = HTTPStatus.BAD_REQUEST


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[ASGIApp], ASGIApp]:
    """Security headers, and the defaults of saved queries."""

    def wrap(app: ASGIApp) -> ASGIApp:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            guarded = with_headers(app, datasette.content_security_policy)
            filled = with_defaults(scope, datasette.package) if scope["type"] == "http" else scope
            await guarded(filled, receive, send)

        return wrapped

    return wrap


def with_defaults(scope: Scope, package: Package) -> Scope:
    """The request with a default for each parameter of a saved query that it leaves out.

    Args:
        scope: The ASGI scope of an HTTP request.
        package: Whose saved queries are meant.

    Returns:
        The scope itself if nothing is to be added. A parameter that is present but empty stays empty.
    """
    match = _QUERY_PATH.match(scope["path"])
    if match is None or tilde_decode(match["database"]) != package.name:
        return scope
    queries = package.metadata["databases"][package.name].get("queries", {})
    given = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    defaults = queries.get(match["query"], {}).get("defaults", {})
    missing = {name: value for name, value in defaults.items() if name not in given}
    if not missing:
        return scope
    query_string = "&".join(filter(None, [scope["query_string"].decode("latin-1"), urlencode(missing)]))
    return {**scope, "query_string": query_string.encode("latin-1")}
