"""What a descriptor says, as far as it is verified: read leniently, so that any package can be looked at."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from recordpress.pointers import pointer
from recordpress.problems import Problem
from recordpress.verifying.opening import DESCRIPTOR, is_safe


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Category(_Part):
    """A value of a vocabulary."""

    value: str | int


class Constraints(_Part):
    """What values are allowed."""

    required: bool = False
    unique: bool = False
    enum: tuple[Any, ...] = ()


class Column(_Part):
    """A field of a Table Schema."""

    name: str
    type: str = "any"
    title: str = ""
    description: str = ""
    constraints: Constraints = Constraints()
    categories: tuple[Category | str | int, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The values that `categories` allows, as they stand in a CSV file."""
        return tuple(str(item.value if isinstance(item, Category) else item) for item in self.categories)


class Reference(_Part):
    """Where a foreign key points to; an empty resource is the table itself."""

    resource: str = ""
    fields: Names


class ForeignKey(_Part):
    """Columns that refer to a key of a table."""

    fields: Names
    reference: Reference


class TableSchema(_Part):
    """A Table Schema."""

    fields: tuple[Column, ...]
    primary_key: Names = Field(default=(), alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Field(default=(), alias="foreignKeys")
    unique_keys: tuple[Names, ...] = Field(default=(), alias="uniqueKeys")
    missing: tuple[str, ...] = Field(default=("",), alias="missingValues")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(field.name for field in self.fields)


class Resource(_Part):
    """A file that the descriptor lists."""

    name: str
    path: str
    size: int | None = Field(default=None, alias="bytes")
    hash: str | None = None
    form: str = Field(default="", alias="format")
    title: str = ""
    description: str = ""
    table: TableSchema | None = Field(default=None, alias="schema")

    @property
    def is_table(self) -> bool:
        """Whether it is a CSV file with a schema."""
        return self.table is not None and self.path.endswith(".csv")


class Described(_Part):
    """A descriptor."""

    name: str = ""
    resources: Annotated[tuple[Resource, ...], Field(min_length=1)]


def read_descriptor(folder: Path) -> tuple[Described | None, dict[str, Any], list[Problem]]:
    """A package's descriptor: what it says, the same as plain JSON, and what is wrong with it (P702, P703)."""
    try:
        document = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return None, {}, [Problem("P702", DESCRIPTOR, f"the descriptor can't be read: {error}")]
    if not isinstance(document, dict):
        return None, {}, [Problem("P702", DESCRIPTOR, "the descriptor is not a JSON object")]
    try:
        described = Described.model_validate(document)
    except ValidationError as errors:
        return None, document, [_wrong(error["loc"], error["msg"]) for error in errors.errors(include_context=False)]
    problems = [*_unsafe_paths(described), *_contradictions(described)]
    return (None if problems else described), document, problems


def _wrong(steps: tuple[str | int, ...], message: str) -> Problem:
    place = pointer(steps)
    return Problem("P702", DESCRIPTOR, f"{place or 'the descriptor'}: {message.lower()}", pointer=place)


def _unsafe_paths(described: Described) -> Iterator[Problem]:
    for index, resource in enumerate(described.resources):
        if not is_safe(resource.path):
            message = f"the path {resource.path!r} leads out of the package"
            yield Problem("P703", DESCRIPTOR, message, pointer=f"/resources/{index}/path")


def _contradictions(described: Described) -> Iterator[Problem]:
    """Names that stand for nothing, or for several things."""
    tables = {resource.name: resource.table for resource in described.resources if resource.table}
    seen: set[str] = set()
    for index, resource in enumerate(described.resources):
        place = f"/resources/{index}"
        if resource.name in seen:
            yield Problem("P702", DESCRIPTOR, f"two resources are called {resource.name}", pointer=f"{place}/name")
        seen.add(resource.name)
        if resource.table:
            for name in _unknown_names(resource.table, tables):
                message = f"the keys of {resource.name} name {name}, which does not exist"
                yield Problem("P702", DESCRIPTOR, message, pointer=f"{place}/schema")


def _unknown_names(table: TableSchema, tables: dict[str, TableSchema]) -> Iterator[str]:
    own = [*table.primary_key, *(name for key in table.unique_keys for name in key)]
    own += [name for key in table.foreign_keys for name in key.fields]
    yield from (name for name in own if name not in table.names)
    for key in table.foreign_keys:
        target = tables.get(key.reference.resource) if key.reference.resource else table
        if target is None:
            yield key.reference.resource
        else:
            yield from (name for name in key.reference.fields if name not in target.names)
