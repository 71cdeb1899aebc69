"""From tables to kinds: names, properties with their schemas, and how a record is made of a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordpress.drafting.given import Cell, Head, Sheet
from recordpress.drafting.ids import Ids, label_column
from recordpress.drafting.relations import Link, as_text
from recordpress.drafting.types import Guess, guess
from recordpress.starting.schemas import Schema, kind_schema, property_of, vocabulary
from recordpress.starting.words import apart, in_words, name_of

DERIVED = ("_earliest", "_latest", "_precision", "_qualifier", "_ends")  # columns of a date (EDTF)
MOST_FACETS = 6
MOST_SEARCHED = 10


@dataclass(frozen=True, slots=True)
class Property:
    """A property that is made of a column.

    Args:
        name: Its name.
        column: Position of the column.
        schema: Its schema.
        make: Makes its value of a cell.
        says: What was guessed, in words.
    """

    name: str
    column: int
    schema: Schema
    make: Callable[[Cell], Any]
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """A table whose rows are parts of a kind's records.

    Args:
        sheet: The table.
        name: The property that holds them.
        table: Name of their table.
        parent: Position of the column that tells whose a row is.
        parent_name: Name of that column in their table.
        properties: What is made of the others.
        refers: What several of them refer to together, as `x-ref` has it.
    """

    sheet: Sheet
    name: str
    table: str
    parent: int
    parent_name: str
    properties: tuple[Property, ...]
    refers: tuple[Schema, ...] = ()


@dataclass(frozen=True, slots=True)
class KindDraft:
    """A kind that is made of a table.

    Args:
        name: Its name.
        folder: Its folder below `records/`.
        table: Name of its table.
        sheet: The table.
        ids: The ids of its records.
        properties: What is made of the columns.
        parts: The tables whose rows are parts of its records.
        refers: What several of its properties refer to together, as `x-ref` has it.
        unique: The sets of properties that others refer to together.
        lost: The declared foreign keys that could not be kept, and why.
    """

    name: str
    folder: str
    table: str
    sheet: Sheet
    ids: Ids
    properties: tuple[Property, ...]
    parts: tuple[Part, ...] = ()
    refers: tuple[Schema, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    lost: tuple[str, ...] = ()


def properties_of(
    sheet: Sheet, skipped: int | None, links: Sequence[Link], kinds: Mapping[str, str]
) -> tuple[Property, ...]:
    """What is made of the columns of a table.

    Args:
        sheet: The table.
        skipped: Position of a column that is none of the properties: the ids', or the one that tells whose a row is.
        links: The columns that refer to tables.
        kinds: Name of the kind that each table becomes.
    """
    targets = {link.column: link for link in links}
    names = _names(sheet)
    found = []
    for index, head in enumerate(sheet.heads):
        if index == skipped:
            continue
        if index in targets:
            found.append(_reference(names[index], index, head, sheet, targets[index], kinds))
        else:
            found.append(_property(names, index, sheet))
    return tuple(found)


def _names(sheet: Sheet) -> list[str]:
    """A name for each column: no two are the same, and none is `id`."""
    wanted = [name_of(head.header, f"column_{index + 1}") for index, head in enumerate(sheet.heads)]
    return apart(["original_id" if name == "id" else name for name in wanted], taken=["id"])


def _reference(name: str, index: int, head: Head, sheet: Sheet, link: Link, kinds: Mapping[str, str]) -> Property:
    kind = kinds[link.sheet]
    why = "as declared" if link.key else "since all its values are ids there"
    says = f"refers to {kind}, {why}"
    return Property(name, index, _described(head, sheet, name, says, {"type": "string", "x-ref": kind}), as_text, says)


def _property(names: Sequence[str], index: int, sheet: Sheet) -> Property:
    head, name = sheet.heads[index], names[index]
    found = guess(sheet.column(index), head, typed=sheet.typed)
    if found.keywords.get("format") == "edtf" and {f"{name}{end}" for end in DERIVED} & set(names):
        found = Guess({"type": "string"}, found.make, "text: the columns of a date would have names that are taken")
    keywords = dict(found.keywords)
    if found.terms:
        keywords["oneOf"] = vocabulary(dict.fromkeys(found.terms, ""), _titles(found.terms, head))
    return Property(name, index, _described(head, sheet, name, found.says, keywords), found.make, found.says)


def _titles(terms: Sequence[str], head: Head) -> dict[str, str]:
    return {term: head.terms.get(term) or term for term in terms}


def _described(head: Head, sheet: Sheet, name: str, says: str, keywords: Schema) -> Schema:
    title = head.title or head.header or in_words(name)
    description = head.description or f"Column `{head.header or name}` of {sheet.name}."
    return {"title": title, "description": description, "$comment": f"Guessed: {says}.", **keywords}


def schema_of(kind: KindDraft) -> Schema:
    """The schema of a kind."""
    sheet, label = kind.sheet, label_column(kind.sheet)
    named = next((found.name for found in kind.properties if found.column == label), None)
    properties: Schema = {"id": _identity(kind)}
    properties |= {found.name: found.schema for found in kind.properties}
    properties |= {part.name: _part_schema(part) for part in kind.parts}
    facets = [found.name for found in kind.properties if {"x-ref", "oneOf"} & found.schema.keys()]
    searched = [found.name for found in kind.properties if _is_plain_text(found.schema)]
    record = {
        "folder": kind.folder,
        "table": kind.table,
        "label": f"{{{named}}}" if named else "{id}",
        "facets": facets[:MOST_FACETS],
        "search": searched[:MOST_SEARCHED],
    }
    title = sheet.title or in_words(kind.name)
    description = sheet.description or f"A row of {sheet.name}. Say here what counts as one, and what doesn't."
    always = _always_there(kind.refers, kind.properties, sheet)
    required = list(dict.fromkeys(["id", *([named] if named else []), *always]))
    schema = kind_schema(record, title, description, properties, required)
    if kind.lost:
        schema["$comment"] = f"Not taken over: {'; '.join(kind.lost)}."
    if kind.unique:
        schema["x-unique"] = [list(names) for names in kind.unique]
    return {**schema, **_references(kind.refers)}


def _references(refers: Sequence[Schema]) -> Schema:
    """What several properties of an object refer to, as a keyword of its schema."""
    return {"x-ref": list(refers)} if refers else {}


def _always_there(refers: Sequence[Schema], properties: Sequence[Property], sheet: Sheet) -> list[str]:
    """The properties that refer together and have a value in every row.

    They are required: a Table Schema can't say that a part of a foreign key may be absent.
    """
    together = {name for one in refers for name in one["fields"]}
    return [found.name for found in properties if found.name in together and None not in sheet.column(found.column)]


def _identity(kind: KindDraft) -> Schema:
    column = kind.ids.column
    head = kind.sheet.heads[column] if column is not None else Head("")
    own = "Name of the record, equal to the stem of its file."
    about = f"{head.description} It is the stem of the record's file." if head.description else own
    title = head.title or head.header or "Id"
    return property_of(title, about, pattern=kind.ids.pattern, **{"$comment": f"Guessed: {kind.ids.says}."})


def _part_schema(part: Part) -> Schema:
    position = apart(["position"], taken=[part.parent_name, *(found.name for found in part.properties)])[0]
    sheet, required = part.sheet, _always_there(part.refers, part.properties, part.sheet)
    return {
        "title": sheet.title or in_words(part.name),
        "description": sheet.description or f"Rows of {sheet.name} that belong to the record, in their order.",
        "$comment": f"Rows of {sheet.name} whose `{sheet.heads[part.parent].header}` names the record, as declared.",
        "type": "array",
        "x-ordered": True,
        "x-table": {"name": part.table, "parent": part.parent_name, "key": position},
        "items": {
            "type": "object",
            "additionalProperties": False,
            **({"required": required} if required else {}),
            **_references(part.refers),
            "properties": {found.name: found.schema for found in part.properties},
        },
    }


def _is_plain_text(schema: Schema) -> bool:
    return schema.get("type") == "string" and not {"format", "oneOf", "x-ref"} & schema.keys()
