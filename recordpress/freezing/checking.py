"""The links of a frozen site: whether each leads to a file that is there, and to a place that is in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from recordpress.freezing.places import resolved
from recordpress.problems import Problem

_LINKS = frozenset({"href", "src", "action", "poster", "data", "srcset", "xlink:href"})
_LOADED = frozenset({"audio", "embed", "iframe", "img", "link", "object", "script", "source", "track", "video"})
_FETCHED = frozenset({"icon", "manifest", "modulepreload", "preload", "stylesheet"})  # of the relations of `link`


@dataclass(frozen=True, slots=True)
class Links:
    """What the link checker wants to know of a page.

    Args:
        file: The page, within the site's folder.
        ids: Places in it that links can name.
        links: Its links to the site itself.
        foreign: What it loads from elsewhere.
    """

    file: str
    ids: frozenset[str]
    links: tuple[str, ...]
    foreign: tuple[str, ...]


def read_links(file: str, html: str) -> Links:
    """The links and ids of a page as it was written.

    Args:
        file: Its path within the site's folder.
        html: Its content.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Links(file, frozenset(reader.ids), tuple(reader.links), tuple(reader.foreign))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: dict[str, None] = {}
        self.foreign: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names and where it leads."""
        loads = tag in _LOADED and (tag != "link" or bool(_FETCHED & set((dict(attrs).get("rel") or "").split())))
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in _LINKS and value and (name != "data" or tag == "object"):
                for url in _urls(name, value):
                    self._note(url, loads=loads)

    def _note(self, url: str, *, loads: bool) -> None:
        if _is_inner(url):
            self.links[url] = None
        elif loads and not url.startswith("data:"):
            self.foreign[url] = None


def _urls(name: str, value: str) -> list[str]:
    return [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]


def _is_inner(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as one with half a number of an IPv6 host
        return False
    return not parts.scheme and not parts.netloc


def check_links(pages: Iterable[Links], files: frozenset[str], prefix: str, free: frozenset[str]) -> list[Problem]:
    """What is wrong with the links of a site.

    Args:
        pages: All pages.
        files: All files of the site, within its folder.
        prefix: Path of the site on its host; links from `/` on begin with it.
        free: Pages that read the fragment of their address themselves.

    Returns:
        Links that lead to no file (F802) or to no place in it (F803), and what is loaded from elsewhere (F804).
    """
    by_file = {page.file: page for page in pages}
    ids = {file: page.ids for file, page in by_file.items() if file not in free}
    return [problem for page in by_file.values() for problem in _check(page, files, ids, prefix)]


def _check(page: Links, files: frozenset[str], ids: Mapping[str, frozenset[str]], prefix: str) -> Iterator[Problem]:
    for url in page.foreign:
        yield Problem("F804", page.file, f"the page loads {url} from elsewhere", hint="keep a copy of it in the site")
    for url in page.links:
        path, fragment = _parts(url)
        target = resolved(page.file, path.replace(prefix, "/", 1) if path.startswith(prefix) else path)
        if target not in files:
            yield Problem("F802", page.file, f"the link {url} leads to {target}, which is not there")
        elif fragment and target in ids and fragment not in ids[target]:
            yield Problem("F803", page.file, f"the link {url} leads to no place in {target}")


@lru_cache(maxsize=10_000)
def _parts(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.path, unquote(parts.fragment)
