"""Lists of the records of a kind, by pages."""

from typing import Any
from urllib.parse import quote

from recordpress.publishing.kinds import page_address
from recordpress.publishing.record_documents import Entry, entries_of

SIZE = 1_000


def list_page(site: Any, kind: str, page: int) -> dict[str, Any] | None:
    """A page of the list of a kind's records, in order of their ids.

    Args:
        site: The Datasette instance, with its package.
        kind: The kind.
        page: Number of the page, from 1.

    Returns:
        A JSON object with the records, and the addresses of the pages before and after; None if there is no such page.
        A kind without records has one page.
    """
    if kind not in site.package.outline.kinds:
        return None
    records = entries_of(site.package.folder, kind)
    pages = _pages(len(records))
    if not 1 <= page <= pages:
        return None
    shown = records[(page - 1) * SIZE : page * SIZE]
    document = {"kind": kind, "total": len(records), "page": page, "pages": pages}
    neighbours = {"previous": page - 1, "next": page + 1}
    links = {name: page_of_list(site, kind, number) for name, number in neighbours.items() if 1 <= number <= pages}
    return {**document, **links, "records": [_item(site, entry) for entry in shown]}


def pages_of_list(site: Any, kind: str) -> tuple[str, ...]:
    """Addresses of all pages of a kind's list."""
    pages = _pages(len(entries_of(site.package.folder, kind)))
    return tuple(page_of_list(site, kind, page) for page in range(1, pages + 1))


def page_of_list(site: Any, kind: str, page: int) -> str:
    """Address of a page of a kind's list."""
    return str(site.urls.path(f"/api/v1/{quote(kind)}/page-{page}.json"))


def document_address(site: Any, ref: str) -> str:
    """Address of the document of a record."""
    return str(site.urls.path(f"/api/v1/{quote(ref)}.json"))


def _item(site: Any, entry: Entry) -> dict[str, str]:
    return {
        "ref": entry.ref,
        "id": entry.id,
        "label": entry.label,
        "state": entry.state,
        "url": page_address(site, entry.ref),
        "document": document_address(site, entry.ref),
    }


def _pages(records: int) -> int:
    return max(1, -(-records // SIZE))
