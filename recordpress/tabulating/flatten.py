"""From a record to its rows. The plan of its kind is compiled once, so that a record costs little."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import orjson

from recordpress.edtf import parse
from recordpress.model import Row, Value
from recordpress.schema.nodes import Kind
from recordpress.schema.plans import Cell, Codec, Form, Plan
from recordpress.schema.rules import placeholders

Record = Mapping[str, Any]
Rows = dict[str, list[Row]]
Filler = Callable[[Any, list[Value]], None]
Emitter = Callable[[Any, Row, Rows], None]

EMPTY_DATE = (None,) * 6


def to_json(value: object) -> str:
    """A value as compact JSON (RFC 8259), non-ASCII kept."""
    return orjson.dumps(value).decode()


def flattener(kind: Kind, plan: Plan) -> Callable[[Record, Rows], None]:
    """A function that appends the rows of a valid record of the kind to those of each table."""
    label = labeller(kind)
    emit = _emitter(plan, label, kind.name)

    def flatten(record: Record, rows: Rows) -> None:
        emit(record, (), rows)

    return flatten


def labeller(kind: Kind) -> Callable[[Record], str]:
    """A function that names a record for people, by the template of its kind."""
    parts = placeholders(kind.label)
    template = kind.label
    for names in parts:
        template = template.replace("{" + "|".join(names) + "}", "{}", 1)

    def label(record: Record) -> str:
        values = (next((record[name] for name in names if name in record), "") for names in parts)
        return " ".join(template.format(*values).split()) or str(record["id"])

    return label


def date_cells(text: str) -> tuple[Value, ...]:
    """The six cells of an EDTF value: itself, earliest, latest, precision, qualifier, ends."""
    date = parse(text)
    return (date.text, date.earliest, date.latest, date.precision, date.qualifier, date.ends)


def _emitter(plan: Plan, label: Callable[[Record], str], kind: str) -> Emitter:
    fillers = list(_fillers(plan.cells, label))
    below = [_below(child, label, kind, nested=plan.form is not Form.RECORD) for child in plan.children]
    table, own = plan.table.name, plan.key

    def emit(item: Any, parent: Row, rows: Rows) -> None:
        row = list(parent)
        for fill in fillers:
            fill(item, row)
        rows.setdefault(table, []).append(tuple(row))
        if below:
            key = (*parent[: plan.parents], *(row[index] for index in own))
            for descend in below:
                descend(item, key, rows)

    return emit


def _below(plan: Plan, label: Callable[[Record], str], kind: str, *, nested: bool) -> Emitter:
    """A function that emits the rows of a list or map below an item whose key is given."""
    emit = _emitter(plan, label, kind)
    reach = _reach(plan.path)
    entries = _entries(plan)
    qualified = plan.shared and not nested

    def descend(item: Any, key: Row, rows: Rows) -> None:
        container = reach(item)
        if container is None:
            return
        parent: Row = (f"{kind}/{key[0]}",) if qualified else key
        for head, entry in entries(container):
            emit(entry, (*parent, *head), rows)

    return descend


def _entries(plan: Plan) -> Callable[[Any], Iterable[tuple[Row, Any]]]:
    """A function from a list or map to its items, each with the cell that counts or names it."""
    if plan.form is Form.MAP:
        return lambda container: (((key,), value) for key, value in container.items())
    if plan.counted:
        return lambda container: (((position,), value) for position, value in enumerate(container))
    return lambda container: (((), value) for value in container)


def _reach(path: tuple[str, ...]) -> Callable[[Any], Any]:
    """A function from an item to the value at a path below it; None where it is absent."""
    if len(path) == 1:
        name = path[0]
        return lambda item: item.get(name)

    def reach(item: Any) -> Any:
        for name in path:
            if item is None:
                return None
            item = item.get(name)
        return item

    return reach


def _fillers(cells: Iterable[Cell], label: Callable[[Record], str]) -> Iterator[Filler]:
    """Functions that append the cells of a row one after the other; neighbours that need no change go together."""
    for simple, group in groupby(cells, key=lambda cell: cell.codec is Codec.PLAIN and len(cell.path) == 1):
        if simple:
            yield _plain_filler([cell.path[0] for cell in group])
        else:
            yield from (_filler(cell, label) for cell in group)


def _plain_filler(names: Sequence[str]) -> Filler:
    return lambda item, row: row.extend(map(item.get, names))


def _filler(cell: Cell, label: Callable[[Record], str]) -> Filler:
    """A function that appends the cells of one value to a row."""
    if cell.codec is Codec.LABEL:
        return lambda item, row: row.append(label(item))
    reach = _reach(cell.path) if cell.path else (lambda item: item)
    if cell.codec is Codec.EDTF:
        return lambda item, row: row.extend(EMPTY_DATE if (value := reach(item)) is None else date_cells(value))
    convert = CONVERSIONS.get(cell.codec)
    if convert is None:
        return lambda item, row: row.append(reach(item))
    return lambda item, row: row.append(None if (value := reach(item)) is None else convert(value))


CONVERSIONS: Mapping[Codec, Callable[[Any], Value]] = {
    Codec.JSON: to_json,
    Codec.INTEGER: int,  # JSON Schema counts 3.0 as an integer
    Codec.NUMBER: float,
}
