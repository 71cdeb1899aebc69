"""The Datasette plugin: routes, bounds for SQL, defaults of saved queries, headers, and words for errors.

It serves the package that `recordpress.publishing.site.open_site` attaches to the Datasette instance.
"""

import re
from collections.abc import Callable, Generator
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode

from datasette import handle_exception as standard_handler
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.utils.asgi import Base400, NotFound
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker
from starlette.types import ASGIApp, Receive, Scope, Send

from recordpress.publishing import asking, errors, listing
from recordpress.publishing.caching import with_entity_tags
from recordpress.publishing.lanes import in_lanes
from recordpress.publishing.limits import limit_connection
from recordpress.publishing.outline import PLUGIN
from recordpress.publishing.package import Package
from recordpress.publishing.rendering import after_others
from recordpress.publishing.routes import View, routes
from recordpress.publishing.security import at_a_host, read_only, with_headers

hookimpl = HookimplMarker("datasette")
_QUERY_PATH = re.compile(r"/(?P<database>[^/.]+)/(?P<query>[^/.]+)(\.\w+)?$")
_CELLS = count()
AT_ONCE = 250  # cells that are made before other requests get their turn

_REFUSED = {
    "Statement must be a SELECT": "Only one statement that reads is run: it begins with SELECT, WITH or EXPLAIN."
}

_TOO_LARGE = "The query needs more memory than there is for one: ask for fewer or shorter values."


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """Bound what a visitor's SQL may do; Datasette's own `_internal` database is written to."""
    if database == datasette.package.name:
        limit_connection(conn)


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, View]]:
    """Routes of ours, which Datasette asks before its own."""
    return routes(datasette.plugin_config(PLUGIN) or {})  # the package is not there yet


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """Refuse what a table can't be asked for, before Datasette sets to work; no condition is added."""

    async def refuse() -> None:
        asking.require_facets(request, await datasette.get_database(database).table_columns(table))

    return refuse


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Any:
    """Cells of table pages that read better in another way than Datasette's; a query's result belongs to no table."""
    cell = listing.cell(datasette, datasette.package.outline.table(table), row, column, value) if table else None
    return after_others(cell) if next(_CELLS) % AT_ONCE == 0 else cell


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, list[Any], list[Any]]:
    """Say in plain words what Datasette says as HTML with a script, also within JSON, or in words of its own.

    Returns:
        The answer: a page of ours, or Datasette's JSON; of status 400 or 404 where the request is what is wrong.
    """
    answer = None
    if isinstance(exception, DatasetteError):
        _in_plain_words(datasette, exception)
    elif isinstance(exception, NotFound) and exception.args[0] in {"404", "Database not found"}:
        exception.args = ("There is no such page.",)
    elif isinstance(exception, QueryInterrupted):  # which Datasette leaves alone where CSV is asked for
        answer = DatasetteError(_stopped(datasette), title="SQL interrupted", status=HTTPStatus.BAD_REQUEST)
    elif isinstance(exception, MemoryError):  # SQLite's, see `limit_memory`
        answer = DatasetteError(_TOO_LARGE, title="Too large", status=HTTPStatus.BAD_REQUEST)
    elif not isinstance(exception, Base400):
        answer = asking.mistake(request, exception)
    ended = answer or exception
    if isinstance(ended, (Base400, DatasetteError)):
        errors.explain(datasette, request, ended)
    yield
    if request.path.endswith(".json"):
        return [standard_handler.handle_exception(datasette, request, ended)]
    return [errors.error_page(datasette, request, ended)]


def _in_plain_words(datasette: Any, exception: Any) -> None:
    if exception.message_is_html:
        exception.message = _stopped(datasette)
        exception.message_is_html = False
    if exception.title == "Invalid SQL":
        exception.title = "This statement can't be run"
        exception.message = _REFUSED.get(exception.message, exception.message)
    if exception.status == HTTPStatus.INTERNAL_SERVER_ERROR:  # what Datasette gives when it names no other
        exception.status = HTTPStatus.BAD_REQUEST


def _stopped(datasette: Any) -> str:
    seconds = datasette.setting("sql_time_limit_ms") / 1000
    return f"The query was stopped after {seconds:g} seconds, which is what a query may take here."


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[ASGIApp], ASGIApp]:
    """Reading only, security headers, entity tags, lanes to the database, and the defaults of saved queries."""

    def wrap(app: ASGIApp) -> ASGIApp:
        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            in_lane = in_lanes(with_entity_tags(app), datasette)
            reading = errors.with_refusals(read_only(in_lane), datasette)
            guarded = with_headers(at_a_host(reading), datasette.content_security_policy)
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
