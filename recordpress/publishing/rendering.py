"""Answers made from templates."""

import asyncio
from typing import Any

from datasette.utils.asgi import Response


async def html_page(site: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    """A page made from a template.

    Args:
        site: The Datasette instance.
        request: Datasette's request.
        template: Name of the template.
        context: What it shows; the site's metadata are always there.

    Returns:
        A Datasette response with status 200.
    """
    filled = {"metadata": site.metadata(), **context}
    return Response.html(await site.render_template(template, filled, request=request))


async def after_others(value: object = "") -> object:
    """The value, after other requests had their turn; for pages of thousands of cells, which nobody should wait for."""
    await asyncio.sleep(0)
    return value
