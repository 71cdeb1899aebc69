"""What changed between two values of a record, by field path. Order counts only where the schema says so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from recordpress.comparing.changes import FieldChange, How
from recordpress.pointers import escape
from recordpress.schema.nodes import Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar, ScalarList, child

Name = Callable[[Reference, Any], str]


@dataclass(frozen=True, slots=True)
class Namer:
    """Names the records that values refer to, before and after."""

    old: Name
    new: Name


def field_changes(node: Node | None, old: Any, new: Any, path: str, names: Namer) -> Iterator[FieldChange]:
    """What changed between two values.

    Args:
        node: What the schema says of them; None where that isn't known: then lists are understood by what is in them.
        old: The value before.
        new: The value after.
        path: Their field path.
        names: Names the records that they refer to.
    """
    if old == new and type(old) is type(new) and not isinstance(old, dict | list):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_maps(node, old, new, path, names)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_lists(node, old, new, path, names)
    elif not _same(old, new):
        labels = (_named(node, old, names.old), _named(node, new, names.new))
        yield FieldChange(path, How.CHANGED, old, new, *labels)


def below(path: str, step: object) -> str:
    """The path of what is inside the value at a path."""
    return f"{path}/{escape(str(step))}" if path else escape(str(step))


def text_of(value: Any) -> bytes:
    """The same bytes for the same value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _same(old: Any, new: Any) -> bool:
    return text_of(old) == text_of(new)


def _named(node: Node | None, value: Any, name: Name) -> str:
    """Name of the record that a value refers to; "" for none."""
    item = node.item if isinstance(node, ReferenceList) else node
    return name(item.reference, value) if isinstance(item, Scalar) and item.reference else ""


def _in_maps(
    node: Node | None, old: Mapping[str, Any], new: Mapping[str, Any], path: str, names: Namer
) -> Iterator[FieldChange]:
    order = [part.name for part in node.properties] if isinstance(node, Object) else []
    found = {*old, *new}
    keys = [name for name in order if name in found]
    for key in (*keys, *sorted(found.difference(keys))):
        inner = node.value if isinstance(node, Map) else child(node, key) if node else None
        place = below(path, key)
        if key not in old:
            yield FieldChange(place, How.ADDED, new=new[key], new_label=_named(inner, new[key], names.new))
        elif key not in new:
            yield FieldChange(place, How.REMOVED, old[key], old_label=_named(inner, old[key], names.old))
        else:
            yield from field_changes(inner, old[key], new[key], place, names)


def _in_lists(
    node: Node | None, old: Sequence[Any], new: Sequence[Any], path: str, names: Namer
) -> Iterator[FieldChange]:
    steps = _steps_of(node, old, new)
    ordered = isinstance(node, ScalarList | ReferenceList | ObjectList) and node.ordered
    if steps:
        before, after = ([steps(item) for item in items] for items in (old, new))
        inner = node.item if isinstance(node, ObjectList) else None
        keyed = dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True))
        yield from _by_key(inner, keyed, path, names)
        if ordered:
            yield from _reordered(before, after, path)
        return
    yield from _items(node, old, new, path, names)
    if ordered:
        yield from _reordered(old, new, path)


def _items(node: Node | None, old: Sequence[Any], new: Sequence[Any], path: str, names: Namer) -> Iterator[FieldChange]:
    """What changed in a list whose items have no key: which are gone and which are new."""
    gone, come = _without(old, new), _without(new, old)
    inner = getattr(node, "item", None)
    if len(gone) == len(come) == 1 and isinstance(gone[0], dict) and isinstance(come[0], dict):
        place = next(index for index, one in enumerate(new) if one is come[0])
        yield from field_changes(inner, gone[0], come[0], below(path, place), names)
        return
    yield from (FieldChange(path, How.ITEM_REMOVED, one, old_label=_named(inner, one, names.old)) for one in gone)
    yield from (FieldChange(path, How.ITEM_ADDED, new=one, new_label=_named(inner, one, names.new)) for one in come)


def _by_key(
    inner: Node | None, sides: tuple[Mapping[str, Any], Mapping[str, Any]], path: str, names: Namer
) -> Iterator[FieldChange]:
    """What changed in a list whose items have a key."""
    old, new = sides
    for name in dict.fromkeys((*old, *new)):
        place = below(path, name)
        if name not in old:
            yield FieldChange(place, How.ADDED, new=new[name])
        elif name not in new:
            yield FieldChange(place, How.REMOVED, old[name])
        else:
            yield from field_changes(inner, old[name], new[name], place, names)


def _steps_of(node: Node | None, old: Sequence[Any], new: Sequence[Any]) -> Callable[[Any], str] | None:
    """What tells the items of two lists apart; None where nothing does, or not all of them.

    Where no schema says so, it is the first property that is a different text or number in each item.
    """
    candidates: list[Callable[[Any], str]] = []
    if isinstance(node, ObjectList) and node.keys:
        keys = node.keys
        candidates = [lambda item: str(node.step(item, 0)) if all(name in item for name in keys) else ""]
    elif node is None:
        first = next(iter((*old, *new)), None)
        names = first if isinstance(first, dict) else {}
        candidates = [partial(_text_at, name) for name in names]
    fine = all(isinstance(item, dict) for item in (*old, *new))
    return next((some for some in candidates if fine and _identifies(some, old) and _identifies(some, new)), None)


def _text_at(name: str, item: Mapping[str, Any]) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _identifies(step: Callable[[Any], str], items: Iterable[Any]) -> bool:
    found = [step(item) for item in items]
    return all(found) and len(set(found)) == len(found)


def _without(items: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The items that are not among the others, each as often as it is more often here."""
    left: dict[bytes, int] = {}
    for other in others:
        text = text_of(other)
        left[text] = left.get(text, 0) + 1
    found = []
    for item in items:
        text = text_of(item)
        if left.get(text):
            left[text] -= 1
        else:
            found.append(item)
    return found


def _reordered(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[FieldChange]:
    """The list as a whole, where what both have is in another order."""
    gone, come = _without(old, new), _without(new, old)
    stayed, stays = _without(old, gone), _without(new, come)
    if not _same(stayed, stays):
        yield FieldChange(path, How.REORDERED, list(old), list(new))


def count_of(value: Any) -> int:
    """How many values there are in a value."""
    if isinstance(value, dict):
        return sum(map(count_of, value.values()))
    return sum(map(count_of, value)) if isinstance(value, list) else 1
