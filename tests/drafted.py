"""A dataset that is drafted from tables, beside the tables: what a cell became."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from recordpress import api
from recordpress.cli import main
from recordpress.drafting.given import Cell
from recordpress.drafting.kinds import KindDraft, Part
from recordpress.drafting.relations import as_text
from recordpress.drafting.sources import read_tables
from recordpress.drafting.whole import draft_kinds


def draft(source: Path, folder: Path) -> list[KindDraft]:
    """Draft a dataset from a file, which must leave no error, and say of what its kinds were made."""
    assert main(["init", str(folder), "--from", str(source), "--yes"]) == 0
    return draft_kinds(read_tables(source).sheets)[0]


def is_same(cell: Cell, value: Any, *, any_type: bool = False) -> bool:
    """Whether a value of a table says what the cell said that it comes from."""
    if cell is None or value is None:
        return cell is value
    if any_type or isinstance(value, list | dict):  # JSON text in a file of text
        return bool(cell == value or (isinstance(cell, str) and json.loads(cell) == value))
    if isinstance(value, bool):
        return str(cell).lower() == str(value).lower()
    if isinstance(value, int | float):
        return Decimal(str(cell)) == Decimal(repr(value))
    return str(cell) == value


def changed_cells(source: Path, folder: Path) -> list[tuple[object, ...]]:
    """The cells of the given tables that the tables of the drafted dataset don't hold as they are."""
    kinds, tables = draft_kinds(read_tables(source).sheets)[0], api.tables(folder)
    found: list[tuple[object, ...]] = []
    for kind in kinds:
        found += _changed(kind, tables[kind.table])
        for part in kind.parts:
            assert sorted(_as_given(part)) == sorted(_as_built(part, tables[part.table]))
    return found


def _changed(kind: KindDraft, table: api.Table) -> Iterator[tuple[object, ...]]:
    rows = {row["id"]: row for row in table.dicts()}
    assert len(rows) == len(kind.sheet.rows)
    for name, row in zip(kind.ids.ids, kind.sheet.rows, strict=True):
        if kind.ids.column is not None and not is_same(row[kind.ids.column], name):
            yield kind.name, name, "id"
        for found in kind.properties:
            any_type = "type" not in found.schema
            if not is_same(row[found.column], rows[name][found.name], any_type=any_type):
                yield kind.name, name, found.name, row[found.column], rows[name][found.name]


def _as_given(part: Part) -> Iterator[str]:
    for row in part.sheet.rows:
        cells = [row[found.column] for found in part.properties]
        values = [
            None if cell is None else found.make(cell) for found, cell in zip(part.properties, cells, strict=True)
        ]
        yield repr([as_text(row[part.parent]), *values])


def _as_built(part: Part, table: api.Table) -> Iterator[str]:
    for row in table.dicts():
        yield repr([row[part.parent_name], *(row[found.name] for found in part.properties)])
