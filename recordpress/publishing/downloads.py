"""The package's files over HTTP: a list for people, and each file with length, hash, ranges and conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from recordpress.publishing.package import Package, PublishedFile

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".db": "application/vnd.sqlite3",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
SHOWN_IN_BROWSERS = frozenset({".json", ".md", ".txt", ""})
CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one format, in the order of the page."""

    title: str
    note: str
    files: tuple[PublishedFile, ...]


_GROUPS = (
    ("zip", "Everything", "The whole package in one file."),
    ("db", "SQLite", "One database with all tables, keys, views and full-text search."),
    ("csv", "CSV", "One table a file, UTF-8; types and keys stand in datapackage.json."),
    ("parquet", "Parquet", "One table a file, typed."),
    ("json", "JSON, one array a table", "The rows of each table."),
    ("records", "JSON, records as curated", "The nested records of each kind."),
    ("jsonl", "JSON Lines, one record a line", "Each record as one document, with how well its facts are supported."),
    ("other", "Description and checksums", "Check your files with: sha256sum -c SHA256SUMS"),
)


def groups(files: Iterable[PublishedFile]) -> tuple[Group, ...]:
    """The files by format, without empty groups; the largest and most useful first."""
    by_key: dict[str, list[PublishedFile]] = {}
    for file in files:
        by_key.setdefault(_key(PurePosixPath(file.path)), []).append(file)
    return tuple(Group(title, note, tuple(by_key[key])) for key, title, note in _GROUPS if key in by_key)


def _key(path: PurePosixPath) -> str:
    suffix = path.suffix.removeprefix(".")
    if suffix == "json" and len(path.parts) > 1:
        return "records" if path.parts[0] == "data" else "json"
    return suffix if suffix in {"zip", "db", "csv", "parquet", "jsonl"} else "other"


def file_response(package: Package, file: PublishedFile, scope: Scope) -> Response:
    """The answer to a request for a file.

    Args:
        package: What the file is part of.
        file: The file.
        scope: The ASGI scope of a GET, HEAD or OPTIONS request.

    Returns:
        200 or 206 with the file, 304 if the reader has it already, 204 for OPTIONS (so that programs in browsers may
        ask for ranges), 405 for other methods. The entity tag is the content's SHA-256.
    """
    if scope["method"] == "OPTIONS":
        return Response(status_code=204, headers=CROSS_ORIGIN)
    if scope["method"] not in {"GET", "HEAD"}:
        return Response(status_code=405, headers={"Allow": "GET, HEAD, OPTIONS"})
    response = _whole(package, file)
    files = StaticFiles(directory=package.folder, check_dir=False)
    if files.is_not_modified(response.headers, Headers(scope=scope)):
        return NotModifiedResponse(response.headers)
    return response


def _whole(package: Package, file: PublishedFile) -> FileResponse:
    path = PurePosixPath(file.path)
    headers = {**CROSS_ORIGIN, "Cache-Control": "no-cache"}  # the address stays the same in the next version
    if file.sha256:
        headers["ETag"] = f'"{file.sha256}"'
    location = package.folder / file.path
    return FileResponse(
        location,
        headers=headers,
        media_type=MEDIA_TYPES.get(path.suffix, "text/plain"),
        filename=None if path.suffix in SHOWN_IN_BROWSERS else path.name,
        stat_result=location.stat(),
    )
