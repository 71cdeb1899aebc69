"""CSV files: UTF-8, LF, a header, as few quotes as RFC 4180 allows, `true` and `false`, nothing for null."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from recordpress.model import Row, Table, TableData
from recordpress.writing.blocks import Frame, Plan, blocks_of

WORDS = {True: "true", False: "false"}


def render_header(table: Table) -> bytes:
    """The first line of the file."""
    return render_lines([[column.name for column in table.columns]])


def csv_plan(data: TableData) -> Plan:
    """How the file of a table is written."""
    return Plan(Frame(render_header(data.table)), blocks_of(data.rows, render_lines))


def changed(rows: Sequence[Row], places: Sequence[int], change: Callable[[Any], object]) -> Iterable[Sequence[Any]]:
    """The rows with the cells of some columns changed; column by column, which is faster than row by row."""
    if not places or not rows:
        return rows
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for index in places:
        columns[index] = map(change, columns[index])
    return zip(*columns, strict=True)


def render_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Lines of a file.

    It is done column by column: most columns hold nothing that needs quotes, and that is seen at once. The `csv` module
    goes through each character.

    Raises:
        UnicodeEncodeError: A text has half of a surrogate pair.
    """
    columns = [_cells(column) for column in zip(*rows, strict=True)]
    if len(columns) == 1:  # an empty line would be no row
        columns = [[cell or '""' for cell in columns[0]]]
    return "".join([",".join(cells) + "\n" for cells in zip(*columns, strict=True)]).encode()


def _cells(values: Sequence[object]) -> list[str]:
    """The cells of a column as text, in quotes where needed: RFC 4180, and a carriage return alone counts as one."""
    cells = [value if type(value) is str else "" if value is None else _text(value) for value in values]
    together = "".join(cells)
    return [_quoted(cell) for cell in cells] if any(mark in together for mark in '",\r\n') else cells


def _text(value: object) -> str:
    return WORDS[value] if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text
