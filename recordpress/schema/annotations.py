"""What an annotated schema may say: JSON Schema 2020-12 keywords and the `x-` annotations.

`recordpress/annotations.schema.json`, which editors use, is generated from these models by
`annotations_schema`; docs/reference/annotations.md explains each annotation.
"""

import json
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator

from recordpress.schema.kind_annotations import Closed, ColumnName, Name, RecordAnnotation
from recordpress.schema.nodes import KIND_NAME

REF = r"^(\*|[a-z][a-z0-9_-]*)$"
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
PROPERTY_ROLES = ("publisher", "original", "evidence", "aliases", "withdrawn", "url")
KIND_ROLES = ("source",)
KindName = Annotated[str, Field(pattern=KIND_NAME)]


class TableAnnotation(Closed):
    """`x-table` in its long form: names of a child table and its columns."""

    name: Annotated[Name | None, Field(description="Name of the child table.")] = None
    parent: Annotated[Name | None, Field(description="Column that holds the id of the record.")] = None
    key: Annotated[Name | None, Field(description="Column for a map's key or a list's position.")] = None
    value: Annotated[Name | None, Field(description="Column for a scalar or a reference.")] = None
    shared: Annotated[bool, Field(description="Whether all kinds that use the definition fill one table.")] = False


class ReferenceAnnotation(Closed):
    """`x-ref` in its long form: what is referred to by something else than the id that is written alone."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {"required": ["fields", "by"]},
            "if": {"required": ["fields"]},
            "then": {"properties": {"kind": {"type": "string"}}},
        }
    )

    kind: Annotated[
        KindName | Annotated[list[KindName], Field(min_length=1)],
        Field(description="Kind of the record referred to, or several kinds."),
    ]
    by: Annotated[
        list[Text] | None,
        Field(min_length=1, description="On a text: properties of that kind by one of which a record is named."),
    ] = None
    fields: Annotated[
        dict[Text, Text] | None,
        Field(min_length=1, description="On an object: its properties, and the property that each has to equal."),
    ] = None

    @model_validator(mode="after")
    def _one_way(self) -> "ReferenceAnnotation":
        if self.fields is not None and (self.by is not None or isinstance(self.kind, list)):
            raise ValueError("`fields` have one kind and no `by` beside them")
        return self


class Schema(Closed):
    """A JSON Schema with annotations. Keywords of validation are checked by the meta-schema of 2020-12."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    schema_: Annotated[Literal["https://json-schema.org/draft/2020-12/schema"] | None, Field(alias="$schema")] = None
    id_: Annotated[str | None, Field(alias="$id")] = None
    ref_: Annotated[str | None, Field(alias="$ref")] = None
    comment_: Annotated[str | None, Field(alias="$comment")] = None
    defs: Annotated[dict[str, "Schema"] | None, Field(alias="$defs")] = None
    title: str | None = None
    description: str | None = None
    default: Any = None
    deprecated: bool | None = None
    examples: list[Any] | None = None
    type: str | list[str] | None = None
    enum: list[Any] | None = None
    const: Any = None
    multiple_of: Annotated[float | None, Field(alias="multipleOf")] = None
    maximum: float | None = None
    exclusive_maximum: Annotated[float | None, Field(alias="exclusiveMaximum")] = None
    minimum: float | None = None
    exclusive_minimum: Annotated[float | None, Field(alias="exclusiveMinimum")] = None
    max_length: Annotated[Count | None, Field(alias="maxLength")] = None
    min_length: Annotated[Count | None, Field(alias="minLength")] = None
    pattern: str | None = None
    format: str | None = None
    max_items: Annotated[Count | None, Field(alias="maxItems")] = None
    min_items: Annotated[Count | None, Field(alias="minItems")] = None
    unique_items: Annotated[bool | None, Field(alias="uniqueItems")] = None
    items: "Schema | None" = None
    contains: "Schema | None" = None
    max_contains: Annotated[Count | None, Field(alias="maxContains")] = None
    min_contains: Annotated[Count | None, Field(alias="minContains")] = None
    max_properties: Annotated[Count | None, Field(alias="maxProperties")] = None
    min_properties: Annotated[Count | None, Field(alias="minProperties")] = None
    required: list[str] | None = None
    dependent_required: Annotated[dict[str, list[str]] | None, Field(alias="dependentRequired")] = None
    dependent_schemas: Annotated[dict[str, "Schema"] | None, Field(alias="dependentSchemas")] = None
    properties: dict[str, "Schema"] | None = None
    additional_properties: Annotated["bool | Schema | None", Field(alias="additionalProperties")] = None
    property_names: Annotated["Schema | None", Field(alias="propertyNames")] = None
    all_of: Annotated[list["Schema"] | None, Field(alias="allOf")] = None
    any_of: Annotated[list["Schema"] | None, Field(alias="anyOf")] = None
    one_of: Annotated[list["Schema"] | None, Field(alias="oneOf")] = None
    not_: Annotated["Schema | None", Field(alias="not")] = None
    if_: Annotated["Schema | None", Field(alias="if")] = None
    then: "Schema | None" = None
    else_: Annotated["Schema | None", Field(alias="else")] = None
    x_record: Annotated[
        RecordAnnotation | None, Field(alias="x-record", description="What the kind is called and how it is shown.")
    ] = None
    x_ref: Annotated[
        Annotated[str, Field(pattern=REF)]
        | Annotated[list[KindName], Field(min_length=1)]
        | ReferenceAnnotation
        | Annotated[list[ReferenceAnnotation], Field(min_length=1)]
        | None,
        Field(
            alias="x-ref",
            description='Kind of the record referred to; several kinds; "*" for any; or by what it is referred to.',
        ),
    ] = None
    x_table: Annotated[
        Name | TableAnnotation | None, Field(alias="x-table", description="Name of the child table.")
    ] = None
    x_key: Annotated[
        Text | Annotated[list[Text], Field(min_length=1)] | None,
        Field(
            alias="x-key",
            description="Property, or properties together, that identify an item within its parent, or a record.",
        ),
    ] = None
    x_unique: Annotated[
        bool
        | Literal["everywhere"]
        | Annotated[list[Text], Field(min_length=1)]
        | Annotated[list[Annotated[list[Text], Field(min_length=1)]], Field(min_length=1)]
        | None,
        Field(
            alias="x-unique",
            description="On a value: no other of its kind, or of any kind (`everywhere`), has it. On an object: "
            "properties that are so together. On a list of objects: those that are so within the list.",
        ),
    ] = None
    x_shorthand: Annotated[
        str | None,
        Field(alias="x-shorthand", min_length=1, description="Property that a text in the object's place stands for."),
    ] = None
    x_column: Annotated[
        ColumnName | None, Field(alias="x-column", description="Name of the column, or of what is below it.")
    ] = None
    x_json: Annotated[
        Literal[True] | None, Field(alias="x-json", description="Keep it as JSON in one column, whatever it is.")
    ] = None
    x_ordered: Annotated[
        bool | None, Field(alias="x-ordered", description="Whether the order of the items has meaning.")
    ] = None
    x_order: Annotated[
        Annotated[list[Text], Field(min_length=2)]
        | Annotated[list[Annotated[list[Text], Field(min_length=2)]], Field(min_length=1)]
        | None,
        Field(alias="x-order", description="Properties none of which is after the next one."),
    ] = None
    x_sorted: Annotated[
        Literal[True] | Text | Annotated[list[Text], Field(min_length=1)] | None,
        Field(
            alias="x-sorted",
            description="What the list is sorted by: `true` or `descending` for plain values, else properties of the "
            "items, `-` in front for descending.",
        ),
    ] = None
    x_evidence: Annotated[
        Literal["required", "none"] | None,
        Field(alias="x-evidence", description="Whether a source must support the property, or it is no fact."),
    ] = None
    x_role: Annotated[
        Literal["source", "publisher", "original", "evidence", "aliases", "withdrawn", "url"] | None,
        Field(alias="x-role", description="What the engine uses it for."),
    ] = None
    x_unit: Annotated[str | None, Field(alias="x-unit", description="Unit of measurement.")] = None
    x_lang: Annotated[str | None, Field(alias="x-lang", description="Language tag of the text, or `key`.")] = None


