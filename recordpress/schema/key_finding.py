"""From the kinds to their keys, and to what refers by them: compiled once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from recordpress.pointers import field_path, steps_of
from recordpress.schema.key_targets import target_of
from recordpress.schema.keys import (
    NO_KEYS,
    OWN_ID,
    Field,
    Key,
    Keys,
    Level,
    Of,
    Path,
    Scope,
    Use,
    property_name,
    scalar_at,
)
from recordpress.schema.nodes import (
    KEY_JOINT,
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    ReferenceList,
    Scalar,
    ScalarList,
)


def keys_of(kinds: Mapping[str, Kind]) -> Keys:
    """The keys that the schemas of all kinds declare, which are sound."""
    found: dict[str, Key] = {}
    uses: list[Use] = []
    for kind in kinds.values():
        for one in _Walk(kind, kinds).object(kind.root, (), ()):
            if isinstance(one, Use):
                uses.append(one)
            else:
                found.setdefault(one.name, one)
    return Keys(found, tuple(uses)) if found or uses else NO_KEYS


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through the nodes of a kind."""

    kind: Kind
    kinds: Mapping[str, Kind]

    def object(self, node: Object, levels: tuple[Level, ...], path: Path) -> Iterator[Key | Use]:
        """The keys of an object and of all within it."""
        for names in node.unique:
            fields = [_field(node, path, steps_of(name)) for name in names]
            yield self._key(levels, fields, scope=Scope.KIND)
        for refers in node.refers:
            target = target_of(self.kinds[refers.kind], refers)
            own = [_field(node, path, steps_of(name), own=name) for name in target.own]
            if target.levels:  # others are declared where they stand
                yield Key(target.name, refers.kind, target.levels, target.fields, whole=True)
            yield Use(self._key(levels, own), target=target.name)
        for part in node.properties:
            yield from self._property(part, levels, (*path, part.name))

    def _property(self, node: Node, levels: tuple[Level, ...], path: Path) -> Iterator[Key | Use]:
        if isinstance(node, Object):
            yield from self.object(node, levels, path)
        elif isinstance(node, Scalar):
            yield from self._value(node, levels, Field(path, node.reference), node.unique)
        elif isinstance(node, ObjectList):
            yield from self._items(node, levels, path)
        elif isinstance(node, Map):
            yield from self._entries(node, levels, path)
        elif isinstance(node, ScalarList | ReferenceList):
            below = (*levels, Level(path))
            unique = node.unique if isinstance(node, ScalarList) else ""
            yield from self._value(node.item, below, Field((), node.item.reference), unique)
            if isinstance(node, ReferenceList) and not node.ordered:
                yield from self._within(below, [Field((), node.item.reference)])

    def _items(self, node: ObjectList, levels: tuple[Level, ...], path: Path) -> Iterator[Key | Use]:
        keys = tuple(_field(node.item, (), (name,)) for name in node.keys)
        below = (*levels, Level(path, keys) if keys else Level(path))
        yield from self.object(node.item, below, ())
        yield from self._within(below, list(keys))
        for names in node.unique:
            yield from self._within(below, [_field(node.item, (), steps_of(name)) for name in names])

    def _entries(self, node: Map, levels: tuple[Level, ...], path: Path) -> Iterator[Key | Use]:
        place = Field((), node.key.reference if node.key else None, Of.PLACE)
        below = (*levels, Level(path, (place,)))
        if place.reference and place.reference.by:
            yield Use(self._key(below, [place]), place.reference)
            yield from self._within(below, [place])
        if isinstance(node.value, Object):
            yield from self.object(node.value, below, ())
        else:
            yield from self._value(node.value, below, Field((), node.value.reference), node.unique)

    def _value(self, node: Scalar, levels: tuple[Level, ...], field: Field, unique: str) -> Iterator[Key | Use]:
        if unique:
            yield self._key(levels, [field], scope=Scope(unique), several=not field.path)
        if node.reference and node.reference.by:
            yield Use(self._key(levels, [field]), node.reference)

    def _within(self, levels: tuple[Level, ...], fields: list[Field]) -> Iterator[Key]:
        """A key within a list, where names have to be looked up to know it; else it is known from the record alone."""
        if any(field.reference and field.reference.by for field in fields):
            key = self._key(levels, fields, scope=Scope.PARENT)
            yield replace(key, name=f"{key.name} within", whole=True)

    def _key(
        self, levels: tuple[Level, ...], fields: list[Field], *, scope: Scope = Scope.NOWHERE, several: bool = False
    ) -> Key:
        above = field_path(step for level in levels for step in level.path)
        named = KEY_JOINT.join(field_path(field.path) for field in fields)
        name = property_name(self.kind.name, "/".join(part for part in (above, named) if part))
        return Key(name, self.kind.name, levels, tuple(fields), scope=scope, several=several)


def _field(node: Object, above: Path, steps: Path, own: str = "") -> Field:
    """The value at a path below an object, which stands at a path below its item."""
    if own == OWN_ID:
        return Field(("id",), of=Of.RECORD)
    found = scalar_at(node, steps)
    return Field((*above, *steps), found.reference if found else None)
