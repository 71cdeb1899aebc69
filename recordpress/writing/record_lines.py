"""`records.jsonl`: every record as one JSON document on a line of its own, with how well its facts are supported."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from recordpress.chunks.storing import StoredItems, digest_of
from recordpress.model import Collection, Content, Row, TableData, Value
from recordpress.schema.columns import RECORDS
from recordpress.schema.engine_tables import FACTS
from recordpress.writing.blocks import Block, Frame, Plan, write_blocks

NAME = "records.jsonl"
TABLES = (RECORDS, FACTS)
SUPPORT = ("field", "needs_evidence", "sources", "publishers", "disputing_sources", "disputing_publishers", "state")


def lines_plan(content: Content) -> Plan:
    """How the file is written, sorted by `ref`.

    Each line is an object: `ref` (`kind/id`) first, then what else the registry says of the record, `record` as
    curated, and `facts`, the support of each field that evidence speaks of.
    """
    tables = {data.table.name: data for data in content.tables}
    registry, facts = _Table(tables.get(RECORDS), "ref"), _Table(tables.get(FACTS), "record")
    # `a-b/...` comes before `a/...`, and `a` before `a-b`
    kinds = sorted(content.collections, key=lambda some: f"{some.kind}/")
    return Plan(Frame(), [block for some in kinds for block in _blocks(some, registry, facts)])


def write_record_lines(content: Content, path: Path) -> None:
    """Write the file; of the records, only some are in memory at a time.

    Raises:
        orjson.JSONEncodeError: A record has a value that JSON cannot hold.
        OSError: The file cannot be written.
    """
    write_blocks(lines_plan(content), path)


def _blocks(some: Collection, registry: "_Table", facts: "_Table") -> Iterator[Block]:
    """The lines of a kind: of each chunk, or of all records where they are in no chunks."""
    if not isinstance(some.records, StoredItems):
        if some.records:
            yield Block(
                "", partial(_lines, some.kind, some.records, registry.of_kind(some.kind), facts.of_kind(some.kind))
            )
        return
    for key, records in some.records.keyed():
        about, told = (table.of_chunks(_paths(records)) for table in (registry, facts))
        keys = digest_of(repr((some.kind, key, about.key, told.key)).encode())
        yield Block(keys, partial(_lines, some.kind, records, about, told))


def _paths(items: StoredItems) -> list[str]:
    """The files of the chunks that items are in."""
    return [path for part in items.parts for path in part.paths]


def _lines(kind: str, records: Iterable[Mapping[str, Any]], registry: "_Rows", facts: "_Rows") -> bytes:
    lines: list[bytes] = []
    about, support = registry.by_record(), facts.by_record()
    for record in records:
        ref = f"{kind}/{record['id']}"
        said: dict[str, Any] = {"ref": ref, "kind": kind, "id": record["id"]}
        for row in about.get(ref, ()):
            said |= {name: value for name, value in row.items() if value is not None}
        told = [{name: row[name] for name in SUPPORT} for row in support.get(ref, ())]
        lines.append(orjson.dumps({**said, "record": record, "facts": told}, option=orjson.OPT_APPEND_NEWLINE))
    return b"".join(lines)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of a table.

    Args:
        names: The table's columns.
        place: Which of them names the record.
        rows: The rows.
        key: A hash of them; "" where nothing tells.
    """

    names: tuple[str, ...] = ()
    place: int = 0
    rows: Iterable[Row] = ()
    key: str = ""

    def by_record(self) -> dict[Value, list[dict[str, Value]]]:
        """The rows of each record, by column."""
        found: dict[Value, list[dict[str, Value]]] = {}
        for row in self.rows:
            found.setdefault(row[self.place], []).append(dict(zip(self.names, row, strict=True)))
        return found


class _Table:
    """A table of which rows of some records are asked for."""

    def __init__(self, data: TableData | None, column: str) -> None:
        """Nothing is read; of a table that isn't there, there are no rows."""
        self._names = tuple(some.name for some in data.table.columns) if data else ()
        self._place = data.table.position(column) if data else 0
        self._rows: Sequence[Row] = data.rows if data else ()
        self._change = self._rows.change if isinstance(self._rows, StoredItems) else None
        self._chunks: dict[str, list[tuple[str, StoredItems]]] = {}
        if isinstance(self._rows, StoredItems):
            for key, items in self._rows.keyed():
                for path in _paths(items):
                    self._chunks.setdefault(path, []).append((key, items))

    def of_chunks(self, paths: Iterable[str]) -> _Rows:
        """The rows of the records of some chunks."""
        found = {id(items): (key, items) for path in paths for key, items in self._chunks.get(path, ())}
        rows = StoredItems(tuple(part for _, items in found.values() for part in items.parts), self._change)
        return _Rows(self._names, self._place, rows, "/".join(key for key, _ in found.values()))

    def of_kind(self, kind: str) -> _Rows:
        """The rows of the records of a kind, where they are in no chunks."""
        rows = [row for row in self._rows if str(row[self._place]).partition("/")[0] == kind]
        return _Rows(self._names, self._place, rows)
