"""A built package against the records that it was built from: rows rebuild them, and CSV says what SQLite says."""

import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from recordpress.model import ColumnType, Row, Table, Value
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Map, Node, Object, ObjectList, ReferenceList
from recordpress.tabulating.rebuild import rebuild

BOOLEANS = {"true": True, "false": False}


def normalized(node: Node, value: Any) -> Any:
    """The value with its lists sorted where their order has no meaning, and numbers as the tables hold them."""
    if isinstance(node, Object):
        inner = {part.name: part for part in node.properties}
        return {name: normalized(inner[name], item) for name, item in value.items()}
    if isinstance(node, ReferenceList):
        return value if node.ordered else sorted(value)
    if isinstance(node, ObjectList):
        items = [normalized(node.item, item) for item in value]
        return sorted(items, key=lambda item: str(item[node.key])) if node.key and not node.ordered else items
    if isinstance(node, Map):
        return {name: normalized(node.value, item) for name, item in value.items()}
    return value


def differences(
    schemas: Schemas, kind: str, wanted: Mapping[str, Any], connection: sqlite3.Connection, folder: Path
) -> Iterator[str]:
    """Where the tables don't say what the records say; nothing if all is well.

    Args:
        schemas: The schemas.
        kind: The kind of the records.
        wanted: The records by id.
        connection: The built database.
        folder: The built CSV files.
    """
    plan, root = schemas.plans[kind], schemas.kinds[kind].root
    rows: dict[str, list[Row]] = {}
    for part in plan.all():
        table = part.table
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        rows[table.name] = [typed(table, row) for row in connection.execute(f'SELECT {names} FROM "{table.name}"')]
        if Counter(rows[table.name]) != Counter(from_csv(table, folder / f"{table.name}.csv")):
            yield f"{table.name}: CSV and SQLite differ"
    found = rebuild(plan, kind, rows)
    for name, record in wanted.items():
        if name not in found:
            yield f"{name} has no row"
        elif normalized(root, found[name]) != normalized(root, record):
            yield f"{name}: {json.dumps(record)} became {json.dumps(found[name])}"


def typed(table: Table, row: Row) -> Row:
    """A row of SQLite with its booleans as such."""
    cells = zip(table.columns, row, strict=True)
    return tuple(
        bool(cell) if column.type is ColumnType.BOOLEAN and cell is not None else cell for column, cell in cells
    )


def from_csv(table: Table, file: Path) -> Iterator[Row]:
    """The rows of a CSV file as its table's types mean them."""
    with file.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        next(lines)
        for line in lines:
            yield tuple(cell(column.type, text) for column, text in zip(table.columns, line, strict=True))


def cell(kind: ColumnType, text: str) -> Value:
    """The value of a cell: nothing is null, as no text of a record is empty."""
    if not text:
        return None
    if kind is ColumnType.INTEGER:
        return int(text)
    if kind is ColumnType.NUMBER:
        return float(text)
    return BOOLEANS[text] if kind is ColumnType.BOOLEAN else text
