"""Where an address of the site lies among the files, and how one file links to another."""

import posixpath
from urllib.parse import quote, unquote

INDEX = "index.html"
DOWNLOADS = "/downloads/"  # below it lie files, whatever their names
_SAFE = "/~!$&'()*+,;=:@"  # what a path may hold as it is (RFC 3986, section 3.3)


def is_page(path: str) -> bool:
    """Whether an address answers with a page for people: the last part of all others ends in `.` and a suffix.

    Args:
        path: Path of the address, without the site's prefix.
    """
    return "." not in posixpath.basename(path) and (not path.startswith(DOWNLOADS) or path == DOWNLOADS)


def file_of(path: str) -> str:
    """The file of an address.

    Args:
        path: Path of the address, decoded, from `/` on.

    Returns:
        Path within the site's folder. A page `/a/b` lies at `a/b/index.html`, so that every host answers `/a/b/`
        with it, and most of them `/a/b`, too.
    """
    inner = path.strip("/")
    if not is_page(path):
        return inner
    return f"{inner}/{INDEX}" if inner else INDEX


def published(path: str) -> str:
    """An address as links name it: encoded, a page with a slash at its end."""
    closed = f"{path.rstrip('/')}/" if is_page(path) else path
    return quote(closed, safe=_SAFE)


def relative(here: str, there: str) -> str:
    """A link from one address to another that holds wherever the site lies.

    Args:
        here: Path of the page that holds the link, as `published` gives it.
        there: Path to link to, as `published` gives it.
    """
    folder = here if here.endswith("/") else posixpath.dirname(here)
    found = posixpath.relpath(there, folder.rstrip("/") or "/")
    if there.endswith("/"):
        found += "/"
    return f"./{found}" if ":" in found.partition("/")[0] else found


def resolved(file: str, path: str) -> str:
    """The file that the path of a link leads to.

    Args:
        file: The file that holds the link, within the site's folder.
        path: The link's path, encoded; "" for the file itself.

    Returns:
        Path within the site's folder; it starts with `..` when the link leads out of it.
    """
    if not path:
        return file
    joined = posixpath.normpath(posixpath.join("/" if path.startswith("/") else posixpath.dirname(file), unquote(path)))
    inner = joined.lstrip("/") if path.startswith("/") else joined
    if path.endswith(("/", "/.", "..")) or inner == ".":
        return INDEX if inner in {"", "."} else f"{inner}/{INDEX}"
    return inner
