"""Counts and sums of every column of a package's tables, asked of each reader in its own words.

What is summed depends on the type: numbers themselves, true as 1, days since 1970, characters of texts, items of lists.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tests.in_parts import path_of

Measures = dict[str, dict[str, float]]
"""By table: `rows`, and for each column `<column>: values` and `<column>: sum`."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How SQL says what is summed, with `{}` for the column.

    Args:
        date: Days since 1970-01-01.
        string: Characters.
        array: Items.
        quote: What stands around names.
    """

    date: str
    string: str = "length({})"
    array: str = "len({})"
    quote: str = '"'

    def select(self, fields: Mapping[str, str], relation: str) -> str:
        """A query with the measures in one row, `rows` first."""
        names = {column: f"{self.quote}{column}{self.quote}" for column in fields}
        said = [f"count({names[c]}), coalesce(sum({self._summed(k).format(names[c])}), 0)" for c, k in fields.items()]
        return f"select {', '.join(['count(*)', *said])} from {relation}"

    def _summed(self, kind: str) -> str:
        plain = {"integer": "{}", "number": "{}", "boolean": "cast({} as integer)"}
        return plain.get(kind) or {"date": self.date, "array": self.array}.get(kind, self.string)


SQLITE = Dialect("cast(unixepoch({}) / 86400 as integer)", array="json_array_length({})")
DUCKDB = Dialect("({} - date '1970-01-01')")
SPARK = Dialect("unix_date({})", array="size({})", quote="`")


def fields_of(package: Path) -> dict[str, dict[str, str]]:
    """The types of the columns of each table, by the descriptor; lists with items of no one type are JSON text."""
    document = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["name"]: {field["name"]: _kind(field) for field in resource["schema"]["fields"]}
        for resource in document["resources"]
        if resource.get("type") == "table"
    }


def named(fields: Mapping[str, str], row: tuple[Any, ...]) -> dict[str, float]:
    """The one row of `Dialect.select`, with names."""
    names = ["rows", *(f"{column}: {what}" for column in fields for what in ("values", "sum"))]
    return {name: float(value) for name, value in zip(names, row, strict=True)}


def in_sqlite(package: Path) -> Measures:
    """The measures of a package's database."""
    (path,) = package.glob("*.db")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        return _by_table(package, lambda table, fields: database.execute(SQLITE.select(fields, table)).fetchone())


def in_duckdb(package: Path, folder: Path) -> Measures:
    """The measures of Parquet files in a folder, of the tables of a package."""
    with closing(duckdb.connect()) as database:

        def ask(table: str, fields: Mapping[str, str]) -> tuple[Any, ...]:
            found = path_of(folder, table)
            relation = f"'{found / '*.parquet' if found.is_dir() else found}'"
            return database.execute(DUCKDB.select(fields, relation)).fetchall()[0]

        return _by_table(package, ask)


def in_polars(package: Path, folder: Path) -> Measures:
    """The measures of Parquet files in a folder, of the tables of a package."""

    def ask(table: str, fields: Mapping[str, str]) -> tuple[Any, ...]:
        columns = [of for name, kind in fields.items() for of in (pl.col(name).count(), _summed(name, kind).sum())]
        asked = [column.alias(str(place)) for place, column in enumerate(columns)]
        return pl.scan_parquet(path_of(folder, table)).select(pl.len(), *asked).collect().row(0)

    return _by_table(package, ask)


def _summed(name: str, kind: str) -> pl.Expr:
    column = pl.col(name)
    if kind in {"integer", "number", "boolean"}:
        return column
    if kind == "date":
        return column.cast(pl.Int32).cast(pl.Int64)
    return column.list.len() if kind == "array" else column.str.len_chars()


def _kind(field: Mapping[str, Any]) -> str:
    return "any" if field["type"] == "array" and "arrayItem" not in field else str(field["type"])


def _by_table(package: Path, ask: Callable[[str, Mapping[str, str]], tuple[Any, ...]]) -> Measures:
    return {table: named(fields, ask(table, fields)) for table, fields in fields_of(package).items()}
