"""Addresses of a dataset's own pages, and of its saved queries."""

import sqlite3
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any

from datasette.views.base import DatasetteError
from markupsafe import Markup

from recordpress.publishing.pages.blocks import Shown, cell, show
from recordpress.publishing.pages.model import HOME, Block, Page, block_of
from recordpress.publishing.rendering import html_page

ROWS_OF_A_CARD = 3


async def page_view(datasette: Any, request: Any) -> Any:
    """A page of the dataset's own."""
    page = datasette.package.pages.own[request.url_vars["page"]]
    return await html_page(datasette, request, "page.html", await page_context(datasette, request, page))


async def page_context(site: Any, request: Any, page: Page) -> dict[str, Any]:
    """What the template of a page is given."""
    parts = [part async for part in filled(site, page.parts, chosen_by(request), {})]
    return {"page": page, "parts": parts, "cell": partial(cell, site)}


async def filled(
    site: Any, parts: tuple[str | Block, ...], chosen: Mapping[str, str], given: Mapping[str, str]
) -> AsyncIterator[Markup | Shown]:
    """The parts of a page, blocks with their rows.

    Args:
        site: The Datasette instance.
        parts: HTML that was made of Markdown, and blocks.
        chosen: What the reader has chosen, by parameter.
        given: Values that the page itself gives.

    Raises:
        DatasetteError: A query fails.
        QueryInterrupted: It takes too long.
    """
    for part in parts:
        if isinstance(part, str):
            yield Markup(part)  # noqa: S704 made by markdown-it without HTML
            continue
        try:
            shown = await show(site, part, chosen, given)
        except sqlite3.Error as error:
            message = f"What the page shows can't be found with these choices: {error}."
            raise DatasetteError(message, title="Not to be shown", status=400) from None
        if shown.rows or part.empty or not part.sql:
            yield shown


async def gallery(datasette: Any, request: Any) -> Any:
    """The saved queries, each with the beginning of its result."""
    cards = []
    for name in datasette.package.outline.queries:
        block = query_block(datasette.package, name)
        cards.append((name, await show(datasette, block, {}, {})))
    context = {"cards": cards, "rows": ROWS_OF_A_CARD, "drawn": charts_of(datasette.package)}
    context["cell"] = partial(cell, datasette)
    return await html_page(datasette, request, "queries.html", context)


async def query_view(datasette: Any, request: Any) -> Any:
    """A saved query with its result."""
    name = request.url_vars["query"]
    if name not in datasette.package.outline.queries:
        message = f"There is no saved query of the name {name}."
        raise DatasetteError(message, title="No such query", status=404)
    block = query_block(datasette.package, name)
    (shown,) = [part async for part in filled(datasette, (block,), chosen_by(request), {})]
    about = datasette.package.outline.queries[name]
    drawn = charts_of(datasette.package).get(name, ())
    context = {"name": name, "about": about, "shown": shown, "drawn": drawn, "cell": partial(cell, datasette)}
    return await html_page(datasette, request, "saved_query.html", context)


def chosen_by(request: Any) -> dict[str, str]:
    """What the reader has chosen: the first value of each parameter."""
    return {name: request.args[name] for name in request.args}


def charts_of(package: Any) -> dict[str, list[str]]:
    """Names of the charts that show the rows of a saved query, by the query's name."""
    found: dict[str, list[str]] = {}
    for name, chart in package.charts.items():
        found.setdefault(chart.query, []).append(name)
    return found


def query_block(package: Any, name: str) -> Block:
    """A block that shows a saved query, with its parameters for the reader to choose."""
    return block_of(name, package.outline.queries[name])


async def addresses(site: Any) -> list[str]:
    """The dataset's own pages, and those of its saved queries."""
    own = [f"/{name}" for name in site.package.pages.own if name != HOME]
    return [*own, "/queries", *(f"/queries/{name}" for name in site.package.outline.queries)]


QUERY_ROUTES = ((r"/queries$", gallery), (r"/queries/(?P<query>[^/.]+)$", query_view))
