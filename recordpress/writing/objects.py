"""JSON files: the records of a kind as they were curated, and the rows of a table as objects."""

from collections.abc import Mapping, Sequence
from functools import partial

import orjson

from recordpress.model import Collection, ColumnType, Row, Table, TableData, Value
from recordpress.writing.blocks import Block, Frame, Plan, blocks_of
from recordpress.writing.delimited import changed

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


def collection_plan(collection: Collection) -> Plan:
    """How the file of a kind's records is written: as one JSON array, each record in a block of its own."""
    return _array_plan(blocks_of(collection.records, render_records, CHUNK))


def objects_plan(data: TableData) -> Plan:
    """How a table's rows are written: as a JSON array of objects, one a line; arrays and the like as real JSON."""
    return _array_plan(blocks_of(data.rows, partial(render_objects, data.table)))


def _fragment(text: Value) -> object:
    """JSON text as what it stands for."""
    return None if text is None else orjson.Fragment(str(text))


def _array_plan(blocks: Sequence[Block]) -> Plan:
    return Plan(Frame(b"[", b"\n", b",\n", b"\n]\n"), blocks)
