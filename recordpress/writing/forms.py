"""The forms in which tables and records are published beside the database, each written by itself.

data/<table>.csv, data/<kind>.json   the tables, and the records as curated
json/<table>.json                    the rows of each table as objects
parquet/<table>.parquet              each table, typed
records.jsonl                        each record as one JSON document on a line
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from recordpress.crew import signals_held
from recordpress.model import Collection, Content, TableData
from recordpress.problems import Problem
from recordpress.writing import record_lines
from recordpress.writing.cells import text_problems
from recordpress.writing.delimited import write_csv
from recordpress.writing.objects import write_collection, write_objects
from recordpress.writing.record_lines import write_record_lines

Form = Callable[[Content, Path], tuple[Problem, ...]]
"""Writes all tables or records of the content into a folder, and returns what is wrong."""

ENOUGH = 20_000  # rows that one order is to have at least, where there are so many


def write_tables(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `data/<table>.csv`; texts that UTF-8 cannot hold are problems (W602)."""
    problems: list[Problem] = []
    for data in content.tables:
        try:
            write_csv(data, folder / "data" / f"{data.table.name}.csv")
        except UnicodeEncodeError:
            problems += text_problems(data)
    return tuple(problems)


def write_collections(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `data/<kind>.json`; records with a value that JSON cannot hold are problems (W603)."""
    problems: list[Problem] = []
    for collection in content.collections:
        try:
            write_collection(collection, folder / "data" / f"{collection.kind}.json")
        except orjson.JSONEncodeError as error:
            problems.append(_unwritable(collection, error))
    return tuple(problems)


def write_row_objects(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `json/<table>.json`."""
    return _for_tables(content, lambda data: write_objects(data, folder / "json" / f"{data.table.name}.json"))


def write_lines(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `records.jsonl`, unless JSON cannot hold a record: the nested records tell which."""
    try:
        write_record_lines(content, folder / record_lines.NAME)
    except orjson.JSONEncodeError:
        return write_collections(content, folder)
    return ()


def write_parquet_files(content: Content, folder: Path) -> tuple[Problem, ...]:
    """Write `parquet/<table>.parquet`."""
    from recordpress.writing.columnar import write_parquet  # noqa: PLC0415 (takes long to load, and only builds need it)

    return _for_tables(content, lambda data: write_parquet(data, folder / "parquet" / f"{data.table.name}.parquet"))


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


OF_TABLES: tuple[Form, ...] = (write_parquet_files, write_row_objects, write_tables)


def orders(content: Content, forms: Sequence[Form] = OF_TABLES) -> Iterator[Order]:
    """All that is to be written of some content, the longest parts first.

    Args:
        content: Tables and collections.
        forms: The forms of the tables.
    """
    if content.collections:
        yield Order(write_lines, content)
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
    """

    def __init__(self, executor: Executor, folder: Path) -> None:
        """Order nothing yet."""
        self.executor, self.folder = executor, folder
        self._futures: list[Future[tuple[Problem, ...]]] = []

    def take(self, some: Iterator[Order]) -> None:
        """Have parts written."""
        for order in some:
            with signals_held():
                self._futures.append(self.executor.submit(carry_out, order, self.folder))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, when all is written.

        Raises:
            OSError: A file cannot be written.
            SpoiledError: Rows can't be had any more.
        """
        return tuple(dict.fromkeys(problem for future in self._futures for problem in future.result()))

    def end(self) -> None:
        """Leave nothing behind that still writes."""
        for future in self._futures:
            future.cancel()
        for future in self._futures:
            if not future.cancelled():
                future.exception()


def carry_out(order: Order, folder: Path) -> tuple[Problem, ...]:
    """Write a part."""
    return order.form(order.content, folder)


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
