"""Tables of a data package, with what its descriptor says of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from recordpress.drafting.delimited import cells_of, decoded, delimiter_of, read_bytes, sheet_of
from recordpress.drafting.given import Foreign, Given, Head, Sheet, shown
from recordpress.drafting.json_tables import json_value
from recordpress.drafting.workbooks import read_workbook
from recordpress.unusable import UnusableError
from recordpress.verifying.opening import DESCRIPTOR, UnreadableError, is_safe, opened
from recordpress.writing.metadata import KNOWN

OWN = frozenset({"$schema", "resources", "created", "id"})  # what a new dataset says of itself
TEXTS = (".csv", ".tsv", ".txt")


def read_package(path: Path) -> Given:
    """The tables of a package.

    Args:
        path: Its folder, its `datapackage.json`, or a ZIP file.

    Raises:
        UnusableError: There is no package, or a table in it can't be read.
    """
    try:
        with opened(path) as folder:
            return _read(folder, json_value(folder / DESCRIPTOR))
    except UnreadableError as error:
        raise UnusableError(f"{path}: {error}") from None


def _read(folder: Path, descriptor: Any) -> Given:
    if not isinstance(descriptor, dict):
        raise UnusableError(f"{DESCRIPTOR} is not a JSON object")
    resources = [item for item in _list(descriptor.get("resources")) if isinstance(item, dict)]
    sheets, notes = [], []
    for resource in resources:
        found = _sheet(folder, resource)
        if isinstance(found, str):
            notes.append(found)
        else:
            sheets.append(found)
    if not sheets:
        raise UnusableError(f"{DESCRIPTOR} lists no table that can be read")
    metadata = {key: value for key, value in descriptor.items() if key in KNOWN and key not in OWN}
    return Given(tuple(sheets), metadata, tuple(notes))


def _sheet(folder: Path, resource: Mapping[str, Any]) -> Sheet | str:
    """A table, or why it is left out."""
    name, path = _text(resource.get("name")) or "table", resource.get("path")
    schema = resource.get("schema")
    if not isinstance(path, str) or not is_safe(path) or not path.lower().endswith((*TEXTS, ".xlsx")):
        return f"{name}: left out, since it is no table in a file of the package"
    file = folder / path
    if path.lower().endswith(".xlsx"):
        sheet = read_workbook(file).sheets[0]
    else:
        text, _ = decoded(read_bytes(file), path)
        dialect = resource.get("dialect")
        given = dialect.get("delimiter") if isinstance(dialect, dict) else None
        rows = list(cells_of(text, given if isinstance(given, str) and len(given) == 1 else delimiter_of(text), path))
        sheet = sheet_of(name, rows or [[]], path)
    return _described(sheet, name, resource, schema if isinstance(schema, dict) else {})


def _described(sheet: Sheet, name: str, resource: Mapping[str, Any], schema: Mapping[str, Any]) -> Sheet:
    fields = {shown(str(item.get("name"))): item for item in _list(schema.get("fields")) if isinstance(item, dict)}
    missing = {item for item in _list(schema.get("missingValues")) if isinstance(item, str)}
    rows = [[None if cell in missing else cell for cell in row] for row in sheet.rows] if missing - {""} else sheet.rows
    return Sheet(
        name,
        tuple(_head(head.header, fields.get(head.header, {})) for head in sheet.heads),
        rows,
        _text(resource.get("title")),
        _text(resource.get("description")),
        tuple(_names(schema.get("primaryKey"))),
        tuple(_foreign(schema, name)),
    )


def _head(header: str, field: Mapping[str, Any]) -> Head:
    constraints = field.get("constraints")
    limits = constraints if isinstance(constraints, dict) else {}
    listed = field.get("categories") or limits.get("enum")
    terms = {str(value): title for value, title in map(_term, _list(listed))}
    title, description = _text(field.get("title")), _text(field.get("description"))
    return Head(header, title, description, _text(field.get("type")), limits.get("unique") is True, terms)


def _term(item: object) -> tuple[object, str]:
    if isinstance(item, dict):
        return item.get("value"), _text(item.get("label"))
    return item, ""


def _foreign(schema: Mapping[str, Any], own: str) -> Iterator[Foreign]:
    """The foreign keys of a single column; an empty or absent resource is the table itself."""
    for key in _list(schema.get("foreignKeys")):
        reference = key.get("reference") if isinstance(key, dict) else None
        if isinstance(reference, dict):
            columns, targets = _names(key.get("fields")), _names(reference.get("fields"))
            if len(columns) == len(targets) == 1:
                yield Foreign(columns[0], _text(reference.get("resource")) or own, targets[0])


def _names(value: object) -> list[str]:
    return [shown(str(item)) for item in ([value] if isinstance(value, str) else _list(value))]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return shown(value) if isinstance(value, str) else ""
