"""Tables in workbooks (`.xlsx`): a sheet is a table, its first row that is not empty the header."""

import warnings
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

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
    import openpyxl  # noqa: PLC0415 - takes a while to be loaded
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - the same

    _require_size(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is not read: styles, validation, pictures
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            found = [(sheet.title, _rows(sheet.iter_rows(values_only=True), path.name)) for sheet in book.worksheets]
            book.close()
    except (*BROKEN, InvalidFileException) as error:
        raise UnusableError(f"{path.name} is no workbook that can be read: {error}") from None
    tables = [(name, rows) for name, rows in found if rows]
    if not tables:
        raise UnusableError(f"{path.name} has no sheet with a header")
    names = {name: path.stem if len(tables) == 1 else name for name, _ in tables}
    return Given(tuple(sheet_of(names[name], rows, f"{path.name}, sheet {name}") for name, rows in tables))


def _require_size(path: Path) -> None:
    read_bytes(path)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnusableError(f"{path.name} is no workbook that can be read: {error}") from None
    if size > MOST_UNPACKED:
        raise UnusableError(f"{path.name} unpacks to more than the {MOST_UNPACKED >> 20} MB that are read")


def _rows(rows: Iterable[tuple[object, ...]], name: str) -> list[list[str]]:
    """The rows as texts, from the first on that has a cell."""
    found: list[list[str]] = []
    for row in rows:
        cells = [_text(cell) for cell in row]
        if found or any(cells):
            found.append(cells)
        if len(found) > MOST_ROWS:
            raise UnusableError(f"{name} has more than the {MOST_ROWS:,} rows that are read")
    width = max((index + 1 for index, cell in enumerate(found[0]) if cell), default=0) if found else 0
    return [[*row[:width], *(cell for cell in row[width:] if cell)] for row in found]


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
