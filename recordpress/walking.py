"""Ways through a record along the nodes of its kind: every value with its place, and the value at a field path."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, ReferenceList, Scalar, ScalarList, child_at
from recordpress.schema.shapes import is_number_as_text
from recordpress.shaping import json_type

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """A value of a record.

    Args:
        node: What the schema says of it.
        value: The value.
        steps: Where it is in the file: property names and list positions.
        field: Its field path: property names and item keys.
        alone: Whether it is a list that is written as its only item.
    """

    node: Node
    value: Any
    steps: Steps
    field: Steps
    alone: bool = False


class Known(NamedTuple):
    """A record of a dataset.

    Args:
        kind: Its kind.
        path: Its file.
        value: What it says.
        pointer: JSON Pointer to it within the file; "" where the file holds nothing else.
    """

    kind: Kind
    path: str
    value: Mapping[str, Any]
    pointer: str = ""


def walk(root: Object, record: Mapping[str, Any]) -> Iterator[Visit]:
    """Every value of a record, written out, below the root, parents first."""
    return _below(Visit(root, record, (), ()))


def _below(visit: Visit) -> Iterator[Visit]:
    for inner in inside(visit):
        yield inner
        yield from _below(inner)


def inside(visit: Visit) -> Iterator[Visit]:
    """The values directly inside a value: properties, items or entries."""
    if isinstance(visit.node, Object) and isinstance(visit.value, dict):
        yield from _properties(visit, visit.node, visit.value)
        return
    for node, value, step, key in _inner(visit.node, visit.value):
        yield Visit(node, value, visit.steps if visit.alone else (*visit.steps, step), (*visit.field, key))


def _properties(visit: Visit, node: Object, value: Mapping[str, Any]) -> Iterator[Visit]:
    """The values of an object's properties. What stands for the object itself is at its place in the file."""
    short = node.shorthand if value.get(node.marker) else ""
    for part in node.properties:
        if part.name in value:
            steps = visit.steps if part.bare or (short and part.name == short) else (*visit.steps, part.spelled)
            alone = bool(part.lone and value.get(part.lone))
            if not part.made or part.name == node.rest:
                yield Visit(part, value[part.name], steps, (*visit.field, part.spelled), alone)


def keys_inside(visit: Visit) -> Iterator[Visit]:
    """The keys of a map that refer to records."""
    node = visit.node
    if isinstance(node, Map) and node.key and isinstance(visit.value, dict):
        yield from (Visit(node.key, name, (*visit.steps, name), (*visit.field, name)) for name in visit.value)


def _inner(node: Node, value: Any) -> Iterable[tuple[Node, Any, str | int, str | int]]:
    """Each inner value with its node, its step in the file and its step in a field path.

    What is no map or list, in a record that is not valid, has nothing inside.
    """
    if isinstance(value, dict):
        return ((node.value, item, name, name) for name, item in value.items()) if isinstance(node, Map) else ()
    return _items(node, value) if isinstance(value, list) else ()


def _items(node: Node, value: Sequence[Any]) -> Iterable[tuple[Node, Any, str | int, str | int]]:
    if isinstance(node, ObjectList):
        return ((node.item, item, index, node.step(item, index)) for index, item in enumerate(value))
    return (
        ((node.item, item, index, item) for index, item in enumerate(value)) if isinstance(node, ReferenceList) else ()
    )


def node_at(root: Object, path: tuple[str, ...]) -> Node | None:
    """What the schema says of the field at a path, whether or not a record has it; None where it allows none."""
    node: Node | None = root
    for step in path:
        if isinstance(node, Object):
            node = child_at(node, step)
        elif isinstance(node, ObjectList):
            node = node.item if node.keys or step.isdigit() else None
        elif isinstance(node, ReferenceList):
            node = node.item
        elif isinstance(node, Map):
            node = node.value
        else:
            return None
    return node


def nodes_at(node: Node, path: Sequence[str]) -> Iterator[Node]:
    """All that the schema allows at a path below a node: several where values of several types may stand there."""
    if not path:
        yield node
    elif isinstance(node, Object):
        for part in node.properties:
            if part.spelled == path[0] and not part.made:
                yield from nodes_at(part, path[1:])
    elif isinstance(node, ObjectList | ReferenceList):
        yield from nodes_at(node.item, path[1:])
    elif isinstance(node, Map):
        yield from nodes_at(node.value, path[1:])


def fits(node: Node, value: Any) -> bool:
    """Whether a value is of a type that the node stands for; a number that is a text may be either."""
    return not node.only or json_type(value) in node.only or (is_number_as_text(node) and isinstance(value, str))


def visit_at(root: Object, record: Mapping[str, Any], path: tuple[str, ...]) -> Visit | None:
    """The value of a record at a field path; None where it is absent."""
    visit: Visit | None = Visit(root, record, (), ())
    for step in path:
        if visit is None or isinstance(visit.node, Scalar | ScalarList):
            return None
        visit = next((inner for inner in inside(visit) if str(inner.field[-1]) == step), None)
    return visit


def steps_in_file(root: Object, record: Mapping[str, Any], steps: Iterable[str | int]) -> Steps:
    """Where a value of a record is in the file, by the way to it through the record as it is written out.

    The two differ where a value may be written in several ways. From where the schema doesn't know it, the way stays.
    """
    visit, rest = Visit(root, record, (), ()), list(steps)
    while rest:
        inner = _inside_at(visit, rest[0])
        if inner is None:
            break
        visit = inner
        del rest[0]
    return (*visit.steps, *(rest[1:] if visit.alone else rest))


def _inside_at(visit: Visit, step: str | int) -> Visit | None:
    """The value inside another one, by the name that it has written out, its key or its position."""
    if isinstance(visit.node, Object):
        return next((inner for inner in inside(visit) if inner.node.name == step), None)
    keys = visit.value if isinstance(visit.value, dict) else count()
    return next((inner for key, inner in zip(keys, inside(visit), strict=False) if key == step), None)


def node_in_file(node: Node | None, steps: Steps) -> Node | None:
    """What the schema says of the value at a place below another in the file; None where it says nothing."""
    for step in steps:
        if isinstance(node, Object):
            node = child_at(node, str(step))
        elif isinstance(node, ObjectList | ReferenceList | ScalarList):
            node = node.item
        elif isinstance(node, Map):
            node = node.value
        else:
            return None
    return node
