"""Items of a list that can't be told apart, as far as the record alone shows it."""

from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.identifying import reach
from recordpress.pointers import pointer, steps_of
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
                yield from _repeated(visit, visit.node.keys, path, "L307")
            for names in visit.node.unique:
                yield from _repeated(visit, names, path, "L324")


def _repeated(visit: Visit, names: tuple[str, ...], path: str, code: str) -> Iterator[Finding]:
    """Items of a list that have the same values of some properties; one that lacks one of them is like no other."""
    seen: dict[object, str] = {}
    for index, item in enumerate(visit.value):
        values = tuple(reach(item, steps_of(name)) for name in names)
        if None in values:
            continue
        place = pointer((*visit.steps, index, *steps_of(names[0])))
        # Of an item's key, what counts is how field paths show it.
        first = seen.setdefault(KEY_JOINT.join(map(str, values)) if code == "L307" else values, place)
        if first != place:
            said = " and the ".join(f"{name} `{value}`" for name, value in zip(names, values, strict=True))
            beside = (path, first) if code == "L324" else None
            yield Finding(code, path, place, f"`{visit.node.name}` has two items with the {said}", beside=beside)
