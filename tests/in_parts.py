"""The tables of a package once more as Parquet, in parts that are as small as a test wants them."""

import json
import shutil
import sqlite3
from collections.abc import Container
from contextlib import closing
from pathlib import Path
from typing import Any

from recordpress.model import Column, ColumnType, Row, Table, TableData, TableRole
from recordpress.writing.columnar import write_parquet


def path_of(folder: Path, table: str) -> Path:
    """The file of a table, or the folder of its parts."""
    whole = folder / f"{table}.parquet"
    return whole if whole.exists() else folder / table


def write_in_parts(package: Path, folder: Path, most_rows: int, tables: Container[str] | None = None) -> None:
    """Write tables of a package's database once more as Parquet.

    Args:
        package: The package.
        folder: Where they are written.
        most_rows: Rows of a file at most.
        tables: Names of the tables; all when None.
    """
    document = json.loads((package / "datapackage.json").read_bytes())
    (path,) = package.glob("*.db")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        for resource in document["resources"]:
            name = resource["name"]
            if resource.get("type") == "table" and (tables is None or name in tables):
                rows = database.execute(f"select * from {name} order by rowid").fetchall()
                data = TableData(_table(resource), [_typed(row, resource) for row in rows])
                write_parquet(data, folder / f"{name}.parquet", most_rows)


def write_with_large_claims(dataset: Path, root: Path) -> None:
    """Write into `root/dist` what a build leaves to readers, with `claims` in parts as if it were large."""
    package = (dataset / "dist" / "current").resolve()
    shutil.copytree(package / "parquet", root / "dist" / "parquet")
    write_in_parts(package, root / "dist" / "parquet", 1000, ("claims",))
    for database in package.glob("*.db"):
        (root / "dist" / database.name).symlink_to(database)


def _table(resource: dict[str, Any]) -> Table:
    columns = [
        Column(field["name"], ColumnType(field["type"]), item_type=field.get("arrayItem", {}).get("type"))
        for field in resource["schema"]["fields"]
    ]
    key = tuple(resource["schema"]["primaryKey"])
    return Table(resource["name"], "", "", TableRole.KIND, tuple(columns), key)


def _typed(row: tuple[Any, ...], resource: dict[str, Any]) -> Row:
    flags = [field["type"] == "boolean" for field in resource["schema"]["fields"]]
    return tuple(bool(value) if flag and value is not None else value for flag, value in zip(flags, row, strict=True))
