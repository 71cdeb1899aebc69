"""Cells that no file can hold, and cells that a spreadsheet would take for a formula."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from recordpress.model import Column, ColumnType, Row, Table, TableData, TableRole, Value
from recordpress.problems import Problem, Severity
from recordpress.schema.engine_tables import FIELD
from recordpress.writing.blocks import USUAL, chunks

Locate = Callable[[str, str, Value], tuple[str, int, int] | None]
"""From `kind/id`, a column and a value to path, line and column in the record; None where that is not known."""

INTEGERS = range(-(2**63), 2**63)
FORMULA_STARTS = frozenset("=+-@\t\r")
TEXTS = (ColumnType.STRING, ColumnType.DATE, ColumnType.ARRAY, ColumnType.ANY)

# A sign in front of nothing but digits and what stands between them is a number or the number of a telephone.
HARMLESS = re.compile(r"-[\d.,\u00a0 ]*%?|\+[\d\s.()/-]*")


def nowhere(_record: str, _column: str, _value: Value) -> None:
    """The `Locate` that knows no place."""
    return


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens the CSV file would run this cell.

    That is so for a text that starts with `=`, `+`, `-`, `@`, a tab or a carriage return (OWASP, "CSV injection"),
    unless it is a sign followed by digits, spaces and the marks used in numbers only, or a sign alone.
    """
    return text[:1] in FORMULA_STARTS and not HARMLESS.fullmatch(text)


def record_of(table: Table, row: Row) -> str:
    """The record that a row comes from, as `kind/id`; "" for a row of no record."""
    if not table.primary_key or table.role is TableRole.VOCABULARY:
        return ""
    first = row[record_place(table)]
    return f"{table.kind}/{first}" if table.kind else str(first)


def record_place(table: Table) -> int:
    """Where a row names the record that it comes from, in a table whose rows come from records."""
    return table.position(table.primary_key[0]) if table.primary_key else 0


def cell_problems(data: TableData, locate: Locate = nowhere) -> Iterator[Problem]:
    """What is wrong with the cells of a table: formulas, and numbers that no file can hold.

    Args:
        data: The table.
        locate: Finds the place in the record; without one the problem names the line of the CSV file.

    Yields:
        W601 for formulas, W603 for integers beyond 64 bits and for numbers that are not finite.
    """
    found: list[tuple[int, int, str]] = []
    for start, rows in zip(count(0, USUAL), chunks(data.rows), strict=False):
        found += ((index, start + number, code) for code, number, index in suspects(data.table, rows))
    for index, number, code in sorted(found):
        yield _problem(code, data, (number, index), locate)


def suspects(table: Table, rows: Sequence[Row]) -> Iterator[tuple[str, int, int]]:
    """The cells of some rows that are a problem: its code, the number of the row, that of the column."""
    if not rows:
        return
    for index, (column, cells) in enumerate(zip(table.columns, zip(*rows, strict=True), strict=True)):
        if column.type is ColumnType.STRING and not (column.terms or column.derived or _is_path(table, column)):
            yield from (("W601", number, index) for number in _formulas(cells))
        elif column.type in {ColumnType.INTEGER, ColumnType.NUMBER}:
            yield from (("W603", number, index) for number in _misfits(cells))


def _is_path(table: Table, column: Column) -> bool:
    """Whether the cells are field paths: they begin with names of properties, which nobody can reword in records."""
    return table.role is TableRole.EVIDENCE and column.name == FIELD


def text_problems(data: TableData, locate: Locate = nowhere) -> Iterator[Problem]:
    """Texts that UTF-8 cannot hold (W602); looked for when writing has failed on one."""
    for index, column in enumerate(data.table.columns):
        if column.type in TEXTS:
            for number, row in enumerate(data.rows):
                if _is_broken(row[index]):
                    yield _problem("W602", data, (number, index), locate)


def _is_broken(value: Value) -> bool:
    return isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value)


def _formulas(cells: Sequence[Value]) -> Iterator[int]:
    if FORMULA_STARTS.isdisjoint({str(value)[:1] for value in cells if value}):  # as nearly always
        return
    for number, value in enumerate(cells):
        if value and is_formula(str(value)):
            yield number


def _misfits(cells: Sequence[Value]) -> Iterator[int]:
    numbers = [value for value in cells if value is not None]
    if float not in map(type, numbers) and (not numbers or (min(numbers) in INTEGERS and max(numbers) in INTEGERS)):
        return  # as nearly always; whether a float is in a range is found by going through it
    for number, value in enumerate(cells):
        if value is not None and not _fits(value):
            yield number


def _fits(value: Value) -> bool:
    return value in INTEGERS if isinstance(value, int) else isinstance(value, float) and math.isfinite(value)


def _problem(code: str, data: TableData, cell: tuple[int, int], locate: Locate) -> Problem:
    number, index = cell
    table, column = data.table, data.table.columns[index]
    value = data.rows[number][index]
    record = record_of(table, data.rows[number])
    place = locate(record, column.name, value) or (f"data/{table.name}.csv", _line(data.rows, number), 1)
    return cell_problem(code, f"{table.name}.{column.name}", record, value, place)


def cell_problem(code: str, name: str, record: str, value: Value, place: tuple[str, int, int]) -> Problem:
    """The problem of a cell.

    Args:
        code: W601, W602 or W603.
        name: Table and column.
        record: The record that it is of, as `kind/id`; "" for none.
        value: The cell.
        place: Path, line and column.
    """
    messages = {
        "W601": f"a spreadsheet would run this text as a formula, because it starts with {str(value)[:1]!r}",
        "W602": "the text has half of a surrogate pair, which is no character",
        "W603": f"{value} is neither an integer of 64 bits nor a finite number",
    }
    path, line, position = place
    owner = f" of {record}" if record else ""
    return Problem(
        code=code,
        path=path,
        message=f"{name}{owner}: {messages[code]}",
        line=line,
        column=position,
        hint="reword it so that it starts with a letter or a digit" if code == "W601" else "",
        severity=Severity.WARNING if code == "W601" else Severity.ERROR,
    )


def _line(rows: Iterable[Row], number: int) -> int:
    """Line of the CSV file where a row starts; a cell with line ends takes several."""
    before = (value for row, _ in zip(rows, range(number), strict=False) for value in row)
    return number + 2 + sum(value.count("\n") for value in before if isinstance(value, str))
