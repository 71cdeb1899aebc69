"""A reference that is to lead to another record: what is written instead, as a value and as a step of a field path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.moving.known_as import KnownAs
from recordpress.pointers import field_path, steps_of
from recordpress.schema.nodes import (
    KEY_JOINT,
    KeyReference,
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    Reference,
    ReferenceList,
    Scalar,
    child,
    child_at,
)
from recordpress.walking import node_at

Paths = Iterator[tuple[tuple[str, ...], Any]]


@dataclass(frozen=True, slots=True)
class Redirection:
    """References to one record that are to lead to another.

    Args:
        old: The record that is referred to, as `kind/id`.
        new: The record to refer to instead, of the same kind unless all references say the kind.
        kinds: The kinds of the dataset, for properties that refer to a record together.
        lost: Records as they were known, which are to be known as `now` says.
        now: What the new record is known as; None where only ids change.
    """

    old: str
    new: str
    kinds: Mapping[str, Kind]
    lost: tuple[KnownAs, ...] = ()
    now: KnownAs | None = None

    def value(self, reference: Reference | None, value: object) -> str | None:
        """What to write instead of a value; None where it doesn't refer to the old record."""
        if reference is None or not isinstance(value, str):
            return None
        if refers(reference, value, self.old):
            return self.new if value == self.old else self.new.partition("/")[2]
        return self._name(reference, value)

    def words(self) -> list[str]:
        """What files that refer to the old record hold: its id, or a name or value that is not the new one's."""
        found = {text for known in self.lost for name in (*known.names.values(), *known.sets.values()) for text in name}
        now = {text for name in self.now.names.values() for text in name} if self.now else set()
        return [self.old.partition("/")[2], *sorted(str(text) for text in found - now)]

    def _name(self, reference: Reference, value: str) -> str | None:
        """What to write instead of a name that only the old record has."""
        if self.now is None or self.now.is_meant(reference, value):
            return None
        for known in self.lost:
            if known.is_meant(reference, value):
                like = next(path for path in reference.by if value in known.names.get(path, ()))
                return self.now.name_for(reference, like)
        return None

    def field(self, root: Node, path: str) -> str | None:
        """A field path whose steps name the new record; None where none names the old one."""
        node: Node | None = root
        steps: list[str] = []
        for step in steps_of(path):
            if node is None:
                return None
            steps.append(self._step(node, step))
            node = node_at(node, (step,)) if isinstance(node, Object) else item_of(node)
        changed = field_path(steps)
        return changed if changed != path else None

    def _step(self, node: Node, step: str) -> str:
        """A step below a node."""
        if isinstance(node, ObjectList) and len(node.keys) > 1:
            parts = step.split(KEY_JOINT)
            if len(parts) != len(node.keys):
                return step
            named = (child(node.item, name) for name in node.keys)
            return KEY_JOINT.join(self._part(key, part) for key, part in zip(named, parts, strict=True))
        return self._part(_key(node), step)

    def _part(self, node: Node | None, value: str) -> str:
        return self.value(node.reference if isinstance(node, Scalar) else None, value) or value

    def together(self, node: Object, value: Mapping[str, Any]) -> Paths:
        """What to write instead in an object whose properties refer to a record together, each with its path."""
        kind, _, _ = self.old.partition("/")
        for refers_to in node.refers:
            for own, other in refers_to.fields:
                steps = tuple(own.split("/"))
                reference = Reference((kind,), qualified=False) if refers_to.kind == kind and other == "id" else None
                if reference is None and refers_to.kind in self.kinds:
                    found = _at(self.kinds[refers_to.kind].root, other)
                    reference = found.reference if isinstance(found, Scalar) else None
                new = self.value(reference, _value(value, steps))
                if new is not None:
                    yield steps, new
            yield from self._set(refers_to, value)

    def _set(self, refers_to: KeyReference, value: Mapping[str, Any]) -> Paths:
        """What to write instead of values that together are a key of the old record."""
        after = self.now.set_of(refers_to) if self.now else None
        for known in self.lost if after else ():
            before = known.set_of(refers_to)
            own = [tuple(name.split("/")) for name in before[0]] if before else []
            if before and after and tuple(_value(value, steps) for steps in own) == before[1] != after[1]:
                yield from zip(own, after[1], strict=True)


def refers(reference: Reference, value: str, ref: str) -> bool:
    """Whether a value refers to a record by its id.

    Args:
        reference: What it may refer to.
        value: The value.
        ref: The record, as `kind/id`.
    """
    kind, _, name = ref.partition("/")
    if reference.by:
        return "id" in reference.by and value in {name, ref} and kind in reference.kinds
    return value == ref if reference.qualified else value == name and kind == reference.kinds[0]


def _key(node: Node) -> Node | None:
    """What the step below a list or a map says."""
    if isinstance(node, ReferenceList):
        return node.item
    if isinstance(node, Map):
        return node.key
    return child(node.item, node.key) if isinstance(node, ObjectList) and node.key else None


def item_of(node: Node) -> Node | None:
    """What the schema says of what a list or a map holds."""
    if isinstance(node, ObjectList | ReferenceList):
        return node.item
    return node.value if isinstance(node, Map) else None


def _at(root: Object, path: str) -> Node | None:
    """The property at a path of property names, through lists and maps."""
    node: Node | None = root
    for step in path.split("/"):
        while node is not None and not isinstance(node, Object):
            node = item_of(node)
        node = child_at(node, step) if node else None
    return node


def _value(value: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value
