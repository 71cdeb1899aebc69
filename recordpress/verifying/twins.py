"""Other forms of the same table: SQLite, Parquet and JSON, row by row."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from recordpress.problems import Problem
from recordpress.verifying.described import Described, Resource, TableSchema
from recordpress.verifying.opening import is_safe
from recordpress.verifying.rows import TypedRow
from recordpress.writing.database import open_written
from recordpress.writing.parts import file_of, folder_of
from recordpress.writing.sql import names as listed
from recordpress.writing.sql import quoted

MOST_DIFFERENCES = 5
BATCH = 8192


class DamagedError(Exception):
    """A file cannot be read as what it should be; the text says why."""


@dataclass(slots=True)
class Twin:
    """Another form of a table, read in step with the CSV file.

    Args:
        code: Code of the problems.
        path: The file.
        rows: Its rows.
        is_parsed: Whether arrays and the like are values here, not JSON text.
        differences: How many rows differed so far.
        is_over: Whether it has no more rows, or nobody can read them.
    """

    code: str
    path: str
    rows: Iterator[tuple[Any, ...]]
    is_parsed: bool
    differences: int = 0
    is_over: bool = False

    def compare(
        self, rows: Sequence[TypedRow], plain: Sequence[tuple[Any, ...]], names: Sequence[str]
    ) -> Iterator[Problem]:
        """How the next rows differ from those of the CSV file.

        Args:
            rows: Rows of the CSV file.
            plain: Their values with JSON text turned into what it says.
            names: Names of the columns.
        """
        if self.is_over or self.differences >= MOST_DIFFERENCES:
            return
        others: list[tuple[Any, ...]] = []
        damage = ""
        try:
            others.extend(islice(self.rows, len(rows)))
        except DamagedError as error:
            damage = str(error)
        expected = plain if self.is_parsed else [row.values for row in rows]
        if others != expected:
            yield from self._differences(rows, expected, others, names)
        if self.differences < MOST_DIFFERENCES and len(others) < len(rows):
            self.is_over = True
            line = rows[len(others)].line
            message = f"it can't be read: {damage}" if damage else f"the rows end before line {line} of the CSV file"
            yield Problem(self.code, self.path, message)

    def _differences(
        self,
        rows: Sequence[TypedRow],
        expected: Sequence[tuple[Any, ...]],
        others: Sequence[tuple[Any, ...]],
        names: Sequence[str],
    ) -> Iterator[Problem]:
        for row, one, other in zip(rows, expected, others, strict=False):
            if one != other and not row.wrong and self.differences < MOST_DIFFERENCES:
                self.differences += 1
                yield Problem(self.code, self.path, self._difference(row.line, names, one, other))

    def finish(self) -> Iterator[Problem]:
        """Rows that are left when the CSV file has none."""
        if self.is_over or self.differences >= MOST_DIFFERENCES:
            return
        try:
            if next(self.rows, None) is not None:
                yield Problem(self.code, self.path, "there are more rows than in the CSV file")
        except DamagedError as error:
            yield Problem(self.code, self.path, f"it can't be read: {error}")

    def _difference(self, line: int, names: Sequence[str], expected: tuple[Any, ...], other: tuple[Any, ...]) -> str:
        pairs = zip(names, expected, other, strict=False)
        columns = [name for name, one, two in pairs if one != two] or ["the number of columns"]
        last = "; no more is compared" if self.differences >= MOST_DIFFERENCES else ""
        return f"{', '.join(columns)} differ from line {line} of the CSV file{last}"


def twins(folder: Path, described: Described, resource: Resource, table: TableSchema) -> list[Twin]:
    """The other forms of a table that a whole package has; none where only `data/` is published.

    Args:
        folder: The package.
        described: Its descriptor.
        resource: The table.
        table: Its schema.
    """
    database = f"{described.name}.db"
    objects = f"json/{resource.name}.json"
    candidates = [
        Twin("P730", database, _database_rows(folder / database, resource.name, table), is_parsed=False),
        *_columnar(folder, resource.name, table),
        Twin("P750", objects, _object_rows(folder / objects, table), is_parsed=True),
    ]
    return [twin for twin in candidates if is_safe(twin.path) and (folder / twin.path).exists()]


def _columnar(folder: Path, name: str, table: TableSchema) -> Iterator[Twin]:
    """The table as one Parquet file, and as the parts of a folder: it is to be one of them, and both are looked at."""
    whole, parts = file_of(name), folder_of(name)
    if is_safe(whole):
        paths = sorted((folder / parts).glob("*.parquet"))
        yield Twin("P740", whole, _parquet_rows([folder / whole], table), is_parsed=True)
        yield Twin("P740", parts, _parquet_rows(paths, table), is_parsed=True)


def check_database(path: Path, *, is_new: bool = False) -> Iterator[Problem]:
    """What SQLite says about the database itself (P731): its pages, and the types, constraints and keys of its rows.

    Args:
        path: The file.
        is_new: Whether SQLite has written it just now: then its indexes, which it made of the rows, are not compared
            with them again. That takes three times as long as all the rest.
    """
    try:
        with closing(open_written(path)) as connection:
            for (text,) in connection.execute(f"PRAGMA {'quick_check' if is_new else 'integrity_check'}(5)"):
                if text != "ok":
                    yield Problem("P731", path.name, f"the database is damaged: {text}")
            for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(5):
                yield Problem("P731", path.name, f"row {rowid} of {table} refers to nothing in {parent}")
    except sqlite3.Error as error:
        yield Problem("P731", path.name, f"the database can't be read: {error}")


def _database_rows(path: Path, name: str, table: TableSchema) -> Iterator[tuple[Any, ...]]:
    try:
        with closing(open_written(path)) as connection:
            kind = connection.execute("SELECT type FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
            if kind != ("table",):
                raise DamagedError(f"there is no table {name}")
            yield from connection.execute(f"SELECT {listed(table.names)} FROM {quoted(name)} ORDER BY rowid")  # noqa: S608
    except sqlite3.Error as error:
        raise DamagedError(str(error)) from error


def _parquet_rows(paths: Iterable[Path], table: TableSchema) -> Iterator[tuple[Any, ...]]:
    """The rows of files that are one table, each after the other."""
    import pyarrow as pa  # noqa: PLC0415 (takes long to load, and not every package has Parquet files)

    for path in paths:
        try:
            yield from _rows_of_file(path, table)
        except (pa.ArrowException, OSError, ValueError) as error:
            message = f"{path.name}: {error}"
            raise DamagedError(message) from error


def _rows_of_file(path: Path, table: TableSchema) -> Iterator[tuple[Any, ...]]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(path) as file:
        if tuple(file.schema_arrow.names) != table.names:
            message = f"the columns of {path.name} are others than in the CSV file"
            raise DamagedError(message)
        texts = [_holds_text(file.schema_arrow.field(column.name).type, column.type) for column in table.fields]
        for batch in file.iter_batches(BATCH):
            columns = [_plain(array, text) for array, text in zip(batch.columns, texts, strict=True)]
            yield from zip(*columns, strict=True)


def _holds_text(kind: Any, declared: str) -> bool:
    """Whether a column holds JSON as text, because its values have no one type."""
    return str(kind) == "string" and declared in {"array", "any"}


def _plain(array: Any, text: bool) -> list[Any]:  # noqa: FBT001 (private)
    values = array.to_pylist()
    if text:
        return [None if value is None else orjson.loads(value) for value in values]
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def _object_rows(path: Path, table: TableSchema) -> Iterator[tuple[Any, ...]]:
    columns = table.names
    try:
        for row in _objects(path):
            if not isinstance(row, dict) or tuple(row) != columns:
                raise DamagedError("an item is no object with the columns of the CSV file")
            yield tuple(row.values())
    except (OSError, ValueError) as error:
        raise DamagedError(str(error)) from error


def _objects(path: Path) -> Iterator[Any]:
    """The items of a JSON array: line by line where each stands on a line of its own, otherwise all at once."""
    with path.open("rb") as stream:
        if stream.readline() == b"[\n" and _is_item(stream.readline()):
            stream.seek(len(b"[\n"))
            yield from _objects_on_lines(stream)
            return
    rows = orjson.loads(path.read_bytes())
    if not isinstance(rows, list):
        raise DamagedError("it is no array")
    yield from rows


def _is_item(line: bytes) -> bool:
    try:
        orjson.loads(line.removesuffix(b"\n").removesuffix(b","))
    except ValueError:
        return False
    return True


def _objects_on_lines(stream: Iterable[bytes]) -> Iterator[Any]:
    """The items of an array that is not empty, after its first line.

    Raises:
        ValueError: A line is no item, or commas or the end are missing.
    """
    is_open, is_closed = True, False
    for line in stream:
        is_end = line.rstrip() == b"]"
        if is_closed or is_end == is_open:
            raise ValueError("commas between the items, or the end, are not where they belong")
        is_closed = is_end
        if not is_end:
            is_open = line.endswith(b",\n")
            yield orjson.loads(line[:-2] if is_open else line)
    if not is_closed:
        raise ValueError("the array has no end")
