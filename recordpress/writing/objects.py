"""JSON files: the records of a kind as they were curated, and the rows of a table as objects."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from recordpress.model import Collection, ColumnType, Row, Table, TableData
from recordpress.writing.delimited import chunks

JSON_TYPES = (ColumnType.ARRAY, ColumnType.ANY)
CHUNK = 1_000


def render_records(records: Sequence[Mapping[str, object]]) -> bytes:
    """The records of a chunk, indented, with commas between them and none at the ends."""
    return orjson.dumps(records, option=orjson.OPT_INDENT_2)[2:-2]


def render_objects(table: Table, rows: Sequence[Row]) -> bytes:
    """The rows of a chunk as objects, one a line, with commas between them and none at the ends."""
    names = [column.name for column in table.columns]
    raw = [index for index, column in enumerate(table.columns) if column.type in JSON_TYPES]
    return b",\n".join(orjson.dumps(dict(zip(names, _with_json(row, raw), strict=True))) for row in rows)


def write_collection(collection: Collection, path: Path) -> None:
    """Write the records of a kind as one JSON array, each in a block of its own.

    Raises:
        OSError: The file cannot be written.
    """
    records = collection.records
    parts = (render_records(records[start : start + CHUNK]) for start in range(0, len(records), CHUNK))
    _write_array(path, parts)


def write_objects(data: TableData, path: Path) -> None:
    """Write the rows of a table as one JSON array of objects, one a line; arrays and the like as real JSON.

    Raises:
        OSError: The file cannot be written.
    """
    _write_array(path, (render_objects(data.table, chunk) for chunk in chunks(data.rows)))


def _with_json(row: Row, raw: Sequence[int]) -> Sequence[object]:
    if not raw:
        return row
    values: list[object] = list(row)
    for index in raw:
        text = row[index]
        values[index] = None if text is None else orjson.Fragment(str(text))
    return values


def _write_array(path: Path, parts: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(b"[")
        separator = b"\n"
        for part in parts:
            stream.write(separator + part)
            separator = b",\n"
        stream.write(b"\n]\n")
