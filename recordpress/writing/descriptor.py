"""`datapackage.json`: the metadata as people wrote it, and a resource for each file in `data/`.

Data Package v2, Table Schema v2. Values of a vocabulary stand in `categories`, which the standard has for
them, and in `constraints.enum`, which more programs check.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.model import Collection, Column, ColumnType, Content, ForeignKey, Table
from recordpress.writing.files import FileInfo

NUMERIC = (ColumnType.INTEGER, ColumnType.NUMBER)
Document = dict[str, Any]


def resources(content: Content, files: Mapping[str, FileInfo]) -> list[Document]:
    """The resources of a package: one for each file in `data/`.

    Args:
        content: Tables and collections.
        files: Size and hash of each file in `data/`, by path relative to the package.
    """
    tables = [_table_resource(data.table, files) for data in content.tables]
    return [*tables, *(_collection_resource(collection, files) for collection in content.collections)]


def render_metadata(metadata: Mapping[str, Any]) -> str:
    """Metadata as a descriptor without resources, for when nobody has written one."""
    own = {key: value for key, value in metadata.items() if key != "resources"}
    return json.dumps(own, ensure_ascii=False, indent=2) + "\n"


def with_resources(original: str, resources: list[Document]) -> str:
    """The text of a descriptor with these resources, and with not a character changed outside of them.

    Args:
        original: A JSON object as people wrote it, with or without `resources`.
        resources: What `resources` is to hold.

    Raises:
        ValueError: The original is not a JSON object.
    """
    return with_value(original, "resources", json.dumps(resources, ensure_ascii=False, indent=2).replace("\n", "\n  "))


def with_value(original: str, name: str, rendered: str) -> str:
    """The text of a JSON object with another value of a property, and with not a character changed outside of it.

    Args:
        original: The object as people wrote it, with or without the property.
        name: The property.
        rendered: Its value as JSON text.

    Raises:
        ValueError: The original is not a JSON object.
    """
    if not isinstance(json.loads(original), dict):
        raise ValueError("the descriptor is not a JSON object")  # noqa: TRY004 (the text is wrong, not the call)
    values = dict(_values(original))
    if name in values:
        start, end = values[name]
        return original[:start] + rendered + original[end:]
    ends = [end for key, (_, end) in values.items() if key != "resources" or len(values) == 1]  # which are long
    end = max(ends, default=original.index("{") + 1)
    comma = "," if values else ""
    return f"{original[:end]}{comma}\n  {json.dumps(name)}: {rendered}{'' if values else chr(10)}{original[end:]}"


def _values(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The keys of a JSON object, and where their values start and end in its text."""
    decode = json.JSONDecoder().raw_decode
    position = _past(text, text.index("{") + 1)
    while text[position] != "}":
        key, position = decode(text, position)
        start = _past(text, _past(text, position) + 1)
        _, end = decode(text, start)
        yield key, (start, end)
        position = _past(text, end)
        if text[position] == ",":
            position = _past(text, position + 1)


def _past(text: str, position: int) -> int:
    """The first position from here on that is not white space."""
    while text[position] in " \t\r\n":
        position += 1
    return position


def table_schema(table: Table) -> Document:
    """The Table Schema of a table."""
    unique = {key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1}
    keys = {
        "primaryKey": list(table.primary_key),
        # A key of which some parts are empty is no reference in SQL; programs that read Table Schema take it for one.
        "foreignKeys": [_foreign_key(table, key) for key in table.foreign_keys if not key.partial],
        "uniqueKeys": [list(key) for key in table.unique_keys],
    }
    fields = [
        _field(column, required=_is_required(table, column), unique=column.name in unique) for column in table.columns
    ]
    return {"fields": fields, "missingValues": [""]} | {name: value for name, value in keys.items() if value}


def anchored(pattern: str) -> str:
    """A pattern of JSON Schema, which may match anywhere, as one that has to match from end to end.

    Returns:
        The pattern; "" if Python cannot read it, so that no reader in Python stumbles over it.
    """
    try:
        re.compile(pattern)
    except re.error:
        return ""
    if pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith(r"\$") and not _has_choice(pattern):
        return pattern
    return rf"[\s\S]*(?:{pattern})[\s\S]*"


def _has_choice(pattern: str) -> bool:
    """Whether a `|` stands outside of all brackets, so that anchors at the ends do not hold for all of it."""
    depth = 0
    for part in re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if part == "|" and depth == 0:
            return True
    return False


def _is_required(table: Table, column: Column) -> bool:
    return column.required or column.name in table.primary_key


def _field(column: Column, *, required: bool, unique: bool) -> Document:
    properties: Document = {
        "name": column.name,
        "type": column.type.value,
        "format": column.format,
        "title": column.title,
        "description": column.description,
        "unit": column.unit,
        "constraints": dict(_constraints(column, required=required, unique=unique)),
        "categories": [{"value": term.value, "label": term.title or term.value} for term in column.terms],
    }
    if column.type is ColumnType.ARRAY and column.item_type:
        properties["arrayItem"] = {"type": column.item_type}
    return {name: value for name, value in properties.items() if value}


def _constraints(column: Column, *, required: bool, unique: bool) -> Iterator[tuple[str, object]]:
    if required:
        yield "required", True
    if unique:
        yield "unique", True
    if column.terms:
        yield "enum", [term.value for term in column.terms]
    pattern = anchored(column.pattern) if column.pattern and column.type is ColumnType.STRING else ""
    if pattern:
        yield "pattern", pattern
    if column.type in NUMERIC:
        limits = (("minimum", column.minimum), ("maximum", column.maximum))
        yield from ((name, limit) for name, limit in limits if limit is not None)


def _foreign_key(table: Table, key: ForeignKey) -> Document:
    own = key.table == table.name  # the standard writes a reference within a table as an empty name
    return {
        "fields": list(key.columns),
        "reference": {"resource": "" if own else key.table, "fields": list(key.target)},
    }


def _table_resource(table: Table, files: Mapping[str, FileInfo]) -> Document:
    about = {"title": table.title, "description": table.description}
    path = f"data/{table.name}.csv"
    form = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", **_contents(files[path])}
    return {"name": table.name, "type": "table", "path": path, **_given(about), **form, "schema": table_schema(table)}


def _collection_resource(collection: Collection, files: Mapping[str, FileInfo]) -> Document:
    about = {
        "title": f"{collection.title} (nested records)" if collection.title else "",
        "description": collection.description,
    }
    path = f"data/{collection.kind}.json"
    form = {"format": "json", "mediatype": "application/json", "encoding": "utf-8", **_contents(files[path])}
    return {"name": f"{collection.kind}-json", "path": path, **_given(about), **form}


def _contents(info: FileInfo) -> Document:
    return {"bytes": info.size, "hash": f"sha256:{info.sha256}"}


def _given(texts: Mapping[str, str]) -> Document:
    return {name: text for name, text in texts.items() if text}
