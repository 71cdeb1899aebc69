"""JSON files: the records of a kind as they were curated, and the rows of a table as objects."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from recordpress.model import Collection, ColumnType, Row, Table, TableData, Value
from recordpress.writing.delimited import changed, chunks

JSON_TYPES = (ColumnType.ARRAY, ColumnType.ANY)
CHUNK = 1_000
BETWEEN = b"},{"


def render_records(records: Sequence[Mapping[str, object]]) -> bytes:
    """The records of a chunk, indented, with commas between them and none at the ends."""
    return orjson.dumps(records, option=orjson.OPT_INDENT_2)[2:-2]


def render_objects(table: Table, rows: Sequence[Row]) -> bytes:
    """The rows of a chunk as objects, one a line, with commas between them and none at the ends."""
    names = [column.name for column in table.columns]
    raw = [index for index, column in enumerate(table.columns) if column.type in JSON_TYPES]
    objects = [dict(zip(names, row, strict=True)) for row in changed(rows, raw, _fragment)]
    text = orjson.dumps(objects)
    if text.count(BETWEEN) == len(objects) - 1:  # then no text within holds it, and it stands between objects alone
        return text[1:-1].replace(BETWEEN, b"},\n{")
    return b",\n".join(map(orjson.dumps, objects))


def write_collection(collection: Collection, path: Path) -> None:
    """Write the records of a kind as one JSON array, each in a block of its own.

    Raises:
        OSError: The file cannot be written.
    """
    _write_array(path, map(render_records, chunks(collection.records, CHUNK)))


def write_objects(data: TableData, path: Path) -> None:
    """Write the rows of a table as one JSON array of objects, one a line; arrays and the like as real JSON.

    Raises:
        OSError: The file cannot be written.
    """
    _write_array(path, (render_objects(data.table, chunk) for chunk in chunks(data.rows)))


def _fragment(text: Value) -> object:
    """JSON text as what it stands for."""
    return None if text is None else orjson.Fragment(str(text))


def _write_array(path: Path, parts: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(b"[")
        separator = b"\n"
        for part in parts:
            stream.write(separator + part)
            separator = b",\n"
        stream.write(b"\n]\n")
