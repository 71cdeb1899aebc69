"""The shape of tables: what the schemas are turned into, and what every writer works from.

Values in rows are plain: `str`, `int`, `float`, `bool` or `None`, in the order of the table's columns.
A column of type `array` or `any` holds JSON text (RFC 8259, compact, non-ASCII kept), the same
text in CSV and SQLite; a `date` holds ISO 8601 text; a `boolean` holds a Python bool.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | bool | None
Row = tuple[Value, ...]


class ColumnType(StrEnum):
    """Types of Table Schema (Data Package v2) that a column can have."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ARRAY = "array"
    ANY = "any"


class TableRole(StrEnum):
    """Why a table exists."""

    KIND = "kind"  # one row per record of a kind
    CHILD = "child"  # items of a list or map within a record
    VOCABULARY = "vocabulary"  # terms of a controlled vocabulary
    REGISTRY = "registry"  # one row per record of any kind, and its aliases
    EVIDENCE = "evidence"  # claims and facts, derived from the records' evidence
    DERIVED = "derived"  # rows of a view that is published as a table


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a controlled vocabulary."""

    value: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        name: Name in CSV, SQLite and Parquet.
        type: Its Table Schema type.
        title: Short name for people.
        description: What the column holds; good enough to be the codebook.
        required: Whether a row must have a value.
        derived: Whether the engine computed it, so that it is not needed to rebuild the record.
        terms: The controlled vocabulary, in its order; empty for a free value.
        pattern: Regular expression that values match (JSON Schema `pattern`).
        minimum: Smallest value.
        maximum: Largest value.
        item_type: Type of the items of an `array`.
        format: Table Schema format of a string: "", "uri", "email" or "uuid".
        unit: Unit of measurement, for people and for Datasette.
    """

    name: str
    type: ColumnType = ColumnType.STRING
    title: str = ""
    description: str = ""
    required: bool = False
    derived: bool = False
    terms: tuple[Term, ...] = ()
    pattern: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    item_type: str | None = None
    format: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must be a key of another table.

    Args:
        columns: The columns.
        table: The other table.
        target: Its columns, in the same order.
        partial: Whether a row may have some of them and lack others, and refers to nothing then.
    """

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, without its rows.

    Args:
        name: Name of the table, the CSV file and the resource.
        title: Name for people.
        description: What a row is.
        role: Why it exists.
        columns: In order.
        primary_key: Names of the columns that identify a row.
        foreign_keys: References to other tables.
        unique_keys: Further sets of columns that are unique.
        kind: The record kind that the rows come from; "" for tables of no single kind.
        label: Column that names a row for people; "" for none.
        sort: Columns to sort by when shown; "-" in front means descending.
        facets: Columns to offer as facets.
        search: Columns for full-text search.
    """

    name: str
    title: str
    description: str
    role: TableRole
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    kind: str = ""
    label: str = ""
    sort: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    search: tuple[str, ...] = ()

    def position(self, column: str) -> int:
        """Where the column stands in a row.

        Raises:
            KeyError: There is no column of that name.
        """
        for index, candidate in enumerate(self.columns):
            if candidate.name == column:
                return index
        raise KeyError(column)


@dataclass(frozen=True, slots=True)
class TableData:
    """A table with its rows, sorted as they are written."""

    table: Table
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class View:
    """A query that is published as an SQL view; from `schemas/views/<name>.sql`.

    Args:
        name: Name of the view, and of the file.
        title: Name for people.
        description: What a row is.
        sql: One SELECT statement.
        columns: Name and description of columns.
        key: Columns that identify a row, for a view whose rows are published as a table; () for others.
        types: Name and type of columns of such a table that are no texts.
        references: Name of columns of such a table, and the table that each refers to.
        facets: Columns of such a table to offer as facets.
        label: Column of such a table that names a row for people; "" for none.
        sort: Columns to sort such a table by when shown; "-" in front means descending.
    """

    name: str
    title: str
    description: str
    sql: str
    columns: tuple[tuple[str, str], ...] = ()
    key: tuple[str, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    facets: tuple[str, ...] = ()
    label: str = ""
    sort: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """All records of one kind as curated: what `data/<kind>.json` holds.

    Args:
        kind: The record kind.
        table: Its table's name.
        title: Name for people.
        description: What a record is.
        records: The nested records, by id, as parsed.
    """

    kind: str
    table: str
    title: str
    description: str
    records: Sequence[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a package is written from."""

    metadata: dict[str, object]  # datapackage.json as edited by hand, without `resources`
    tables: tuple[TableData, ...]
    collections: tuple[Collection, ...]
    views: tuple[View, ...] = field(default=())
