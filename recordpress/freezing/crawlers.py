"""What crawlers and language models are told, with the addresses that the frozen site has."""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from recordpress.freezing.places import published
from recordpress.freezing.targets import Targets

GUIDE = "/llms.txt"
_SITE_MAP = re.compile(r"/sitemap(-\d+)?\.xml")
_PLACE = re.compile(r"(?<=<loc>)[^<]+(?=</loc>)")
_LINK = re.compile(r"\]\(([^()\s]+)\)")  # of Markdown


def retold(content: bytes, path: str, targets: Targets, base: str) -> bytes:
    """A document of the served site as the frozen one has it.

    Args:
        content: The document.
        path: Its path, decoded.
        targets: What is frozen.
        base: Address of the site with a closing slash; "" if it isn't known.

    Returns:
        The guide without lines that lead to what only a server answers; site maps with the addresses that pages have
        here; all else as it is.
    """
    if path == GUIDE:
        lines = content.decode().splitlines(keepends=True)
        return "".join(line for line in lines if _is_kept(line, targets, base)).encode()
    if base and _SITE_MAP.fullmatch(path):
        return _PLACE.sub(lambda found: _placed(found[0], targets, base), content.decode()).encode()
    return content


def _is_kept(line: str, targets: Targets, base: str) -> bool:
    found = _LINK.search(line)
    path = _inner(found[1], targets, base) if found else ""
    return not path or (not urlsplit(path).query and unquote(path) in targets.paths)


def _placed(address: str, targets: Targets, base: str) -> str:
    path = unquote(_inner(unescape(address), targets, base))
    return escape(base + published(path)[1:]) if path in targets.paths else address


def _inner(url: str, targets: Targets, base: str) -> str:
    """The path of an address within the site, which may stand in it with the site's own; "" for one elsewhere."""
    path = f"/{url.removeprefix(base)}" if base and url.startswith(base) else url
    if not path.startswith("/"):
        return ""
    return path if unquote(path) in targets.paths else targets.within(path)
