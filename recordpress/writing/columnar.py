"""Parquet files: the tables with real types, and their keys in the file's metadata.

A column with a vocabulary has the type of text, like the key of the vocabulary's table: given Arrow's dictionary type,
Polars would take the two for different and refuse to join them. In the file, both are encoded by a dictionary.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from recordpress.model import Column, ColumnType, Row, Table, TableData, Value
from recordpress.writing.blocks import chunks
from recordpress.writing.files import remove
from recordpress.writing.parts import MOST_ROWS, part_name, sizes

ROW_GROUP = 100_000
BATCH = 2_000  # rows that become columns at once: they fit the processor's cache, which saves a quarter of the time
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


def write_parquet(data: TableData, path: Path, most_rows: int | None = None) -> None:
    """Write a table as one Parquet file or, if it is large, as several in a folder, in groups of 100,000 rows.

    The rows are read once, from the first to the last, and never held all at once. What a table of the same name left
    behind is removed.

    Args:
        data: The table.
        path: The file, `<table>.parquet`; the folder of a large table lies beside it and has no suffix.
        most_rows: Rows of a file at most; `MOST_ROWS` when None.

    Raises:
        OSError: A file cannot be written.
    """
    pa.set_memory_pool(pa.system_memory_pool())  # many small arrays take half of what they take with the default one
    schema, rows, folder = arrow_schema(data.table), iter(data.rows), path.with_suffix("")
    parts = sizes(len(data.rows), most_rows or MOST_ROWS)
    remove(path)
    remove(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    if len(parts) == 1:
        _write_file(schema, rows, path)
        return
    folder.mkdir()
    for number, size in enumerate(parts):
        _write_file(schema, islice(rows, size), folder / part_name(number))


def _write_file(schema: pa.Schema, rows: Iterator[Row], path: Path) -> None:
    # Opened here, since pyarrow can't say every path that the system can.
    with path.open("wb") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while _write_group(schema, rows, writer):
            pass
    pa.default_memory_pool().release_unused()


def _write_group(schema: pa.Schema, rows: Iterator[Row], writer: pq.ParquetWriter) -> bool:
    """Write the next rows, which are in memory no longer than that; return whether there were any."""
    batches = [_batch(schema, chunk) for chunk in chunks(islice(rows, ROW_GROUP), BATCH)]
    if batches:
        writer.write_table(pa.Table.from_batches(batches), row_group_size=ROW_GROUP)
    return bool(batches)


def _type(column: Column) -> pa.DataType:
    if column.type is ColumnType.ARRAY:
        item = ITEMS.get(column.item_type)
        return pa.string() if item is None else pa.list_(item)
    return SCALARS[column.type]


def _batch(schema: pa.Schema, rows: Sequence[Row]) -> pa.RecordBatch:
    arrays = [_array(field.type, cells) for field, cells in zip(schema, zip(*rows, strict=True), strict=True)]
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
