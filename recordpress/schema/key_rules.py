"""What `x-ref` with `by` or `fields` and `x-unique` must keep to: each rule is a plain function."""

from collections.abc import Iterator, Mapping

from recordpress.pointers import steps_of
from recordpress.problems import Finding
from recordpress.schema.key_targets import ID, Target, target_of
from recordpress.schema.keys import OWN_ID, scalar_at
from recordpress.schema.nodes import (
    KeyReference,
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    Scalar,
    ScalarList,
    child,
)
from recordpress.schema.plans import all_nodes

COUNTED = frozenset({"publisher", "original"})  # roles whose values the engine follows by ids alone
NAMING = frozenset({"string", "integer"})  # types of what a record may be named by
LEAST = 2  # properties that refer together: one refers by `x-ref` itself


def check_keys(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """What is wrong with how records and items are identified, and referred to by that."""
    for kind in kinds.values():
        by_id = _by_id_alone(kind)
        for node in all_nodes(kind.root):
            if isinstance(node, Scalar) and node.reference and node.reference.by:
                yield from _names(kinds, node, by_id=node in by_id)
            if isinstance(node, Scalar | ScalarList | Map):
                yield from _value(node)
            if isinstance(node, Object):
                yield from _sets(node, node)
                yield from _together(kinds, node)
            if isinstance(node, ObjectList):
                yield from _sets(node, node.item)


def _by_id_alone(kind: Kind) -> list[Node | None]:
    """The references that the engine itself follows."""
    evidence, withdrawn = kind.role("evidence"), kind.role("withdrawn")
    found = [node for node in kind.root.properties if node.role in COUNTED]
    source = child(evidence.item, "source") if isinstance(evidence, ObjectList) else None
    return [*found, source, child(withdrawn, "replaced_by") if withdrawn else None]


def _names(kinds: Mapping[str, Kind], node: Scalar, *, by_id: bool) -> Iterator[Finding]:
    place = f"{node.place}/x-ref"
    if by_id:
        message = "`by`: the engine itself follows this reference, by ids, before names are looked up"
        yield Finding("S231", node.file, place, message, "name the kind alone; records give the id")
    for name in node.reference.kinds if node.reference else ():
        for index, path in enumerate(node.reference.by if node.reference else ()):
            if name in kinds and not _is_name(kinds[name], path):
                message = f"`by`: `{path}` of `{name}` is no text or integer, or texts, with `x-unique`"
                yield Finding("S231", node.file, f"{place}/by/{index}", message)


def _is_name(kind: Kind, path: str) -> bool:
    """Whether a record of the kind can be named by the property."""
    steps = steps_of(path)
    above: Node | None = kind.root
    for step in steps[:-1]:
        above = child(above, step) if above else None
    node = child(above, steps[-1]) if above else None
    if path == ID or (node is not None and node.role == "aliases"):
        return True
    value = node.item if isinstance(node, ScalarList) else node.value if isinstance(node, Map) else node
    is_unique = isinstance(node, Scalar | ScalarList | Map) and bool(node.unique)
    return is_unique and isinstance(value, Scalar) and value.type in NAMING and value.reference is None


def _value(node: Scalar | ScalarList | Map) -> Iterator[Finding]:
    value = node.item if isinstance(node, ScalarList) else node.value if isinstance(node, Map) else node
    if node.unique and (not isinstance(value, Scalar) or value.type == "any"):
        yield Finding("S233", node.file, f"{node.place}/x-unique", "`x-unique`: only texts and numbers can be compared")


def _sets(node: Object | ObjectList, of: Object) -> Iterator[Finding]:
    for names in node.unique:
        for name in names:
            found = scalar_at(of, steps_of(name))
            if found is None or found.type == "any":
                message = f"`x-unique`: `{name}` is no property that holds a text or a number"
                yield Finding("S233", node.file, f"{node.place}/x-unique", message)


def _together(kinds: Mapping[str, Kind], node: Object) -> Iterator[Finding]:
    for refers in node.refers:
        if refers.kind in kinds:
            target = target_of(kinds[refers.kind], refers)
            for reason in [target.reason] if target.reason else _pairs(node, refers, target):
                yield Finding("S232", node.file, f"{node.place}/x-ref", f"`fields`: {reason}")


def _pairs(node: Object, refers: KeyReference, target: Target) -> Iterator[str]:
    """Why properties can't refer to those that they are to equal."""
    if len(target.own) < LEAST:
        yield "one property refers by `x-ref` of its own"
    for name, other in zip(target.own, target.nodes, strict=True):
        own = scalar_at(node, steps_of(name))
        if name != OWN_ID and own is None:
            yield f"`{name}` is no scalar property of the object"
        elif own is not None and name != OWN_ID and other is not None and not _equal(own, other, refers.kind):
            yield f"`{name}` can't equal `{other.name or 'the key'}`: another type, or another reference"


def _equal(own: Scalar, other: Scalar, kind: str) -> bool:
    """Whether the two have the same cells where they mean the same."""
    if other.name == ID and own.reference:
        return own.reference.kinds == (kind,)
    return own.type == other.type and own.reference == other.reference
