"""What the site knows of the tables beside their words: why each exists, its keys, and what refers to what.

It is told by the schemas' tables when a package is written, and read from the package's metadata by the server, which
has no schemas.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from recordpress.model import ColumnType, ForeignKey, Table, TableRole

PLUGIN = "recordpress"
REGISTRY = "records"  # the table that registers every record, by `kind/id`
_SENTENCE = re.compile(r".*?(?<=[^\W_][^\W_])[`)’”]*[.!?](?=\s)", re.DOTALL)  # no end: the point of "e.g." or "U.S."


@dataclass(frozen=True, slots=True)
class ColumnOutline:
    """A column as a page shows it.

    Args:
        name: As in the database.
        title: Name for people.
        description: What it holds, with unit and terms.
        type: Its Table Schema type.
        derived: Whether it was computed from other columns.
        unit: Unit of measurement; "" for none.
    """

    name: str
    title: str
    description: str = ""
    type: ColumnType = ColumnType.STRING
    derived: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableOutline:
    """A table or view as pages show it.

    Args:
        name: As in the database.
        title: Name for people.
        description: What a row is.
        role: Why it exists; None for a view, or a table that the schemas don't know.
        kind: The record kind that the rows belong to; "" for several.
        label: Column that names a row; "" for none.
        columns: By name, in order.
        primary_key: Names of the columns that identify a row.
        foreign_keys: References to other tables.
        references: Table that a single column leads to, by column; through the parents' keys where it has none itself.
        rows: How many there are; None for a view.
    """

    name: str
    title: str
    description: str = ""
    role: TableRole | None = None
    kind: str = ""
    label: str = ""
    columns: Mapping[str, ColumnOutline] | None = None
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    references: Mapping[str, str] | None = None
    rows: int | None = None

    @property
    def summary(self) -> str:
        """The description's first sentence."""
        found = _SENTENCE.match(self.description)
        return found[0] if found else self.description

    def column(self, name: str) -> ColumnOutline:
        """The column, or a bare one if the schemas don't know it."""
        return (self.columns or {}).get(name) or ColumnOutline(name, name)

    def is_computed(self, name: str) -> bool:
        """Whether a column only says again what others say; a label is wanted all the same."""
        return self.column(name).derived and name != self.label

    def reference(self, column: str) -> str:
        """The table that a column's values lead to; "" for none."""
        return (self.references or {}).get(column, "")


@dataclass(frozen=True, slots=True)
class Outline:
    """All tables and views of a site.

    Args:
        database: The database's name.
        tables: By name, in the order of the schemas.
        kinds: Table of each kind.
        queries: Metadata of each saved query, by name.
    """

    database: str
    tables: Mapping[str, TableOutline]
    kinds: Mapping[str, str]
    queries: Mapping[str, Mapping[str, Any]]

    def table(self, name: str) -> TableOutline:
        """The table or view, or a bare one if the schemas don't know it."""
        return self.tables.get(name) or TableOutline(name, name)

    def having(self, *roles: str, kind: str | None = None) -> list[TableOutline]:
        """The tables of these roles, of one kind if it is given; "" stands for views that are no tables."""
        return [table for table in self.tables.values() if (table.role or "") in roles and kind in {None, table.kind}]


def describe(tables: Iterable[Table]) -> dict[str, object]:
    """What a package's metadata says about its tables, for `read_outline`."""
    by_name = {table.name: table for table in tables}
    return {
        "kinds": {table.kind: table.name for table in by_name.values() if table.role is TableRole.KIND},
        "tables": {name: _describe(table, by_name) for name, table in by_name.items()},
    }


def _describe(table: Table, tables: Mapping[str, Table]) -> dict[str, object]:
    references = {column.name: reference(tables, table, column.name) for column in table.columns}
    return {
        "role": table.role.value,
        "kind": table.kind,
        "columns": {
            column.name: [column.title, column.type.value, column.derived, column.unit or ""]
            for column in table.columns
        },
        "primary_key": list(table.primary_key),
        "foreign_keys": [[list(key.columns), key.table, list(key.target)] for key in table.foreign_keys],
        "references": {column: other for column, other in references.items() if other},
    }


def reference(tables: Mapping[str, Table], table: Table, column: str) -> str:
    """The table that a column's values identify a row of.

    Args:
        tables: All tables, by name.
        table: The column's table.
        column: The column.

    Returns:
        Its name; "" if the values stand for no row. A column that is a part of a key of several columns means what
        the column means to which it leads.
    """
    keys = sorted((key for key in table.foreign_keys if column in key.columns), key=lambda key: len(key.columns))
    for key in keys:
        if len(key.columns) == 1:
            return key.table
        above = tables.get(key.table)
        if above and above is not table:
            return reference(tables, above, key.target[key.columns.index(column)])
    return ""


def read_outline(database: str, metadata: Mapping[str, Any], inspected: Mapping[str, Any]) -> Outline:
    """The outline of a package.

    Args:
        database: The database's name.
        metadata: Datasette's metadata of the package.
        inspected: The database's entry in Datasette's counts.

    Returns:
        Every table and view that the metadata names; one of a build without these details is taken for a view.
    """
    described = metadata.get("databases", {}).get(database, {})
    details = metadata.get("plugins", {}).get(PLUGIN, {})
    counts = {name: entry["count"] for name, entry in inspected.get("tables", {}).items()}
    tables = {
        name: _read(name, words, details.get("tables", {}).get(name), counts.get(name))
        for name, words in described.get("tables", {}).items()
    }
    return Outline(database, tables, details.get("kinds", {}), described.get("queries", {}))


def _read(name: str, words: Mapping[str, Any], details: Mapping[str, Any] | None, rows: int | None) -> TableOutline:
    descriptions = words.get("columns", {})
    titles = details["columns"] if details else dict.fromkeys(descriptions, ("", "string", False, ""))
    columns = {
        column: ColumnOutline(column, title or column, descriptions.get(column, ""), ColumnType(type_), derived, unit)
        for column, (title, type_, derived, unit) in titles.items()
    }
    title, description = words.get("title") or name, words.get("description", "")
    plain = TableOutline(name, title, description, label=words.get("label_column", ""), columns=columns, rows=rows)
    return _with_keys(plain, details) if details else plain


def _with_keys(table: TableOutline, details: Mapping[str, Any]) -> TableOutline:
    keys = (ForeignKey(tuple(columns), other, tuple(target)) for columns, other, target in details["foreign_keys"])
    return replace(
        table,
        role=TableRole(details["role"]),
        kind=details["kind"],
        primary_key=tuple(details["primary_key"]),
        foreign_keys=tuple(keys),
        references=details["references"],
    )
