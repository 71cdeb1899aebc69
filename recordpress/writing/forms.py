"""The forms in which tables and records are published beside the database, each written by itself.

data/<table>.csv, data/<kind>.json   the tables, and the records as curated
json/<table>.json                    the rows of each table as objects
parquet/<table>.parquet              each table, typed
records.jsonl                        each record as one JSON document on a line
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import orjson

from recordpress.crew import signals_held
from recordpress.model import Collection, Content, TableData
from recordpress.problems import Problem
from recordpress.writing import record_lines
from recordpress.writing.blocks import Placed, keys_of
from recordpress.writing.cells import text_problems
from recordpress.writing.delimited import csv_plan
from recordpress.writing.former import Former
from recordpress.writing.objects import collection_plan, objects_plan
from recordpress.writing.parts import MOST_ROWS, file_of
from recordpress.writing.record_lines import lines_plan

Form = Callable[[Content, Path, Former], tuple[Problem, ...]]
"""Writes all tables or records of the content into a folder, and returns what is wrong."""

ENOUGH = 20_000  # rows that one order is to have at least, where there are so many


def write_tables(content: Content, folder: Path, former: Former) -> tuple[Problem, ...]:
    """Write `data/<table>.csv`; texts that UTF-8 cannot hold are problems (W602)."""
    problems: list[Problem] = []
    for data in content.tables:
        try:
            former.write_blocks(f"data/{data.table.name}.csv", ("csv", data.table), csv_plan(data), folder)
        except UnicodeEncodeError:
            problems += text_problems(data)
    return tuple(problems)


def write_collections(content: Content, folder: Path, former: Former) -> tuple[Problem, ...]:
    """Write `data/<kind>.json`; records with a value that JSON cannot hold are problems (W603)."""
    problems: list[Problem] = []
    for some in content.collections:
        try:
            former.write_blocks(f"data/{some.kind}.json", "records", collection_plan(some), folder)
        except orjson.JSONEncodeError as error:
            problems.append(_unwritable(some, error))
    return tuple(problems)


def write_row_objects(content: Content, folder: Path, former: Former) -> tuple[Problem, ...]:
    """Write `json/<table>.json`."""
    for data in content.tables:
        former.write_blocks(f"json/{data.table.name}.json", ("objects", data.table), objects_plan(data), folder)
    return ()


def write_lines(content: Content, folder: Path, former: Former) -> tuple[Problem, ...]:
    """Write `records.jsonl`, unless JSON cannot hold a record: the nested records tell which."""
    tables = [data.table for data in content.tables if data.table.name in record_lines.TABLES]
    try:
        former.write_blocks(record_lines.NAME, ("lines", tables), lines_plan(content), folder)
    except orjson.JSONEncodeError:
        return write_collections(content, folder, former)
    return ()


def write_parquet_files(content: Content, folder: Path, former: Former) -> tuple[Problem, ...]:
    """Write `parquet/<table>.parquet`."""
    for data in content.tables:
        name = file_of(data.table.name)
        write = partial(_write_parquet, data, folder / name)
        former.write(name, ("parquet", data.table, MOST_ROWS), keys_of(data.rows), folder, write)
    return ()


def _write_parquet(data: TableData, path: Path) -> Placed:
    from recordpress.writing.columnar import write_parquet  # noqa: PLC0415 (takes long to load, and only builds need it)

    write_parquet(data, path)
    return b""


def rows_in(content: Content) -> int:
    """How many rows all tables have together."""
    return sum(len(data.rows) for data in content.tables)


@dataclass(frozen=True, slots=True)
class Order:
    """A part of the writing, which needs no other part.

    Args:
        form: The form.
        content: The tables and records to be written.
    """

    form: Form
    content: Content

    @property
    def stems(self) -> set[str]:
        """Names of the files that may be written, without their endings."""
        lines = Path(record_lines.NAME).stem
        return {lines, *(data.table.name for data in self.content.tables), *(c.kind for c in self.content.collections)}


OF_TABLES: tuple[Form, ...] = (write_parquet_files, write_row_objects, write_tables)


def orders(content: Content, forms: Sequence[Form] = OF_TABLES) -> Iterator[Order]:
    """All that is to be written of some content, the longest parts first.

    Args:
        content: Tables and collections.
        forms: The forms of the tables.
    """
    if content.collections:
        told = tuple(data for data in content.tables if data.table.name in record_lines.TABLES)
        yield Order(write_lines, replace(content, tables=told))
    shares = list(_shares(content.tables))
    yield from (Order(form, replace(content, tables=share, collections=())) for form in forms for share in shares)
    if content.collections:
        yield Order(write_collections, replace(content, tables=()))


def _shares(tables: Sequence[TableData]) -> Iterator[tuple[TableData, ...]]:
    """Large tables by themselves, small ones together."""
    share: list[TableData] = []
    for data in sorted(tables, key=lambda data: len(data.rows), reverse=True):
        share.append(data)
        if sum(len(some.rows) for some in share) >= ENOUGH:
            yield tuple(share)
            share = []
    if share:
        yield tuple(share)


class Orders:
    """Orders that are being carried out.

    Args:
        executor: Who does it.
        folder: The package.
        former: The last package.
    """

    def __init__(self, executor: Executor, folder: Path, former: Former | None = None) -> None:
        """Order nothing yet."""
        self.executor, self.folder, self.former = executor, folder, former or Former()
        self._futures: list[Future[tuple[tuple[Problem, ...], Former]]] = []

    def take(self, some: Iterator[Order]) -> None:
        """Have parts written."""
        for order in some:
            with signals_held():
                self._futures.append(self.executor.submit(carry_out, order, self.folder, self.former.of(order.stems)))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, when all is written.

        Raises:
            OSError: A file cannot be written.
            SpoiledError: Rows can't be had any more.
        """
        problems: list[Problem] = []
        for future in self._futures:
            found, part = future.result()
            problems += found
            self.former.noted.update(part.noted)
            self.former.taken.update(part.taken)
        return tuple(dict.fromkeys(problems))

    def end(self) -> None:
        """Leave nothing behind that still writes."""
        for future in self._futures:
            future.cancel()
        for future in self._futures:
            if not future.cancelled():
                future.exception()


def carry_out(order: Order, folder: Path, former: Former) -> tuple[tuple[Problem, ...], Former]:
    """Write a part.

    Returns:
        What is wrong, and what is noted of the files.
    """
    problems = order.form(order.content, folder, former)
    return problems, Former(noted=former.noted, taken=former.taken)


def _unwritable(collection: Collection, error: Exception) -> Problem:
    for record in collection.records:
        try:
            orjson.dumps(record)
        except orjson.JSONEncodeError:
            message = f"the record {collection.kind}/{record.get('id')} has a value that JSON cannot hold: {error}"
            return Problem("W603", f"data/{collection.kind}.json", message)
    raise AssertionError  # a chunk fails only if one of its records does
