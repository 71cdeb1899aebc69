"""Addresses of records: the page of each, and its YAML."""

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError
from starlette.types import Receive, Scope, Send

from recordpress.publishing.answers import bytes_answer
from recordpress.publishing.citing import cite, on_the_web, read_dataset
from recordpress.publishing.kinds import page_address
from recordpress.publishing.pages.views import chosen_by
from recordpress.publishing.panels import panels_of
from recordpress.publishing.record_documents import record_document, record_refs
from recordpress.publishing.record_page import other_id, other_ids, record_page
from recordpress.publishing.record_yaml import record_yaml
from recordpress.publishing.rendering import html_page


async def record_view(datasette: Any, request: Any) -> Any:
    """The page of a record; another id of it leads there.

    Raises:
        DatasetteError: There is no such record.
    """
    kind, record = request.url_vars["kind"], tilde_decode(request.url_vars["id"])
    page = await record_page(datasette, kind, record)
    if page is not None:
        address = on_the_web(datasette, request, page_address(datasette, page.ref))
        citation = cite(read_dataset(datasette.package.folder), page.ref, page.label, address, datasette.released)
        context = {"page": page, "citation": citation, "page_address": partial(page_address, datasette)}
        panels = await panels_of(datasette, page, chosen_by(request))
        return await html_page(datasette, request, "record.html", {**context, **panels})
    other = await other_id(datasette, f"{kind}/{record}")
    if other:
        return Response.redirect(page_address(datasette, other), status=301)
    raise _no_such(f"There is no {kind} of the id {record}; the search finds records by their names.")


async def record_as_yaml(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """A record as YAML.

    Raises:
        DatasetteError: There is no such record.
    """
    asked = scope["url_route"]["kwargs"]
    kind, record = asked["kind"], tilde_decode(asked["id"])
    document = record_document(datasette.package.folder, f"{kind}/{record}")
    if document is None:
        raise _no_such(f"There is no {kind} of the id {record}; its page's address without .yaml may lead on.")
    content = record_yaml(json.loads(document)["record"]).encode()
    await bytes_answer(content, "application/yaml", scope)(scope, receive, send)


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area: page and YAML of each record, and where its other ids lead."""
    pages = list(filter(None, (page_address(site, ref) for ref in record_refs(site.package.folder))))
    others = filter(None, (page_address(site, ref) for ref in await other_ids(site)))
    return (*pages, *others, *(f"{page}.yaml" for page in pages))


def _no_such(message: str) -> DatasetteError:
    return DatasetteError(message, title="No such record", status=404)
