"""The addresses below `/api/v1/`."""

from collections.abc import Iterable
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Scope

from recordpress.publishing.answers import bytes_answer, moved, not_found, parts, view
from recordpress.publishing.api.lists import document_address, list_page, page_of_list, pages_of_list
from recordpress.publishing.package import DESCRIPTOR, Package, descriptor
from recordpress.publishing.record_documents import entries, entries_of, record_document, record_refs
from recordpress.publishing.record_page import other_id, other_ids
from recordpress.publishing.site_files import OPENAPI
from recordpress.writing.record_lines import NAME

JSON = "application/json"
DESCRIBED = ("name", "title", "version", "description", "homepage")
LICENCE = ("name", "title", "path")


async def index(site: Any, scope: Scope) -> Response:
    """What there is: the package, its kinds, and where everything else is found."""
    package: Package = site.package
    about = descriptor(package.folder)
    document: dict[str, Any] = {name: about[name] for name in DESCRIBED if isinstance(about.get(name), str)}
    document.setdefault("title", package.name)
    document["licenses"] = [
        {name: licence[name] for name in LICENCE if name in licence} for licence in about.get("licenses") or ()
    ]
    document["records"] = len(entries(package.folder))
    document["kinds"] = [_kind(site, kind) for kind in package.outline.kinds]
    document["links"] = {name: str(site.urls.path(path)) for name, path in _links(package).items()}
    return _json(site, scope, document)


def _kind(site: Any, kind: str) -> dict[str, Any]:
    package: Package = site.package
    title = package.kinds[kind].title if kind in package.kinds else kind
    count = len(entries_of(package.folder, kind))
    return {"kind": kind, "title": title, "records": count, "list": page_of_list(site, kind, 1)}


def _links(package: Package) -> dict[str, str]:
    links = {"home": "/", "downloads": "/downloads", "descriptor": f"/downloads/{DESCRIPTOR}"}
    if NAME in package.files:
        links["records"] = f"/downloads/{NAME}"
    if (package.folder / OPENAPI).is_file():
        links["openapi"] = "/api/v1/openapi.json"
    return links


async def openapi(site: Any, scope: Scope) -> Response:
    """The description of the addresses, as it was written with the package."""
    file = site.package.folder / OPENAPI
    if not file.is_file():
        return not_found("This package was built without a description of its addresses.")
    return bytes_answer(file.read_bytes(), JSON, scope, file.stat().st_mtime)


async def records(site: Any, scope: Scope) -> Response:
    """A page of the list of a kind's records."""
    asked = parts(scope)
    document = list_page(site, asked["kind"], int(asked["page"]))
    if document is None:
        return not_found("There is no such page; /api/v1/index.json names the first page of each kind.")
    return _json(site, scope, document)


async def record(site: Any, scope: Scope) -> Response:
    """A record as a document; another id of it leads there."""
    asked = parts(scope)
    ref = f"{asked['kind']}/{asked['id']}"
    document = record_document(site.package.folder, ref)
    if document is not None:
        return bytes_answer(document, JSON, scope, _modified(site))
    other = await other_id(site, ref)
    if other:
        return moved(document_address(site, other))
    return not_found("There is no such record; /api/v1/index.json leads to the lists of all records.")


async def to_index(site: Any, _scope: Scope) -> Response:
    """Where everything begins."""
    return moved(str(site.urls.path("/api/v1/index.json")))


async def nothing(_site: Any, _scope: Scope) -> Response:
    """The answer to all other addresses."""
    return not_found("There is nothing at this address; /api/v1/index.json tells what there is.")


def _json(site: Any, scope: Scope, document: Any) -> Response:
    return bytes_answer(orjson.dumps(document), JSON, scope, _modified(site))


def _modified(site: Any) -> float:
    """When the package was written."""
    return float((site.package.folder / DESCRIPTOR).stat().st_mtime)


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area: the index, the description, each list, each document, and where other ids lead."""
    package: Package = site.package
    described = ["/api/v1/openapi.json"] if (package.folder / OPENAPI).is_file() else []
    refs = (*record_refs(package.folder), *await other_ids(site))
    return (
        *(str(site.urls.path(path)) for path in ["/api/v1/index.json", *described]),
        *(address for kind in package.outline.kinds for address in pages_of_list(site, kind)),
        *(document_address(site, ref) for ref in refs),
    )


ROUTES = (
    (r"/api(?:/v1)?/?$", view(to_index)),
    (r"/api/v1/index\.json$", view(index)),
    (r"/api/v1/openapi\.json$", view(openapi)),
    (r"/api/v1/(?P<kind>[^/]+)/page-(?P<page>[1-9][0-9]{0,8})\.json$", view(records)),
    (r"/api/v1/(?P<kind>[^/]+)/(?P<id>[^/]+)\.json$", view(record)),
    (r"/api/.*$", view(nothing)),
)
