"""What stands beside the SQL editor: the tables by their use, and statements to begin with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.utils import escape_sqlite

from recordpress.model import TableRole
from recordpress.publishing.outline import Outline, TableOutline

MOST = 3  # kinds that have statements to begin with


@dataclass(frozen=True, slots=True)
class SchemaGroup:
    """Tables of one use."""

    title: str
    tables: tuple[TableOutline, ...]


def schema_groups(outline: Outline) -> tuple[SchemaGroup, ...]:
    """All tables and views: those of records first, each with its parts, vocabularies last; no empty group."""
    kinds = [
        part
        for table in outline.having(TableRole.KIND)
        for part in (table, *outline.having(TableRole.CHILD, kind=table.kind))
    ]
    groups = (
        SchemaGroup("Records", tuple(kinds)),
        SchemaGroup("Parts of any record", tuple(outline.having(TableRole.CHILD, kind=""))),
        SchemaGroup("Views", tuple(outline.having("", TableRole.DERIVED))),
        SchemaGroup("Evidence and registry", tuple(outline.having(TableRole.EVIDENCE, TableRole.REGISTRY))),
        SchemaGroup("Vocabularies", tuple(outline.having(TableRole.VOCABULARY))),
    )
    return tuple(group for group in groups if group.tables)


def first_statement(outline: Outline) -> str:
    """What stands in an empty editor."""
    tables = [*outline.having(TableRole.KIND), *outline.tables.values()]
    return f"select * from {escape_sqlite(tables[0].name)} limit 10" if tables else "select sqlite_version()"  # noqa: S608


def examples(outline: Outline, words: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Statements to begin with: what each does, and its SQL.

    Args:
        outline: The tables.
        words: Datasette's metadata of the tables, by name.
    """
    kinds = sorted(outline.having(TableRole.KIND), key=lambda table: -len(words.get(table.name, {}).get("facets", ())))
    return tuple(example for table in kinds[:MOST] for example in _examples(table, words.get(table.name, {})))


def _examples(table: TableOutline, words: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = escape_sqlite(table.name)
    facet = next((facet for facet in words.get("facets", ()) if isinstance(facet, str)), "")
    if facet:
        column = escape_sqlite(facet)
        sql = f"select {column}, count(*) as rows\nfrom {name}\ngroup by {column}\norder by rows desc"
        yield f"{table.title} by {table.column(facet).title.casefold()}", sql
    part = next((key for key in table.foreign_keys if len(key.columns) == 1), None)
    if part and table.label:
        sql = (
            f"select this.{escape_sqlite(table.label)}, other.*\nfrom {name} as this\n"
            f"join {escape_sqlite(part.table)} as other on other.{escape_sqlite(part.target[0])} = "
            f"this.{escape_sqlite(part.columns[0])}\nlimit 20"
        )
        yield f"{table.title} with {table.column(part.columns[0]).title.casefold()}", sql
