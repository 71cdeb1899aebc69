"""Parquet files: the tables with real types, and their keys in the file's metadata."""

import json
from collections.abc import Sequence
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from recordpress.model import Column, ColumnType, Row, Table, TableData, Value
from recordpress.writing.delimited import chunks

ROW_GROUP = 100_000
SCALARS: dict[ColumnType, pa.DataType] = {
    ColumnType.STRING: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.NUMBER: pa.float64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.DATE: pa.date32(),
    ColumnType.ANY: pa.string(),  # JSON text: there is no one type
}
ITEMS: dict[str | None, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table: types, what may be null, descriptions, and keys as JSON in the metadata."""
    fields = [
        pa.field(column.name, _type(column), nullable=not column.required, metadata=_texts(column.title, column))
        for column in table.columns
    ]
    return pa.schema(fields, metadata=_table_metadata(table))


def write_parquet(data: TableData, path: Path) -> None:
    """Write a table as one Parquet file, in groups of 100,000 rows.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = arrow_schema(data.table)
    # Opened here, since pyarrow can't say every path that the system can.
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for chunk in chunks(data.rows, ROW_GROUP):
            writer.write_batch(_batch(data.table, schema, chunk), row_group_size=ROW_GROUP)


def _type(column: Column) -> pa.DataType:
    if column.type is ColumnType.ARRAY:
        item = ITEMS.get(column.item_type)
        return pa.string() if item is None else pa.list_(item)
    return SCALARS[column.type]


def _batch(table: Table, schema: pa.Schema, rows: Sequence[Row]) -> pa.RecordBatch:
    values = zip(*rows, strict=True)
    arrays = [
        _array(schema.field(column.name).type, cells) for column, cells in zip(table.columns, values, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(kind: pa.DataType, cells: Sequence[Value]) -> pa.Array:
    if pa.types.is_list(kind):
        return pa.array([None if cell is None else orjson.loads(str(cell)) for cell in cells], kind)
    if pa.types.is_date32(kind):
        return pa.array(cells, pa.string()).cast(kind)
    if pa.types.is_float64(kind):
        return pa.array([None if cell is None else float(cell) for cell in cells], kind)
    return pa.array(cells, kind)


def _texts(title: str, column: Column) -> dict[str, str]:
    texts = {"title": title, "description": column.description, "unit": column.unit or ""}
    return {name: text for name, text in texts.items() if text}


def _table_metadata(table: Table) -> dict[str, str]:
    keys = {
        "primaryKey": list(table.primary_key),
        "foreignKeys": [
            {"fields": list(key.columns), "reference": {"resource": key.table, "fields": list(key.target)}}
            for key in table.foreign_keys
        ],
        "uniqueKeys": [list(columns) for columns in table.unique_keys],
    }
    texts = {"name": table.name, "title": table.title, "description": table.description}
    return texts | {name: json.dumps(value, ensure_ascii=False) for name, value in keys.items()}
