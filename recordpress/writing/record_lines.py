"""`records.jsonl`: every record as one JSON document on a line of its own, with how well its facts are supported."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from recordpress.model import Content, TableData, Value
from recordpress.schema.columns import RECORDS
from recordpress.schema.engine_tables import FACTS

NAME = "records.jsonl"
SUPPORT = ("field", "needs_evidence", "sources", "publishers", "disputing_sources", "disputing_publishers", "state")


def write_record_lines(content: Content, path: Path) -> None:
    """Write the file, sorted by `ref`.

    Each line is an object: `ref` (`kind/id`) first, then what else the registry says of the record, `record` as
    curated, and `facts`, the support of each field that evidence speaks of.

    Raises:
        orjson.JSONEncodeError: A record has a value that JSON cannot hold.
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.writelines(_lines(content))


def _lines(content: Content) -> Iterator[bytes]:
    tables = {data.table.name: data for data in content.tables}
    registry = _registry(tables[RECORDS]) if RECORDS in tables else {}
    facts = _facts(tables[FACTS]) if FACTS in tables else {}
    curated = {f"{some.kind}/{record['id']}": (some, record) for some in content.collections for record in some.records}
    for ref, (collection, record) in sorted(curated.items()):
        about = {"ref": ref, "kind": collection.kind, "id": record["id"], **registry.get(ref, {})}
        document = {**about, "record": record, "facts": facts.get(ref, [])}
        yield orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def _registry(data: TableData) -> Mapping[Value, dict[str, Value]]:
    names = [column.name for column in data.table.columns]
    rows = (dict(zip(names, row, strict=True)) for row in data.rows)
    return {row["ref"]: {name: value for name, value in row.items() if value is not None} for row in rows}


def _facts(data: TableData) -> Mapping[Value, list[dict[str, Value]]]:
    record = data.table.position("record")
    places = [(name, data.table.position(name)) for name in SUPPORT]
    found: dict[Value, list[dict[str, Value]]] = defaultdict(list)
    for row in data.rows:
        found[row[record]].append({name: row[place] for name, place in places})
    return found
