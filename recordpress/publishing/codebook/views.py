"""Addresses of the codebook: an index, and a page for each kind of record, each vocabulary and each other table."""

from collections.abc import Iterable
from typing import Any

from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError

from recordpress.publishing.codebook.model import read_codebook
from recordpress.publishing.outline import Outline, TableOutline
from recordpress.publishing.rendering import html_page


async def codebook_page(datasette: Any, request: Any) -> Any:
    """What there is to look up."""
    package = datasette.package
    context = {"codebook": read_codebook(package.folder), "has_charts": bool(package.charts)}
    return await html_page(datasette, request, "codebook.html", context)


async def table_page(datasette: Any, request: Any) -> Any:
    """What is to be known of a table: of a kind with its properties and parts, of a vocabulary with its terms.

    A part of a kind's records stands on the page of the kind, to which its own address leads.

    Raises:
        DatasetteError: There is no such table.
    """
    outline: Outline = datasette.package.outline
    name = tilde_decode(request.url_vars["table"])
    table = outline.tables.get(name)
    if table is None:
        message = "There is no such table; the codebook lists what there is."
        raise DatasetteError(message, title="Not in the codebook", status=404)
    home = page_of(outline, table)
    if home != name:
        return Response.redirect(f"{datasette.urls.path(f'/codebook/{tilde_encode(home)}')}#table-{name}", status=301)
    codebook = read_codebook(datasette.package.folder)
    kind = codebook.kinds.get(name)
    used = {entry.vocabulary for entry in kind.properties} if kind else set()
    context = {
        "table": table,
        "kind": kind,
        "tables": [table, *_parts(outline, table)],
        "vocabulary": codebook.vocabularies.get(name),
        "vocabularies": [entry for entry in codebook.vocabularies.values() if entry.table in used],
        "users": codebook.users(name),
        "page_of": lambda other: page_of(outline, outline.table(other)),
    }
    return await html_page(datasette, request, "codebook_table.html", context)


def page_of(outline: Outline, table: TableOutline) -> str:
    """The table on whose page a table stands: parts of a kind's records stand with the kind."""
    is_part = (table.role or "") == "child" and table.kind in outline.kinds
    return outline.kinds[table.kind] if is_part else table.name


def _parts(outline: Outline, table: TableOutline) -> list[TableOutline]:
    is_kind = (table.role or "") == "kind"
    return outline.having("child", kind=table.kind) if is_kind else []


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area."""
    outline: Outline = site.package.outline
    pages = {page_of(outline, table) for table in outline.tables.values()}
    return ("/codebook", *(f"/codebook/{tilde_encode(name)}" for name in pages))


ROUTES = (
    (r"/codebook$", codebook_page),
    (r"/codebook/(?P<table>[^/]+)$", table_page),
)
