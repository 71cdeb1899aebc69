"""A published package as a state to be compared: its descriptor, its CSV files, and its records as nested JSON."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from recordpress.comparing.snapshot import Origin, Record, Shape, Snapshot
from recordpress.model import Row
from recordpress.unusable import UnusableError
from recordpress.verifying.described import Described, Resource, read_descriptor
from recordpress.verifying.opening import UnreadableError, opened
from recordpress.verifying.rows import MalformedError, typed_rows

NESTED = "-json"  # ends the name of a resource that holds the records of a kind
VOCABULARY = "vocabulary_"
SQLITE = b"SQLite format 3\0"


@contextmanager
def read_package(path: Path, given: str) -> Iterator[Snapshot]:
    """The state that a package holds, for as long as it is open.

    Args:
        path: A folder with `datapackage.json`, that file, or a ZIP file with it.
        given: What it was called.

    Yields:
        The state; rows are read when they are asked for.

    Raises:
        UnusableError: It is no package that can be compared.
    """
    if _is_database(path):
        message = f"{given} is a database, which holds tables without records: name the package or ZIP file beside it"
        raise UnusableError(message)
    try:
        with opened(path) as folder:
            yield _snapshot(folder, given)
    except UnreadableError as error:
        raise UnusableError(f"{given} is no package that can be compared: {error}") from error


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(SQLITE)) == SQLITE


def _snapshot(folder: Path, given: str) -> Snapshot:
    described, document, problems = read_descriptor(folder)
    if described is None:
        raise UnusableError(f"{given} is no package that can be compared: {problems[0].message}")
    metadata = {name: value for name, value in document.items() if name != "resources"}
    shapes = {
        item["name"]: Shape(item["name"], item["schema"], item["name"].startswith(VOCABULARY))
        for item, resource in zip(document["resources"], described.resources, strict=True)
        if resource.is_table
    }
    records = _Records(folder, given, described)
    version = f" {metadata['version']}" if metadata.get("version") else ""
    return Snapshot(
        Origin(f"{given} ({metadata.get('name', 'package')}{version})", package=given),
        metadata,
        shapes,
        dict.fromkeys(records.kinds),
        records.prints,
        records,
        _Rows(folder, given, {item.name: item for item in described.resources if item.is_table}),
    )


class _Records:
    """The nested records of a package."""

    def __init__(self, folder: Path, given: str, described: Described) -> None:
        found = [item for item in described.resources if item.table is None and item.name.endswith(NESTED)]
        self.kinds = tuple(item.name.removesuffix(NESTED) for item in found)
        self._records = {
            f"{kind}/{record['id']}": record
            for kind, item in zip(self.kinds, found, strict=True)
            for record in _nested(folder / item.path, f"{given}: {item.path}")
        }
        self.prints = {ref: _digest(record) for ref, record in self._records.items()}

    def __call__(self, refs: Iterable[str]) -> dict[str, Record]:
        return {ref: self._records[ref] for ref in refs if ref in self._records}


def _digest(record: Record) -> str:
    return "json:" + hashlib.sha256(orjson.dumps(record, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _nested(path: Path, shown: str) -> list[dict[str, Any]]:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UnusableError(f"{shown} can't be read: {error}") from error
    if isinstance(found, list) and all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in found):
        return found
    raise UnusableError(f"{shown} does not hold records with an id")


class _Rows:
    """Reads the rows of a package's tables."""

    def __init__(self, folder: Path, given: str, tables: dict[str, Resource]) -> None:
        self._folder, self._given, self._tables = folder, given, tables

    def __call__(self, name: str) -> Sequence[Row]:
        resource = self._tables[name]
        if resource.table is None:
            return ()
        try:
            return [row.values for row in typed_rows(self._folder / resource.path, resource.table)]
        except MalformedError as error:
            raise UnusableError(f"{self._given}: {resource.path}, line {error.line}: {error}") from error
