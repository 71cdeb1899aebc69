"""Items of a list that can't be told apart, as far as the record alone shows it."""

from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.identifying import reach
from recordpress.pointers import field_path, pointer, steps_of
from recordpress.problems import Finding, first_of
from recordpress.schema.nodes import KEY_JOINT, Kind, ObjectList
from recordpress.walking import Visit, walk


def key_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> list[Finding]:
    """Items of one list that have the same `x-key`, or the same values of an `x-unique`."""
    return first_of(_findings(kind, path, record), "V212", path)


def _findings(kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    for visit in walk(kind.root, record):
        if isinstance(visit.node, ObjectList):
            if visit.node.keys:
                yield from _repeated(visit, {name: (name,) for name in visit.node.keys}, path, "L307")
            for names in visit.node.unique:
                yield from _repeated(visit, {name: steps_of(name) for name in names}, path, "L324")


def _repeated(visit: Visit, ways: Mapping[str, tuple[str, ...]], path: str, code: str) -> Iterator[Finding]:
    """Items of a list that have the same values of some properties; one that lacks one of them is like no other."""
    first_way = next(iter(ways.values()))
    seen: dict[object, str] = {}
    for index, item in enumerate(visit.value):
        values = tuple(reach(item, way) for way in ways.values())
        if None in values:
            continue
        place = pointer((*visit.steps, index, *first_way))
        # Of an item's key, what counts is how field paths show it.
        first = seen.setdefault(KEY_JOINT.join(map(str, values)) if code == "L307" else values, place)
        if first != place:
            said = " and the ".join(f"{name} `{value}`" for name, value in zip(ways, values, strict=True))
            beside = (path, first) if code == "L324" else None
            yield Finding(code, path, place, f"`{_named(visit)}` has two items with the {said}", beside=beside)


def _named(visit: Visit) -> str:
    """A list by its property; one that stands for something itself, by where it is."""
    return field_path(visit.steps) if visit.node.bare else visit.node.name
