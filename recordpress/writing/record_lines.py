"""`records.jsonl`: every record as one JSON document on a line of its own, with how well its facts are supported."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

import orjson

from recordpress.chunks.storing import StoredItems
from recordpress.model import Collection, Content, Row, TableData, Value
from recordpress.schema.columns import RECORDS
from recordpress.schema.engine_tables import FACTS

NAME = "records.jsonl"
SUPPORT = ("field", "needs_evidence", "sources", "publishers", "disputing_sources", "disputing_publishers", "state")


def write_record_lines(content: Content, path: Path) -> None:
    """Write the file, sorted by `ref`; of the records, only some are in memory at a time.

    Each line is an object: `ref` (`kind/id`) first, then what else the registry says of the record, `record` as
    curated, and `facts`, the support of each field that evidence speaks of.

    Raises:
        orjson.JSONEncodeError: A record has a value that JSON cannot hold.
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    tables = {data.table.name: data for data in content.tables}
    registry, facts = Grouped(tables.get(RECORDS), "ref"), Grouped(tables.get(FACTS), "record")
    kinds = sorted(content.collections, key=lambda some: some.kind)  # the order of the rows
    with path.open("w+b") as stream:
        ends = {some.kind: (stream.tell(), write_lines(stream, some, registry, facts)) for some in kinds}
        by_ref = sorted(ends, key=lambda kind: f"{kind}/")
        if by_ref != list(ends):  # as `a-b/…` comes before `a/…`, and `a` before `a-b`
            stream.seek(0)
            text = stream.read()
            stream.seek(0)
            stream.writelines(text[slice(*ends[kind])] for kind in by_ref)


def write_lines(stream: BinaryIO, some: Collection, registry: "Grouped", facts: "Grouped") -> int:
    """Write the lines of records of a kind, in the order of the rows, and return where they end."""
    for record in some.records:
        ref = f"{some.kind}/{record['id']}"
        told = [{name: row[name] for name in SUPPORT} for row in facts.of(ref)]
        about = {"ref": ref, "kind": some.kind, "id": record["id"]}
        for row in registry.of(ref):
            about |= {name: value for name, value in row.items() if value is not None}
        stream.write(orjson.dumps({**about, "record": record, "facts": told}, option=orjson.OPT_APPEND_NEWLINE))
    return stream.tell()


class Grouped:
    """The rows of a table by record, for records that are asked for in the order of the rows."""

    def __init__(self, data: TableData | None, column: str) -> None:
        """Begin with the first row; of a table that isn't there, there is none."""
        self._names = [some.name for some in data.table.columns] if data else []
        self._groups = _groups(data, column)
        self._next = next(self._groups, None)

    def of(self, ref: str) -> list[dict[str, Value]]:
        """The rows of a record, by column."""
        if self._next is None or self._next[0] != ref:
            return []
        found = [dict(zip(self._names, row, strict=True)) for row in self._next[1]]
        self._next = next(self._groups, None)
        return found


def _groups(data: TableData | None, column: str) -> Iterator[tuple[Value, Iterator[Row]]]:
    if data is None:
        return iter(())
    place, rows = data.table.position(column), data.rows
    if not isinstance(rows, StoredItems):  # those of chunks are in order
        rows = sorted(rows, key=lambda row: str(row[place]).partition("/"))
    return groupby(rows, key=itemgetter(place))
