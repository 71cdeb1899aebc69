"""Rows whose cells hold the ids of records in place of the names that stand in the records."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from recordpress.model import Row, Value
from recordpress.pointers import steps_of
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar
from recordpress.tabulating.flatten import to_json
from recordpress.walking import fits, nodes_at

Change = Callable[[Any], Any]
Cells = Mapping[Reference, Mapping[str, str]]
"""What tables hold in place of each name, by how it refers; references by ids alone are not in it."""


@dataclass(frozen=True)
class Renaming:
    """Puts ids in place of names.

    Args:
        columns: Positions of the columns that hold names, each with the cell for a name; others stay as they are.
    """

    columns: tuple[tuple[int, Mapping[str, str]], ...]

    def __call__(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with ids."""
        return [self._row(row) for row in rows]

    @cached_property
    def digest(self) -> str:
        """A hash of all that it depends on."""
        return _digest([(position, sorted(names.items())) for position, names in self.columns])

    def _row(self, row: Row) -> Row:
        cells = list(row)
        for position, names in self.columns:
            value = cells[position]
            if isinstance(value, str):
                cells[position] = names.get(value, value)
        return tuple(cells)


@dataclass(frozen=True)
class ToldRenaming:
    """Puts ids in place of names in the values of facts and claims, which are JSON.

    Args:
        kinds: All kinds.
        cells: What tables hold in place of names.
        field: Position of the field path; the record stands first, as `kind/id`.
        columns: Positions of values of that field.
    """

    kinds: Mapping[str, Kind]
    cells: Cells
    field: int
    columns: tuple[int, ...]

    def __call__(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with ids."""
        known: dict[int, Change | None] = {}

        def change_of(node: Node) -> Change | None:
            if id(node) not in known:
                known[id(node)] = with_ids(node, self.cells)
            return known[id(node)]

        return [self._row(row, change_of) for row in rows]

    @cached_property
    def digest(self) -> str:
        """A hash of all that it depends on."""
        cells = sorted((repr(reference), sorted(names.items())) for reference, names in self.cells.items())
        return _digest((sorted(map(repr, self.kinds.items())), cells, self.field, self.columns))

    def _row(self, row: Row, change_of: Callable[[Node], Change | None]) -> Row:
        kind = self.kinds[str(row[0]).partition("/")[0]]
        found = [(node, change_of(node)) for node in nodes_at(kind.root, steps_of(str(row[self.field])))]
        if not any(change for _, change in found):
            return row
        cells = list(row)
        for position in self.columns:
            cells[position] = _renamed(cells[position], found)
        return tuple(cells)


def _digest(what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "surrogatepass")).hexdigest()


def _renamed(text: Value, found: Sequence[tuple[Node, Change | None]]) -> Value:
    """A value as JSON, changed as what it is among the things that may stand there."""
    if not isinstance(text, str):
        return text
    value = orjson.loads(text)
    change = next((change for node, change in found if fits(node, value)), None)
    return to_json(change(value)) if change else text


def with_ids(node: Node, cells: Cells) -> Change | None:
    """A function that puts ids in place of names in a value that is told; None where it holds no names."""
    if isinstance(node, Scalar):
        names = cells.get(node.reference, {}) if node.reference else {}
        return (lambda value: names.get(value, value) if isinstance(value, str) else value) if names else None
    if isinstance(node, ReferenceList | ObjectList):
        item = with_ids(node.item, cells)
        return item and (lambda value: [item(one) for one in value] if isinstance(value, list) else value)
    if isinstance(node, Map):
        return _map_with_ids(node, cells)
    return _object_with_ids(node, cells) if isinstance(node, Object) else None


def _map_with_ids(node: Map, cells: Cells) -> Change | None:
    key, each = (with_ids(part, cells) if part else None for part in (node.key, node.value))
    if not (key or each):
        return None

    def change(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key(name) if key else name: each(one) if each else one for name, one in value.items()}

    return change


def _object_with_ids(node: Object, cells: Cells) -> Change | None:
    inner = {part.name: of_part for part in node.properties if (of_part := with_ids(part, cells))}
    bare = [(part, inner[part.name]) for part in node.properties if part.bare and part.name in inner]
    if not inner:
        return None

    def change(value: Any) -> Any:
        own = next((of_part for part, of_part in bare if fits(part, value)), None)
        if own or not isinstance(value, dict):
            return own(value) if own else value
        return {name: inner[name](one) if name in inner else one for name, one in value.items()}

    return change
