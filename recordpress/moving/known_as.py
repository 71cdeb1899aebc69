"""What a record is known as beside its id: the names and the keys of several properties by which others refer to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from recordpress.identifying import Values, reader
from recordpress.moving.records import Record
from recordpress.schema.dataset import Schemas
from recordpress.schema.keys import property_name
from recordpress.schema.nodes import KEY_JOINT, KeyReference, Reference
from recordpress.shaping import as_text, written_out


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What a record is known as.

    Args:
        ref: The record, as `kind/id`.
        names: Its names, by the property that holds them; its id is none of them.
        sets: The values of properties that are unique together, by the properties.
    """

    ref: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sets: Mapping[tuple[str, ...], Values] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.ref.partition("/")[0]

    def is_meant(self, reference: Reference, value: object) -> bool:
        """Whether a value refers to the record by a name."""
        return self.kind in reference.kinds and any(value in self.names.get(path, ()) for path in reference.by)

    def name_for(self, reference: Reference, like: str) -> str | None:
        """The name by which a value may refer to the record: of the property that it was named by, if there is one."""
        if self.kind not in reference.kinds:
            return None
        own = self.ref if reference.qualified else self.ref.partition("/")[2]
        by = [path for path in reference.by if path == like] + [path for path in reference.by if path != like]
        names = (own if path == "id" else next(iter(self.names.get(path, ())), None) for path in by)
        return next((name for name in names if name is not None), None)

    def set_of(self, refers: KeyReference) -> tuple[tuple[str, ...], Values] | None:
        """The properties that refer together, and the values that they need; None where they mean something else."""
        own = {there: name for name, there in refers.fields}
        for names, values in self.sets.items():
            if refers.kind == self.kind and set(names) == set(own):
                return tuple(own[name] for name in names), values
        return None


def known_as(schemas: Schemas, record: Record) -> KnownAs:
    """What a record is known as; it may have errors."""
    kind = record.kind
    value = written_out(kind.shape)(record.value)
    read = reader(kind, schemas.keys)
    told = read(record.id, value).keys if read else {}
    names = {path: tuple(dict.fromkeys(_names(told, kind.name, path, record))) for path in _paths(schemas, kind.name)}
    sets = {}
    for together in kind.root.unique:
        rows = told.get(property_name(kind.name, KEY_JOINT.join(together)), ())
        if rows:
            sets[together] = tuple(rows[0][1:])
    return KnownAs(record.ref, names, sets)


def _paths(schemas: Schemas, kind: str) -> set[str]:
    """The properties by which records of a kind are named."""
    references = (use.reference for use in schemas.keys.uses if use.reference)
    return {path for reference in references if kind in reference.kinds for path in reference.by if path != "id"}


def _names(told: Mapping[str, Any], kind: str, path: str, record: Record) -> Iterator[str]:
    aliases = record.kind.role("aliases")
    if aliases is not None and path == aliases.name:
        found = record.value.get(aliases.spelled)
        yield from map(str, found if isinstance(found, list) else ())
    yield from (as_text(row[1]) for row in told.get(property_name(kind, path), ()))
