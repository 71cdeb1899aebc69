"""The names of records in a state, and references that follow a record to its new id."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from recordpress.comparing.snapshot import Record, Snapshot
from recordpress.pointers import escape
from recordpress.schema.columns import RECORDS
from recordpress.schema.nodes import KEY_JOINT, Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar, child

ID = "id"
WITHDRAWN = "withdrawn"  # a value of the registry's column `state`


class Names:
    """The names of the records of a state.

    Args:
        snapshot: The state.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.sources = [name for name, kind in snapshot.kinds.items() if kind is None or kind.is_source]

    @cached_property
    def _registry(self) -> dict[str, dict[str, Any]]:
        """The registry's rows by `kind/id`."""
        shape = self._snapshot.shapes.get(RECORDS)
        if shape is None:
            return {}
        columns = list(shape.columns)
        rows = (dict(zip(columns, row, strict=True)) for row in self._snapshot.table(RECORDS))
        return {str(row["ref"]): row for row in rows if "ref" in row}

    @cached_property
    def withdrawn(self) -> dict[str, str]:
        """The records that are withdrawn, each with what takes its place; "" for nothing."""
        return {
            ref: str(row.get("replaced_by") or "")
            for ref, row in self._registry.items()
            if row.get("state") == WITHDRAWN
        }

    def of(self, ref: str) -> str:
        """Name of a record for people; its id where it has none."""
        return str(self._registry.get(ref, {}).get("label") or ref.partition("/")[2])

    def refers(self, reference: Reference, value: Any) -> str:
        """Name of the record that a reference leads to; "" where it leads to none, or says no more than the id."""
        if not isinstance(value, str) or reference.by:  # what is named otherwise has said its name
            return ""
        ref = value if reference.qualified else f"{reference.kinds[0]}/{value}"
        label = str(self._registry.get(ref, {}).get("label") or "")
        return "" if label == ref.partition("/")[2] else label

    def source(self, name: str) -> str:
        """Name of a source for people; "" where it is not known."""
        for kind in self.sources:
            if f"{kind}/{name}" in self._registry:
                return self.of(f"{kind}/{name}")
        return ""


def follow(root: Node | None, record: Record, moved: Mapping[str, str]) -> dict[str, Any]:
    """A record as it would have been, had it named others by their ids of now.

    Args:
        root: What the schema says of the record; nothing is followed where that isn't known.
        record: The record.
        moved: Former `kind/id` of records and those of now.
    """
    if not moved or not isinstance(root, Object):
        return dict(record)
    found: dict[str, Any] = _followed(root, record, moved)
    node = next((part for part in root.properties if part.role == "evidence"), None)
    if node is not None and isinstance(found.get(node.name), list):
        steps = {escape(before.partition("/")[2]): escape(after.partition("/")[2]) for before, after in moved.items()}
        found[node.name] = [_paths(entry, steps) for entry in found[node.name]]
    return found


def _followed(node: Node | None, value: Any, moved: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        key = node.key if isinstance(node, Map) else None
        value = _together(node, value, moved) if isinstance(node, Object) and node.refers else value
        return {
            _followed(key, name, moved): _followed(
                node.value if isinstance(node, Map) else _child(node, name), item, moved
            )
            for name, item in value.items()
        }
    if isinstance(value, list):
        inner = node.item if isinstance(node, ObjectList | ReferenceList) else None
        return [_followed(inner, item, moved) for item in value]
    if isinstance(node, Scalar) and node.reference and isinstance(value, str):
        return _target(node.reference, value, moved)
    return value


def _together(node: Object, value: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, Any]:
    """An object whose properties refer to a record together, by its id among them."""
    found = dict(value)
    for refers in node.refers:
        for name, other in refers.fields:
            if other == ID and isinstance(found.get(name), str):
                found[name] = _target(Reference((refers.kind,), qualified=False), found[name], moved)
    return found


def _child(node: Node | None, name: str) -> Node | None:
    return child(node, name) if node else None


def _target(reference: Reference, value: str, moved: Mapping[str, str]) -> str:
    if reference.by and ID not in reference.by:
        return value
    if reference.qualified:
        return moved.get(value, value)
    kinds = reference.kinds
    found = moved.get(f"{kinds[0]}/{value}", "") if kinds else ""
    return found.partition("/")[2] if found else value


def _paths(entry: Any, steps: Mapping[str, str]) -> Any:
    """An entry of evidence whose field paths name items by the ids of now."""
    if not isinstance(entry, dict):
        return entry

    def path(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        return "/".join(
            KEY_JOINT.join(steps.get(key, key) for key in step.split(KEY_JOINT)) for step in text.split("/")
        )

    changed = dict(entry)
    if isinstance(entry.get("supports"), list):
        changed["supports"] = [path(text) for text in entry["supports"]]
    if isinstance(entry.get("disputes"), list):
        changed["disputes"] = [
            {**dispute, "field": path(dispute["field"])}
            if isinstance(dispute, dict) and "field" in dispute
            else dispute
            for dispute in entry["disputes"]
        ]
    return changed
