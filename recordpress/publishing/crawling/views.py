"""Addresses for crawlers and language models: `sitemap.xml`, `robots.txt`, `llms.txt`."""

from collections.abc import Iterable, Sequence
from typing import Any

from datasette.utils.asgi import Response
from datasette.views.base import DatasetteError

from recordpress.publishing.citing import on_the_web
from recordpress.publishing.crawling.sitemap import Entry, entries, index, parts, url_set
from recordpress.publishing.crawling.texts import llms, robots
from recordpress.publishing.kinds import page_address
from recordpress.publishing.outline import REGISTRY
from recordpress.publishing.record_page import other_ids
from recordpress.publishing.structured_data import read_description

_XML = "application/xml; charset=utf-8"


async def sitemap(datasette: Any, request: Any) -> Any:
    """The pages of the site, or the site maps that tell of them where there are many."""
    found = parts(await _pages(datasette))
    root = _root(datasette, request)
    return _xml(url_set(found[0], root) if len(found) == 1 else index(len(found), root))


async def sitemap_part(datasette: Any, request: Any) -> Any:
    """A portion of the pages.

    Raises:
        DatasetteError: There are not so many.
    """
    found = parts(await _pages(datasette))
    number = int(request.url_vars["number"])
    if len(found) == 1 or not 0 < number <= len(found):
        message = "There are not so many site maps; /sitemap.xml leads to those there are."
        raise DatasetteError(message, title="No such site map", status=404)
    return _xml(url_set(found[number - 1], _root(datasette, request)))


async def robots_txt(datasette: Any, request: Any) -> Any:
    """What crawlers may read."""
    address = on_the_web(datasette, request, datasette.urls.path("/sitemap.xml"))
    prefix = datasette.setting("base_url").rstrip("/")
    return Response.text(robots(prefix, datasette.package.name, address))


async def llms_txt(datasette: Any, request: Any) -> Any:
    """A guide for language models."""
    package = datasette.package

    def address(path: str) -> str:
        within = datasette.urls.path(path)
        return on_the_web(datasette, request, within) or str(within)

    return Response.text(llms(package, read_description(package), address))


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area; site maps need full addresses, which only a homepage gives."""
    if not site.package.metadata.get("about_url"):
        return ("/robots.txt", "/llms.txt")
    count = len(parts(await _pages(site)))
    further = (f"/sitemap-{number}.xml" for number in range(1, count + 1)) if count > 1 else ()
    return ("/robots.txt", "/llms.txt", "/sitemap.xml", *further)


async def _pages(site: Any) -> Sequence[Entry]:
    """The pages with their dates, found once: a package stays the same."""
    if site.crawled is None:
        elsewhere = {page_address(site, ref) for ref in await other_ids(site)}
        paths = sorted(await site.area_addresses() - elsewhere)
        site.crawled = entries(paths, await _files(site), site.history)
    found: Sequence[Entry] = site.crawled
    return found


async def _files(site: Any) -> dict[str, str]:
    """The file of each record, by the address of its page."""
    if not {"ref", "path"} <= set(site.package.outline.table(REGISTRY).columns or ()):
        return {}
    rows = (await site.get_database(site.package.name).execute(f"select ref, path from {REGISTRY}")).rows  # noqa: S608 a name of ours
    return {page_address(site, ref): path for ref, path in rows}


def _root(site: Any, request: Any) -> str:
    within = site.urls.path("/")
    return (on_the_web(site, request, within) or str(site.absolute_url(request, within))).rstrip("/")


def _xml(text: str) -> Any:
    return Response(text, content_type=_XML)


ROUTES = (
    (r"/sitemap\.xml$", sitemap),
    (r"/sitemap-(?P<number>\d{1,6})\.xml$", sitemap_part),
    (r"/robots\.txt$", robots_txt),
    (r"/llms\.txt$", llms_txt),
)
