"""The fields of a record that sources can speak of, compiled once for a kind.

A fact is a property that is present and not `x-evidence: none` (`id` and properties with roles are none): a scalar, a
list of scalars or references, an item of a list or map of objects. Where a property within an object says itself
that it needs evidence, the object's properties are facts of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from recordpress.evidence.told import Tellings, telling
from recordpress.pointers import escape
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList
from recordpress.schema.plans import all_nodes


@dataclass(slots=True)
class Fields:
    """The fields of one record, filled by the function that `field_reader` makes.

    Args:
        facts: Field path, value as it is told and whether it needs evidence, in the order of the record's schema.
        present: Values by field path: the facts, and the lists, maps and objects that hold them.
        tellings: What tells values of the kind; None tells them as they are.
    """

    facts: list[tuple[str, Any, bool]] = field(default_factory=list)
    present: dict[str, Any] = field(default_factory=dict)
    tellings: Tellings | None = None


Reader = Callable[[Any, str, Fields], None]


def field_reader(kind: Kind) -> Callable[[Mapping[str, Any]], Fields]:
    """A function that lists the fields of a record of the kind."""
    parts = [
        (node.name, escape(node.spelled), reader)
        for node in kind.root.properties
        if node.name != "id" and not node.role and (reader := _reader(node, needed=False)) is not None
    ]

    tellings = Tellings(kind) if kind.shape else None

    def read(record: Mapping[str, Any]) -> Fields:
        fields = Fields(tellings=tellings)
        for name, step, reader in parts:
            if name in record:
                reader(record[name], step, fields)
        return fields

    return read


def _reader(node: Node, *, needed: bool) -> Reader | None:
    """A function that lists a value and what is within it; None where it is no fact."""
    if node.evidence == "none":
        return None
    needed = needed or node.evidence == "required"
    if isinstance(node, ObjectList):
        return _items(_parts(node.item, node.keys, needed=needed), node)
    if isinstance(node, Map):
        return _entries(_parts(node.value, (), needed=needed))
    if isinstance(node, Object):
        return _parts(node, (), needed=needed)
    return _fact(node, needed=needed)


def _fact(node: Node, *, needed: bool) -> Reader:
    tell = telling(node)

    def read(value: Any, path: str, fields: Fields) -> None:
        fields.present[path] = value
        fields.facts.append((path, tell(value) if tell else value, needed))

    return read


def _items(each: Reader, node: ObjectList) -> Reader:
    key = node.key
    if len(node.keys) > 1:
        return _keyed_items(each, node)

    def read(value: Any, path: str, fields: Fields) -> None:
        fields.present[path] = value
        for index, item in enumerate(value):
            each(item, f"{path}/{escape(item[key]) if key else index}", fields)

    return read


def _keyed_items(each: Reader, node: ObjectList) -> Reader:
    """The items of a list whose keys are several properties."""

    def read(value: Any, path: str, fields: Fields) -> None:
        fields.present[path] = value
        for index, item in enumerate(value):
            each(item, f"{path}/{escape(node.step(item, index))}", fields)

    return read


def _entries(each: Reader) -> Reader:
    def read(value: Any, path: str, fields: Fields) -> None:
        fields.present[path] = value
        for name, item in value.items():
            each(item, f"{path}/{escape(name)}", fields)

    return read


def _parts(node: Node, keys: tuple[str, ...], *, needed: bool) -> Reader:
    """An object as one fact; as several where a property within says that it needs evidence itself."""
    if not isinstance(node, Object) or not any(
        inner.evidence == "required" for inner in all_nodes(node) if inner is not node
    ):
        return _fact(node, needed=needed)
    parts = [
        (part.name, escape(part.spelled), reader)
        for part in node.properties
        if part.name not in keys and (reader := _reader(part, needed=needed)) is not None
    ]

    def read(value: Any, path: str, fields: Fields) -> None:
        fields.present[path] = value
        for name, step, reader in parts:
            if name in value:
                reader(value[name], f"{path}/{step}", fields)

    return read
