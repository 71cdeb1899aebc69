"""A finished package as the server sees it: opened once, and then the same until the server ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from recordpress.charting.outlines import LISTED, ChartOutline, read_outlines
from recordpress.publishing.kinds import KindOutline, read_kinds
from recordpress.publishing.outline import PLUGIN, Outline, read_outline
from recordpress.publishing.pages.model import NO_PAGES, Pages, read_pages
from recordpress.publishing.results import Results, read_results
from recordpress.publishing.site_files import FOLDER, INSPECT, KINDS, METADATA, PAGES, RESULTS

SUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"
# First parts of addresses that are taken.
RESERVED = frozenset(
    {
        "-",
        "_internal",
        "_memory",
        "api",
        "charts",
        "codebook",
        "downloads",
        "favicon.ico",
        "feeds",
        "index",
        "llms.txt",
        "queries",
        "records",
        "robots.txt",
        "search",
        "sitemap.xml",
        "sql",
    }
)


class PackageError(Exception):
    """The folder holds no package that can be served; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of the package that can be downloaded.

    Args:
        path: Relative to the package, with forward slashes.
        size: In bytes.
        sha256: In hexadecimal; "" for the file of the sums itself.
        rows: Rows or records in it; None where that means nothing.
    """

    path: str
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A package to serve.

    Args:
        name: The package's name, and the database's.
        folder: Where it lies; all links resolved, so that a later version doesn't change it.
        metadata: Datasette's metadata.
        inspect: Datasette's counts, by name of the database.
        files: What can be downloaded, by path.
        outline: What the site knows of the tables.
        kinds: What it knows of the kinds whose records have pages, by name.
        pages: The dataset's own pages.
        results: What their queries find as long as nobody chooses anything.
        charts: The charts that were drawn, by name.
    """

    name: str
    folder: Path
    metadata: Mapping[str, Any]
    inspect: Mapping[str, Any]
    files: Mapping[str, PublishedFile]
    outline: Outline
    kinds: Mapping[str, KindOutline]
    pages: Pages = NO_PAGES
    results: Results = field(default_factory=dict)
    charts: Mapping[str, ChartOutline] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / f"{self.name}.db"


def open_package(link: Path) -> Package:
    """Open a package, and make sure that its parts belong together.

    Args:
        link: The package's folder, or a symbolic link to it, which is followed once.

    Raises:
        PackageError: There is no package, or a part of it is missing, unreadable or of another build.
    """
    folder = link.resolve()
    if not folder.is_dir():
        message = f"There is no package in {link}: build it first."
        raise PackageError(message)
    name = _name(folder)
    metadata, inspect = _read(folder / METADATA), _read(folder / INSPECT)
    sums = _sums(folder / SUMS)
    database = f"{name}.db"
    if name not in inspect or inspect[name]["hash"] != sums.get(database):
        message = f"{folder / INSPECT} does not belong to {database}: build the package again."
        raise PackageError(message)
    rows = _rows(metadata, inspect[name])
    inside = _Inside(folder)
    files = [_published(inside, path, sha256, rows) for path, sha256 in sorted({**sums, SUMS: ""}.items())]
    kinds = read_kinds(_read(folder / KINDS))
    if name in kinds:
        message = f"A package can't be served under the name {name}: the pages of its kind of that name use it."
        raise PackageError(message)
    return Package(
        name,
        folder,
        metadata,
        inspect,
        files={file.path: file for file in files},
        outline=read_outline(name, metadata, inspect[name]),
        kinds=kinds,
        pages=read_pages(_read(folder / PAGES)),
        results=read_results(_read(folder / RESULTS)),
        charts=read_outlines(_read(folder / LISTED)) if (folder / LISTED).exists() else {},
    )


@lru_cache(maxsize=2)
def descriptor(folder: Path) -> Mapping[str, Any]:
    """What a package says of itself, without its resources; a package's folder is never changed once it is there."""
    return {key: value for key, value in _read(folder / DESCRIPTOR).items() if key != "resources"}


def _name(folder: Path) -> str:
    name = _read(folder / DESCRIPTOR).get("name")
    if not isinstance(name, str) or not name or "/" in name:
        message = f"{folder / DESCRIPTOR} gives the package no name."
        raise PackageError(message)
    if name in RESERVED:
        message = f"A package can't be served under the name {name}: the site's own pages use it."
        raise PackageError(message)
    return name


def _read(path: Path) -> dict[str, Any]:
    try:
        document = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        message = f"{path} is missing: build the package again."
        raise PackageError(message) from None
    except (OSError, ValueError):
        document = None
    if not isinstance(document, dict):
        message = f"{path} is not a JSON object: build the package again."
        raise PackageError(message)
    return document


def _sums(path: Path) -> dict[str, str]:
    """Path to SHA-256, from lines as `sha256sum` writes them; the server's own files are left out."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        message = f"{path} is missing or unreadable: build the package again."
        raise PackageError(message) from None
    pairs = (line.partition("  ") for line in lines if line)
    return {name: digest for digest, _, name in pairs if not name.startswith(f"{FOLDER}/")}


def _rows(metadata: Mapping[str, Any], inspected: Mapping[str, Any]) -> dict[str, int]:
    """Rows by file stem: of each table, and of each record kind."""
    counts = {table: int(details["count"]) for table, details in inspected["tables"].items()}
    kinds = metadata.get("plugins", {}).get(PLUGIN, {}).get("kinds", {})
    return {kind: counts[table] for kind, table in kinds.items() if table in counts} | counts


class _Inside:
    """The files that lie in a package, wherever links lead; each of its folders is looked at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folders: dict[Path, bool] = {}

    def size(self, path: str) -> int:
        """The size of a file in bytes.

        Raises:
            PackageError: It is not there.
        """
        file = self._folder / path
        if not self._holds(file) or not file.is_file():
            message = f"{file} is missing: build the package again."
            raise PackageError(message)
        return file.stat().st_size

    def _holds(self, file: Path) -> bool:
        if file.name == ".." or file.is_symlink():
            return file.resolve().is_relative_to(self._folder)
        if file.parent not in self._folders:
            self._folders[file.parent] = file.parent.resolve().is_relative_to(self._folder)
        return self._folders[file.parent]


def _published(inside: _Inside, path: str, sha256: str, rows: Mapping[str, int]) -> PublishedFile:
    pure = PurePosixPath(path)
    return PublishedFile(path, inside.size(path), sha256, rows.get(pure.stem) if len(pure.parts) > 1 else None)
