"""Cells of workbooks that hold no value of their own: formulas without one, errors, and parts of merged cells."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from recordpress.drafting.workbooks import opened, rows_of
from recordpress.importing.table import Table
from recordpress.problems import Problem

NO_VALUE = "W657"
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK = 1 << 20  # bytes
_OVERLAP = 200  # bytes, longer than what is looked for


def flaws(table: Table) -> Iterator[Problem]:
    """The cells of a table that hold no value of their own; none in a file of text."""
    if not table.sheet.sheet:
        return
    yield from _errors(table)
    with opened(table.file, formulas=True) as book:
        sheet = book[table.sheet.sheet]
        yield from _formulas(table, sheet)
        yield from _merged(table, sheet)


def _errors(table: Table) -> Iterator[Problem]:
    for row, cells in enumerate(table.sheet.rows):
        for column, cell in enumerate(cells):
            if cell in ERRORS:
                yield table.problem(NO_VALUE, (row, column), f"the cell shows the error {cell}", "mend its formula")


def _formulas(table: Table, sheet: Any) -> Iterator[Problem]:
    """Formulas whose value the program that wrote the file has not kept."""
    rows = table.sheet.rows
    for number, cells in enumerate(rows_of(sheet, table.path), 1):
        row = number - table.sheet.top - 1
        if not 0 <= row < len(rows):
            continue
        for column, cell in enumerate(cells[: len(table.headers)]):
            if isinstance(cell, str) and cell.startswith("=") and rows[row][column] is None:
                hint = "open the workbook in a spreadsheet program and save it, or write the value itself"
                yield table.problem(NO_VALUE, (row, column), "the file holds a formula here, and not its value", hint)


def _merged(table: Table, sheet: Any) -> Iterator[Problem]:
    """Cells that are one with others: only the first has a value, and nobody knows whether all are to have it."""
    rows, columns = len(table.sheet.rows), len(table.headers)
    for left, first, right, last in _ranges(table, sheet):
        row, column = first - table.sheet.top - 1, left
        if row < rows and column < columns and (first, left) != (last, right) and last - table.sheet.top > 0:
            at = (max(row, -1), column)
            message = "the cell is merged with others, and only the first of them has a value"
            yield table.problem(NO_VALUE, at, message, "unmerge them, and write what each is to say")


def _ranges(table: Table, sheet: Any) -> Iterator[tuple[int, int, int, int]]:
    """First column and row, last column and row of merged cells; columns count from 0, rows from 1.

    The reader that goes row by row doesn't tell of them, so they are looked for in the file of the sheet.
    """
    place = vars(sheet).get("_worksheet_path")
    if not isinstance(place, str):
        return
    with zipfile.ZipFile(table.file) as archive, archive.open(place.lstrip("/")) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            end = 0
            for match in _MERGED.finditer(text):
                end = match.end()
                yield _number(match[1]), int(match[2]), _number(match[3]), int(match[4])
            rest = text[max(end, len(text) - _OVERLAP) :]


def _number(letters: bytes) -> int:
    """The number of a column, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
