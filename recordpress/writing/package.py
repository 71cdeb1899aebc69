"""A package in a folder, step by step: each step can be run and timed by itself.

data/<table>.csv, data/<kind>.json   the tables, and the records as curated
<name>.db                            all tables, with keys, full-text indexes and views
json/<table>.json                    the rows of each table as objects
parquet/<table>.parquet              each table, typed
records.jsonl                        each record as one JSON document on a line
datapackage.json                     what is in data/
croissant.json                       the same for libraries of machine learning
<name>-<version>.zip                 datapackage.json, croissant.json and data/
schema-org.jsonld, dcat.jsonld       all these for search engines and catalogues, with hashes, also of the ZIP
SHA256SUMS                           hashes of all these
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import orjson

from recordpress.describing import croissant, dcat, schema_org
from recordpress.describing.description import describe
from recordpress.model import Collection, Content, TableData
from recordpress.problems import Problem, has_errors
from recordpress.writing import descriptor, record_lines, sums
from recordpress.writing.archive import write_archive
from recordpress.writing.cells import Locate, cell_problems, nowhere, text_problems
from recordpress.writing.database import write_database
from recordpress.writing.delimited import write_csv
from recordpress.writing.files import infos_below, write_file
from recordpress.writing.objects import write_collection, write_objects
from recordpress.writing.record_lines import write_record_lines

Step = Callable[[Content, Path], Iterable[Problem]]
"""A step takes what to write and the folder to write it into, and returns what is wrong."""


def database_name(content: Content) -> str:
    """Name of the SQLite file."""
    return f"{content.metadata['name']}.db"


def archive_name(content: Content) -> str:
    """Name of the ZIP file."""
    return f"{content.metadata['name']}-{content.metadata['version']}.zip"


def check_cells(content: Content, locate: Locate = nowhere) -> Iterator[Problem]:
    """Cells that a spreadsheet would run (W601), and numbers that no file can hold (W603)."""
    for data in content.tables:
        yield from cell_problems(data, locate)


def write_tables(content: Content, folder: Path) -> Iterator[Problem]:
    """Write `data/<table>.csv`; texts that UTF-8 cannot hold are problems (W602)."""
    for data in content.tables:
        try:
            write_csv(data, folder / "data" / f"{data.table.name}.csv")
        except UnicodeEncodeError:
            yield from text_problems(data)


def write_collections(content: Content, folder: Path) -> Iterator[Problem]:
    """Write `data/<kind>.json`; records with a value that JSON cannot hold are problems (W603)."""
    for collection in content.collections:
        try:
            write_collection(collection, folder / "data" / f"{collection.kind}.json")
        except orjson.JSONEncodeError as error:
            yield _unwritable(collection, error)


def write_sqlite(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `<name>.db`; views that do not work are problems (W604, W605)."""
    return write_database(content, folder / database_name(content))


def write_row_objects(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `json/<table>.json`."""
    return _for_tables(content, lambda data: write_objects(data, folder / "json" / f"{data.table.name}.json"))


def write_lines(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `records.jsonl`, after the nested records: what JSON cannot hold was found there."""
    write_record_lines(content, folder / record_lines.NAME)
    return ()


def write_parquet_files(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `parquet/<table>.parquet`."""
    from recordpress.writing.columnar import write_parquet  # noqa: PLC0415 (takes long to load, and only builds need it)

    return _for_tables(content, lambda data: write_parquet(data, folder / "parquet" / f"{data.table.name}.parquet"))


def write_descriptor(content: Content, folder: Path, original: str = "") -> tuple[Problem, ...]:
    """Write `datapackage.json`, after everything in `data/`.

    Args:
        content: Metadata, tables and collections.
        folder: The package.
        original: The descriptor as people wrote it, of which everything but `resources` is kept to the letter;
            without it, the metadata of `content` are written.
    """
    files = {f"data/{path}": info for path, info in infos_below(folder / "data").items()}
    text = original or descriptor.render_metadata(content.metadata)
    text = descriptor.with_resources(text, descriptor.resources(content, files))
    write_file(folder / descriptor.NAME, text.encode())
    return ()


def write_croissant(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `croissant.json`, after everything in `data/`: it tells of nothing else, so that it can be in the ZIP."""
    files = {f"data/{path}": info for path, info in infos_below(folder / "data").items()}
    _write_json(folder / croissant.NAME, croissant.croissant(describe(content, files)))
    return ()


def write_zip(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `<name>-<version>.zip`, after `datapackage.json` and `croissant.json`."""
    write_archive(folder, folder / archive_name(content))
    return ()


def write_descriptions(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `schema-org.jsonld` and `dcat.jsonld`, after the ZIP, whose hash they hold."""
    about = describe(content, infos_below(folder))
    _write_json(folder / schema_org.NAME, schema_org.schema_org(about))
    _write_json(folder / dcat.NAME, dcat.dcat(about))
    return ()


def write_sums(_content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `SHA256SUMS`, after everything else."""
    write_file(folder / sums.NAME, sums.render_sums(infos_below(folder)))
    return ()


FIRST_STEPS: tuple[tuple[str, Step], ...] = (
    ("tables", write_tables),
    ("records", write_collections),
    ("database", write_sqlite),
)
MIDDLE_STEPS: tuple[tuple[str, Step], ...] = (
    ("row objects", write_row_objects),
    ("record lines", write_lines),
    ("Parquet", write_parquet_files),
)
LAST_STEPS: tuple[tuple[str, Step], ...] = (
    ("Croissant", write_croissant),
    ("archive", write_zip),
    ("descriptions", write_descriptions),
    ("sums", write_sums),
)


def write_package(
    content: Content,
    staging: Path,
    *,
    original: str = "",
    between: Iterable[tuple[str, Step]] = (),
    announce: Callable[[str], None] = lambda _step: None,
) -> tuple[Problem, ...]:
    """Write a whole package.

    Args:
        content: What to write; its metadata have passed `metadata_findings`, its cells `check_cells`.
        staging: An empty folder.
        original: `datapackage.json` as people wrote it; "" if it is only known by its metadata.
        between: Further steps, run when the database is there and the sums are not: checks, or files that are to be
            part of the package.
        announce: Told the name of each step before it begins.

    Returns:
        What is wrong; after a step with an error no further one is run, and the folder holds no package.

    Raises:
        UnusableSqliteError: SQLite lacks what is needed.
        BrokenContentError: Rows contradict the keys or types of their table.
        OSError: The disk is full, or something else is wrong with it.
    """
    problems: list[Problem] = []
    describe: tuple[str, Step] = ("descriptor", partial(write_descriptor, original=original))
    for name, step in (*FIRST_STEPS, *between, *MIDDLE_STEPS, describe, *LAST_STEPS):
        announce(name)
        problems += step(content, staging)
        if has_errors(problems):
            break
    return tuple(problems)


def _write_json(path: Path, document: dict[str, object]) -> None:
    write_file(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _for_tables(content: Content, write: Callable[[TableData], None]) -> tuple[Problem, ...]:
    for data in content.tables:
        write(data)
    return ()


def _unwritable(collection: Collection, error: Exception) -> Problem:
    for record in collection.records:
        try:
            orjson.dumps(record)
        except orjson.JSONEncodeError:
            message = f"the record {collection.kind}/{record.get('id')} has a value that JSON cannot hold: {error}"
            return Problem("W603", f"data/{collection.kind}.json", message)
    raise AssertionError  # a chunk fails only if one of its records does
