"""The site map: which pages there are, and when they changed (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from recordpress.publishing.history import History

MOST = 50_000  # addresses in a file, which the protocol sets
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its path within the site, and when it last changed ("" if that is not known)."""

    path: str
    changed: str = ""


def entries(paths: Iterable[str], files: Mapping[str, str], history: History) -> tuple[Entry, ...]:
    """The pages among the addresses of a site.

    Args:
        paths: All addresses; those that end in a suffix are files and no pages.
        files: The file of each record, by the path of its page.
        history: The changes of each file, newest first.
    """
    pages = (path for path in paths if "." not in path.rpartition("/")[2])
    return tuple(Entry(path, _changed(history, files.get(path, ""))) for path in pages)


def parts(pages: Sequence[Entry], most: int = MOST) -> tuple[Sequence[Entry], ...]:
    """The pages in portions that a file may hold; one at least."""
    return tuple(pages[start : start + most] for start in range(0, len(pages), most)) or ((),)


def url_set(pages: Iterable[Entry], root: str) -> str:
    """A site map of pages.

    Args:
        pages: At most `MOST`.
        root: Address of the site, without a slash at the end.
    """
    lines = (f"<url><loc>{escape(root + page.path)}</loc>{_modified(page)}</url>\n" for page in pages)
    return f"{_HEAD}<urlset {_NAMESPACE}>\n{''.join(lines)}</urlset>\n"


def index(count: int, root: str) -> str:
    """A site map that leads to others, `sitemap-1.xml` and so on."""
    lines = (
        f"<sitemap><loc>{escape(f'{root}/sitemap-{number}.xml')}</loc></sitemap>\n" for number in range(1, count + 1)
    )
    return f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{''.join(lines)}</sitemapindex>\n"


def _changed(history: History, file: str) -> str:
    commits = history.get(file, ())
    return commits[0].date.isoformat() if commits else ""


def _modified(page: Entry) -> str:
    return f"<lastmod>{page.changed}</lastmod>" if page.changed else ""
