"""The home page, with what comes first in published views that are sorted backwards and tell of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import escape_sqlite

from recordpress.publishing.kinds import page_address
from recordpress.publishing.outline import REGISTRY, Outline, TableOutline
from recordpress.publishing.pages.model import HOME
from recordpress.publishing.pages.views import page_context
from recordpress.publishing.rendering import html_page

MOST = 8


@dataclass(frozen=True, slots=True)
class Newest:
    """The first rows of a table.

    Args:
        table: The table.
        rows: Address, name and place in the order (a date, say) of each.
    """

    table: TableOutline
    rows: Sequence[tuple[str, str, str]]


async def newest(site: Any) -> Sequence[Newest]:
    """What is new: the rows that come first in tables such as a timeline."""
    outline: Outline = site.package.outline
    database = site.get_database(outline.database)
    words = site.package.metadata["databases"][outline.database]["tables"]
    found = []
    for table in outline.having("derived"):
        order = words.get(table.name, {}).get("sort_desc")
        if order and table.label and len(table.primary_key) == 1 and table.reference(table.primary_key[0]) == REGISTRY:
            columns = ", ".join(map(escape_sqlite, (table.primary_key[0], table.label, order)))
            sql = f"select {columns} from {escape_sqlite(table.name)} order by 3 desc, 1 limit {MOST}"  # noqa: S608 our names
            rows = (await database.execute(sql)).rows
            found.append(Newest(table, [(page_address(site, row[0]), row[1], str(row[2])) for row in rows]))
    return found


async def home_page(datasette: Any, request: Any) -> Any:
    """The home page: the dataset's own, or one that tells of its kinds, views and queries.

    Datasette's own would look at every table first.
    """
    page = datasette.package.pages.own.get(HOME)
    if page:
        context = await page_context(datasette, request, page)
        return await html_page(datasette, request, "page.html", context)
    context = {"alternate_url_json": datasette.urls.path("/.json"), "newest": await newest(datasette)}
    return await html_page(datasette, request, "index.html", context)


async def addresses(_: Any) -> Sequence[str]:
    """The addresses of this area."""
    return ("/", "/favicon.ico")


ROUTES = ((r"/$", home_page),)
