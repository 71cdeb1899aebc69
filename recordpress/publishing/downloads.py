"""The package's files over HTTP: what there is, by table, and each file with length, hash, ranges and conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from starlette.responses import Response
from starlette.types import Scope

from recordpress.describing.media import media_type, title_of_whole
from recordpress.publishing.answers import file_answer
from recordpress.publishing.outline import Outline, TableOutline
from recordpress.publishing.package import Package, PublishedFile
from recordpress.writing.parts import parquet_of

SHOWN_IN_BROWSERS = frozenset({".json", ".jsonld", ".md", ".txt", ""})
_WHOLE = (".zip", ".db", ".jsonl")  # the largest and most useful first


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The files of a table.

    Args:
        table: The table.
        csv: Its rows as CSV; None where there is no such file, here and below.
        json: As JSON.
        parquet: As Parquet: a file, or the parts of a large table; () for none.
        nested: The records as curated, of a kind's table.
        is_part: Whether it holds parts of the records of the table above it.
    """

    table: TableOutline
    csv: PublishedFile | None
    json: PublishedFile | None
    parquet: tuple[PublishedFile, ...]
    nested: PublishedFile | None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Tables of one sort."""

    title: str
    tables: tuple[TableFiles, ...]


@dataclass(frozen=True, slots=True)
class Downloads:
    """What can be downloaded, in the order of the page.

    Args:
        wholes: Files that hold the whole package, each with what it is.
        descriptions: Files that tell of it, likewise.
        sections: The tables.
        others: Files of no table.
    """

    wholes: tuple[tuple[PublishedFile, str], ...]
    descriptions: tuple[tuple[PublishedFile, str], ...]
    sections: tuple[Section, ...]
    others: tuple[PublishedFile, ...]


def downloads(package: Package) -> Downloads:
    """What can be downloaded of a package; every file is in it once."""
    top = {path: file for path, file in package.files.items() if "/" not in path}
    wholes = [(top[path], title_of_whole(path)) for end in _WHOLE for path in top if path.endswith(end)]
    known = {file.path for file, _ in wholes}
    descriptions = [(file, title_of_whole(path)) for path, file in top.items() if path not in known]
    sections = tuple(section for section in _sections(package) if section.tables)
    listed = {file.path for section in sections for entry in section.tables for file in _files(entry)} | top.keys()
    others = tuple(file for path, file in package.files.items() if path not in listed)
    return Downloads(tuple(wholes), tuple(descriptions), sections, others)


def _sections(package: Package) -> Iterator[Section]:
    outline, files = package.outline, package.files
    nested = {table: f"data/{kind}.json" for kind, table in outline.kinds.items()}
    yield Section("Records", tuple(_of_records(outline, files, nested)))
    further = (
        ("Parts of any record", outline.having("child", kind="")),
        ("Evidence and registry", outline.having("evidence", "registry")),
        ("Views", outline.having("derived")),
        ("Vocabularies", outline.having("vocabulary")),
    )
    for title, tables in further:
        yield Section(title, tuple(filter(_files, (_entry(table, files) for table in tables))))


def _of_records(
    outline: Outline, files: Mapping[str, PublishedFile], nested: Mapping[str, str]
) -> Iterator[TableFiles]:
    for kind in outline.having("kind"):
        yield _entry(kind, files, nested.get(kind.name, ""))
        for part in outline.having("child", kind=kind.kind):
            yield _entry(part, files, is_part=True)


def _entry(
    table: TableOutline, files: Mapping[str, PublishedFile], nested: str = "", *, is_part: bool = False
) -> TableFiles:
    return TableFiles(
        table,
        files.get(f"data/{table.name}.csv"),
        files.get(f"json/{table.name}.json"),
        tuple(files[path] for path in parquet_of(table.name, files)),
        files.get(nested),
        is_part,
    )


def _files(entry: TableFiles) -> list[PublishedFile]:
    return [file for file in (entry.csv, entry.json, *entry.parquet, entry.nested) if file]


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
