"""Tables of a data package, with what its descriptor says of them."""

import json
from collections.abc import Mapping
from dataclasses import replace
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
    sheets: list[Sheet] = []
    notes: list[str] = []
    for resource in resources:
        found = _sheet(folder, resource, notes)
        if isinstance(found, str):
            notes.append(found)
        else:
            sheets.append(found)
    if not sheets:
        raise UnusableError(f"{DESCRIPTOR} lists no table that can be read")
    metadata = {key: value for key, value in descriptor.items() if key in KNOWN and key not in OWN}
    return Given(tuple(sheets), metadata, tuple(notes))


def _sheet(folder: Path, resource: Mapping[str, Any], notes: list[str]) -> Sheet | str:
    """A table, or why it is left out; what can't be understood of its schema is added to the notes."""
    name, path = _text(resource.get("name")) or "table", resource.get("path")
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
    schema = _schema(folder, resource.get("schema"), name, notes)
    keys = [(key, _foreign(key, name)) for key in _listed(schema.get("foreignKeys"))]
    notes += [
        f"{name}: a foreign key is left out, since it doesn't say which columns refer to which: {json.dumps(key)[:200]}"
        for key, found in keys
        if found is None
    ]
    return _described(replace(sheet, name=name), resource, schema, tuple(found for _, found in keys if found))


def _schema(folder: Path, given: object, name: str, notes: list[str]) -> Mapping[str, Any]:
    """The schema of a table, which may stand in a file of its own within the package."""
    if isinstance(given, str) and is_safe(given) and (folder / given).is_file():
        given = json_value(folder / given)
    elif isinstance(given, str):
        notes.append(f"{name}: its schema is left out, since there is no file {shown(given)} in the package")
    return given if isinstance(given, dict) else {}


def _described(
    sheet: Sheet, resource: Mapping[str, Any], schema: Mapping[str, Any], foreign: tuple[Foreign, ...]
) -> Sheet:
    fields = {shown(str(item.get("name"))): item for item in _list(schema.get("fields")) if isinstance(item, dict)}
    missing = {item for item in _list(schema.get("missingValues")) if isinstance(item, str)}
    rows = [[None if cell in missing else cell for cell in row] for row in sheet.rows] if missing - {""} else sheet.rows
    return Sheet(
        sheet.name,
        tuple(_head(head.header, fields.get(head.header, {})) for head in sheet.heads),
        rows,
        _text(resource.get("title")),
        _text(resource.get("description")),
        tuple(_names(schema.get("primaryKey"))),
        foreign,
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


def _foreign(key: object, own: str) -> Foreign | None:
    """A foreign key, None for what is none; an empty or absent resource is the table itself."""
    reference = key.get("reference") if isinstance(key, dict) else None
    if not isinstance(key, dict) or not isinstance(reference, dict):
        return None
    columns, targets = _names(key.get("fields")), _names(reference.get("fields"))
    if not columns or len(columns) != len(targets):
        return None
    return Foreign(tuple(columns), _text(reference.get("resource")) or own, tuple(targets))


def _names(value: object) -> list[str]:
    return [shown(str(item)) for item in ([value] if isinstance(value, str) else _list(value))]


def _listed(value: object) -> list[Any]:
    """What is given as a list, or alone in the place of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return shown(value) if isinstance(value, str) else ""
