"""Addresses of the pages of records."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError

from recordpress.publishing.kinds import page_address
from recordpress.publishing.record_documents import record_refs
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


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area: the page of each record, and where its other ids lead."""
    refs = (*record_refs(site.package.folder), *await other_ids(site))
    return filter(None, (page_address(site, ref) for ref in refs))
