"""Tables as they are given, from whatever file: cells as texts, or as values where the file has types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from recordpress.reading.text import FORBIDDEN

Cell = Any
"""A text, a number, a boolean, a list or a map; None for an empty cell."""

MOST_ROWS = 500_000  # of a table: they are held in memory while they are looked at
MOST_COLUMNS = 900
LONGEST_HEADER = 500  # characters
MOST_BYTES = 256 << 20  # of a file


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of a column.

    Args:
        header: Its header as written; "" where there is none.
        title: Its name in words.
        description: What it holds.
        type: Its type by Table Schema; "" where nothing is said, so that it has to be guessed.
        unique: Whether it is said to be unique.
        terms: Its controlled vocabulary, from values to titles.
    """

    header: str
    title: str = ""
    description: str = ""
    type: str = ""
    unique: bool = False
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A foreign key that is declared.

    Args:
        columns: The headers of its columns.
        sheet: The table that it refers to.
        targets: The headers of the columns there, one for each of its own.
    """

    columns: tuple[str, ...]
    sheet: str
    targets: tuple[str, ...]

    def __str__(self) -> str:
        """Both sides in words."""
        return f"{_listed(self.columns)} refers to {_listed(self.targets)} of {self.sheet}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Args:
        name: Its name: that of the file, the sheet or the resource.
        heads: Its columns.
        rows: Its rows, each with a cell per column.
        title: Its name in words; "" where nothing is said.
        description: What a row is; "" where nothing is said.
        key: Headers of its declared primary key.
        foreign: Its declared foreign keys.
        typed: Whether texts are texts, so that `"12"` is no number.
        sheet: Name of the sheet of a workbook that it is; "" in other files.
        top: The row of that sheet in which its header stands, counted from 1.
    """

    name: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    description: str = ""
    key: tuple[str, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    typed: bool = False
    sheet: str = ""
    top: int = 1

    def column(self, index: int) -> list[Cell]:
        """The cells of a column."""
        return [row[index] for row in self.rows]

    def position(self, header: str) -> int | None:
        """Where the column with a header stands; None where there is none."""
        return next((index for index, head in enumerate(self.heads) if head.header == header), None)


@dataclass(frozen=True, slots=True)
class Given:
    """What was found in a file.

    Args:
        sheets: Its tables.
        metadata: What it says of itself, as the properties of a descriptor.
        notes: What is to be told of the reading, a line each.
    """

    sheets: tuple[Sheet, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def shown(text: str) -> str:
    """A header or a title in one line, without what can't be shown."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:LONGEST_HEADER]


def _listed(headers: Sequence[str]) -> str:
    return ", ".join(f"`{header}`" for header in headers)


def tidied(sheet: Sheet) -> tuple[Sheet, list[str]]:
    """A table without what no record can hold: empty rows and columns, and characters that can't be shown.

    Returns:
        The table, and what was left out.
    """
    used = [index for index, head in enumerate(sheet.heads) if head.header or any(sheet.column(index))]
    rows = [[_clean(row[index]) for index in used] for row in sheet.rows]
    kept = [row for row in rows if any(cell is not None for cell in row)]
    notes = []
    if len(kept) < len(rows):
        notes.append(f"{sheet.name}: {len(rows) - len(kept):,} empty rows are left out")
    marks = sum(_marks(cell) for row in sheet.rows for cell in row)
    if marks:
        notes.append(f"{sheet.name}: {marks:,} control characters, which no record may hold, are written as \ufffd")
    return replace(sheet, heads=tuple(sheet.heads[index] for index in used), rows=kept), notes


def _clean(cell: Cell) -> Cell:
    """A cell without empty parts and without what can't be shown; None where nothing is left."""
    if isinstance(cell, str):
        return FORBIDDEN.sub("\ufffd", cell) or None
    if isinstance(cell, list):
        return [item for item in map(_clean, cell) if item is not None] or None
    if isinstance(cell, dict):
        return {key: item for key, value in cell.items() if (item := _clean(value)) is not None and key} or None
    return cell


def _marks(cell: Cell) -> int:
    return len(FORBIDDEN.findall(cell)) if isinstance(cell, str) else 0
