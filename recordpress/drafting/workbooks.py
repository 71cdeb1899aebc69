"""Tables in workbooks (`.xlsx`): a sheet is a table, its first row that is not empty the header."""

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from recordpress.drafting.delimited import read_bytes, sheet_of
from recordpress.drafting.given import MOST_BYTES, MOST_ROWS, Given
from recordpress.unusable import UnusableError

MOST_UNPACKED = 2 * MOST_BYTES
# What the library raises where a part of a workbook is missing, or is not what it should be.
BROKEN = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_workbook(path: Path) -> Given:
    """The tables in a workbook; cells are taken as texts, as in a CSV file, and formulas by the values last shown.

    Raises:
        UnusableError: The file is no workbook, is too large, or has no table.
    """
    with opened(path, formulas=False) as book:
        found = [(sheet.title, *_rows(rows_of(sheet, path.name))) for sheet in book.worksheets]
    tables = [(name, top, rows) for name, top, rows in found if rows]
    if not tables:
        raise UnusableError(f"{path.name} has no sheet with a header")
    names = {name: path.stem if len(tables) == 1 else name for name, *_ in tables}
    sheets = (
        replace(sheet_of(names[name], rows, f"{path.name}, sheet {name}"), sheet=name, top=top)
        for name, top, rows in tables
    )
    return Given(tuple(sheets))


@contextmanager
def opened(path: Path, *, formulas: bool) -> Iterator[Any]:
    """A workbook, read row by row.

    Args:
        path: The file.
        formulas: Whether cells hold their formulas, and not the values last shown.

    Raises:
        UnusableError: The file is no workbook, or is too large.
    """
    import openpyxl  # noqa: PLC0415 - takes a while to be loaded
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - the same

    _require_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is not read: styles, validation, pictures
            book = openpyxl.load_workbook(path, read_only=True, data_only=not formulas)
            yield book
            book.close()
    except (*BROKEN, InvalidFileException) as error:
        raise UnusableError(f"{path.name} is no workbook that can be read: {error}") from None


def rows_of(sheet: Any, name: str) -> Iterator[tuple[object, ...]]:
    """The cells of a sheet, row by row, as far as a table may be long.

    Raises:
        UnusableError: There are too many rows.
    """
    sheet.reset_dimensions()  # what it says of its size may be wrong, and cells beyond that would be left out
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number > MOST_ROWS:
            raise UnusableError(f"{name} has more than the {MOST_ROWS:,} rows that are read")
        yield row


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell, such as `C7`; row and column count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = f"{chr(ord('A') + rest)}{letters}"
    return f"{letters}{row}"


def _require_size(path: Path) -> None:
    read_bytes(path)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnusableError(f"{path.name} is no workbook that can be read: {error}") from None
    if size > MOST_UNPACKED:
        raise UnusableError(f"{path.name} unpacks to more than the {MOST_UNPACKED >> 20} MB that are read")


def _rows(rows: Iterable[tuple[object, ...]]) -> tuple[int, list[list[str]]]:
    """The rows as texts, from the first on that has a cell, and the number of that one, counted from 1."""
    found: list[list[str]] = []
    top = 1
    for row in rows:
        cells = [_text(cell) for cell in row] if any(cell is not None for cell in row) else []
        if found or any(cells):
            found.append(cells)
        else:
            top += 1
    while found and not any(found[-1]):
        found.pop()
    width = max((index + 1 for index, cell in enumerate(found[0]) if cell), default=0) if found else 0
    return top, [[*row[:width], *(cell for cell in row[width:] if cell)] for row in found]


def _text(cell: object) -> str:
    """A cell as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
