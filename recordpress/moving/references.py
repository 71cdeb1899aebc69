"""Where a record refers to another one, and the edits by which it refers to a third instead.

References are strings with `x-ref`, wherever the schema has them; keys of items within field paths, as evidence and
disputes name them (`authors/somebody/role`); and what sources are said to claim instead of a reference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from recordpress.moving.edits import Drop, Edit, Rename, Set, Steps, edited, value_at
from recordpress.moving.known_as import KnownAs
from recordpress.moving.redirecting import Redirection, item_of, refers
from recordpress.pointers import steps_of
from recordpress.schema.nodes import Kind, Node, Object, Reference, ReferenceList, Scalar, child_at
from recordpress.schema.shapes import is_number_as_text
from recordpress.shaping import to_number, written_out
from recordpress.walking import Visit, inside, keys_inside, node_at, walk


def redirected(kind: Kind, record: Mapping[str, Any], redirection: Redirection) -> list[Edit]:
    """The edits by which a record refers to the new record instead of the old one.

    Args:
        kind: Its kind.
        record: The record, valid or not.
        redirection: From where to where.
    """
    full = written_out(kind.shape)(record)
    edits: dict[tuple[str, Steps], Edit] = {}
    for visit in (Visit(kind.root, full, (), ()), *walk(kind.root, full)):
        for edit in _at(visit, redirection):
            edits[type(edit).__name__, edit.steps] = edit
    for steps, value in _evidence_changes(kind, full, redirection):
        edits["Set", steps] = Set(steps, value)
    found = [replace(edit, steps=_as_written(record, edit.steps)) for edit in edits.values()]
    return [*found, *_repeated(kind, record, found)]


def _at(visit: Visit, redirection: Redirection) -> Iterator[Edit]:
    """The edits of one value, and of the keys in it."""
    node = visit.node
    if isinstance(node, Scalar):
        new = redirection.value(node.reference, visit.value)
        number = to_number(new) if is_number_as_text(node) else new
        yield from [Set(visit.steps, number)] if new is not None else []
    elif isinstance(node, Object) and node.refers and isinstance(visit.value, dict):
        yield from (Set((*visit.steps, *steps), new) for steps, new in redirection.together(node, visit.value))
    for key in keys_inside(visit):
        new = redirection.value(key.node.reference if isinstance(key.node, Scalar) else None, key.value)
        yield from [Rename(key.steps, new)] if new is not None else []


def removed(kind: Kind, record: Mapping[str, Any], other: KnownAs) -> list[Edit]:
    """The edits by which a record doesn't refer to another one any more, as far as its schema lets it.

    Args:
        kind: Its kind.
        record: The record, which is valid.
        other: The other record.
    """
    full = written_out(kind.shape)(record)
    found = (edit for visit in walk(kind.root, full) for edit in _leaving(visit, other))
    return [replace(edit, steps=_as_written(record, edit.steps)) for edit in found]


def _as_written(value: Any, steps: Steps) -> Steps:
    """Where a value stands in a record as it is written, by its place in the record written out.

    It is above that place where a text stands for a map, or an item for its list.
    """
    found: list[str | int] = []
    for step in steps:
        if isinstance(value, list) if isinstance(step, int) else isinstance(value, dict) and step in value:
            found.append(step)
            value = value[step]
    return tuple(found)


def _leaving(visit: Visit, other: KnownAs) -> Iterator[Edit]:
    node = visit.node

    def leads(reference: Reference, value: str) -> bool:
        return refers(reference, value, other.ref) or other.is_meant(reference, value)

    if isinstance(node, ReferenceList) and (reference := node.item.reference):
        going = [n for n, item in enumerate(visit.value) if leads(reference, item)]
        if going and len(going) < len(visit.value):
            yield from (Drop((*visit.steps, index)) for index in going)
        elif going and not node.required:
            yield Drop(visit.steps)
    elif isinstance(node, Scalar) and node.reference and node.name and not node.required:
        yield from [Drop(visit.steps)] if leads(node.reference, visit.value) else []


def _evidence_changes(kind: Kind, record: Mapping[str, Any], redirection: Redirection) -> Iterator[tuple[Steps, str]]:
    """Field paths and claimed values that name the old record."""
    node = kind.role("evidence")
    told = record.get(node.name) if node else None
    for index, entry in enumerate(told if isinstance(told, list) else ()):
        if node is None or not isinstance(entry, dict):
            continue
        place: Steps = (node.spelled, index)
        yield from _paths(kind.root, entry.get("supports"), (*place, "supports"), redirection)
        disputes = entry.get("disputes")
        for number, dispute in enumerate(disputes if isinstance(disputes, list) else ()):
            if isinstance(dispute, dict):
                yield from _of_dispute(kind.root, dispute, (*place, "disputes", number), redirection)


def _paths(root: Object, paths: object, place: Steps, redirection: Redirection) -> Iterator[tuple[Steps, str]]:
    for index, path in enumerate(paths if isinstance(paths, list) else ()):
        changed = redirection.field(root, path) if isinstance(path, str) else None
        if changed is not None:
            yield (*place, index), changed


def _of_dispute(
    root: Object, dispute: Mapping[str, Any], place: Steps, redirection: Redirection
) -> Iterator[tuple[Steps, str]]:
    field = dispute.get("field")
    if not isinstance(field, str):
        return
    changed = redirection.field(root, field)
    if changed is not None:
        yield (*place, "field"), changed
    node = node_at(root, steps_of(field))
    if node is not None and "claimed" in dispute:
        for visit in _claimed(node, dispute["claimed"]):
            new = redirection.value(visit.node.reference if isinstance(visit.node, Scalar) else None, visit.value)
            if new is not None:
                yield (*place, "claimed", *visit.steps), new


def _claimed(node: Node, value: Any) -> Iterator[Visit]:
    """A claimed value and every value in it."""
    waiting = [Visit(node, value, (), ())]
    while waiting:
        visit = waiting.pop()
        yield visit
        waiting += inside(visit)


def _repeated(kind: Kind, record: Mapping[str, Any], edits: list[Edit]) -> Iterator[Drop]:
    """Items of lists that say twice the same once the edits are made, which no list without an order may do.

    Of a pair, the one that was edited goes.
    """
    touched = {edit.steps for edit in edits if isinstance(edit, Set)}
    after = edited(record, [edit for edit in edits if isinstance(edit, Set)])
    for steps in sorted({steps[:-1] for steps in touched if isinstance(steps[-1], int)}, key=str):
        items = value_at(after, steps)
        if not _is_set(kind, steps):
            continue
        for index in range(len(items)):
            place = (*steps, index)
            others = [n for n, item in enumerate(items) if item == items[index] and n != index]
            if place in touched and any((*steps, n) not in touched or n < index for n in others):
                yield Drop(place)


def _is_set(kind: Kind, steps: Steps) -> bool:
    """Whether a list may not repeat itself: references without an order, and the field paths of evidence."""
    node: Node | None = kind.root
    for step in steps:
        node = child_at(node, str(step)) if isinstance(node, Object) else item_of(node) if node else None
    return node is not None and not getattr(node, "ordered", False)
