"""The package's files over HTTP: a list for people, and each file with length, hash, ranges and conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from starlette.responses import Response
from starlette.types import Scope

from recordpress.describing.media import media_type
from recordpress.publishing.answers import file_answer
from recordpress.publishing.package import Package, PublishedFile

SHOWN_IN_BROWSERS = frozenset({".json", ".jsonld", ".md", ".txt", ""})


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
        scope: The ASGI scope of a GET or HEAD request.

    Returns:
        What `answers.file_answer` gives; the entity tag is the content's SHA-256.
    """
    path = PurePosixPath(file.path)
    filename = None if path.suffix in SHOWN_IN_BROWSERS else path.name
    return file_answer(package.folder / file.path, media_type(file.path), scope, file.sha256, filename)
