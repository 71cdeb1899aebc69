"""Which pages there are: found by following the site's own links, some of each sort, so that new ones are seen."""

import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from recordpress.publishing.package import Package, open_package
from recordpress.writing.record_lines import NAME as LINES

EACH = 3  # pages of one sort that are looked at, where they may be of different make
MOST_NAMED = 3
_WORD = re.compile(rb'"([a-z0-9/-]+)"')
_LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def ask(base: str, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """The answer to one request, without following where it leads."""
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def is_page(answer: HTTPResponse) -> bool:
    """Whether an answer is HTML."""
    return (answer.getheader("content-type") or "").startswith("text/html")


def links(html: str, path: str) -> Iterator[str]:
    """The addresses on this site that a page leads to, with their query strings."""
    for found in _LINK.findall(html):
        # As a browser does, what may not stand in an address is written with percent signs.
        target = quote(unescape(found), safe="%/:?#[]@!$&'()*+,;=~")
        parts = urlsplit(urldefrag(urljoin(f"http://here{path}", target)).url)
        if (parts.scheme, parts.netloc) == ("http", "here"):
            yield parts._replace(scheme="", netloc="").geturl() or "/"


class Sorts:
    """Tells what sort of page an address leads to, from its first parts and the package's outline."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def of(self, address: str) -> str:
        """The sort: equal for addresses that are answered in the same way."""
        parts = urlsplit(address)
        first, *rest = parts.path.strip("/").split("/")
        asked = "?" if parts.query else ""
        if first == self._package.name and rest:
            table = self._package.outline.tables.get(rest[0])
            role = table.role or "view" if table else "query"
            return f"{role} {len(rest)}{Path(parts.path).suffix}{asked}"
        if not rest:
            return f"/{first}{asked}"
        return f"/{first}/{'*/' * (len(rest) - 1)}*{Path(parts.path).suffix}{asked}"

    def at_most(self, sort: str) -> int:
        """How many pages of a sort are looked at: of records and rows, which are alike, one."""
        return EACH if sort.startswith("/") and not self._is_record(sort) else 1

    def _is_record(self, sort: str) -> bool:
        return sort.split("/")[1] in self._package.kinds


def heaviest(package: Package) -> list[str]:
    """The addresses of the records that most is said of: of each kind the longest, then those most referred to."""
    text = (package.folder / LINES).read_bytes()
    refs = {str(json.loads(line)["ref"]): len(line) for line in text.splitlines()}
    longest: dict[str, str] = {}
    for ref in sorted(refs, key=refs.__getitem__):
        longest[ref.partition("/")[0]] = ref
    words = Counter(word.decode() for word in _WORD.findall(text))
    named = sorted(refs, key=lambda ref: words[ref] + words[ref.partition("/")[2]])
    return [f"/{ref}" for ref in dict.fromkeys([*longest.values(), *named[-MOST_NAMED:]])]


def wrong(package: Package) -> dict[str, int]:
    """Addresses that lead nowhere, with the status of the answer."""
    kind, table = min(package.kinds), package.kinds[min(package.kinds)].table
    return {
        "/nowhere": 404,
        f"/{kind}/nothing": 404,
        f"/{package.name}/nothing": 404,
        f"/{package.name}/{table}/nothing": 404,
        "/downloads/nothing": 404,
        f"/{package.name}?sql=select+nonsense": 400,
        f"/{package.name}?sql=delete+from+records": 400,
        f"/{package.name}/{table}?_size=lots": 400,
    }


def sample(base: str, root: Path) -> list[str]:
    """Pages of every sort: the heaviest record of each kind, and the first few found of every other sort.

    Args:
        base: Address of the served dataset.
        root: Its folder.
    """
    package = open_package(root / "dist" / "current")
    records = heaviest(package)
    sorts = Sorts(package)
    free = [f"/{package.name}?sql=select+*+from+records+limit+20", f"/{package.name}/records?_search=the"]
    pages = (address for address, answer in followed(base, sorts, ["/", *records, *free]) if is_page(answer))
    return sorted({*records, *pages})


def followed(
    base: str, sorts: Sorts, start: Iterable[str], each: int | None = None
) -> Iterator[tuple[str, HTTPResponse]]:
    """Addresses that pages lead to, with their answers: of every sort some.

    Args:
        base: Address of the served dataset.
        sorts: Of its package.
        start: Where to begin.
        each: How many of one sort; otherwise as many as tell something new.
    """
    seen: dict[str, int] = defaultdict(int)
    known: set[str] = set()
    waiting = deque(start)
    while waiting:
        address = waiting.popleft()
        sort = sorts.of(address)
        if address in known or seen[sort] >= (each or sorts.at_most(sort)):
            continue
        known.add(address)
        seen[sort] += 1
        answer, body = ask(base, address)
        yield address, answer
        if is_page(answer) and "?" not in address:
            waiting.extend(links(body.decode(), address))
