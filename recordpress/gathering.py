"""What records refer to by ids, without saying where: places are found when they are needed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from recordpress.linking import Target, by_id, target
from recordpress.schema.nodes import Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar

Found = list[set[str]]
"""The values of each reference that a schema has, each once: of many records, most are the same."""
Gather = Callable[[Any, Found], None]


def reference_collector(root: Object) -> Callable[[Iterable[Mapping[str, Any]]], set[Target]]:
    """A function that lists what records refer to."""
    references: list[Reference] = []
    gather = _gather(root, references)

    def collect(records: Iterable[Mapping[str, Any]]) -> set[Target]:
        found: Found = [set() for _ in references]
        if gather:
            for record in records:
                gather(record, found)
        return {target(one, value) for one, values in zip(references, found, strict=True) for value in values}

    return collect


def _gather(node: Node, references: list[Reference]) -> Gather | None:
    """A function that adds the references within a value; None where there can be none.

    Args:
        node: What the schema says of the value.
        references: The references that are found are added here; their places are those in `Found`.
    """
    if isinstance(node, Scalar):
        return _gather_one(by_id(node), references)
    if isinstance(node, ReferenceList):
        return _gather_several(by_id(node.item), references)
    if isinstance(node, Object):
        return _gather_object(node, references)
    if isinstance(node, ObjectList):
        each = _gather(node.item, references)
        return _gather_all(each) if each else None
    return _gather_map(node, references) if isinstance(node, Map) else None


def _gather_one(reference: Reference | None, references: list[Reference]) -> Gather | None:
    if reference is None:
        return None
    at = len(references)
    references.append(reference)
    return lambda value, found: found[at].add(value)


def _gather_several(reference: Reference | None, references: list[Reference]) -> Gather | None:
    if reference is None:
        return None
    at = len(references)
    references.append(reference)
    return lambda value, found: found[at].update(value)


def _gather_object(node: Object, references: list[Reference]) -> Gather | None:
    parts = [(part.name, within) for part in node.properties if (within := _gather(part, references)) is not None]

    def gather(value: Any, found: Found) -> None:
        for name, part in parts:
            if name in value:
                part(value[name], found)

    return gather if parts else None


def _gather_map(node: Map, references: list[Reference]) -> Gather | None:
    values, keys = _gather(node.value, references), _gather_several(by_id(node.key), references)
    each = _gather_all(values) if values else None
    if keys is None or each is None:
        return keys or each

    def gather(value: Any, found: Found) -> None:
        keys(value, found)
        each(value, found)

    return gather


def _gather_all(each: Gather) -> Gather:
    def gather(value: Any, found: Found) -> None:
        for item in value.values() if isinstance(value, dict) else value:
            each(item, found)

    return gather
