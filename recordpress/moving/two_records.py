"""Two records of one kind, side by side: what only one has, and what they say differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordpress.moving.edits import Steps
from recordpress.pointers import field_path
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList

APART = frozenset({"evidence", "aliases", "withdrawn"})  # roles whose values are not compared


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that two records don't share.

    Args:
        field: Its field path.
        mine: Where it is in the record that stays: the value, or what it would be added to.
        other: Where it is in the record that goes.
        value: What the record that goes says.
        kept: What the record that stays says; None where it says nothing.
        name: Name of the entry that would be added; None for an item of a list.
    """

    field: str
    mine: Steps
    other: Steps
    value: Any
    kept: Any = None
    name: str | None = None

    @property
    def is_conflict(self) -> bool:
        """Whether both records say something."""
        return self.kept is not None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two values of one property, with their places and the field path."""

    node: Node
    mine: Any
    other: Any
    at: Steps = ()
    from_: Steps = ()
    field: Steps = ()

    def inner(self, node: Node, step: str | int, other: str | int, key: str) -> "_Pair":
        """What both have inside."""
        return _Pair(
            node, self.mine[step], self.other[other], (*self.at, step), (*self.from_, other), (*self.field, key)
        )

    def only(self, step: str | int, key: str) -> Difference:
        """What only the record that goes has inside."""
        name = step if isinstance(step, str) else None
        return Difference(field_path((*self.field, key)), self.at, (*self.from_, step), self.other[step], name=name)


def differences(kind: Kind, into: Mapping[str, Any], gone: Mapping[str, Any]) -> list[Difference]:
    """What the record that goes says and the one that stays doesn't, in the order of the schema.

    Properties of objects, entries of maps and items of lists with a key are compared one by one; other lists as a
    whole.
    """
    ids = {source.removeprefix("/") for source in kind.origin.ids}  # fields that give the id differ anyway
    parts = {part.spelled: part for part in kind.root.properties if _counts(part)}
    found = (one for part in parts.values() for one in _property(part, into, gone))
    return [one for one in found if one.field not in ids]


def _counts(part: Node) -> bool:
    return part.spelled != "id" and part.role not in APART and not part.made


def _property(part: Node, into: Mapping[str, Any], gone: Mapping[str, Any]) -> Iterator[Difference]:
    if part.spelled not in gone:
        return
    if part.spelled not in into:
        yield Difference(part.spelled, (), (part.spelled,), gone[part.spelled], name=part.spelled)
        return
    place = (part.spelled,)
    yield from _between(_Pair(part, into[part.spelled], gone[part.spelled], place, place, place))


def _between(pair: _Pair) -> Iterator[Difference]:
    if pair.mine == pair.other:
        return
    both = (pair.mine, pair.other)
    if isinstance(pair.node, Object | Map) and all(isinstance(value, dict) for value in both):
        yield from _entries(pair)
    elif isinstance(pair.node, ObjectList) and pair.node.keys and all(map(_is_list_of_maps, both)):
        yield from _items(pair, pair.node)
    else:
        yield Difference(field_path(pair.field), pair.at, pair.from_, pair.other, pair.mine)


def _is_list_of_maps(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _entries(pair: _Pair) -> Iterator[Difference]:
    nodes = {part.spelled: part for part in pair.node.properties} if isinstance(pair.node, Object) else {}
    for name in pair.other:
        node = nodes.get(name) or (pair.node.value if isinstance(pair.node, Map) else None)
        if name not in pair.mine:
            yield pair.only(name, name)
        elif node is not None:
            yield from _between(pair.inner(node, name, name, name))


def _items(pair: _Pair, node: ObjectList) -> Iterator[Difference]:
    places = {node.step(value, index): index for index, value in enumerate(pair.mine)}
    for index, value in enumerate(pair.other):
        step = node.step(value, index)
        if step not in places:
            yield pair.only(index, str(step))
        else:
            yield from _between(pair.inner(node.item, places[step], index, str(step)))


def touches(one: str, others: Sequence[str]) -> bool:
    """Whether a field path is one of the others, or lies above or below one."""
    return any(one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/") for other in others)
