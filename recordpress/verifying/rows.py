"""Rows of CSV files with their lines and typed values."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from recordpress.verifying.described import TableSchema

LONGEST_CELL = 2**31 - 1
WORDS = {"true": True, "false": False}
JSON_TYPES = ("array", "object", "any")


class MalformedError(Exception):
    """A CSV file, or a line of it, is not what it should be.

    Args:
        message: What is wrong.
        line: Where.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row of a CSV file.

    Args:
        line: Line that it starts on.
        cells: The cells as written.
        values: The cells as values; None where a value is missing, the text where it is not of its type.
        wrong: Positions of the cells that are not of their type.
    """

    line: int
    cells: Sequence[str]
    values: tuple[Any, ...]
    wrong: tuple[int, ...]


def typed_rows(path: Path, table: TableSchema) -> Iterator[TypedRow]:
    """The rows of a file.

    Raises:
        MalformedError: The file cannot be read as CSV in UTF-8, its header is not that of the schema, or a row has
            too few or too many cells. Nothing can be said about what follows.
    """
    line = 1
    casts = [_CASTS.get(field.type, str) for field in table.fields]
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if tuple(next(reader, ())) != table.names:
                raise MalformedError("the header differs from the fields that the descriptor lists", 1)
            line = reader.line_num + 1
            for cells in reader:
                if len(cells) != len(casts):
                    raise MalformedError(f"the row has {len(cells)} cells, and there are {len(casts)} columns", line)
                yield _typed(line, cells, casts, table.missing)
                line = reader.line_num + 1
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise MalformedError(f"the file can't be read on from here: {error}", line) from error


def _typed(line: int, cells: Sequence[str], casts: Sequence[Callable[[str], Any]], missing: Sequence[str]) -> TypedRow:
    values: list[Any] = []
    wrong: list[int] = []
    for position, (cell, cast) in enumerate(zip(cells, casts, strict=True)):
        try:
            values.append(None if cell in missing else cast(cell))
        except (ValueError, KeyError):
            values.append(cell)
            wrong.append(position)
    return TypedRow(line, cells, tuple(values), tuple(wrong))


def json_positions(table: TableSchema) -> tuple[int, ...]:
    """Where the columns stand that hold JSON text."""
    return tuple(position for position, field in enumerate(table.fields) if field.type in JSON_TYPES)


def parsed(row: TypedRow, positions: Sequence[int]) -> tuple[Any, ...]:
    """A row's values with JSON text, which stands at these positions, turned into what it says."""
    if not positions or row.wrong:
        return row.values
    values = list(row.values)
    for position in positions:
        if values[position] is not None:
            values[position] = orjson.loads(values[position])
    return tuple(values)


def _date(cell: str) -> str:
    if date.fromisoformat(cell).isoformat() != cell:
        raise ValueError(cell)
    return cell


def _json(cell: str) -> str:
    orjson.loads(cell)
    return cell


def _array(cell: str) -> str:
    if not isinstance(orjson.loads(cell), list):
        raise ValueError(cell)  # noqa: TRY004 (the value is wrong, not the call)
    return cell


_CASTS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": WORDS.__getitem__,
    "date": _date,
    "array": _array,
    "any": _json,
}
csv.field_size_limit(LONGEST_CELL)
