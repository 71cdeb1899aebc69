"""All addresses of ours, in the order in which they are asked; each area of the site names its own."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from datasette.utils.asgi import NotFound

from recordpress.publishing import chart_views, download_views, home, record_views
from recordpress.publishing.api import views as api
from recordpress.publishing.codebook import views as codebook
from recordpress.publishing.crawling import views as crawling
from recordpress.publishing.feeds import views as feeds
from recordpress.publishing.pages import views as page_views

View = Callable[..., Any]
# Datasette's pages for its own developers and for logging in: nobody logs in here, and one tells of local paths.
CLOSED = r"/-/(allow-debug|auth-token|databases|logout|messages|patterns|permissions|threads)(\.json)?$"
# What the areas list for a site of plain files, as paths without a query: pages, documents and pictures, but no
# downloads. An area with addresses of its own adds its function here.
ADDRESSES: tuple[Callable[[Any], Awaitable[Iterable[str]]], ...] = (
    home.addresses,
    download_views.addresses,
    record_views.addresses,
    api.addresses,
    chart_views.addresses,
    feeds.addresses,
    page_views.addresses,
    codebook.addresses,
)


async def addresses(site: Any) -> tuple[str, ...]:
    """All addresses of a site of plain files, each once, sorted.

    Args:
        site: The Datasette instance, with its package.
    """
    return tuple(sorted({*await area_addresses(site), *await crawling.addresses(site)}))


async def area_addresses(site: Any) -> set[str]:
    """The same without what tells crawlers of them."""
    return {address for area in ADDRESSES for address in await area(site)}


def routes(config: Mapping[str, Any]) -> list[tuple[str, View]]:
    """Regular expressions of paths with what answers them.

    Args:
        config: What the package's metadata say for this plugin, as `outline.describe` writes it.
    """
    any_kind = _any(config.get("kinds", {}))
    any_page = _any(config.get("pages", ()))
    return [
        *home.ROUTES,
        *download_views.ROUTES,
        *api.ROUTES,
        *chart_views.ROUTES,
        *feeds.ROUTES,
        *page_views.QUERY_ROUTES,
        *codebook.ROUTES,
        *crawling.ROUTES,
        (rf"/(?P<page>{any_page})$", page_views.page_view),
        (rf"/(?P<kind>{any_kind})/(?P<id>[^/.]+)\.yaml$", record_views.record_as_yaml),
        (rf"/(?P<kind>{any_kind})/(?P<id>[^/]+)$", record_views.record_view),
        (CLOSED, closed),
    ]


def _any(names: Iterable[str]) -> str:
    """A regular expression for one of the names; for nothing where there are none."""
    return "|".join(map(re.escape, names)) or "(?!)"


async def closed() -> None:
    """Answer for the pages that are not offered here.

    Raises:
        NotFound: Always.
    """
    message = "404"
    raise NotFound(message)
