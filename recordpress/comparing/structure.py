"""What changed in what the schemas and the descriptor say: kinds, tables, columns, vocabularies, metadata."""

from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.comparing.changes import How, Level, StructureChange
from recordpress.comparing.snapshot import Document, Shape, Snapshot

LEFT_OUT = frozenset({"$schema", "version", "created", "resources"})  # of the metadata: the first lines tell these
ASPECTS: Mapping[str, Level] = {  # of a column; what other programs rely on asks for the most
    "type": Level.MAJOR,
    "format": Level.MAJOR,
    "unit": Level.MAJOR,
    "arrayItem": Level.MAJOR,
    "required": Level.MINOR,
    "title": Level.PATCH,
    "description": Level.PATCH,
}


def structure_changes(old: Snapshot, new: Snapshot) -> tuple[StructureChange, ...]:
    """What changed: metadata, kinds, tables and their columns, vocabularies and their terms.

    Args:
        old: The state before; one without tables can't be compared, and nothing is said of it.
        new: The state after.
    """
    found = list(_metadata(old.metadata, new.metadata)) if old.metadata and new.metadata else []
    if not old.shapes or not new.shapes:
        return tuple(found)
    found += _came_and_went("kind", old.kinds, new.kinds)
    tables = _parted(old.shapes, vocabularies=False), _parted(new.shapes, vocabularies=False)
    found += _came_and_went("table", *tables)
    for name in sorted(tables[0].keys() & tables[1].keys()):
        found += _table(tables[0][name], tables[1][name])
    words = _parted(old.shapes, vocabularies=True), _parted(new.shapes, vocabularies=True)
    found += _came_and_went("vocabulary", *words)
    for name in sorted(words[0].keys() & words[1].keys()):
        found += _terms(name, _values(old, name), _values(new, name))
    return tuple(found)


def _parted(shapes: Mapping[str, Shape], *, vocabularies: bool) -> dict[str, Shape]:
    return {name: shape for name, shape in shapes.items() if shape.is_vocabulary is vocabularies}


def _came_and_went(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[StructureChange]:
    for name in sorted(new.keys() - old.keys()):
        yield StructureChange(what, name, How.ADDED, Level.MINOR)
    for name in sorted(old.keys() - new.keys()):
        yield StructureChange(what, name, How.REMOVED, Level.MAJOR)


def _metadata(old: Document, new: Document) -> Iterator[StructureChange]:
    for name in sorted((old.keys() | new.keys()) - LEFT_OUT):
        before, after = old.get(name), new.get(name)
        if before != after:
            level = Level.MAJOR if name == "name" else Level.PATCH
            how = How.ADDED if name not in old else How.REMOVED if name not in new else How.CHANGED
            yield StructureChange("metadata", name, how, level, "" if how is not How.CHANGED else name, before, after)


def _table(old: Shape, new: Shape) -> Iterator[StructureChange]:
    before, after = old.columns, new.columns
    names = {f"{new.name}.{name}": name for name in {*before, *after}}
    for change in _came_and_went(
        "column", {f"{new.name}.{name}": 0 for name in before}, {f"{new.name}.{name}": 0 for name in after}
    ):
        where = after if change.how is How.ADDED else before
        kind = where[names[change.name]].get("type")
        added = change.how is How.ADDED
        yield StructureChange(
            "column", change.name, change.how, change.level, "", None if added else kind, kind if added else None
        )
    if old.key != new.key:
        yield _aspect("table", new.name, ("primary key", Level.MAJOR), (list(old.key), list(new.key)))
    for name in after:
        if name in before:
            yield from _column(f"{new.name}.{name}", before[name], after[name])
    yield from _references(old, new)


def _column(name: str, old: Document, new: Document) -> Iterator[StructureChange]:
    for aspect, level in ASPECTS.items():
        before, after = (_value(column, aspect) for column in (old, new))
        if before != after:
            yield _aspect("column", name, (aspect, level), (before, after))


def _value(column: Document, aspect: str) -> Any:
    if aspect == "required":
        return bool(column.get("constraints", {}).get("required"))
    return column.get("arrayItem", {}).get("type") if aspect == "arrayItem" else column.get(aspect)


def _references(old: Shape, new: Shape) -> Iterator[StructureChange]:
    """Columns that refer to another table than before."""
    before, after = _targets(old), _targets(new)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield _aspect(
                "column", f"{new.name}.{name}", ("table it refers to", Level.MAJOR), (before[name], after[name])
            )
    for name in sorted((before.keys() ^ after.keys()) & old.columns.keys() & new.columns.keys()):
        told = (before.get(name), after.get(name))
        yield _aspect("column", f"{new.name}.{name}", ("table it refers to", Level.MINOR), told)


def _targets(shape: Shape) -> dict[str, str]:
    """The table that each column refers to."""
    found: dict[str, str] = {}
    for key in shape.schema.get("foreignKeys", ()):
        fields = key["fields"]
        names = [fields] if isinstance(fields, str) else fields
        found |= dict.fromkeys(names, key["reference"].get("resource") or shape.name)
    return found


def _aspect(what: str, name: str, aspect: tuple[str, Level], values: tuple[Any, Any]) -> StructureChange:
    return StructureChange(what, name, How.CHANGED, aspect[1], aspect[0], *values)


def _values(snapshot: Snapshot, name: str) -> dict[str, dict[str, Any]]:
    """The terms of a vocabulary, each with its columns."""
    columns = list(snapshot.shapes[name].columns)
    rows = (dict(zip(columns, row, strict=True)) for row in snapshot.table(name))
    return {str(row.get("value")): row for row in rows}


def _terms(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[StructureChange]:
    for value in sorted(old.keys() | new.keys()):
        term = f"{name}.{value}"
        if value not in old:
            yield StructureChange("term", term, How.ADDED, Level.MINOR, "", None, new[value].get("title"))
        elif value not in new:
            yield StructureChange("term", term, How.REMOVED, Level.MAJOR, "", old[value].get("title"), None)
        else:
            for aspect in ("title", "description"):
                before, after = old[value].get(aspect), new[value].get(aspect)
                if before != after:
                    yield _aspect("term", term, (aspect, Level.PATCH), (before, after))
