"""From rows back to the record: what shows that the tables lose nothing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from recordpress.model import Row, Value
from recordpress.schema.plans import Cell, Codec, Form, Plan


def rebuild(plan: Plan, kind: str, rows: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, Any]]:
    """The records of a kind from the rows of its tables.

    Args:
        plan: The kind's plan.
        kind: The kind's name, by which shared tables name its records.
        rows: All rows by table.

    Returns:
        The records by id. A list whose order has no meaning comes in the order of its rows.
    """
    grouped = {part.table.name: _by_parent(part, rows.get(part.table.name, ())) for part in plan.all()}
    return {
        str(row[plan.key[0]]): _item(plan, row, (row[plan.key[0]],), kind, grouped)
        for row in rows.get(plan.table.name, ())
    }


def _by_parent(plan: Plan, rows: Sequence[Row]) -> dict[Row, list[Row]]:
    grouped: dict[Row, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[: plan.parents], []).append(row)
    return grouped


def _item(plan: Plan, row: Row, key: Row, kind: str, grouped: Mapping[str, Mapping[Row, list[Row]]]) -> Any:
    item: dict[str, Any] = {}
    place = plan.parents + plan.counted
    for cell in plan.cells:
        value = _value(cell, row[place])
        place += cell.width
        if value is not None and cell.codec is not Codec.LABEL:
            if not cell.path:
                return value
            _put(item, cell.path, value)
    for child in plan.children:
        parent: Row = (f"{kind}/{key[0]}",) if child.shared else key
        found = grouped[child.table.name].get(parent, [])
        if found:
            _put(item, child.path, _container(child, found, kind, grouped))
    return item


def _container(plan: Plan, rows: list[Row], kind: str, grouped: Mapping[str, Mapping[Row, list[Row]]]) -> Any:
    def item(row: Row) -> Any:
        return _item(plan, row, (*row[: plan.parents], *(row[index] for index in plan.key)), kind, grouped)

    if plan.form is Form.MAP:
        return {row[plan.parents]: item(row) for row in rows}
    if plan.counted:
        rows = sorted(rows, key=lambda row: int(row[plan.parents] or 0))
    return [item(row) for row in rows]


def _value(cell: Cell, value: Value) -> Any:
    return json.loads(str(value)) if cell.codec is Codec.JSON and value is not None else value


def _put(item: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        item = item.setdefault(name, {})
    item[path[-1]] = value
