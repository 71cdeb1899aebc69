"""All addresses of ours, in the order in which they are asked; each area of the site names its own."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from datasette.utils.asgi import NotFound

from recordpress.publishing import download_views, home, record_views

View = Callable[..., Any]
# Datasette's pages for its own developers and for logging in: nobody logs in here, and one tells of local paths.
CLOSED = r"/-/(allow-debug|auth-token|databases|logout|messages|patterns|permissions|threads)(\.json)?$"


def routes(config: Mapping[str, Any]) -> list[tuple[str, View]]:
    """Regular expressions of paths with what answers them.

    Args:
        config: What the package's metadata say for this plugin, as `outline.describe` writes it.
    """
    any_kind = "|".join(map(re.escape, config.get("kinds", {}))) or "(?!)"
    return [
        *home.ROUTES,
        *download_views.ROUTES,
        (rf"/(?P<kind>{any_kind})/(?P<id>[^/]+)$", record_views.record_view),
        (r"/records/(?P<ref>[^/]+/[^/]+)\.json$", record_views.record_json),
        (CLOSED, closed),
    ]


async def closed() -> None:
    """Answer for the pages that are not offered here.

    Raises:
        NotFound: Always.
    """
    message = "404"
    raise NotFound(message)
