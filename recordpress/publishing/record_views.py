"""Addresses of records: the page of each, and its JSON document."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError
from starlette.types import Receive, Scope, Send

from recordpress.publishing.kinds import page_address
from recordpress.publishing.record_documents import document_response, record_document, record_refs
from recordpress.publishing.record_page import other_id, other_ids, record_page, source_link
from recordpress.publishing.rendering import html_page


async def record_view(datasette: Any, request: Any) -> Any:
    """The page of a record; another id of it leads there.

    Raises:
        DatasetteError: There is no such record.
    """
    kind, record = request.url_vars["kind"], tilde_decode(request.url_vars["id"])
    page = await record_page(datasette, kind, record)
    if page is not None:
        helpers = {"source_link": partial(source_link, datasette), "page_address": partial(page_address, datasette)}
        return await html_page(datasette, request, "record.html", {"page": page, **helpers})
    other = await other_id(datasette, f"{kind}/{record}")
    if other:
        return Response.redirect(page_address(datasette, other), status=301)
    message = f"There is no {kind} of the id {record}; the search finds records by their names."
    raise DatasetteError(message, title="No such record", status=404)


async def record_json(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """One record as a JSON document."""
    document = record_document(datasette.package.folder, unquote(scope["url_route"]["kwargs"]["ref"]))
    if document is None:
        message = "There is no such record; the address is /records/, the kind, / and the id, then .json."
        raise DatasetteError(message, title="No such record", status=404)
    await document_response(document, scope)(scope, receive, send)


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area: page and document of each record, and where its other ids lead."""
    refs = record_refs(site.package.folder)
    pages = filter(None, (page_address(site, ref) for ref in (*refs, *await other_ids(site))))
    return (*pages, *(site.urls.path(f"/records/{quote(ref)}.json") for ref in refs))
