"""Order within a record: properties that are not after others, and lists that are sorted.

A date that is not exact, or open, counts as after another one only where it is so whatever is meant.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from recordpress import edtf
from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding, first_of
from recordpress.schema.nodes import Kind, Node, Object, ObjectList, Scalar, ScalarList, child_at
from recordpress.schema.plans import all_nodes
from recordpress.walking import Visit, walk

DATES = frozenset({"edtf", "date"})
DOWN = "-"  # before a property: from the last to the first


def has_order(kind: Kind) -> bool:
    """Whether the kind's schema says anything of order."""
    return any(
        (isinstance(node, Object) and node.order) or (isinstance(node, ObjectList | ScalarList) and node.sorted_by)
        for node in all_nodes(kind.root)
    )


def order_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> list[Finding]:
    """What is not in the order that the schema wants, in a valid record, written out."""
    visits = (Visit(kind.root, record, (), ()), *walk(kind.root, record))
    return first_of((finding for visit in visits for finding in _findings(visit, path)), "V212", path)


def _findings(visit: Visit, path: str) -> Iterator[Finding]:
    node = visit.node
    if isinstance(node, Object):
        for chain in node.order:
            yield from _chain(node, visit, chain, path)
    elif isinstance(node, ObjectList) and node.sorted_by:
        yield from _sorted(visit, node.sorted_by, _by_properties(node.item, node.sorted_by), path)
    elif isinstance(node, ScalarList) and node.sorted_by:
        down = node.sorted_by == (DOWN,)
        yield from _sorted(visit, (), lambda one, other: _compared(node.item, *_turned(one, other, down=down)), path)


def _chain(node: Object, visit: Visit, chain: tuple[str, ...], path: str) -> Iterator[Finding]:
    present = [(name, *found) for name in chain if (found := _value(node, visit.value, name)) is not None]
    for (name, first, one), (other, _, two) in pairwise(present):
        if _compared(first, one, two) > 0:
            where = pointer((*visit.steps, *steps_of(other)))
            message = f"`{_path(visit, other)}` ({two}) is before `{name}` ({one})"
            yield Finding("V214", path, where, message, f"`{name}` is not after `{other}`")


def _path(visit: Visit, name: str) -> str:
    return "/".join(map(str, (*visit.steps, name)))


def _value(node: Object, value: Any, name: str) -> tuple[Scalar, Any] | None:
    """The scalar at a path of properties, and what a record has there; None where it has nothing."""
    inner: Node | None = node
    for step in steps_of(name):
        inner = child_at(inner, step) if inner else None
        value = value.get(inner.name) if inner and isinstance(value, dict) else None
    return (inner, value) if isinstance(inner, Scalar) and value is not None else None


def _by_properties(item: Object, names: tuple[str, ...]) -> Any:
    """A function that compares two items by their properties, one after the other."""

    def compare(one: Any, other: Any) -> int:
        for name in names:
            first, second = (_value(item, some, name.removeprefix(DOWN)) for some in (one, other))
            if first is None or second is None:
                return 0
            found = _compared(first[0], *_turned(first[1], second[1], down=name.startswith(DOWN)))
            if found or first[1] != second[1]:
                return found
        return 0

    return compare


def _turned(one: Any, other: Any, *, down: bool) -> tuple[Any, Any]:
    return (other, one) if down else (one, other)


def _sorted(visit: Visit, names: tuple[str, ...], compare: Any, path: str) -> Iterator[Finding]:
    for index, (one, other) in enumerate(pairwise(visit.value)):
        if compare(one, other) > 0:
            by = f" by {' and '.join(f'`{name}`' for name in names)}" if names else ""
            message = f"`{_path(visit, str(index + 1))}` comes before the item in front of it: the list is sorted{by}"
            yield Finding("V214", path, pointer((*visit.steps, index + 1)), message)


def _compared(node: Scalar, one: Any, other: Any) -> int:
    """1 where one value is after another, -1 where it is before it, 0 where neither is so, or nobody can tell."""
    if node.format not in DATES:
        return int(one > other) - int(one < other)
    first, second = edtf.parse(one), edtf.parse(other)
    after = first.earliest is not None and second.latest is not None and first.earliest > second.latest
    before = first.latest is not None and second.earliest is not None and first.latest < second.earliest
    return int(after) - int(before)
