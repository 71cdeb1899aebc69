"""What a record refers to by ids, without saying where: places are found when they are needed."""

from collections.abc import Callable, Mapping
from typing import Any

from recordpress.linking import Target, by_id, target
from recordpress.schema.nodes import Map, Node, Object, ObjectList, ReferenceList, Scalar

Gather = Callable[[Any, set[Target]], None]


def reference_collector(root: Object) -> Callable[[Mapping[str, Any]], set[Target]]:
    """A function that lists what a record refers to."""
    gatherers = [gatherer for node in root.properties if (gatherer := _gatherer(node)) is not None]

    def collect(record: Mapping[str, Any]) -> set[Target]:
        found: set[Target] = set()
        for name, gather in gatherers:
            if name in record:
                gather(record[name], found)
        return found

    return collect


def _gatherer(node: Node) -> tuple[str, Gather] | None:
    gather = _gather(node)
    return (node.name, gather) if gather else None


def _gather(node: Node) -> Gather | None:
    """A function that adds the references within a value; None where there can be none."""
    if isinstance(node, Scalar):
        reference = by_id(node)
        return (lambda value, found: found.add(target(reference, value))) if reference else None
    if isinstance(node, ReferenceList):
        wanted = by_id(node.item)
        return (lambda value, found: found.update(target(wanted, item) for item in value)) if wanted else None
    if isinstance(node, Object):
        return _gather_object(node)
    if isinstance(node, ObjectList):
        each = _gather(node.item)
        return _gather_all(each) if each else None
    return _gather_map(node) if isinstance(node, Map) else None


def _gather_object(node: Object) -> Gather | None:
    parts = [gatherer for part in node.properties if (gatherer := _gatherer(part)) is not None]

    def gather(value: Any, found: set[Target]) -> None:
        for name, part in parts:
            if name in value:
                part(value[name], found)

    return gather if parts else None


def _gather_map(node: Map) -> Gather | None:
    values, wanted = _gather(node.value), by_id(node.key)
    each = _gather_all(values) if values else None
    if wanted is None:
        return each

    def gather(value: Any, found: set[Target]) -> None:
        found.update(target(wanted, name) for name in value)
        if each:
            each(value, found)

    return gather


def _gather_all(each: Gather) -> Gather:
    def gather(value: Any, found: set[Target]) -> None:
        for item in value.values() if isinstance(value, dict) else value:
            each(item, found)

    return gather
