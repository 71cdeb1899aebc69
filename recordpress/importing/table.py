"""A spreadsheet as it is imported: its cells as texts, and where each of them stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from recordpress.drafting.delimited import decoded, delimiter_of, read_bytes, read_delimited
from recordpress.drafting.given import Given, Sheet
from recordpress.drafting.workbooks import cell_name, read_workbook
from recordpress.problems import Problem
from recordpress.suggestions import did_you_mean, one_of
from recordpress.unusable import UnusableError

READERS = {".csv": read_delimited, ".tsv": read_delimited, ".txt": read_delimited, ".xlsx": read_workbook}
HEADER = -1  # the row of the header, where rows count from 0


@dataclass(slots=True)
class Table:
    """A spreadsheet.

    Args:
        file: The file.
        path: The file as it was named.
        sheet: Its cells; None for an empty one.
        notes: What is to be told of the reading.
    """

    file: Path
    path: str
    sheet: Sheet
    notes: tuple[str, ...] = ()
    _places: list[list[tuple[int, int]]] = field(default_factory=list)

    @property
    def headers(self) -> list[str]:
        """The headers of the columns."""
        return [head.header for head in self.sheet.heads]

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Line and column of a cell: in a workbook its row and its column, else where it begins in the text.

        Args:
            row: Its row, counted from 0; `HEADER` for that of the headers.
            column: Its column, counted from 0.
        """
        if self.sheet.sheet:
            return self.sheet.top + row + 1, column + 1
        if not self._places:
            text, _ = decoded(read_bytes(self.file), self.path)
            self._places = list(cell_places(text, delimiter_of(text)))
        cells = self._places[row + 1]
        return cells[min(column, len(cells) - 1)]

    def problem(self, code: str, at: tuple[int, int], message: str, hint: str = "") -> Problem:
        """A problem of a cell.

        Args:
            code: Its code.
            at: Row and column of the cell, as in `place`.
            message: What is wrong.
            hint: What to do about it.
        """
        line, column = self.place(*at)
        if self.sheet.sheet:
            message = f"{self.path}!{self.sheet.sheet}!{cell_name(line, column)}: {message}"
        return Problem(code, self.path, message, line, column, hint=hint)


def read_table(path: Path, sheet: str = "") -> Table:
    """The table in a file of text or in a workbook.

    Args:
        path: The file.
        sheet: The sheet of a workbook; "" for the only one.

    Raises:
        UnusableError: It can't be read, or nobody can tell which table is meant.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnusableError(f"{path} is no table that can be imported: {', '.join(sorted(READERS))} are")
    if sheet and reader is not read_workbook:
        raise UnusableError("--sheet names a sheet of a workbook, and this is a file of text")
    given = reader(path)
    return Table(path, str(path), _chosen(given, sheet, str(path)), given.notes)


def _chosen(given: Given, name: str, path: str) -> Sheet:
    names = [sheet.sheet for sheet in given.sheets]
    if name and name not in names:
        raise UnusableError(f"{path} has no sheet `{name}` ({did_you_mean(name, names) or one_of(names)})")
    if not name and len(given.sheets) > 1:
        raise UnusableError(f"{path} has several sheets: say which by --sheet ({one_of(names)})")
    return next(sheet for sheet in given.sheets if not name or sheet.sheet == name)


def cell_places(text: str, delimiter: str) -> Iterator[list[tuple[int, int]]]:
    """Line and column, counted from 1, at which each cell begins, row by row; blank lines are no rows."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'(?:"[^"]*(?:""[^"]*)*(?:"|\Z))?[^{mark}\r\n]*')
    line, start, index = 1, 0, 0
    row: list[tuple[int, int]] = []
    while index <= len(text):
        found = cell.match(text, index)
        end = found.end() if found else index
        row.append((line, index - start + 1))
        for newline in re.finditer(r"\r\n|\r|\n", text[index:end]):
            line, start = line + 1, index + newline.end()
        if text[end : end + 1] == delimiter:
            index = end + 1
            continue
        if len(row) > 1 or end > index:
            yield row
        index = end + (2 if text[end : end + 2] == "\r\n" else 1)
        row, line, start = [], line + 1, index
