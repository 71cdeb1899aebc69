"""The source that a table is from, as evidence of what is imported, and the sources that supported what is replaced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordpress.evidence.claims import ancestry, backing, entries
from recordpress.evidence.fields import field_reader
from recordpress.importing.columns import Field
from recordpress.importing.names import Names
from recordpress.moving.edits import Add, Edit, Set
from recordpress.pointers import field_path
from recordpress.schema.nodes import Kind, ObjectList, Scalar, child
from recordpress.unusable import UnusableError


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is done about evidence.

    Args:
        kind: The kind of the records.
        source: The source that the table is from, as records name it; "" for none.
    """

    kind: Kind
    source: str = ""

    def edits(self, current: Mapping[str, Any], full: Mapping[str, Any], fields: Sequence[Field]) -> Iterator[Edit]:
        """The edits by which the source supports fields.

        Args:
            current: The record as a curator writes it, before the import; {} for a new one.
            full: The record written out, after the import.
            fields: Those that the table gives a value.
        """
        node = self.kind.role("evidence")
        facts = {path for path, *_ in field_reader(self.kind)(full).facts} if self.source and fields else set()
        paths = [next((at for at in ancestry(field_path(field.steps)) if at in facts), "") for field in fields]
        wanted = [path for path in dict.fromkeys(paths) if path]
        if node is None or not wanted:
            return
        name, entry = node.spelled, {"source": self.source, "supports": wanted}
        if not current.get(name):
            yield Set((name,), [entry])
            return
        index = next((n for n, one in enumerate(current[name]) if one.get("source") == self.source), None)
        if index is None:
            yield Add((name,), entry)
            return
        known = list(current[name][index].get("supports", ()))
        more = [path for path in wanted if not any(above in known for above in ancestry(path))]
        if more:
            yield Set((name, index, "supports"), [*known, *more])

    def before(self, full: Mapping[str, Any], field: Field) -> list[str]:
        """The sources that support a field of a record, written out as it is before the import."""
        behind = backing([entry for entry in entries(self.kind, full) if isinstance(entry, dict)])
        found = [source for at in ancestry(field_path(field.steps)) for source in behind.get(at, ())]
        return [source for source in dict.fromkeys(found) if source != self.source]


def supported(edits: Iterable[Edit]) -> list[str]:
    """The field paths that edits of `Evidence` have the source support."""
    found: list[str] = []
    for edit in edits:
        value = edit.value if isinstance(edit, Set | Add) else []
        for entry in value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]:
            found += entry["supports"] if isinstance(entry, dict) else entry
    return found


def evidence_of(kind: Kind, names: Names, source: str) -> Evidence:
    """What is done about evidence where a table is from a source.

    Args:
        kind: The kind of the records.
        names: The names of records.
        source: The source, by its id or label; "" for none.

    Raises:
        UnusableError: There is no such source, or the kind has no evidence.
    """
    if not source:
        return Evidence(kind)
    node = kind.role("evidence")
    named = child(node.item, "source") if isinstance(node, ObjectList) else None
    if not isinstance(named, Scalar) or named.reference is None:
        raise UnusableError(f"--source {source}: records of the kind {kind.name} have no evidence")
    found = names.find(named.reference, source)
    if len(found) != 1:
        hint = names.near(named.reference, source)
        reason = "is the name of several" if found else "is none"
        raise UnusableError(f"--source {source}: {reason} of the sources{f' ({hint})' if hint else ''}")
    return Evidence(kind, names.written(named.reference, found[0], source))
