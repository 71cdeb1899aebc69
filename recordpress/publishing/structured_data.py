"""The site's home page for search engines: the package in the terms of schema.org, in short.

The whole description, with tables and columns, is the package's own file; a page needs what tells of it as a whole.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from recordpress.describing.description import DOWNLOADS
from recordpress.describing.schema_org import NAME
from recordpress.publishing.citing import on_the_web
from recordpress.publishing.package import Package

CONTEXT = "https://schema.org/"  # known to all who read it in pages; the file has one that needs not be known
_LEFT_OUT = frozenset({"hasPart"})
_SCRIPT = Markup('<script type="application/ld+json">{}</script>')


def structured_data(site: Any, request: Any) -> Markup:
    """An element for the head of the home page.

    Args:
        site: The Datasette instance.
        request: Datasette's request, whose host the addresses have if the package names no homepage.

    Returns:
        The element; nothing for a package that was built without the description.
    """
    described = read_description(site.package)
    if not described:
        return Markup()
    filled = _on_the_web(described, on_the_web(site, request, site.urls.path("/")))
    text = json.dumps(filled, ensure_ascii=False).replace("<", "\\u003c")
    return _SCRIPT.format(Markup(text))  # noqa: S704 no `<` is left, so that nothing ends the element


def read_description(package: Package) -> Mapping[str, Any]:
    """What `schema-org.jsonld` of a package says; an empty object if there is none."""
    return _read(package.folder / NAME) if NAME in package.files else {}


@lru_cache(maxsize=2)
def _read(path: Path) -> Mapping[str, Any]:
    """Read once: a package's folder is never changed once it is there."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _on_the_web(described: Mapping[str, Any], root: str) -> dict[str, Any]:
    """The description with addresses that hold where it is read; relative ones where nobody knows where that is."""
    home = described.get("url") or root
    said = {key: value for key, value in described.items() if key not in _LEFT_OUT}
    downloads = [_download(file, root) for file in said.get("distribution", ())]
    address = {"url": home} if home else {}
    return {**said, "@context": CONTEXT, "@id": f"{home}#dataset", **address, "distribution": downloads}


def _download(file: Mapping[str, Any], root: str) -> dict[str, Any]:
    address = file["contentUrl"]
    is_whole = address.startswith(("https://", "http://"))
    return {**file, "contentUrl": address if is_whole else f"{root}{DOWNLOADS}/{address}"}
