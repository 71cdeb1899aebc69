"""Where a table's Parquet lies: in one file, or in the parts of a folder when the table is large."""

from collections.abc import Iterable
from pathlib import PurePosixPath

FOLDER = "parquet"
MOST_ROWS = 400_000
"""Rows of a part at most: four row groups.

The widest table of the benchmark has 227 bytes a row, and 91 MB in a part: below the 100 MB that hosts for files and
for code take, and below the 128 MB that Spark gives to one task.
"""


def file_of(table: str) -> str:
    """The file of a table that is not large, relative to the package."""
    return f"{FOLDER}/{table}.parquet"


def folder_of(table: str) -> str:
    """The folder with the parts of a large table, relative to the package."""
    return f"{FOLDER}/{table}"


def part_name(number: int) -> str:
    """Name of a part within its folder; the parts in the order of their names are the table in order."""
    return f"part-{number:05}.parquet"


def sizes(rows: int, most: int) -> list[int]:
    """How many rows each part has: as few parts as can be, of which none has more than one row more than another.

    Args:
        rows: Rows of the table.
        most: Rows of a part at most.
    """
    parts = max(1, -(-rows // most))
    return [rows // parts + (number < rows % parts) for number in range(parts)]


def parquet_of(table: str, paths: Iterable[str]) -> list[str]:
    """The Parquet files of a table among the files of a package, in the order of the rows.

    Args:
        table: Name of the table.
        paths: Relative to the package, with forward slashes.
    """
    whole, folder = file_of(table), PurePosixPath(folder_of(table))
    return sorted(
        path for path in paths if path == whole or (path.endswith(".parquet") and PurePosixPath(path).parent == folder)
    )
