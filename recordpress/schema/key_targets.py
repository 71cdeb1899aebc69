"""From `fields` of an `x-ref` to the key that they have to equal: of a record, or of an item within one."""

from collections.abc import Sequence
from dataclasses import dataclass

from recordpress.pointers import field_path, steps_of
from recordpress.schema.keys import Field, Level, Of, Path, property_name, scalar_at
from recordpress.schema.nodes import (
    KEY_JOINT,
    KeyReference,
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    Reference,
    Scalar,
    child,
)

ID = "id"
Containers = tuple[tuple[Path, ObjectList | Map], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The key that several properties refer to.

    Args:
        name: Its name.
        levels: The lists and maps that the item is in; () for a record.
        fields: The values of its key that no level above has.
        own: The properties that refer, in the order of the key: the record's id first where it is an item's.
        nodes: What the schema says of each part of the key, in that order.
        reason: Why there is no such key; "" where there is.
    """

    name: str = ""
    levels: tuple[Level, ...] = ()
    fields: tuple[Field, ...] = ()
    own: tuple[str, ...] = ()
    nodes: tuple[Scalar | None, ...] = ()
    reason: str = ""


def target_of(kind: Kind, refers: KeyReference) -> Target:
    """What `fields` lead to."""
    own = {target: name for name, target in refers.fields}
    deepest: Containers = ()
    for target in own:
        found = _containers(kind.root, steps_of(target))
        if found is None:
            return Target(reason=f"`{target}` is no property by which a record or an item of one is known")
        deepest = max(deepest, found, key=len)
    if len(own) < len(refers.fields):
        return Target(reason="two properties have to equal the same one")
    return _item(kind, deepest, own) if deepest else _record(kind, own)


def _record(kind: Kind, own: dict[str, str]) -> Target:
    for names in kind.root.unique:
        if set(names) == set(own):
            fields = tuple(Field(steps_of(name), _reference(scalar_at(kind.root, steps_of(name)))) for name in names)
            name = property_name(kind.name, KEY_JOINT.join(names))
            nodes = tuple(scalar_at(kind.root, steps_of(name)) for name in names)
            return Target(name, (), fields, tuple(own[name] for name in names), nodes)
    return Target(reason=f"{_listed(own)} together are no `x-key` or `x-unique` of `{kind.name}`")


def _item(kind: Kind, containers: Containers, own: dict[str, str]) -> Target:
    keys = [_keys(node) for _, node in containers]
    above: Path = ()
    wanted = [ID]
    for (path, node), fields in zip(containers, keys, strict=True):
        above = (*above, *path)
        wanted += [field_path((*above, *field.path)) for field in fields]
        if not fields:
            return Target(reason=f"the items of `{node.name}` have no `x-key`")
        if node.names.shared:
            return Target(reason=f"`{node.name}` fills a table of several kinds")
    if set(wanted) != set(own):
        return Target(reason=f"they have to be {_listed(wanted)}")
    levels = tuple(Level(path, fields) for (path, _), fields in zip(containers, keys, strict=True))
    named = KEY_JOINT.join(field_path(field.path) for field in keys[-1])
    name = f"{property_name(kind.name, field_path(above))} {named}".strip()
    nodes = (scalar_at(kind.root, (ID,)), *(part for _, node in containers for part in _nodes(node)))
    return Target(f"{name} as item", levels, keys[-1], tuple(own[target] for target in wanted), nodes)


def _keys(node: ObjectList | Map) -> tuple[Field, ...]:
    if isinstance(node, Map):
        return (Field((), _reference(node.key), Of.PLACE),)
    return tuple(Field((name,), _reference(scalar_at(node.item, (name,)))) for name in node.keys)


def _nodes(node: ObjectList | Map) -> Sequence[Scalar | None]:
    return (node.key,) if isinstance(node, Map) else [scalar_at(node.item, (name,)) for name in node.keys]


def _containers(root: Object, steps: Path) -> Containers | None:
    """The lists and maps on the way to a scalar, or to a map whose key is meant; None where it leads nowhere."""
    node: Node | None = root
    found: list[tuple[Path, ObjectList | Map]] = []
    path: Path = ()
    for step in steps:
        inner = node.item if isinstance(node, ObjectList) else node.value if isinstance(node, Map) else node
        node, path = child(inner, step) if inner else None, (*path, step)
        if isinstance(node, ObjectList | Map):
            found.append((path, node))
            path = ()
    return tuple(found) if isinstance(node, Scalar | Map) else None


def _reference(node: Scalar | None) -> Reference | None:
    return node.reference if node else None


def _listed(names: Sequence[str] | dict[str, str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
