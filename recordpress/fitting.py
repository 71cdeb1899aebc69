"""Values that a schema allows and its tables have no place for, as where a schema of others says little of types."""

from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.pointers import pointer
from recordpress.problems import Finding, first_of
from recordpress.schema.nodes import Kind, Map, Node, Object, Scalar, ScalarList
from recordpress.shaping import json_type
from recordpress.walking import Steps, Visit, inside

HINT = "keep it as JSON: `x-json: true` on the property, in a schema that refers to this one"
WORDS = {"array": "a list", "object": "a map", "string": "a text", "null": "null"}


def unfit_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> list[Finding]:
    """The values of a valid record, written out, that are not what the tables hold there."""
    found = (_finding(path, steps, value) for steps, value in _unfit(Visit(kind.root, record, (), ())))
    return first_of(found, "V212", path)


def _unfit(visit: Visit) -> Iterator[tuple[Steps, Any]]:
    if not _fits(visit.node, visit.value):
        yield visit.steps, visit.value
    elif isinstance(visit.node, ScalarList):
        items = enumerate(visit.value)
        yield from (((*visit.steps, index), item) for index, item in items if not _fits(visit.node.item, item))
    else:
        for inner in inside(visit):
            yield from _unfit(inner)


def _fits(node: Node, value: Any) -> bool:
    """Whether a value is of the type that its node stands for."""
    kind = json_type(value)
    if isinstance(node, Scalar):
        wanted = "number" if node.type == "integer" else node.type
        whole = node.type != "integer" or kind != "number" or value == int(value)
        return node.type == "any" or (kind == wanted and whole)
    return kind == ("object" if isinstance(node, Object | Map) else "array")


def _finding(path: str, steps: Steps, value: Any) -> Finding:
    what = WORDS.get(kind := json_type(value), f"a {kind}")
    name = "/".join(map(str, steps)) or "record"
    return Finding("V213", path, pointer(steps), f"`{name}` is {what}, for which the tables have no place", HINT)
