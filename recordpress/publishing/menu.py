"""What the header and the footer of every page lead to."""

import re
from collections.abc import Iterable, Iterator

from datasette.utils import tilde_encode

from recordpress.publishing.outline import PLUGIN
from recordpress.publishing.package import Package
from recordpress.publishing.pages.model import HOME
from recordpress.publishing.routes import routes

Link = tuple[str, str]
_MENU = (("/queries", "Queries"), ("/downloads", "Downloads"), ("/codebook", "Codebook"))
_MACHINES = (
    ("/feeds", "Feeds and calendars"),
    ("/feeds/changes.atom", "Changes as a feed"),
    ("/api/v1/index.json", "API"),
)


def menu(package: Package) -> tuple[Link, ...]:
    """The entries of the header: path within the site, and title.

    Args:
        package: As opened.

    Returns:
        The dataset's own pages in the order that they ask for, then what every dataset has, as far as something answers
        there.
    """
    placed = sorted((page.menu, page.name) for page in package.pages.own.values() if page.menu)
    own = (("/" if name == HOME else f"/{name}", entry[1]) for entry, name in placed)
    charts = (("/charts", "Charts"),) if package.charts else ()
    return (*own, *charts, (f"/{tilde_encode(package.name)}", "Tables and SQL"), *_answered(package, _MENU))


def machine_links(package: Package) -> tuple[Link, ...]:
    """What the footer offers to programs, likewise."""
    return tuple(_answered(package, _MACHINES))


def _answered(package: Package, links: Iterable[Link]) -> Iterator[Link]:
    patterns = [pattern for pattern, _ in routes(package.metadata.get("plugins", {}).get(PLUGIN, {}))]
    return (link for link in links if any(re.match(pattern, link[0]) for pattern in patterns))