def annotation_errors(raw: object) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a schema's keywords: the path within the document and a message, in order."""
    try:
        Schema.model_validate(raw)
    except ValidationError as error:
        found: dict[tuple[str | int, ...], list[str]] = {}
        for detail in error.errors(include_url=False):
            path = _document_path(raw, detail["loc"])
            found.setdefault(path, []).append(_reason(detail["type"], detail["msg"]))
        # Where a deeper error says more, a union complains once for each of its members.
        explained = {path[:length] for path in found for length in range(len(path))}
        return [(path, _message(path, reasons)) for path, reasons in found.items() if path not in explained]
    return []


def _document_path(raw: object, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The part of a pydantic location that is in the document: names of union members are left out."""
    path: list[str | int] = []
    node = raw
    for step in location:
        known = node if isinstance(node, dict) else dict(enumerate(node)) if isinstance(node, list) else {}
        if step in known:
            node = known[step]
            path.append(step)
    return tuple(path)


def _reason(kind: str, text: str) -> str:
    return (
        "no such keyword"
        if kind == "extra_forbidden"
        else f"{(said := text.removeprefix('Value error, '))[0].lower()}{said[1:]}"
    )


def _message(path: tuple[str | int, ...], reasons: list[str]) -> str:
    return f"`{path[-1] if path else 'schema'}`: {', or '.join(dict.fromkeys(reasons))}"


def annotations_schema() -> dict[str, object]:
    """The JSON Schema of annotated schemas, for editors."""
    schema = Schema.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Annotated schema of a record kind",
        "description": "JSON Schema 2020-12 with the annotations that the engine reads.",
        **{key: value for key, value in schema.items() if key not in {"title", "description"}},
    }


def keywords() -> frozenset[str]:
    """Every keyword that a schema may use."""
    return frozenset(info.alias or name for name, info in Schema.model_fields.items())


if __name__ == "__main__":
    print(json.dumps(annotations_schema(), ensure_ascii=False, indent=2))
