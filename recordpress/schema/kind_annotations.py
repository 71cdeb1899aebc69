"""What `x-record` may say of a kind: its files, its names, how it is shown."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from recordpress.schema.nodes import KIND_NAME

NAME = r"^[a-z][a-z0-9_]*$"
FIELD = r"^(/[^/]+)+$"
SOURCE = r"^(file|folder|key|(/[^/]+)+)$"
# Names joined by slashes, none of which begins with a dot; `**` stands for folders, and the last is of a file.
FILES = r"^(([^/.*][^/]*|\*[^/*][^/]*|\*\*?)/)*([^/.][^/]*\.(yaml|json))$"
MOST_PATTERNS = 100

Name = Annotated[str, Field(pattern=NAME)]
ColumnName = Annotated[str, Field(min_length=1)]  # as `schema.naming` makes them, and names of properties
IdSource = Annotated[str, Field(pattern=SOURCE)]

ANY_VALUE = frozenset({"const", "default"})  # keywords that may be null


class Closed(BaseModel):
    """A model that refuses what it doesn't know, so that a misspelt keyword is found."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_null(cls, value: object, info: ValidationInfo) -> object:
        """A keyword is left out or has a value: null is neither."""
        if value is None and info.field_name not in ANY_VALUE:
            raise ValueError("null says nothing: leave the keyword out")
        return value


class EventAnnotation(Closed):
    """`event` within `x-record`: which properties tell when and where something takes place, for calendars."""

    start: Annotated[ColumnName, Field(description="Property with the first day, or with an interval.")]
    end: Annotated[ColumnName | None, Field(description="Property with the last day.")] = None
    planned: Annotated[
        Name | None, Field(description="Property with the day or interval planned, without a start.")
    ] = None
    place: Annotated[ColumnName | None, Field(description="Property with the place or the places.")] = None
    status: Annotated[ColumnName | None, Field(description="Property that tells whether it takes place.")] = None
    cancelled: Annotated[list[str], Field(description="Values of the status of what doesn't take place.")] = []
    tentative: Annotated[list[str], Field(description="Values of the status of what is not sure to.")] = []
    by: Annotated[
        list[ColumnName], Field(description="Properties by whose values there are calendars, beside the facets.")
    ] = []


class RecordsAnnotation(Closed):
    """`records` within `x-record`: how the records stand in a file."""

    form: Annotated[Literal["one", "list", "map"], Field(description="One, a list of them, or a map by key.")] = "one"
    at: Annotated[str | None, Field(pattern=FIELD, description="Pointer to the property that holds them.")] = None
    beside: Annotated[list[str], Field(description="What else may stand in the file, unread.")] = []


class RecordAnnotation(Closed):
    """`x-record`: what a kind is called, where its files lie and how it is shown."""

    folder: Annotated[str | None, Field(pattern=KIND_NAME, description="Folder below records/.")] = None
    files: Annotated[
        list[Annotated[str, Field(pattern=FILES)]] | None,
        Field(min_length=1, max_length=MOST_PATTERNS, description="Patterns of the files below records/."),
    ] = None
    records: Annotated[
        Literal["one", "list", "map"] | RecordsAnnotation | None,
        Field(description="How the records stand in a file: one, a list, a map by key."),
    ] = None
    id: Annotated[
        IdSource | Annotated[list[IdSource], Field(min_length=1)] | None,
        Field(description="What gives the id: file, folder, key, or a field as /name/name; several must agree."),
    ] = None
    table: Annotated[Name | None, Field(description="Name of the table.")] = None
    label: Annotated[
        str | None, Field(min_length=1, max_length=1000, description="Template that names a record: {property}.")
    ] = None
    sort: Annotated[list[ColumnName] | None, Field(min_length=1, description="Columns to sort by.")] = None
    facets: Annotated[list[ColumnName], Field(description="Columns worth counting by.")] = []
    search: Annotated[list[ColumnName], Field(description="String properties for full-text search.")] = []
    empty: Annotated[
        Literal["absent"] | None, Field(description="Null and what is empty say the same as leaving it out.")
    ] = None
    event: Annotated[EventAnnotation | None, Field(description="What tells when and where it takes place.")] = None
